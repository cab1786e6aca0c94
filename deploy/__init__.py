"""How the platform is set up, checked and run: scripts, one image, one compose file."""
