"""The operator's pages in `docs`, read so that they can be held to the code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True, kw_only=True)
class Page:
    """A page of the documentation."""

    text: str

    @classmethod
    def named(cls, name: str) -> Page:
        """The page of that name."""
        return cls(text=(DOCS / name).read_text(encoding="utf-8"))

    def rows(self, heading: str, *, table: int = 0) -> list[list[str]]:
        """The rows of a table under a heading, without its own."""
        section = re.split(r"\n#+ ", self.text.partition(f"# {heading}\n")[2])[0]
        tables = re.findall(r"(?:^\|.*\n?)+", section, re.MULTILINE)
        lines = tables[table].splitlines()
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]

    def pictures(self) -> list[Path]:
        """The files of all pictures on it."""
        return [DOCS / name for name in re.findall(r"\]\((images/[^)]+)\)", self.text)]


def named_in(cell: str) -> list[str]:
    """What is set in a cell as code."""
    return re.findall(r"`([^`]+)`", cell)
