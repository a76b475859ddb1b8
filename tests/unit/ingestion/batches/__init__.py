"""Parts of uploads that need no database."""
