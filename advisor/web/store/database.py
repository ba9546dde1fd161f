"""Open SQLite or PostgreSQL and run statements in it; the one module that knows SQLAlchemy.

Who reads sees one moment, who writes is alone: on SQLite by ``BEGIN IMMEDIATE`` and a queue within this process, on PostgreSQL by
locking the rows that it is about. What fails is a :class:`StoreError` in words.
"""

from __future__ import annotations

import contextlib
import datetime
import functools
import os
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from sqlalchemy import Connection, Engine, TextClause, bindparam, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from advisor.web.store import places, schema, sqlite, wording
from advisor.web.store.turns import PATIENCE, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from sqlalchemy.engine import URL

_UNHELD = re.compile("[\x00\ud800-\udfff]")

_FAILED = (SQLAlchemyError, sqlite.FAILED)
_POSTGRES: dict[str, Any] = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "tcp_user_timeout": 15_000,
    "prepare_threshold": None,  # poolers between here and the database may hand each statement to another session
    "options": f"-c lock_timeout={PATIENCE}s -c statement_timeout=30s -c idle_in_transaction_session_timeout=60s",
}


@functools.lru_cache(maxsize=256)
def _statement(sql: str, lists: tuple[str, ...]) -> TextClause:
    """Return a statement as it is run, made once."""
    return text(sql).bindparams(*(bindparam(name, expanding=True) for name in lists))


def _holdable(value: object) -> object:
    if isinstance(value, list):
        return [_holdable(each) for each in value]
    return _UNHELD.sub("\N{REPLACEMENT CHARACTER}", value) if isinstance(value, str) else value


class Run(msgspec.Struct, frozen=True):
    """Runs statements in one transaction."""

    connection: Connection
    postgres: bool

    def __call__(self, sql: str, **values: object) -> list[Mapping[str, Any]]:
        """Run a statement and return its rows; a list among the values stands for ``IN :name``.

        What PostgreSQL holds in no text is replaced, so that an id from elsewhere that has it is simply not found.
        """
        values = {name: _holdable(value) for name, value in values.items()}
        lists = tuple(name for name, value in values.items() if isinstance(value, list) and f":{name}" in sql)
        if not (self.postgres or lists):
            return sqlite.rows(self._driver, sql, values)
        result = self.connection.execute(_statement(sql, lists), values)
        return [*result.mappings()] if result.returns_rows else []

    def plainly(self, sql: str) -> None:
        """Run a statement without values that finds no rows: the begin and the end of a transaction."""
        if self.postgres:
            self.connection.exec_driver_sql(sql)
        else:
            self._driver.execute(sql)

    @property
    def _driver(self) -> Any:  # noqa: ANN401 - SQLAlchemy hands on what the driver made
        return self.connection.connection.driver_connection

    def held(self, sql: str, **values: object) -> Mapping[str, Any] | None:
        """Return the first row that a statement finds, held until the end of the transaction."""
        return next(iter(self(sql + (" FOR UPDATE" if self.postgres else ""), **values)), None)

    def alone(self) -> None:
        """Let nobody else who asks for the same do so before the end of the transaction."""
        if self.postgres:
            self("SELECT pg_advisory_xact_lock(7202611290)")


