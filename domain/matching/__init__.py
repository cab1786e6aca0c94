"""Financing requests: publish and match."""
