"""A value as people write it: `41.2k`, `$1,200`, `6.1%`, `1:30`, `+=3`, `yes`; read everywhere by the same rules.

What can be read only one way is read that way; what could be read two ways follows the company's number format; what
cannot be read is refused with what would be right. Values are exact decimals and keep the digits that were typed.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import TYPE_CHECKING, Literal

from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.kpi import NO, YES
from cadence_tui.domain.text import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cadence_tui.domain.kpi import Bound, Direction

NumberFormat = Literal["1,234.50", "1.234,50", "1 234,50"]

# Each number format's signs: between groups of three digits, and before the decimals.
NUMBER_FORMATS: dict[str, tuple[str, str]] = {"1,234.50": (",", "."), "1.234,50": (".", ","), "1 234,50": (" ", ",")}
DEFAULT_FORMAT: NumberFormat = "1,234.50"
LARGEST = Decimal(10) ** 15
DIGITS = 28

# The currencies that each sign may stand for; a code such as NOK stands for itself.
CURRENCY_SIGNS: dict[str, tuple[str, ...]] = {
    "$": ("USD", "AUD", "CAD", "NZD", "SGD", "HKD", "MXN"),
    "us$": ("USD",),
    "€": ("EUR",),
    "£": ("GBP",),
    "¥": ("JPY", "CNY"),
    "kr": ("NOK", "SEK", "DKK", "ISK"),
    "fr": ("CHF",),
    "zł": ("PLN",),
    "kč": ("CZK",),
    "ft": ("HUF",),
    "₹": ("INR",),
    "rs": ("INR",),
    "r$": ("BRL",),
    "₺": ("TRY",),
    "₩": ("KRW",),
    "₪": ("ILS",),
    "₴": ("UAH",),
    "฿": ("THB",),
}
_TIME_SIGNS = {"h": "hours", "hours": "hours", "d": "days", "days": "days"}
_UNIT_NAMES = {"number": "plain numbers", "ratio": "plain ratios"}
_THOUSANDS = {"k": 3, "m": 6, "b": 9}
_ANSWERS = {"y": YES, "yes": YES, "1": YES, "✓": YES, "n": NO, "no": NO, "0": NO, "✗": NO}
_MINUTES = frozenset(f"{minute:02}" for minute in range(60))
_GROUP = 3
_PLAIN = re.compile(r"-?[1-9][0-9]{0,14}(?:\.[0-9]{1,10})?|0(?:\.[0-9]{1,10})?", re.ASCII)
_CODE = len("NOK")
_ASCII_DIGITS = "0123456789"
# No-break, thin and narrow no-break spaces, the typographic apostrophe and the minus sign, as keyboards write them.
_AS_TYPED = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\u2019": "'", "\u2212": "-"})
_LONGEST = 64
_ECHO = 40
# Room for the sum of any two values, so that a sum which does not fit is noticed and never rounded.
_EXACT = Context(prec=2 * _LONGEST + 32, rounding=ROUND_HALF_EVEN)
_CONTEXT = Context(prec=DIGITS, rounding=ROUND_HALF_EVEN)


def parse_value(
    text: str,
    *,
    unit: str,
    direction: Direction,
    number_format: str = DEFAULT_FORMAT,
    newest: Decimal | None = None,
    current: Decimal | None = None,
) -> Decimal:
    """Read what was typed as a value of a KPI: a number, or yes or no (1 or 0) where the KPI asks for that.

    Raises:
        InvalidError: saying what was wrong and what would be right.
    """
    if direction != "yes_no":
        return parse_number(text, unit=unit, number_format=number_format, newest=newest, current=current)
    if text.strip() == "=":
        return _earlier(newest)
    answer = _ANSWERS.get(text.strip().casefold())
    if answer is None:
        raise InvalidError(f"“{_echo(text)}” is neither yes nor no; write y or n.")
    return answer


def parse_number(
    text: str,
    *,
    unit: str,
    number_format: str = DEFAULT_FORMAT,
    newest: Decimal | None = None,
    current: Decimal | None = None,
) -> Decimal:
    """Read a number of a unit (number, percent, currency:CODE, hours, days, ratio).

    `newest` is the newest value of an earlier period, which `=` repeats. `current` is the value that the period has
    already; `+=3` and `-=3` change that one, or else the newest.

    Raises:
        InvalidError: saying what was wrong and what would be right.
    """
    typed = text.strip().translate(_AS_TYPED)
    if typed == "=":
        return _earlier(newest)
    if typed[:2] not in ("+=", "-="):
        return _number(text, unit, number_format)
    base = newest if current is None else current
    if base is None:
        raise InvalidError(f"“{_echo(text)}” changes the value before, and there is none yet; write the value itself.")
    step = _number(typed[2:], unit, number_format)
    changed = _EXACT.add(base, step) if typed[0] == "+" else _EXACT.subtract(base, step)
    return _within(changed, text)


def parse_bound(
    text: str | Sequence[str], direction: Direction, *, unit: str, number_format: str = DEFAULT_FORMAT
) -> Bound | None:
    """Read a target or an alert: one number; for `between` a range, as 40..60 or two texts; for yes/no nothing.

    Raises:
        InvalidError: where it is not of the direction's shape, or a number in it cannot be read.
    """
    match direction, _ends(text):
        case "yes_no", [answer] if _ANSWERS.get(answer.strip().casefold()) == YES:
            return None
        case "yes_no", ends:
            raise InvalidError(f"“{_echo('..'.join(ends))}” is no target for a yes/no KPI; its target is always yes.")
        case "between", [low, high]:
            low = f"{low}%" if "%" in high and "%" not in low else low
            return _number(low, unit, number_format), _number(high, unit, number_format)
        case "between", ends:
            raise InvalidError(f"“{_echo('..'.join(ends))}” is not a range; write both its ends, as 40..60.")
        case _, [end]:
            return _number(end, unit, number_format)
        case _, ends:
            raise InvalidError(f"“{_echo('..'.join(ends))}” is a range; an “{direction}” KPI takes one number, as 40.")


def ten_times_off(value: Decimal, before: Decimal) -> bool:
    """Say whether a value is over ten times, or under a tenth of, one before: a slip of the hand, to be asked about."""
    size, size_before = value.copy_abs(), before.copy_abs()
    if not size_before:
        return False
    return size > _EXACT.multiply(size_before, Decimal(10)) or _EXACT.multiply(size, Decimal(10)) < size_before


def canonical(value: Decimal) -> str:
    """Write a value as it is stored and exported: all its digits, a point before the decimals, never an exponent."""
    if not value:
        value = value.copy_abs()
    return f"{value:f}"


def plain(value: Decimal) -> Decimal:
    """Return the same number with an exponent of 0 or less and no negative zero, as everything here returns it."""
    return Decimal(canonical(value))


def signs_of(number_format: str) -> tuple[str, str]:
    """Look up a number format's group and decimal signs.

    Raises:
        InvalidError: naming the three formats.
    """
    signs = NUMBER_FORMATS.get(number_format)
    if signs is None:
        known = ", ".join(f"“{name}”" for name in NUMBER_FORMATS)
        raise InvalidError(f"“{_echo(number_format)}” is not a number format; choose one of {known}.")
    return signs


def _earlier(newest: Decimal | None) -> Decimal:
    """Answer `=`."""
    if newest is None:
        raise InvalidError("“=” repeats the value before, and there is none yet; write the value itself.")
    return newest


def _ends(text: str | Sequence[str]) -> list[str]:
    """Split a range into its ends; the en dash is how it is shown, and three dots could be two and a decimal point."""
    if not isinstance(text, str):
        return list(text)
    dots = text.replace("\u2026", "..").replace("\u2013", "..")
    return [dots] if "..." in dots else dots.split("..")


def _number(text: str, unit: str, number_format: str) -> Decimal:
    """Read a number that stands for itself: sign, currency, digits, then k, m or b, a percent sign or the unit."""
    signs = signs_of(number_format)
    # What imports are full of has one reading, and is read fast.
    if _PLAIN.fullmatch(text) and (signs[1] == "." or "." not in text):
        return Decimal(text)
    typed = text.strip().translate(_AS_TYPED)
    _refuse_unreadable(text, typed, number_format)
    first = next(at for at, char in enumerate(typed) if char in _ASCII_DIGITS)
    last = max(typed.rfind(digit) for digit in _ASCII_DIGITS)
    if first and typed[first - 1] in ".," and not typed[first - 2 : first - 1].isalpha():
        first -= 1
    head, body, tail = typed[:first], typed[first : last + 1], typed[last + 1 :].strip().casefold()
    minus, mark = _head(text, head, number_format)
    if ":" in body:
        if mark or _TIME_SIGNS.get(tail or "h") != "hours":
            raise _not_a_number(text, number_format)
        return _clock(text, body, unit, minus=minus)
    shift, percent, tail = _tail(text, tail, unit)
    for sign in (mark, tail):
        if sign:
            _check_mark(text, sign, unit, number_format)
    if percent:
        shift -= _percent_shift(text, unit)
    whole, fraction = _read(text, body, signs, number_format)
    return _within(_assemble(whole, fraction, shift, minus=minus), text)


def _refuse_unreadable(text: str, typed: str, number_format: str) -> None:
    """Refuse what holds no number, or too long a one, before it is looked at in detail."""
    if not typed:
        raise InvalidError(f"Nothing was typed; write a number, as {_examples(number_format)}.")
    if len(typed) > _LONGEST:
        raise InvalidError(f"“{_echo(text)}” is too long for a number; write {DIGITS} digits at most.")
    if any(char.isnumeric() and char not in _ASCII_DIGITS for char in typed):
        raise InvalidError(f"“{_echo(text)}” has digits other than 0 to 9; write it with those.")
    if not any(char in _ASCII_DIGITS for char in typed):
        raise _not_a_number(text, number_format)


def _head(text: str, head: str, number_format: str) -> tuple[bool, str]:
    """Take what stands before the digits apart: whether there is a minus, and the currency."""
    mark = head.strip("+- ")
    signs = head.replace(mark, "", 1).replace(" ", "") if mark else head.replace(" ", "")
    if len(signs) > 1:
        raise _not_a_number(text, number_format)
    return signs == "-", mark.rstrip(".").casefold()


def _tail(text: str, tail: str, unit: str) -> tuple[int, bool, str]:
    """Take what stands after the digits apart: the power of ten, whether there is a percent sign, and the rest."""
    shift, rest = 0, tail[1:].strip()
    is_sign = tail.rstrip(".") in CURRENCY_SIGNS or tail == _currency(unit).casefold()
    if tail[:1] in _THOUSANDS and not is_sign and (not rest or rest[0] == "%" or _is_mark(rest)):
        if tail[0] == "m" and unit in ("hours", "days"):
            raise InvalidError(f"“{_echo(text)}” could be minutes or millions; write hours and minutes as 1:30.")
        shift, tail = _THOUSANDS[tail[0]], rest
    percent = tail[:1] == "%"
    if percent:
        tail = tail[1:].strip()
    return shift, percent, tail.rstrip(".") if len(tail) > 1 else tail


def _is_mark(sign: str) -> bool:
    """Say whether a text names a currency or a unit; any three letters may be a currency code."""
    bare = sign.rstrip(".")
    return bare in CURRENCY_SIGNS or bare in _TIME_SIGNS or (len(bare) == _CODE and bare.isascii() and bare.isalpha())


def _currency(unit: str) -> str:
    """Name the currency of a unit, if it has one."""
    return unit.partition(":")[2] if unit.startswith("currency:") else ""


def _check_mark(text: str, sign: str, unit: str, number_format: str) -> None:
    """Refuse a currency or unit that is not the KPI's own."""
    code = _currency(unit).upper()
    if code and (sign.upper() == code or code in CURRENCY_SIGNS.get(sign, ())):
        return
    if _TIME_SIGNS.get(sign) == unit:
        return
    if not _is_mark(sign):
        raise _not_a_number(text, number_format)
    shown = sign if sign in CURRENCY_SIGNS or sign in _TIME_SIGNS else sign.upper()
    right = f"write the amount in {code}" if code else f"leave {shown} out"
    raise InvalidError(f"“{_echo(text)}” is in {shown}, and this KPI is in {_own(unit)}; {right}.")


