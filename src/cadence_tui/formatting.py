"""From the model to short text: what the screens, the command line and the exports all write the same way.

Plain text in, plain text out: no colour, no markup and no locale. Names of days and months are English, as the program
is; numbers follow the company's number format.
"""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_EVEN, Context, Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from cadence_tui.domain.entry import DEFAULT_FORMAT, canonical, signs_of
from cadence_tui.domain.kpi import YES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, datetime, timedelta
    from fractions import Fraction

    from cadence_tui.domain.kpi import Bound, Direction, Status
    from cadence_tui.domain.meeting import Course
    from cadence_tui.domain.okr import Pace, Verdict

Align = Literal["left", "right", "center"]

# A glyph of one cell in every terminal, never an emoji, and a word: a status is told apart without colour.
STATUS: dict[Status, tuple[str, str]] = {
    "pending": ("○", "pending"),
    "recorded": ("◇", "recorded"),
    "on_track": ("●", "on track"),
    "watch": ("◐", "watch"),
    "breach": ("✗", "breach"),
    "late": ("!", "late"),
    "paused": ("‖", "paused"),
    "not_due": ("·", "not due"),
}
LEGEND = ", ".join(f"{glyph} {word}" for glyph, word in STATUS.values())
PACE: dict[Pace, tuple[str, str]] = {
    "done": ("✓", "done"),
    "too_early": ("·", "too early"),
    "on_pace": ("●", "on pace"),
    "at_risk": ("◐", "at risk"),
    "off_pace": ("✗", "off pace"),
}
VERDICTS: dict[Verdict, str] = {
    "learning": "one of the first two cycles: time to learn, and no verdict.",
    "unambitious": "scores of 1.0 throughout: not ambitious enough.",
    "high": "scores above 0.8: aim a little higher next time.",
    "healthy": "scores between 0.7 and 0.8: healthy.",
    "short": "scores below 0.7: too much at once, or too far.",
}
COURSES: dict[Course, tuple[str, str]] = {
    "on_course": ("●", "on course"),
    "change": ("◐", "change course"),
    "stop": ("✗", "stop"),
}
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
NONE = "–"
GAP = "·"
UP, DOWN, SAME = "▲", "▼", "="

_BARS = "▁▂▃▄▅▆▇█"
_FLAT = "▄"
_SERIES = 2
_SYMBOLS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
_SUFFIXES = {"percent": " %", "hours": " h", "days": " d"}
_SCALES = ((9, "B"), (6, "M"), (3, "k"))
# From here on a short number is scaled; below, one with so many digits or fewer is shown as it is, else rounded.
_SCALED_FROM = Decimal(10_000)
_EXACT_DIGITS = 5
_ROUNDED_DIGITS = 4
_SCALED_DIGITS = 3
_SMALLEST = Decimal("0.0001")
# A change in a count of fewer says more as a number than as a percentage of a handful.
_HANDFUL = 100
# A change is seen at a glance: two digits of it say enough, unless it is large.
_CHANGE_DIGITS = 2
_MOST_TYPED = 6
_CONTEXT = Context(prec=60, rounding=ROUND_HALF_EVEN)
_HUNDRED = Decimal(100)


def number(value: Decimal, unit: str = "number", number_format: str = DEFAULT_FORMAT, *, short: bool = True) -> str:
    """Write a value with its unit: short to be seen at a glance (41.2k), else with all its digits, as it is typed.

    What nobody types, a mean or a quotient of 28 digits, is short in any case.
    """
    if unit == "yes_no":
        return "yes" if value == YES else "no"
    sign = "-" if value < 0 else ""
    size = value.copy_abs()
    short = short or -int(size.as_tuple().exponent) > _MOST_TYPED
    return _with_unit(sign, _short(size, unit, number_format) if short else _grouped(size, number_format), unit)


def value(
    amount: Decimal | None,
    unit: str,
    direction: Direction,
    number_format: str = DEFAULT_FORMAT,
    *,
    short: bool = True,
) -> str:
    """Write a KPI's value, or a dash where there is none."""
    if amount is None:
        return NONE
    return number(amount, "yes_no" if direction == "yes_no" else unit, number_format, short=short)


