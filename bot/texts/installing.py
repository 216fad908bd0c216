"""What the pages say that somebody sees who adds Ba to a workspace."""

from __future__ import annotations

TITLE = "Ba"
NO_WORKSPACE = "your organization"

NOT_INSTALLED = (
    "Ba is not installed in this workspace, or it was removed. Somebody who may add apps can add it"
    " again."
)

_FAILED = {
    "access_denied": "You said no, so nothing was changed.",
    "invalid_browser": "This link was opened in another browser. Please begin again here.",
    "invalid_state": "This took too long, or the link was used before. Please begin again.",
    "invalid_code": "Slack did not confirm it. Please begin again.",
    "missing_code": "Slack sent no confirmation. Please begin again.",
}
_SOMETHING = "It did not work. Please begin again; if it happens twice, tell whoever runs Ba."


def installed(workspace: str) -> tuple[str, ...]:
    """Ba was added; ``workspace`` is a name in people's words."""
    return (
        f"Ba is in {workspace} now.",
        "It is off everywhere until somebody switches it on: write /invite @Ba in a channel where"
        " people discuss how to do things, and press Switch on.",
        "You can close this page.",
    )


def failed(reason: str) -> tuple[str, ...]:
    """Ba was not added; ``reason`` is Bolt's or Slack's word for why."""
    return ("Ba was not added.", _FAILED.get(reason, _SOMETHING))


BEGIN = ("Add Ba to Slack", "You will be asked in Slack, and can say no there.")
BEGIN_LINK = "Add to Slack"
AGAIN_LINK = "Begin again"
