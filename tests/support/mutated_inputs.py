"""Inputs of each kind that the product reads, each changed, and one command that reads its kind; and what may come of it."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random
from typing import NamedTuple

import yaml

from tests.support.mutating import SCALARS, mutated
from tests.support.spawning import Done, run
from tests.test_logo import GOOD, png

ROOT = Path(__file__).parents[2]
START = ROOT / "examples" / "seed-start.answers.yaml"
MOST_SECONDS = 10.0
MOST_BYTES = 100_000
"""More than anybody reads, of messages."""
JUDGING = frozenset({"check", "test", "verify", "diff", "prove"})
"""Commands whose exit code 1 says something."""
KINDS = {"answers": 34, "ask": 18, "pack": 26, "template": 6, "logo": 6, "catalogue": 4, "report": 6}
QUIET = frozenset({"merge", "docs", "translate"})
"""Commands that say nothing where all is well."""
STYLES = (
    """pack: smart-city
city: {name: Hinterwil, canton: BE, population: 4200, roles: {executive: Gemeinderat}, aim: [themenlab, sektoralbereich]}
date: 2026-11-22
note: von Hand geschrieben
answers: {
  domain_expertise: {value: 2, note: "Frau Ö. \\"weiss\\" es", by: office_head, on: 2026-10-01},  # am Telefon
  staff_proposals: regular, topic_owners: unknown,
  political_occasion: [legislature_goal],
}
""",
    """\ufeffpack:   "smart-city"
city:
    name: 'Mittel#stadt'      # wie im Register
    language: fr
