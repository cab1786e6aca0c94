"""Every business process as the public reads it."""
