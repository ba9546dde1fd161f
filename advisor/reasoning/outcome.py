"""The outcome: everything a report or a script needs to know, as plain values.

Its shape is a contract (``advisor schema outcome``): fields are added, never renamed or removed.
"""

from __future__ import annotations

import datetime
from typing import Literal

import msgspec

from advisor.errors import escaped_data
from advisor.knowledge.fields import Kind, Provenance
from advisor.reasoning.told import Above, ContradictionState, CostState, Expense, Fork, Grant, Part, Renewal, Said

Status = Literal["established", "emerging", "absent", "undetermined"]
Given = str | int | list[str] | None
_PLAIN = bytes(range(ord(" "), ord("~") + 1))  # printable for certain; what a text has beside them is still whole letters


class BaseRef(Part, frozen=True, kw_only=True):
    """A pack that another one extends."""

    id: str
    version: str
    hash: str


class PackRef(Part, frozen=True, kw_only=True, omit_defaults=True):
    """Which knowledge was used, exactly; ``extends`` are the packs below it, the nearest first, and the hash covers them."""

    id: str
    version: str
    hash: str
    extends: list[BaseRef] = []


class CityRef(Part, frozen=True, kw_only=True):
    """Whom the advice is for."""

    name: str
    canton: str | None
    roles: dict[str, str]


Weakness = Literal["no_note", "old", "disputed", "implied"]


class Support(Part, frozen=True, kw_only=True):
    """An answer that a verdict rests on, and what is weak about it."""

    question: str
    answer: Given
    weak: list[Weakness]


class Requirement(Part, frozen=True, kw_only=True):
    """One fact that constitutes an approach: what is needed, what was answered (null: unknown)."""

    fact: str
    needed: list[str]
    answered: Given
    state: Literal["met", "missing", "unknown"]


class ApproachState(Part, frozen=True, kw_only=True):
    """Where an approach stands; ``possible`` lists the statuses that the unknown answers still allow.

    ``distance`` is how many answers would have to be different for another status; null if more than three, or while it is open.
    ``distance_unbacked`` counts only answers that something is weak about: null if no three of them are enough.
    """

    status: Status
    possible: list[Literal["established", "emerging", "absent"]]
    met: list[str]
    missing: list[str]
    unknown: list[str]
    requirements: list[Requirement]
    aimed: bool
    support: float
    distance: int | None = None
    distance_unbacked: int | None = None
    rests_on: list[Support] = []
    strengths: list[str] = []
    blind_spots: list[str] = []


class FindingState(Part, frozen=True, kw_only=True):
    """A finding that a rule concluded, with the answers it rests on, what it says, what it tends to, and what to do.

    ``removed_by`` is the item of the path after which a risk is gone for good; null where the path does not remove it.
    """

    id: str
    kind: Kind
    because: str
    rule: str
    answers: list[str]
    concerns: list[str]
    provenance: Provenance
    sources: list[str]
    text: str = ""
    tends_to: list[str] = []
    advice: list[str] = []
    removed_by: str | None = None


class AlternativeStep(Part, frozen=True, kw_only=True):
    """A step that could have come here, and why it did not; no rule means the order of the pack decided."""

    step: str
    target: str
    rule: str | None
    because: str


class PreconditionState(Part, frozen=True, kw_only=True):
    """What must be there before a step, and whether it is by then; what is not is prepared.

    ``met_after`` says after how many steps of the path it is met: 0 is today.
    """

    text: str
    state: Literal["met", "missing", "unknown"]
    met_after: int | None
    prepared: bool = False


class TraceEntry(Part, frozen=True, kw_only=True):
    """One rule that fired: what it concluded and from which answers."""

    rule: str
    concluded: str
    answers: dict[str, Given]


class Timeframe(Part, frozen=True, kw_only=True):
    """Earliest and latest months from the start, and the start itself.

    ``round`` is when the money is applied for, in months from the start: where it is waited for, and rounds are known. ``asked``
    is when it can be applied for, where it is waited for or rounds are known; ``money`` is when it is there, where it is waited
    for: no earlier, where nobody knows how long that takes. ``term``
    says how this stands to the day on which the term ends (``term_ends`` of the outcome); null where it is over by then.
    ``lead_unknown`` says that money is waited for and nobody knows how long that takes. From there on only the earliest months
    are known: ``begins_open`` and ``ends_open`` say that the latest of a range is only what it would be without the waiting.
    ``above`` says how it goes with more money than those below may grant; beyond a limit that is known, ``ends`` reaches as far.
    """

    begins: tuple[int, int]
    ends: tuple[int, int]
    start: datetime.date
    lead_time: int | None = None
    round: tuple[int, int] | None = None
    term: Literal["begins_after", "ends_after", "may_end_after"] | None = None
    lead_unknown: bool = False
    begins_open: bool = False
    ends_open: bool = False
    asked: tuple[int, int] | None = None
    money: tuple[int, int] | None = None
    above: Above | None = None


