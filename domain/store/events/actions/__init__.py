"""What people do at an event: check, sign in, ask, need, rate, keep."""
