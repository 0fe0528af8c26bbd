"""Finds out which program listens on a port, where the system tells."""

from __future__ import annotations

import psutil


def name_listener(port: int) -> str | None:
    """Name the program that listens on this port, with its process id; None where that cannot be seen."""
    try:
        for connection in psutil.net_connections("tcp"):
            is_listening = connection.status == psutil.CONN_LISTEN
            if is_listening and connection.pid and connection.laddr and connection.laddr.port == port:
                return f"{psutil.Process(connection.pid).name()} (process {connection.pid})"
    except psutil.Error:
        pass
    return None
