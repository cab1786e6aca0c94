"""Tests of set-up, checks and the throw-away services."""
