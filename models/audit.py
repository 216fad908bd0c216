"""The audit trail: who changed which setting, exported or erased what, and when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, String
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base, BigId, OfWorkspace, SlackId


class Audit(OfWorkspace, Base):
    """One act that changed what the bot may do or keeps."""

    __tablename__ = "audit"
    __table_args__ = (Index(None, "workspace_id", "at"),)

    id: Mapped[int] = mapped_column(BigId, primary_key=True, autoincrement=True)
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(SlackId)
    action: Mapped[str] = mapped_column(String(64))
    subject: Mapped[str] = mapped_column(String(200), default="")
    details: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


async def record_audit(
    session: AsyncSession,
    *,
    workspace_id: str,
    by: str,
    action: str,
    subject: str,
    at: datetime,
    details: dict[str, Any] | None = None,
) -> None:
    """Add a line to the audit trail."""
    session.add(
        Audit(
            workspace_id=workspace_id,
            by=by,
            action=action,
            subject=subject,
            at=at,
            details=details or {},
        )
    )
