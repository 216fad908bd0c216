"""What the bot says when cards move: pointers, questions to authors, lineage pictures, files."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.ba.conduct import conduct_at
from bot.cards.exporting import Exported, markdown_zip
from bot.cards.finding import answers
from bot.cards.lineage import lineage_of, lineage_words, to_draw
from bot.cards.lineage_picture import draw_lineage
from bot.cards.render import card_line
from bot.cards.shelf import take_out
from bot.outgoing.kinds import Kind, Making, Outgoing, Picture, Post
from bot.outgoing.rules import Drop
from bot.permissions import Act, may
from bot.slack.blocks import actions, button, plain, said, section
from bot.slack.ids import Action
from bot.texts import finding as finding_texts
from bot.texts import linking as texts
from models.audience import Audience
from models.card import Card
from models.outbox import Outbox
from models.question import get_question
from models.search import get_card, words_on
from models.share import ShareState, get_share


def _audience(row: Outbox) -> Audience:
    if row.channel_id:
        return Audience(row.workspace_id, channel_id=row.channel_id)
    return Audience(row.workspace_id, member_id=row.member_id)


async def _card(session: AsyncSession, row: Outbox) -> Card | None:
    return await get_card(session, _audience(row), int(row.payload["card"]))


async def make_share_pointer(making: Making, row: Outbox) -> Outgoing:
    """One line that points a channel to a card, if all there may see it."""
    async with making.sessions.begin() as session:
        card = await _card(session, row)
    if card is None:
        return Drop("not for this channel")
    text = texts.SHARE_POINTER.format(link=card_line(card))
    more = button(finding_texts.OPEN, Action.CARD_DETAILS, str(card.id))
    return Post(texts.SHARE_POINTER.format(link=said(card.title, 150)), [section(text, more)])


async def make_share_ask(making: Making, row: Outbox) -> Outgoing:
    """Ask an author whether their card may be pointed to."""
    async with making.sessions.begin() as session:
        card = await _card(session, row)
        share = await get_share(session, row.workspace_id, int(row.payload["share"]))
    if card is None or share is None or share.state != ShareState.ASKED:
        return Drop("settled, or gone")
    text = texts.SHARE_ASK.format(
        by=share.by, channel=share.channel_id, title=said(card.title, 150)
    )
    buttons = actions(
        button(texts.SHARE_AGREE, Action.SHARE_AGREE, str(share.id), style="primary"),
        button(texts.SHARE_REFUSE, Action.SHARE_REFUSE, str(share.id)),
    )
    return Post(text, [section(text), buttons])


async def make_share_told(making: Making, row: Outbox) -> Outgoing:
    """Tell who asked what the author said."""
    async with making.sessions.begin() as session:
        card = await _card(session, row)
        share = await get_share(session, row.workspace_id, int(row.payload["share"]))
    if card is None or share is None:
        return Drop("gone")
    words = (
        texts.SHARE_TOLD_YES if share.state == ShareState.AGREED else texts.SHARE_TOLD_NO
    ).format(title=said(card.title, 150), channel=share.channel_id)
    return Post(words, [section(words)])


async def make_lineage(making: Making, row: Outbox) -> Outgoing:
    """The picture of a card's lineage, for one person, with the same in words."""
    async with making.sessions.begin() as session:
        card = await _card(session, row)
        lineage = await lineage_of(session, _audience(row), card) if card else None
    if card is None or lineage is None:
        return Drop("gone")
    png = await making.reading.run(draw_lineage, to_draw(lineage))
    words = " ".join(lineage_words(lineage, lambda each: plain(each.title)))
    text = texts.PICTURE_TEXT.format(title=said(card.title, 150))
    alert = texts.PICTURE_ALERT.format(title=said(plain(card.title), 150))
    picture = Picture("lineage.png", png, f"{plain(card.title)}. {words}"[:1900])
    row.payload = {"cards": sorted(lineage.cards)}  # what it shows, for taking it away
    return Post(alert, [section(text)], picture=picture)


async def make_export(making: Making, row: Outbox) -> Outgoing:
    """All cards that somebody may see, as a file in their direct conversation.

    With "all" in the payload: all cards of the workspace, if they (still) may take those out.
    """
    member_id, is_all = str(row.payload["member"]), bool(row.payload.get("all"))
    async with making.sessions.begin() as session:
        who = (session, row.workspace_id, member_id)
        if is_all and not await may(*who, Act.EXPORT_ALL, making.settings):
            return Drop("no administrator any more")
        audience = None if is_all else Audience(row.workspace_id, member_id=member_id)
        exported = await take_out(session, row.workspace_id, audience, with_own=not is_all)
    channel_id = await making.gateway.open_direct(member_id)
    if not exported.cards:
        await making.gateway.post(
            channel_id, texts.EXPORT_NOTHING, [section(texts.EXPORT_NOTHING)], key=row.unique_key
        )
        return Drop("nothing to export")
    content = await making.reading.run(zip_of, exported)
    words = texts.EXPORT_ALL_READY if is_all else texts.EXPORT_READY
    await making.gateway.send_file(channel_id, "cards.zip", content, words)
    return Drop("sent as a file")


def zip_of(exported: Exported) -> bytes:
    """Markdown and JSON in one zip; runs in the other process."""
    return markdown_zip(exported, with_json=True)


async def make_answered(making: Making, row: Outbox) -> Outgoing:
    """Somebody looked for something here in vain: there is a card now."""
    async with making.sessions.begin() as session:
        if not (await conduct_at(session, row.workspace_id, row.channel_id)).tells_answers:
            return Drop("not told in this kind of place")
        card = await _card(session, row)
        question = await get_question(session, row.workspace_id, int(row.payload["question"]))
    if card is None or question is None or not answers(question.words.split(), words_on(card)):
        return Drop("not for this channel")
    text = finding_texts.ANSWERED.format(words=said(question.words, 200), link=card_line(card))
    return Post(text, [section(text)])


KINDS = (
    Kind("share_pointer", make_share_pointer),
    Kind("share_ask", make_share_ask),
    Kind("share_told", make_share_told),
    Kind("card_lineage", make_lineage),
    Kind("card_export", make_export),
    Kind("question_answered", make_answered),
)