class Database(msgspec.Struct, frozen=True):
    """An opened database, for all threads of a process."""

    url: str
    """The address, without a password."""
    engine: Engine
    postgres: bool
    clock: Callable[[], datetime.datetime]
    turn: AbstractContextManager[object]
    """What the writers of this process queue at."""

    def now(self) -> datetime.datetime:
        """Return the moment, with its zone."""
        return self.clock()

    @contextlib.contextmanager
    def reading(self) -> Iterator[Run]:
        """Read one moment.

        Raises:
            StoreError: the database cannot be read.

        """
        with self._transaction("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY" if self.postgres else "BEGIN") as run:
            yield run

    @contextlib.contextmanager
    def writing(self) -> Iterator[Run]:
        """Write all of it or nothing.

        Raises:
            StoreError: nothing was written; where the connection broke while it was confirmed, perhaps all of it.

        """
        with self.turn, self._transaction("BEGIN" if self.postgres else "BEGIN IMMEDIATE") as run:
            yield run

    @contextlib.contextmanager
    def noting(self) -> Iterator[Run]:
        """Write what may be lost in a power cut, without waiting for the disk; what is written by others waits as always.

        Raises:
            StoreError: nothing was written.

        """
        with self.turn, self._transaction("BEGIN" if self.postgres else "BEGIN IMMEDIATE", waits=False) as run:
            yield run

    @contextlib.contextmanager
    def outside(self) -> Iterator[Run]:
        """Run what may not stand in a transaction: tidying up.

        Raises:
            StoreError: it could not be done.

        """
        with self.glancing() as run:
            yield run

    @contextlib.contextmanager
    def glancing(self) -> Iterator[Run]:
        """Read with one statement, which sees one moment by itself.

        Raises:
            StoreError: the database cannot be read.

        """
        with self._words(), self.engine.connect() as connection:
            yield Run(connection, self.postgres)

    def close(self) -> None:
        """Let go of all connections."""
        self.engine.dispose()

    @contextlib.contextmanager
    def _transaction(self, begin: str, *, waits: bool = True) -> Iterator[Run]:
        with self.glancing() as run, self._waiting(run, waits=waits):
            run.plainly(begin)
            try:
                yield run
                run.plainly("COMMIT")
            except BaseException:
                with contextlib.suppress(*_FAILED):  # a broken connection has rolled back already
                    run.plainly("ROLLBACK")
                raise

    @contextlib.contextmanager
    def _waiting(self, run: Run, *, waits: bool) -> Iterator[None]:
        if waits:
            yield
            return
        less, again = ("SET synchronous_commit=off", "RESET synchronous_commit") if self.postgres else sqlite.SYNCHRONOUS
        run.plainly(less)
        try:
            yield
        finally:
            with contextlib.suppress(*_FAILED):  # a broken connection is not used again
                run.plainly(again)

    @contextlib.contextmanager
    def _words(self) -> Iterator[None]:
        try:
            yield
        except PoolTimeoutError as error:
            raise wording.busy(self.url) from error
        except (DBAPIError, sqlite.FAILED) as error:
            trouble = wording.of(getattr(error, "orig", error), self.url)
            if trouble is None:
                raise
            raise trouble from error


def utc() -> datetime.datetime:
    """Return the moment."""
    return datetime.datetime.now(tz=datetime.UTC)


def opened(url: str | None = None, clock: Callable[[], datetime.datetime] = utc) -> Database:
    """Return the database of an address, made or brought up to date where it has to be.

    Raises:
        StoreError: it cannot be opened, or a newer version of the product wrote it.

    """
    address = _address(url or places.usual_url())
    postgres = address.get_backend_name() == "postgresql"
    try:
        engine = _postgres(address) if postgres else _sqlite(address)
    except ModuleNotFoundError as error:
        raise wording.no_driver(shown(url or "")) from error
    plain = address.render_as_string(hide_password=True)
    database = Database(plain, engine, postgres, clock, contextlib.nullcontext() if postgres else Turn(plain))
    try:
        schema.bring_up_to_date(database)
    except BaseException:
        engine.dispose()
        raise
    return database


def alive(database: Database) -> None:
    """Ask the database for a sign of life.

    Raises:
        StoreError: there is none.

    """
    with database.reading() as run:
        run("SELECT number FROM schema_version")


def shown(url: str) -> str:
    """Return an address as people may see it: without a password."""
    try:
        return make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the address of the database"


def _address(url: str) -> URL:
    try:
        address = make_url(url)
        if address.drivername in {"postgres", "postgresql"}:
            address = address.set(drivername="postgresql+psycopg")
        known = address.drivername in {"sqlite", "postgresql+psycopg"}
    except (ArgumentError, NoSuchModuleError, ValueError) as error:
        raise wording.no_address(shown(url)) from error
    if not known or (address.drivername == "sqlite" and address.database in {None, "", ":memory:"}):
        raise wording.no_address(shown(url))
    return address


def _sqlite(address: URL) -> Engine:
    file = Path(address.database or "").absolute()
    plain = address.render_as_string(hide_password=True)
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(file, os.O_CREAT | os.O_RDONLY, 0o600))  # its companions get the same rights
    except OSError as error:
        raise wording.no_file(plain, error) from error
    engine = create_engine(
        address.set(database=str(file)),
        isolation_level="AUTOCOMMIT",
        connect_args={"timeout": PATIENCE},
        pool_timeout=PATIENCE,
        hide_parameters=True,
    )
    event.listen(engine, "connect", sqlite.prepare)
    return engine


def _postgres(address: URL) -> Engine:
    given = {name: value for name, value in _POSTGRES.items() if name not in address.query}
    return create_engine(
        address,
        hide_parameters=True,
        isolation_level="AUTOCOMMIT",
        connect_args=given,
        pool_pre_ping=True,
        pool_size=10,
        pool_timeout=PATIENCE,
    )
