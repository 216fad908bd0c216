"""Cue detectors: one per file, each a spaCy component with its reason. See
docs/how-to-add-a-cue.md.
"""
