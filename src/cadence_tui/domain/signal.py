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
Reason = Literal["outside", "run"]

WINDOW = 20
LEAST = 6
RUN = 8

# The distance of the limits from the mean, in mean moving ranges: the constant of the XmR chart.
_SPREAD = Decimal("2.66")
_WHOLE = Decimal(100)
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
    if value is None or limits(before) is None:
        return "unknown"
    return "noise" if reason(value, before) is None else "signal"


def reason(value: Decimal, before: Sequence[Decimal]) -> Reason | None:
    """Say what makes a value a signal: it is outside the limits, or the last of a run on one side of the mean."""
    band = limits(before)
    if band is None:
        return None
    if not band.low <= value <= band.high:
        return "outside"
    run = [*before[-(RUN - 1) :], value]
    one_side = all(one > band.mean for one in run) or all(one < band.mean for one in run)
    return "run" if len(run) == RUN and one_side else None


def possible(band: Limits, known: Sequence[Decimal], unit: str) -> Limits:
    """Cap limits at what can be: 0 for what was never negative, 100 % for what never was more."""
    low = max(band.low, Decimal(0)) if all(one >= 0 for one in known) else band.low
    is_share = unit == "percent" and all(0 <= one <= _WHOLE for one in known)
    return band._replace(low=low, high=min(band.high, _WHOLE) if is_share else band.high)


def _mean(values: Sequence[Decimal]) -> Decimal:
    """Average values to 28 significant digits, whatever the decimal context of the thread is."""
    total = Decimal(0)
    for value in values:
        total = _CONTEXT.add(total, value)
    return _CONTEXT.divide(total, Decimal(len(values)))
