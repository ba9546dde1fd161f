"""Keep what was typed: on disk before the next question comes. Where that fails, the session stays open and asks how to go on."""

from __future__ import annotations

import errno
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from advisor.desk import Pack
from advisor.desk.session import (
    AnswersDisk,
    HistoryWritten,
    Interview,
    Words,
    history_file,
    history_of,
    keep_history,
    read_migrated,
    resume,
    resumed,
)
from advisor.errors import AdvisorError, UnusableInputError
from advisor.sittings.events import Event, decoded
from advisor.sittings.folding import in_force
from advisor.sittings.naming import introduced, named_anew
from advisor.sittings.sitting import WISHES, Sitting, begun, changed, fit, reconciled
from advisor.terminal import telling
from advisor.terminal.surface import Lines, Menu, wrapped

if TYPE_CHECKING:
    from collections.abc import Mapping

    from advisor.desk.session import Answers, Goal, Migration

_REASONS = {
    **dict.fromkeys((errno.ENOSPC, errno.EDQUOT, errno.EFBIG), "full"),
    **dict.fromkeys((errno.EACCES, errno.EPERM, errno.EROFS), "denied"),
    **dict.fromkeys((errno.ENOENT, errno.ENOTDIR), "gone"),
    errno.EEXIST: "exists",
}


class Room(msgspec.Struct, frozen=True, kw_only=True):
    """What does not change while a session is held: the knowledge, the words, and the surface it is held on.

    ``present`` is for all to see: one question on a screen of its own, beside the map.
    """

    pack: Pack
    words: Words
    surface: Lines
    present: bool = False


class Kept(msgspec.Struct, frozen=True):
    """An interview, the file that holds the same, the sitting that led to it, and how much of that is on disk."""

    interview: Interview
    disk: AnswersDisk
    sitting: Sitting
    written: HistoryWritten = HistoryWritten()


Change = Callable[[Kept], Event]
"""What happens, as an event; it may depend on what is known by then."""


class NotKeptError(AdvisorError):
    """Somebody left with something that could not be saved."""


def read(file: Path, pack: Pack) -> tuple[AnswersDisk, Answers, Migration]:
    """Return a file as it is kept, its answers, and what was done to bring it to today's version of the pack.

    Raises:
        UnusableInputError: the file cannot be read, or not be brought to today's version.

    """
    answers, migration = read_migrated(file, pack)
    disk = resume(file, pack)
    return (disk.migrated(migration, pack) if migration.outdated else disk), answers, migration


def opened(room: Room, disk: AnswersDisk, answers: Answers, *, outdated: bool = False) -> tuple[Kept, tuple[str, ...]]:
    """Return a sitting that goes on with a file, and the questions that somebody changed in the file outside of it.

    Where there is no history, or none that fits the pack, the sitting begins anew with what the file holds.
    """
    content = history_of(disk.file)
    try:
        events = decoded(content or b"", str(history_file(disk.file)))
    except UnusableInputError:
        content, events = None, ()
    written = HistoryWritten(len(events), None if content is None else len(content))
    if outdated or not fit(events, room.pack):
        sitting = begun(answers, disk.asked(), disk.file.name, events)
        return Kept(sitting.interview, disk, sitting, written), ()
    sitting, change = reconciled(answers, disk.asked(), events)
    sitting = introduced(sitting)
    return Kept(sitting.interview, disk, sitting, written), tuple(change.answers) if change else ()


def keep(room: Room, before: Kept, question: str, change: Change, matter: Mapping[Goal, frozenset[str]] | None = None) -> Kept:
    """Return a sitting in which something more happened, once the file has what it changes; ``matter`` as in an interview.

    What the file may not hold is refused, and nothing changes. ``question`` is what it is about, if it cannot be saved.

    Raises:
        NotKeptError: it cannot be saved, and somebody left.
        UnusableInputError: it cannot be saved, and nobody is there to say how to go on.

    """
    now = before
    while True:
        sitting = introduced(now.sitting.after(change(now)))
        interview = msgspec.structs.replace(sitting.interview, matter=now.interview.matter if matter is None else dict(matter))
        edits = changed(now.interview, interview)
        try:
            disk = now.disk.changed(edits, sitting.base.respondents) if edits else now.disk
        except UnusableInputError as error:
            again = _refused(room, now, interview, question, error)
            if again is None:
                return now
            now = again
        else:
            written = keep_history(disk.file, sitting, now.written)
            named = named_anew(room.pack, sitting)
            if named is not sitting:
                sitting, interview = named, msgspec.structs.replace(named.interview, matter=interview.matter)
            return Kept(interview, disk, sitting, written)


