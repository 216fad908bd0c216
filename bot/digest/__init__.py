"""The weekly digest: gather a channel's week, draw it, say it on one screen.

``rules.py`` says when and what goes in, ``service.py`` gathers and schedules, ``picture.py`` draws
the spiral, ``render.py`` makes the blocks, ``outgoing.py`` is the digest as the outbox sends it.
"""
