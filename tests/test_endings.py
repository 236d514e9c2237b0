from __future__ import annotations

from reporter.endings import cancelled_early, own_fault, remarks_on_inputs, traceback_of
from reporter.errors import Slug
from reporter.settings import Settings


def raised() -> Exception:
    try:
        raise ZeroDivisionError("oh")
    except ZeroDivisionError as error:
        return error


def test_a_fault_of_ours_names_its_place_and_no_more() -> None:
    problem = own_fault(raised())

    assert problem.slug is Slug.INTERNAL
    assert problem.reason.startswith("ZeroDivisionError at test_endings.py:")
    assert "Traceback" not in f"{problem.message}{problem.reason}{problem.cure}"


def test_a_fault_in_reading_a_report_is_shown_on_it() -> None:
    assert own_fault(raised(), "a.xml").file == "a.xml"


def test_the_traceback_is_for_debugging() -> None:
    assert "ZeroDivisionError: oh" in traceback_of(raised())


def test_a_cancelled_step_says_where_the_coverage_is_kept_if_it_is() -> None:
    assert "/temp/kept" in cancelled_early("/temp/kept").reason
    assert "kept" not in cancelled_early("").reason


def test_the_version_of_codacys_reporter_has_no_effect() -> None:
    assert [problem.slug for problem in remarks_on_inputs(Settings(coverage_reporter_version="13.0"))] == [
        Slug.INPUT_IGNORED
    ]
    assert not list(remarks_on_inputs(Settings()))
