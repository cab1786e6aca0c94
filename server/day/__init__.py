"""One simulated day of the flagship store, played over HTTP by people, terminals and devices."""
