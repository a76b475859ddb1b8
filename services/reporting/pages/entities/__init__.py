"""A page for each occupation, field, region and institution: all that is published about it."""
