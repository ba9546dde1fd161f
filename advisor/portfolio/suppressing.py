"""Leave small numbers out of a table, and as many others as it takes so that nobody can work them out.

Whoever reads it is taken to know the sums of all rows and columns, and that no number is negative. A small number that is left
out is then safe if it could be another: if one more or one less in it can be made good in other hidden cells, going from row to
column to row and back to it. That is a way in a graph, so nothing has to be solved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    Cell = tuple[str, str]
    Counts = Mapping[str, Mapping[str, int]]


def suppressed(rows: Counts, smallest: int) -> dict[str, dict[str, int | None]]:
    """Return a table of counts with None for what is not shown; ``smallest`` is the least that is shown beside zero."""
    small = {(row, column) for row, cells in rows.items() for column, count in cells.items() if 0 < count < smallest}
    hidden = _with_the_next_of_a_line(rows, small)
    while told := next((cell for cell in sorted(small) if _is_told(rows, hidden, cell)), None):
        shown = [(row, column) for row, cells in rows.items() for column in cells if (row, column) not in hidden]
        if not shown:
            break
        near = [cell for cell in shown if cell[0] == told[0] or cell[1] == told[1]]
        hidden = _with_the_next_of_a_line(rows, hidden | {_next(rows, near or shown)})
    return {
        row: {column: None if (row, column) in hidden else count for column, count in cells.items()}
        for row, cells in rows.items()
    }


def _with_the_next_of_a_line(rows: Counts, hidden: set[Cell]) -> set[Cell]:
    """Return what is hidden, with another cell wherever one alone is hidden in a row or column."""
    columns = list(next(iter(rows.values())))
    lines = [[(row, column) for column in columns] for row in rows] + [[(row, column) for row in rows] for column in columns]
    hidden, changed = set(hidden), True
    while changed:
        changed = False
        for line in lines:
            shown = [cell for cell in line if cell not in hidden]
            if sum(cell in hidden for cell in line) == 1 and shown:
                hidden.add(_next(rows, shown))
                changed = True
    return hidden


def _next(rows: Counts, cells: list[Cell]) -> Cell:
    """Return the cell that is hidden next: the smallest; an empty one only where there is no other."""
    return min(cells, key=lambda cell: (not rows[cell[0]][cell[1]], rows[cell[0]][cell[1]], cell))


def _is_told(rows: Counts, hidden: set[Cell], cell: Cell) -> bool:
    """Tell whether a hidden number follows from the sums: whether it can neither be one more nor one less."""
    row, column = ("row", cell[0]), ("column", cell[1])
    ways: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for at_row, at_column in hidden - {cell}:
        ways.setdefault(("row", at_row), set()).add(("column", at_column))  # one more here
        if rows[at_row][at_column]:
            ways.setdefault(("column", at_column), set()).add(("row", at_row))  # one less here
    return column not in _reached(ways, row) and row not in _reached(ways, column)


def _reached(ways: Mapping[tuple[str, str], set[tuple[str, str]]], start: tuple[str, str]) -> set[tuple[str, str]]:
    reached, ahead = set[tuple[str, str]](), [start]
    while ahead:
        for each in ways.get(ahead.pop(), set()) - reached:
            reached.add(each)
            ahead.append(each)
    return reached
