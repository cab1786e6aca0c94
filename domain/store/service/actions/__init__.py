"""What people do in a service at the store, a file per noun."""
