"""Live loans: schedules, and what they cost."""
