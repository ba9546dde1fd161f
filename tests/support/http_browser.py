"""A browser that draws nothing: pages, forms and streams of a server, for what comes in numbers or while it breaks."""

from __future__ import annotations

import asyncio
import html
import time
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

import msgspec

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

_MANY = 32 << 20


class Page(msgspec.Struct, frozen=True):
    """What came back: under which path, with which status, after how many seconds."""

    path: str
    status: int
    headers: dict[str, str]
    body: bytes
    seconds: float

    @property
    def text(self) -> str:
        """Return the page as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def forms(self) -> list[Form]:
        """Return the forms of the page."""
        reader = _Forms()
        reader.feed(self.text)
        return reader.forms


class Form(msgspec.Struct):
    """A form: where it goes, what is filled in, and what can be chosen under a name."""

    action: str
    fields: dict[str, str] = {}
    choices: dict[str, list[str]] = {}


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._select = self._area = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        name, value = told.get("name", ""), told.get("value", "")
        if tag == "form":
            self.forms.append(Form(told.get("action", "")))
        if not self.forms:
            return
        form = self.forms[-1]
        if tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            form.choices.setdefault(self._select, []).append(value)
            if "selected" in told or self._select not in form.fields:
                form.fields[self._select] = value
        elif tag == "textarea" and name:
            self._area = name
            form.fields[name] = ""
        elif tag == "input" and name:
            self._input(form, told, name, value)

    def _input(self, form: Form, told: dict[str, str], name: str, value: str) -> None:
        if told.get("type") in {"radio", "checkbox"}:
            form.choices.setdefault(name, []).append(value)
            if "checked" in told:
                form.fields[name] = value
        elif told.get("type") != "file":
            form.fields[name] = value

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
        elif tag == "textarea":
            self._area = ""

    def handle_data(self, data: str) -> None:
        if self._area and self.forms:
            self.forms[-1].fields[self._area] += data


class Browser:
    """Somebody with cookies; every request is told to ``noted`` with what it was and how it went."""

    def __init__(self, origin: str, noted: Callable[[str, Page], None]) -> None:
        """Take where the server is, and whom to tell of each answer."""
        parts = urlsplit(origin)
        self._origin, self._host, self._port = origin, parts.hostname or "", parts.port or 80
        self._noted = noted
        self._cookies: dict[str, str] = {}
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    def another(self) -> Browser:
        """Return another window of the same browser, with a connection of its own."""
        window = Browser(self._origin, self._noted)
        window._cookies = self._cookies
        return window

    def go_to(self, origin: str) -> None:
        """Ask another server of the same host from now on."""
        parts = urlsplit(origin)
        if origin == self._origin:
            return
        self._origin, self._host, self._port = origin, parts.hostname or "", parts.port or 80
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    async def get(self, address: str, kind: str = "") -> Page:
        """Open an address, and follow where it leads."""
        return await self._followed(await self.once("GET", address, None, kind), kind)

    async def send(self, form: Form, kind: str = "", /, **more: str) -> Page:
        """Send a form, and follow where it leads."""
        return await self._followed(await self.once("POST", form.action, {**form.fields, **more}, kind), kind)

    async def _followed(self, page: Page, kind: str) -> Page:
        for _ in range(5):
            if page.status not in {302, 303, 307}:
                break
            page = await self.once("GET", page.headers["location"], None, f"{kind}, led on" if kind else "")
        return page

    async def once(self, method: str, address: str, fields: dict[str, str] | None, kind: str = "") -> Page:
        """Make one request; over a new connection if the old one was closed meanwhile, or the request was only to read."""
        path = address.removeprefix(self._origin)
        begun = time.perf_counter()
        reused = self._streams is not None
        try:
            status, headers, body = await self._asked(method, path, fields)
        except (ConnectionError, asyncio.IncompleteReadError):
            await self.close()
            if not reused:
                raise
            status, headers, body = await self._asked(method, path, fields)
        page = Page(path, status, headers, body, time.perf_counter() - begun)
        self._noted(kind, page)
        return page

    async def _asked(self, method: str, path: str, fields: dict[str, str] | None) -> tuple[int, dict[str, str], bytes]:
        if self._streams is None:
            self._streams = await asyncio.open_connection(self._host, self._port, limit=_MANY)
        reader, writer = self._streams
        writer.write(self._request(method, path, fields))
        await writer.drain()
        status, headers = await self._head(reader)
        if "content-length" in headers:
            body = await reader.readexactly(int(headers["content-length"]))
        elif headers.get("transfer-encoding") == "chunked":
            body = b"".join([part async for part in _chunks(reader)])
        else:
            body = b""
        if headers.get("connection") == "close":
            await self.close()
        return status, headers, body

    def _request(self, method: str, path: str, fields: dict[str, str] | None) -> bytes:
        body = urlencode(fields or {}).encode()
        lines = [f"{method} {path} HTTP/1.1", f"Host: {self._host}:{self._port}", "Accept-Language: de"]
        if self._cookies:
            lines.append("Cookie: " + "; ".join(f"{name}={value}" for name, value in self._cookies.items()))
        if method == "POST":
            lines += [
                f"Origin: {self._origin}",
                "Content-Type: application/x-www-form-urlencoded",
                f"Content-Length: {len(body)}",
            ]
        return "\r\n".join([*lines, "", ""]).encode() + (body if method == "POST" else b"")

    async def _head(self, reader: asyncio.StreamReader) -> tuple[int, dict[str, str]]:
        status = (await reader.readuntil(b"\r\n")).split(b" ", 2)[1]
        headers: dict[str, str] = {}
        while (line := await reader.readuntil(b"\r\n")) != b"\r\n":
            name, _, value = line.decode("latin-1").partition(":")
            name, value = name.strip().lower(), value.strip()
            headers[name] = value
            if name == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self._cookies[cookie] = content
        return int(status), headers

    async def news(self, address: str) -> AsyncIterator[tuple[str, str]]:
        """Yield what a stream tells, as event and data, over a connection of its own, until it ends."""
        reader, writer = await asyncio.open_connection(self._host, self._port)
        try:
            writer.write(self._request("GET", address.removeprefix(self._origin), None))
            status, _ = await self._head(reader)
            if status != 200:
                raise ConnectionError(f"the stream answers {status}")
            event, rest = "", b""
            async for part in _chunks(reader):
                *lines, rest = (rest + part).split(b"\n")
                for line in lines:
                    name, _, value = line.decode().partition(": ")
                    event = value if name == "event" else event
                    if name == "data":
                        yield event, value
        finally:
            writer.close()

    async def close(self) -> None:
        """Let go of the connection."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None


async def _chunks(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while size := int((await reader.readuntil(b"\r\n")).split(b";")[0], 16):
        yield await reader.readexactly(size)
        await reader.readexactly(2)
    await reader.readuntil(b"\r\n")


def unescaped(text: str) -> str:
    """Return what an attribute of a page says."""
    return html.unescape(text)