def _own(unit: str) -> str:
    """Name a KPI's unit in a sentence."""
    return _currency(unit).upper() or _UNIT_NAMES.get(unit, unit)


def _percent_shift(text: str, unit: str) -> int:
    """Read a percent sign: itself for a percent KPI, a hundredth for a ratio."""
    if unit == "percent":
        return 0
    if unit == "ratio":
        return 2
    raise InvalidError(f"“{_echo(text)}” is in percent, and this KPI is in {_own(unit)}; leave the percent sign out.")


def _clock(text: str, body: str, unit: str, *, minus: bool) -> Decimal:
    """Read hours and minutes."""
    if unit != "hours":
        raise InvalidError(
            f"“{_echo(text)}” is hours and minutes, and this KPI is in {_own(unit)}; write it as a number."
        )
    hours, _, minutes = body.partition(":")
    if not (_are_digits(hours) and minutes in _MINUTES):
        raise InvalidError(f"“{_echo(text)}” is not hours and minutes; write them as 1:30, with minutes from 00 to 59.")
    if len(hours) > DIGITS:
        raise _too_large(text)
    value = _CONTEXT.divide(Decimal(int(hours) * 60 + int(minutes)), Decimal(60))
    return _within(value.copy_negate() if minus else value, text)


def _read(text: str, body: str, signs: tuple[str, str], number_format: str) -> tuple[str, str]:
    """Read digits with their group and decimal signs into whole and decimal digits."""
    if "e" in body or "E" in body:
        raise InvalidError(f"“{_echo(text)}” has an exponent; write the number out, as {_examples(number_format)}.")
    readings = _readings(body)
    if not readings:
        if all(char in "0123456789., '" for char in body):
            raise InvalidError(f"“{_echo(text)}” is not grouped in threes; write it as {_examples(number_format)}.")
        raise _not_a_number(text, number_format)
    if len(readings) == 1:
        return next(iter(readings.values()))
    # Two readings: one sign, which groups in one and is the decimal sign in the other.
    chosen = readings.get((signs[0], "")) or readings.get(("", signs[1]))
    if chosen is None:
        grouped, decimal = readings.values()
        raise InvalidError(
            f"“{_echo(text)}” could be read two ways; write {grouped[0]}, or {decimal[0]}{signs[1]}{decimal[1]}."
        )
    return chosen


