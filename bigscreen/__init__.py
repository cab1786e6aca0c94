"""The lobby wall: panels and live push."""
