"""What is done in the certification of an enterprise, a file for each noun."""
