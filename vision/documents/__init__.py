"""Reading the documents that a firm shows: its business licence, its people's ID cards."""
