"""Institutions come aboard: the standard of admission, the application, the agreement, leaving."""
