"""The hardware on site."""
