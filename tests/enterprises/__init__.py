"""Enterprises searched and shown."""
