"""Whatever people write, and however much: every message fits into Slack, and pings nobody."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.cards import history, life_render, link_forms, render
from bot.cards.details import Details, details_view
from bot.cards.face import Face
from bot.cards.finding import Found
from bot.cards.form import Form, card_form
from bot.cards.found import answer_blocks, page_blocks
from bot.cards.merging import Clash, Merge
from bot.cards.rules import clean_fields
from bot.cards.writing import Clashing, History
from bot.digest.render import digest_blocks
from bot.digest.rest import rest_view
from bot.digest.week import CardLine, Digest, Growth, Question, Tried
from bot.home import Home, home_view
from bot.home import drafts as home_drafts
from bot.home import kept as home_kept
from bot.home import near as home_near
from bot.home import practice as home_practice
from bot.practice import experiment_render, sharing_render
from bot.practice.render import answered_blocks, nudge_blocks, words_form
from bot.practice.rules import Nudge
from bot.practice.service import Answered
from bot.practice.sharing import Sharing
from bot.reading_form import reading_form
from bot.slack.blocks import said
from bot.spiral.journey import Journey, Stop
from bot.spiral.render import journey_view
from models.card import CARD_FIELDS, Card, CardStatus, Draft, Revision
from models.experiment import Experiment
from models.link import LinkKind
from models.message import Message
from models.practice import Answer, Practice, Review
from models.story import Stance, Story
from playground.kit.blocks import TOO_LONG, scan_blocks
from playground.kit.core import Scan
from playground.kit.views import MAX_BYTES, scan_view
from tests.conftest import START
from tests.support import settings as bot_settings

URL = "https://team.slack.com/archives/C1/p1?thread_ts=1.1&cid=C1"
EVIL = ("<!channel>", "<!here>", "<@UEVIL>", "<#CEVIL>", "<https://evil.example|click>")
pieces = st.sampled_from(
    [
        *EVIL,
        "&",
        "<",
        ">",
        "|",
        "\n",
        "a ",
        "word ",
        "~",
        "*",
        "`",
        "日本",
        "\u202e",
        "\t",
        "x",
        "𝔘",
    ]
)
hostile = st.one_of(
    st.text(max_size=80),
    st.lists(pieces, max_size=40).map("".join),
    st.builds(lambda piece, times: piece * times, pieces, st.sampled_from([1, 70, 3000, 9000])),
)


def a_card(words: str, number: int = 7) -> Card:
    """A card whose every word somebody hostile wrote, as the form lets it through."""
    evidence = [{"channel": "C1", "ts": "1.1", "permalink": URL}] * 9
    return Card(
        id=number,
        author_id="U1",
        channel_id="C1",
        workspace_id="T1",
        evidence=evidence,
        permalink=URL,
        asset_kind="routine",
        asset_reason=words[:500],
        origin="customer",
        status=CardStatus.TESTED,
        scope="channel",
        revision=3,
        **clean_fields(dict.fromkeys(CARD_FIELDS, words)),
    )


def a_face(words: str) -> Face:
    people = tuple(f"U{n}" for n in range(11))
    return Face(people, CardStatus.CONTESTED, "U1", words[:300], START)


def a_revision(number: int, words: str, why: str = "") -> Revision:
    fields = {**clean_fields(dict.fromkeys(CARD_FIELDS, words)), "status": "tested"}
    return Revision(number=number, by="U1", at=START, why=why[:500], fields=fields)


def a_history(words: str) -> History:
    revisions = tuple(a_revision(9 - n, words[n:], words) for n in range(9))
    return History(a_card(words), revisions, 0, True)


def an_experiment(words: str) -> Experiment:
    return Experiment(
        id=1,
        card_id=7,
        expected=words[:1000] or "x",
        seen_by=words[:1000],
        number=3.0,
        sign="about",
        due_at=START,
        state="open",
        came=words[:1000],
    )


def a_digest(words: str) -> Digest:
    line = CardLine(7, clean_fields({"title": words})["title"], URL)
    return Digest(
        "C1",
        words[:80] or "c",
        START,
        START,
        new=(line,) * 9,
        changed=(line,) * 9,
        tried=(Tried(line, 1, 2, 3),) * 5,
        grew=(Growth(line, "combines", (line,) * 9),) * 5,
        gaps=(words[:500] or "g",) * 5,
        question=Question(line),
        thanks=(words[:255] or "n",) * 10,
    )


def a_home(words: str) -> Home:
    draft = Draft(id=1, updated_at=START, card_id=None, fields={"title": words, "statement": words})
    review = Review(id=1, card_id=7, due_at=START)
    card = a_card(words)
    return Home(
        [
            (home_drafts.SECTION, home_drafts.Drafts([draft] * 4, True)),
            (home_practice.SECTION, home_practice.Trying([(review, card)] * 4, START)),
            (home_near.SECTION, home_near.Near([card] * 5, [card] * 3)),
            (home_kept.SECTION, home_kept.Kept(3, False)),
        ]
    )


def a_message(words: str) -> Message:
    return Message(channel_id="C1", ts="1.1", text=words, mode="none", confident=True, cues=[])


def a_merge(words: str) -> Clashing:
    fields = clean_fields(dict.fromkeys(CARD_FIELDS, words))
    clashes = tuple(Clash(name, fields[name], fields[name][1:]) for name in CARD_FIELDS)
    return Clashing(1, 3, "U1", Merge(fields, clashes))


def a_form(words: str) -> dict[str, Any]:
    similar = (a_card(words, 1), a_card(words, 2), a_card(words, 3))
    form = Form(1, 2, True, True, "", similar, frozenset({1, 2}), is_change=True)
    card = a_card(words)
    fields: dict[str, Any] = {name: getattr(card, name) for name in CARD_FIELDS}
    return card_form({**fields, "asset_reason": words, "why": words[:300]}, form)


NUDGE = Nudge(3, 2)
MESSAGES: dict[str, Callable[[str], Sequence[Any]]] = {
    "a card": lambda w: render.card_blocks(
        a_card(w), practice="tried twice", told=[w_told(w)] * 5, face=a_face(w)
    ),
    "an offer": lambda w: render.offer_blocks(w, "C1:1.1", 3),
    "found, paged": lambda w: page_blocks(
        Found([a_card(w)] * 5, 1, True, {w[:40] or "x": w[:40] or "y"}), w[:400]
    ),
    "an answer": lambda w: answer_blocks(Found([a_card(w)] * 5)),
    "the digest": lambda w: digest_blocks(a_digest(w), ripe_url=URL),
    "a nudge": lambda w: nudge_blocks(a_card(w), NUDGE),
    "an answered nudge": lambda w: answered_blocks(
        Answered(NUDGE, Answer.WORKED, a_card(w), START + timedelta(days=3)), START
    ),
    "a prediction": lambda w: experiment_render.reminder_blocks(a_card(w), an_experiment(w)),
    "a reopened dialogue": lambda w: experiment_render.reopened_blocks(a_card(w), an_experiment(w)),
    "a story": lambda w: sharing_render.told_blocks(
        a_card(w), Story(member_id="U1", stance=Stance.FOR, words=w[:1000] or "x")
    ),
    "is it still true": lambda w: life_render.true_blocks(a_card(w), 1),
    "people talked on": lambda w: life_render.talk_blocks(a_card(w), "https://example.org/p1"),
}
VIEWS: dict[str, Callable[[str], dict[str, Any]]] = {
    "the form": a_form,
    "the history": lambda w: history.history_view(a_history(w)),
    "a difference": lambda w: history.difference_view(
        a_revision(2, w[:3000]), a_revision(1, f"{w[1500:]} other {w[:900]}")
    ),
    "two changes": lambda w: history.merge_view(a_merge(w)),
    "how far it holds": lambda w: life_render.standing_form(a_card(w), START),
    "added": lambda w: life_render.added_view(a_card(w)),
    "the rest of a week": lambda w: rest_view(a_digest(w)),
    "a journey": lambda w: journey_view(
        Journey(
            a_card(w),
            [Stop(START, "externalization", "x")] * 99,
            "group",
            *[[w or "n"] * 9] * 3,
            [],
        )
    ),
    "home": lambda w: home_view(a_home(w), bot_settings()),
    "a reading": lambda w: reading_form(
        [a_message(w[n:]) for n in range(1)], because=[w[:200] or "x"] * 3
    ),
    "details": lambda w: details_view(
        Details(a_card(w), ["*x*"], [said(w, 80) or "x"] * 9, True, True, True)
    ),
    "a prediction's form": lambda w: experiment_render.predict_form(a_card(w), START.date()),
    "a result's form": lambda w: experiment_render.result_form(an_experiment(w)),
    "words": lambda w: words_form(NUDGE, w[:3000]),
    "a story's form": lambda w: sharing_render.share_form(
        Sharing(Practice(words=w[:3000]), a_card(w), Stance.FOR), NUDGE
    ),
    **{
        f"a link: {kind}": lambda w, kind=kind: link_forms.link_form(kind, a_card(w))  # type: ignore[misc]
        for kind in LinkKind
    },
    "sharing": lambda w: link_forms.share_form(a_card(w)),
}


def w_told(words: str) -> str:
    return f"*It came:* {said(words, 240)}"


def mrkdwn(value: Any) -> Iterator[str]:
    """Every text in blocks that Slack reads as mrkdwn."""
    if isinstance(value, list):
        for entry in value:
            yield from mrkdwn(entry)
    elif isinstance(value, dict):
        if value.get("type") == "mrkdwn":
            yield str(value["text"])
        for entry in value.values():
            yield from mrkdwn(entry)


def check(scan: Scan, shown: Any) -> None:
    assert scan.problems == []
    for text in mrkdwn(shown):
        assert text.strip()
        assert not any(evil in text for evil in EVIL)
    json.dumps(shown).encode()


@pytest.mark.parametrize("name", MESSAGES)
@settings(deadline=None, max_examples=40)
@given(words=hostile)
def test_every_message_fits_and_pings_nobody(name: str, words: str) -> None:
    blocks = list(MESSAGES[name](words))
    scan = Scan()
    scan_blocks(blocks, scan)
    check(scan, blocks)
    assert sum(map(len, mrkdwn(blocks))) <= TOO_LONG


@pytest.mark.parametrize("name", VIEWS)
@settings(deadline=None, max_examples=25)
@given(words=hostile)
def test_every_form_fits_and_pings_nobody(name: str, words: str) -> None:
    view = VIEWS[name](words)
    scan = Scan()
    scan_view(view, scan)
    check(scan, view)
    # In bytes as they are: seven fields full of emoji, twice, are more when escaped as JSON.
    assert len(json.dumps(view, ensure_ascii=False).encode()) < MAX_BYTES
