"""The least a web application can do: what a page is compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import Flask

if TYPE_CHECKING:
    from pathways.config import Settings

app = Flask(__name__)


@app.get("/")
def hello() -> str:
    """Say hello."""
    return "Hello, world!"


def made(_settings: Settings) -> Flask:
    """Give the application to a worker of our own server."""
    return app
