"""What an import refuses, told so that the person who made the file can mend it."""

from dataclasses import dataclass
from typing import Any

from knowledge.errors import GuidebookError

LONGEST_VALUE_SHOWN = 60  # characters; a whole law in one message helps nobody


class FileRefused(GuidebookError):
    """A file that cannot be read at all, or not safely."""


@dataclass(frozen=True, slots=True)
class Place:
    """A cell: file, sheet (表), row and column as the spreadsheet counts them, from 1; 0: the whole row."""

    file: str
    sheet: str
    row: int
    column: int = 0
    title: str = ""

    def __str__(self) -> str:
        column = f"「{self.title}」列" if self.title else ""
        return f"{self.file}「{self.sheet}」表第 {self.row} 行{column}"


@dataclass(frozen=True, slots=True)
class Fault:
    """One refused cell or row: where, which value, what is wrong and the remedy."""

    place: Place
    value: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}：{self.problem}。{self.remedy}。"

    def as_dict(self) -> dict[str, Any]:
        """The fault for a program."""
        place = self.place
        where = {"file": place.file, "sheet": place.sheet, "row": place.row}
        where |= {"column": place.title, "column_number": place.column}
        return where | {"value": self.value, "problem": self.problem, "remedy": self.remedy, "text": str(self)}


class CellRefused(Exception):  # a word, not "CellError": it is caught where the place is known
    """A cell's value that cannot be taken; the reader adds the place."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.problem, self.remedy = problem, remedy


def shown(value: object) -> str:
    """``value`` in the quotation marks of a message, shortened."""
    text = str(value)
    return f"“{text if len(text) <= LONGEST_VALUE_SHOWN else text[:LONGEST_VALUE_SHOWN] + '…'}”"
