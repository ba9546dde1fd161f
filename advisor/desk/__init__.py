"""What commands, terminal and pages share: finding packs, reading answers, making documents, and handing them out.

Surfaces ask here for what they would else put together themselves, each in its own way; a document is asked for by its name, from
what was read, in a format. The names are resolved on first use, so that a command loads what it needs and nothing more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor.lazy import on_first_use

if TYPE_CHECKING:
    from advisor.answers.changes import read_changes, with_answers
    from advisor.answers.disk import is_there
    from advisor.answers.packs import load, pack_for, to_choose_from
    from advisor.desk.documents import Explaining, Read, comparison, drafts, explanation, protocol, read, report, work_list
    from advisor.desk.ending import ENDINGS, report_and_protocol
    from advisor.desk.packs import ids_of, pack_named_in, packs_here
    from advisor.desk.questionnaires import QUESTIONNAIRES, Asking, Table, imported, merged, questionnaire, table_in, update
    from advisor.desk.redacting import redact
    from advisor.desk.telling import remark_in, told, told_lines
    from advisor.files.read import STDIN, is_stream
    from advisor.i18n.languages import source_words, spoken
    from advisor.knowledge.fields import FINDING_KINDS, QuestionType
    from advisor.knowledge.installed import known_pack, known_packs
    from advisor.knowledge.loader import LoadedPack, load_pack
    from advisor.knowledge.model import Pack
    from advisor.knowledge.pack_files import TRANSLATIONS, languages, pack_files
    from advisor.knowledge.schema import schema_text
    from advisor.reasoning.comparison import Case
    from advisor.reasoning.knowledge_base import KnowledgeBase
    from advisor.reports.delivery import deliver, deliver_text
    from advisor.reports.formats import BINARY, REPORTS, as_data
    from advisor.reports.language import load_words
    from advisor.reports.options import AUDIENCES, Wish, Wishes, Written
    from advisor.reports.outputs import Output, refuse_pack, refuse_place, refuse_stdout
    from advisor.reports.plain import DOCUMENTS
    from advisor.reports.sandbox.limits import limit
    from advisor.reports.sandbox.process import BrokenDownError, TooSlowError, done_apart
    from advisor.reports.templating import fill_in
    from advisor.reports.work import WORK
    from advisor.reports.writers.typesetting import read_typeface
    from advisor.tables.received import ANSWERS, ZIP, Wanted, received
    from advisor.verification.checking import check_report
    from advisor.yaml_source.read import read_text, unreadable

__all__ = [
    "ANSWERS",
    "AUDIENCES",
    "BINARY",
    "DOCUMENTS",
    "ENDINGS",
    "FINDING_KINDS",
    "QUESTIONNAIRES",
    "REPORTS",
    "STDIN",
    "TRANSLATIONS",
    "WORK",
    "ZIP",
    "Asking",
    "BrokenDownError",
    "Case",
    "Explaining",
    "KnowledgeBase",
    "LoadedPack",
    "Output",
    "Pack",
    "QuestionType",
    "Read",
    "Table",
    "TooSlowError",
    "Wanted",
    "Wish",
    "Wishes",
    "Written",
    "as_data",
    "check_report",
    "comparison",
    "deliver",
    "deliver_text",
    "done_apart",
    "drafts",
    "explanation",
    "fill_in",
    "ids_of",
    "imported",
    "is_stream",
    "is_there",
    "known_pack",
    "known_packs",
    "languages",
    "limit",
    "load",
    "load_pack",
    "load_words",
    "merged",
    "pack_files",
    "pack_for",
    "pack_named_in",
    "packs_here",
    "protocol",
    "questionnaire",
    "read",
    "read_changes",
    "read_text",
    "read_typeface",
    "received",
    "redact",
    "refuse_pack",
    "refuse_place",
    "refuse_stdout",
    "remark_in",
    "report",
    "report_and_protocol",
    "schema_text",
    "source_words",
    "spoken",
    "table_in",
    "to_choose_from",
    "told",
    "told_lines",
    "unreadable",
    "update",
    "with_answers",
    "work_list",
]

_DEFINED_IN = {
    "ANSWERS": "advisor.tables.received",
    "AUDIENCES": "advisor.reports.options",
    "BINARY": "advisor.reports.formats",
    "DOCUMENTS": "advisor.reports.plain",
    "ENDINGS": "ending",
    "FINDING_KINDS": "advisor.knowledge.fields",
    "QUESTIONNAIRES": "questionnaires",
    "REPORTS": "advisor.reports.formats",
    "STDIN": "advisor.files.read",
    "TRANSLATIONS": "advisor.knowledge.pack_files",
    "WORK": "advisor.reports.work",
    "ZIP": "advisor.tables.received",
    "Asking": "questionnaires",
    "BrokenDownError": "advisor.reports.sandbox.process",
    "Case": "advisor.reasoning.comparison",
    "Explaining": "documents",
    "KnowledgeBase": "advisor.reasoning.knowledge_base",
    "LoadedPack": "advisor.knowledge.loader",
    "Output": "advisor.reports.outputs",
    "Pack": "advisor.knowledge.model",
    "QuestionType": "advisor.knowledge.fields",
    "Read": "documents",
    "Table": "questionnaires",
    "TooSlowError": "advisor.reports.sandbox.process",
    "Wanted": "advisor.tables.received",
    "Wish": "advisor.reports.options",
    "Wishes": "advisor.reports.options",
    "Written": "advisor.reports.options",
    "as_data": "advisor.reports.formats",
    "check_report": "advisor.verification.checking",
    "comparison": "documents",
    "deliver": "advisor.reports.delivery",
    "deliver_text": "advisor.reports.delivery",
    "done_apart": "advisor.reports.sandbox.process",
    "drafts": "documents",
    "explanation": "documents",
    "fill_in": "advisor.reports.templating",
    "ids_of": "packs",
    "imported": "questionnaires",
    "is_stream": "advisor.files.read",
    "is_there": "advisor.answers.disk",
    "known_pack": "advisor.knowledge.installed",
    "known_packs": "advisor.knowledge.installed",
    "languages": "advisor.knowledge.pack_files",
    "limit": "advisor.reports.sandbox.limits",
    "load": "advisor.answers.packs",
    "load_pack": "advisor.knowledge.loader",
    "load_words": "advisor.reports.language",
    "merged": "questionnaires",
    "pack_files": "advisor.knowledge.pack_files",
    "pack_for": "advisor.answers.packs",
    "pack_named_in": "packs",
    "packs_here": "packs",
    "protocol": "documents",
    "questionnaire": "questionnaires",
    "read": "documents",
    "read_changes": "advisor.answers.changes",
    "read_text": "advisor.yaml_source.read",
    "read_typeface": "advisor.reports.writers.typesetting",
    "received": "advisor.tables.received",
    "redact": "redacting",
    "refuse_pack": "advisor.reports.outputs",
    "refuse_place": "advisor.reports.outputs",
    "refuse_stdout": "advisor.reports.outputs",
    "remark_in": "telling",
    "report": "documents",
    "report_and_protocol": "ending",
    "schema_text": "advisor.knowledge.schema",
    "source_words": "advisor.i18n.languages",
    "spoken": "advisor.i18n.languages",
    "table_in": "questionnaires",
    "to_choose_from": "advisor.answers.packs",
    "told": "telling",
    "told_lines": "telling",
    "unreadable": "advisor.yaml_source.read",
    "update": "questionnaires",
    "with_answers": "advisor.answers.changes",
    "work_list": "documents",
}
"""The module of each name, below this room or elsewhere; and its name there, where it is another one."""

__getattr__, __dir__ = on_first_use(__name__, _DEFINED_IN)
