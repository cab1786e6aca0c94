"""Deadlines: how long each state may last, and who is told when it does not keep to it."""
