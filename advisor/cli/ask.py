"""Hold an advisory session."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import click

from advisor import desk, paths
from advisor.cli.files import SavedFile, answers_file, command, in_language, of_pack, speak
from advisor.terminal.opening import How, choose_pack, open_session, refuse_there, refuse_unusable
from advisor.terminal.surface import surface

if TYPE_CHECKING:
    from pathlib import Path


@command(epilog='Example: advisor ask city.answers.yaml --by "office head"')
@click.argument("file", type=SavedFile())
@in_language
@click.option("--from", "old", type=answers_file, help="Answers of an earlier visit: FILE is new, and shows each of them again.")
@click.option("--by", help="Who answers: a role, or a name; kept with each answer.")
@click.option("--same", is_flag=True, help="Ask everybody in the role of --by the same questions, those of the short run.")
@of_pack
@click.option("--present", is_flag=True, help="For a room to see: one question on a screen of its own, beside the map.")
@click.option("--plain", is_flag=True, help="Ask line by line, without menus.")
def ask(
    file: Path,
    old: Path | None,
    language: str | None,
    by: str | None,
    folder: Path | None,
    *,
    same: bool,
    present: bool,
    plain: bool,
) -> None:
    """Hold an advisory session and keep its answers in FILE; go on where FILE ends."""
    refuse_unusable(file)
    speaking, templates = surface(plain=plain), paths.shipped("templates")
    if old is not None:
        refuse_there(file)
        pack = desk.pack_for(old, folder, language)
    elif desk.is_there(file):
        pack = desk.pack_for(file, folder, language)
    elif folder is not None:
        pack = desk.load(folder, language)
    else:
        pack = choose_pack(desk.to_choose_from(language), templates, speaking, file)
    speak(pack.info.language)
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    how = How(by=by, old=old, present=present, alike=same)
    open_session(pack, templates, speaking, file, how, today).hold()
