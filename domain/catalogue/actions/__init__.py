"""What is done about products: by their institutions, by the review, by enterprises that ask."""
