"""Stories, tables and races of the store's queue."""
