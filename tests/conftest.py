"""What every test has: no network for model libraries, private databases, and skips that can be forbidden."""

from __future__ import annotations

import os

os.environ["HF_HUB_OFFLINE"] = "1"
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # threads that spin while they wait crawl on busy cores

pytest_plugins = ["tests.fakes.terminal", "tests.fakes.skips", "tests.fakes.postgres"]
