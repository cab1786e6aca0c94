"""Enterprises as they see themselves, and as institutions may find and see them."""
