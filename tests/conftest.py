"""What every test has: no network for model libraries, private databases, and skips that can be forbidden."""

from __future__ import annotations

import os
import signal

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_NUM_THREADS", "1")  # threads that wait for one another crawl on busy cores

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so it is in a shell's background, for children too
    signal.signal(signal.SIGINT, signal.default_int_handler)

pytest_plugins = [
    "tests.fakes.terminal",
    "tests.fakes.skips",
    "tests.fakes.postgres",
    "tests.fakes.tiny_clip",
    "tests.fakes.tiny_sdxl",
]