def _readings(body: str) -> dict[tuple[str, str], tuple[str, str]]:
    """Find each way to read a number: (group sign, decimal sign) -> (whole digits, decimals)."""
    signs = sorted({char for char in body if char not in _ASCII_DIGITS})
    match signs:
        case []:
            return {("", ""): (body, "")}
        case [only]:
            pairs = [(only, ""), ("", only)]
        case [one, other]:
            pairs = [(one, other), (other, one)]
        case _:
            return {}
    found: dict[tuple[str, str], tuple[str, str]] = {}
    for group, point in pairs:
        whole, _, fraction = body.partition(point) if point else (body, "", "")
        if point and not (point in ".," and _are_digits(fraction)):
            continue
        if _is_grouped(whole, group) if group else _is_whole(whole):
            found[group, point] = (whole.replace(group, "") if group else whole, fraction)
    return found


def _is_grouped(whole: str, group: str) -> bool:
    """Say whether digits stand in groups of three behind a shorter first one, as 1,234,567."""
    first, *rest = whole.split(group)
    return (
        group in "., '"
        and _are_digits(first)
        and len(first) <= _GROUP
        and first[0] != "0"
        and bool(rest)
        and all(len(part) == _GROUP and _are_digits(part) for part in rest)
    )


def _is_whole(whole: str) -> bool:
    """Say whether digits before a decimal sign are written as people do: 0.5 and .5, and no other leading zero."""
    return whole in ("", "0") or (_are_digits(whole) and whole[0] != "0")


