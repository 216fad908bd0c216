"""The weekly digest: gather a channel's week, draw it, say it on one screen.

``rules.py`` says when and what goes in, ``scheduling.py`` puts the coming ones into the outbox,
``gathering.py`` fills a ``week.Digest``, ``render.py`` makes the blocks, ``outgoing.py`` is the
digest as the outbox sends it, ``service.py`` what people ask of it. The picture is the spiral's.
"""
