"""Chat text → plain text for reading: links, mentions, emoji, code and quotes become marker words.

Understands Slack's mrkdwn (``<@U1>``, ``<url|label>``, ``:emoji:``, fences, ``&amp;``), Zulip's
quote
fences and ``> `` lines, and IRC talk. Markers are ordinary lower-case words (``xxlink``), so that
the
tokenizer keeps each as one token.
"""

from __future__ import annotations

import re

LINK, MENTION, EMOJI = "xxlink", "xxmention", "xxemoji"
CODE, BLOCK, QUOTE, PATH = "xxcode", "xxblock", "xxquote", "xxpath"
MARKERS = frozenset({LINK, MENTION, EMOJI, CODE, BLOCK, QUOTE, PATH})

READ_AT_MOST = 3_000
"""Characters of one message that are read; the main point is made within them."""

_FENCE = re.compile(r"(`{3,}|~{3,})(quote\b)?.*?(?:\1|\Z)", re.DOTALL)
_CODE = re.compile(r"`[^`\n]{1,200}`")
_SLACK_LINK = re.compile(r"<(?:https?|mailto|tel|ftp):[^<>\s|]{1,900}(?:\|[^<>]{0,300})?>")
_SLACK_MENTION = re.compile(r"<[@#!][^<>\s|]{1,80}(?:\|[^<>]{0,80})?>")
_BARE_LINK = re.compile(r"(?:https?://|www\.)[^\s<>]{2,900}")
_AT = re.compile(r"(?<![\w.@])@(?:\*\*[^*\n]{1,60}\*\*|[\w.-]{1,60})")
_EMOJI_NAME = re.compile(r"(?<![\w:]):[a-z0-9_+'-]{2,40}:(?!\w)")
_EMOJI_SIGN = re.compile("[\U0001f000-\U0001faff\u2600-\u27bf]\ufe0f?")
_SMILEY = re.compile(r"(?<!\S)[:;=]['-]?[)(DPpO/|\]\[](?!\S)|(?<!\S)<3(?!\S)|(?<!\S)\^\^(?!\S)")
_PATH = re.compile(r"(?<![\w/])(?:~|\.{0,2})/[\w.-]{1,80}(?:/[\w.*-]{0,80}){1,40}")
_LOG_LINE = re.compile(
    r"^\s*(?:\[?\d{4}-\d\d-\d\d|\[?\d\d:\d\d:\d\d|at [\w.$]+\(|File \"|Traceback|#\d+ |\$ |>>> |"
    r"%\s|\w+(?:\.\w+)*(?:Error|Exception)\b|(?:import|from) \w+|def \w+\(|[\w.]+ ?= ?\S|"
    r"[{}()\[\];]+\s*$|"
    r".*[{};]\s*$|- \w+[=<>]=)"
)
_BLANKS = re.compile(r"[ \t\u00a0\u200b]+")
_MANY_BREAKS = re.compile(r"\s*\n\s*")
_LONG_WORD = re.compile(r"\S{60,}")
_STRETCH = re.compile(r"([a-z!?.])\1{3,}", re.IGNORECASE)
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#39;", "'"), ("&amp;", "&"))
_SIGNS = str.maketrans(
    {"’": "'", "‘": "'", "`": "'", "“": '"', "”": '"', "…": "...", "\u2013": "-", "\u2014": " - "}
)


def normalize(text: str, at_most: int = READ_AT_MOST) -> str:
    """Give ``text`` in plain words and markers, at most ``at_most`` characters of it.

    Never raises. Two texts that differ only in Slack's or Zulip's marking read alike.
    """
    text = text[: 2 * at_most]
    if "`" in text or "~~~" in text:
        text = _FENCE.sub(_fence, text)
        text = _CODE.sub(f" {CODE} ", text)
    text = _links(text)
    if "&" in text:
        for entity, sign in _ENTITIES:
            text = text.replace(entity, sign)
    if "@" in text:
        text = _AT.sub(f" {MENTION} ", text)
    text = _emoji(text)
    if "/" in text:
        text = _PATH.sub(f" {PATH} ", text)
    if "\n" in text:
        text = "\n".join(_line(line) for line in text.split("\n"))
    text = _STRETCH.sub(r"\1\1\1", text.translate(_SIGNS))
    text = _LONG_WORD.sub(f" {CODE} ", text)
    return _MANY_BREAKS.sub("\n", _BLANKS.sub(" ", text)).strip()[:at_most]


def _fence(match: re.Match[str]) -> str:
    return f"\n{QUOTE}\n" if match.group(2) else f"\n{BLOCK}\n"


def _links(text: str) -> str:
    if "<" in text:
        text = _SLACK_LINK.sub(f" {LINK} ", text)
        text = _SLACK_MENTION.sub(f" {MENTION} ", text)
    if "://" in text or "www." in text:
        text = _BARE_LINK.sub(f" {LINK} ", text)
    return text


def _emoji(text: str) -> str:
    if ":" in text:
        text = _EMOJI_NAME.sub(f" {EMOJI} ", text)
    if not text.isascii():
        text = _EMOJI_SIGN.sub(f" {EMOJI} ", text)
    return _SMILEY.sub(f" {EMOJI} ", text)


def _line(line: str) -> str:
    if line.startswith(">"):
        return QUOTE
    if _LOG_LINE.match(line):
        return BLOCK
    return line
