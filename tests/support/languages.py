"""A language that nobody speaks: every letter becomes a Cyrillic one, so that whatever was not translated can be seen."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import msgspec

from advisor.i18n.catalogue import new_catalogue, read_catalogue, to_po
from advisor.workshop.translating import translatable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from advisor.i18n.catalogue import Message
    from advisor.knowledge.model import Pack

CODE = "qx"
FORM = "ж"
KEYS = "words ask.key."
_PLACEHOLDER = re.compile(r"(\{[^{}]*\}|%\(\w+\)s)")


def disguised(text: str) -> str:
    """Return a text with every letter changed and every placeholder kept, its form in the language that nobody speaks."""
    parts = _PLACEHOLDER.split(text)
    return "".join(_form(part) if place % 2 else re.sub(r"[^\W\d_]", FORM, part) for place, part in enumerate(parts))


def _form(placeholder: str) -> str:
    form, _, name = placeholder.strip("{}").rpartition(" ")
    if not form:
        return placeholder
    return f"{{{FORM.upper() if form[:1].isupper() else FORM} {name}}}"


def translate(folder: Path, how: Callable[[str], str] = disguised, code: str = CODE) -> Path:
    """Write a finished catalogue for a folder and return its file."""
    source = translatable(folder)
    file = folder / "translations" / f"{code}.po"
    empty = new_catalogue(file, source.name, source.language)
    translations = {each: each.text if each.context.startswith(KEYS) else how(each.text) for each in source.left(code)}
    return write(file, empty.header, (msgspec.structs.replace(each, translation=text) for each, text in translations.items()))


def write(file: Path, header: str, messages: Iterable[Message]) -> Path:
    """Write a catalogue that is no draft any more."""
    file.parent.mkdir(exist_ok=True)
    finished = header.replace('"X-Status: draft\\n"\n', "")
    empty = new_catalogue(file, "", "")
    file.write_text(to_po(msgspec.structs.replace(empty, header=finished, messages=tuple(messages))), encoding="utf-8")
    return file


def change(file: Path, context: str, /, **to: object) -> int:
    """Change one message of a catalogue; return its line."""
    found = read_catalogue(file)
    assert any(each.context == context for each in found.messages)
    write(
        file, found.header, (msgspec.structs.replace(each, **to) if each.context == context else each for each in found.messages)
    )
    return next(each.line for each in read_catalogue(file).messages if each.context == to.get("context", context))


def write_grammar(folder: Path, pack: Pack, code: str = CODE) -> Path:
    """Write articles and role names in the language that nobody speaks."""
    lines = ["articles:", f"  {FORM}: {{{FORM}: {FORM}}}", "roles:"]
    other = f"{{article: {FORM}, name: {FORM * 5}}}"
    lines += [
        f"  - {{id: {role.id}, article: {FORM}, name: {FORM * 5}, instead: [{', '.join([other] * len(role.instead))}]}}"
        for role in pack.roles
    ]
    lines += ["approaches:", *(f"  - {{id: {approach.id}, article: {FORM}}}" for approach in pack.approaches)]
    file = folder / "translations" / f"{code}.roles.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file
