"""How a preview of offers is shown."""

from __future__ import annotations

from bot.cards.previewing import Preview
from bot.slack.blocks import Block, context, said, section
from bot.texts import ba as ba_texts
from bot.texts import previewing as texts

STATEMENT_MOST = 400


def preview_blocks(preview: Preview, budget: int) -> list[Block]:
    """What would have been offered, what kind of place it seems, that nothing was kept.

    ``budget``: unasked posts per channel and day.
    """
    if not preview.offered:
        blocks = [section(texts.NOTHING[min(2, preview.looked)].format(looked=preview.looked))]
    else:
        looked, offered = texts.threads(preview.looked), min(2, len(preview.offered))
        words = texts.FOUND[offered].format(looked=looked, budget=budget)
        blocks = [section(words)]
    for each in preview.offered:
        statement = " ".join(said(each.statement, STATEMENT_MOST).split())
        link = f"<{each.permalink}|{texts.WHICH}>"
        blocks.append(section(f">{statement}\n{link}" if statement else link))
    blocks.append(section(_kind(preview)))
    return [*blocks, context(texts.KEPT_NOTHING)]


def _kind(preview: Preview) -> str:
    kind = preview.kind.kind
    if kind is None:
        return texts.KIND_UNKNOWN
    return texts.KIND.format(
        doing=ba_texts.KIND_NAMES[kind],
        reason=preview.kind.reason,
        conduct=ba_texts.KIND_CONDUCT[kind],
    )
