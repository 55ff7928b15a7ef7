"""The few things that workflows ask of GitHub, with the standard library alone.

Where and as whom comes from the environment that GitHub gives a step: GITHUB_API_URL,
GITHUB_REPOSITORY and GH_TOKEN. The token is never printed.
"""

from __future__ import annotations

import json
import os
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode, urlsplit

TIMEOUT = 30
PAGES = 20
"""Of a hundred entries each."""
ANSWER = 200_000_000


class ApiError(Exception):
    """GitHub said no; which call, and its status."""


class _Stay(urllib.request.HTTPRedirectHandler):
    """Follows a redirect without the token: archives lie on other machines."""

    def redirect_request(self, *arguments: Any, **more: Any) -> urllib.request.Request | None:
        request = super().redirect_request(*arguments, **more)
        if request is not None:
            request.remove_header("Authorization")
        return request


class GitHub:
    """One repository."""

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self.base = environment.get("GITHUB_API_URL", "https://api.github.com").rstrip("/")
        self.name = environment["GITHUB_REPOSITORY"]
        self.token = environment["GH_TOKEN"]
        if not re.fullmatch(r"[\w.-]+/[\w.-]+", self.name):
            raise ApiError("GITHUB_REPOSITORY ist nicht zu verstehen.")
        if urlsplit(self.base).scheme != "https" and urlsplit(self.base).hostname != "127.0.0.1":
            raise ApiError("GITHUB_API_URL beginnt nicht mit https://.")

    def raw(self, method: str, path: str, body: object = None, **query: str) -> bytes:
        """The bytes of an answer. ``path`` is relative to the repository."""
        address = f"{self.base}/repos/{self.name}{path}"
        if query:
            address += f"?{urlencode(query)}"
        request = urllib.request.Request(address, method=method)
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("Authorization", f"Bearer {self.token}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        try:
            with urllib.request.build_opener(_Stay).open(request, timeout=TIMEOUT) as answer:
                found: bytes = answer.read(ANSWER)
                return found
        except urllib.error.HTTPError as error:
            raise ApiError(f"{method} {path}: {error.code}") from None
        except OSError as error:
            raise ApiError(f"{method} {path}: {error.__class__.__name__}") from None

    def call(self, method: str, path: str, body: object = None, **query: str) -> Any:
        """The answer as JSON, None where there is none."""
        return json.loads(self.raw(method, path, body, **query) or b"null")

    def every(self, path: str, **query: str) -> Iterator[dict[str, Any]]:
        """All entries of a list."""
        for page in range(1, PAGES + 1):
            found = self.call("GET", path, **query, per_page="100", page=str(page))
            yield from found
            if len(found) < 100:
                return

    def keep_comment(self, number: int, kind: str, text: str) -> None:
        """One comment of a kind on an issue or pull request: written once, then renewed.

        A comment is ours where a bot wrote it and it begins with the sign of its kind.
        """
        sign = f"<!-- praeventionskette:{kind} -->"
        body = {"body": f"{sign}\n{text}"}
        for comment in self.every(f"/issues/{number}/comments"):
            if comment["user"]["type"] == "Bot" and comment["body"].startswith(sign):
                self.call("PATCH", f"/issues/comments/{int(comment['id'])}", body)
                return
        self.call("POST", f"/issues/{number}/comments", body)
