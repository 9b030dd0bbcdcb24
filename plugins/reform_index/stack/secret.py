"""Secrets of this machine's own stack: made once, kept in files that only the owner reads."""

import os
from collections.abc import Callable
from pathlib import Path
from secrets import token_urlsafe


def keep_secret(path: Path, make: Callable[[], str] = token_urlsafe) -> str:
    """What stands in the file; made and written there the first time."""
    if not path.exists():
        write_private(path, make())
    return path.read_text(encoding="utf-8")


def write_private(path: Path, text: str) -> None:
    """Writes a file with mode 0600 at once, whole or not at all."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
    part.replace(path)
