"""GitHub's runner as a container action meets it: gives what it gives, and reads back what GitHub would show.

    runner = FakeRunner(tmp_path)
    (runner.workspace / "lcov.info").write_text(...)
    result = runner.run(main, {"project-token": "secret"}, secrets=["secret"])
    assert result.exit_status == 0 and result.outputs["status"] == "uploaded"

``main(environ, stdout) -> exit status`` runs in this process. ``<tmp_path>/github`` stands for the container's
``/github``; the host's folders are names only (``/home/runner/work/shop/shop``), translated as the runner does.
The rules are those of actions/runner: ContainerActionHandler.cs, ContainerInfo.cs, GitHubContext.cs.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TextIO
from uuid import uuid4

from tests.runner_log import LogReader, Result, lines_of, read_files

Main = Callable[[Mapping[str, str], TextIO], int]


class FakeRunner:
    """One job on one runner; every ``run`` is a step of it.

    ``event`` is the webhook's payload, ``defaults`` the inputs' defaults as action.yml writes them, ``${{ }}``
    included; ``github`` overrides variables such as ``{"ref": "refs/heads/x"}``. ``work`` is the work folder of a
    runner of one's own. ``job_index``, ``job_total`` and ``matrix`` are those of a matrix leg.
    """

    def __init__(
        self,
        root: Path,
        *,
        repository: str = "acme/shop",
        event_name: str = "push",
        event: Mapping[str, Any] | None = None,
        sha: str = "0123456789abcdef0123456789abcdef01234567",
        defaults: Mapping[str, str] | None = None,
        github: Mapping[str, str] | None = None,
        work: str = "/home/runner/work",
        job_index: int = 0,
        job_total: int = 1,
        matrix: Mapping[str, Any] | None = None,
    ) -> None:
        container = root / "github"
        name = repository.rpartition("/")[2]
        self.host_workspace = f"{work}/{name}/{name}"
        self.workspace = container / "workspace"
        self.temp = container / "runner_temp"
        self.home = container / "home"
        self._workflow = container / "workflow"
        self._file_commands = container / "file_commands"
        self._translations = {  # in the runner's order: the first that fits wins
            self.host_workspace: self.workspace,
            f"{work}/_temp/_runner_file_commands": self._file_commands,
            f"{work}/_temp/_github_workflow": self._workflow,
            f"{work}/_temp/_github_home": self.home,
            f"{work}/_temp": self.temp,
        }
        for folder in self._translations.values():
            folder.mkdir(parents=True)
        payload = dict(event or {})
        self.event_path = self._workflow / "event.json"
        self.event_path.write_text(json.dumps(payload), encoding="utf-8")
        self._defaults = dict(defaults or {})
        self._github = {
            "action": "__acme_codacy-coverage-action",
            "action_ref": "v1",
            "action_repository": "acme/codacy-coverage-action",
            "actor": "octocat",
            "api_url": "https://api.github.com",
            "base_ref": "",
            "event_name": event_name,
            "event_path": f"{work}/_temp/_github_workflow/event.json",
            "graphql_url": "https://api.github.com/graphql",
            "head_ref": "",
            "job": "test",
            "ref": "refs/heads/main",
            "ref_name": "main",
            "ref_type": "branch",
            "repository": repository,
            "repository_id": "1",
            "repository_owner": repository.partition("/")[0],
            "run_attempt": "1",
            "run_id": "1000",
            "run_number": "1",
            "server_url": "https://github.com",
            "sha": sha,
            "workflow": "CI",
            "workspace": self.host_workspace,
            **(github or {}),
        }
        self._runner = {
            "OS": "Linux",
            "ARCH": "X64",
            "NAME": "GitHub Actions 1",
            "ENVIRONMENT": "github-hosted",
            "TEMP": f"{work}/_temp",
            "TOOL_CACHE": "/opt/hostedtoolcache",
            "WORKSPACE": f"{work}/{name}",  # a host path that no rule translates
        }
        self._contexts = {
            "github": {**self._github, "event": payload, "token": "ghs_token-of-the-job"},
            "strategy": {"job-index": job_index, "job-total": job_total},
            "matrix": matrix,
            "job": {"check_run_id": 1000 + job_index},
            "runner": {"temp": f"{work}/_temp"},
        }

    def run(
        self,
        main: Main,
        inputs: Mapping[str, str] | None = None,
        *,
        env: Mapping[str, str] | None = None,
        secrets: Iterable[str] = (),
        encoding: str = "utf-8",
        state: Mapping[str, str] | None = None,
    ) -> Result:
        """One step with its ``with:`` and ``env:``; ``secrets`` are masked from the start, as the job's are.

        A post step gets the ``state`` of its step's result, and the same inputs.
        """
        files = {name: self._file_commands / f"{name}_{uuid4()}" for name in ("output", "env", "path", "state")}
        files["step_summary"] = self._file_commands / f"step_summary_{uuid4()}"
        for path in files.values():
            path.touch()
        raw = io.BytesIO()
        stdout = io.TextIOWrapper(raw, encoding=encoding, errors="strict", newline="\n", write_through=True)
        status = main(self.environment(inputs or {}, env or {}, files, state), stdout)
        stdout.flush()
        result = Result(exit_status=status, stdout=raw.getvalue().decode("utf-8", "replace"), masks=lines_of(secrets))
        LogReader(result, str(self.workspace), self.host_workspace).read()
        read_files(result, files)
        return result

    def environment(
        self,
        inputs: Mapping[str, str],
        env: Mapping[str, str],
        files: Mapping[str, Path],
        state: Mapping[str, str] | None = None,
    ) -> dict[str, str]:
        """What the container gets; later entries win, so that ``env:`` cannot forge the runner's own variables."""
        given = {name: self._evaluated(value) for name, value in self._defaults.items()} | dict(inputs)
        environ = {
            **env,
            **{f"STATE_{name}": value for name, value in (state or {}).items()},
            **{f"INPUT_{name.replace(' ', '_').upper()}": value.strip() for name, value in given.items()},
            "HOME": str(self.home),
            **{f"GITHUB_{name.upper()}": value for name, value in self._github.items()},
            **{f"GITHUB_{name.upper()}": str(path) for name, path in files.items()},
            **{f"RUNNER_{name}": value for name, value in self._runner.items()},
            "CI": env.get("CI", "true"),
            "GITHUB_ACTIONS": "true",
        }
        return {name: self.translated(value) for name, value in environ.items()}

    def translated(self, value: str) -> str:
        """The container's path for a value that is a mapped host path or starts with one and ``/``."""
        for host, inside in self._translations.items():
            if value == host or value.startswith(f"{host}/"):
                return f"{inside}{value[len(host) :]}"
        return value

    def _evaluated(self, default: str) -> str:
        """A default of action.yml: ``${{ github.workspace }}``, ``${{ toJSON(matrix) }}`` and text around them."""

        def value(expression: re.Match[str]) -> str:
            found: Any = self._contexts
            for name in expression["path"].split("."):
                found = found.get(name) if isinstance(found, Mapping) else None
            if expression["json"]:
                return json.dumps(found, indent=2)
            return "" if found is None else str(found)

        return re.sub(r"\$\{\{\s*(?P<json>toJSON\()?(?P<path>[\w.-]+)\)?\s*\}\}", value, default)


def pull_request(number: int, head_sha: str, head_repository: str = "acme/shop") -> dict[str, Any]:
    """The event of a pull request to acme/shop; a fork's where ``head_repository`` is another."""
    return {
        "number": number,
        "pull_request": {
            "number": number,
            "head": {"sha": head_sha, "ref": "feature", "repo": {"full_name": head_repository}},
            "base": {"sha": "b" * 40, "ref": "main", "repo": {"full_name": "acme/shop"}},
        },
    }
