"""How the shipped reader is trained: the corpus, its checks, and the one command that trains."""
