"""One file of routes per capability, with the names of domain/."""
