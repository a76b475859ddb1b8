"""Questions to a published table: read with every fault named, answered by filtering cells."""
