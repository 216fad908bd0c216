"""The demo: the playground workspace, the real bot in it, sample talk, and a guided turn of the spiral."""
