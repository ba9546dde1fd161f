"""Read a pack from its folder, with the pack it extends, and report every mistake with its line.

What only follows from a mistake is counted at its cause and left out: whoever mends the cause is rid of it.
"""

from __future__ import annotations

import hashlib
import os
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from advisor.errors import Place, Problem, UnusableInputError, for_authors, suggest
from advisor.knowledge import drafts, extending, fields, findings, identity, measures, model, people, steps
from advisor.knowledge.decode import Decoder
from advisor.knowledge.history import PackChange
from advisor.knowledge.identity import Base
from advisor.knowledge.pack_files import PackFiles, pack_files
from advisor.knowledge.premises import premise_problems
from advisor.knowledge.source_map import Places
from advisor.knowledge.symbols import entries, gather_names
from advisor.yaml_source.read import Comment, Source, read_source

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from advisor.knowledge.decode import Names
    from advisor.yaml_source.read import Plain


_OF_LOST_FILES = {"F209", "F212", "F213", "F215", "C305", "R110", "R115"}
"""What is said about names that nothing defines, or sections that are nowhere: they may stand in what cannot be read."""

_OF_NAMES = {"F209", "C305", "C306", "C307", "C308", "C309", "R110"}
"""What is said about the use of a name; where the entry of that name is wrong, it may be right."""


ONE: dict[str, type[fields.Entry]] = {"pack": identity.PackInfo, "balance": steps.Balance, "tie": steps.Tie}

MANY: dict[str, type[fields.Entry]] = {
    "topics": model.Topic,
    "questions": model.Question,
    "axes": model.Axis,
    "approaches": model.Approach,
    "conditions": findings.NamedCondition,
    "activities": findings.Activity,
    "measures": measures.Measure,
    "findings": findings.Finding,
    "steps": steps.Step,
    "criteria": steps.Criterion,
    "drafts": drafts.Draft,
    "roles": people.Role,
    "names": people.RoleName,
    "presets": people.Preset,
    "sources": model.Source,
    "changes": PackChange,
}

SECTIONS = (*ONE, *MANY, "articles", extending.SECTION)
"""The top-level keys that any file of a pack may hold."""

_MOST_FILES = 1_000

_MOST_BYTES = 20_000_000


def without_following(problems: Iterable[Problem], lost: Problem | None, faulty: Mapping[str, Problem]) -> list[Problem]:
    """Return problems without those that may follow from others, which say how many these are.

    Args:
        problems: everything that was found.
        lost: that a file cannot be read at all, if there is one.
        faulty: by name, what is wrong with its entry.

    """
    kept: list[Problem] = []
    following: Counter[Problem] = Counter()
    for each in dict.fromkeys(problems):
        cause = lost if lost is not None and each.code in _OF_LOST_FILES else None
        if cause is None and each.code in _OF_NAMES:
            cause = faulty.get(each.about)
        if cause is None or cause == each:
            kept.append(each)
        else:
            following[cause] += 1
    return [_counted(each, following[each]) for each in kept]


def _counted(problem: Problem, following: int) -> Problem:
    if not following:
        return problem
    more = "1 problem that may follow from it is" if following == 1 else f"{following} problems that may follow from it are"
    return msgspec.structs.replace(problem, what=f"{problem.what} {more} not shown.")


class LoadedPack(msgspec.Struct, frozen=True):
    """A pack with the place of everything in it and the comments to the check, for checks that report lines.

    ``sources`` are its files with those of ``base``, the pack that it extends.
    """

    pack: model.Pack
    places: Places
    comments: tuple[Comment, ...]
    folder: Path
    sources: tuple[Source, ...]
    base: LoadedPack | None = None


