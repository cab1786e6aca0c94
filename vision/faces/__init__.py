"""Seeing faces: finding one, judging its picture, telling who it is and whether it lives."""
