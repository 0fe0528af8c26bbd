"""Finds out which program listens on a port, where the system tells (Linux, mostly for one's own)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROC = Path("/proc")
LISTENING = "0A"


def name_listener(port: int) -> str | None:
    """Name the program that listens on this port, with its process id; None where that cannot be seen."""
    sockets = {f"socket:[{inode}]" for inode in _listening_inodes(port)}
    processes = (folder for folder in PROC.glob("[0-9]*") if sockets and _holds(folder, sockets))
    return next((f"{_name_of(folder)} (process {folder.name})" for folder in processes), None)


def _listening_inodes(port: int) -> Iterator[str]:
    for table in ("tcp", "tcp6"):
        with suppress(OSError):
            for row in (PROC / "net" / table).read_text().splitlines()[1:]:
                columns = row.split()
                if columns[3] == LISTENING and int(columns[1].rpartition(":")[2], 16) == port:
                    yield columns[9]


def _holds(process: Path, sockets: set[str]) -> bool:
    with suppress(OSError):
        return any(str(handle.readlink()) in sockets for handle in (process / "fd").iterdir())
    return False


def _name_of(process: Path) -> str:
    with suppress(OSError):
        return re.sub(r"\s+", " ", (process / "comm").read_text().strip())
    return "a program"
