"""The only writer of the log, of workflow commands, masks and command files; no foreign text leaves it as a command."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import TextIO
from uuid import uuid4

from reporter.errors import Level, Problem, Slug
from reporter.text import counted, problem_details, problem_lines, visible

ANNOTATIONS_PER_LEVEL = 10
"""GitHub keeps the first ten annotations of a kind and step."""

_PROGRESS_SECONDS = 5.0
_INDENT = "    "
_LEADING_COMMAND = re.compile(r"^(\s*):(?=:)")
_BRACKET_COMMAND = re.compile(r"##(?=\w*\[)")
_RESET = "\x1b[0m"
_COLOURS = (
    (re.compile(r"^✗.*"), "\x1b[31m"),
    (re.compile(r"^!.*"), "\x1b[33m"),
    (re.compile(r"█+"), "\x1b[32m"),
)
_ASCII = str.maketrans({"█": "#", "░": ".", "▸": ">", "✗": "x", "·": "-", "—": "-", "…": "...", "→": "->"})


class Workflow:
    """Speaks to whoever runs the action.

    In GitHub Actions (``github``) groups, annotations, masks and outputs are workflow commands and command files
    (docs.github.com, "Workflow commands for GitHub Actions"); elsewhere all of it is plain text, and there are no
    outputs. ``docs`` is the page whose anchors are the slugs; ``clock`` counts seconds.
    """

    def __init__(
        self,
        stdout: TextIO,
        environ: Mapping[str, str],
        *,
        github: bool,
        docs: str = "docs/errors.md",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._stdout = stdout
        self._encoding = stdout.encoding or "utf-8"
        self._environ = environ
        self._github = github
        self._docs = docs
        self._clock = clock
        self._colour = not environ.get("NO_COLOR") and (github or stdout.isatty())
        self._indent = ""
        self._secrets: list[str] = []
        self._annotated: Counter[Level] = Counter()
        self._progress_at = clock()

    def mask(self, secret: str) -> None:
        """Hide the secret, and each line of it, in everything written from now on."""
        for part in dict.fromkeys(map(str.strip, (secret, *secret.splitlines()))):
            if part:
                self._command("add-mask", part)
                self._secrets.append(part)
        self._secrets.sort(key=len, reverse=True)

    def line(self, text: str = "") -> None:
        """One line of the log, whatever is in the text."""
        self._write(f"{self._indent}{self._coloured(_harmless(self._hidden(text)))}".rstrip())

    def lines(self, texts: Iterable[str]) -> None:
        """Each text as one line of the log."""
        for text in texts:
            self.line(text)

    @contextmanager
    def group(self, title: str) -> Iterator[None]:
        """A foldable part of the log; GitHub does not nest them."""
        if self._github:
            self._command("group", visible(title))
        else:
            self.line(f"▸ {title}")
        self._indent = _INDENT
        try:
            yield
        finally:
            self._indent = ""
            if self._github:
                self._command("endgroup", "")

    def progress(self, text: str) -> None:
        """A sign of life; written only if nothing of the kind was in the last seconds."""
        now = self._clock()
        if now - self._progress_at >= _PROGRESS_SECONDS:
            self._progress_at = now
            self.line(text)
            with suppress(OSError):
                self._stdout.flush()

    def debug(self, text: str) -> None:
        """Shown by GitHub if the user asked for step debugging."""
        self._command("debug", _harmless(text))

    def annotate(self, *problems: Problem) -> None:
        """Each problem with its cure: an annotation while GitHub keeps them, else lines of the log."""
        surplus: Counter[Level] = Counter()
        for problem in problems:
            if not self._github:
                self.lines(problem_lines(problem, self._docs))
            elif self._annotated[problem.level] < ANNOTATIONS_PER_LEVEL:
                self._annotated[problem.level] += 1
                self._annotation(problem)
            else:
                surplus[problem.level] += 1
                self.lines(problem_lines(problem, self._docs))
        for level, count in surplus.items():
            self.line(f"{counted(count, level.value)} more than GitHub annotates; they stand only in this log.")

    def set_outputs(self, outputs: Mapping[str, str]) -> Problem | None:
        """Write the step's outputs; the problem if they cannot be written."""
        return self._append("GITHUB_OUTPUT", _entries(outputs), "outputs")

    def save_state(self, state: Mapping[str, str]) -> Problem | None:
        """Leave values for the post step, there ``STATE_<name>``; the problem if they cannot be written."""
        return self._append("GITHUB_STATE", _entries(state), "state")

    def add_summary(self, markdown: str) -> Problem | None:
        """Append to the job summary; the problem if it cannot be written."""
        return self._append("GITHUB_STEP_SUMMARY", self._hidden(markdown), "job summary")

    def _annotation(self, problem: Problem) -> None:
        properties = {"title": f"Coverage: {problem.slug.replace('-', ' ')}"}
        if problem.file:
            properties["file"] = problem.file
        if problem.line:
            properties["line"] = str(problem.line)
        if problem.line and problem.end_line:
            properties["endLine"] = str(problem.end_line)
        if problem.line and problem.column:
            properties["col"] = str(problem.column)
        body = (problem.message, *problem_details(problem), f"More: {self._docs}#{problem.slug}")
        self._command(problem.level.value, "\n".join(map(_harmless, body)), properties)

    def _command(self, name: str, value: str, properties: Mapping[str, str] | None = None) -> None:
        if self._github:
            listed = ",".join(f"{key}={_property(visible(text))}" for key, text in (properties or {}).items())
            value = value if name == "add-mask" else self._hidden(value)
            self._write(f"::{name}{' ' * bool(listed)}{self._hidden(listed)}::{_data(value)}")

    def _append(self, variable: str, text: str, what: str) -> Problem | None:
        if not self._github:
            return None
        try:
            with open(self._environ[variable], "ab") as file:  # noqa: PTH123 -- an empty name must fail, not be "."
                file.write(text.encode("utf-8", "backslashreplace"))
        except KeyError:
            reason = f"The runner gave no {variable}."
        except OSError as error:
            reason = f"{variable}: {error.strerror}."
        else:
            return None
        return Problem(
            slug=Slug.OUTPUT_NOT_WRITTEN,
            message=f"The {what} of this step could not be written.",
            reason=reason,
            cure="Run the step on a current runner, and leave the GITHUB_… variables to the runner.",
            level=Level.WARNING,
        )

    def _hidden(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, "***")
        return text

    def _coloured(self, text: str) -> str:
        if self._colour:
            for pattern, colour in _COLOURS:
                text = pattern.sub(rf"{colour}\g<0>{_RESET}", text)
        return text

    def _write(self, text: str) -> None:
        """One line in the stream's own encoding, in plainer signs where it lacks ours.

        Coverage is sent and outputs are written even if nobody reads the log any more, or its disk is full.
        """
        try:
            text.encode(self._encoding)
        except UnicodeEncodeError:
            text = text.translate(_ASCII).encode(self._encoding, "backslashreplace").decode(self._encoding)
        with suppress(OSError):
            self._stdout.write(f"{text}\n")


def _entries(pairs: Mapping[str, str]) -> str:
    """The text of a command file; no value can hold a delimiter that nobody knows before."""
    delimiter = f"ghadelimiter_{uuid4()}"
    return "".join(f"{name}<<{delimiter}\n{value}\n{delimiter}\n" for name, value in pairs.items())


def _harmless(text: str) -> str:
    """One line that the runner cannot take for a command.

    It looks for ``::`` after leading white space and for the older ``##[`` anywhere; other CIs know ``##vso[`` and
    ``##teamcity[``.
    """
    return _BRACKET_COMMAND.sub(r"##\\", _LEADING_COMMAND.sub(r"\1\\:", visible(text)))


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
