"""A page that was made before, and one the visitor already has, against a bare "Hello, world!" on the same server.

So are two answers of the API: one that was made before, and one that is made anew each time.

The cost is the processor time of the server's processes while a bounded number of requests comes in
over connections that stay open, as a browser's do. The rounds alternate, so that all feel the same machine. They begin
when the server has made the pages that it makes ahead after a start: whatever it does beside the requests would count
as theirs.
"""

from __future__ import annotations

import http.client
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from pathways.web.remaking import Remaker
from tests.bench.measuring import Measured, seconds_of
from tests.serving import ROOT, running, serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.serving import Server

TOWN = ROOT / "seeds" / "kalundborg"
ADDRESSES = ("/en/", "/da/map", "/en/programmes", "/en/sources", "/api/v1/programmes?lang=en")
BAR = 3.0
MADE_ANEW, MADE_ANEW_BAR = "/api/v1/roles?limit=20&lang=en", 15.0
"""A part of a list, which no cache keeps: read, asked of the graph, checked against its model and packed."""
CONNECTIONS = 8
REQUESTS = 2000
ROUNDS = 3
LOOK_S, IDLE = 3.0, 0.02
"""A server that takes less than this part of one processor, looked at for so long, does nothing."""
HELLO = (
    "from pathways.cli import serving; from pathways.config import Settings;"
    "from tests.bench.hello import made; serving.run(Settings.read(), made)"
)
"""The very server that `pathways serve` starts, with another application in it."""


@dataclass
class Load:
    """The same request again and again, over connections that stay open."""

    server: Server
    path: str
    headers: dict[str, str]
    status: int
    costs: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Open the connections and let every worker make the page once."""
        host = urlsplit(self.server.address).netloc
        self.connections = [http.client.HTTPConnection(host, timeout=30) for _ in range(CONNECTIONS)]
        self._ask(CONNECTIONS * 10)

    def round(self) -> None:
        """Ask `REQUESTS` times and note the processor time of one."""
        before = seconds_of(self.server.process.pid)
        self._ask(REQUESTS)
        self.costs.append((seconds_of(self.server.process.pid) - before) / REQUESTS)

    def _ask(self, times: int) -> None:
        for number in range(times):
            connection = self.connections[number % CONNECTIONS]
            connection.request("GET", self.path, headers=self.headers)
            answer = connection.getresponse()
            answer.read()
            assert answer.status == self.status, f"{self.path}: {answer.status}"

    @property
    def cost(self) -> float:
        """Seconds of one request: the median of the rounds."""
        return statistics.median(self.costs)


def measure() -> Iterator[Measured]:
    """Give two lines for each address: from the page cache, and not modified."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        hello = running((sys.executable, "-c", HELLO), Path(one), ready="/", PYTHONPATH=str(ROOT))
        with hello as bare, serving(Path(other), TOWN) as ours:
            yield from _compare(bare, ours)


def _compare(bare: Server, ours: Server) -> Iterator[Measured]:
    _wait_until_idle(ours)
    accept = {"Accept-Encoding": "br, gzip"}
    hello = Load(bare, "/", accept, 200)
    loads = {}
    for path in ADDRESSES:
        loads[f"{path} from the page cache"] = Load(ours, path, accept, 200)
        known = accept | {"If-None-Match": _etag(ours, path, accept)}
        loads[f"{path} not modified (304)"] = Load(ours, path, known, 304)
    loads[f"{MADE_ANEW} made anew"] = Load(ours, MADE_ANEW, accept, 200)
    for _ in range(ROUNDS):
        hello.round()
        for load in loads.values():
            load.round()
    for what, load in loads.items():
        against = f"hello ({hello.cost * 1e6:.0f} µs)"
        bar = MADE_ANEW_BAR if load.path == MADE_ANEW else BAR
        yield Measured(what, f"{load.cost * 1e6:.0f} µs", load.cost / hello.cost, bar, against)


def _wait_until_idle(server: Server) -> None:
    time.sleep(Remaker.start_s + LOOK_S)
    before, now = 0.0, seconds_of(server.process.pid)
    while now - before > IDLE * LOOK_S:
        time.sleep(LOOK_S)
        before, now = now, seconds_of(server.process.pid)


def _etag(server: Server, path: str, headers: dict[str, str]) -> str:
    connection = http.client.HTTPConnection(urlsplit(server.address).netloc, timeout=30)
    connection.request("GET", path, headers=headers)
    answer = connection.getresponse()
    answer.read()
    tag = answer.getheader("ETag")
    assert tag, f"{path} has no ETag"
    return tag
