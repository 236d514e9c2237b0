"""Tells from the head of a file which formats it may be; the parsers confirm. The name never decides."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from typing import TypeVar

from reporter import refusals
from reporter.formats import BY_NAME, Format
from reporter.refusals import Refusal

T = TypeVar("T")
Names = frozenset[str]
_Element = tuple[str, str]
"""Local name, attributes as they are written."""

_ENCODINGS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)

# Element, attributes and inner elements of which any must be there (if given), format. The first row that fits an
# element decides between dialects: a Cobertura report may stand inside <project>, a Clover report holds one.
_XML_MARKS: tuple[tuple[str, Names, Names, str], ...] = tuple(
    (element, frozenset(attributes.split()), frozenset(inside.split()), name)
    for element, attributes, inside, name in (
        ("coverage", "line-rate branch-rate", "", "cobertura"),
        ("coverage", "clover generated", "", "clover"),
        ("coverage", "profilerVersion", "", "ncover"),
        ("coverage", "", "assembly", "mono"),
        ("coverage", "", "sources packages class", "cobertura"),
        ("coverage", "", "project testproject", "clover"),
        ("report", "", "sessioninfo group package counter", "jacoco"),
        ("CoverageSession", "", "", "opencover"),
        ("Root", "ReportType CoveragePercent DotCoverVersion", "", "dotcover"),
        ("phpunit", "", "project file build", "phpunit"),
        ("scoverage", "", "", "scoverage"),
        ("results", "", "modules", "vscoverage"),
        ("CoverageDSPriv", "", "", "vscoverage"),
        ("BullseyeCoverage", "", "", "bullseye"),
        ("coverage", "", "lineToCover", "sonar"),
        ("coverage", "version", "file", "sonar"),
    )
)

_MARKED_ELEMENTS = frozenset(element.casefold() for element, *_ in _XML_MARKS)

_JACOCO_DTD = "-//JACOCO//DTD"
"""What tells that an empty <report> is JaCoCo's."""

_TEXT_MARKS = (
    (re.compile(r"\A\s*-:\s+0:Source:"), "gcov"),
    (re.compile(r"^(?:SF:|sf:|TN:|DA:\d|end_of_record)", re.MULTILINE), "lcov"),
    (re.compile(r"\A\s*mode: *(?:set|count|atomic)\b|^.+:\d+\.\d+,\d+\.\d+ \d+ \d+\r?$", re.MULTILINE), "go"),
    (re.compile(r"\A\s*={10,}\r?\n[^\n]+\n={10,}\r?$", re.MULTILINE), "luacov"),
    (re.compile(r"\A[ \d]{7,20}\|(?![ \d.kMGE]*\|)"), "dlang"),  # a second count: llvm-cov's text
    (re.compile(r"\A *(?:-|\d+)(?<=[ \d-]{9}) "), "julia"),
    (re.compile(r"\AFile generated from .+ by COVER "), "erlang"),
)

# Keys from the outside in as in refusals.JSON, formats. The first row that fits decides.
_JSON_MARKS = (
    ("fileReports", "codacy"),
    ("FileId", "gap"),
    ("* statementMap", "istanbul"),
    ("* fnMap", "istanbul"),
    ("* branchMap", "istanbul"),
    ("* inputSourceMap", "istanbul"),
    ("* _coverageSchema", "istanbul"),
    ("* data statementMap", "istanbul"),
    ("data * statementMap", "istanbul"),
    ("data files segments", "llvm"),
    ("data files branches", "llvm"),
    ("data files expansions", "llvm"),
    ("data functions", "llvm"),
    ("gcovr/format_version", "gcovr"),
    ("gcc_version", "gcov_json"),
    ("current_working_directory", "gcov_json"),
    ("files functions lineno", "gcovr"),
    ("files functions demangled_name", "gcov_json"),
    ("files lines line_number", "gcovr gcov_json"),
    ("source_files", "coveralls"),
    ("children * children", "covdir"),
    ("children * coverage", "covdir"),
    ("meta simplecov_version", "simplecov"),
    ("* coverage * lines", "simplecov"),
    ("coverage * lines", "simplecov"),
    ("files covered_percent", "simplecov"),
    ("files traces", "tarpaulin"),
    ("files content", "tarpaulin"),
    ("covered", "tarpaulin"),
    ("coverable", "tarpaulin"),
    ("coverage source", "dart"),
    ("coverage hits", "dart"),
    ("coverage", "codecov"),
    ("uploader", "covr"),
    ("files coverage", "covr simplecov"),
    ("files * executed_lines", "coveragepy"),
    ("files * missing_lines", "coveragepy"),
    ("files * excluded_lines", "coveragepy"),
    ("meta show_contexts", "coveragepy"),
    ("* coverage *", "simplecov"),
    ("totalLines", "apex"),
    ("totalCovered", "apex"),
    ("* * * * Lines", "coverlet"),
    ("* * * * Branches", "coverlet"),
    ("* isExecutable", "xccov"),
)

