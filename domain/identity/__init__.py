"""Sign up, log in, sessions, posts, log-in records."""
