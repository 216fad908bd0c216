"""``python -m benchmarks [name]``: run all benchmarks, or one; exit 0 only if none is short."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

# Modules of this folder that hold no benchmark of their own.
HELPERS = {
    "__main__",
    "alone",
    "databases",
    "growth",
    "load",
    "result",
    "servers",
    "simulate",
    "workspace",
}
# What a benchmark is called where its module cannot be called so.
CALLED = {"end_to_end": "end-to-end", "importing": "import"}


def names() -> dict[str, str]:
    """What the benchmarks are called, and the module of each."""
    found = {module.name for module in pkgutil.iter_modules([str(Path(__file__).parent)])} - HELPERS
    return {CALLED.get(module, module): module for module in sorted(found)}


def main(arguments: list[str]) -> int:
    """Run what was asked for and print a line for each result."""
    known = names()
    chosen = [module for name, module in known.items() if not arguments or name in arguments]
    if not chosen:
        print(
            f"no benchmark is called {' '.join(arguments)}; there are: {', '.join(known)}",
            file=sys.stderr,
        )
        return 2
    short = 0
    for name in chosen:
        for result in importlib.import_module(f"benchmarks.{name}").run():
            print(result.line(), flush=True)
            short += not result.is_ok
    return 1 if short else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
