"""Institutions come aboard."""
