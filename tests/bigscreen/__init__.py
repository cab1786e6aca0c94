"""The wall: its fold and its live line."""
