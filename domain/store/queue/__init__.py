"""取号 and 叫号: who waits at the store for what, who is called next, and how long it takes."""
