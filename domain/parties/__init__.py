"""Enterprises and institutions: certification, onboarding, profile."""
