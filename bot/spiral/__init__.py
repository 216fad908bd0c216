"""The spiral: which way knowledge went, through which levels, and how one card came to be.

Nonaka, Toyama and Konno (2000): "a spiral, not a circle", which grows "through the ontological
levels". ``rules.py`` reads the ledger (models/conversion.py), ``team.py`` gathers what a channel or
everybody did, ``picture.py`` draws it, ``journey.py`` tells one card's story.
"""
