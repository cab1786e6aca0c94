"""The real, printing and remembering hand of each port."""
