"""What is done to terminals, and at them."""
