"""Everything the bot says to people, in one place: plain words, short, nobody's jargon.

One module per domain. Constants for fixed sentences, functions where a value goes in. Values that
people wrote must be escaped by the caller (``bot.slack.blocks.said``).

For a translator: translate the strings, and leave as they are the names in braces (``{day}``; their
order is yours), Slack's marks (``*…*``, ``<@…>``, ``<#…>``) and the commands (``/ba open``). A
button that a sentence names is called what its label says. Where a count decides the words, a
function chooses between them: change its rule where the language has other plurals. A modal's
title and its buttons have room for 24 characters, labels of other buttons for 75.
"""
