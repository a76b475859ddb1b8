"""What the law gives the persons whose data is kept: erasure, a copy, and word of what is done."""
