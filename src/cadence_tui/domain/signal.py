"""Signal or noise: whether a value stands out from what a KPI does anyway (an XmR chart).

It is shown beside the status, never instead of it, and moves no ladder.
"""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Context, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

Signal = Literal["signal", "noise", "unknown"]

WINDOW = 20
LEAST = 6
RUN = 8

# The distance of the limits from the mean, in mean moving ranges: the constant of the XmR chart.
_SPREAD = Decimal("2.66")
_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN)


class Limits(NamedTuple):
    """What a KPI does anyway: its mean, and the limits between which its values come and go without a cause."""

    mean: Decimal
    low: Decimal
    high: Decimal


def limits(before: Sequence[Decimal]) -> Limits | None:
    """Work out the limits from the recorded values before a period, oldest first; None with fewer than six."""
    recent = before[-WINDOW:]
    if len(recent) < LEAST:
        return None
    mean = _mean(recent)
    moves = [_CONTEXT.subtract(later, earlier).copy_abs() for earlier, later in pairwise(recent)]
    reach = _CONTEXT.multiply(_SPREAD, _mean(moves))
    return Limits(mean=mean, low=_CONTEXT.subtract(mean, reach), high=_CONTEXT.add(mean, reach))


def signal(value: Decimal | None, before: Sequence[Decimal]) -> Signal:
    """Say whether a value is a signal, given the recorded values before it, oldest first.

    It is one outside the limits, or as the eighth in a row on one side of the mean, itself and the seven before it.
    """
    band = limits(before)
    if value is None or band is None:
        return "unknown"
    if not band.low <= value <= band.high:
        return "signal"
    run = [*before[-(RUN - 1) :], value]
    one_side = all(one > band.mean for one in run) or all(one < band.mean for one in run)
    return "signal" if len(run) == RUN and one_side else "noise"


def _mean(values: Sequence[Decimal]) -> Decimal:
    """Average values to 28 significant digits, whatever the decimal context of the thread is."""
    total = Decimal(0)
    for value in values:
        total = _CONTEXT.add(total, value)
    return _CONTEXT.divide(total, Decimal(len(values)))
