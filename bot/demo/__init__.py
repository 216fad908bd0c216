"""The demo: the playground, the real bot in it, sample talk, one guided turn of the spiral."""
