"""Figures as the Markdown of the job summary, to be looked at rather than read, within GitHub's limit. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reporter.errors import Level, Problem
from reporter.figures import About, Figures, Lines, Report, Row, Sent, Status
from reporter.markdown import CELL_WIDTH, Section, code, details, fit, link, number, path_url, prose, row, table
from reporter.path_figures import LeftOut, PathGroup
from reporter.paths import Outcome
from reporter.render_log import (
    ARTIFACT_STEP,
    could_be,
    how_decided,
    not_shown,
    outcome,
    path_and_group,
    reports_of,
)
from reporter.text import bar, byte_size, counted, duration, grouped, level_mark, percent, problem_details, visible

SUMMARY_BYTES = 900_000
"""GitHub drops a summary above 1 MiB whole, and masking may lengthen it."""

_ALERTS = {Level.ERROR: "CAUTION", Level.WARNING: "WARNING", Level.NOTICE: "NOTE"}
_SENT = {
    Status.UPLOADED: "",
    Status.PARTIAL: "sent as a part",
    Status.FINAL: "",
    Status.SKIPPED: "**nothing sent: no token in this run**",
    Status.DRY_RUN: "**nothing sent: dry-run**",
    Status.FAILED: "**not everything sent**",
}


def summary(figures: Figures, budget: int = SUMMARY_BYTES, *, changes: Sequence[Section] = ()) -> str:
    """The whole summary in at most ``budget`` bytes of UTF-8; rows are left out first, then sections.

    ``changes`` are what there is to say of a pull request.
    """
    errors = [problem for problem in figures.problems if problem.level is Level.ERROR]
    others = [problem for problem in figures.problems if problem.level is not Level.ERROR]
    sections = [
        Section("totals", 0, f"## {_heading(figures)}\n\n{_totals(figures)}\n"),
        _alerts("errors", 1, errors, figures.about),
        _coverage(figures),
        *changes,
        _alerts("warnings", 3, others, figures.about),
        _on_codacy(figures),
        _kept(figures),
        _least_covered(figures),
        _reports(figures),
        _left_out(figures),
        _paths(figures),
        _uploads(figures),
    ]
    return fit([section for section in sections if section.rows or section.rank == 0], budget)


def short_summary(figures: Figures) -> str:
    """One line for a step that is one of many, and one for its problems if there are any."""
    text = f"**{_heading(figures)}** · {_totals(figures)}\n"
    if figures.problems:
        worst, *more = sorted(figures.problems, key=lambda problem: list(Level).index(problem.level))
        rest = f" (and {len(more)} more in the job log)" if more else ""
        text += f"\n{level_mark(worst.level)} {prose(worst.message)}{rest}\n"
    return text


def _heading(figures: Figures) -> str:
    if figures.lines.coverable:
        return f"Coverage {percent(figures.lines.hundredths)}"
    return "Coverage complete" if figures.status is Status.FINAL else "No coverage"


def _totals(figures: Figures) -> str:
    about, lines = figures.about, figures.lines
    commit = link(code(about.commit[:7]), about.on_github(f"commit/{about.commit}")) if about.commit else ""
    counts = (
        f"{code(bar(lines.hundredths))} {grouped(lines.covered)} of {counted(lines.coverable, 'line')}",
        counted(figures.files, "file"),
        counted(len(figures.reports), "report"),
    )
    parts = (
        *(counts if lines.coverable else ()),
        f"commit {commit}" if commit else "",
        prose(about.event),
        link("Codacy", about.link) if about.link else "",
        _SENT[figures.status],
    )
    return " · ".join(filter(None, parts))


def _alerts(name: str, rank: int, problems: list[Problem], about: About) -> Section:
    return Section(name, rank, "", [_alert(problem, about) for problem in problems])


def _alert(problem: Problem, about: About) -> str:
    """One quotation: all prose is inside one line, where nothing in it can begin a list, a heading or a rule."""
    where = f"{code(problem.file)}: " if problem.file and problem.file not in problem.message else ""
    cure, *paste = problem.cure.rstrip("\n").split("\n")
    words = [f"{where}**{prose(problem.message)}**", *map(prose, problem_details(replace(problem, cure=cure)))]
    page = f"{about.docs}#{problem.slug}"
    more = link("More about this", page) if page.startswith("http") else f"More: {code(page)}"
    lines = [f"[!{_ALERTS[problem.level]}]"]
    if paste:  # indented by four: whatever the lines hold, they cannot end the block
        lines += ["<br>".join(words), "", *(f"    {visible(line)}" for line in paste), "", more]
    else:
        lines.append("<br>".join([*words, more]))
    return "\n" + "".join(f"> {line}".rstrip() + "\n" for line in lines)


def lines_cells(lines: Lines) -> tuple[str, ...]:
    """Coverable, covered, their share, and a bar: cells of a table."""
    return (
        number(grouped(lines.coverable)),
        number(grouped(lines.covered)),
        number(percent(lines.hundredths)),
        code(bar(lines.hundredths)),
    )


def _coverage(figures: Figures) -> Section:
    title, rows = figures.parts
    titles = (title, "Lines", "Covered", "Coverage", "")
    body = [row((prose(one.name), *lines_cells(one.lines))) for one in rows]
    return Section("the table of coverage", 2, "\n" + table(titles, "<>>><"), body)


def _on_codacy(figures: Figures) -> Section:
    rows = [row((prose(name), prose(value))) for name, value in figures.on_codacy]
    return Section("what Codacy shows", 4, "\n" + table(("On Codacy", ""), "<<"), rows)


def _kept(figures: Figures) -> Section:
    if not figures.payload_path:
        return Section("kept payloads", 4, "")
    head = (
        f"The payloads are in {code(figures.payload_path)}. On a runner of GitHub's they go with the job; "
        "to keep them, give this step `id: coverage` and add after it:\n\n```yaml\n"
    )
    return details("Kept payloads", 4, head, ["".join(f"{line}\n" for line in ARTIFACT_STEP), "```\n"])


def _least_covered(figures: Figures) -> Section:
    rows = [_file_row(one, figures.about) for one in figures.least_covered]
    titles = ("File", "Lines not covered", "Coverage", "")
    return details("Least covered files", 5, table(titles, "<>><"), rows)


def file_url(path: str, about: About) -> str:
    """A file at the commit; empty where it is not on GitHub."""
    return about.on_github(f"blob/{about.commit}/{path_url(path)}") if about.commit else ""


def _file_row(one: Row, about: About) -> str:
    name = link(code(one.name), file_url(one.name, about))
    uncovered = number(f"{grouped(one.lines.uncovered)} of {grouped(one.lines.coverable)}")
    return row((name, uncovered, number(percent(one.lines.hundredths)), code(bar(one.lines.hundredths))))


def _reports(figures: Figures) -> Section:
    rows = [row(_report_cells(report)) for report in figures.reports]
    rows += [row((code(one.shown), prose(one.word), "", "", "", "", prose(one.why))) for one in figures.unused]
    titles = ("Report", "Format", "Size", "Files", "Lines", "Time", "")
    return details("Reports", 6, table(titles, "<<>>>><"), rows)


def _report_cells(report: Report) -> tuple[str, ...]:
    numbers = (
        byte_size(report.size),
        grouped(report.files),
        grouped(report.lines.coverable),
        duration(report.seconds),
    )
    left_out = "; ".join(
        f"{counted(skipped.count, skipped.what)} left out, the first: {skipped.first}" for skipped in report.skipped
    )
    return (code(report.shown), prose(report.title), *map(number, numbers), prose(left_out))


def _paths(figures: Figures) -> Section:
    paths = figures.paths
    rate = f" ({percent(paths.match_rate)})" if paths.expected else ""
    name = f"Paths: {grouped(paths.matched)} of {counted(paths.expected, 'file')} matched{rate}"
    rows = [
        row((prose(_group_title(group)), number(grouped(group.count)), "<br>".join(_path_lines(group))))
        for group in sorted(paths.groups, key=lambda group: group.outcome in {Outcome.MATCHED, Outcome.OUTSIDE})
    ]
    return details(name, 8, table(("Why", "Files", "How"), "<><"), rows)


def _group_title(group: PathGroup) -> str:
    return group.rule if group.outcome is Outcome.MATCHED else group.outcome.value


def _path_lines(group: PathGroup) -> Iterator[str]:
    if group.outcome is Outcome.OUTSIDE:
        if group.reason:
            yield prose(group.reason)
        yield from (code(decision.report_path) for decision in group.examples)
    elif how := how_decided(group):
        yield code(how) if group.outcome is Outcome.MATCHED else prose(how)


def _left_out(figures: Figures) -> Section:
    rows = [row(_left_out_cells(one)) for one in figures.left_out]
    if rest := not_shown(figures):
        rows.append(row((f"and {counted(rest, 'other file')}", "", "")))
    where = (
        f"All decisions, each with its reason: {code(figures.resolution_path)}\n\n" if figures.resolution_path else ""
    )
    head = f"{where}{table(('File', 'Report', 'Could be'), '<<<')}"
    left_out = figures.paths.ambiguous + figures.paths.unmatched
    return details(f"Left out: {counted(left_out, 'file')}", 7, head, rows)


def _left_out_cells(one: LeftOut) -> tuple[str, ...]:
    return code(path_and_group(one)), code(reports_of(one, CELL_WIDTH)), "<br>".join(map(code, could_be(one)))


def _uploads(figures: Figures) -> Section:
    rows = [
        row(
            (
                prose(upload.language) if upload.language else "final",
                number(f"{upload.part} of {upload.parts}") if upload.parts > 1 else "",
                "" if upload.final else number(byte_size(upload.size)),
                prose(outcome(upload)) if upload.sent is Sent.ACCEPTED else f"**{prose(outcome(upload))}**",
            )
        )
        for upload in figures.uploads
    ]
    return details("Upload", 9, table(("Request", "Part", "Size", "Answer"), "<>><"), rows)
