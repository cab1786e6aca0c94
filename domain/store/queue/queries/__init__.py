"""What screens read of the queue: visitors, the counters, the operator's figures, the wall."""
