"""Rows of values from a file: CSV, TSV, JSON or JSON Lines, with the columns kpi, period (or date), value and note.

All rows are read or none: every bad one is named by its line, its column and why. What a row means (whether there is
such a KPI, whether its value can be read) is for others to say.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One value as the file has it, at the line where its row begins.

    `exact` says that the value was a number of the file format itself (as in JSON), which is written with a point
    whatever the company's number format.
    """

    line: int
    kpi: str
    period: str
    value: str
    note: str = ""
    exact: bool = False
