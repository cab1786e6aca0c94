"""Stories of 融资保险."""
