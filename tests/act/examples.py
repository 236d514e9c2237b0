"""The workflows that the documents show, made performable without the tools and registries they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tests.docker import PROJECT

REPORT = r"SF:src/api.js\nDA:1,1\nDA:2,0\nend_of_record\n"
_BLOCK = re.compile(r"^```ya?ml\n(.*?)^```", re.MULTILINE | re.DOTALL)
_ACTION = re.compile(r"^[\w.-]+/codacy-coverage-action@")


def documented_workflows() -> Iterator[tuple[str, str]]:
    """``(place, text)`` of all jobs in the README and in docs/ that use the action; on a push if nothing is said."""
    for document in (PROJECT / "README.md", *sorted((PROJECT / "docs").rglob("*.md"))):
        text = document.read_text("utf-8")
        for block in _BLOCK.finditer(text):
            content = block[1]
            if re.search(r"^jobs:", content, re.MULTILINE) and "codacy-coverage-action@" in content:
                line = text.count("\n", 0, block.start()) + 1
                trigger = "" if re.search(r"^on:", content, re.MULTILINE) else "on: push\n"
                yield f"{document.relative_to(PROJECT)}:{line}", trigger + content


def performable(text: str) -> str:
    """The workflow with every step but checkout and the action replaced by one that leaves a report behind."""
    workflow: dict[Any, Any] = yaml.safe_load(text)
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads the key `on` as a boolean
    for job in workflow["jobs"].values():
        job["runs-on"] = "ubuntu-latest"
        job["steps"] = [{"uses": "actions/checkout@v4"}, *map(_step, job["steps"])]
    return yaml.safe_dump(workflow, sort_keys=False)


def _step(step: dict[str, Any]) -> dict[str, Any]:
    if not _ACTION.match(step.get("uses", "")):
        return {"run": f"printf '{REPORT}' > lcov.info"}
    given = {name: value for name, value in step.get("with", {}).items() if name != "coverage-reports"}
    return {**step, "uses": "./", "id": "coverage", "with": {**given, "api-base-url": "${{ vars.CODACY }}"}}
