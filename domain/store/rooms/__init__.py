"""Rooms and equipment of the store: what there is, and who has it when."""
