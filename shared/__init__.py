"""What two services use and none owns; it knows no service."""
