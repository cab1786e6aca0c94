"""Products on the shelf: finding and showing them."""
