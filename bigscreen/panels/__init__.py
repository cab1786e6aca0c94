"""One file a panel, each with snapshot() and follow()."""
