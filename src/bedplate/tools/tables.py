"""Facts as a table for people."""
from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.console import Console
from rich.table import Table

__all__ = ["show"]

_WIDTH_OF_A_FILE = 240  # where nobody's window limits it: a row stays on its line, and grep finds it


def show(title: str, rows: Sequence[Mapping[str, object]]) -> None:
    """Print rows that have the same names under their title; nothing if there are none."""
    if not rows:
        return
    table = Table(title=title, title_justify="left")
    for column in rows[0]:
        table.add_column(column.replace("_", " "), overflow="fold")
    for row in rows:
        table.add_row(*(str(value) for value in row.values()))
    console = Console(markup=False, highlight=False)
    if not console.is_terminal:
        console = Console(markup=False, highlight=False, width=_WIDTH_OF_A_FILE)
    console.print(table)
