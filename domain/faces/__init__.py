"""Faces in the business: consent first, templates that end, log-in at the kiosk, no pictures."""
