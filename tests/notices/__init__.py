"""What the operator makes known, and whom it reaches."""
