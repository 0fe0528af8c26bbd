"""What workers send arrives as it was, or not at all."""

from __future__ import annotations

import os
import threading
from multiprocessing import Pipe

import pytest

from models.serving.messages import Made, Over
from models.serving.outbox import receive_message, send_message


def test_messages_of_any_size_arrive_as_they_were_and_in_order() -> None:
    ours, theirs = Pipe()
    results = [b"", b"small", bytes(range(256)) * 20_000, ["nested", bytearray(70_000), b"x" * 70_000]]
    sent = [Made(index=index, result=result, seconds=0.5) for index, result in enumerate(results)]

    def send_all() -> None:
        for one in sent:
            send_message(theirs, one)

    sending = threading.Thread(target=send_all)
    sending.start()
    assert [receive_message(ours) for _ in sent] == sent
    sending.join()


def test_of_what_does_not_pickle_nothing_is_sent() -> None:
    ours, theirs = Pipe()
    with pytest.raises(AttributeError):
        send_message(theirs, Made(index=0, result=[b"x" * 200_000, lambda: None], seconds=0.5))
    over = Over(seconds=1.0, memory_bytes={})
    send_message(theirs, over)
    assert receive_message(ours) == over
    assert not ours.poll()


def test_a_message_that_is_cut_short_is_an_end() -> None:
    ours, theirs = Pipe()
    whole, copy = Pipe()
    send_message(copy, Made(index=0, result=b"x" * 1000, seconds=0.5))
    copy.close()
    os.write(theirs.fileno(), os.read(whole.fileno(), 500))
    theirs.close()
    with pytest.raises(EOFError):
        receive_message(ours)
