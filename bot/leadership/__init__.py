"""Leading: the knowledge vision, the map of what is known, gaps, and the people in the middle."""
