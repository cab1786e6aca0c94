"""How the store's devices are: what they report, what is made of it, who is told."""
