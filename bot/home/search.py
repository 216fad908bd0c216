"""A box to look for cards in: what is found opens as a form."""

from __future__ import annotations

from bot.cards.finding import QUERY_MOST, Found
from bot.cards.found import nothing_words, page_blocks
from bot.home.section import Asking, Part, Ready, Section
from bot.slack.blocks import Block, modal, section, text_input
from bot.slack.ids import Action, Callback
from bot.texts import home as texts

# Before the ids of the buttons that turn the pages of the form, not those of a message.
IN_FORM = "home_"


async def gather(asking: Asking) -> Part:
    """The box; pressing Enter in it looks."""
    box = text_input(
        Action.HOME_SEARCH,
        texts.SEARCH,
        placeholder=texts.SEARCH_HINT,
        most=QUERY_MOST,
        tell=True,
    )
    return Ready([box])


def _turning(block: Block) -> Block:
    """The buttons that turn pages, so that they turn the form's."""
    elements = [
        {**each, "action_id": f"{IN_FORM}{each['action_id']}"} for each in block.get("elements", ())
    ]
    return {**block, "elements": elements} if block["type"] == "actions" else block


def found_view(found: Found | None, typed: str, error: str = "") -> Block:
    """What was found, as a form; or that there is nothing, or what is wrong with the words."""
    if found is None:
        blocks = [section(error)]
    elif found.cards:
        *blocks, last = page_blocks(found, typed)
        blocks.append(_turning(last))
    else:
        blocks = [section(nothing_words(found))]
    return modal(Callback.FOUND_CARDS, texts.SEARCH_TITLE, blocks)


SECTION = Section("search", gather, most=1)
