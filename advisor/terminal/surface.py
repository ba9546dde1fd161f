"""How the session speaks to a terminal: a menu with arrow keys where the terminal can, plain lines everywhere else.

The only module that knows prompt_toolkit. Over a pipe, on a dumb terminal, and for those who ask for it, the same questions are
asked line by line; nothing is said by colour alone.
"""

from __future__ import annotations

import os
import sys
import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING

from prompt_toolkit import prompt
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.shortcuts import choice

from advisor.errors import printable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

WIDTH = 78


Options = Sequence[tuple[str, str]]
"""Keys and labels."""


def surface(*, plain: bool) -> Lines:
    """Return the best way to speak to this terminal."""
    able = sys.stdin.isatty() and sys.stdout.isatty() and os.environ.get("TERM", "dumb") != "dumb"
    return Menus() if able and not plain else Lines()


def wrapped(text: str, first: str = "", rest: str | None = None) -> str:
    """Return a text in lines that fit 80 columns."""
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=first if rest is None else rest)


class Lines:
    """Asks line by line: the number of an option, or the letter of a command."""

    def attended(self) -> bool:
        """Tell whether somebody sits in front of it, and answers what nobody could foresee."""
        return sys.stdin.isatty()

    def show(self, text: str) -> None:
        """Print a text."""
        sys.stdout.write(f"{printable(text)}\n")
        sys.stdout.flush()

    def choose(
        self,
        message: str,
        options: Options,
        commands: Mapping[str, str],
        default: str | None,
        *,
        shown: bool = False,
    ) -> str:
        """Return the key of an option, or the letter of a command; ``shown`` says that the options were printed before.

        Raises:
            EOFError: the input has ended.

        """
        lines = [f"  {'>' if key == default else ' '} {number}. {label}" for number, (key, label) in enumerate(options, start=1)]
        self.show("\n".join([message, *([] if shown else lines), *_command_lines(commands)]))
        numbered = {str(number): key for number, (key, _) in enumerate(options, start=1)}
        while True:
            typed = self.ask("").strip().lower()
            if not typed and default is not None:
                return default
            if typed in numbered or typed in commands:
                return numbered.get(typed, typed)

    def ask(self, message: str, default: str = "") -> str:
        """Return a line that was typed.

        Raises:
            EOFError: the input has ended.

        """
        sys.stdout.write(f"{printable(message)}{f' [{default}]' if default else ''}> ")
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        if not sys.stdin.isatty():
            self.show(line.rstrip("\n"))  # a log of what was piped in reads like a session
        return line.rstrip("\n") or default


class Menus(Lines):
    """Asks with menus: arrow keys or numbers, then Enter; a command is one letter."""

    def choose(
        self,
        message: str,
        options: Options,
        commands: Mapping[str, str],
        default: str | None,
        *,
        shown: bool = False,
    ) -> str:
        """Show a menu and return what was chosen."""
        keys = KeyBindings()
        for letter in commands:
            keys.add(letter, eager=True)(_leave_with(letter))
        keys.add("c-d", eager=True)(_end)
        del shown  # a menu needs its options in any case
        text = printable("\n".join([message, *_command_lines(commands)]))
        options = [(key, printable(label)) for key, label in options]
        return choice(text, options=options, default=default, key_bindings=keys, interrupt_exception=EOFError)

    def ask(self, message: str, default: str = "") -> str:
        """Read a line that can be edited."""
        try:
            return prompt(f"{printable(message)}> ", default=default)
        except KeyboardInterrupt as error:
            raise EOFError from error


def _leave_with(letter: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a handler for one key
    def handler(event: KeyPressEvent) -> None:
        event.app.exit(result=letter)

    return handler


def _end(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())


def _command_lines(commands: Mapping[str, str]) -> list[str]:
    if not commands:
        return []
    return [wrapped("   ".join(f"[{letter}]\u00a0{label}".replace(" ", "\u00a0") for letter, label in commands.items()), "  ")]