date: 2026-11-22
answers:
    # Amtsleitungen
    domain_expertise:
        value: unknown
        said:
        -   {value: individuals, by: executive, on: 2026-11-20, note: "eine lange
              Notiz"}
        -   {value: several_topics, by: topic_owner}
    executive_decision: {value: taken, by: Sitzung, said: [{value: taken, by: a}, {value: none, by: b, note: x}]}
    staff_unit: unknown
retired: {}
""",
    "pack: smart-city\r\npack_version: 1.0.0\r\ncity: {name: Zug}\r\ndate: 2020-01-01\r\nanswers: {}\r\n...\r\n# Ende\r\n",
)
"""Answers as different hands write them."""
DRAWINGS = (
    GOOD,
    """<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="120mm" height="40mm"
 viewBox="0 0 120 40" version="1.1">
<title>x</title><defs><linearGradient id="a" x1="0" y1="0" x2="1" y2="0"><stop offset="0" stop-color="#fff"/>
<stop offset="1" style="stop-color:#123456"/></linearGradient><linearGradient id="b" xlink:href="#a"/>
<clipPath id="c"><rect width="60" height="20"/></clipPath></defs><style>.st0{fill:#7a1f2b;}</style>
<g clip-path="url(#c)" transform="translate(3,4) scale(.5)"><path class="st0" d="M1,1h9v9z"/></g>
<ellipse cx="30" cy="20" rx="9" ry="4" fill="url(#b)" opacity=".5"/>
<polygon points="0,0 9,0 9,9" style="fill:none;stroke:#000;stroke-width:2px"/></svg>""",
)
TYPED = (
    "1",
    "2",
    "3",
    "4",
    "12",
    "",
    "w",
    "u",
    "z",
    "t",
    "g",
    "s",
    "n",
    "e",
    "j",
    "unknown",
    "weiss nicht",
    "BE",
    "Bern",
    "30.6.2028",
    "80 %",
    "1'200",
)

Input = tuple[str, list[str], bytes]
"""The file that was changed, the command that reads it, and what is typed."""


class Stock(NamedTuple):
    """What inputs are made from: a small pack, answers to it, and reports of a city."""

    folder: Path

    @property
    def reports(self) -> list[Path]:
        """Return the reports, one of each format."""
        return sorted(self.folder.glob("report.*"))


class Tried(NamedTuple):
    """One input: its number, its kind, the command, and what is wrong with what came of it."""

    number: int
    kind: str
    command: list[str]
    process: bool
    wrong: list[str]
    seconds: float


def make_stock(folder: Path) -> Stock:
    """Write a small pack, and a report in each format."""
    made = [["new", "pack", "demo"]]
    council = ["advise", str(START), "--audience", "council", "--format"]
    made += [[*council, form, "-o", f"report.{form}"] for form in ("md", "text", "html", "docx", "pdf")]
    made.append([*council, "pdf", "--embed", "-o", "report.embedded.pdf"])
    for command in made:
        done = run(command, folder)
        assert done.code == 0, done
    return Stock(folder)


def try_input(stock: Stock, seed: str, number: int, folder: Path) -> Tried:
    """Make the input of a number, let a command read it, and look at what came of it."""
    dice = Random(f"{seed}/{number}")
    kind = dice.choices(list(KINDS), list(KINDS.values()))[0]
    process = dice.randrange(20) == 0
    name, command, typed = _MAKERS[kind](stock, dice, folder)
    before = _contents(folder)
    readable = kind == "ask" and _is_readable(folder, name)
    done = run(command, folder, typed, process=process)
    wrong = _misdeeds(done, command[0])
    after = _contents(folder)
    allowed = {"ask": [Path(name)], "new": [path for path in before if path.name.endswith(".schema.json")]}.get(command[0], [])
    wrong += [f"changed {path}" for path in before if before[path] != after.get(path) and path not in allowed]
    wrong += [f"left {path}" for path in after if path.name.endswith((".tmp", ".lock"))]
    if kind == "ask" and readable:
        wrong += _losses(folder, name, before[Path(name)], after.get(Path(name), b""))
    if kind == "ask" and not readable and after.get(Path(name)) != before[Path(name)]:
        wrong.append("a file that cannot be read was written to")
    return Tried(number, kind, command, process, wrong, done.seconds)


def _misdeeds(done: Done, command: str) -> list[str]:
    wrong = []
    if done.code not in ({0, 1, 2} if command in JUDGING else {0, 2}):
        wrong.append(f"exit code {done.code}")
    if b"Traceback (most recent call last)" in done.err + done.out:
        wrong.append("a traceback: " + done.err.decode(errors="replace")[-1_500:])
    if done.code == 2 and not (done.err + (done.out if command == "ask" else b"")).strip():
        wrong.append("exit code 2 without a word")
    if done.code == 0 and command not in QUIET and not (done.out + done.err).strip():
        wrong.append("nothing was said")
    if done.seconds > MOST_SECONDS:
        wrong.append(f"{done.seconds:.1f} seconds")
    if len(done.err) > MOST_BYTES:
        wrong.append(f"{len(done.err)} bytes of messages")
    return wrong


def _contents(folder: Path) -> dict[Path, bytes]:
    return {file.relative_to(folder): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()}


def _is_readable(folder: Path, name: str) -> bool:
    return run(["advise", name, "--format", "json"], folder).code == 0


def _losses(folder: Path, name: str, before: bytes, after: bytes) -> list[str]:
    wrong = [] if _is_readable(folder, name) else ["the file can no longer be read"]
    lost = set(_names(before)) - set(_names(after))
    return [*wrong, f"lost {sorted(lost)}"] if lost else wrong


def _names(content: bytes) -> list[str]:
    try:
        tree = yaml.load(content.decode("utf-8-sig"), Loader=yaml.CBaseLoader)  # noqa: S506 - every scalar stays text
        return [*tree["answers"], *(tree.get("retired") or ())]
    except (ValueError, TypeError, KeyError, AttributeError, yaml.YAMLError):
        return []


def _answers(stock: Stock, dice: Random, folder: Path) -> Input:
    command = dice.choice(("advise", "advise", "advise", "explain", "compare", "merge", "verify", "explain"))
    name = _city(dice, folder)
    other = str(dice.choice(sorted((ROOT / "examples").glob("*.yaml"))))
    forms = ("json", "json", "md", "md", "text", "html", "pdf", "docx")
    match command:
        case "advise":
            language = dice.choice(("de", "de", "de", "fr", "it", "en"))
            return name, ["advise", name, "--format", dice.choice(forms), "--lang", language], b""
        case "explain":
            changes = dice.choice(([], ["--what-if", f"staff_unit={dice.choice(SCALARS)}"], [dice.choice(SCALARS) or "x"]))
            changes = [each.replace("\0", "") for each in changes]
            return name, ["explain", name, *(["--", *changes] if changes and changes[0] != "--what-if" else changes)], b""
        case "compare":
            return name, ["compare", *dice.choice(([name, other], [other, name]))], b""
        case "merge":
            return name, ["merge", *dice.choice(([name, other], [other, name])), "-o", "merged.yaml"], b""
        case _:
            report = dice.choice([each for each in stock.reports if each.suffix != ".docx"])
            return name, ["verify", str(report), name], b""


def _city(dice: Random, folder: Path) -> str:
    examples = [file.read_bytes() for file in sorted((ROOT / "examples").glob("*.yaml"))]
    sources = [*examples, *(text.encode() for text in STYLES * 2)]
    name = "city.answers.yaml"
    (folder / name).write_bytes(mutated(dice, dice.choice(sources), "yaml"))
    return name


def _ask(_stock: Stock, dice: Random, folder: Path) -> Input:
    name = _city(dice, folder)
    lines = [dice.choice((*TYPED, *TYPED, *SCALARS)).encode() for _ in range(dice.randrange(1, 14))]
    if dice.randrange(4) == 0:
        lines.insert(dice.randrange(len(lines)), dice.randbytes(5).replace(b"\n", b""))
    more = [] if dice.randrange(3) else ["--by", dice.choice(("executive", "office_head", "Frau Ö.", "x" * 300))]
    return name, ["ask", name, *more], b"\n".join(lines) + b"\n"


def _pack(stock: Stock, dice: Random, folder: Path) -> Input:
    large = dice.randrange(4) == 0
    source = ROOT / "rules" / dice.choice(("smart-city", "unit-leadership")) if large else stock.folder / "demo"
    pack = folder / "demo"
    shutil.copytree(source, pack)
    answers = str(dice.choice(sorted((ROOT / "examples").glob("*.yaml")))) if large else str(stock.folder / "demo.answers.yaml")
    files = [file for file in sorted(pack.rglob("*.yaml")) if "translations" not in file.parts]
    file = dice.choice(files)
    file.write_bytes(mutated(dice, file.read_bytes(), "yaml"))
    commands = (
        *([["check", "demo"]] * 5),
        *([["advise", answers, "--pack", "demo", "--format", form] for form in ("json", "md", "html", "text", "pdf", "docx")]),
        ["explain", answers, "--pack", "demo"],
        ["test", "demo"],
        ["test", "--pack", "demo", "demo/cases.yaml"],
        ["schema", "pack", "--pack", "demo"],
        ["docs", "demo", "-o", "pages"],
        ["new", "question", "fresh", "--pack", "demo"],
        ["diff", str(stock.folder / "demo"), "demo"],
    )
    command = dice.choice(commands)
    if large and command[0] in {"test", "docs", "diff"}:
        command = ["check", "demo"]
    return str(file.relative_to(folder)), command, b""


def _template(_stock: Stock, dice: Random, folder: Path) -> Input:
    section = dice.choice([each for each in sorted((ROOT / "templates" / "report").glob("*.j2")) if "imprint" not in each.name])
    own = folder / "own" / "report"
    own.mkdir(parents=True)
    (own / section.name).write_bytes(mutated(dice, section.read_bytes(), "template"))
    form, audience = dice.choice(("md", "text", "html", "html", "pdf")), dice.choice(("team", "council"))
    return (
        f"own/report/{section.name}",
        ["advise", str(START), "--templates", "own", "--format", form, "--audience", audience],
        b"",
    )


def _logo(_stock: Stock, dice: Random, folder: Path) -> Input:
    kind = dice.choice(("svg", "svg", "png"))
    content = dice.choice(DRAWINGS).encode() if kind == "svg" else png()
    (folder / "logo").write_bytes(mutated(dice, content, kind))
    form = dice.choice(("html", "pdf", "docx"))
    return "logo", ["advise", str(START), "--logo", "logo", "--audience", "council", "--format", form], b""


def _catalogue(_stock: Stock, dice: Random, folder: Path) -> Input:
    if dice.randrange(3) == 0:
        shutil.copytree(ROOT / "templates", folder / "templates")
        file = folder / "templates" / "translations" / dice.choice(("fr.po", "it.po", "en.po"))
        command = ["check", "templates"]
    else:
        shutil.copytree(ROOT / "rules" / "smart-city", folder / "demo")
        language = dice.choice(("fr", "it", "en"))
        file = folder / "demo" / "translations" / dice.choice((f"{language}.po", f"{language}.po", f"{language}.roles.yaml"))
        advise = ["advise", str(START), "--pack", "demo", "--lang", language, "--format", dice.choice(("md", "json", "html"))]
        command = dice.choice((["check", "demo"], advise, advise))
    file.write_bytes(mutated(dice, file.read_bytes(), "po" if file.suffix == ".po" else "yaml"))
    return str(file.relative_to(folder)), command, b""


def _report(stock: Stock, dice: Random, folder: Path) -> Input:
    source = dice.choice(stock.reports)
    kind = "zip" if source.suffix == ".docx" else "bytes" if source.suffix == ".pdf" else "template"
    (folder / source.name).write_bytes(mutated(dice, source.read_bytes(), kind))
    answers = [] if "embedded" in source.name else [str(START)]
    return source.name, ["verify", source.name, *answers], b""


_MAKERS = {
    "answers": _answers,
    "ask": _ask,
    "pack": _pack,
    "template": _template,
    "logo": _logo,
    "catalogue": _catalogue,
    "report": _report,
}


def told(tried: Tried, seed: str) -> str:
    """Return what is wrong with one input, and how to make it again."""
    how = " in a process" if tried.process else ""
    return f"{seed}/{tried.number} ({tried.kind}{how}): advisor {' '.join(tried.command)}\n    " + "\n    ".join(tried.wrong)
