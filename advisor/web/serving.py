"""Run the server: how it is reached, the one link it prints, the browser it opens, and its end."""

from __future__ import annotations

import contextlib
import datetime
import gc
import ipaddress
import logging
import socket
import sys
import tempfile
import threading
import webbrowser
from pathlib import Path
from typing import TYPE_CHECKING, Any

import h11
import msgspec
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from advisor.errors import Place, Problem, UnusableInputError
from advisor.web import qr
from advisor.web.app import application
from advisor.web.demo import begin
from advisor.web.security import Address
from advisor.web.site import Site
from advisor.web.store import database, seats
from advisor.web.store.values import Invitation

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Iterator

    from advisor.web.cities import Cities
    from advisor.web.live import Watch
    from advisor.web.store.database import Database

_STOP = 5
"""How many seconds the server waits for what is under way when it stops."""

_HEAD = 20.0
"""How many seconds the head of a request may take to arrive, or what still comes of a body after the answer to it: whoever
sends a sign now and then would hold a connection for ever.
"""

_SWITCH = 0.001
"""After how many seconds a thread that reasons lets another one go on: who asks the store for something small waits that long
each time, behind everybody who reasons.
"""

_YOUNG = 5_000
"""How many objects are made before it is looked for what nobody needs any more: a page makes thousands, and nearly all of them go
with it by themselves.
"""

_LINK = datetime.timedelta(days=30)
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """How the server is to be reached: bound to ``host`` and ``port``; ``public`` is the address that a proxy in front has."""

    host: str | None = None
    port: int = 8000
    lan: bool = False
    public: str | None = None
    certificate: Path | None = None
    key: Path | None = None


def place(wanted: Wanted) -> tuple[str, Address]:
    """Return what the server binds to, and how it is reached.

    Raises:
        UnusableInputError: others could read along, and nobody said that they may.

    """
    host = wanted.host or (network_address() if wanted.lan else "127.0.0.1")
    if bool(wanted.certificate) != bool(wanted.key):
        raise _unusable("--certificate", "a certificate needs its key.", "Give both, --certificate and --key.")
    if wanted.public is not None:
        return host, Address(origins=(_origin(wanted.public),))
    encrypted = wanted.certificate is not None
    if host not in _LOOPBACK and not (encrypted or wanted.lan):
        hint = (
            "Add --lan if everybody on this network may read along, or give --certificate and --key, or --address behind a proxy."
        )
        raise _unusable("--host", f"{host} is reached from the network, and nothing is encrypted.", hint)
    scheme = "https" if encrypted else "http"
    names = [host] if host not in {"0.0.0.0", "::"} else [network_address()]  # noqa: S104 - asked for by name
    names += [each for each in _LOOPBACK if host in {*_LOOPBACK, "0.0.0.0", "::"} and each != host]  # noqa: S104
    return host, Address(origins=tuple(f"{scheme}://{_bracketed(name)}{_port(scheme, wanted.port)}" for name in names))


def _origin(public: str) -> str:
    if not public.startswith("https://") or "/" in public.removeprefix("https://").rstrip("/") or public.rstrip("/") == "https:":
        raise _unusable("--address", f"'{public}' is no address that a proxy can have.", "Write it as https://name.example.")
    return public.rstrip("/").lower()


