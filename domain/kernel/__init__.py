"""What every capability stands on: flows, perform, journal, clock. Knows no capability."""
