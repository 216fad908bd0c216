"""What the bot says about the theme of a card."""

from __future__ import annotations

THEME_CHOSEN = "Theme: *{name}*"
THEME_PROPOSED = "Theme: *{name}*, I think: it speaks of {words}"
THEME_NONE = "Theme: none yet"
THEME_NONE_CHOSEN = "Theme: none"
PLACEHOLDER, PLACEHOLDER_NONE = "Choose another", "Choose one"
OPTION_NONE = "No theme"
LABEL = "Which theme of our vision is it of?"
HINT = "Left open, I propose one from the card's words. You can change it on the card."
OPTION_OPEN = "Let Ba propose one"
CHOSEN = "*{title}* is of the theme *{name}* now."
CHOSEN_NONE = "*{title}* is of no theme now."
NO_SUCH_THEME = "That theme is gone from the vision. Choose another one."
NOT_FOR_YOU = "The vision and its themes are for the people who work here."
