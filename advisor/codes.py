"""Every kind of problem that can be found in a pack: its code, how much it weighs, and its name.

A code is never used for anything else, even after its problem is gone: authors ignore problems by it, and scripts count them.
``docs/problems/`` has a page for each.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Severity = Literal["error", "warning", "note"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")
"""From what makes a pack wrong, over what does nothing or misleads, to what an author may well have wanted."""


class Code(msgspec.Struct, frozen=True):
    """A kind of problem."""

    id: str
    severity: Severity
    name: str


def severity(code: str) -> Severity:
    """Return how much a problem weighs; what has no code is an error."""
    return CODES[code].severity if code in CODES else "error"


def is_cause(code: str) -> bool:
    """Tell whether other problems follow from one: what cannot be read is missing elsewhere, so is one of two with one id."""
    return code.startswith("R") or code == "F210"


_READING = (
    Code("R101", "error", "A file cannot be read"),
    Code("R102", "error", "A file is not YAML"),
    Code("R103", "error", "A value is reused through an alias"),
    Code("R104", "error", "Values are nested too deeply"),
    Code("R105", "error", "A key is not a plain word"),
    Code("R106", "error", "A key is given twice"),
    Code("R107", "error", "A folder is not a pack"),
    Code("R108", "error", "A file does not start with a section"),
    Code("R109", "error", "A section is unknown"),
    Code("R110", "error", "A section is missing"),
    Code("R111", "error", "The extended pack is not found"),
    Code("R112", "error", "The extended pack has another version"),
    Code("R113", "error", "Packs extend each other"),
    Code("R114", "error", "An entry is in the extended pack, too"),
    Code("R115", "error", "An entry to replace is not there"),
    Code("R116", "error", "Packs are written in different languages"),
)
_FORM = (
    Code("F201", "error", "Keys and values are needed"),
    Code("F202", "error", "A list is needed"),
    Code("F203", "error", "A list has too few or too many entries"),
    Code("F204", "error", "A key is unknown"),
    Code("F205", "error", "A key is missing"),
    Code("F206", "error", "A value is missing"),
    Code("F207", "error", "A word is not one of those allowed"),
    Code("F208", "error", "A value does not fit"),
    Code("F209", "error", "A reference leads nowhere"),
    Code("F210", "error", "An id is defined twice"),
    Code("F211", "error", "A duration is turned around"),
    Code("F212", "error", "A placeholder is unknown"),
    Code("F213", "error", "A form of a name is unknown"),
    Code("F214", "error", "A brace stands alone"),
    Code("F215", "error", "An article of the pack lacks a form"),
    Code("F216", "error", "The articles of the pack lack a form that reports ask for"),
    Code("F217", "error", "A pack is written in a language that reports do not have"),
    Code("F218", "error", "An id is a word that has a meaning of its own"),
)
_CONDITIONS = (
    Code("C301", "error", "This is not a condition"),
    Code("C302", "error", "Conditions are joined in an unknown way"),
    Code("C303", "error", "A list of conditions is empty"),
    Code("C304", "error", "A count of conditions does not fit"),
    Code("C305", "error", "A condition is about something unknown"),
    Code("C306", "error", "A level is unknown"),
    Code("C307", "error", "A comparison does not fit"),
    Code("C308", "error", "A number is compared with a word"),
    Code("C309", "error", "A comparison goes beyond the levels"),
    Code("C310", "error", "A condition can never be true"),
    Code("C311", "warning", "A condition is always true"),
    Code("C312", "warning", "A test decides nothing"),
    Code("C313", "error", "A condition has too many branches"),
    Code("C314", "warning", "A test adds nothing to those beside it"),
    Code("C315", "warning", "A threshold cannot be reached"),
    Code("C316", "error", "A rule fires in no city"),
    Code("C317", "error", "Rules conclude from each other in a circle"),
)
_QUESTIONS = (
    Code("Q401", "error", "A question has fewer than two levels"),
    Code("Q402", "error", "A question has levels and needs none"),
    Code("Q403", "error", "A question has a level twice"),
    Code("Q404", "error", "A level is called unknown"),
    Code("Q405", "error", "A question says only half of when it arises"),
    Code("Q406", "error", "No such level can follow"),
    Code("Q407", "error", "A number has no unit"),
    Code("Q408", "warning", "Two levels or questions have the same label"),
    Code("Q409", "note", "A question decides nothing"),
    Code("Q410", "error", "The bounds of a number leave no room"),
    Code("Q411", "error", "The numbers of levels do not rise"),
    Code("Q412", "warning", "A key does not fit the type of a question"),
    Code("Q413", "warning", "Two questions have the same place in the short run"),
    Code("Q414", "error", "Whether a question arises depends on itself"),
    Code("Q415", "warning", "A level is not described"),
    Code("Q416", "error", "Whether a question arises depends on what rules conclude"),
)
_RULES = (
    Code("K501", "error", "A finding says what is wrong and not what to do"),
    Code("K502", "warning", "Two rules have the same condition"),
    Code("K503", "warning", "A rule is implied by another"),
    Code("K504", "error", "Two rules contradict each other"),
    Code("K505", "error", "A rule does not fire on its example"),
    Code("K506", "error", "A rule fires on the example that should be silent"),
    Code("K507", "error", "An example cannot be read"),
    Code("K508", "error", "An example is outside what can be answered"),
    Code("K509", "note", "An example answers what the rule does not ask"),
    Code("K510", "warning", "A criterion never tells steps apart"),
    Code("K511", "warning", "A criterion repeats one above it"),
    Code("K512", "error", "Advice names neither a remedy nor an activity"),
    Code("K513", "error", "Nothing says how a finding is remedied"),
    Code("K514", "error", "A finding may have nothing to say"),
    Code("K515", "warning", "A sentence can never be said"),
    Code("K516", "note", "Texts are not bound to answers"),
    Code("K517", "error", "Advice does and pauses the same activity"),
    Code("K518", "error", "A remedy does not end its finding"),
    Code("K519", "error", "A paper may have no title or an empty section"),
    Code("K520", "note", "The condition of a sentence decides nothing where it stands"),
)
_STEPS = (
    Code("S601", "error", "Two approaches have the same poles"),
    Code("S602", "error", "An approach does not have one pole of each axis"),
    Code("S603", "error", "A status depends on what rules conclude"),
    Code("S604", "warning", "A status cannot occur"),
    Code("S605", "error", "A step springs from its own target"),
    Code("S606", "error", "A step does not establish its target"),
    Code("S607", "error", "A step does not open its target"),
    Code("S608", "warning", "A step that only opens its target establishes it"),
    Code("S609", "error", "A preparation does not provide its precondition"),
    Code("S610", "error", "No step leads on from here"),
    Code("S611", "error", "What a step opens is never completed"),
    Code("S612", "note", "The springboard already implies a precondition"),
    Code("S613", "warning", "An action is never shown"),
    Code("S614", "warning", "A sign says nothing at its springboard"),
    Code("S615", "error", "A step waits for what is no time"),
    Code("S616", "warning", "A role has two parts in a step"),
    Code("S617", "note", "A step has no example"),
    Code("S618", "warning", "A step can never be chosen"),
    Code("S619", "warning", "A preparation is never shown"),
    Code("S620", "error", "A corner of the map has no approach"),
    Code("S621", "error", "A step can raise no such fact"),
    Code("S622", "error", "A step does not say what is done"),
    Code("S623", "error", "A step does not say how long it takes"),
    Code("S624", "error", "A precondition asks for nothing"),
    Code("S625", "error", "Costs have no currency"),
    Code("S626", "error", "A measure is not about one fact"),
    Code("S627", "error", "Two measures are about the same"),
    Code("S628", "warning", "A measure brings about what is always there"),
    Code("S629", "warning", "Nothing is different under a condition"),
    Code("S630", "error", "What is worse is to be raised"),
    Code("S631", "error", "Nobody knows who grants money"),
    Code("S632", "warning", "Who does something has no share of its work"),
    Code("S633", "error", "What lacks is counted in no number"),
)
_USES = (
    Code("U701", "error", "A source is claimed and none is cited"),
    Code("U702", "warning", "A source is cited twice"),
    Code("U703", "note", "A source is not cited"),
    Code("U704", "note", "A topic has no question"),
    Code("U705", "note", "A role has no part"),
    Code("U706", "warning", "A source cannot be found"),
    Code("U707", "error", "A city is named twice"),
    Code("U708", "note", "An article is not used"),
    Code("U709", "note", "A measure, condition or activity is not used"),
)
_WORDING = (
    Code("W801", "warning", "A text stands twice"),
    Code("W802", "warning", "Two entries have the same name"),
    Code("W803", "warning", "A name is too long for the pictures"),
    Code("W804", "warning", "An author's own sentences are empty"),
)
_TRANSLATIONS = (
    Code("T901", "error", "A catalogue cannot be read"),
    Code("T902", "error", "A text is not in the catalogue"),
    Code("T903", "error", "A text has changed since it was translated"),
    Code("T904", "error", "A text is not translated"),
    Code("T905", "error", "A translation has lost a placeholder"),
    Code("T906", "error", "A translation has other placeholders"),
    Code("T907", "error", "A percent sign stands alone"),
    Code("T908", "error", "A translation begins or ends with other blanks"),
    Code("T909", "warning", "A translation is of nothing"),
    Code("T910", "error", "Two commands share a letter"),
    Code("T911", "error", "Reports ask for a form that is missing"),
    Code("T912", "error", "A language has no articles and role names"),
    Code("T913", "error", "A section of a language is unknown"),
    Code("T914", "error", "A name is missing in a language"),
    Code("T915", "error", "An article lacks a form"),
    Code("T916", "error", "A translation is in a language that reports do not have"),
)
_VERSIONS = (
    Code("V001", "error", "Versions do not rise"),
    Code("V002", "error", "A change is later than the pack"),
    Code("V003", "error", "An old id is used again"),
    Code("V004", "error", "A question is both renamed and removed"),
    Code("V005", "error", "An old question leads nowhere"),
    Code("V006", "error", "An old level is used again"),
    Code("V007", "error", "An old level leads nowhere"),
)
_IGNORES = (
    Code("I001", "error", "A problem is ignored without a reason"),
    Code("I002", "error", "A comment ignores nothing"),
    Code("I003", "error", "A comment to the check cannot be understood"),
)
_BESIDE = (
    Code("X001", "error", "A case cannot be read"),
    Code("X002", "error", "Two cases have the same name"),
    Code("X003", "error", "A case expects nothing"),
    Code("X004", "note", "A schema for editors is not up to date"),
)

CODES: dict[str, Code] = {
    code.id: code
    for family in (
        _READING,
        _FORM,
        _CONDITIONS,
        _QUESTIONS,
        _RULES,
        _STEPS,
        _USES,
        _WORDING,
        _TRANSLATIONS,
        _VERSIONS,
        _IGNORES,
        _BESIDE,
    )
    for code in family
}
"""Every code, by its id; never changed while the product runs."""
