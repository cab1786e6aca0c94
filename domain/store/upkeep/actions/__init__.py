"""What is done in upkeep: inspecting, reporting, mending, keeping photos."""
