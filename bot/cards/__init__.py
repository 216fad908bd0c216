"""Concept cards: offered from ripe threads, written by people, found again."""
