"""Reports over the read model: SQL counts, `indicators` judge, `disclosure` protects."""
