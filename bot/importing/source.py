"""The files of an export, from a folder or a zip, read within bounds and never written anywhere."""

from __future__ import annotations

import os
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import TracebackType
from typing import Protocol, Self

from bot.errors import ImportFailed

MIB = 1024 * 1024
_CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """How large an export may be; ``ratio`` is unpacked to packed size, of files over 1 MiB."""

    files: int = 500_000
    file_bytes: int = 64 * MIB
    total_bytes: int = 16 * 1024 * MIB
    ratio: int = 200


class BrokenFile(Exception):
    """One file of an export cannot be read; the others may be."""


class Source(Protocol):
    """Files by their path within the export."""

    def names(self) -> Sequence[str]:
        """The paths of all files, with ``/`` between folders."""
        ...

    def read(self, name: str) -> bytes:
        """A file's bytes. Raises BrokenFile, or ImportFailed when a bound is passed."""
        ...


def is_plain(name: str) -> bool:
    """Whether a path stays where it is: relative, no ``..``, no drive, no control characters."""
    parts = PurePosixPath(name).parts
    return (
        bool(parts)
        and not name.startswith("/")
        and "\\" not in name
        and ".." not in parts
        and ":" not in parts[0]
        and name.isprintable()
    )


@dataclass(slots=True)
class Folder:
    """An export that was unpacked. Links are not followed."""

    root: Path
    limits: Limits = field(default_factory=Limits)
    _names: list[str] = field(init=False, default_factory=list)

    def __post_init__(self) -> None:
        """List the files. Raises ImportFailed when there are too many."""
        for folder, folders, files in os.walk(self.root, followlinks=False):
            folders.sort()
            for file in sorted(files):
                path = Path(folder, file)
                name = path.relative_to(self.root).as_posix()
                if not path.is_symlink() and is_plain(name):
                    self._names.append(name)
            if len(self._names) > self.limits.files:
                raise ImportFailed(f"The export has more than {self.limits.files:,} files.")

    def names(self) -> Sequence[str]:
        """The paths of all files below the folder."""
        return self._names

    def read(self, name: str) -> bytes:
        """A file's bytes, if it is not too large."""
        try:
            with (self.root / name).open("rb") as file:
                data = file.read(self.limits.file_bytes + 1)
        except OSError as error:
            raise BrokenFile(error.strerror or type(error).__name__) from None
        if len(data) > self.limits.file_bytes:
            raise BrokenFile(f"over {self.limits.file_bytes // MIB} MiB")
        return data

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        return None


class Zip:
    """An export as Slack hands it out. What the archive says of its sizes is not believed."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._name = path.name
        try:
            self._archive = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise ImportFailed(f"{path.name} is neither a folder nor a readable zip.") from None
        try:
            self._infos = self._check(self._archive.infolist())
        except ImportFailed:
            self._archive.close()
            raise
        self._unpacked: dict[str, int] = {}

    def _check(self, infos: Sequence[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(infos) > self._limits.files:
            raise ImportFailed(f"{self._name} has more than {self._limits.files:,} files.")
        if sum(info.file_size for info in infos) > self._limits.total_bytes:
            raise ImportFailed(
                f"{self._name} would be over {self._limits.total_bytes // MIB:,} MiB unpacked."
            )
        found: dict[str, zipfile.ZipInfo] = {}
        for info in infos:
            if not is_plain(info.filename):
                raise ImportFailed(
                    f"{self._name} holds a path that leads out of it: not an export."
                )
            if info.is_dir() or _is_link(info):
                continue
            if info.filename in found:
                raise ImportFailed(f"{self._name} holds {info.filename} twice.")
            found[info.filename] = info
        return found

    def names(self) -> Sequence[str]:
        """The paths of all files in the archive."""
        return list(self._infos)

    def read(self, name: str) -> bytes:
        """A file's bytes, unpacked in steps while the bounds are kept."""
        info = self._infos[name]
        parts: list[bytes] = []
        size = 0
        try:
            with self._archive.open(info) as stream:
                while chunk := stream.read(_CHUNK):
                    size += len(chunk)
                    self._bound(info, size)
                    parts.append(chunk)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError):
            raise BrokenFile("damaged in the zip") from None
        except RuntimeError:
            raise ImportFailed(f"{self._name} is encrypted: unpack it first.") from None
        self._unpacked[name] = size
        return b"".join(parts)

    def _bound(self, info: zipfile.ZipInfo, size: int) -> None:
        if size > MIB and size > info.compress_size * self._limits.ratio:
            raise ImportFailed(
                f"{info.filename} unpacks to over {self._limits.ratio} times its size:"
                " not a genuine export."
            )
        if size > self._limits.file_bytes:
            raise BrokenFile(f"over {self._limits.file_bytes // MIB} MiB")
        before = sum(self._unpacked.values()) if size > MIB else 0
        if before + size > self._limits.total_bytes:
            raise ImportFailed(
                f"{self._name} is over {self._limits.total_bytes // MIB:,} MiB unpacked."
            )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.close()


def _is_link(info: zipfile.ZipInfo) -> bool:
    return (info.external_attr >> 16) & 0o170000 == 0o120000


def open_source(path: Path, limits: Limits | None = None) -> Folder | Zip:
    """The files of an export in a folder or a zip. Raises ImportFailed when it is neither."""
    if path.is_dir():
        return Folder(path, limits or Limits())
    if not path.exists():
        raise ImportFailed(f"{path} does not exist.")
    return Zip(path, limits)
