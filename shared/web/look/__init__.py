"""What the pages of all services share: how they look, and how they speak Thai and English."""
