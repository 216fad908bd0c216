"""Settings, from the environment or a ``.env`` file, all with the prefix ``BA_``."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal, Self
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AliasChoices, Field, SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


def _slack(name: str) -> AliasChoices:
    """Slack's own names for its secrets are understood without the prefix."""
    return AliasChoices(f"SLACK_{name}", f"BA_SLACK_{name}")


class Settings(BaseSettings):
    """Everything that can be set. Hours are local, 0-23; weekdays count from Monday, 0-6."""

    model_config = SettingsConfigDict(
        env_prefix="BA_", env_file=".env", extra="ignore", populate_by_name=True
    )

    slack_bot_token: SecretStr = Field(
        SecretStr(""), validation_alias=_slack("BOT_TOKEN"), description="The bot token, xoxb-…"
    )
    slack_app_token: SecretStr = Field(
        SecretStr(""),
        validation_alias=_slack("APP_TOKEN"),
        description="The app-level token for Socket Mode, xapp-…",
    )
    slack_signing_secret: SecretStr = Field(
        SecretStr(""),
        validation_alias=_slack("SIGNING_SECRET"),
        description="The signing secret, for HTTP only",
    )
    slack_client_id: str = Field(
        "",
        validation_alias=_slack("CLIENT_ID"),
        description="The app's client id: one bot for many workspaces, over HTTP only",
    )
    slack_client_secret: SecretStr = Field(
        SecretStr(""),
        validation_alias=_slack("CLIENT_SECRET"),
        description="The app's client secret, for many workspaces",
    )
    public_url: str = Field(
        "", description="The https address of the bot, to which people come back from Slack"
    )
    token_keys: SecretStr = Field(
        SecretStr(""),
        description="Keys from `ba new-key` that seal stored tokens, newest first, by commas",
    )
    slack_api_url: str = Field(
        "https://slack.com/api/",
        validation_alias=_slack("API_URL"),
        description="Where Slack's Web API is; the playground has its own",
    )
    database_url: str = Field(
        "sqlite:///ba.sqlite3", description="An SQLAlchemy URL: SQLite or PostgreSQL"
    )
    database_pool: int = Field(5, ge=1, le=100, description="Connections kept open to PostgreSQL")
    database_seconds: int = Field(
        30, ge=1, le=600, description="Seconds after which PostgreSQL gives up a statement"
    )
    log_level: str = Field("INFO", description="DEBUG, INFO, WARNING or ERROR")
    log_format: Literal["plain", "json"] = Field(
        "plain", description="One `plain` line per record, or one `json` object"
    )
    http_host: str = Field("127.0.0.1", description="Address to listen on with `ba run --http`")
    http_port: int = Field(
        3000, ge=0, le=65535, description="Port to listen on with `ba run --http`"
    )

    monitor_port: int | None = Field(
        None,
        ge=0,
        le=65535,
        description="Port of `/health`, `/ready` and Prometheus's `/metrics`; none when not set",
    )
    monitor_host: str = Field("127.0.0.1", description="Address to listen on for the monitor")

    text_days: int = Field(
        30,
        ge=0,
        le=30,
        description="Days that a message's words are kept; 0: until its thread is settled",
    )
    offer_after_minutes: int = Field(
        30, ge=1, description="Minutes a thread must be quiet before a card may be offered"
    )
    offer_days: int = Field(
        3, ge=1, description="Days after which an unanswered offer is taken away"
    )
    posts_per_channel_per_day: int = Field(
        1, ge=0, le=10, description="Unasked posts per channel and day, all kinds together"
    )
    messages_per_person_per_week: int = Field(
        2,
        ge=0,
        le=20,
        description="Unasked direct messages per person and week, all kinds together",
    )
    day_begins: int = Field(9, ge=0, le=23, description="Hour before which nothing unasked is sent")
    day_ends: int = Field(18, ge=1, le=24, description="Hour from which nothing unasked is sent")
    working_days: Annotated[
        tuple[int, ...], Field(description="Days on which unasked things are sent")
    ] = (
        0,
        1,
        2,
        3,
        4,
    )
    digest_weekday: int = Field(0, ge=0, le=6, description="Day of the weekly digest")
    digest_hour: int = Field(
        9, ge=0, le=23, description="Hour of the weekly digest, channel's time"
    )
    practice_first_days: int = Field(
        2, ge=1, description="Days from *I'll try this* to the first question"
    )
    card_review_days: int = Field(
        180,
        ge=7,
        description="Days after which a card's authors are asked whether it is still true",
    )
    grace_days: int = Field(
        30,
        ge=0,
        le=365,
        description="Days that cards outlive the removal of the app from a workspace",
    )
    draft_days: int = Field(90, ge=7, description="Days that an untouched draft of a card is kept")
    vision_editors: Literal["admins", "members"] = Field(
        "admins",
        description="Who may change the vision: `admins` of the workspace, or all `members`",
    )
    timezone: str = Field(
        "UTC", description="Time zone of channels whose people's zone is not known"
    )
    sweep_seconds: float = Field(5.0, gt=0, description="Seconds between two looks for what is due")
    lease_seconds: int = Field(
        120,
        ge=10,
        le=3600,
        description="Seconds after which another process takes up what one that died had begun; "
        "longer than any send to Slack takes",
    )

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.day_begins >= self.day_ends:
            raise ValueError("BA_DAY_BEGINS must be earlier than BA_DAY_ENDS")
        if self.timezone not in available_timezones():
            raise ValueError(f"BA_TIMEZONE: no time zone is called {self.timezone!r}")
        if not self.working_days or not set(self.working_days) <= set(range(7)):
            raise ValueError("BA_WORKING_DAYS must be days from 0 (Monday) to 6 (Sunday)")
        return self

    @property
    def serves_many(self) -> bool:
        """Whether workspaces are added by OAuth, rather than one by its token."""
        return bool(self.slack_client_id)

    @property
    def words_kept(self) -> timedelta:
        """How long the words of a message are kept at the most.

        With no days at all: until its thread was offered or let go, which an unanswered offer
        delays by ``offer_days``; ``bot.jobs`` forgets them sooner, as soon as that is settled.
        """
        return timedelta(days=self.text_days or self.offer_days + 1)

    @property
    def lease(self) -> timedelta:
        """How long a channel's inbox, or a thing to send, belongs to the process that took it."""
        return timedelta(seconds=self.lease_seconds)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone to use where no other is known."""
        return ZoneInfo(self.timezone)
