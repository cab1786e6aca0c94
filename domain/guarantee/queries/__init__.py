"""What is read of guarantees."""
