"""Internalization: knowledge that people use. Asking again at the right time, and listening.

``rules.py`` says when to ask next (py-fsrs) and what, ``service.py`` holds the use cases,
``render.py`` the messages, ``outgoing.py`` the nudge as the outbox sends it.
"""