def _are_digits(text: str) -> bool:
    """Say whether a text is one or more of 0 to 9."""
    return text.isascii() and text.isdigit()


def _assemble(whole: str, fraction: str, shift: int, *, minus: bool) -> Decimal:
    """Put digits and a power of ten together, exactly and without an exponent above zero."""
    exponent = shift - len(fraction)
    value = Decimal(f"{'-' if minus else ''}{whole}{fraction}E{exponent}")
    return plain(value)


def _within(value: Decimal, text: str) -> Decimal:
    """Refuse a value that cannot be kept exactly, or is beyond what any company counts."""
    if value.copy_abs() > LARGEST:
        raise _too_large(text)
    if len(value.as_tuple().digits) > DIGITS:
        raise InvalidError(f"“{_echo(text)}” has more than {DIGITS} digits; round it.")
    return plain(value)


def _too_large(text: str) -> InvalidError:
    """Build the error for a value beyond the limits."""
    return InvalidError(f"“{_echo(text)}” is too large; a value goes up to 1,000,000b, or down to -1,000,000b.")


def _not_a_number(text: str, number_format: str) -> InvalidError:
    """Build the error for what cannot be read at all."""
    return InvalidError(f"“{_echo(text)}” is not a number; write it as {_examples(number_format)}.")


def _examples(number_format: str) -> str:
    """Show how numbers are written here."""
    return f"{number_format} or 41{signs_of(number_format)[1]}2k"


def _echo(text: str) -> str:
    """Repeat what was typed, short and without what a terminal would execute."""
    shown = visible(text[: _ECHO + 1].strip())
    return shown if len(shown) <= _ECHO else f"{shown[: _ECHO - 1]}…"
