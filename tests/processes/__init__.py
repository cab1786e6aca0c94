"""Processes as the public reads them."""
