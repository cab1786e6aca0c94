"""The door of the walk-up terminal: every route but one needs the terminal's own token."""
