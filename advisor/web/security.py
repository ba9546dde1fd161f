"""What every request and every answer has to pass: host, origin, size and speed of what comes in; headers of what goes out."""

from __future__ import annotations

import asyncio
import threading
import time
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
"""What a browser may load for a page: our style and our script, and nothing that stands in the page itself."""

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # with no-referrer browsers send forms without their origin
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
_HSTS = "max-age=31536000"
_USUAL = ((b"content-security-policy", POLICY.encode()), (b"cache-control", b"no-store"))
"""What an answer has that says nothing else of it; names are as Starlette writes them."""

FORM, UPLOAD = 64 * 1024, 6 * 1024 * 1024
"""How many bytes a form may have, and one that brings a file."""

_UPLOADS = ("/import", "/new", "/verify", "/again", "/portfolio/invitations")
_HEALTH = "/healthz"
"""What is asked from this very machine, whatever the site is called outside; it tells nothing else."""

_PATIENCE = 20.0
"""How many seconds a request may take to arrive in full."""
_LONGEST_PATH, _MOST_HEADERS = 2_000, 16 * 1024
_READING, _WRITING = frozenset({"GET", "HEAD"}), "POST"


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """How the site is reached: its origins (``http://127.0.0.1:8000``), the first of which stands in links."""

    origins: tuple[str, ...]

    @property
    def secure(self) -> bool:
        """Tell whether whoever reads along on the way reads nothing."""
        return self.origins[0].startswith("https://")

    @property
    def is_network(self) -> bool:
        """Tell whether others on the network reach it, and could read along."""
        return not self.secure and urlsplit(self.origins[0]).hostname not in {"127.0.0.1", "::1", "localhost"}

    @property
    def hosts(self) -> frozenset[str]:
        """Return what may stand in the header ``Host``."""
        return frozenset(urlsplit(each).netloc for each in self.origins)


class Shield:
    """Refuses what no browser of ours sends, and gives every answer the headers that browsers obey."""

    def __init__(self, app: ASGIApp, address: Address, problem: Callable[[Scope, int, str], Response]) -> None:
        """Take what it stands before, how the site is reached, and what makes a page of a refusal."""
        self._app, self._address, self._problem = app, address, problem
        self._hosts, self._always = address.hosts, _always(address)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refusal = self._refusal(scope, headers)
        answer = self._app if refusal is None else self._problem(scope, *refusal)
        await answer(scope, _Incoming(receive, _limit(scope["path"])), self._sending(send))

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        hosts = headers.getlist("host")
        if scope["path"] != _HEALTH and (len(hosts) != 1 or hosts[0].lower() not in self._hosts):
            return 400, "host"
        if len(scope["raw_path"]) > _LONGEST_PATH or sum(len(name) + len(value) for name, value in headers.raw) > _MOST_HEADERS:
            return 431, "large"
        if scope["method"] in _READING:
            return None
        return (405, "method") if scope["method"] != _WRITING else self._refused_form(scope, headers)

    def _refused_form(self, scope: Scope, headers: Headers) -> tuple[int, str] | None:
        if not self._is_ours(headers):
            return 403, "origin"
        length = headers.get("content-length", "0")
        if not length.isascii() or not length.isdigit():
            return 400, "form"
        return (413, "large") if int(length) > _limit(scope["path"]) else None

    def _is_ours(self, headers: Headers) -> bool:
        """Tell whether a form was sent from a page of this site."""
        origins = headers.getlist("origin")
        return (
            origins != []
            and set(origins) <= {*self._address.origins}
            and headers.get("sec-fetch-site", "same-origin") == "same-origin"
        )

    def _sending(self, send: Send) -> Send:
        async def sending(message: Message) -> None:
            if message["type"] == "http.response.start":
                own = [each for each in message["headers"] if each[0] not in self._always]
                there = {name for name, _ in own}
                usual = [each for each in _USUAL if each[0] not in there]
                message = {**message, "headers": [*own, *self._always.items(), *usual]}
            await send(message)

        return sending


def _always(address: Address) -> dict[bytes, bytes]:
    """Return the headers that every answer has."""
    found = dict(_HEADERS)
    if not address.is_network:  # browsers heed it only where nobody reads along
        found["Cross-Origin-Opener-Policy"] = "same-origin"
    if address.secure:
        found["Strict-Transport-Security"] = _HSTS
    return {name.lower().encode(): value.encode() for name, value in found.items()}


def _limit(path: str) -> int:
    return UPLOAD if path.endswith(_UPLOADS) else FORM


class _Incoming:
    """Receives a request, no more of it than is allowed, and no slower."""

    def __init__(self, receive: Receive, most: int) -> None:
        self._receive, self._left = receive, most
        self._until: float | None = time.monotonic() + _PATIENCE

    async def __call__(self) -> Message:
        if self._until is None:
            return await self._receive()
        try:
            message = await asyncio.wait_for(self._receive(), max(0.0, self._until - time.monotonic()))
        except TimeoutError as error:
            raise HTTPException(408) from error
        if message["type"] == "http.request":
            self._left -= len(message.get("body", b""))
            if self._left < 0:
                raise HTTPException(413)
            if not message.get("more_body", False):
                self._until = None
        return message


class Rate:
    """Counts what somebody does within a minute, and says when it is too much. Kept in memory alone, and forgotten after it."""

    def __init__(self, most: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Take how often something may happen in a minute."""
        self._most, self._clock = most, clock
        self._times: dict[str, list[float]] = {}
        self._lock = threading.Lock()

    def is_spent(self, who: str) -> bool:
        """Tell whether somebody did it too often."""
        with self._lock:
            return len(self._recent(who)) >= self._most

    def count(self, who: str) -> None:
        """Count one more time."""
        with self._lock:
            self._times[who] = [*self._recent(who), self._clock()]

    def _recent(self, who: str) -> list[float]:
        now = self._clock()
        if len(self._times) > 10_000:  # noqa: PLR2004 - so many addresses are nobody in particular
            self._times = {name: times for name, times in self._times.items() if times and now - times[-1] < 60}  # noqa: PLR2004
        return [each for each in self._times.get(who, ()) if now - each < 60]  # noqa: PLR2004 - seconds of a minute
