"""Libraries of Dart packages, which reports name by their addresses."""

from __future__ import annotations

from reporter.paths import Outcome
from tests.paths.cases import decide, found

PUBSPEC = {"pubspec.yaml": "name: shop\n", "packages/till/pubspec.yaml": "# till\nname: 'till'\nversion: 1.0.0\n"}
FILES = ("lib/cart.dart", "lib/src/money.dart", "packages/till/lib/cart.dart", "lib/src/equality.dart")


def test_a_library_is_in_the_lib_folder_of_its_package() -> None:
    written = ["package:shop/src/money.dart", "package:till/cart.dart", "package:shop/cart.dart"]

    decisions = decide(FILES, written, contents=PUBSPEC, format="dart")

    assert found(decisions) == ["lib/src/money.dart", "packages/till/lib/cart.dart", "lib/cart.dart"]
    assert [decision.rule for decision in decisions] == ["Dart package"] * 3


def test_libraries_of_dependencies_and_of_dart_are_outside() -> None:
    """Even where the repository has a file of that name."""
    decisions = decide(FILES, ["package:collection/src/equality.dart", "dart:core"], contents=PUBSPEC, format="dart")

    assert [decision.outcome for decision in decisions] == [Outcome.OUTSIDE, Outcome.OUTSIDE]


def test_a_library_that_git_does_not_track_is_not_looked_for_elsewhere() -> None:
    (decision,) = decide(FILES, ["package:till/src/money.dart"], contents=PUBSPEC, format="dart")

    assert decision.outcome is Outcome.UNMATCHED


def test_two_packages_of_one_name_are_told_apart_by_what_they_have() -> None:
    contents = {**PUBSPEC, "old/pubspec.yaml": "name: shop\n"}

    assert found(decide(FILES, ["package:shop/cart.dart"], contents=contents)) == ["lib/cart.dart"]
    (decision,) = decide([*FILES, "old/lib/cart.dart"], ["package:shop/cart.dart"], contents=contents)
    assert decision.outcome is Outcome.AMBIGUOUS


def test_a_name_in_another_manifest_is_no_dart_package() -> None:
    (decision,) = decide(FILES, ["package:shop/cart.dart"], contents={"package.json": '{"name":"shop"}'})

    assert decision.outcome is Outcome.OUTSIDE


def test_letters_of_another_case_lead_to_the_file_too() -> None:
    assert found(decide(FILES, ["package:shop/Cart.dart"], contents=PUBSPEC)) == ["lib/cart.dart"]
