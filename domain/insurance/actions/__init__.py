"""What people do to a request for cover, a file for each desk."""