def load_pack(folder: Path, above: tuple[Path, ...] = ()) -> LoadedPack:
    """Read the pack in a folder, and the packs that it extends; ``above`` are the packs that extend this one.

    Raises:
        UnusableInputError: with every problem of every file, if there is any.

    """
    there = pack_files(folder) if folder.is_dir() else PackFiles([], [], [])
    files, problems = there.knowledge, list(there.problems)
    _refuse_foreign(folder, files)
    if not any(file.name == "pack.yaml" for file in files):
        raise UnusableInputError([_no_pack(folder, files), *problems])
    sources, lost = [], problems[0] if problems else None
    for file in files:
        source, found = read_source(file, str(file))
        sources.append(source)
        found = found or list(_unknown_sections(source))
        problems += found
        lost = lost or (found[0] if found and not isinstance(source.data, dict) else None)
    extension, found = extending.extension_of(sources)
    problems += found
    base = None
    if extension is not None:
        try:
            base = load_pack(extending.folder_of(extension, folder, above), (*above, folder.resolve()))
            problems += extending.outdated(extension, base.pack.info)
            below, found = extending.remaining(extension, base.sources, sources)
            sources = [*below, *sources]
            problems += found
        except UnusableInputError as error:
            raise UnusableInputError(for_authors(without_following([*problems, *error.problems], lost, {}))) from error
    pack, places, found, faulty = _assemble(sources, folder, _hash(folder, files), _order(base))
    problems += found
    if pack is not None and base is not None and extension is not None:
        problems += extending.misfits(extension, pack.info, base.pack.info)
        pack = _on(base.pack, pack)
    if problems or pack is None:
        raise UnusableInputError(for_authors(without_following(problems, lost or faulty.get(""), faulty)))
    comments = tuple(comment for source in sources for comment in source.comments)
    return LoadedPack(pack, places, comments, folder, tuple(sources), base)


def _on(base: model.Pack, pack: model.Pack) -> model.Pack:
    """Return a pack that says what it extends, with a hash that covers both; money is the same in both."""
    bases = (Base(base.info.id, base.info.version, base.hash, base.changes), *base.bases)
    digest = hashlib.sha256(f"{base.hash}\0{pack.hash}".encode()).hexdigest()
    own, below = pack.info, base.info
    currency, competences = own.currency or below.currency, own.competences or below.competences
    info = msgspec.structs.replace(own, currency=currency, competences=competences)
    return msgspec.structs.replace(pack, info=info, hash=digest, bases=bases)


def _no_pack(folder: Path, files: list[Path]) -> Problem:
    hint = "Name the folder that holds pack.yaml."
    if any(file.name.lower() in {"pack.yml", "pack.yaml"} for file in files):
        hint = "Call the file that says what the pack is 'pack.yaml', with this ending and in small letters."
    return Problem(Place(str(folder)), "this is not a pack: it has no pack.yaml.", hint, "R107")


def _refuse_foreign(folder: Path, files: list[Path]) -> None:
    """Refuse files that lie elsewhere, and more than anybody writes.

    Raises:
        UnusableInputError: a link leads out of the folder, or there are too many files or bytes.

    """
    home = folder.resolve()
    hint = "A pack holds only files of its own; copy the file."
    links = [file for file in files if not file.resolve().is_relative_to(home)]
    if links:
        raise UnusableInputError(Problem(Place(str(file)), "the file lies outside the pack.", hint, "R101") for file in links)
    if len(files) > _MOST_FILES or sum(file.stat().st_size for file in files) > _MOST_BYTES:
        what = f"the pack has more than {_MOST_FILES} files or {_MOST_BYTES // 1_000_000} MB."
        raise UnusableInputError([Problem(Place(str(folder)), what, "Name the folder of one pack only.", "R107")])


def _hash(folder: Path, files: list[Path]) -> str:
    digest = hashlib.sha256()
    for file in files:
        content = file.read_bytes() if os.access(file, os.R_OK) else b""  # then reading has failed, and nobody sees the hash
        digest.update(os.fsencode(f"{file.relative_to(folder).as_posix()}\0{len(content)}\0"))
        digest.update(content)
    return digest.hexdigest()


def _order(base: LoadedPack | None) -> dict[str, int]:
    """Return the place of each entry of the extended pack: what is written anew takes the place of what it replaces."""
    found = (f"{section}/{getattr(each, 'id', '')}" for section in MANY for each in (getattr(base.pack, section) if base else ()))
    return {name: place for place, name in enumerate(found)}


def _unknown_sections(source: Source) -> Iterator[Problem]:
    if source.data is None:
        return
    if not isinstance(source.data, dict):
        hint = f"Use one of: {', '.join(SECTIONS)}."
        yield Problem(Place(source.file, 1), "the file must start with a section.", hint, "R108")
        return
    for key in source.data:
        if key not in SECTIONS:
            yield Problem(source.place((key,)), f"'{key}' is not a section of a pack.", suggest(key, SECTIONS), "R109")


