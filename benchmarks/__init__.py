"""Side by side with peers and with the floor, in one run."""
