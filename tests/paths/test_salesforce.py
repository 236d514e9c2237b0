"""Classes and triggers of Salesforce projects, which reports name without a path."""

from __future__ import annotations

import pytest

from reporter.paths import Outcome
from tests.paths.cases import decide, found

APP = "force-app/main/default"
FILES = (
    f"{APP}/classes/Cart.cls",
    f"{APP}/classes/Cart.cls-meta.xml",
    f"{APP}/classes/pages/CartPage.cls",
    f"{APP}/triggers/OnOrder.trigger",
)


@pytest.mark.parametrize("format_name", ["istanbul", "lcov", "cobertura"])
def test_names_in_reports_on_a_deployment_lead_to_classes_and_triggers(format_name: str) -> None:
    written = ["no-map/Cart", "no-map/CartPage", "no-map/OnOrder"]

    assert found(decide(FILES, written, format=format_name)) == [FILES[0], FILES[2], FILES[3]]


def test_names_with_their_ending_lead_there_too() -> None:
    assert found(decide(FILES, ["Cart.cls", "OnOrder.trigger"], format="apex")) == [FILES[0], FILES[3]]


def test_what_is_there_twice_or_in_no_file_is_refused() -> None:
    both = decide([*FILES, f"{APP}/triggers/Cart.trigger"], ["no-map/Cart", "no-map/managed__Till"])

    assert [decision.outcome for decision in both] == [Outcome.AMBIGUOUS, Outcome.UNMATCHED]


def test_a_folder_of_that_name_is_still_a_folder() -> None:
    assert found(decide(["no-map/Cart"], ["no-map/Cart"])) == ["no-map/Cart"]
