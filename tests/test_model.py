"""Merging coverage: laws that hold whatever the reports say."""

from __future__ import annotations

from array import array

from hypothesis import given
from hypothesis import strategies as st

from reporter.model import MAX_HITS, LineHits, add_up, merge

HITS = st.one_of(st.integers(0, 3), st.just(MAX_HITS))


@st.composite
def tables(draw: st.DrawFn) -> LineHits:
    hits = draw(st.dictionaries(st.integers(1, 8), HITS))
    covered = [line for line, count in hits.items() if count]
    return LineHits.from_mapping(hits, draw(st.sets(st.sampled_from(covered))) if covered else ())


def table(hits: dict[int, int], *partials: int) -> LineHits:
    return LineHits.from_mapping(hits, partials)


@given(st.lists(tables(), min_size=1, max_size=4).flatmap(lambda some: st.tuples(st.just(some), st.permutations(some))))
def test_the_order_of_reports_does_not_matter(orders: tuple[list[LineHits], list[LineHits]]) -> None:
    one, other = orders

    assert merge(one) == merge(other)
    assert add_up(one) == add_up(other)


@given(tables(), tables(), tables())
def test_reports_may_be_merged_step_by_step(one: LineHits, two: LineHits, three: LineHits) -> None:
    assert merge([merge([one, two]), three]) == merge([one, merge([two, three])]) == merge([one, two, three])
    assert add_up([add_up([one, two]), three]) == add_up([one, add_up([two, three])]) == add_up([one, two, three])


@given(tables())
def test_the_same_report_twice_changes_nothing(once: LineHits) -> None:
    assert merge([once, once]) == once


@given(tables(), tables())
def test_a_merge_has_the_lines_of_both_and_the_larger_hits(one: LineHits, two: LineHits) -> None:
    first, second = dict(one.items()), dict(two.items())

    assert dict(merge([one, two]).items()) == {
        line: max(first.get(line, 0), second.get(line, 0)) for line in {*first, *second}
    }


@given(tables(), tables())
def test_entries_of_one_file_add_up_without_leaving_32_bits(one: LineHits, two: LineHits) -> None:
    first, second = dict(one.items()), dict(two.items())

    assert dict(add_up([one, two]).items()) == {
        line: min(first.get(line, 0) + second.get(line, 0), 2**31 - 1) for line in {*first, *second}
    }


@given(st.lists(tables(), max_size=4))
def test_lines_are_in_order_and_only_covered_ones_are_partial(some: list[LineHits]) -> None:
    for joined in (merge(some), add_up(some)):
        assert list(joined.lines) == sorted(set(joined.lines))
        assert joined.partials <= {line for line, hits in joined.items() if hits}


def test_a_line_is_partial_until_one_report_covers_it_fully() -> None:
    partial, full, missed = table({1: 1}, 1), table({1: 1}), table({1: 0})

    for join in (merge, add_up):
        assert join([partial, partial]).partials == {1}
        assert join([partial, missed]).partials == {1}
        assert join([partial, full]).partials == frozenset()


def test_portions_of_a_file_that_follow_each_other_are_put_in_a_row() -> None:
    assert add_up([table({1: 1, 2: 2}, 2), table({3: 0, 9: 4}, 9)]) == table({1: 1, 2: 2, 3: 0, 9: 4}, 2, 9)


def test_portions_that_share_a_line_add_up_there() -> None:
    assert add_up([table({1: 1, 2: 2}), table({2: 3, 4: 0})]) == table({1: 1, 2: 5, 4: 0})


def test_no_report_has_no_lines() -> None:
    assert merge([]).coverable == add_up([]).coverable == 0


def test_lines_in_any_order_are_sorted_with_their_hits() -> None:
    assert LineHits.adding([3, 1, 2], [30, 10, 20], [3]) == table({1: 10, 2: 20, 3: 30}, 3)


def test_the_hits_of_a_repeated_line_add_up_even_next_to_each_other() -> None:
    assert LineHits.adding([1, 1, 2], [2, 3, 0]) == table({1: 5, 2: 0})
    assert LineHits.adding([1, 2, 1], [MAX_HITS, 0, 1]) == table({1: MAX_HITS, 2: 0})


@given(st.lists(st.tuples(st.integers(1, 6), st.integers(0, 9)), max_size=12))
def test_adding_is_the_sum_of_each_line(pairs: list[tuple[int, int]]) -> None:
    lines = LineHits.adding([line for line, _ in pairs], [hits for _, hits in pairs])

    assert dict(lines.items()) == {
        line: sum(hits for other, hits in pairs if other == line) for line in {line for line, _ in pairs}
    }
    assert list(lines.lines) == sorted(lines.lines)


def test_counts_of_a_table() -> None:
    lines = table({1: 0, 2: 7, 5: 1})

    assert (lines.coverable, lines.covered) == (3, 2)


def test_a_line_takes_eight_bytes() -> None:
    lines = table({1: 0, 2: 7})

    assert isinstance(lines.lines, array)
    assert lines.lines.itemsize + lines.hits.itemsize == 8


def test_tables_are_equal_by_lines_hits_and_partials() -> None:
    assert table({1: 1}) != table({1: 2})
    assert table({1: 1}) != table({2: 1})
    assert table({1: 1}) != table({1: 1}, 1)
    assert table({1: 1}) != {1: 1}


def test_lines_can_be_chosen_with_what_is_known_of_them() -> None:
    lines = LineHits.from_mapping({1: 4, 2: 0, 7: 1}, (1, 7))
    assert lines.where(lambda line: line < 7) == LineHits.from_mapping({1: 4, 2: 0}, (1,))
    assert lines.where(lambda _: False) == LineHits.from_mapping({})
