"""As much of a browser as it takes to talk to a real server: cookies, forms, and no redirects followed."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar


class Browser:
    """One visitor: keeps cookies, sends forms and JSON, follows nothing."""

    def __init__(self, address):
        self.address, self.jar = address, CookieJar()
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.jar), _Stay())

    def post(self, path, *, form=None, body=None):
        kind = "application/json" if form is None else "application/x-www-form-urlencoded"
        sent = (json.dumps(body) if form is None else urllib.parse.urlencode(form)).encode()
        request = urllib.request.Request(self.address + path, sent, {"Content-Type": kind})
        with self._opener.open(request, timeout=10) as answer:
            return answer.status, answer.headers.get("Location"), answer.read()

    def get(self, path):
        with self._opener.open(self.address + path, timeout=10) as answer:
            return answer.read()


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None

    def http_error_303(self, request, fp, code, message, headers):
        return fp
