"""Background work ends before what it works with is taken away."""

from __future__ import annotations

import asyncio

from bot.tasks import end_task, listeners_end


async def test_a_listener_that_runs_on_is_waited_for() -> None:
    done: list[str] = []
    go = asyncio.Event()

    async def run_ack_function_asynchronously() -> None:
        await go.wait()
        done.append("listener")

    task = asyncio.create_task(run_ack_function_asynchronously())
    asyncio.get_running_loop().call_soon(go.set)
    await listeners_end(5)
    assert done == ["listener"]
    await task


async def test_a_task_that_ends_by_itself_is_not_cancelled() -> None:
    async def work() -> None:
        await asyncio.sleep(0)

    task = asyncio.create_task(work())
    await end_task(task, 5)
    assert not task.cancelled()


async def test_a_task_that_does_not_end_is_cancelled() -> None:
    async def work() -> None:
        await asyncio.Event().wait()

    task = asyncio.create_task(work())
    await end_task(task, 0)
    assert task.cancelled()
