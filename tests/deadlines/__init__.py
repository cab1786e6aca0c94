"""Time limits: set, kept, missed."""
