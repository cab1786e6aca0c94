"""Devices as the business sees them: reports, health, alerts, duty."""
