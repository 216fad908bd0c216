"""Concept cards: offered from ripe threads, written by people, found again.

- Begin and write: ``threads.py`` (a thread's words), ``begin.py`` (the draft), ``form.py``,
  ``service.py`` (keep it), ``writing.py`` and ``merging.py`` (change it), ``history.py``.
- Offer: ``quiet.py`` and ``offers.py`` look at threads that went quiet, ``previewing.py`` looks
  back without storing, ``retract.py`` follows what people take back.
- Look: ``render.py``, ``face.py``, ``details.py``, ``refresh.py`` (the post stays up to date).
- Find: ``finding.py``, ``found.py``, ``gaps.py``.
- Link and share: ``linking.py``, ``lineage.py``, ``sharing.py``, ``theming.py``.
- Live: ``life.py`` (is it still true?), ``talked_on.py``, ``standing.py``.
- Leave: ``exporting.py`` and ``shelf.py`` (as files), ``erasing.py``.

``…_rules.py`` are pure; ``outgoing.py`` and ``…_outgoing.py`` are what the outbox sends.
"""
