"""``ba demo``: play one turn of the spiral, on the page or headless."""

from __future__ import annotations

import asyncio

from rich.console import Console

from bot.demo.stage import stage
from bot.demo.steps import CHANNEL, NEWCOMER, STEPS, Step, Turn, invite
from bot.texts import demo as texts

# How long the demo waits, in real seconds: for a newcomer to press, and for anything to happen.
PATIENCE = 9.0
# Once the newcomer has pressed something themselves, the demo leaves them their time.
MORE_PATIENCE = 90.0
LONGEST = 90.0
LOOK = 0.25


async def demo(*, headless: bool, port: int = 3100) -> int:
    """Play the turn. Gives the exit code: 0 only if every step happened."""
    console = Console()
    console.print(texts.STARTING)
    async with stage(0 if headless else port) as found:
        turn = Turn(found)
        await invite(turn)
        if not headless:
            console.print(texts.ADDRESS.format(url=address(turn)), soft_wrap=True)
            console.print(texts.WAITING)
        failed = await _play(turn, console, patience=0.0 if headless else PATIENCE)
        if failed is not None:
            console.print(texts.FAILED.format(title=failed.words[0]))
            return 1
        console.print(texts.DONE.format(count=len(STEPS)))
        if not headless:
            console.print(texts.OVER)
            await asyncio.Event().wait()
    return 0


def address(turn: Turn) -> str:
    """Where the newcomer begins: in the channel where things will happen, as one of its people."""
    assert turn.me is not None
    place = turn.stage.place
    return f"{place.url}/archives/{turn.me.channel_id(CHANNEL)}?as={NEWCOMER}"


async def _play(turn: Turn, console: Console, *, patience: float) -> Step | None:
    """Play all steps; gives the one that did not happen."""
    client = turn.stage.client
    await client.tour(texts.TITLE, [_shown(step) for step in STEPS])
    for number, step in enumerate(STEPS, 1):
        told, by_newcomer = await _one(turn, step, patience)
        if by_newcomer and patience:
            patience = MORE_PATIENCE
        if not told:
            return step
        await client.tour_step(step.id)
        console.print(f"{number}. {step.words[0]}: {told}", soft_wrap=True)
    return None


def _shown(step: Step) -> dict[str, str]:
    title, text = step.words
    return {
        "id": step.id,
        "title": title,
        "text": text,
        **({"target": step.target} if step.target else {}),
    }


async def _one(turn: Turn, step: Step, patience: float) -> tuple[str, bool]:
    """One step: prepare, wait for the newcomer, else act for them.

    Gives what happened ("" for nothing), and whether it was the newcomer who did it.
    """
    if step.prepare is not None:
        await step.prepare(turn)
    loop = asyncio.get_running_loop()
    begun, acted = loop.time(), 0.0
    while loop.time() - begun < LONGEST + patience:
        told = await step.happened(turn)
        if told:
            return told, step.act is not None and not acted
        overdue = loop.time() - begun >= patience
        # What was to be pressed may not be there yet: press again, but not in a hurry.
        if step.act is not None and overdue and loop.time() - acted > 3:
            acted = loop.time()
            await step.act(turn)
        await asyncio.sleep(LOOK)
    return "", False
