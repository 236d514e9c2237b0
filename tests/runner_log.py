"""Reads a step's stream and command files as GitHub's runner does: what it obeys, what it shows, what it limits.

The rules are those of actions/runner: ActionCommand.cs, ActionCommandManager.cs, FileCommandManager.cs.
"""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

ANNOTATIONS = {"error": "Error", "warning": "Warning", "notice": "Notice"}
COMMANDS = {
    *ANNOTATIONS,
    *("add-mask", "add-matcher", "remove-matcher", "add-path", "debug", "echo", "endgroup", "group"),
    *("save-state", "set-env", "set-output", "stop-commands"),
}
ANNOTATIONS_PER_KIND = 10
MESSAGE_CHARACTERS = 4096
SUMMARY_BYTES = 1024 * 1024


@dataclass(frozen=True)
class Command:
    """A line of the log that the runner obeys."""

    name: str
    properties: Mapping[str, str]
    data: str


@dataclass(frozen=True)
class Annotation:
    """As shown: masked and cut; ``file`` relative to the workspace, ``line`` 0 where none was given."""

    kind: str
    message: str
    title: str = ""
    file: str = ""
    line: int = 0


@dataclass
class Result:
    """What GitHub would show of the step.

    ``log`` are the shown lines, commands removed and masks applied; ``groups`` the lines under each title.
    ``annotations`` are those that survive the limit. ``state`` is what a post step will get, ``env_writes`` whatever
    was written to GITHUB_ENV and GITHUB_PATH, ``runner_errors`` what the runner itself complains about. ``stdout`` is
    the untouched stream.
    """

    exit_status: int = 0
    stdout: str = ""
    log: list[str] = field(default_factory=list)
    groups: dict[str, list[str]] = field(default_factory=dict)
    commands: list[Command] = field(default_factory=list)
    annotations: list[Annotation] = field(default_factory=list)
    masks: list[str] = field(default_factory=list)
    outputs: dict[str, str] = field(default_factory=dict)
    state: dict[str, str] = field(default_factory=dict)
    summary: str = ""
    env_writes: str = ""
    runner_errors: list[str] = field(default_factory=list)

    @property
    def failed(self) -> bool:
        """Whether the step is red."""
        return self.exit_status != 0 or bool(self.runner_errors)

    @property
    def text(self) -> str:
        """The shown log in one piece."""
        return "\n".join(self.log)

    def messages(self, kind: str) -> list[str]:
        """The texts of the annotations of one kind."""
        return [annotation.message for annotation in self.annotations if annotation.kind == kind]


def parse_command(line: str) -> Command | None:
    """The command in a line of the log, by the grammar of today and then by the old one, as the runner tries them."""
    trimmed = line.lstrip()
    end = trimmed.find("::", 2)
    if trimmed.startswith("::") and end >= 0:
        command = _command(
            trimmed[2:end], ",", trimmed[end + 2 :], {"%0D": "\r", "%0A": "\n"}, {"%3A": ":", "%2C": ","}
        )
        if command:
            return command
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0:
        return None
    escapes = {"%3B": ";", "%0D": "\r", "%0A": "\n", "%5D": "]"}
    return _command(line[start + 3 : end], ";", line[end + 1 :], escapes, {})


def _command(
    head: str, separator: str, data: str, escapes: Mapping[str, str], more_escapes: Mapping[str, str]
) -> Command | None:
    name, _, listed = head.partition(" ")
    if name.lower() not in COMMANDS:
        return None
    pairs = (pair.partition("=") for pair in listed.strip().split(separator) if "=" in pair)
    properties = {key: _unescaped(value, {**escapes, **more_escapes}) for key, _, value in pairs}
    return Command(name.lower(), properties, _unescaped(data, escapes))


def _unescaped(text: str, escapes: Mapping[str, str]) -> str:
    for escape, char in {**escapes, "%25": "%"}.items():
        text = text.replace(escape, char)
    return text


