"""For contributors: ``python -m migrations "what changed"`` writes the next numbered revision."""

from __future__ import annotations

import asyncio
import sys
import tempfile
from pathlib import Path

from migrations.run import newest, upgrade, write_revision
from models.database import make_engine


async def write(message: str) -> Path:
    """Compare the models with a scratch database at the newest revision; where the file is."""
    number = f"{int(newest()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'scratch.sqlite3'}")
        await upgrade(engine)
        await write_revision(engine, message, number)
        await engine.dispose()
    return next((Path(__file__).parent / "versions").glob(f"{number}_*.py"))


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit('usage: python -m migrations "what changed"')
    sys.stdout.write(f"{asyncio.run(write(sys.argv[1]))}\n")
