"""Stories of policy programmes and of the loans under them."""
