"""How many new people and sessions may come from one address: enough for a full room, too few to fill a disk.

The address is the one that the server was told. Behind a proxy on this machine, that is the visitor's own, by
`X-Forwarded-For`; behind any other it is the proxy's, and the bound is then one for all who come through it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from adapters.web.access.addresses import network_of

NEW_AT_ONCE = 240
SECONDS_FOR_ONE_MORE = 2.0
MOST_ADDRESSES = 4096


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class NewcomerLimit:
    """A token bucket per address, in memory; the address seen longest ago is forgotten first."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._buckets: OrderedDict[str, _Bucket] = OrderedDict()

    def seconds_to_wait(self, address: str | None) -> int:
        """Count one more from there and give 0, or say after how many seconds to come again."""
        bucket = self._bucket(network_of(address))
        now = self._clock()
        gained = max(0.0, now - bucket.at) / SECONDS_FOR_ONE_MORE
        bucket.left, bucket.at = min(float(NEW_AT_ONCE), bucket.left + gained), now
        if bucket.left < 1:
            return math.ceil((1 - bucket.left) * SECONDS_FOR_ONE_MORE)
        bucket.left -= 1
        return 0

    def _bucket(self, network: str) -> _Bucket:
        if network not in self._buckets:
            self._buckets[network] = _Bucket(left=float(NEW_AT_ONCE), at=self._clock())
        self._buckets.move_to_end(network)
        if len(self._buckets) > MOST_ADDRESSES:
            self._buckets.popitem(last=False)
        return self._buckets[network]
