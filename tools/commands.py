"""The commands in Markdown, from their own help."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from advisor.cli import main

if TYPE_CHECKING:
    from collections.abc import Iterator


def commands() -> str:
    """Return a chapter on each command: its line of use, what it does, its options, and an example."""
    whole = click.Context(main, info_name="advisor")
    lines: list[str] = []
    for heading, section in main.sections.items():
        lines += [f"## {heading}", ""]
        for name in section:
            lines += _chapter(main.get_command(whole, name), name, whole, "###")
    lines += ["## Without a command", "", *_table(main, whole)]
    return "\n".join(lines)


def _chapter(command: click.Command | None, name: str, parent: click.Context, level: str) -> Iterator[str]:
    if command is None:
        raise LookupError(name)
    context = click.Context(command, info_name=name, parent=parent)
    yield from (f"{level} advisor {context.command_path.removeprefix('advisor ')}", "")
    yield from ("```", " ".join(command.get_usage(context).removeprefix("Usage: ").split()), "```", "")
    for paragraph in (command.help or "").split("\n\n"):
        yield from (" ".join(paragraph.split()), "")
    yield from _table(command, context)
    example = (command.epilog or "").removeprefix("Example: ")
    if isinstance(command, click.Group):
        for inner in command.list_commands(context):
            yield from _chapter(command.get_command(context, inner), inner, context, f"{level}#")
    elif example:
        yield from ("For example:", "", "```sh", example, "```", "")


def _table(command: click.Command, context: click.Context) -> Iterator[str]:
    """Yield the options of a command as a table; the one for help is the same everywhere."""
    options = [param for param in command.get_params(context) if isinstance(param, click.Option) and "--help" not in param.opts]
    if options:
        yield from ("| option | does | default |", "|---|---|---|")
        yield from (f"| {_written(option, context)} | {_told(option)} | {_default(option)} |" for option in options)
        yield ""


def _written(option: click.Option, context: click.Context) -> str:
    value = "" if option.is_flag else f" {option.make_metavar(context)}"
    return ", ".join(f"`{name}{value}`" for name in option.opts).replace("|", r"\|")


def _told(option: click.Option) -> str:
    told = f"{option.help or ''}{' Needed.' if option.required else ''}{' May be repeated.' if _repeats(option) else ''}".strip()
    return told.replace("|", r"\|") or "–"


def _repeats(option: click.Option) -> bool:
    return option.multiple and not re.search("repeated", option.help or "")


def _default(option: click.Option) -> str:
    default: Any = option.to_info_dict()["default"]
    told = isinstance(default, str | int | float | Path) and not isinstance(default, bool)
    return f"`{default}`" if told else "–"
