"""Visits to the store: booked, confirmed, prepared, received, wrapped up."""