_MARKUP = re.compile(
    r"<!--.*?(?:-->|\Z)|<\?.*?(?:\?>|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<!DOCTYPE[^\[>]*+(?:>|\[.*?(?:\]\s*>|\Z))?"
    r"|<([^\s<>/!?=\"']+)((?:\s+[^\s=<>/]+\s*=\s*(?:\"[^\"]*\"|'[^']*'))*)",
    re.DOTALL | re.IGNORECASE,
)
_ATTRIBUTE = re.compile(r"([^\s=<>/\"']+)\s*=\s*(?:\"[^\"]*\"|'[^']*')")
# A key, its opening quote included, or a bracket, with all values in front of it; a head may end within a string.
_JSON_TOKEN = re.compile(
    r'[^"{}\[\]]*+(?:"[^"\\]*+(?:\\.[^"\\]*+)*+"(?!\s*+:)[^"{}\[\]]*+)*+'
    r'(?:("[^"\\]*+(?:\\.[^"\\]*+)*+)"\s*+:|([{}\[\]])|".*|\Z)',
    re.DOTALL,
)
_DEEPEST = max(len(mark.split()) for mark, _ in (*_JSON_MARKS, *refusals.JSON))
"""Keys with as many keys around them are in no mark."""


def candidates(head: bytes, name: str) -> tuple[Format, ...]:
    """The formats that the first bytes of a file may be, the likeliest first; none where nothing is recognised.

    Raises ReportError for what is recognised and cannot be used. ``name`` only tells binary data apart in messages.
    """
    for offset, magic, refusal in refusals.BINARY:
        if head.startswith(magic, offset):
            raise refusal.error()
    text = _decoded(head)
    if "\0" in text:
        if name.lower().endswith(".coverage"):
            raise refusals.VISUAL_STUDIO.error()
        return ()
    start = text.lstrip()[:1]
    if start == "<":
        found = _from_xml(text)
    elif start in {"{", "["}:
        found = _from_json(text)
    else:
        found = _from_text(text)
    if isinstance(found, Refusal):
        raise found.error()
    return tuple(BY_NAME[format_name] for format_name in (found or "").split())


def _decoded(head: bytes) -> str:
    for mark, encoding in _ENCODINGS:
        if head.startswith(mark):
            return head.decode(encoding, "replace").removeprefix("\ufeff")
    return head.decode("utf-8", "replace")


def _from_xml(text: str) -> str | Refusal | None:
    """What the root is, else the first element that some format starts with: reports stand inside others' roots."""
    later: set[str] = set()
    found: str | Refusal | None = None
    elements = _elements(text)
    for element in reversed(elements):  # backwards, to know what follows
        name, _ = element
        if name.casefold() in _MARKED_ELEMENTS:
            found = _fitting(_XML_MARKS, element, later) or found
        if element is elements[0]:
            found = _fitting(refusals.XML, element, later) or found
        later.add(name)
    if found is None and elements and elements[0][0] == "report" and _JACOCO_DTD in text:
        return "jacoco"
    return refusals.of_page(text) if found is refusals.HTML else found


def _fitting(rows: Iterable[tuple[str, Names, Names, T]], element: _Element, later: set[str]) -> T | None:
    name, written = element
    for wanted, attributes, inside, result in rows:
        if (
            name.casefold() == wanted.casefold()
            and (not attributes or attributes.intersection(_ATTRIBUTE.findall(written)))
            and (not inside or inside & later)
        ):
            return result
    return None


def _elements(text: str) -> list[_Element]:
    """Start tags in their order; comments, instructions and the DOCTYPE are passed over."""
    return [(name.rpartition(":")[2], attributes) for name, attributes in _MARKUP.findall(text) if name]


def _from_json(text: str) -> str | Refusal | None:
    paths = _key_paths(text)
    return _of_keys(_JSON_MARKS, paths) or _of_keys(refusals.JSON, paths)


def _of_keys(rows: Iterable[tuple[str, T]], paths: set[tuple[str, ...]]) -> T | None:
    innermost = {path[-1] for path in paths} | {"*"}
    for mark, result in rows:
        wanted = mark.split()
        if wanted[-1] in innermost and any(
            len(path) == len(wanted) and all(part in ("*", key) for part, key in zip(wanted, path, strict=True))
            for path in paths
        ):
            return result
    return None


def _key_paths(text: str) -> set[tuple[str, ...]]:
    """The keys of a head that may end anywhere, each with the keys around it; arrays add nothing."""
    paths: set[tuple[str, ...]] = set()
    around: list[tuple[str, ...]] = [()]  # for each open bracket
    path: tuple[str, ...] = ()
    for key, bracket in _JSON_TOKEN.findall(text):
        if key:
            if len(around[-1]) < _DEEPEST:
                path = (*around[-1], key[1:])
                paths.add(path)
        elif bracket in ("{", "["):
            around.append(path)
        elif bracket and len(around) > 1:
            around.pop()
            path = around[-1]
    return paths


def _from_text(text: str) -> str | Refusal | None:
    for pattern, name in _TEXT_MARKS:
        if pattern.search(text):
            return name
    return next((refusal for pattern, refusal in refusals.TEXT if pattern.search(text)), None)
