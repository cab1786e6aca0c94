"""The store: what happens in the building."""
