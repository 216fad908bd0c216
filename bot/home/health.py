"""For administrators: how the bot is, and where the digest for everybody goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from slack_sdk.models.blocks import (
    ConversationFilter,
    ConversationSelectElement,
    InteractiveElement,
)

from bot.doctor.findings import Finding, Mark
from bot.doctor.stored import look_at_queues
from bot.home.section import Asking, Part, Ready, Section
from bot.settings import Settings
from bot.slack.blocks import Block, actions, button, section
from bot.slack.ids import Action
from bot.texts import home as texts
from models.digest import chosen_channel


@dataclass(frozen=True, slots=True)
class Health:
    """How the workspace's own queues are; the channel of everybody's digest, "" for none."""

    findings: Sequence[Finding]
    channel_id: str

    def blocks(self, settings: Settings) -> Sequence[Block]:
        """A line for each finding, then the choice."""
        lines = [_line(finding) for finding in self.findings]
        elements: list[InteractiveElement] = [_choice(self.channel_id)]
        if self.channel_id:
            elements.append(button(texts.DIGEST_STOP, f"{Action.DIGEST_CHANNEL}_none"))
        chosen = texts.DIGEST_GOES.format(channel=self.channel_id)
        return [
            section("\n".join([f"*{texts.HEALTH}*", *lines])),
            section(f"*{texts.DIGEST_ALL}*\n{chosen if self.channel_id else texts.DIGEST_NOWHERE}"),
            actions(*elements),
        ]


def _line(finding: Finding) -> str:
    sign = {Mark.WELL: ":white_check_mark:", Mark.CARE: ":warning:"}.get(finding.mark, ":x:")
    todo = f" {finding.todo}" if finding.todo else ""
    return f"{sign} {finding.subject}: {finding.meaning}{todo}"


def _choice(channel_id: str) -> ConversationSelectElement:
    return ConversationSelectElement(
        action_id=Action.DIGEST_CHANNEL,
        placeholder=texts.DIGEST_CHOOSE,
        initial_conversation=channel_id or None,
        filter=ConversationFilter(include=["public", "private"], exclude_bot_users=True),
    )


async def gather(asking: Asking) -> Part:
    """For administrators of the workspace alone."""
    if asking.member is None or not asking.member.is_admin:
        return Ready()
    return Health(
        await look_at_queues(asking.session, asking.workspace_id, asking.now),
        await chosen_channel(asking.session, asking.workspace_id),
    )


SECTION = Section("health", gather, most=3)
