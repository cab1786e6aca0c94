"""What people do about a roadshow, from the application to the debrief."""
