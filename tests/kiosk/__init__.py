"""The walk-up terminal: its credential, the ways in, and its door."""
