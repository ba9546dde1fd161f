"""How the session speaks to a terminal: plain lines everywhere, menus where the terminal can (:mod:`~advisor.terminal.menus`).

Over a pipe, on a dumb terminal, and for those who ask for it, the same questions are asked line by line; nothing is said by
colour alone. Over a pipe the lines are a script: each answers one prompt. In front of a terminal, keys typed ahead are dropped
before anything new is shown, so that no answer falls to a question that nobody has read.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

import msgspec

from advisor.desk.session import Options, fitting, folded
from advisor.errors import printable

if TYPE_CHECKING:
    from typing import TextIO

WIDTH = 78
HELP = "?"
"""What shows the commands where they are hidden."""


class Menu(msgspec.Struct, frozen=True, kw_only=True):
    """One choice: its options, and the letters that mean something else.

    ``default`` is what Enter alone stands for; without one it chooses nothing. ``shown`` says that the options were printed, with
    what each of them means; ``meanings`` is for a surface that prints both itself. ``refusal`` says why what was typed is no
    choice; it gets an empty text where nothing was chosen. With a ``hint`` the commands are shown only when it is followed.
    """

    message: str
    options: Options
    refusal: Callable[[str], str]
    commands: Mapping[str, str] = {}
    default: str | None = None
    shown: bool = False
    meanings: Mapping[str, str] = {}
    hint: str = ""


def surface(*, plain: bool) -> Lines:
    """Return the best way to speak to this terminal."""
    able = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    if plain or not able:
        return Lines()
    from advisor.terminal.menus import Menus  # noqa: PLC0415 - lines need no library

    return Menus()


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return a text in lines that fit 80 columns."""
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest)


def prompt_lines(message: str) -> str:
    """Return what stands before the cursor: one line, or several that break between words."""
    return printable(message if len(message) < WIDTH else wrapped(message))


class Lines:
    """Asks line by line: the number or the name of an option, or the letter of a command."""

    def __init__(self) -> None:
        """Begin with what somebody may have typed while the program started."""
        self._shown = True

    prints_meanings = False
    """Whether a menu says what its options mean, so that nothing above it has to."""

    def attended(self) -> bool:
        """Tell whether somebody sits in front of it, and answers what nobody could foresee."""
        return sys.stdin.isatty()

    def show(self, text: str) -> None:
        """Print a text; what the terminal has no characters for is replaced."""
        self._settle()
        _print(f"{printable(text)}\n")

    def page(self, text: str, message: Callable[[int, int], str], *, last: bool = True) -> str:
        """Print a long text; where it would scroll away, page by page, with a message that asks for Enter.

        The message gets the number of the page, and how many there are. ``last`` tells to wait after the last page, too, because
        more than a prompt comes below it. Whoever types something below a page wants no further one; it is returned.
        """
        del message, last
        self.show(text)
        return ""

    def clear(self) -> None:
        """Begin a new screen; where lines follow each other, they go on."""

    def choose(self, menu: Menu) -> str:
        """Return the key of an option, or the letter of a command.

        Raises:
            EOFError: the input has ended.

        """
        lines = [
            wrapped(label, f"  {'>' if key == menu.default else ' '} {number}. ", "       ")
            for number, (key, label) in enumerate(menu.options, 1)
        ]
        below = [wrapped(menu.hint, "  ")] if menu.hint else command_lines(menu.commands)
        self.show("\n".join([wrapped(menu.message), *([] if menu.shown else lines), *below]))
        while True:
            typed = self.ask("").strip()
            if menu.hint and typed == HELP:
                self.show("\n".join(command_lines(menu.commands)))
                continue
            if not typed and menu.default is not None:
                return menu.default
            meant = command(menu.commands, typed) or fitting(menu.options, typed)
            if len(meant) == 1:
                return meant[0]
            self.show(menu.refusal(typed))

    def ask(self, message: str, default: str = "") -> str:
        """Return a line that was typed; ``default`` is shown, and is for the caller to put in the place of an empty one.

        Raises:
            EOFError: the input has ended.

        """
        self._settle()
        _print(f"{prompt_lines(f'{message} [{default}]' if default else message)}> ")
        line = _line()
        self._shown = False
        if not sys.stdin.isatty():
            self.show(line)  # a log of what was piped in reads like a session
        return line

    def _settle(self) -> None:
        """Drop, before the first thing that is shown since somebody typed, what was typed beyond that."""
        if not self._shown:
            self._shown = True
            self.drop_typed_ahead()

    def drop_typed_ahead(self) -> None:
        """Drop the keys that were typed before anything was there to answer; a script has none."""
        if not sys.stdin.isatty():
            return
        if os.name == "posix":
            import termios  # noqa: PLC0415 - where there are terminals of this kind

            termios.tcflush(sys.stdin.fileno(), termios.TCIFLUSH)


def command(commands: Mapping[str, str], typed: str) -> list[str]:
    """Return the letter of the command that was typed, by its letter or in full; empty where it is none."""
    return [letter for letter, label in commands.items() if folded(typed) in {letter, folded(label)}]


def command_lines(commands: Mapping[str, str]) -> list[str]:
    """Return the commands with their letters in lines that fit, none of them broken."""
    if not commands:
        return []
    return [wrapped("   ".join(f"[{letter}]\u00a0{label}".replace(" ", "\u00a0") for letter, label in commands.items()), "  ")]


def readable(raw: bytes) -> str:
    """Return typed bytes as text: as UTF-8, else as the terminal says it writes; what is neither is marked."""
    for encoding in ("utf-8", sys.stdin.encoding or "utf-8"):
        try:
            return raw.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("utf-8", errors="replace")


def _line() -> str:
    try:
        raw = sys.stdin.buffer.readline()
    except KeyboardInterrupt as error:
        raise EOFError from error
    if not raw:
        raise EOFError
    return readable(raw).rstrip("\r\n")


def _print(text: str) -> None:
    stream: TextIO = sys.stdout
    encoding = stream.encoding or "utf-8"
    stream.write(text.encode(encoding, errors="replace").decode(encoding))
    stream.flush()
