"""What is done to accounts, a file per matter."""
