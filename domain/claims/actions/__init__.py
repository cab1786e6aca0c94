"""What may be done with a claim: one function per verb."""
