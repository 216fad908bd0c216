"""Ending background tasks without breaking off what they are doing."""

from __future__ import annotations

import asyncio


async def end_task(task: asyncio.Task[None], seconds: float) -> None:
    """Wait until a task that was asked to end has ended; cancel it after so many seconds.

    A call to the database that is broken off would leave its connection in an unknown state.
    """
    await asyncio.wait({task}, timeout=seconds)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
