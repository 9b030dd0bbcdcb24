"""Tables on a terminal; no command."""

from collections.abc import Collection, Iterable, Sequence


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], words: Collection[str]) -> None:
    """Columns two blanks apart: those under the heads in `words` to the left, numbers to the right."""
    lines = [heads, *rows]
    widths = [max(len(line[place]) for line in lines) for place in range(len(heads))]
    for line in lines:
        cells = (
            cell.ljust(width) if head in words else cell.rjust(width)
            for head, cell, width in zip(heads, line, widths, strict=True)
        )
        print("  ".join(cells).rstrip())
