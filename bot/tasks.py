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


async def listeners_end(seconds: float) -> None:
    """Wait until Bolt's listeners that run on after their acknowledgement have ended.

    Bolt starts them as tasks of their own and keeps no list: they are known by their name. The
    database must not be closed under them.
    """
    running = [task for task in asyncio.all_tasks() if _is_listener(task)]
    if running:
        await asyncio.wait(running, timeout=seconds)


def _is_listener(task: asyncio.Task[object]) -> bool:
    return "run_ack_function_asynchronously" in getattr(task.get_coro(), "__qualname__", "")
