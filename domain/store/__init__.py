"""The flagship store: whatever happens in the building."""
