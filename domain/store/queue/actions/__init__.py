"""One function per verb of the queue, by who acts: visitors, kiosks, the counters, the operator."""
