"""What a shell offers while a command is typed: the ids and the languages of the pack that the command is about.

Whatever cannot be read offers nothing, and nothing is waited for: a person who presses a key gets names, or none.
"""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from click.shell_completion import CompletionItem

from advisor import desk, paths
from advisor.errors import AdvisorError, printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import click


def pack_names(incomplete: str) -> list[CompletionItem]:
    """Return the names of the packs that are shipped or installed."""
    return _offered(dict.fromkeys(desk.known_packs(), ""), incomplete)


def verdicts(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return what can be explained: approaches, findings and steps."""
    return _offered(dict(entry for pack in _packs(ctx) for entry in _verdicts(pack)), incomplete)


def entries(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return everything in a pack that has a page."""
    return _offered(dict(entry for pack in _packs(ctx) for entry in _entries(pack)), incomplete)


def topics(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the topics of a pack."""
    return _offered({topic.id: topic.name for pack in _packs(ctx) for topic in pack.topics}, incomplete)


def approaches(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the approaches of a pack, which steps lead to."""
    return _offered(dict(_approaches(_packs(ctx))), incomplete)


def springboards(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return where a step can begin."""
    begun = {"nothing": "Nothing is established yet.", "begun": "The target has begun."}
    return _offered(dict(_approaches(_packs(ctx))) | begun, incomplete)


def roles(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the roles of a pack."""
    return _offered({role.id: role.name for pack in _packs(ctx) for role in pack.roles}, incomplete)


def pack_languages(ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the languages that a pack is written in or has a catalogue for, finished or not: that is not worth a wait."""
    own = {pack.info.language for pack in _packs(ctx)}
    return _offered(dict.fromkeys(own.union(*map(desk.languages, _folders(ctx))), ""), incomplete)


def report_languages(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Return the languages of reports, in which a pack can be written."""
    return _offered(dict.fromkeys(desk.spoken(paths.shipped("templates")), ""), incomplete)


def _offered(named: Mapping[str, str], incomplete: str) -> list[CompletionItem]:
    """Return the names that go on as somebody typed, each with what it stands for in one line."""
    return [
        CompletionItem(name, help=printable(" ".join(told.split())) or None)
        for name, told in sorted(named.items())
        if name.startswith(incomplete)
    ]


def _approaches(among: Iterable[desk.Pack]) -> Iterator[tuple[str, str]]:
    return ((approach.id, approach.name) for pack in among for approach in pack.approaches)


def _verdicts(pack: desk.Pack) -> Iterator[tuple[str, str]]:
    yield from _approaches([pack])
    yield from ((finding.id, finding.title) for finding in pack.findings)
    yield from ((step.id, step.title) for step in pack.steps)


def _entries(pack: desk.Pack) -> Iterator[tuple[str, str]]:
    yield from _verdicts(pack)
    yield from ((topic.id, topic.name) for topic in pack.topics)
    yield from ((question.id, question.label) for question in pack.questions)
    yield from ((pole.id, pole.name) for pole in pack.poles())
    yield from ((criterion.id, criterion.title) for criterion in pack.criteria)
    yield from ((condition.id, condition.name) for condition in pack.conditions)
    yield from ((measure.id, "") for measure in pack.measures)
    yield from ((source.id, source.title) for source in pack.sources)


def _packs(ctx: click.Context) -> Iterator[desk.Pack]:
    """Yield the packs that a command is about, without those that cannot be read."""
    for folder in _folders(ctx):
        with suppress(AdvisorError, OSError):
            yield desk.load(folder)


def _folders(ctx: click.Context) -> tuple[Path, ...]:
    """Return the folders of the packs that a command is about: those it names, that of its answers, or the shipped ones."""
    given = ctx.params.get("folder") or ctx.params.get("folders")
    if given:
        return given if isinstance(given, tuple) else (given,)
    if ctx.parent is not None and ctx.parent.info_name == "new" and Path("pack.yaml").is_file():
        return (Path(),)
    file = ctx.params.get("file") or ctx.params.get("new")
    # a pipe would be empty when the command itself comes to it
    if isinstance(file, Path) and file.is_file() and (named := desk.pack_named_in(file)) is not None:
        return (named,)
    return paths.shipped_packs()