def _uneven(articles: dict[str, dict[str, str]], forms: Collection[str], places: Places) -> Iterator[Problem]:
    """Yield a problem for each form that an article lacks, though a text may ask for it."""
    for article, there in articles.items():
        for form in forms:
            if form not in there:
                what = f"the article '{article}' does not say what '{form}' becomes."
                yield Problem(places.of(f"articles/{article}"), what, f"Add '{form}:'; texts may ask for it.", "F215")


def _made_unknown(section: str, raw: Plain, kind: type[fields.Entry], names: Names) -> str | None:
    """Return what is not known elsewhere because an entry is wrong: its section or its name, or "" for a name it does not say."""
    if section in ONE:
        return section
    name = raw.get("id") if isinstance(raw, dict) else None
    if not isinstance(name, str):
        return "" if "id" in kind.__struct_fields__ else None
    domain = names.vocabulary.facts.get(name)
    levels = names.vocabulary.several.get(name, getattr(domain, "names", (name,) if domain else ()))
    return name if section == "questions" and (not levels or "None" in levels) else None


def _assemble(
    sources: list[Source], folder: Path, digest: str, order: dict[str, int]
) -> tuple[model.Pack | None, Places, list[Problem], dict[str, Problem]]:
    names, problems, faulty = gather_names(sources)
    decoders = {source.file: Decoder(source, names, problems) for source in sources}
    places = Places({})
    found: dict[str, list[Any]] = {section: [] for section in SECTIONS}
    for section, kind in {**ONE, **MANY}.items():
        for source, path, raw in entries(sources, section):
            before, decoder = len(problems), decoders[source.file]
            entry = decoder.listed(raw, kind, path) if section in MANY else decoder.entry(raw, kind, path)
            if len(problems) > before and (unknown := _made_unknown(section, raw, kind, names)) is not None:
                faulty.setdefault(unknown, problems[before])
            if entry is not None:
                found[section].append(entry)
                places.entries[f"{section}/{getattr(entry, 'id', len(found[section]))}"] = (source, path)
        found[section].sort(key=lambda entry, section=section: order.get(f"{section}/{getattr(entry, 'id', '')}", len(order)))  # type: ignore[misc]
    articles: dict[str, dict[str, str]] = {}
    for source, path, raw in entries(sources, "articles"):
        table = decoders[source.file].table(raw, path)
        articles |= table
        places.entries.update({f"articles/{name}": (source, (*path, name)) for name in table})
    problems += _uneven(articles, names.forms, places)
    for section in ONE:
        if not found[section]:
            what = f"the pack has no section '{section}'."
            problems.append(Problem(Place(str(folder / "pack.yaml")), what, "Add it to one of its files.", "R110", section))
    if problems:
        return None, places, problems, faulty
    topics = [topic.id for topic in found["topics"]]
    approaches = [approach.id for approach in found["approaches"]]
    kinds = fields.FINDING_KINDS
    pack = model.Pack(
        info=found["pack"][0],
        hash=digest,
        topics=tuple(found["topics"]),
        questions=tuple(sorted(found["questions"], key=lambda question: topics.index(question.topic))),
        axes=tuple(found["axes"]),
        approaches=tuple(found["approaches"]),
        findings=tuple(sorted(found["findings"], key=lambda finding: kinds.index(finding.kind))),
        steps=tuple(sorted(found["steps"], key=lambda step: approaches.index(step.target))),
        criteria=tuple(found["criteria"]),
        tie=found["tie"][0],
        balance=found["balance"][0],
        articles=articles,
        roles=tuple(found["roles"]),
        names=tuple(found["names"]),
        presets=tuple(found["presets"]),
        sources=tuple(found["sources"]),
        changes=tuple(found["changes"]),
        vocabulary=names.vocabulary,
        conditions=tuple(found["conditions"]),
        activities=tuple(found["activities"]),
        measures=tuple(found["measures"]),
        drafts=tuple(found["drafts"]),
    )
    return pack, places, list(premise_problems(pack, places, Place(str(folder / "pack.yaml")))), faulty
