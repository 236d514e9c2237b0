"""The comment on a pull request: what it does to the coverage, and where a test is missing. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reporter.figures import About, Lines
from reporter.gates import PATCH_GATE, Gate, Verdict
from reporter.markdown import Section, code, details, fit, link, number, row, table
from reporter.patch import Patch, PatchedFile, Span, Why, largest_first
from reporter.patch_remarks import HEAD_SHA
from reporter.render_markdown import file_url, lines_cells
from reporter.text import bar, counted, decimal, grouped, percent

COMMENT_BYTES = 65_000
"""GitHub takes 65 536 characters of a comment; as bytes they are never more."""

UNCHANGED = "unchanged"

_SPANS = 12
_CURE = f"Where lines have moved, `ref: {HEAD_SHA}` of `actions/checkout` makes them known.\n\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What the comment tells: the whole coverage ``total``, that of the ``base`` where it is known, and the patch.

    ``origin`` names the step that tells it.
    """

    about: About
    total: Lines
    patch: Patch
    base: Lines | None = None
    gates: Sequence[Gate] = ()
    origin: str = ""

    @property
    def change(self) -> str:
        """``+0.12``, ``-0.12``, ``unchanged``; empty where the base is not known."""
        return change_of(self.base, self.total) if self.base else ""

    @property
    def matters(self) -> bool:
        """Whether the pull request has anything to do with the coverage, or might have."""
        return bool(self.patch.files) or not self.patch.whole or self.change not in {"", UNCHANGED}

    @property
    def is_fine(self) -> bool:
        """Whether it holds nothing that its author should look at."""
        passed = all(gate.verdict is Verdict.PASSED for gate in self.gates)
        return passed and self.patch.whole and not self.patch.lines.uncovered and not self.change.startswith("-")


def comment(story: Story, marker: str, budget: int = COMMENT_BYTES) -> str:
    """The text behind its hidden ``marker`` in at most ``budget`` bytes: rows are left out first, then sections."""
    sections = [Section("totals", 0, f"{marker}\n{_in_short(story) if story.is_fine else _in_full(story)}")]
    if not story.is_fine:
        sections += patch_sections(story.patch, story.about)
    sections.append(Section("origin", 0, f"\n{_origin(story)}\n"))
    return fit([section for section in sections if section.rows or section.rank == 0], budget)


def for_summary(patch: Patch, about: About) -> list[Section]:
    """What the job summary says of a pull request."""
    lines = patch.lines
    share = (
        f"{code(bar(lines.hundredths))} {grouped(lines.covered)} of {counted(lines.coverable, 'changed line')} covered"
    )
    head = f"\n**{percent(lines.hundredths)} of this pull request** {share}\n" if lines.coverable else ""
    return [Section("the changed lines", 0, head), *patch_sections(patch, about)]


def patch_sections(patch: Patch, about: About) -> list[Section]:
    """The changed files: those that lack a test, those whose changes are unknown, and the rest."""
    missed = sorted(
        (file for file in patch.files if file.uncovered), key=lambda file: (-file.lines.uncovered, file.path)
    )
    covered = [file for file in patch.files if not file.uncovered]
    unknown = [row((code(file.path), file.why.value)) for file in patch.unknown]
    shifted = any(file.why is Why.SHIFTED for file in patch.unknown)
    if patch.cut:
        unknown.append(row(("others", "GitHub does not list all files of this pull request.")))
    return [
        Section(
            "the changed files",
            1,
            "\n" + table(("Changed file", "Not covered", "Coverage", "Lines without a test"), "<>><"),
            [_missed(file, about) for file in missed],
        ),
        details("Changes that could not be judged", 2, _CURE * shifted + table(("File", "Why"), "<<"), unknown),
        details(
            f"{counted(len(covered), 'changed file')} covered in full",
            3,
            table(("File", "Changed lines"), "<>"),
            [row((_file(file.path, about), number(grouped(file.lines.coverable)))) for file in covered],
        ),
    ]


