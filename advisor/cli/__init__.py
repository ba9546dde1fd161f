"""The command line: one module for each command; errors are printed in one place.

A command is imported when it is run, or when its own help is asked for, so that nothing waits for what it does not use.
"""

from __future__ import annotations

import click

from advisor.cli.common import Commands, told_version

__all__ = ["main"]

FOR_ADVISERS = {
    "advise": ("advise:advise", "Advise a city: diagnosis, findings and path for an answers FILE."),
    "ask": ("ask:ask", "Hold an advisory session and keep its answers in FILE; go on where FILE ends."),
    "serve": ("serve:serve", "Hold sessions in the browser, alone or with several people."),
    "worklist": ("worklist:worklist", "Write what the path asks for as a list of work."),
    "explain": ("explain:explain", "Explain what was concluded from FILE: how, why not, what would change it, how firm it is."),
    "compare": ("compare:compare", "Compare a city's OLD answers with its NEW ones."),
    "merge": ("merge:merge", "Merge the answers of several respondents in FILES."),
    "drafts": ("drafts:drafts", "Write the papers that the path of FILE asks for now, as drafts to copy."),
    "protocol": ("protocol:protocol", "Write who said what when in the sessions about FILE, and what stands now."),
    "redact": ("redact:redact", "Take a person's words and name out of FILE and its history."),
    "questionnaire": ("questionnaire:questionnaire", "Write all questions to fill in, in a spreadsheet or on paper."),
    "import": ("importing:import_", "Read questionnaires in FILES, each of one person, and merge them."),
    "portfolio": ("portfolio:portfolio", "Advise many cities: a folder with their answers, and what they share."),
    "verify": ("verify:verify", "Verify a REPORT: write it again, and say whether it is the same."),
}
FOR_AUTHORS = {
    "list": ("listing:list_", "List the packs that are shipped or installed, or the ids of one pack."),
    "rule": ("rule:rule", "Show one entry of a pack in words."),
    "docs": ("docs:docs", "Write PACK as pages to read offline."),
    "new": ("new:new", "Begin a pack, or a question, a rule, a step or a measure of one: a sound file to fill in."),
    "try": ("trying:try_", "Check PACK and run a city through it, again whenever a file changes."),
    "check": ("check:check", "Check PACKS and print every problem."),
    "test": ("testing:test", "Test PACK by its examples and cases."),
    "prove": ("prove:prove", "Prove what holds in every city of PACK, or show where it does not."),
    "diff": ("diff:diff", "Show what is different between the packs OLD and NEW, over all cities."),
    "translate": ("translate:translate", "Write what is to be translated into a catalogue for each LANGUAGE."),
    "schema": ("schema:schema", "Print the JSON Schema of answers files, cases, outcomes, or the files of a pack."),
}


@click.group(
    cls=Commands,
    sections={"For those who advise": FOR_ADVISERS, "For those who write knowledge": FOR_AUTHORS},
    context_settings={"help_option_names": ["-h", "--help"]},
    epilog="Example: advisor advise city.answers.yaml -o report.pdf",
)
@click.option(
    "--version", is_flag=True, expose_value=False, is_eager=True, callback=told_version, help="Show what a bug report needs."
)
def main() -> None:
    """From a city's answers to a diagnosis and the steps that lead to balance."""
