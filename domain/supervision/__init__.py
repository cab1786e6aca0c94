"""What the supervisor counts, and whether the books agree."""
