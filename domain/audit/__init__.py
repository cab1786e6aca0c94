"""Reading the journal, and how the platform's own machinery stands."""
