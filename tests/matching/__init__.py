"""Stories and laws of matching."""
