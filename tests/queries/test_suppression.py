"""What is hidden, judged by an attacker who solves everything that is shown, in exact fractions."""

from fractions import Fraction
from itertools import combinations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.queries.suppression import ALL, Lattice, View, add_safely

QUARTERS = ("q1", "q2", "q3", "q4")
TEAMS = ("north", "south", "east", "west")
KINDS = ("review", "conference")

Equations = list[list[Fraction]]


def table_of(counts: list[int], dimensions: tuple[tuple[str, ...], ...]) -> dict[View, int]:
    return dict(zip(product(*dimensions), counts, strict=True))


def tables(dimensions: tuple[tuple[str, ...], ...], largest: int) -> st.SearchStrategy[dict[View, int]]:
    size = len(list(product(*dimensions)))
    counts = st.lists(st.integers(0, largest), min_size=size, max_size=size)
    return counts.map(lambda numbers: table_of(numbers, dimensions))


def views(lattice: Lattice) -> list[View]:
    return list(product(*[(*sorted(set(values)), ALL) for values in zip(*lattice.cells, strict=True)]))


def sums(lattice: Lattice, wanted: list[View]) -> Equations:
    """Write each view as an equation over the cells, without the product's own code."""
    return [
        [Fraction(all(w in (ALL, c) for w, c in zip(view, cell, strict=True))) for cell in lattice.cells]
        for view in wanted
    ]


def echelon(rows: Equations) -> Equations:
    """Solve equations by Gauss and Jordan in fractions."""
    rows = [row[:] for row in rows]
    solved: Equations = []
    width = len(rows[0]) if rows else 0
    for column in range(width):
        pivot = next((row for row in rows if row[column]), None)
        if pivot is None:
            continue
        rows.remove(pivot)
        pivot = [value / pivot[column] for value in pivot]
        rows = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in rows]
        solved = [[a - row[column] * b for a, b in zip(row, pivot, strict=True)] for row in solved] + [pivot]
    return solved


def what_is_left(group: list[Fraction], solved: Equations) -> list[Fraction]:
    """Return a sum with everything known taken out: all zero if it follows from the equations."""
    for row in solved:
        column = next(place for place, value in enumerate(row) if value)
        if group[column]:
            group = [a - group[column] * b for a, b in zip(group, row, strict=True)]
    return group


def small_groups(lattice: Lattice) -> list[tuple[int, ...]]:
    """Return every group of whole cells with 1 to 4 answers: none has more than four cells, for none is empty."""
    cells = [cell for cell, count in enumerate(lattice.counts) if count < 5]
    return [
        group
        for size in (1, 2, 3, 4)
        for group in combinations(cells, size)
        if sum(lattice.counts[cell] for cell in group) < 5
    ]


def assert_safe(lattice: Lattice, solved: Equations) -> None:
    size = len(lattice.cells)
    left = [what_is_left([Fraction(cell == one) for cell in range(size)], solved) for one in range(size)]
    for group in small_groups(lattice):
        unknown = [sum(parts) for parts in zip(*(left[cell] for cell in group), strict=True)]
        assert any(unknown), [lattice.cells[cell] for cell in group]


def attack(lattice: Lattice) -> None:
    """Fail if anything with 1 to 4 answers can be worked out from everything shown."""
    if not lattice.cells:
        return
    shown = [view for view in views(lattice) if lattice.figure(view) and lattice.shows(view)]
    assert all(lattice.base(view) >= 5 for view in shown)
    assert_safe(lattice, echelon(sums(lattice, shown)))


@settings(max_examples=20, deadline=None)
@given(tables((QUARTERS, TEAMS, KINDS), 4))
def test_no_group_under_five_can_be_worked_out_when_answers_are_few(table: dict[View, int]) -> None:
    attack(Lattice.of(table))


