"""Roadshows: an institution presents to enterprises at the store."""
