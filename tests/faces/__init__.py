"""Faces in the business: stories with eyes that remember."""
