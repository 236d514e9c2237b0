"""Figures as lines of the job log, one screen that tells what was found, understood and sent. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from reporter.figures import About, Figures, Lines, Report, Sent, Status, Upload, shared_folder
from reporter.path_figures import LeftOut, PathGroup, Paths
from reporter.paths import Decision, Outcome
from reporter.text import (
    WIDTH,
    bar,
    byte_size,
    columns,
    counted,
    duration,
    grouped,
    left,
    ordinal,
    percent,
    right,
    shortened,
    visible,
)

_GROUP_WIDTH = WIDTH - 4
_NAME_WIDTH = 44
_RULE_WIDTH = 26
_SHORT_WIDTH = 32
_REPORT_WIDTH = 24
_GROUPS_SHOWN = 12
_CANDIDATES_SHOWN = 3
_REPORTS_SHOWN = 20
_UNUSED_SHOWN = 20
_GAP = "   "


class Group(NamedTuple):
    """A foldable part of the log; its lines are indented by whoever writes them."""

    title: str
    lines: list[str]


def opening(about: About) -> str:
    """What the step is about: ``codacy-coverage-action 1.0.0 · acme/shop · commit 0123456 (pull request #42)``."""
    commit = f"commit {about.commit[:7]}" if about.commit else ""
    event = f"({about.event})" if about.event else ""
    parts = (f"codacy-coverage-action {about.version}", about.repository, f"{commit} {event}".strip())
    return shortened(" · ".join(filter(None, parts)), WIDTH)


def reports_group(figures: Figures) -> Group:
    """The reports that were read, the first of them one by one, then those that were not used."""
    named, others = figures.reports[:_REPORTS_SHOWN], figures.reports[_REPORTS_SHOWN:]
    rows = _aligned([_report_row(report) for report in named], "<<>>>>")
    lines = [line for row, report in zip(rows, named, strict=True) for line in (row, *_skipped_values(report))]
    if others:
        lines.append(f"and {counted(len(others), 'other report')}, {_together(others)}")
    shown = figures.unused[:_UNUSED_SHOWN]
    lines += _aligned([(one.word, shortened(one.shown, _NAME_WIDTH), one.why) for one in shown], "<<<", _GROUP_WIDTH)
    if len(figures.unused) > len(shown):
        lines.append(f"and {counted(len(figures.unused) - len(shown), 'other report')} that were not used")
    return Group(f"Reports: {len(figures.reports)}", lines)


def _together(reports: Sequence[Report]) -> str:
    return ", ".join(
        (
            byte_size(sum(report.size for report in reports)),
            counted(sum(report.files for report in reports), "file"),
            counted(sum(report.lines.coverable for report in reports), "line"),
        )
    )


def _report_row(report: Report) -> tuple[str, ...]:
    return (
        shortened(report.shown, _NAME_WIDTH),
        report.title,
        byte_size(report.size),
        counted(report.files, "file"),
        counted(report.lines.coverable, "line"),
        duration(report.seconds),
    )


def _skipped_values(report: Report) -> Iterator[str]:
    for skipped in report.skipped:
        text = f"  {counted(skipped.count, skipped.what)} left out, the first: {skipped.first}"
        yield shortened(text, _GROUP_WIDTH)


def paths_group(figures: Figures) -> Group:
    """What became of the paths, by report where there are several, by rule within each; then the files left out.

    Of more reports than are named one by one, the paths are told together.
    """
    rate = f" ({percent(figures.paths.match_rate)})" if figures.paths.expected else ""
    title = f"Paths: {grouped(figures.paths.matched)} of {counted(figures.paths.expected, 'file')} matched{rate}"
    if not 1 < len(figures.reports) <= _REPORTS_SHOWN:
        return Group(title, [*_path_lines(figures.paths), *_left_out_lines(figures)])
    lines = []
    for report in figures.reports:
        matched = f"{grouped(report.paths.matched)} of {grouped(report.paths.expected)}"
        lines.append(f"{shortened(report.shown, _GROUP_WIDTH - columns(matched) - 2)}  {matched}")
        lines += [f"  {line}" for line in _path_lines(report.paths)]
    return Group(title, [*lines, *_left_out_lines(figures)])


def _path_lines(paths: Paths) -> list[str]:
    lines = list(map(_path_group_line, paths.groups[:_GROUPS_SHOWN]))
    if len(paths.groups) > _GROUPS_SHOWN:
        rest = paths.groups[_GROUPS_SHOWN:]
        lines.append(f"and {counted(sum(group.count for group in rest), 'file')} in {len(rest)} smaller groups")
    return lines


def _path_group_line(group: PathGroup) -> str:
    label = group.rule if group.outcome is Outcome.MATCHED else group.outcome.value
    detail = _outside(group) if group.outcome is Outcome.OUTSIDE else visible(how_decided(group))
    line = f"{left(shortened(label, _RULE_WIDTH), _RULE_WIDTH)}{right(grouped(group.count), 7)}{_GAP}{detail}"
    return shortened(line, _GROUP_WIDTH - 2).rstrip()


def how_decided(group: PathGroup) -> str:
    """What happened to the first path of the group; where nothing did, what the rule went by, or the rule itself."""
    if group.outcome is Outcome.MATCHED:
        return _prefix_change(group.examples[0]) or group.reason.removeprefix(".")
    return group.rule if group.rule != group.outcome.value else ""


def _prefix_change(decision: Decision) -> str:
    """What a matched path lost and won before the segments that stayed: ``… → src/…``; empty if it stayed whole."""
    written, found = decision.report_path.split("/"), (decision.repo_path or "").split("/")
    while written and found and written[-1] == found[-1]:
        del written[-1], found[-1]
    if not written and not found:
        return ""
    before, after = ("/".join([*kept, "…"]) for kept in (written, found))
    return f"{_name(before)} → {_name(after)}"


def _outside(group: PathGroup) -> str:
    """``system file: /usr/include/ math.h, c++/…, …``, the folder that the examples share only once."""
    paths = [decision.report_path for decision in group.examples]
    folder = "".join(f"{name}/" for name in shared_folder(paths))
    below = (path.removeprefix(folder).split("/") for path in paths)
    names = [shortened(f"{first}/…" if rest else first, _SHORT_WIDTH) for first, *rest in below]
    if group.count > len(names):
        names.append("…")
    what = f"{visible(group.reason)}: " if group.reason else ""
    return f"{what}{shortened(folder, _SHORT_WIDTH)}{' ' if folder else ''}{', '.join(dict.fromkeys(names))}"


def _left_out_lines(figures: Figures) -> list[str]:
    """The files left out with what they could be, and where all decisions are."""
    if not figures.left_out:
        return []
    several = len(figures.reports) > 1
    rows: list[tuple[str, ...]] = [("Left out", *(("Report",) if several else ()), "Could be")]
    for row in figures.left_out:
        first: tuple[str, ...] = (_name(path_and_group(row)),)
        if several:
            first = (*first, reports_of(row, _REPORT_WIDTH))
        for line in could_be(row):
            rows.append((*first, line))
            first = ("",) * len(first)
    taken = sum(max(map(columns, column)) + len(_GAP) for column in zip(*(row[:-1] for row in rows), strict=True))
    rows = [(*row[:-1], shortened(row[-1], _GROUP_WIDTH - taken)) for row in rows]
    lines = ["", *_aligned(rows, "<" * len(rows[0]))]
    if rest := not_shown(figures):
        lines.append(f"and {counted(rest, 'other file')}")
    if figures.resolution_path:
        lines.append(f"All decisions, each with its reason: {visible(figures.resolution_path)}")
    return lines


def path_and_group(row: LeftOut) -> str:
    """``com/acme/A.java in shop/api``: JaCoCo tells files of the same name apart by their groups."""
    return f"{row.path} in {'/'.join(row.group)}" if row.group else row.path


def reports_of(row: LeftOut, width: int) -> str:
    """``lcov.info and 2 more`` in at most ``width`` columns."""
    first, *more = row.reports
    others = f" and {len(more)} more" if more else ""
    return f"{shortened(first, width - len(others))}{others}"


def could_be(row: LeftOut) -> list[str]:
    """The first candidates, or the reason why there is none and the nearest file; at least one line."""
    lines: list[str] = list(row.candidates[:_CANDIDATES_SHOWN])
    if len(row.candidates) > len(lines):
        lines.append(f"and {len(row.candidates) - len(lines)} more")
    if len(row.candidates) <= 1 and row.reason not in row.path:
        lines.append(row.reason)
    if row.nearest:
        lines.append(f"nearest: {row.nearest}")
    return lines or ["no such file"]


def not_shown(figures: Figures) -> int:
    """How many files were left out beside those that have a row."""
    return figures.paths.ambiguous + figures.paths.unmatched - sum(len(row.reports) for row in figures.left_out)


def _name(path: str) -> str:
    return shortened(path, _NAME_WIDTH)


def coverage_table(figures: Figures) -> list[str]:
    """One row per language, or per folder where all is one language, and the total."""
    title, rows = figures.parts
    if not rows:
        return []
    body = [_lines_row(shortened(row.name, _NAME_WIDTH), row.lines) for row in rows]
    total = _lines_row("Total", figures.lines)
    if len(rows) > 1:
        body.append(total)
    return _aligned([(title, "Lines", "Covered", "Coverage", ""), *body], "<>>><", WIDTH)


def _lines_row(name: str, lines: Lines) -> tuple[str, ...]:
    return (
        name,
        grouped(lines.coverable),
        grouped(lines.covered),
        percent(lines.hundredths),
        bar(lines.hundredths),
    )


def upload_group(uploads: Sequence[Upload]) -> Group:
    """Every request to Codacy and its outcome."""
    seconds = duration(sum(upload.seconds for upload in uploads))
    tried = sum(upload.sent is not Sent.NOT_TRIED and upload.sent is not Sent.WITHHELD for upload in uploads)
    title = f"Upload: {counted(tried, 'request')}, {seconds}" if tried else "Upload: nothing sent"
    return Group(title, _aligned([_upload_row(upload) for upload in uploads], "<<><"))


def _upload_row(upload: Upload) -> tuple[str, ...]:
    if upload.final:
        return ("final", "", "", outcome(upload))
    part = f"partial {upload.part} of {upload.parts}" if upload.parts > 1 else "partial"
    return (upload.language, part, byte_size(upload.size), outcome(upload))


def outcome(upload: Upload) -> str:
    """``accepted at the 2nd attempt (503 first)``, ``refused: 404 not found``."""
    text = upload.sent.value
    if upload.sent is Sent.ACCEPTED and upload.attempts > 1:
        first = f" ({upload.first_failure} first)" if upload.first_failure else ""
        return f"{text} at the {ordinal(upload.attempts)} attempt{first}"
    if upload.sent is Sent.UNAVAILABLE:
        text = f"{text} in {counted(upload.attempts, 'attempt')}"
    return f"{text}: {visible(upload.why)}" if upload.why else text


def codacy_group(figures: Figures) -> Group:
    """What Codacy says of the upload."""
    state = "processed" if figures.processed else "not processed yet"
    return Group(f"Codacy: {state}", _aligned(figures.on_codacy, "<<"))


def closing(figures: Figures) -> list[str]:
    """How it ended, in one line, and where the coverage is kept if it is."""
    link = f" · {figures.about.link}" if figures.about.link else ""
    measured = f"{percent(figures.lines.hundredths)} of {counted(figures.lines.coverable, 'line')}"
    figure = f"{measured} in {counted(figures.files, 'file')}"
    accepted = sum(upload.sent is Sent.ACCEPTED for upload in figures.uploads)
    text = {
        Status.UPLOADED: f"{figure} sent{link}",
        Status.PARTIAL: f"{figure} sent as a part; the final notification completes the commit{link}",
        Status.FINAL: f"Codacy was told that the coverage of this commit is complete{link}",
        Status.SKIPPED: f"{figure} read; nothing sent, because this run has no token",
        Status.DRY_RUN: f"{figure} read; nothing sent (dry-run)",
        Status.FAILED: f"{counted(accepted, 'request')} of {len(figures.uploads)} accepted{link}"
        if accepted
        else "Nothing was sent to Codacy",
    }[figures.status]
    lines = [text]
    if figures.payload_path:
        lines.append(f"The payloads are in {visible(figures.payload_path)}")
        if figures.status is Status.FAILED and figures.about.server_url:
            lines[-1] += " until this runner ends."
            lines.append("To keep them longer, give this step `id: coverage` and add after it:")
            lines += [f"  {line}" for line in ARTIFACT_STEP]
    return lines


ARTIFACT_STEP = (
    "- uses: actions/upload-artifact@v4",
    "  if: always() && steps.coverage.outputs.payload-path != ''",
    "  with: { name: codacy-coverage, path: '${{ steps.coverage.outputs.payload-path }}' }",
)
"""The step that saves kept payloads beyond the life of a hosted runner."""


def _aligned(rows: Iterable[Sequence[str]], sides: str, width: int = _GROUP_WIDTH) -> list[str]:
    """The rows as lines with columns aligned to the sides, ``<`` or ``>``."""
    rows = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(columns, column)) for column in zip(*rows, strict=True)]
    place = {"<": left, ">": right}
    return [
        shortened(
            _GAP.join(place[side](cell, size) for cell, size, side in zip(row, widths, sides, strict=True)).rstrip(),
            width,
        )
        for row in rows
    ]
