"""Tests of the hardware on site."""
