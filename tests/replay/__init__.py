"""Tests of the replay of recorded loans."""
