"""What screens read about loan applications."""
