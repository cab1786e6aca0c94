"""What is done for a meeting: ordering and moving it, testing, standing by, concluding."""
