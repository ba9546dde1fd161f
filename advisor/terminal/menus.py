"""Menus with arrow keys, numbers and letters. The only module that knows prompt_toolkit.

A menu begins with nothing picked, unless there is an answer already: Enter alone must never choose for anybody.
"""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

from prompt_toolkit import prompt
from prompt_toolkit.application import Application, get_app
from prompt_toolkit.application.current import get_app_session
from prompt_toolkit.input.typeahead import clear_typeahead
from prompt_toolkit.key_binding import KeyBindings
from prompt_toolkit.layout import FormattedTextControl, HSplit, Layout, Window

from advisor.errors import printable
from advisor.terminal.surface import HELP, Lines, command_lines, prompt_lines, readable, wrapped

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.key_binding.key_processor import KeyPressEvent

    from advisor.terminal.surface import Menu

_DIGITS = "0123456789"
_INDENT = 8
"""Where the labels of a menu begin, behind the mark and the number."""

_SPARE = 3
"""Lines of a page that stay free: the message below it, and what the terminal keeps for itself."""


class Menus(Lines):
    """Asks with menus: arrow keys or numbers, then Enter; a command is one letter."""

    prints_meanings = True

    def clear(self) -> None:
        """Begin a new screen; what was shown before can be scrolled back to."""
        self._settle()
        size = shutil.get_terminal_size()
        sys.stdout.write("\n" * size.lines + "\x1b[H\x1b[2J")
        sys.stdout.flush()

    def choose(self, menu: Menu) -> str:
        """Show a menu and return what was chosen."""
        self._settle()
        chosen = _Picking(menu).run()
        self._shown = False
        return chosen

    def ask(self, message: str, default: str = "") -> str:
        """Read a line that can be edited."""
        self._settle()
        *above, last = prompt_lines(message).split("\n")
        for line in above:
            self.show(line)
        try:
            typed = prompt(f"{last}> ", default=default)
        except KeyboardInterrupt as error:
            raise EOFError from error
        self._shown = False
        return _decoded(typed)

    def page(self, text: str, message: Callable[[int, int], str], *, last: bool = True) -> str:
        """Print a long text page by page, and wait for Enter after each; what is typed instead ends it, and is returned."""
        height = max(shutil.get_terminal_size().lines - _SPARE, 1)
        lines = text.split("\n")
        count = -(-len(lines) // height)
        for number in range(count):
            self.show("\n".join(lines[number * height : (number + 1) * height]))
            if (last or number + 1 < count) and (typed := self.ask(message(number + 1, count)).strip()):
                return typed
        return ""

    def drop_typed_ahead(self) -> None:
        """Drop keys that wait in the terminal, and those that were read together with the last answer."""
        clear_typeahead(get_app_session().input)
        super().drop_typed_ahead()


class _Picking:
    """One menu while it is shown: what is picked, and the digits that were typed so far."""

    def __init__(self, menu: Menu) -> None:
        self._menu = menu
        self._keys = [key for key, _ in menu.options]
        self._picked = self._keys.index(menu.default) if menu.default in self._keys else None
        self._digits = ""
        self._told = ""
        self._helped = False

    def run(self) -> str:
        options = Window(FormattedTextControl(self._options, focusable=True, show_cursor=False), dont_extend_height=True)
        message = Window(FormattedTextControl(self._above), dont_extend_height=True, wrap_lines=True)
        told = Window(FormattedTextControl(lambda: self._told), dont_extend_height=True, wrap_lines=True)
        layout = Layout(HSplit([message, options, told]), focused_element=options)
        application: Application[str] = Application(layout=layout, key_bindings=self._bindings())
        return application.run()

    def _above(self) -> str:
        """Return the message and the commands, or how to see them."""
        hidden = self._menu.hint and not self._helped
        below = [wrapped(self._menu.hint, "  ")] if hidden else command_lines(self._menu.commands)
        return printable("\n".join([wrapped(self._menu.message), *below]))

    def _help(self, _: KeyPressEvent) -> None:
        self._helped = not self._helped

    def _options(self) -> StyleAndTextTuples:
        found: StyleAndTextTuples = []
        lines = option_lines(self._menu.options, self._menu.meanings, self._picked)
        for place, line in enumerate(lines):
            if place == (self._picked or 0):
                found.append(("[SetCursorPosition]", ""))
            found.append(("bold" if place == self._picked else "", f"{line}\n"))
        return found

    def _bindings(self) -> KeyBindings:
        keys = KeyBindings()
        keys.add("up")(lambda _: self._move(-1))
        keys.add("down")(lambda _: self._move(1))
        keys.add("backspace")(lambda _: self._pick(self._digits[:-1]))
        keys.add("enter")(lambda _: self._accept())
        for digit in _DIGITS:
            keys.add(digit)(self._type)
        if self._menu.hint:
            keys.add(HELP)(self._help)
        for letter in self._menu.commands:
            keys.add(letter, eager=True)(_leave_with(letter))
        for end in ("c-c", "c-d", "<sigint>"):
            keys.add(end, eager=True)(_end)
        return keys

    def _move(self, by: int) -> None:
        first = 0 if by > 0 else len(self._keys) - 1
        self._digits, self._told = "", ""
        self._picked = first if self._picked is None else min(max(self._picked + by, 0), len(self._keys) - 1)

    def _type(self, event: KeyPressEvent) -> None:
        self._pick(self._digits + event.data)

    def _pick(self, digits: str) -> None:
        """Pick the option of a number; a number that is none picks nothing, so that Enter cannot take another one."""
        number = int(digits or "0")
        fits = 1 <= number <= len(self._keys)
        self._picked = number - 1 if fits else None
        self._told = "" if fits or not digits else self._menu.refusal(digits)
        self._digits = digits if fits else ""

    def _accept(self) -> None:
        if self._picked is None:
            self._told = self._menu.refusal("")
        else:
            get_app().exit(result=self._keys[self._picked])


def option_lines(options: Sequence[tuple[str, str]], meanings: Mapping[str, str], picked: int | None = None) -> list[str]:
    """Return the options of a menu as they are shown: a mark at the one that is picked, a number, and what each means."""
    lines = []
    for place, (key, name) in enumerate(options):
        label = f"{name} – {meaning}" if (meaning := meanings.get(key)) else name
        mark = ">" if place == picked else " "
        lines.append(wrapped(printable(label), f"   {mark} {place + 1:2d}. ", " " * _INDENT))
    return lines


def _leave_with(letter: str):  # type: ignore[no-untyped-def] # noqa: ANN202 - a handler for one key
    def handler(event: KeyPressEvent) -> None:
        event.app.exit(result=letter)

    return handler


def _end(event: KeyPressEvent) -> None:
    event.app.exit(exception=EOFError())


def _decoded(typed: str) -> str:
    """Return what was typed with the bytes that the terminal could not name read as characters, or marked."""
    raw = typed.encode("utf-8", errors="surrogateescape")
    return typed if sys.stdin.encoding is None else readable(raw)