def _refused(room: Room, now: Kept, interview: Interview, question: str, error: UnusableInputError) -> Kept | None:
    """Say why something cannot be saved, and return where to try again; None where the file may not hold it.

    Raises:
        NotKeptError: somebody left.
        UnusableInputError: nobody is there to say how to go on.

    """
    typed = _typed(room, interview, question)
    reason = _reason(now.disk, error)
    lines = [room.words("ask.unsaved.title", typed=typed), _told(room, reason, now.disk.file, error)]
    lines += _theirs(room, now, question) if reason == "changed" else []
    told = "\n".join(map(wrapped, lines))
    if reason == "invalid":
        room.surface.page(told, lambda _, __: room.words("ask.page"))
        return None
    room.surface.show(told)
    if not room.surface.attended():
        raise error
    return _another_way(room, now, reason, typed)


def _typed(room: Room, interview: Interview, question: str) -> str:
    told, asked = telling.Told(room.pack, room.words, interview), room.pack.question(question)
    note = interview.note_on(question)
    parts = []
    if question in interview.answers.answers:
        parts.append(room.words("answer", label=asked.label, value=told.answer(asked)))
    if note:
        parts.append(room.words("ask.unsaved.note", label=asked.label, note=note))
    return "; ".join(parts) or asked.label


def _reason(disk: AnswersDisk, error: UnusableInputError) -> str:
    if isinstance(error.__cause__, OSError):
        return _REASONS.get(error.__cause__.errno or 0, "other")
    if not disk.file.exists():
        return "gone"
    return "changed" if _is_changed(disk) else "invalid"


def _is_changed(disk: AnswersDisk) -> bool:
    try:
        return resume(disk.file) != disk
    except (OSError, ValueError, UnusableInputError):
        return True


def _told(room: Room, reason: str, file: Path, error: UnusableInputError) -> str:
    cause = error.__cause__
    told = [each.told(room.pack.info.language) for each in error.problems]
    why = cause.strerror if isinstance(cause, OSError) else " ".join(f"{each.what} {each.hint}" for each in told)
    return room.words(f"ask.unsaved.{reason}", file=file, reason=why)


def _theirs(room: Room, now: Kept, question: str) -> list[str]:
    """Return what somebody else answered meanwhile to the question whose answer would take its place."""
    try:
        answers, _ = read_migrated(now.disk.file, room.pack)
    except UnusableInputError:
        return []
    there, here = (each.answers.get(question) or each.waiting.get(question) for each in (answers, now.interview.answers))
    if there is None or there == here:
        return []
    told = telling.Told(room.pack, room.words, resumed(answers, ()))
    note = f" ({there.note})" if there.note else ""
    return [room.words("ask.unsaved.theirs", answer=f"{told.answer(room.pack.question(question))}{note}")]


def _another_way(room: Room, now: Kept, reason: str, typed: str) -> Kept:
    """Return where to try again: the same file, the file as somebody else left it, or another file."""
    words = room.words
    first = "reload" if reason == "changed" else "again"
    options = tuple((name, words(f"ask.unsaved.{name}", file=now.disk.file)) for name in (first, "elsewhere", "leave"))
    menu = Menu(
        message=words("ask.unsaved.how_on"), options=options, refusal=lambda typed: telling.no_choice(words, options, typed)
    )
    while True:
        try:
            match room.surface.choose(menu):
                case "again":
                    return now
                case "reload":
                    return _reloaded(room, now)
                case "elsewhere":
                    return Kept(now.interview, _elsewhere(room, now.disk), now.sitting)
                case _:
                    break
        except EOFError:
            break
        except UnusableInputError as error:
            room.surface.show(
                wrapped(_told(room, "invalid" if reason == "changed" else _reason(now.disk, error), now.disk.file, error))
            )
    raise NotKeptError(words("ask.unsaved.title", typed=typed))


def _reloaded(room: Room, now: Kept) -> Kept:
    disk, answers, migration = read(now.disk.file, room.pack)
    fresh, _ = opened(room, disk, answers, outdated=migration.outdated)
    if fresh.written.size is not None and now.written.size is not None:
        return fresh
    wishes = [each for each in in_force(now.sitting.events).values() if isinstance(each, WISHES)]
    sitting = fresh.sitting.after(*wishes)
    return msgspec.structs.replace(fresh, sitting=sitting, interview=sitting.interview)


def _elsewhere(room: Room, disk: AnswersDisk) -> AnswersDisk:
    """Return the same in another file, once there is one that can be written."""
    while True:
        typed = room.surface.ask(room.words("ask.unsaved.file")).strip()
        file = Path(typed).expanduser()
        try:
            return disk.copied(file)
        except UnusableInputError as error:
            reason = "exists" if file.exists() else _reason(disk, error)
            room.surface.show(wrapped(_told(room, reason, file, error)))
