"""What a guarantor does, and what is done with its letters."""
