"""What may be done with a live loan: one function per verb."""
