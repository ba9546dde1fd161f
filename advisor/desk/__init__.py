"""What commands, terminal and pages share: finding packs, reading answers, making documents, and handing them out.

Surfaces ask here for what they would else put together themselves, each in its own way; a document is asked for by its name, from
what was read, in a format. The names are resolved on first use, so that a command loads what it needs and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.lazy import on_first_use

if TYPE_CHECKING:
    from advisor.answers.disk import is_there
    from advisor.answers.packs import load, pack_for, to_choose_from
    from advisor.desk.documents import Explaining, Read, comparison, drafts, explanation, protocol, read, report, work_list
    from advisor.desk.ending import ENDINGS, report_and_protocol
    from advisor.desk.packs import ids_of, pack_named_in, packs_here
    from advisor.desk.questionnaires import QUESTIONNAIRES, Asking, Table, imported, merged, questionnaire, table_in, update
    from advisor.desk.redacting import redact
    from advisor.files.read import STDIN, is_stream
    from advisor.i18n.languages import spoken
    from advisor.knowledge.fields import FINDING_KINDS, QuestionType
    from advisor.knowledge.installed import known_pack, known_packs
    from advisor.knowledge.model import Pack
    from advisor.knowledge.pack_files import languages
    from advisor.knowledge.schema import schema_text
    from advisor.reasoning.comparison import Case
    from advisor.reports.delivery import deliver, deliver_text
    from advisor.reports.formats import BINARY, REPORTS
    from advisor.reports.options import AUDIENCES, Wishes, Written
    from advisor.reports.outputs import Output, refuse_pack, refuse_place, refuse_stdout
    from advisor.reports.plain import DOCUMENTS
    from advisor.reports.work import WORK
    from advisor.verification.checking import check_report

__all__ = [
    "AUDIENCES",
    "BINARY",
    "DOCUMENTS",
    "ENDINGS",
    "FINDING_KINDS",
    "QUESTIONNAIRES",
    "REPORTS",
    "STDIN",
    "WORK",
    "Asking",
    "Case",
    "Explaining",
    "Output",
    "Pack",
    "QuestionType",
    "Read",
    "Table",
    "Wishes",
    "Written",
    "check_report",
    "comparison",
    "deliver",
    "deliver_text",
    "drafts",
    "explanation",
    "ids_of",
    "imported",
    "is_stream",
    "is_there",
    "known_pack",
    "known_packs",
    "languages",
    "load",
    "merged",
    "pack_for",
    "pack_named_in",
    "packs_here",
    "protocol",
    "questionnaire",
    "read",
    "redact",
    "refuse_pack",
    "refuse_place",
    "refuse_stdout",
    "report",
    "report_and_protocol",
    "schema_text",
    "spoken",
    "table_in",
    "to_choose_from",
    "update",
    "work_list",
]

_DEFINED_IN = {
    "AUDIENCES": "advisor.reports.options",
    "BINARY": "advisor.reports.formats",
    "DOCUMENTS": "advisor.reports.plain",
    "ENDINGS": "ending",
    "FINDING_KINDS": "advisor.knowledge.fields",
    "QUESTIONNAIRES": "questionnaires",
    "REPORTS": "advisor.reports.formats",
    "STDIN": "advisor.files.read",
    "WORK": "advisor.reports.work",
    "Asking": "questionnaires",
    "Case": "advisor.reasoning.comparison",
    "Explaining": "documents",
    "Output": "advisor.reports.outputs",
    "Pack": "advisor.knowledge.model",
    "QuestionType": "advisor.knowledge.fields",
    "Read": "documents",
    "Table": "questionnaires",
    "Wishes": "advisor.reports.options",
    "Written": "advisor.reports.options",
    "check_report": "advisor.verification.checking",
    "comparison": "documents",
    "deliver": "advisor.reports.delivery",
    "deliver_text": "advisor.reports.delivery",
    "drafts": "documents",
    "explanation": "documents",
    "ids_of": "packs",
    "imported": "questionnaires",
    "is_stream": "advisor.files.read",
    "is_there": "advisor.answers.disk",
    "known_pack": "advisor.knowledge.installed",
    "known_packs": "advisor.knowledge.installed",
    "languages": "advisor.knowledge.pack_files",
    "load": "advisor.answers.packs",
    "merged": "questionnaires",
    "pack_for": "advisor.answers.packs",
    "pack_named_in": "packs",
    "packs_here": "packs",
    "protocol": "documents",
    "questionnaire": "questionnaires",
    "read": "documents",
    "redact": "redacting",
    "refuse_pack": "advisor.reports.outputs",
    "refuse_place": "advisor.reports.outputs",
    "refuse_stdout": "advisor.reports.outputs",
    "report": "documents",
    "report_and_protocol": "ending",
    "schema_text": "advisor.knowledge.schema",
    "spoken": "advisor.i18n.languages",
    "table_in": "questionnaires",
    "to_choose_from": "advisor.answers.packs",
    "update": "questionnaires",
    "work_list": "documents",
}
"""The module of each name, below this room or elsewhere."""

__getattr__ = on_first_use(__name__, _DEFINED_IN)


def __dir__() -> list[str]:
    """List the names that surfaces use."""
    return list(__all__)
