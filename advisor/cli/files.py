"""What files, folders and packs are called on the command line, and the command that looks at all of them before it begins."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click
from click.core import ParameterSource

from advisor import desk
from advisor.cli.streams import READER
from advisor.errors import Place, Problem, UnusableInputError, coded, suggest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from click.shell_completion import CompletionItem

    _Type = click.ParamType[Any]
    _F = TypeVar("_F", bound=Callable[..., Any])
else:
    _Type = click.ParamType  # older releases of click know no parameter here


class InputFile(_Type):
    """A file to read; ``-`` is standard input."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401, ARG002 - click's
        """Return its path; a file that is called like standard input keeps its folder in its name."""
        return value if isinstance(value, Path) else desk.STDIN if value == "-" else _path(value)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Let the shell complete it as a file, or as a folder."""
        return click.Path(file_okay=self.name == InputFile.name).shell_complete(ctx, param, incomplete)


class SavedFile(InputFile):
    """A file that is read and written again, answer by answer."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401 - click's
        """Return its path.

        Raises:
            UnusableInputError: nothing can be written there and read again.

        """
        file = super().convert(value, param, ctx)
        if desk.is_stream(file):
            raise UnusableInputError([coded(Place(str(file)), "A719")])
        return file


class OutputFile(InputFile):
    """A file to write; ``-`` is standard output."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401, ARG002 - click's
        """Return its path."""
        return value if isinstance(value, Path) else _STDOUT if value == "-" else _path(value)


class OutputFolder(OutputFile):
    """A folder to write into."""

    name = "folder"


class InputFolder(InputFile):
    """A folder to read."""

    name = "folder"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401, ARG002 - click's
        """Return its path."""
        return value if isinstance(value, Path) else _path(value)


class PackFolder(InputFolder):
    """A pack: its folder, or the name of one that is shipped or installed. Where both are there the folder counts."""

    name = "pack"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401 - click's
        """Return its folder.

        Raises:
            UnusableInputError: there is none.

        """
        folder = super().convert(value, param, ctx)
        if not folder.is_dir():
            return _known(str(value), folder)
        if len(folder.parts) == 1 and not any((folder / each).is_file() for each in _HEADS):
            _refuse_hiding(folder)
        return folder

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Offer folders and the names of packs: folders first, for bash forgets what was offered before them."""
        from advisor.cli.completion import pack_names  # noqa: PLC0415 - only where a shell asks

        return [*super().shell_complete(ctx, param, incomplete), *pack_names(incomplete)]


class PackOrFile(PackFolder):
    """A pack as everywhere, or a file beside it."""

    name = "file"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:  # noqa: ANN401 - click's
        """Return the folder of the pack, or the file."""
        file = InputFile.convert(self, value, param, ctx)
        return file if file == desk.STDIN or file.exists() or Path(value).suffix else super().convert(value, param, ctx)


class PackVersion(PackFolder):
    """A pack as everywhere, or ``REVISION:FOLDER`` in the git repository around."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:  # noqa: ANN401 - click's
        """Return the folder of the pack, or the name of the revision as it was typed."""
        if ":" in str(value) and not Path(value).is_dir():
            return str(value)
        try:
            return super().convert(value, param, ctx)
        except UnusableInputError as error:
            if any(each.hint.startswith("Did you mean") or Path(value).exists() for each in error.problems):
                raise
            hint = "Name the folder of a pack, or REVISION:FOLDER, such as main~1:rules/my-pack."
            raise UnusableInputError([Problem(Place(str(value)), "there is no such folder.", hint)]) from error


_STDOUT = Path("<stdout>")

FORMAT = "form"
"""What the parameter for a format is called in every command that writes one document."""

_CALLED = {"txt": "text", "markdown": "md", "htm": "html"}
"""Endings of files that are called otherwise than their format."""

_HEADS = ("pack.yaml", "words.yaml")
"""What a folder has that can be named as a pack: a pack, or the templates."""


def _refuse_hiding(folder: Path) -> None:
    """Refuse a folder that is no pack and is called like one.

    Raises:
        UnusableInputError: it is.

    """
    if str(folder) in desk.known_packs():
        what = "this folder is no pack, and hides the pack of this name that is shipped or installed."
        hint = f"Name the folder of a pack, or go to another folder to name '{folder}'."
        raise UnusableInputError([Problem(Place(str(folder)), what, hint)])


def _path(value: str) -> Path:
    """Return a path; one that would be taken for a stream gets its folder in front."""
    path = Path(os.fsdecode(value))
    return Path.cwd() / path if path in {Path("-"), desk.STDIN, _STDOUT} else path


def _known(name: str, folder: Path) -> Path:
    """Return the folder of a pack that is known by its name.

    Raises:
        UnusableInputError: there is none, and no folder of that name either.

    """
    if len(folder.parts) == 1 and folder.name == name:
        return desk.known_pack(name, None)
    beside = {str(each.parent) for each in folder.parent.glob("*/pack.yaml")} if folder.parent.is_dir() else set()
    what = "this is a file, not the folder of a pack." if folder.exists() else "there is no such folder."
    raise UnusableInputError([Problem(Place(str(folder)), what, _meant(folder, beside))])


def _meant(folder: Path, beside: set[str]) -> str:
    """Return which pack somebody meant who named a folder that is none: one beside it, or one that is known by its last part."""
    hints = suggest(str(folder), beside), suggest(folder.name, desk.known_packs())
    return next((hint for hint in hints if hint.startswith("Did you mean")), suggest(str(folder), {*beside, *desk.known_packs()}))


class Command(click.Command):
    """A command that decides, before it begins, whether what it is to write may be written beside what it reads."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - whatever the command returns
        """Run the command.

        Raises:
            UnusableInputError: an output is an input, or lies where it would be in the way.

        """
        asks_for_pack = any(isinstance(param, click.Option) and param.name == "folder" for param in self.params)  # of answers
        ctx.meta[READER] = ctx.params.get("language"), ctx.params.get("folder") if asks_for_pack else None
        inputs = tuple(_inputs(self, ctx))
        if inputs.count(desk.STDIN) > 1:
            raise UnusableInputError(
                [Problem(Place(str(desk.STDIN)), "it can be read only once.", "Name a file for the others.")]
            )
        desk.refuse_stdout(inputs)
        force = bool(ctx.params.pop("force", False))
        for param in self.params:
            if isinstance(param.type, OutputFile) and (file := ctx.params.get(str(param.name))) is not None:
                output = None if file == _STDOUT else desk.Output(file, inputs, force)
                if output is not None:
                    (desk.refuse_pack if isinstance(param.type, OutputFolder) else desk.refuse_place)(output)
                ctx.params[str(param.name)] = output
        _say_format(self, ctx)
        return super().invoke(ctx)


