"""What hangs on one person: told from who wrote and who lived which card."""

from __future__ import annotations

from bot.leadership.gap_rules import Hanging, hanging
from models.hanging import Knows


def knows(card: int, member: str, theme: int | None = 1, channel: str = "C1") -> Knows:
    return Knows(card, channel, theme, member)


def test_three_cards_by_one_person_hang_on_them() -> None:
    known = [knows(n, "U1") for n in (1, 2, 3)]
    assert hanging(known) == [Hanging("C1", 1, "U1")]
    assert hanging([*known, *known]) == [Hanging("C1", 1, "U1")]
    assert hanging(known[:2]) == []
    assert hanging([*known, knows(3, "U2")]) == []  # somebody else wrote, or lived, one of them
    assert hanging([*known, knows(4, "U2", theme=2), knows(5, "U2", channel="C2")]) == [
        Hanging("C1", 1, "U1")
    ]


def test_they_stand_by_channel_and_theme() -> None:
    places = [("C2", None), ("C1", 2), ("C1", 1), ("C1", None)]
    known = [knows(n, "U1", theme, channel) for channel, theme in places for n in (1, 2, 3)]
    assert [(each.channel_id, each.theme_id) for each in hanging(known)] == [
        ("C1", None),
        ("C1", 1),
        ("C1", 2),
        ("C2", None),
    ]
