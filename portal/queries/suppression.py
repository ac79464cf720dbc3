"""Decides which figures are shown, so that none gives away fewer than five people, alone or with all the others.

A figure with 1 to 4 answers is hidden. As long as some group of cells holding 1 to 4 answers can still be worked out
(see disclosure.py), the least important figure that helps to work it out is hidden too. What is left passes the very
test that an attacker would make; `docs/numbers.md` says the same in words.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import product

from portal.queries.disclosure import SMALLEST_BASE, Figure, cells_of, derivations, settled_groups, unnoticed_move

ALL = "all"
View = tuple[str, ...]
"""Where a figure stands: for each dimension one of its values, or ALL."""


@dataclass(frozen=True)
class Lattice:
    """Every figure there is about one number: finest cells, and each sum of them that some filter shows."""

    cells: tuple[View, ...]
    counts: tuple[int, ...]

    @classmethod
    def of(cls, table: Mapping[View, int]) -> "Lattice":
        """Return the lattice of a table of finest cells; cells without answers are left out."""
        cells = sorted(cell for cell, count in table.items() if count)
        return cls(tuple(cells), tuple(table[cell] for cell in cells))

    def figure(self, view: View) -> Figure:
        """Return which cells a view adds up; 0 when nobody answered."""
        found: Figure = (1 << len(self.cells)) - 1
        for dimension, value in enumerate(view):
            if value != ALL:
                found &= self._having.get((dimension, value), 0)
        return found

    def base(self, view: View) -> int:
        """Return how many answers stand in a view."""
        return sum(self.counts[cell] for cell in cells_of(self.figure(view)))

    @cached_property
    def _having(self) -> dict[tuple[int, str], Figure]:
        """Which cells have a value in a dimension."""
        having: dict[tuple[int, str], Figure] = defaultdict(int)
        for place, cell in enumerate(self.cells):
            for dimension, value in enumerate(cell):
                having[dimension, value] |= 1 << place
        return having

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        """Every figure, the least important first: fine before broad, then small before large."""
        broadness: dict[Figure, int] = {}
        dimensions = [(*sorted(set(values)), ALL) for values in zip(*self.cells, strict=True)]
        for view in product(*dimensions) if dimensions else ():
            figure = self.figure(view)
            if figure:
                broadness[figure] = max(broadness.get(figure, 0), view.count(ALL))
        return tuple(sorted(broadness, key=lambda figure: (broadness[figure], total(self.counts, figure), figure)))

    @cached_property
    def hidden(self) -> frozenset[Figure]:
        """The figures that may not be shown."""
        return hide(self.counts, self.figures)

    def shows(self, view: View) -> bool:
        """Return whether a view's number may be shown. None at all may: that nobody answered is no secret."""
        return self.figure(view) not in self.hidden


def total(counts: Sequence[int], figure: Figure) -> int:
    """Return the sum a figure shows."""
    return sum(counts[cell] for cell in cells_of(figure))


@lru_cache(maxsize=4096)
def hide(counts: tuple[int, ...], figures: tuple[Figure, ...]) -> frozenset[Figure]:
    """Return the figures to hide so that no group of 1 to 4 answers can be worked out.

    `figures` are in order of importance, the least first: the first that helps is the first to go. Pure, and
    remembered, because the counts change only when feedback is released.
    """
    shown = [figure for figure in figures if total(counts, figure) >= SMALLEST_BASE]
    while going := _to_hide(counts, shown):
        shown = [figure for figure in shown if figure not in going]
    return frozenset(figures) - frozenset(shown)


@lru_cache(maxsize=4096)
def add_safely(counts: tuple[int, ...], shown: tuple[Figure, ...], wanted: tuple[Figure, ...]) -> frozenset[Figure]:
    """Return which of the wanted figures can be shown beside figures that are shown already, the first first."""
    public = list(shown)
    added = set()
    for figure in wanted:
        if total(counts, figure) < SMALLEST_BASE or settled_groups(counts, [*public, figure]):
            continue
        public.append(figure)
        added.add(figure)
    return frozenset(added)


def _to_hide(counts: Sequence[int], shown: Sequence[Figure]) -> set[Figure]:
    """Return one figure to hide for each group that is given away, unless one already chosen will do."""
    going: set[Figure] = set()
    groups = settled_groups(counts, shown)
    for reasons in derivations(groups, shown) if groups else ():
        if reasons and going.isdisjoint(reasons):
            going.add(min(reasons, key=shown.index))
    return going or _pinned_at_one(counts, shown)


def _pinned_at_one(counts: Sequence[int], shown: Sequence[Figure]) -> set[Figure]:
    """Return figures whose unknown cells must all be exactly one, since none is empty and the sum allows no more."""
    move = unnoticed_move(len(counts), shown)
    unknown = {figure: [cell for cell in cells_of(figure) if move[cell]] for figure in shown}
    return {figure for figure, cells in unknown.items() if cells and sum(counts[cell] for cell in cells) == len(cells)}
