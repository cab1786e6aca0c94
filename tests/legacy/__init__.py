"""The old system's demands, loaded and searched."""
