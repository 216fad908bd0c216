"""Everything the bot says to people, in one place: plain words, short, nobody's jargon.

One module per domain. Constants for fixed sentences, functions where a value goes in. Values that
people wrote must be escaped by the caller (``bot.slack.blocks.said``).
"""
