"""The application for a WSGI server: `pathways.web.wsgi:app`, made once per worker."""

from __future__ import annotations

from pathways.web import create_app

app = create_app()
