from __future__ import annotations

import textwrap

import pytest
import yaml

from reporter.step_condition import condition_on_the_matrix

WORKFLOW = """\
name: CI
on: push
jobs:
  lint:
    runs-on: ubuntu-latest
    steps:
      - uses: org/codacy-coverage-action@v1
        if: matrix.lint
  test: # the matrix
    strategy:
      matrix:
        python: ["3.12", "3.13"]
    runs-on: ubuntu-latest
    steps:
{steps}
  deploy:
    needs: test
    steps:
      - uses: org/codacy-coverage-action@v1
        if: matrix.deploy
"""
BEFORE = """\
- uses: actions/checkout@v4
  if: matrix.python == '3.12'
- run: |
    - uses: org/codacy-coverage-action@v1
      if: matrix.in_a_script
"""
AFTER = """
- name: Afterwards
  if: matrix.python == '3.11'
  run: make clean
"""


def condition_of(step: str) -> str:
    """The condition of a step among others, in a list that is indented and in one that is not."""
    found = set()
    for indent in ("      ", "    "):
        text = WORKFLOW.format(steps=textwrap.indent(BEFORE + step + AFTER, indent))
        assert yaml.safe_load(text)["jobs"]["test"]["steps"][-1]["name"] == "Afterwards"
        found.add(condition_on_the_matrix(text, "test", "org/codacy-coverage-action"))
    (condition,) = found
    return condition


@pytest.mark.parametrize(
    "step",
    [
        "- uses: org/codacy-coverage-action@v1\n  if: matrix.python == '3.13'",
        "- if: matrix.python == '3.13'\n  uses: org/codacy-coverage-action@v1",
        "- if: matrix.python == '3.13' # one is enough\n\n  # pinned\n  uses: 'Org/Codacy-Coverage-Action@0123abc'",
        "-   uses: org/codacy-coverage-action@v1\n    if: >-\n        matrix.python\n        == '3.13'",
        "- run: make\n- uses: org/codacy-coverage-action@v1 # v1.0.0\n  if: matrix.python == '3.13'",
    ],
)
def test_a_step_that_only_some_jobs_of_the_matrix_run(step: str) -> None:
    assert condition_of(step) == "matrix.python == '3.13'"


@pytest.mark.parametrize(
    "condition", ["runner.os == 'Linux'", "${{ strategy.job-index == 0 }}", "always() && matrix['os'] == 'linux'"]
)
def test_other_ways_to_tell_the_jobs_apart(condition: str) -> None:
    assert condition_of(f"- uses: org/codacy-coverage-action@v1\n  if: {condition}") == condition


@pytest.mark.parametrize(
    "step",
    [
        "- uses: org/codacy-coverage-action@v1",
        "- uses: org/codacy-coverage-action@v1\n  if: always()",
        "- uses: org/codacy-coverage-action@v1\n  if: github.event_name == 'push' && !cancelled()",
        "- uses: org/codacy-coverage-action@v1\n  with:\n    if: matrix.python",
        "- uses: org/codacy-coverage-action@v1\n- uses: other/action@v1\n  if: matrix.python",
        "- uses: other/codacy-coverage-action@v1\n  if: matrix.python",
        "- run: make",
    ],
)
def test_a_step_that_all_jobs_run(step: str) -> None:
    assert condition_of(step) == ""


@pytest.mark.parametrize("text", ["", "jobs: {test: {steps: [{uses: org/codacy-coverage-action@v1}]}}", "test:", "\0"])
def test_what_is_not_understood_tells_nothing(text: str) -> None:
    assert condition_on_the_matrix(text, "test", "org/codacy-coverage-action") == ""
