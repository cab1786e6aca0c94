"""How institutions are appraised, and what they dispute."""
