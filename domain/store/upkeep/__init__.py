"""Upkeep of the store: inspections by checklist, faults and findings until their loop is closed."""
