"""From facts to counts of every published cell, and to what of them may be published."""
