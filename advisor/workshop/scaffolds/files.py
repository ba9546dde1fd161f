"""Write new files for authors: filled in, checked before they are kept, never over what is there."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor import paths
from advisor.codes import severity
from advisor.errors import Place, Problem, UnusableInputError
from advisor.files import write
from advisor.knowledge import fields
from advisor.knowledge.installed import installed_packs
from advisor.knowledge.loader import load_pack
from advisor.reports.language import load_words
from advisor.reports.templating import fill_in_plain
from advisor.workshop.cases.accept import raw_text, with_line_ends
from advisor.workshop.checks.check import check_pack
from advisor.workshop.editor_schemas import write_schemas

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.loader import LoadedPack
    from advisor.reports.words import Words


def speaking(language: str) -> Words:
    """Return the words for an author who writes in a language.

    Raises:
        UnusableInputError: the templates are not translated into it.

    """
    return load_words(paths.shipped("templates"), language)


def filled(template: str, view: Mapping[str, object], words: Words) -> str:
    """Return what a scaffold says about a view, in the language of the words."""
    text = fill_in_plain(paths.shipped("templates"), f"scaffolds/{template}.yaml.j2", view, words.in_template)
    return text.rstrip("\n") + "\n"


def quoted(text: str) -> str:
    """Return a text as YAML that reads as nothing else."""
    return json.dumps(text, ensure_ascii=False)


def modeline(path: str) -> str:
    """Return the comment by which an editor finds the schema of a file."""
    return f"# yaml-language-server: $schema={path}"


def new_id(name: str, *, pack: bool = False) -> str:
    """Return a name that can be an id.

    Raises:
        UnusableInputError: it has other letters than ids have.

    """
    kind = fields.PackId if pack else fields.Id
    form = kind.__metadata__[0]  # type: ignore[attr-defined] # what Annotated keeps beside the type
    if re.fullmatch(form.pattern[1:-1], name, re.ASCII) and len(name) <= form.max_length:
        return name
    raise refused(f"'{name}' cannot be an id.", f"Write it in {form.description}.")


def refused(what: str, hint: str, place: Place | None = None) -> UnusableInputError:
    """Return the refusal to write something."""
    return UnusableInputError([Problem(place or Place("advisor"), what, hint)])


def refuse_foreign(folder: Path) -> None:
    """Refuse to write into a pack that is shipped or installed: its next version would take that away.

    Raises:
        UnusableInputError: the folder is one of these, or lies in it.

    """
    home = folder.resolve()
    for each in (*paths.shipped_packs(), *(pack.folder for pack in installed_packs())):
        if home.is_relative_to(each.resolve()):
            what = f"the pack '{each.name}' is shipped or installed, and nothing new is written into it."
            hint = "Copy its folder and name the copy, or begin a pack that extends it."
            raise refused(what, hint, Place(str(folder)))


def free(loaded: LoadedPack, name: str) -> None:
    """Make sure that nothing in a pack is called so.

    Raises:
        UnusableInputError: something is; the problem names its file and line.

    """
    poles = [(f"axes/{axis.id}", ("poles", at), pole.id) for axis in loaded.pack.axes for at, pole in enumerate(axis.poles)]
    entries = [(key, (), key.partition("/")[2]) for key in loaded.places.entries]
    for key, inside, taken in [*entries, *poles]:
        if taken == name:
            here = loaded.places.of(key, *inside)
            raise refused(f"'{name}' is there already.", "Choose another id, or change that entry.", here)


def add(folder: Path, before: LoadedPack, section: str, name: str, text: str) -> Path:
    """Write a new file into a section of a pack, and keep it only if the check has nothing new against the pack.

    Raises:
        UnusableInputError: the file exists, cannot be written, or the pack would not be sound with it.

    """
    file = folder / section / f"{name}.yaml"
    write_new(file, with_line_ends(text, raw_text(folder / "pack.yaml")))
    try:
        loaded = _sound(folder, set(check_pack(before)))
    except UnusableInputError as error:
        remove(file)
        raise UnusableInputError(taken_back(error.problems, file)) from error
    write_schemas(folder, loaded.pack)
    return file


def remove(file: Path) -> None:
    """Take back a file that was written, and its folder if there is nothing else in it."""
    file.unlink()
    with contextlib.suppress(OSError):
        file.parent.rmdir()


def taken_back(problems: Iterable[Problem], *files: Path) -> Iterator[Problem]:
    """Yield problems without the lines of files that were not kept, which nobody can look at."""
    gone = {str(file) for file in files}
    for problem in problems:
        if problem.place.file in gone:
            name = Path(problem.place.file).name
            what = f"nothing was written, for '{name}' would not be sound: {problem.what}"
            yield msgspec.structs.replace(problem, place=Place("advisor"), what=what)
        else:
            yield problem


def _sound(folder: Path, before: Collection[Problem]) -> LoadedPack:
    """Return the pack in a folder, if the check finds nothing that was not there before.

    Raises:
        UnusableInputError: it does.

    """
    loaded = load_pack(folder)
    found = [problem for problem in check_pack(loaded) if problem not in before and severity(problem.code) != "note"]
    if found:
        raise UnusableInputError(found)
    return loaded


def write_new(file: Path, text: str) -> None:
    """Write a file that does not exist yet.

    Raises:
        UnusableInputError: it exists, or cannot be written.

    """
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write.write_new(file, text.encode())
    except write.AlreadyThereError as error:
        raise refused("the file exists already.", "Choose another id, or remove it.", Place(str(file))) from error
    except (OSError, UnicodeError) as error:
        raise refused(f"the file cannot be written: {error}.", "Choose another folder.", Place(str(file))) from error
