"""The workflows that the documents show, made performable without the tools and registries they use."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import yaml

from tests.docker import PROJECT

REPORT = r"SF:src/api.js\nDA:1,1\nDA:2,2\nend_of_record\n"
PAYLOAD = '{"total":100,"fileReports":[{"filename":"src/api.js","total":100,"coverage":{"1":1,"2":2}}]}'
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
    """The workflow with a step that leaves a report for each that runs tests or downloads what another job kept."""
    workflow: dict[Any, Any] = yaml.safe_load(text)
    workflow["on"] = workflow.pop(True)  # YAML 1.1 reads the key `on` as a boolean
    for job in workflow["jobs"].values():
        job["runs-on"] = "ubuntu-latest"
        steps = [step for step in map(_step, job["steps"]) if step]
        job["steps"] = [{"uses": "actions/checkout@v4"}, *steps]
    return yaml.safe_dump(workflow, sort_keys=False)


def _step(step: dict[str, Any]) -> dict[str, Any] | None:
    uses, given = step.get("uses", ""), step.get("with", {})
    if "run" in step:
        return {"run": f"printf '{REPORT}' > lcov.info"}
    if uses.startswith("actions/download-artifact@"):
        folder = given.get("path", ".")
        return {
            "run": f"mkdir -p {folder}; cd {folder}; printf '{REPORT}' > lcov.info; echo '{PAYLOAD}' > payload.json"
        }
    if _ACTION.match(uses):
        return {**step, "uses": "./", "id": "coverage", "with": {**given, "api-base-url": "${{ vars.CODACY }}"}}
    return None


def finals(text: str) -> int:
    """How many final notifications the workflow sends under act, where no job knows of the others of its matrix.

    GitHub tells it in ``strategy.job-total``, which act leaves empty.
    """
    return sum(map(_finals_of, yaml.safe_load(text)["jobs"].values()))


def _finals_of(job: dict[str, Any]) -> int:
    given = [step.get("with", {}) for step in job["steps"] if _ACTION.match(step.get("uses", ""))]
    sending = [inputs for inputs in given if not inputs.keys() & {"partial", "dry-run"}]
    (values,) = job.get("strategy", {}).get("matrix", {"": [""]}).values()
    return len(sending) * len(values)
