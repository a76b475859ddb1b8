"""One file per noun; a view checks, calls one handler, and answers."""
