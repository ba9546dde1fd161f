"""The commands that begin something new: a pack, or an entry of one."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import get_args

import click

from advisor import desk, workshop
from advisor.cli.files import Command, InputFolder, of_pack, offered
from advisor.errors import Place, Problem, UnusableInputError

_titled = click.option("--title", help="How readers call it; by default its id.")


@click.group(epilog="Example: advisor new rule always_open --pack tea-house --when 'opening_hours is always'")
def new() -> None:
    """Begin a pack, or a question, a rule, a step or a measure of one: a sound file to fill in."""


@new.command(cls=Command, epilog='Example: advisor new pack tea-house --title "Tea house"')
@click.argument("name", metavar="ID")
@click.option("--in", "parent", type=InputFolder(), default=Path(), help="Folder in which the pack gets its own.")
@_titled
@click.option(
    "--lang",
    "language",
    default="de",
    show_default=True,
    shell_complete=offered("report_languages"),
    help="The language that the pack is written in.",
)
def pack(name: str, parent: Path, title: str | None, language: str) -> None:
    """Write a small pack that already advises, and answers to try it with."""
    today = datetime.datetime.now(tz=datetime.UTC).astimezone().date()
    folder, answers = workshop.new_pack(name, parent, title, language, today)
    click.echo(f"{folder}: a pack that already advises. Replace what it says, one file after the other.")
    click.echo(f"Next: advisor check {folder}; advisor advise {answers} --pack {folder}; advisor try {folder} {answers}")


@new.command(cls=Command, epilog="Example: advisor new question opening_hours --pack tea-house --type ordinal")
@click.argument("name", metavar="ID")
@of_pack
@click.option("--topic", shell_complete=offered("topics"), help="The topic it belongs to; by default the first.")
@click.option(
    "--type",
    "kind",
    type=click.Choice(get_args(desk.QuestionType)),
    default="ordinal",
    show_default=True,
    help="What answers it takes.",
)
@_titled
def question(name: str, folder: Path | None, topic: str | None, kind: str, title: str | None) -> None:
    """Write a question into a pack."""
    _say(workshop.new_question(_named(folder), name, topic, kind, title), "label, ask, why and levels; then use it in a rule")


@new.command(cls=Command, epilog="Example: advisor new rule always_open --pack tea-house --when 'opening_hours is always'")
@click.argument("name", metavar="ID")
@of_pack
@click.option(
    "--kind", type=click.Choice(desk.FINDING_KINDS), default="risk", show_default=True, help="What kind of finding it is."
)
@click.option("--when", required=True, metavar="CONDITION", help="'fact is level', or '{all: [...]}', as rules have it.")
@_titled
def rule(name: str, folder: Path | None, kind: str, when: str, title: str | None) -> None:
    """Write a rule into a pack, with examples found for it."""
    _say(
        workshop.new_rule(_named(folder), name, kind, when, title),
        "title, text, advice and reason; see whether the examples are typical",
    )


@new.command(cls=Command, epilog="Example: advisor new step to_the_garden --pack tea-house --target garden --from nothing")
@click.argument("name", metavar="ID")
@of_pack
@click.option("--target", required=True, shell_complete=offered("approaches"), help="The approach it leads to.")
@click.option(
    "--from",
    "springboard",
    required=True,
    shell_complete=offered("springboards"),
    help="An approach, or 'nothing', or 'begun'.",
)
@click.option("--actor", shell_complete=offered("roles"), help="The role that leads it; by default the first.")
def step(name: str, folder: Path | None, target: str, springboard: str, actor: str | None) -> None:
    """Write a step into a pack, with an action for each fact that its target needs."""
    _say(
        workshop.new_step(_named(folder), name, target, springboard, actor), "reason, actions, first days, pitfall and indicator"
    )


@new.command(cls=Command, epilog="Example: advisor new measure mandate_backing informal --pack tea-house")
@click.argument("fact", metavar="QUESTION")
@click.argument("level")
@of_pack
def measure(fact: str, level: str, folder: Path | None) -> None:
    """Write into a pack what it takes to bring the answer to QUESTION to LEVEL."""
    _say(
        workshop.new_measure(_named(folder), fact, level),
        "what is missing, what is done, and how one sees it; then use it in a step or a remedy",
    )


def _named(folder: Path | None) -> Path:
    """Return the folder of the pack: the one that was named, else the one we are in."""
    if folder is not None:
        return folder
    if Path("pack.yaml").is_file():
        return Path()
    raise UnusableInputError([Problem(Place("advisor"), "no pack is named.", "Name its folder with --pack.")])


def _say(file: Path, todo: str) -> None:
    click.echo(f"{file}: next, say in your own words {todo}.")
