"""The second person above an amount."""