@settings(max_examples=20, deadline=None)
@given(tables((QUARTERS, TEAMS, KINDS), 14))
def test_no_group_under_five_can_be_worked_out_when_answers_are_many(table: dict[View, int]) -> None:
    attack(Lattice.of(table))


@settings(max_examples=150, deadline=None)
@given(tables((("q1", "q2"), ("north", "south", "east"), KINDS), 9))
def test_no_group_under_five_can_be_worked_out_in_small_tables(table: dict[View, int]) -> None:
    attack(Lattice.of(table))


@settings(max_examples=60, deadline=None)
@given(tables((("q1", "q2"), ("north", "south"), KINDS, ("mine", "others")), 7))
def test_a_chairs_figures_beside_the_managers_give_nothing_away(table: dict[View, int]) -> None:
    split = Lattice.of(table)
    joined: dict[View, int] = {}
    for cell, count in table.items():
        joined[cell[:3]] = joined.get(cell[:3], 0) + count
    lattice = Lattice.of(joined)
    if not split.cells:
        return
    public = [(*view, ALL) for view in views(lattice) if lattice.figure(view) and lattice.shows(view)]
    wanted: list[View] = [(quarter, ALL, ALL, "mine") for quarter in (ALL, "q1", "q2")]
    figures = tuple(split.figure(view) for view in wanted)

    added = add_safely(split.counts, tuple({split.figure(view) for view in public}), figures)

    own = [view for view in wanted if split.figure(view) in added]
    assert all(split.base(view) >= 5 for view in own)
    assert_safe(split, echelon(sums(split, public + own)))


def test_plenty_of_answers_hide_nothing() -> None:
    assert not Lattice.of(table_of([20] * 32, (QUARTERS, TEAMS, KINDS))).hidden


def test_one_small_team_takes_another_with_it_and_leaves_the_total() -> None:
    lattice = Lattice.of({("q1", "north", "review"): 3, ("q1", "south", "review"): 9, ("q1", "east", "review"): 40})

    assert not lattice.shows((ALL, "north", ALL))
    assert not lattice.shows((ALL, "south", ALL)), "40 and a total of 52 would leave 3 for the north"
    assert lattice.shows((ALL, "east", ALL))
    assert lattice.shows((ALL, ALL, ALL))


def test_two_small_teams_that_make_four_together_hide_a_third() -> None:
    lattice = Lattice.of({("q1", "north", "review"): 2, ("q1", "south", "review"): 2, ("q1", "east", "review"): 40})

    assert not lattice.shows((ALL, "east", ALL)) or not lattice.shows((ALL, ALL, ALL))


def test_a_filter_that_changes_nothing_hides_nothing_apart() -> None:
    """Where there are only reviews, 'reviews' and 'all kinds' are the same figure, shown or hidden together."""
    lattice = Lattice.of({("q1", "north", "review"): 4, ("q2", "north", "review"): 30, ("q2", "south", "review"): 30})

    for quarter, team in product(("q1", "q2", ALL), ("north", "south", ALL)):
        assert lattice.shows((quarter, team, "review")) == lattice.shows((quarter, team, ALL))


def test_nobody_is_no_secret() -> None:
    lattice = Lattice.of({("q1", "north", "review"): 0, ("q1", "south", "review"): 12})

    assert lattice.shows((ALL, "north", ALL))
    assert lattice.base((ALL, "north", ALL)) == 0


def test_five_who_are_all_alone_in_their_teams_are_not_shown_together() -> None:
    """The sum 5 over five teams, none of them empty, would say one for each."""
    lattice = Lattice.of({("q1", f"team {number}", "review"): 1 for number in range(5)})

    assert not lattice.shows((ALL, ALL, ALL))


def test_the_same_table_is_hidden_in_the_same_way_every_time() -> None:
    table = table_of([number % 7 for number in range(32)], (QUARTERS, TEAMS, KINDS))
    again = dict(reversed(table.items()))

    assert Lattice.of(table).hidden == Lattice.of(again).hidden
