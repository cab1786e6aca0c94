"""担保: letters and what leads to them."""