def change_of(before: Lines, now: Lines) -> str:
    """How many points of a hundred the share rose or fell, as the two percentages show it."""
    exact = now.covered * before.coverable - before.covered * now.coverable
    if not exact or before.hundredths is None or now.hundredths is None:
        return UNCHANGED
    sign = "+" if exact > 0 else "-"
    shown = abs(now.hundredths - before.hundredths)
    return f"{sign}{decimal(shown)}" if shown else f"{sign}<0.01"


def _in_short(story: Story) -> str:
    coverable = story.patch.lines.coverable
    changed = {0: "No coverable line changed", 1: "The changed line is covered"}.get(
        coverable, f"All {grouped(coverable)} changed lines covered"
    )
    change = f" ({_cell(story.change)})" if story.change else ""
    return f"**{changed}** · coverage {percent(story.total.hundredths)}{change}\n"


def _in_full(story: Story) -> str:
    """A heading, the two figures one below the other, and the gates that were missed."""
    lines = story.patch.lines
    if lines.uncovered:
        heading = f"{grouped(lines.uncovered)} of {counted(lines.coverable, 'changed line')} not covered"
    elif story.patch.whole:
        heading = f"Coverage {percent(story.total.hundredths)}"
    else:
        heading = "Some changed lines are unknown"
    was = f"{_cell(story.change)} from {percent(story.base.hundredths)}" if story.base else ""
    rows = [["All lines", *lines_cells(story.total), number(was)]]
    if lines.coverable:
        rows.insert(0, ["Changed lines", *lines_cells(lines), ""])
    columns = 6 if story.base else 5
    body = "".join(row(cells[:columns]) for cells in rows)
    head = table(("", "Lines", "Covered", "Coverage", "", "Change")[:columns], "<>>><>"[:columns])
    return f"### {heading}\n\n{head}{body}{''.join(map(_alert, story.gates))}"


def _cell(change: str) -> str:
    return change.replace("<", "&lt;")


def _alert(gate: Gate) -> str:
    """A quotation on a gate that did not pass."""
    if gate.verdict is Verdict.PASSED:
        return ""
    if gate.verdict is Verdict.UNKNOWN:
        return f"\n> [!WARNING]\n> {code(gate.name)} asks for {gate.asked}, which cannot be judged.\n"
    what = "changed lines" if gate.name == PATCH_GATE else "lines"
    more = f"{grouped(gate.missing)} more of the {what} must be covered"
    return f"\n> [!CAUTION]\n> {code(gate.name)} asks for {gate.asked}: {more}.\n"


def _missed(file: PatchedFile, about: About) -> str:
    uncovered = number(f"{grouped(file.lines.uncovered)} of {grouped(file.lines.coverable)}")
    return row((_file(file.path, about), uncovered, number(percent(file.lines.hundredths)), _spans(file, about)))


def _spans(file: PatchedFile, about: About) -> str:
    shown = sorted(largest_first(file.uncovered)[:_SPANS], key=lambda span: span.first)
    more = len(file.uncovered) - len(shown)
    return ", ".join([*(_span(span, about) for span in shown), *([f"and {more} more"] if more else [])])


def _span(span: Span, about: About) -> str:
    if span.first == span.last:
        return link(str(span.first), f"{file_url(span.path, about)}#L{span.first}")
    return link(f"{span.first}-{span.last}", f"{file_url(span.path, about)}#L{span.first}-L{span.last}")


def _file(path: str, about: About) -> str:
    return link(code(path), file_url(path, about))


def _origin(story: Story) -> str:
    about = story.about
    parts = (
        f"commit {link(code(about.commit[:7]), about.on_github(f'commit/{about.commit}'))}" if about.commit else "",
        code(story.origin) if story.origin else "",
        link("Codacy", about.link) if about.link else "",
    )
    return f"<sub>{' · '.join(filter(None, parts))}</sub>"