def _say_format(command: click.Command, ctx: click.Context) -> None:
    """Let the ending of the file that is written say the format, where nobody said it and the command can write it."""
    written = ctx.params.get("output")
    for param in command.params:
        if param.name == FORMAT and written is not None and not said_format(ctx):
            ending = written.file.suffix[1:].lower()
            form = _CALLED.get(ending, ending)
            if form in getattr(param.type, "choices", ()):
                ctx.params[FORMAT] = form


def _inputs(command: click.Command, ctx: click.Context) -> list[Path]:
    found: list[Path] = []
    for param in command.params:
        value = ctx.params.get(str(param.name))
        if isinstance(param.type, InputFile) and not isinstance(param.type, OutputFile):
            found += [each for each in (value if isinstance(value, tuple) else (value,)) if isinstance(each, Path)]
    return found


def speak(language: str) -> None:
    """Let what the command that runs refuses from now on be told in a language, as the pack that it found is in it."""
    click.get_current_context().meta[READER] = (language, None)


command = partial(click.command, cls=Command)
"""Makes a command of a function, as all of ours are made."""


def offered(kind: str) -> Callable[[click.Context, click.Parameter, str], list[CompletionItem]]:
    """Return what offers a shell the names of a kind, a function of the module ``completion``."""

    def offer(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        from advisor.cli import completion  # noqa: PLC0415 - only where a shell asks

        names: list[CompletionItem] = getattr(completion, kind)(ctx, param, incomplete)
        return names

    return offer


answers_file, pack_folder = InputFile(), PackFolder()

in_language = click.option(
    "--lang",
    "language",
    shell_complete=offered("pack_languages"),
    help="Language; by default that of the answers file, else of the pack.",
)
of_pack = click.option("--pack", "folder", type=pack_folder, help="Folder of a pack, or the name of a shipped or installed one.")
own_templates = click.option("--templates", "own", type=InputFolder(), help="Folder with sections of your own.")
forced = click.option("--force", is_flag=True, help="Write over what holds other things, and into packs.")


def said_format(ctx: click.Context | None = None) -> bool:
    """Tell whether somebody said the format of the command that runs, and not only the ending of a file."""
    return (ctx or click.get_current_context()).get_parameter_source(FORMAT) is not ParameterSource.DEFAULT


def in_format(choices: Iterable[str], default: str) -> Callable[[_F], _F]:
    """Return the option --format of a command that has -o as well: what nobody says, the ending of -o does."""
    told = "How to write it; where nobody says, the ending of -o does if it is one of these."
    return click.option("--format", FORMAT, type=click.Choice(list(choices)), default=default, show_default=True, help=told)


def to_file(function: Any) -> Any:  # noqa: ANN401 - decorators of click take and return what they are given
    """Give a command the option -o, and what lifts its refusals."""
    option = click.option("-o", "--output", type=OutputFile(), help="Write to this file instead of the terminal.")
    return option(forced(function))
