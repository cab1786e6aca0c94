"""Tests of the service at the store."""
