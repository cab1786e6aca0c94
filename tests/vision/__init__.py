"""Tests of what sees pictures."""
