"""What is said of a pull request's lines: where a test is missing, and what could not be told."""

from __future__ import annotations

from collections.abc import Iterator

from reporter.errors import Level, Problem, Slug
from reporter.patch import LISTED_FILES, Patch, Span, Why
from reporter.render_log import Group
from reporter.text import counted, grouped, left, percent, shortened

ANNOTATIONS = 10
"""GitHub keeps no more of one kind and step."""

HEAD_SHA = "${{ github.event.pull_request.head.sha }}"
"""What a workflow writes for the newest commit of a pull request."""

_NAMED = 5
_PLACES = 20
_PLACE_WIDTH = 90
_CURES = {
    Why.SHIFTED: "Test the head of the pull request itself instead of its merge with the base:\n"
    "- uses: actions/checkout@v4\n"
    "  with:\n"
    f"    ref: {HEAD_SHA}",
    Why.LEFT_OUT: "Make smaller changes, or leave files that need no tests out with ignore.",
}


def missing_tests(patch: Patch, limit: int = ANNOTATIONS) -> list[Problem]:
    """Notices on the changed lines that no test runs, the most lines first; for the workflow's annotations only."""
    return [_annotation(span) for span in patch.uncovered[: max(limit, 0)]]


def _annotation(span: Span) -> Problem:
    """The file is named in the text as well: the log shows no more of an annotation."""
    one = span.lines == 1
    where = f"Line {span.first}" if one else f"{counted(span.lines, 'line')} from {span.first} to {span.last}"
    return Problem(
        slug=Slug.LINES_NOT_COVERED,
        level=Level.NOTICE,
        message=f"{where} of {shortened(span.path, _PLACE_WIDTH)} {'is' if one else 'are'} not covered by a test.",
        file=span.path,
        line=span.first,
        end_line=span.last,
    )


def patch_group(patch: Patch) -> Group:
    """The patch as a foldable part of the log: its share, and the places without a test."""
    lines = patch.lines
    if lines.coverable:
        title = f"{grouped(lines.covered)} of {grouped(lines.coverable)} covered ({percent(lines.hundredths)})"
    else:
        title = "none is coverable" if patch.whole else "unknown"
    spans = patch.uncovered
    shown = [
        f"{left(shortened(str(span), _PLACE_WIDTH), _PLACE_WIDTH)}  {counted(span.lines, 'line')}"
        for span in spans[:_PLACES]
    ]
    if len(spans) > _PLACES:
        shown.append(f"and {counted(len(spans) - _PLACES, 'other place')}")
    return Group(f"Changed lines: {title}", shown)


def unknowns(patch: Patch, gate: str = "") -> Iterator[Problem]:
    """A problem on each reason why changed lines are unknown; an error where ``gate`` cannot be judged without them."""
    level = Level.ERROR if gate else Level.NOTICE
    so = f" {gate} cannot be judged without them." if gate else ""
    for why in Why:
        paths = [file.path for file in patch.unknown if file.why is why]
        if paths:
            more = f" and {grouped(len(paths) - _NAMED)} more" if len(paths) > _NAMED else ""
            yield Problem(
                slug=Slug.PATCH_UNKNOWN,
                level=level,
                message=f"The changed lines of {counted(len(paths), 'file')} are unknown: "
                f"{', '.join(paths[:_NAMED])}{more}.",
                reason=why.value + so,
                cure=_CURES[why],
            )
    if patch.cut:
        yield Problem(
            slug=Slug.PATCH_UNKNOWN,
            level=level,
            message="Some of the files that this pull request changes are unknown.",
            reason=f"GitHub does not list all of them; it never lists more than {grouped(LISTED_FILES)}.{so}",
            cure="Make smaller pull requests; where this one is small, run the job again.",
        )
