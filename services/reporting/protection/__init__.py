"""Which published counts are hidden so that no reader can tell small groups from the rest."""
