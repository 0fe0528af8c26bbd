"""What the libraries write and log: nothing of it reaches users, and nobody's words or keys are in it."""

from __future__ import annotations

import logging
import subprocess
import sys
import traceback
from dataclasses import replace

import pytest
from structlog.testing import capture_logs

from adapters.expanders.opening import ExpanderOptions
from core.errors import WorkError
from tests.fakes.language_models.faults import Fault
from tests.fakes.language_models.opening import REQUEST, opened
from tests.fakes.language_models.server import KEY, FakeLanguageModel

PROGRAM = """
import asyncio
import structlog
from adapters.expanders.opening import TransportKind
from core.errors import WorkError
from tests.fakes.language_models.faults import Fault
from tests.fakes.language_models.opening import REQUEST, opened, options_for
from tests.fakes.language_models.server import FakeLanguageModel

async def main():
    async with FakeLanguageModel().serving() as server:
        for kind in TransportKind:
            async with opened(options_for(kind, server)) as expander:
                assert len(await expander.expand(REQUEST)) == 25
                for fault in (Fault.PROMPT_BLOCKED_ANEW, Fault.TOO_MANY, Fault.CUT):
                    server.fail(fault)
                    try:
                        await expander.expand(REQUEST)
                    except WorkError:
                        continue
                    raise AssertionError(fault)

structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))  # our own warnings
asyncio.run(main())
"""


def test_no_library_writes_on_the_users_screen() -> None:
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.filterwarnings("ignore:Inheritance class AiohttpClientSession:DeprecationWarning")
async def test_neither_words_nor_keys_are_logged_or_shown(
    options: ExpanderOptions, server: FakeLanguageModel, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    request = replace(REQUEST, prompt="zanzibar", intent="zanzibar", base="zanzibar")
    failures: list[WorkError] = []
    async with opened(options) as expander:
        with capture_logs() as logs:
            await expander.expand(request)
            for fault in (Fault.FORBIDDEN, Fault.INTERNAL, Fault.CUT, Fault.MALFORMED):
                server.fail(fault)
                with pytest.raises(WorkError) as raised:
                    await expander.expand(request)
                failures.append(raised.value)
        told = repr((expander, vars(expander), logs))
    assert len(logs) == len(failures) == 4
    for text in (caplog.text, told, *map(_traceback, failures)):
        assert "zanzibar" not in text
        assert KEY not in text


def _traceback(failure: WorkError) -> str:
    """All that a log would hold of it: the library's own error, which quotes more, is not part of it."""
    assert failure.__cause__ is None
    assert failure.__context__ is None or failure.__suppress_context__
    return "".join(traceback.format_exception(failure))
