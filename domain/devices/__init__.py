"""The store's terminals: which are ours, and logging in at one by one's own device."""
