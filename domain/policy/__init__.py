"""Policy programmes: ratios, caps, the room they leave, and how a loss is shared."""
