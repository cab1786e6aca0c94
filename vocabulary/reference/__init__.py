"""Reference data that ships with the platform, each file with its source."""
