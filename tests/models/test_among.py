"""A column among the values of one parameter: the same rows as SQLAlchemy's ``IN``."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from models.among import Among
from models.channel import Channel
from models.database import Sessions
from tests.support import make_channel

IDS = ["C1", "C2", "it's", 'a"b', "C%1", "{C3}", "C,4", "\\", "NULL", "ü"]


@pytest.mark.parametrize("asked", [[], ["C1"], IDS[2:], ["C", "C1 ", "nobody's"], IDS])
async def test_the_rows_are_those_of_an_ordinary_in(sessions: Sessions, asked: list[str]) -> None:
    async with sessions.begin() as session:
        for channel_id in IDS:
            await make_channel(session, channel_id=channel_id)
    async with sessions() as session:
        found = await session.scalars(
            select(Channel.id).where(Among(Channel.id, "ids")), {"ids": asked}
        )
        assert sorted(found) == sorted(set(asked) & set(IDS))
