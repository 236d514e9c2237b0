"""Rules that look at all the files found, and into them, once names and folders have said what they can.

They never accept what names do not support: a file is only ever taken away.
"""

from __future__ import annotations

from reporter.paths import Outcome
from reporter.paths.contents import BY_NAMES, BY_ONE_PATH, Contents
from reporter.paths.finding import Finding
from reporter.paths.installed import package_folder
from reporter.paths.question import Question


def long_enough(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """As long as the report says that the file is."""
    if not contents.may_decide(question, finding):
        return None
    kept = tuple(file for file in finding.files if not contents.too_short(question, file))
    line = question.file.lines.lines[-1]
    return Finding("length", f"the others have no line {line}", kept) if 0 < len(kept) < len(finding.files) else None


def statements_only(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """The only one in whose text no reported line is blank or a comment, in a report that lists statements."""
    if not contents.may_decide(question, finding):
        return None
    kept = tuple(file for file in finding.files if not contents.objection(question, file))
    if len(kept) != 1:
        kept = contents.only_fitting(question, finding.files)
    return Finding("text", "reported lines of the others are blank or comments", kept) if len(kept) == 1 else None


def installed_otherwise(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, of an installed Python package that has other texts than the sources here: a fork, or the original."""
    if finding.rule != "installed copy" or package_folder(question.path) not in contents.installed_otherwise:
        return None
    return Finding("outside", "installed Python package, of other text", outcome=Outcome.OUTSIDE)


def of_no_other_class(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, in JaCoCo's reports without groups, where no other class of the project is reported, but of others."""
    if not contents.by_project or question.file.group or finding.firm or len(finding.files) != 1:
        return None
    (file,) = finding.files
    if not contents.lacks_the_rest(file):
        return None
    reason = f"the report has nothing else of {contents.project(file) or 'the root'}"
    return Finding("report folder", reason, outcome=Outcome.UNMATCHED)


def namesake(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, where the only file of that name is away from the others and has not the reported lines."""
    if finding.rule not in BY_ONE_PATH or len(finding.files) != 1 or not contents.lists_statements:
        return None
    if not contents.is_alone(question, finding):
        return None
    (file,) = finding.files
    objection = contents.objection(question, file)
    return Finding("text", f"{file} is another file: {objection}", outcome=Outcome.UNMATCHED) if objection else None


def other_place(question: Question, finding: Finding, contents: Contents) -> Finding | None:
    """Nothing, where a report's files fit namesakes in other places better than those that they were found to be."""
    if finding.rule not in BY_NAMES or question.placed or len(finding.files) != 1:
        return None
    other = contents.doubted.get((finding.rule, finding.reason))
    return Finding("text", f"the report has the lines of {other}", outcome=Outcome.UNMATCHED) if other else None