class LogReader:
    """Goes through the stream line by line, as the runner does while the step runs; fills ``result``.

    ``workspaces`` are the folders that the files of annotations are shown relative to.
    """

    def __init__(self, result: Result, *workspaces: str) -> None:
        self._result = result
        self._workspaces = workspaces
        self._counts: Counter[str] = Counter()
        self._group: str | None = None

    def read(self) -> None:
        for line in io.StringIO(self._result.stdout, newline=None):
            command = parse_command(line.rstrip("\n"))
            if command is None:
                self._show(line.rstrip("\n"))
            else:
                self._result.commands.append(command)
                self._obey(command)

    def _obey(self, command: Command) -> None:
        if command.name in ANNOTATIONS:
            self._annotate(command)
        elif command.name == "add-mask":
            if not command.data.strip():
                self._result.runner_errors.append("Can't add an empty mask")
            self._result.masks += lines_of([command.data])
        elif command.name == "group":
            if self._group is not None:
                self._result.runner_errors.append(f"Group {command.data!r} inside group {self._group!r}")
            self._show(f"▸ {command.data}")
            self._group = self._masked(command.data)
            self._result.groups[self._group] = []
        elif command.name == "endgroup":
            self._group = None
        elif command.name != "debug":
            self._result.runner_errors.append(f"Command {command.name} is not for this action")

    def _annotate(self, command: Command) -> None:
        message = self._masked(command.data)
        self._show(f"{ANNOTATIONS[command.name]}: {message}")
        self._counts[command.name] += 1
        if self._counts[command.name] <= ANNOTATIONS_PER_KIND:
            file = command.properties.get("file", "")
            for workspace in self._workspaces:
                file = file.removeprefix(f"{workspace}/")
            line = int(command.properties.get("line", "0"))
            title = self._masked(command.properties.get("title", ""))
            cut = message[:MESSAGE_CHARACTERS]
            self._result.annotations.append(Annotation(command.name, cut, title, file, line))

    def _show(self, text: str) -> None:
        lines = self._masked(text).split("\n")
        self._result.log += lines
        if self._group is not None:
            self._result.groups[self._group] += lines

    def _masked(self, text: str) -> str:
        return _masked(text, self._result.masks)


def _masked(text: str, masks: Iterable[str]) -> str:
    for mask in sorted(masks, key=len, reverse=True):
        text = text.replace(mask, "***")
    return text


def lines_of(secrets: Iterable[str]) -> list[str]:
    """Each secret and each of its lines, as the runner masks them."""
    return [part for secret in secrets for part in dict.fromkeys((secret, *secret.splitlines())) if part.strip()]


def read_files(result: Result, files: Mapping[str, Path]) -> None:
    """Fills the result with the outputs, the state, the summary and what must not be written; ``files`` by kind."""
    for name, pairs in (("output", result.outputs), ("state", result.state)):
        try:
            pairs.update(parse_file_command(files[name].read_bytes().decode("utf-8", "replace")))
        except ValueError as error:
            result.runner_errors.append(f"Unable to process file command '{name}' successfully. {error}")
    summary = files["step_summary"].read_bytes()
    if len(summary) > SUMMARY_BYTES:
        result.runner_errors.append("$GITHUB_STEP_SUMMARY upload aborted, supports content up to a size of 1024k")
    else:
        result.summary = _masked(summary.decode("utf-8", "replace"), result.masks)
    result.env_writes = "".join(files[name].read_text(encoding="utf-8") for name in ("env", "path"))


def parse_file_command(text: str) -> dict[str, str]:
    """The pairs of a command file: ``name=value`` if ``=`` comes before ``<<``, else ``name<<END``, lines, ``END``.

    Raises ValueError where the runner fails the step.
    """
    pairs: dict[str, str] = {}
    lines = iter(text.split("\n"))
    for line in lines:
        equals, heredoc = line.find("="), line.find("<<")
        if not line:
            continue
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            name, _, value = line.partition("=")
        elif heredoc >= 0:
            name, _, end = line.partition("<<")
            value = "\n".join(_until(lines, end))
        else:
            raise ValueError(f"Invalid format {line!r}")
        if not name:
            raise ValueError(f"Invalid format {line!r}. Name must not be empty")
        pairs[name] = value
    return pairs


def _until(lines: Iterable[str], end: str) -> Iterable[str]:
    if not end:
        raise ValueError("Delimiter must not be empty")
    for line in lines:
        if line == end:
            return
        yield line
    raise ValueError(f"Matching delimiter not found {end!r}")