def bound(
    limit: Bound | None, unit: str, direction: Direction, number_format: str = DEFAULT_FORMAT, *, short: bool = True
) -> str:
    """Write a target or alert as what a value must be: ≥ 40, ≤ 5 %, 40–60 or yes; a dash where there is none."""
    if direction == "yes_no":
        return "yes"
    if limit is None:
        return NONE
    if isinstance(limit, tuple):
        low, high = (number(end, unit, number_format, short=short) for end in limit)
        dash = " – " if limit[0] < 0 or limit[1] < 0 else "–"
        return f"{low.removesuffix(_SUFFIXES.get(unit, ' '))}{dash}{high}"
    sign = "≥" if direction == "at_least" else "≤"
    return f"{sign} {number(limit, unit, number_format, short=short)}"


def beyond(
    alert: Bound | None, unit: str, direction: Direction, number_format: str = DEFAULT_FORMAT, *, short: bool = True
) -> str:
    """Write an alert as the value that sets it off: < 30, > 8 %, not 40–60; a dash where there is none."""
    text = bound(alert, unit, direction, number_format, short=short)
    if alert is None or direction == "yes_no":
        return NONE
    return f"not {text}" if isinstance(alert, tuple) else f"{'<' if direction == 'at_least' else '>'}{text[1:]}"


def delta(new: Decimal | None, old: Decimal | None, unit: str, number_format: str = DEFAULT_FORMAT) -> str:
    """Write a change: ▲ 8 % of an amount or a large count, ▼ 3 of a small one, ▲ 1.1 pp of a percentage, = 0."""
    if new is None or old is None:
        return ""
    change = _CONTEXT.subtract(new, old)
    arrow = (UP if change > 0 else DOWN) if change else SAME
    if unit == "yes_no":
        return f"{arrow} {number(new, unit)}"
    size = change.copy_abs()
    if not change:
        return f"{SAME} 0"
    if size < _HANDFUL and len(_without_zeros(size).as_tuple().digits) > _CHANGE_DIGITS:
        size = _rounded(size, _CHANGE_DIGITS)
    if unit == "percent":
        return f"{arrow} {_short(size, 'number', number_format)} pp"
    is_relative = unit.startswith("currency:") or (unit == "number" and old.copy_abs() >= _HANDFUL)
    if not is_relative or not old or (new < 0) != (old < 0):
        return f"{arrow} {number(size, unit, number_format)}"
    share = _CONTEXT.multiply(_CONTEXT.divide(size, old.copy_abs()), _HUNDRED)
    return f"{arrow} {_share(share, number_format)} %"


def sparkline(values: Sequence[Decimal | None]) -> str:
    """Draw values as bars between the least and the greatest of them; a gap is a dot, and a level series half high.

    One value alone goes nowhere yet, and is drawn as none.
    """
    present = [one for one in values if one is not None]
    if len(present) < _SERIES:
        return GAP * len(values)
    low, reach = min(present), _CONTEXT.subtract(max(present), min(present))
    return "".join(GAP if one is None else _bar(_CONTEXT.subtract(one, low), reach) for one in values)


def period_label(period: str) -> str:
    """Write a period's id for people: W47 · 16–22 Nov, Nov 2026, Sat 21 Nov or Q4 2026."""
    from datetime import date

    year, _, rest = period.partition("-")
    if rest[:1] == "W":
        first, last = (date.fromisocalendar(int(year), int(rest[1:]), day) for day in (1, 7))
        start = f"{first.day}" if first.month == last.month else f"{first.day} {MONTHS[first.month - 1]}"
        return f"{rest} · {start}–{last.day} {MONTHS[last.month - 1]}"
    if rest[:1] == "Q":
        return f"{rest} {year}"
    if "-" in rest:
        return day_label(date.fromisoformat(period))
    return f"{MONTHS[int(rest) - 1]} {year}"


def day_label(day: date) -> str:
    """Write a day: Sat 21 Nov."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def date_label(day: date) -> str:
    """Write a day with its year: 21 Nov 2026; `edges.dates.one_day` reads it back."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def moment(at: datetime) -> str:
    """Write a moment in the zone that it is given in: Mon 23 Nov 18:00."""
    return f"{day_label(at)} {at.hour:02}:{at.minute:02}"


def percent(ratio: Fraction | float | None) -> str:
    """Write a ratio in whole percent, half-even."""
    return NONE if ratio is None else f"{round(ratio * 100)} %"


