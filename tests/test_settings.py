from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from reporter.errors import SettingsError
from reporter.outputs import OUTPUTS
from reporter.settings import CODACY, INPUTS, FailOn, Provider, Settings, read_settings, secrets, variable

ROOT = Path(__file__).parent.parent
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))


def problems_of(environ: dict[str, str]) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ, {})
    return [f"{problem.message} {problem.cure}" for problem in caught.value.problems]


def test_nothing_given_is_the_default() -> None:
    settings = read_settings({}, {})

    assert settings == Settings()
    assert settings.api_base_url == CODACY
    assert settings.timeout == 120


def test_values_are_trimmed_and_empty_is_absent() -> None:
    settings = read_settings({"INPUT_PROJECT-TOKEN": "abc\n", "INPUT_API-TOKEN": "  ", "INPUT_PARTIAL": ""}, {})

    assert (settings.project_token, settings.api_token, settings.partial) == ("abc", "", False)


def test_an_input_comes_before_its_variable_and_the_command_line_before_both() -> None:
    environ = {"INPUT_OWNER": "input", "CODACY_USERNAME": "variable"}

    assert read_settings(environ, {}).owner == "input"
    assert read_settings({"CODACY_USERNAME": "variable"}, {}).owner == "variable"
    assert read_settings(environ, {"owner": "flag"}).owner == "flag"


@pytest.mark.parametrize("text", ["true", "True", "TRUE"])
def test_true_has_three_spellings(text: str) -> None:
    assert read_settings({"INPUT_PARTIAL": text}, {}).partial is True


@pytest.mark.parametrize("text", ["yes", "1", "on", "tRue"])
def test_other_booleans_are_errors(text: str) -> None:
    (problem,) = problems_of({"INPUT_FINAL": text})

    assert "final" in problem
    assert "true or false" in problem


def test_all_wrong_inputs_are_reported_at_once() -> None:
    found = problems_of(
        {
            "INPUT_PARTIAL": "maybe",
            "INPUT_TIMEOUT": "1h",
            "INPUT_MIN-MATCH-RATE": "120",
            "INPUT_FAIL-ON": "always",
            "INPUT_COMMIT-UUID": "main",
            "INPUT_API-BASE-URL": "ftp://x",
            "INPUT_PATH-MAPPING": "a -> b",
            "CODACY_ORGANIZATION_PROVIDER": "github",
        }
    )

    assert len(found) == 8
    assert any("CODACY_ORGANIZATION_PROVIDER" in text for text in found)


def test_what_the_user_wrote_may_hold_sentences() -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"INPUT_PARTIAL": "yes. no"}, {})

    (problem,) = caught.value.problems
    assert problem.message == "partial is 'yes. no', which is no boolean."
    assert problem.cure.startswith("Write true or false")


def test_a_broken_token_is_refused_without_being_shown() -> None:
    (problem,) = problems_of({"INPUT_PROJECT-TOKEN": "sec ret"})

    assert "project-token" in problem
    assert "sec" not in problem.replace("secret", "")


@pytest.mark.parametrize("url", ["https://user:pw@host", "https://host?x=1", "codacy.example.com", "https://h:99999"])
def test_a_base_url_that_could_leak_or_lead_nowhere_is_refused(url: str) -> None:
    assert len(problems_of({"INPUT_API-BASE-URL": url})) == 1


def test_kinds_of_values() -> None:
    settings = read_settings(
        {
            "INPUT_MIN-MATCH-RATE": "92.5",
            "INPUT_FAIL-ON": "Any",
            "INPUT_ORGANIZATION-PROVIDER": "GH",
            "INPUT_COMMIT-UUID": "A" * 40,
            "INPUT_PATH-MAPPING": "/app => \nbuild/lib => src",
            "INPUT_API-BASE-URL": "https://codacy.example.com/",
        },
        {},
    )

    assert settings.min_match_rate == Decimal("92.5")
    assert settings.fail_on is FailOn.ANY
    assert settings.organization_provider is Provider.GITHUB
    assert settings.commit_uuid == "a" * 40
    assert settings.path_mapping == (("/app", ""), ("build/lib", "src"))
    assert settings.api_base_url == "https://codacy.example.com"


def test_action_yml_has_the_inputs_and_outputs_of_the_tables() -> None:
    inputs = ACTION["inputs"]

    assert list(inputs) == [row.name for row in INPUTS.values()]
    assert {name: row["description"] for name, row in inputs.items()} == {
        row.name: row.description for row in INPUTS.values()
    }
    assert {name: row["description"] for name, row in ACTION["outputs"].items()} == OUTPUTS


def test_only_hidden_inputs_have_a_default_in_action_yml() -> None:
    """An input with a default could not be told from one left empty, and its variable would never be read."""
    for row in INPUTS.values():
        filled = row.hidden or row.name == "github-token"  # which has no variable of its own
        assert bool(ACTION["inputs"][row.name]["default"]) == filled, row.name


def test_codacys_own_inputs_keep_their_names() -> None:
    own = {"project-token", "api-token", "coverage-reports", "language", "force-coverage-parser"}

    assert own | {"coverage-reporter-version"} <= set(ACTION["inputs"])


def test_action_yml_fits_the_marketplace() -> None:
    assert len(ACTION["description"]) <= 124
    assert (ACTION["runs"]["using"], ACTION["runs"]["image"]) == ("docker", "Dockerfile")


def test_the_post_step_is_for_a_matrix_and_runs_whatever_failed() -> None:
    entry = ROOT / Path(ACTION["runs"]["post-entrypoint"]).name

    assert ACTION["runs"]["post-if"] == "always() && strategy.job-total > 1"
    assert entry.stat().st_mode & 0o111
    assert entry.read_text(encoding="utf-8").startswith("#!/opt/venv/bin/python -Esu\n")


def test_secrets_are_told_from_wherever_they_come() -> None:
    environ = {
        "INPUT_PROJECT-TOKEN": " one\n",
        "CODACY_API_TOKEN": "two",
        "INPUT_GITHUB-TOKEN": "three",
        "HOME": "/root",
    }

    assert set(secrets(environ)) - {""} == {"one", "two", "three"}


def test_the_runner_keeps_hyphens_in_names_of_variables() -> None:
    assert variable(INPUTS["project_token"]) == "INPUT_PROJECT-TOKEN"
    assert set(INPUTS) == {row.name for row in fields(Settings)}
