"""Live loans."""