class PathStep(Part, frozen=True, kw_only=True):
    """One item of the path: to clarify, to prepare, or to do.

    ``fits_after`` says after how many steps of the path the sign is there that this one fits: 0 is today, None not even then.
    ``trace`` are the rules that fired about a step: that it could come, that it stayed in the running, that it comes next.
    ``missing`` says what is certainly not there yet, ``signs`` what can be seen when it is done, ``a_year_later`` what shows
    a year after that whether it lasts, where that is to be found, and what is noted now to compare it with. ``look_up`` is what
    whoever decides looks up in their own rules before. ``effort`` counts the days of work of each role; ``nobody_yet`` are the
    roles among them that the step itself brings about. ``decides`` are the roles that decide on it by the proposal, ``grants``
    those that decide on its money, each with how far: together with it, or apart where the money is waited for. ``expenses`` are
    the things that are paid for, of which each is decided on by itself; ``grants`` are those of all of them.
    """

    step: str
    kind: Literal["clarify", "preparation", "step"]
    target: str | None
    springboard: str | None
    actor: str
    helpers: list[str]
    actions: list[str]
    raises: dict[str, str | int]
    months: tuple[int, int]
    status_after: dict[str, Status]
    opens: bool
    provisional: bool
    because: str
    rule: str | None
    preconditions: list[PreconditionState]
    fits_after: int | None
    questions: list[str]
    depends_on: list[str]
    timeframe: Timeframe
    alternatives: list[AlternativeStep]
    trace: list[TraceEntry] = []
    missing: list[str] = []
    in_90_days: list[str] = []
    signs: list[str] = []
    a_year_later: list[str] = []
    pitfalls: list[str] = []
    if_refused: list[str] = []
    look_up: list[str] = []
    effort: dict[str, int] = {}
    nobody_yet: list[str] = []
    cost: CostState | None = None
    decides: list[str] = []
    grants: list[Grant] = []
    expenses: list[Expense] = []


class Statement(Part, frozen=True, kw_only=True):
    """What one respondent said; ``role`` and ``name`` are those of the respondent that ``by`` names, where it names one."""

    value: Given
    by: str | None
    note: str | None
    on: datetime.date | None = None
    role: str | None = None
    name: str | None = None


class ShareState(Part, frozen=True, kw_only=True):
    """A value, and how many respondents gave it."""

    value: Given
    count: int


class DisputeState(Part, frozen=True, kw_only=True):
    """An answer on which respondents disagree, and the approaches and findings that it could decide.

    ``shares`` counts who gave which value, ``respondents`` how many answered.
    """

    question: str
    said: list[Statement]
    decides: list[str]
    decides_path: bool
    shares: list[ShareState] = []
    respondents: int = 0


class SettledState(Part, frozen=True, kw_only=True):
    """An answer that was agreed on although respondents had said something else: what, by whom, when, and what they had said."""

    question: str
    value: Given
    by: str | None
    on: datetime.date | None
    note: str | None
    said: list[Statement]
    shares: list[ShareState]
    respondents: int


class Outcome(Part, frozen=True, kw_only=True):
    """Diagnosis, findings, path, and the trace of everything that was concluded.

    ``months`` is how long the whole path takes, the least and the most; null where there is none, or where more than one status
    is open, so that it is one of several; the most is not known where the last item of the path has ``ends_open``.
    ``term_ends`` is the day on which the term of those in office ends, ``freeze_ends`` the one until which no new money is
    granted; null where nobody said it, or the latter is over. ``renewal`` is about money that ends on a day that somebody named.
    """

    product: str
    pack: PackRef
    city: CityRef
    date: datetime.date
    aim: list[str]
    approaches: dict[str, ApproachState]
    poles: dict[str, bool | None]
    balanced: bool | None
    findings: list[FindingState]
    path: list[PathStep]
    arrives: bool
    blocked_by: str | None
    open_questions: list[str]
    trace: list[TraceEntry]
    disputes: list[DisputeState] = []
    settled: list[SettledState] = []
    contradictions: list[ContradictionState] = []
    urgent: list[str] = []
    said: list[Said] = []
    effort: dict[str, int] = {}
    cost: CostState | None = None
    months: tuple[int, int] | None = None
    forks: list[Fork] = []
    term_ends: datetime.date | None = None
    freeze_ends: datetime.date | None = None
    renewal: Renewal | None = None


def to_json(outcome: msgspec.Struct) -> bytes:
    """Return the outcome, or other data, as JSON: the same text for the same data."""
    plain = msgspec.json.encode(outcome)
    told = msgspec.json.format(plain, indent=2) + b"\n"
    beyond = plain.translate(None, _PLAIN).decode()  # asked of a few letters, as mostly nothing is there to be escaped
    return told if beyond.isprintable() else escaped_data(told.decode()).encode()
