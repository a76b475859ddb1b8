"""One file per noun; a view checks, asks one query, and answers."""
