"""Internalization: knowledge that people use. Asking again at the right time, and listening.

``rules.py`` says when to ask next (py-fsrs) and what, ``sweep.py`` asks what is due,
``service.py`` holds the use cases, ``render.py`` the messages, ``outgoing.py`` the nudge as the
outbox sends it. Beside the nudge: predictions (``experiments.py``), stories for the card's ba
(``sharing.py``), a newcomer's way through a channel's cards (``paths.py``).
"""
