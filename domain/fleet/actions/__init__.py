"""What is done with reports, alerts and the duty roster."""
