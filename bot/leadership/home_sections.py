"""Two sections for Home: the vision for everybody who works here, gaps for those who lead."""

from __future__ import annotations

from sqlalchemy.ext.asyncio import AsyncSession

from bot.leadership.gaps import QUESTIONS_MOST, read_hanging, read_lacks
from bot.leadership.gaps_render import lack_block, what_of
from bot.permissions import Act, may
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, said, section
from bot.slack.ids import Action
from bot.texts import gaps as gap_texts
from bot.texts import vision as texts
from models.audience import Audience, is_ourselves
from models.member import get_member
from models.question import questions_for
from models.role import produced_by
from models.vision import QUESTIONS, newest_vision

# The most blocks that the two sections give.
VISION_MOST, GAPS_MOST = 3, 8
_ANSWERS_SHOWN, _LACKS_SHOWN, _QUESTIONS_SHOWN = 2, 2, 3


async def vision_section(
    session: AsyncSession, workspace_id: str, member_id: str, settings: Settings
) -> list[Block]:
    """The vision on somebody's Home: its first answers, and the way to the rest and to the map.

    Takes an open session and changes nothing. At most ``VISION_MOST`` blocks; none for guests and
    people from outside, and none before there is a vision, but for those who may write it.
    """
    if not await is_ourselves(session, Audience(workspace_id, member_id=member_id)):
        return []
    edition = await newest_vision(session, workspace_id)
    if edition is None:
        if not await may(session, workspace_id, member_id, Act.EDIT_VISION, settings):
            return []
        write = button(texts.HOME_WRITE, Action.VISION_OPEN)
        return [section(f"{texts.HOME_TITLE}\n{texts.HOME_NONE}"), actions(write)]
    answers = [(name, str(edition.answers.get(name) or "")) for name in QUESTIONS]
    given = [(name, said(answer, 400)) for name, answer in answers if answer][:_ANSWERS_SHOWN]
    lines = [f"_{texts.QUESTIONS[name]}_ {' '.join(answer.split())}" for name, answer in given]
    return [
        section("\n".join([texts.HOME_TITLE, *lines])),
        actions(
            button(texts.HOME_OPEN, Action.VISION_OPEN),
            button(texts.MAP, Action.ASSETS_OPEN),
        ),
    ]


async def gaps_section(session: AsyncSession, workspace_id: str, member_id: str) -> list[Block]:
    """What is lacking, on somebody's Home: for administrators and producers, and for anybody on
    whom alone something hangs.

    Takes an open session and changes nothing; counts only what this person may see. At most
    ``GAPS_MOST`` blocks; none when nothing is lacking, or is this person's to know.
    """
    member = await get_member(session, workspace_id, member_id)
    leads = bool(member and member.is_admin and not member.is_deleted)
    leads = leads or bool(await produced_by(session, workspace_id, member_id))
    mine, others = await read_hanging(session, workspace_id, member_id)
    blocks = [section(f"• {gap_texts.HUNG_MINE.format(what=what_of(each))}") for each in mine[:1]]
    if leads:
        me = Audience(workspace_id, member_id=member_id)
        lacks, _ = await read_lacks(session, me)
        questions = await questions_for(session, me, limit=QUESTIONS_MOST)
        blocks += [lack_block(lack) for lack in lacks[:_LACKS_SHOWN]]
        asked = list(dict.fromkeys(question.words for question in questions))
        if asked:
            words = " · ".join(f"“{said(each, 80)}”" for each in asked[:_QUESTIONS_SHOWN])
            blocks.append(section(f"{gap_texts.QUESTIONS}\n{words}"))
        blocks += [
            section(
                f"• {gap_texts.HUNG_OTHER.format(what=what_of(each), name=said(each.name, 80))}"
            )
            for each in others[:1]
        ]
    if not blocks:
        return []
    see_all = actions(button(gap_texts.HOME_OPEN, Action.GAPS_OPEN))
    return [section(gap_texts.HOME_TITLE), *blocks, see_all]
