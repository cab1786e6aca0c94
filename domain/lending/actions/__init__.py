"""What people do to a loan application, a file for each desk."""