def span(length: timedelta) -> str:
    """Write how long something lasts, by its two largest parts: 2 d 4 h, 5 h 10 min, 45 min; under a minute, now."""
    minutes = int(abs(length.total_seconds()) // 60)
    days, hours, minutes = minutes // 1440, minutes // 60 % 24, minutes % 60
    parts = [(days, "d"), (hours, "h")] if days else [(hours, "h"), (minutes, "min")]
    return " ".join(f"{count} {unit}" for count, unit in parts if count) or "now"


def plural(count: int, noun: str, several: str | None = None) -> str:
    """Count things: 1 KPI, 3 KPIs, 2 entries."""
    if count == 1:
        return f"1 {noun}"
    if several is None and noun.endswith(("s", "x", "ch", "sh")):
        several = f"{noun}es"
    elif several is None and noun[-1] == "y" and noun[-2:-1] not in tuple("aeiou"):
        several = f"{noun[:-1]}ies"
    return f"{count:,} {several or f'{noun}s'}"


def join_words(words: Sequence[str]) -> str:
    """List words in a sentence: a, b and c."""
    if len(words) <= 1:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def cell_width(text: str) -> int:
    """Count the cells that a text takes in a terminal."""
    return len(text) if text.isascii() and text.isprintable() else _clusters_width(text)


@lru_cache(maxsize=4096)
def _clusters_width(text: str) -> int:
    """Count the cells of a text that is no plain ASCII, cluster by cluster; the same few stand on every screen."""
    return sum(_width(cluster) for cluster in _clusters(text))


def fit(text: str, width: int) -> str:
    """Cut a text to a width in cells, with … at the cut, and never inside what is read as one character."""
    if cell_width(text) <= width:
        return text
    kept, room = "", width - 1
    for cluster in _clusters(text):
        room -= _width(cluster)
        if room < 0:
            break
        kept += cluster
    return f"{kept}…" if width > 0 else ""


def pad(text: str, width: int, align: Align = "left") -> str:
    """Fill or cut a text to exactly a width in cells."""
    text = fit(text, width)
    room = max(width - cell_width(text), 0)
    before = {"left": 0, "right": room, "center": room // 2}[align]
    return f"{' ' * before}{text}{' ' * (room - before)}"


def _with_unit(sign: str, digits: str, unit: str) -> str:
    """Put sign, digits and unit together, as -$1.2k, NOK 1,200, 6.1 % or 12 d."""
    if unit.startswith("currency:"):
        code = unit.partition(":")[2].upper()
        symbol = _SYMBOLS.get(code)
        return f"{sign}{symbol}{digits}" if symbol else f"{code} {sign}{digits}"
    return f"{sign}{digits}{_SUFFIXES.get(unit, '')}"


def _short(size: Decimal, unit: str, number_format: str) -> str:
    """Write a size in few digits: hours that are whole minutes as a clock does, the large scaled, the rest rounded."""
    if unit == "hours" and (clock := _clock(size)):
        return clock
    if 0 < size < _SMALLEST:
        return "~0"
    bare = _without_zeros(size)
    if len(bare.as_tuple().digits) > _EXACT_DIGITS:
        bare = _rounded(size, _ROUNDED_DIGITS)
    if bare < _SCALED_FROM:
        return _grouped(bare, number_format)
    bare = _rounded(size, _SCALED_DIGITS)
    power, letter = next((power, letter) for power, letter in _SCALES if bare.adjusted() >= power)
    return f"{_grouped(_without_zeros(bare.scaleb(-power, _CONTEXT)), number_format)}{letter}"


def _clock(size: Decimal) -> str:
    """Write hours as 1:20 where they are whole minutes that no short decimal holds, else nothing."""
    if size >= _SCALED_FROM or len(_without_zeros(size).as_tuple().digits) <= _EXACT_DIGITS:
        return ""
    exact = _CONTEXT.multiply(size, Decimal(60))
    minutes = int(exact.to_integral_value(ROUND_HALF_EVEN))
    if _CONTEXT.subtract(exact, Decimal(minutes)).copy_abs() > Decimal("1e-9"):
        return ""
    return f"{minutes // 60}:{minutes % 60:02}"


def _rounded(size: Decimal, digits: int) -> Decimal:
    """Round to so many significant digits, without trailing zeros after the point."""
    step = Decimal((0, (1,), size.adjusted() - digits + 1))
    return _without_zeros(size.quantize(step, context=_CONTEXT))


def _without_zeros(size: Decimal) -> Decimal:
    """Drop trailing zeros after the point, and keep those before it."""
    bare = size.normalize(_CONTEXT)
    return Decimal(f"{bare:f}")


def _grouped(size: Decimal, number_format: str) -> str:
    """Write all digits in groups of three; a space between them does not break the line."""
    group, point = signs_of(number_format)
    whole, _, fraction = canonical(size).partition(".")
    whole = f"{int(whole):,}".replace(",", "\u00a0" if group == " " else group)
    return f"{whole}{point}{fraction}" if fraction else whole


def _share(share: Decimal, number_format: str) -> str:
    """Write a percentage of change: whole from ten on, with one decimal below."""
    step = Decimal(1) if share >= 10 else Decimal("0.1")  # noqa: PLR2004  # ten percent
    rounded = _without_zeros(share.quantize(step, context=_CONTEXT))
    if not rounded:
        return f"<{_grouped(Decimal('0.1'), number_format)}"
    return _grouped(rounded, number_format)


def _bar(height: Decimal, reach: Decimal) -> str:
    """Choose the bar for a height above the least value."""
    if not reach:
        return _FLAT
    step = _CONTEXT.divide(_CONTEXT.multiply(height, Decimal(len(_BARS) - 1)), reach)
    return _BARS[int(step.to_integral_value(ROUND_HALF_EVEN))]


_JOINER = "\u200d"
_EMOJI_STYLE = "\ufe0f"
_VIRAMA = 9


def _clusters(text: str) -> Iterator[str]:
    """Cut a text into what is read as one character each: a letter with its marks, a syllable, a joined emoji."""
    cluster = ""
    for char in text:
        if cluster and not _belongs(char, cluster):
            yield cluster
            cluster = ""
        cluster += char
    if cluster:
        yield cluster


def _belongs(char: str, cluster: str) -> bool:
    """Say whether a character continues the cluster before it."""
    last = cluster[-1]
    if unicodedata.category(last) == "Cc":
        return False
    if unicodedata.category(char)[0] == "M" or char in "\u200c\u200d\u0e33\u0eb3" or _is_emoji_part(char):
        return True
    if last == _JOINER:
        return unicodedata.category(char) == "So"
    if unicodedata.combining(last) == _VIRAMA:
        return unicodedata.category(char) == "Lo"
    if _is_flag_letter(char):
        return len(cluster) == 1 and _is_flag_letter(last)
    return _is_vowel_or_final(char) and ("\u1100" <= last <= "\u11ff" or "\uac00" <= last <= "\ud7ff")


def _width(cluster: str) -> int:
    """Count the cells of a cluster."""
    if _EMOJI_STYLE in cluster or (len(cluster) > 1 and _is_flag_letter(cluster[0])):
        return 2
    widths = [_char_width(char) for char in cluster]
    is_one_picture = unicodedata.category(cluster[0]) == "So"
    return max(widths) if is_one_picture else sum(widths)


def _char_width(char: str) -> int:
    """Count the cells of a character on its own: two for wide East Asian ones, none for marks and controls."""
    if char == "\u00ad":
        return 1
    if unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Cc", "Cs", "Zl", "Zp") or _is_vowel_or_final(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _is_emoji_part(char: str) -> bool:
    """Say whether a character changes the emoji before it: a skin tone, or a letter of a region's flag."""
    return "\U0001f3fb" <= char <= "\U0001f3ff" or "\U000e0020" <= char <= "\U000e007f"


def _is_flag_letter(char: str) -> bool:
    """Say whether a character is half of a country's flag."""
    return "\U0001f1e6" <= char <= "\U0001f1ff"


def _is_vowel_or_final(char: str) -> bool:
    """Say whether a character is a Hangul vowel or final, drawn into the syllable before it."""
    return "\u1160" <= char <= "\u11ff" or "\ud7b0" <= char <= "\ud7ff"


def progress(done: int, of: int, width: int = 20) -> str:
    """Draw how far something is."""
    full = width * done // max(of, 1)
    return "━" * full + "─" * (width - full)
