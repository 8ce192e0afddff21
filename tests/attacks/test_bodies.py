"""Bodies without an end, sent in pieces that tell no length: the real server stops listening to them."""

from __future__ import annotations

import socket
from urllib.parse import urlsplit

import pytest

from tests.faults.conftest import get, served, settled

pytestmark = pytest.mark.slow
PIECE = b"x" * 2**20
ENOUGH = 200
"""Pieces that would be twenty times what the largest file may have."""


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/en/sign-in", "application/x-www-form-urlencoded"),
        ("/en/wrong", "multipart/form-data; boundary=b"),
        ("/en/exchange", "multipart/form-data; boundary=b"),
    ],
)
def test_a_body_without_an_end_is_not_heard_to_it(tmp_path, path, kind):
    url = f"sqlite:///{tmp_path / 'pathways.db'}"
    settled(tmp_path, url)
    with served(tmp_path, url) as server:
        where = urlsplit(server.address)
        lines = (
            f"POST {path} HTTP/1.1",
            f"Host: {where.netloc}",
            f"Content-Type: {kind}",
            "Transfer-Encoding: chunked",
        )
        head = "\r\n".join((*lines, "", "")).encode()
        assert sent(where.hostname, where.port, head) < ENOUGH
        assert get(f"{server.address}/readyz")[0] == 200
    assert "Traceback" not in (tmp_path / "server.log").read_text()


def sent(host: str, port: int, head: bytes) -> int:
    """Send pieces until nobody takes them; gives how many went out."""
    with socket.create_connection((host, port), timeout=20) as line:
        line.sendall(head)
        for number in range(ENOUGH):
            try:
                line.sendall(b"%x\r\n%b\r\n" % (len(PIECE), PIECE))
            except OSError:
                return number
    return ENOUGH
