"""Visits and roadshows at the store."""
