"""Reports for the tests of all formats: written by the command, or from a value."""

from __future__ import annotations

import io
import json
import random
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import page
import pypdf
from click.testing import CliRunner

from advisor import paths
from advisor.answers import packs
from advisor.answers.read import read_pack_id
from advisor.cli import main
from advisor.i18n.catalogue import read_catalogue
from advisor.reasoning.assess import assess
from advisor.reasoning.knowledge_base import KnowledgeBase
from advisor.reasoning.pack_engine import build_engine
from advisor.reports.compose import compose
from advisor.reports.context import Context
from advisor.reports.language import load_words
from tests.support.cities import by_chance, city
from tests.support.hostile import HOSTILE
from tests.support.small_pack import APPROACHES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from advisor.knowledge.model import Pack
    from advisor.reasoning.answers import Answers
    from advisor.reasoning.outcome import Outcome
    from advisor.reasoning.pack_engine import PackEngine
    from advisor.reports.document import Document

ROOT = Path(__file__).parents[2]
EXAMPLES = sorted((ROOT / "examples").rglob("*.answers.yaml"))
TEMPLATES = paths.shipped("templates")
TYPST = ('#read("/etc/passwd")', "$ sqrt(2) $ #import", "= heading <label> @ref", "\\u{41} // /* x")
FALSE_ALARMS = ("PDFA2A-STREAM-LENGTH-001", "PDFA3A-STREAM-LENGTH-001")


def name_of(example: Path) -> str:
    return example.name.split(".")[0]


@cache
def pack_of(example: Path) -> Pack:
    return packs.pack_for(example, None, None)


@cache
def engine_of(example: Path) -> PackEngine:
    return build_engine(pack_of(example))


@cache
def languages(pack: str) -> list[str]:
    """Return the languages in which reports on a shipped pack can be had."""
    folders = (ROOT / "rules" / pack / "translations", TEMPLATES / "translations")
    there = sorted(folders[0].glob("*.po"))
    return ["de", *(file.stem for file in there if not any(read_catalogue(each / file.name).draft for each in folders))]


EDITIONS = [(example, language) for example in EXAMPLES for language in languages(read_pack_id(example))]
"""Every example in every language in which it can be told."""


def report(file: Path, form: str, *more: str) -> bytes:
    """Return a report; one of an example, with nothing from a folder of the test, is written once in each process."""
    always_the_same = file in EXAMPLES and not any("/" in each for each in more)
    return _written_once(file, form, *more) if always_the_same else _written(file, form, *more)


def _written(file: Path, form: str, *more: str) -> bytes:
    done = CliRunner().invoke(main, ["advise", str(file), "--format", form, *more])
    assert done.exit_code == 0, done.stderr
    return done.stdout_bytes


_written_once = cache(_written)


def said(file: Path, *more: str) -> tuple[int, str]:
    """Return the exit code and what was said beside the report."""
    done = CliRunner().invoke(main, ["advise", str(file), *more])
    return done.exit_code, done.stderr


def context(pack: Pack, answers: Answers, outcome: Outcome) -> Context:
    return Context(pack, answers, outcome, load_words(TEMPLATES, "de"))


def imagined(pack: Pack, engine: PackEngine, number: int) -> Context:
    """Return a city by chance, of which some answers are unknown."""
    dice = random.Random(number)
    asked = city(pack, {name: value for name, value in by_chance(pack, dice).items() if dice.random() < 0.8})
    return context(pack, asked, assess(KnowledgeBase(pack, engine), asked))


def document(pack: Pack, answers: Answers, outcome: Outcome, audience: str = "team") -> Document:
    return compose(TEMPLATES, audience, pack, answers, outcome)


def as_shown(text: str) -> str:
    """Return what somebody typed as readers get it: signs that nobody sees, or that turn others around, are replaced."""
    return re.sub("[\x00-\x08\x0b-\x1f\u2028\u202a-\u202e\ufeff]", "\ufffd", text)


def bare(text: str) -> str:
    """Return a text without what typesetting changes: spaces, hyphens, and places to break."""
    return re.sub(r"[\s\u00ad\u200b\u2010-]+", "", text)


def pdf_text(content: bytes) -> str:
    """Return the text of all pages without running heads and page numbers, bare."""
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    head = bare(pypdf.PdfReader(io.BytesIO(content)).metadata.title or "")  # type: ignore[union-attr]
    texts = []
    for number, each in enumerate(pages, start=1):
        text = bare(each.extract_text()).replace(f"Seite{number}von{len(pages)}", "")
        texts.append(re.sub(rf"{re.escape(head)}\d+\.[^\W\d]+\d{{4}}", "", text) if number > 1 else text)
    return "".join(texts)


def failures(content: bytes, profile: str) -> list[str]:
    """Return what a checker finds; its one known false alarm counts only where it is none."""
    found = page.validate_pdf_bytes(content, profile=profile).failures
    return [each.rule_id for each in found if not _false_alarm(content, each)]


def _false_alarm(content: bytes, failure: page.ValidationFailure) -> bool:
    """Tell whether a stream of the right length was refused because its last byte is a carriage return."""
    if failure.rule_id not in FALSE_ALARMS or failure.object_id is None:
        return False
    number = failure.object_id.object_number
    begun = re.search(rf"(?<!\d){number} 0 obj\s*<<.*?/Length (\d+).*?>>\s*stream\r?\n".encode(), content, re.DOTALL)
    if begun is None:
        return False
    end = begun.end() + int(begun[1])
    return content[end - 1 : end] == b"\r" and content[end:].lstrip(b"\r\n").startswith(b"endstream")


def hostile_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Yield strings that try to be more than text, and files of cities that use each as name, note and name of a role."""
    nothing = ", ".join(f"{name}_{part}: none" for name in APPROACHES for part in ("people", "money"))
    for number, text in enumerate([*HOSTILE, *TYPST, "\u05e9\u05dc\u05d5\u05dd \u0645\u0631\u062d\u0628\u0627"]):
        file, given = folder / f"{number}.answers.yaml", json.dumps(text, ensure_ascii=False)
        role = json.dumps(f"der {text}", ensure_ascii=False)
        head = f"pack: small\ncity: {{name: {given}, roles: {{librarian: {role}}}}}\ndate: 2026-11-22\nnote: {given}\n"
        file.write_text(f"{head}answers: {{{nothing}, visitors: {{value: 3, note: {given}}}}}\n", encoding="utf-8")
        yield text, file
