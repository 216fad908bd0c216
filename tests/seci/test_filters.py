import json

import pytest

from bot.seci import filters
from bot.seci.errors import BadLineError
from bot.seci.reader import Reader


def test_messages_in_messages_out(reader: Reader) -> None:
    lines = [
        json.dumps(
            {
                "id": "a",
                "text": "thanks!",
                "context": ["plain", {"author": "A", "text": "it is done"}],
            }
        ),
        "",
        json.dumps({"id": 7, "text": "see https://example.org"}),
    ]
    out = [json.loads(line) for line in filters.read_messages(lines, reader)]
    assert [row["id"] for row in out] == ["a", 7]
    for row in out:
        assert set(row) == {"id", "mode", "confident", "scores"}
        assert row["mode"] == max(row["scores"], key=row["scores"].get)
        assert sum(row["scores"].values()) == pytest.approx(1, abs=1e-4)


def test_threads_keep_the_given_positions(reader: Reader) -> None:
    messages = [
        {
            "position": 10,
            "author": "A",
            "time": "2024-05-30T18:15:50Z",
            "text": "why does it tear?",
        },
        {
            "position": 20,
            "author": "B",
            "time": "14:59",
            "text": "it tears because the flour is new, always rest it",
        },
    ]
    line = json.dumps({"id": "t", "messages": messages})
    row = json.loads(next(filters.read_threads([line], reader)))
    assert set(row["positions"]) <= {10, 20}
    assert set(row["draft"]) == {"title", "statement", "metaphor", "analogy", "model", "evidence"}
    assert 0 <= row["ripeness"] <= 1


@pytest.mark.parametrize(
    "line",
    [
        "{",
        "[]",
        '"text"',
        "{}",
        '{"text": 3}',
        '{"text": "a", "context": 3}',
        '{"text": "a", "context": [3]}',
    ],
)
def test_a_broken_message_line_names_its_number(reader: Reader, line: str) -> None:
    with pytest.raises(BadLineError, match="line 2: "):
        list(filters.read_messages(['{"text": "a"}', line], reader))


@pytest.mark.parametrize(
    "line", ["{", "{}", '{"messages": []}', '{"messages": [{"text": "a", "position": "b"}]}']
)
def test_a_broken_thread_line_names_its_number(reader: Reader, line: str) -> None:
    with pytest.raises(BadLineError, match="line 1: "):
        list(filters.read_threads([line], reader))
