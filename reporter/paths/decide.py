"""All files of a report taken to files of the repository: the rules applied in their order, what is double refused."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reporter.model import ParsedReport, RepoPath
from reporter.paths import Decision, Outcome
from reporter.paths.contents import Contents
from reporter.paths.evidence import Evidence
from reporter.paths.finding import Context, Finding
from reporter.paths.go_modules import in_a_profile
from reporter.paths.groups import Group, under_its_name
from reporter.paths.index import Index, overlap_roots
from reporter.paths.jvm_projects import JVM
from reporter.paths.nearest import cure, nearest
from reporter.paths.outside import compiled
from reporter.paths.packages import Packages
from reporter.paths.question import SOURCE, Question, ask
from reporter.paths.report_place import report_place
from reporter.paths.roots import Hints
from reporter.paths.rules import CONFIRMING, LOCATING, NARROWING, PLACING
from reporter.paths.spelling import spell
from reporter.paths.universe import Universe

_BY_ENDING = ("path ending", "one root", "path tail", "learned prefix")
"""Rules that go by the end of a path; their findings get a better known name where there is one."""

_NOT_FOUND = Finding("not found", outcome=Outcome.UNMATCHED)


def resolve(report: ParsedReport, universe: Universe, hints: Hints) -> tuple[Decision, ...]:
    """One decision for each of ``report.files``, in their order.

    Two files of the report that lead to one file of the repository stay matched where both are known to be that
    file; otherwise they are refused, as nothing is credited twice. Names that differ in case alone are tried last.
    """
    known = under_its_name(report, universe)
    questions = ask(known, hints, universe.exact)
    findings = _find(questions, _context(known, universe, hints, universe.exact), hints)
    if any(finding.outcome is Outcome.UNMATCHED for finding in findings):
        folded = _context(known, universe, hints, universe.folded)
        again = _find(ask(known, hints, universe.folded), folded, hints)
        findings = [
            _better(question, old, new, universe.exact)
            for question, old, new in zip(questions, findings, again, strict=True)
        ]
    return tuple(
        _decided(question, finding, file.group, universe)
        for file, question, finding in zip(
            report.files, questions, _without_double_credit(questions, findings), strict=True
        )
    )


def _better(question: Question, found: Finding, folded: Finding, exact: Index) -> Finding:
    """What was found without regard to case, in place of nothing.

    It is not taken where another file has the folder and the name of the path in their very letters.
    """
    if found.outcome is not Outcome.UNMATCHED or not folded.files:
        return found
    taken = set(map(exact.key, folded.files))
    namesakes = () if question.placed else overlap_roots(question.path, exact)
    return folded if all(root.place(question.path) in taken for root in namesakes) else found


def _context(report: ParsedReport, universe: Universe, hints: Hints, index: Index) -> Context:
    prefix = index.key(spell(hints.prefix).path.strip("/"))
    packages = Packages(index, universe.package_of)
    go = [file.path for file in report.files if file.path.endswith(".go")]
    modules = in_a_profile(universe.go_modules, go) if go else ()
    return Context(universe, index, packages, report.format, prefix, hints.repository_slug, modules)


def _find(questions: Sequence[Question], context: Context, hints: Hints) -> list[Finding]:
    """What the rules say of each question; ``files`` of the result are files of the repository."""
    findings = [_first_placing(question, context) for question in questions]
    open_ = [question for question, finding in zip(questions, findings, strict=True) if finding is None]
    answered = frozenset(finding.rule for finding in findings if finding and finding.files)
    paths = [question.path for question in open_ if not question.placed]
    folder = report_place(context.index.key(hints.report_folder), paths, context.universe, context.index)
    evidence = Evidence(open_, answered, folder, context.universe, context.index)
    found = [
        _narrowed(question, finding or _first_locating(question, context, evidence), context, evidence)
        for question, finding in zip(questions, findings, strict=True)
    ]
    contents = Contents(questions, found, context, evidence.folders[0])
    return [
        _settled(question, _confirmed(question, finding, contents), context)
        for question, finding in zip(questions, found, strict=True)
    ]


def _first_placing(question: Question, context: Context) -> Finding | None:
    return next((found for rule in PLACING if (found := rule(question, context))), None)


def _first_locating(question: Question, context: Context, evidence: Evidence) -> Finding:
    return next((found for rule in LOCATING if (found := rule(question, context, evidence))), _NOT_FOUND)


def _narrowed(question: Question, finding: Finding, context: Context, evidence: Evidence) -> Finding:
    if not question.fits:
        for rule in NARROWING:
            if len(finding.files) < 2:
                break
            if (found := rule(question, finding.files, context, evidence)) is not None:
                finding = found
    return finding


def _confirmed(question: Question, finding: Finding, contents: Contents) -> Finding:
    for rule in CONFIRMING:
        if (found := rule(question, finding, contents)) is not None:
            finding = found
    return finding


def _settled(question: Question, finding: Finding, context: Context) -> Finding:
    """The finding under the name by which users know it, with files of the repository for keys."""
    finding = _named(question, finding)
    keys = dict.fromkeys(context.index.target(key) for key in finding.files)
    files = tuple(file for key in keys for file in context.index.files(key))
    return finding if files == finding.files else replace(finding, files=files)


def _named(question: Question, finding: Finding) -> Finding:
    if finding.rule not in _BY_ENDING or not finding.files:
        return finding
    if question.rule == SOURCE:
        return replace(finding, rule=SOURCE)
    if finding.files == (question.path,):
        return replace(finding, rule="exact", reason=".", firm=finding.firm or not question.file.group)
    if question.path.endswith(JVM):
        return replace(finding, rule="Java package")
    return finding


def _without_double_credit(questions: Sequence[Question], findings: Sequence[Finding]) -> list[Finding]:
    """The findings, with those refused that share their file with another path and are not known to be that file."""
    claims: dict[str, list[int]] = {}
    for number, finding in enumerate(findings):
        if len(finding.files) == 1 and finding.outcome is None:
            claims.setdefault(finding.files[0], []).append(number)
    result = list(findings)
    for numbers in claims.values():
        if len({(questions[number].path, questions[number].file.group) for number in numbers}) > 1:
            for number in numbers:
                if not findings[number].firm:
                    result[number] = _refused(questions, findings, number, numbers)
    return result


def _refused(questions: Sequence[Question], findings: Sequence[Finding], number: int, numbers: list[int]) -> Finding:
    others = [other for other in numbers if other != number]
    other = questions[next((other for other in others if findings[other].firm), others[0])].file
    shown = f"{other.path} in {'/'.join(other.group)}" if other.group else other.path
    reason = f"{shown} is in the same report and leads to the same file"
    return Finding("two for one file", reason, findings[number].files, Outcome.AMBIGUOUS)


def _decided(question: Question, finding: Finding, group: Group, universe: Universe) -> Decision:
    outcome = finding.outcome or (Outcome.MATCHED if len(finding.files) == 1 else Outcome.AMBIGUOUS)
    files = tuple(map(RepoPath, finding.files))
    made = Decision(
        report_path=question.file.path,
        outcome=outcome,
        rule=finding.rule,
        group=group,
        reason=finding.reason,
        repo_path=files[0] if outcome is Outcome.MATCHED else None,
        candidates=files if outcome is Outcome.AMBIGUOUS else (),
        cure=_advice(question, files[0], universe) if outcome is Outcome.AMBIGUOUS and len(files) > 1 else "",
    )
    return _with_nearest(made, question, universe) if outcome is Outcome.UNMATCHED else made


def _with_nearest(made: Decision, question: Question, universe: Universe) -> Decision:
    """The decision on a path that was not found, with what would help."""
    if question.placed:
        made = replace(made, reason=f"{question.path} is not tracked")
    for index in (universe.exact, universe.folded):
        if found := nearest(index.key(question.path), index):
            file = index.files(found)[0]
            return replace(made, nearest=file, cure=_advice(question, file, universe))
    return made


def _advice(question: Question, file: RepoPath, universe: Universe) -> str:
    """The input that would lead the path, as the report writes it, to ``file``."""
    if question.placed or compiled(question.path):
        return ""
    return cure(spell(question.file.path).path, universe.exact.key(file))
