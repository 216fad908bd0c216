"""Files: reserve an upload, take the bytes, complete, delete."""

from __future__ import annotations

import io
import mimetypes

from playground.model import Fact, File
from playground.types import Refused
from playground.workspace import Workspace

MAX_BYTES = 50_000_000
"""Largest file the playground takes, in bytes (Slack: 1 GB)."""


def reserve(
    ws: Workspace, name: str, length: int, user: str, *, by_app: bool, alt: str = ""
) -> File:
    """Start an upload: a file that exists for nobody yet."""
    mimetype = mimetypes.guess_type(name)[0] or "application/octet-stream"
    ending = name.rpartition(".")[2].lower() if "." in name else "text"
    file = File(
        id=ws.ids.new("F"),
        name=name,
        title=name,
        mimetype=mimetype,
        filetype={"jpeg": "jpg", "txt": "text", "md": "markdown"}.get(ending, ending),
        user=user,
        created=ws.clock.now(),
        length=length,
        alt_txt=alt,
        by_app=by_app,
    )
    ws.files[file.id] = file
    return file


def take(file: File, content: bytes) -> None:
    """Store the bytes; for pictures, measure them. Refused(file_upload_size_mismatch |
    file_too_large).
    """
    if len(content) > MAX_BYTES:
        raise Refused("file_too_large", "That file is too large for the playground.")
    if file.length and len(content) != file.length:
        raise Refused("file_upload_size_mismatch", "The upload is not as long as announced.")
    file.content = content
    file.uploaded = True
    if file.is_image:
        file.width, file.height = _measure(content)


def _measure(content: bytes) -> tuple[int, int]:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError):
        return 0, 0


def complete(ws: Workspace, file: File, title: str | None) -> None:
    """Finish the upload. The file can be seen `ws.file_delay` real seconds later, as Slack works on
    it first.
    """
    if file.deleted or not file.uploaded or file.completed:
        raise Refused("file_not_found", "There is no such upload.")
    file.completed = True
    file.title = title or file.title
    file.visible_at = ws.clock.real() + (ws.file_delay if file.by_app else 0.0)
    ws.publish(Fact("file_created", actor=file.user, info={"file": file}))


def visible(ws: Workspace, file: File) -> bool:
    """Whether files.info shows it and blocks may use it."""
    return file.completed and not file.deleted and ws.clock.real() >= file.visible_at


def remove(ws: Workspace, file: File, actor: str) -> None:
    """Delete the file everywhere."""
    if file.deleted:
        raise Refused("file_deleted", "That file is already deleted.")
    file.deleted = True
    file.content = b""
    ws.publish(Fact("file_deleted", actor=actor, info={"file": file}))
