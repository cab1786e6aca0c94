"""What the operator makes known: news, announcements, policies; and whom it concerns."""