def _bracketed(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def _port(scheme: str, port: int) -> str:
    return "" if port == {"http": 80, "https": 443}[scheme] else f":{port}"


def _unusable(option: str, what: str, hint: str) -> UnusableInputError:
    return UnusableInputError([Problem(Place(option), what, hint)])


def network_address() -> str:
    """Return the address under which others on the network reach this machine; nothing is sent to find it out.

    Raises:
        UnusableInputError: there is no network.

    """
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found: str = probe.getsockname()[0]
        except OSError:
            found = ""
    if not found or ipaddress.ip_address(found).is_loopback:
        raise _unusable("--lan", "this machine has no address on a network.", "Connect it, or name an address with --host.")
    return found


def new_link(db: Database, address: Address) -> str:
    """Return a new link for a consultant, who makes rooms; it is good for one device, and for thirty days."""
    expires = db.now() + _LINK
    found = seats.invite(db, None, Invitation(kind="consultant", expires=expires))
    assert found is not None  # noqa: S101 - only a room could be missing
    return f"{address.origins[0]}/j/{found.token}"


@contextlib.contextmanager
def opened(url: str | None, *, demo: bool) -> Iterator[Database]:
    """Open the database of an address, by default in the folder where programs keep data; for a demonstration one that goes.

    Raises:
        StoreError: it cannot be opened.

    """
    with tempfile.TemporaryDirectory(prefix="advisor-demo-") if demo else contextlib.nullcontext() as folder:
        db = database.opened(f"sqlite:///{folder}/demo.db" if folder else url)
        try:
            if demo:
                begin(db)
            yield db
        finally:
            db.close()


def drawn(link: str) -> str:
    """Return a link as blocks that phones read from a terminal."""
    return qr.in_text(link)


class _Connection(H11Protocol):
    """Is closed where the head of a request does not come, or its body goes on after :mod:`advisor.web.security` refused it."""

    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        super().connection_made(transport)
        self._late = self.loop.call_later(_HEAD, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        self._in_time()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        answered = getattr(self.cycle, "response_complete", False) and self.conn.their_state is h11.SEND_BODY
        if self.conn.their_state is not h11.IDLE and not answered:
            self._in_time()
        elif self._late is None:
            self._late = self.loop.call_later(_HEAD, self.transport.close)

    def _in_time(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None


class _Server(uvicorn.Server):
    """Ends the streams of live pages before it waits for what is under way."""

    def __init__(self, config: uvicorn.Config, watch: Watch) -> None:
        super().__init__(config)
        self._watch = watch

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._watch.stop()
        await super().shutdown(sockets)


def serve(db: Database, wanted: Wanted, *, retention: int, browse: str | None, cities: Cities | None = None) -> None:
    """Serve until somebody stops it; ``browse`` is the link that a browser is opened with.

    Raises:
        UnusableInputError: the address cannot be used.

    """
    host, address = place(wanted)
    app, watch = application(Site(db, address, retention=retention, cities=cities))
    logging.getLogger("advisor.web").setLevel(logging.INFO)
    config = uvicorn.Config(
        app,
        host=host,
        port=wanted.port,
        log_config=_LOG,
        access_log=False,  # paths hold links
        server_header=False,
        date_header=False,
        proxy_headers=wanted.public is not None,
        forwarded_allow_ips=None,  # what the environment says in FORWARDED_ALLOW_IPS, else this machine
        timeout_graceful_shutdown=_STOP,
        timeout_keep_alive=65,  # longer than a proxy or a person who thinks keeps a connection
        limit_concurrency=1_000,
        h11_max_incomplete_event_size=32 * 1024,
        ssl_certfile=wanted.certificate,
        ssl_keyfile=wanted.key,
        http=_Connection,
        ws="none",
        lifespan="on",
    )
    _refuse_taken(host, wanted.port)
    if browse is not None:
        threading.Timer(1.0, webbrowser.open, [browse]).start()
    sys.setswitchinterval(_SWITCH)
    gc.set_threshold(_YOUNG, *gc.get_threshold()[1:])
    _Server(config, watch).run()


def _refuse_taken(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise _unusable(
                "--port", f"{host}:{port} cannot be used: {error.strerror}.", "Name another one with --port."
            ) from error


_LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"err": {"class": "logging.StreamHandler", "formatter": "plain", "stream": "ext://sys.stderr"}},
    "loggers": {name: {"handlers": ["err"], "level": "WARNING", "propagate": False} for name in ("uvicorn", "uvicorn.error")}
    | {"advisor.web": {"handlers": ["err"], "level": "INFO", "propagate": False}},
}
"""What is logged: that something went wrong, never who, where or what was said."""
