"""What every capability stands on: actors, flows, perform, journal, ports, clock. Knows no capability."""
