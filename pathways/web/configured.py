"""The settings of the application, typed: what its config holds is untyped."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from pathways.config import Settings


def settings() -> Settings:
    """Give the settings of the application that answers."""
    held: Settings = current_app.config["PATHWAYS"]
    return held
