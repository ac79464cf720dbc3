"""Works out what a reader with a pencil could work out from the figures that are shown.

Think of every finest cell (one quarter, one team, one kind of meeting) as an unknown. Each figure shown is the sum of
some of them. Move every unknown by an amount that no shown figure notices: a group of cells whose sum stays put
under every such move is settled by what is shown, and one whose sum moves is not. One move chosen at random among
all of them settles the question for every group at once, except by a coincidence of about one in 2 to the 60, and a
coincidence only ever hides a figure too many. The sums are whole numbers, so nothing is lost to rounding.

The aim, of which the rules in use are a special case, is in D. Hundepool and others, "Statistical Disclosure
Control" (Wiley, 2012), chapter 4, and in the Government Analysis Function's guidance on tables.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations
from math import gcd, lcm

SMALLEST_BASE = 5
"""The fewest answers a figure may stand on."""

Figure = int
"""A figure, as the set of finest cells it adds up: one bit a cell."""
Row = dict[int, int]


def cells_of(figure: Figure) -> Iterator[int]:
    """Yield the cells a figure adds up."""
    while figure:
        lowest = figure & -figure
        yield lowest.bit_length() - 1
        figure ^= lowest


def settled_groups(counts: Sequence[int], shown: Iterable[Figure]) -> list[Figure]:
    """Return groups of cells holding 1 to 4 answers whose sum follows from the figures shown; empty when safe.

    `counts` holds the answers in each finest cell, none of them zero: which cells are empty is no secret.
    """
    move = unnoticed_move(len(counts), shown)
    small = [cell for cell, count in enumerate(counts) if count < SMALLEST_BASE]
    alone = [1 << cell for cell in small if move[cell] == 0]
    if alone:
        return alone
    pieces = [(0, 0, 0)] + [(1 << cell, counts[cell], move[cell]) for cell in small]
    pieces += [
        (1 << a | 1 << b, counts[a] + counts[b], move[a] + move[b])
        for a, b in combinations(small, 2)
        if counts[a] + counts[b] < SMALLEST_BASE
    ]
    # Up to four cells can hold four answers, so any such group is two pieces of at most two cells each.
    by_move = defaultdict(list)
    for piece in pieces:
        by_move[piece[2]].append(piece)
    found = {
        one | other
        for one, answers, moved in pieces
        for other, more, _ in by_move.get(-moved, ())
        if one | other and not one & other and answers + more < SMALLEST_BASE
    }
    return sorted(found)


def unnoticed_move(size: int, shown: Iterable[Figure]) -> list[int]:
    """Return an amount for each cell such that no shown figure changes, otherwise as random as can be.

    The same figures always give the same move, so that what is hidden does not flicker.
    """
    solved = _solve(shown)
    scale = lcm(*(row[pivot] for pivot, row in solved.items()))
    chance = random.Random(size)  # noqa: S311  # nothing secret hangs on it: it stands for "any value"
    weights = [chance.getrandbits(64) + 1 for _ in range(size)]
    move = [weight * scale for weight in weights]
    for pivot, row in solved.items():
        move[pivot] = -sum(factor * move[cell] for cell, factor in row.items() if cell != pivot) // row[pivot]
    return move


def derivations(groups: Iterable[Figure], shown: Sequence[Figure]) -> Iterator[list[Figure]]:
    """Yield, for each settled group, shown figures that together settle it, those first in `shown` preferred."""
    size = max(shown, default=0).bit_length()
    rows: dict[int, Row] = {}
    for place, figure in enumerate(shown):
        # Beyond the cells, a column for each figure remembers what the row was made from.
        row = _reduce(dict.fromkeys(cells_of(figure), 1) | {size + place: 1}, rows)
        pivot = next((cell for cell in row if cell < size), None)
        if pivot is not None:
            rows[pivot] = row
    for group in groups:
        left = _reduce(dict.fromkeys(cells_of(group), 1), rows)
        yield [shown[column - size] for column in left if column >= size]


def _solve(shown: Iterable[Figure]) -> dict[int, Row]:
    """Return the shown sums solved for one cell each (Gauss and Jordan), in whole numbers."""
    solved: dict[int, Row] = {}
    for figure in sorted(set(shown), key=int.bit_count):
        row = _reduce(dict.fromkeys(cells_of(figure), 1), solved)
        if not row:
            continue
        pivot = min(row)
        row = row if row[pivot] > 0 else {cell: -factor for cell, factor in row.items()}
        for other in [cell for cell, known in solved.items() if pivot in known]:
            solved[other] = _without(solved[other], row, pivot)
        solved[pivot] = row
    return solved


def _reduce(row: Row, rows: dict[int, Row]) -> Row:
    """Take out of a row every cell that is solved for."""
    for pivot, known in rows.items():
        if pivot in row:
            row = _without(row, known, pivot)
    return row


def _without(row: Row, known: Row, cell: int) -> Row:
    """Return the row with one cell cancelled by a row that has it; factors kept small, the first one's sign kept."""
    keep, take = abs(known[cell]), row[cell] if known[cell] > 0 else -row[cell]
    result = {place: factor * keep for place, factor in row.items()}
    for place, factor in known.items():
        value = result.get(place, 0) - take * factor
        if value:
            result[place] = value
        else:
            result.pop(place, None)
    divisor = gcd(*result.values()) or 1
    return {place: factor // divisor for place, factor in result.items()}
