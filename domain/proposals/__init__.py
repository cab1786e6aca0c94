"""What needs a second person: the limits, and what waits to be confirmed."""
