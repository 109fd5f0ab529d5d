"""A value as people write it: what is understood, by which format, and what is refused with what would be right."""

from __future__ import annotations

from decimal import Decimal, localcontext

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.entry import (
    CURRENCY_SIGNS,
    NUMBER_FORMATS,
    canonical,
    parse_bound,
    parse_number,
    parse_value,
    ten_times_off,
)
from cadence_tui.domain.errors import InvalidError
from cadence_tui.domain.kpi import NO, YES
from cadence_tui.domain.text import visible

POINT, COMMA, SPACE = NUMBER_FORMATS
NBSP, NARROW = "\u00a0", "\u202f"

exact_values = st.decimals(-(10**15), 10**15, allow_nan=False, places=6).map(lambda value: Decimal(f"{value:f}"))


def read(text: str, unit: str = "number", number_format: str = POINT) -> str:
    """Read a number and write it canonically, digits and all."""
    return canonical(parse_number(text, unit=unit, number_format=number_format))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("41.2k", "41200"),
        ("41.20k", "41200"),
        ("1.3m", "1300000"),
        ("1.3M", "1300000"),
        ("2b", "2000000000"),
        ("2 k", "2000"),
        ("1.23456k", "1234.56"),
        ("-12k", "-12000"),
        ("−5", "-5"),
        ("- 5", "-5"),
        ("+5", "5"),
        (" 6.10 ", "6.10"),
        (".5", "0.5"),
        ("-.5", "-0.5"),
        ("007", "7"),
        ("0", "0"),
        ("-0", "0"),
        ("-0.00", "0.00"),
        ("1000000b"[:-1] + "000000000", "1000000000000000"),
        ("-1,000,000b", "-1000000000000000"),
        ("9" * 15 + "." + "9" * 13, "9" * 15 + "." + "9" * 13),
    ],
)
def test_a_number_is_read_as_people_write_it(typed: str, value: str) -> None:
    """k, m and b multiply, either minus is a minus, and the digits typed are kept without an exponent."""
    assert read(typed) == value


@pytest.mark.parametrize("number_format", NUMBER_FORMATS)
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("6.1", "6.1"),
        ("6,1", "6.1"),
        ("1,23", "1.23"),
        ("1.2345", "1.2345"),
        ("0.125", "0.125"),
        ("0,125", "0.125"),
        (".125", "0.125"),
        (",125", "0.125"),
        ("1234.567", "1234.567"),
        ("1234,567", "1234.567"),
        ("1,234,567", "1234567"),
        ("1.234.567", "1234567"),
        ("1 234 567", "1234567"),
        ("1'234", "1234"),
        ("1’234.5", "1234.5"),
        ("1 234", "1234"),
        (f"1{NBSP}234", "1234"),
        (f"1{NARROW}234,5", "1234.5"),
        ("1 234.5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234,5", "1234.5"),
        ("1,234.567", "1234.567"),
        ("1.234,567", "1234.567"),
        ("12,345,678.9", "12345678.9"),
    ],
)
def test_what_can_be_read_one_way_is_read_that_way(typed: str, value: str, number_format: str) -> None:
    """Groups have three digits and a number has one decimal sign: where that leaves one reading, no format is asked."""
    assert read(typed, number_format=number_format) == value


@pytest.mark.parametrize(
    ("typed", "number_format", "value"),
    [
        ("1,234", POINT, "1234"),
        ("1.234", POINT, "1.234"),
        ("1,234", COMMA, "1.234"),
        ("1.234", COMMA, "1234"),
        ("1,234", SPACE, "1.234"),
        ("123.456k", COMMA, "123456000"),
        ("123.456k", POINT, "123456"),
    ],
)
def test_what_can_be_read_two_ways_follows_the_number_format(typed: str, number_format: str, value: str) -> None:
    """One sign before three digits groups or is the decimal sign, as the company writes numbers."""
    assert read(typed, number_format=number_format) == value


def test_what_the_number_format_leaves_open_is_refused() -> None:
    """Where spaces group and the comma is the decimal sign, 1.234 could still be either, and both are offered."""
    with pytest.raises(InvalidError, match=r"“1.234” could be read two ways; write 1234, or 1,234"):
        read("1.234", number_format=SPACE)


@pytest.mark.parametrize("number_format", NUMBER_FORMATS)
@pytest.mark.parametrize(
    "typed",
    [
        "12,34,567",
        "1,2345.6",
        "1,23,456",
        "1,234,56",
        "1234,567.8,9",
        "1.234.56",
        "1 23",
        "1  234",
        "1, 234",
        "012,345",
        "0,234,567",
        "1,234.567,8",
        "1 234,567.8",
        "1.2.3",
        "1'23",
        "00.5",
    ],
)
def test_badly_grouped_digits_are_refused(typed: str, number_format: str) -> None:
    """A number whose groups do not have three digits is a slip, and nobody guesses which."""
    with pytest.raises(InvalidError, match="is not grouped in threes; write it as"):
        read(typed, number_format=number_format)


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("", "Nothing was typed"),
        ("  ", "Nothing was typed"),
        ("nan", "is not a number"),
        ("inf", "is not a number"),
        ("-Infinity", "is not a number"),
        ("True", "is not a number"),
        ("abc", "is not a number"),
        ("1_000", "is not a number"),
        ("0x10", "is not a number"),
        ("5.", "is not a number"),
        ("5-", "is not a number"),
        ("--5", "is not a number"),
        ("+-5", "is not a number"),
        ("1-2", "is not a number"),
        ("1.5kk", "is not a number"),
        ("5 apples", "is not a number"),
        ("k", "is not a number"),
        ("1e5", "has an exponent"),
        ("1E-5", "has an exponent"),
        ("1e999", "has an exponent"),
        ("٣", "has digits other than 0 to 9"),
        ("1٣", "has digits other than 0 to 9"),
        ("４２", "has digits other than 0 to 9"),
        ("²", "has digits other than 0 to 9"),
        ("½", "has digits other than 0 to 9"),
        ("9" * 5000, "is too long for a number"),
        ("0." + "9" * 29, "has more than 28 digits; round it"),
        ("9" * 29, "is too large"),
        ("1000000000000001", "is too large"),
        ("-1000000.1b", "is too large"),
        ("\x1b[2J5", "is not a number"),
        ("5\u202e", "is not a number"),
        ("1\u200b000", "is not a number"),
    ],
)
def test_what_is_no_number_is_refused(typed: str, problem: str) -> None:
    """What is not a finite decimal written out within ±1e15 is refused, in one short sentence that can be shown."""
    with pytest.raises(InvalidError, match=problem) as refused:
        read(typed)
    message = str(refused.value)
    assert visible(message) == message
    assert message.endswith(".")
    assert len(message) < 130


def test_what_was_typed_is_repeated_in_short() -> None:
    """At most forty characters of what was typed are repeated, with control characters made visible."""
    with pytest.raises(InvalidError, match=f"^“␛{'x' * 38}…” is"):
        read("\x1b" + "x" * 500)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("6.1%", "percent", "6.1"),
        ("6.10 %", "percent", "6.10"),
        ("6.1", "percent", "6.1"),
        ("6.1%", "ratio", "0.061"),
        ("6.10%", "ratio", "0.0610"),
        ("0.061", "ratio", "0.061"),
        ("-50%", "ratio", "-0.50"),
    ],
)
def test_a_percent_sign_is_itself_or_a_hundredth(typed: str, unit: str, value: str) -> None:
    """On a percent KPI 6.1% is 6.1, and on a ratio 0.061."""
    assert read(typed, unit) == value


@pytest.mark.parametrize("unit", ["number", "hours", "days", "currency:EUR"])
def test_a_percent_sign_elsewhere_is_refused(unit: str) -> None:
    """A percentage of what, nobody could say."""
    with pytest.raises(InvalidError, match=r"is in percent, and this KPI is in .*; leave the percent sign out"):
        read("6.1%", unit)


@pytest.mark.parametrize(
    ("typed", "unit", "value"),
    [
        ("$1,200", "currency:USD", "1200"),
        ("$ 1,200.50", "currency:USD", "1200.50"),
        ("$1.2k", "currency:USD", "1200"),
        ("1.2k$", "currency:USD", "1200"),
        ("$5 USD", "currency:USD", "5"),
        ("US$5", "currency:USD", "5"),
        ("-$1,200", "currency:USD", "-1200"),
        ("$-1,200", "currency:USD", "-1200"),
        ("−$.5", "currency:USD", "-0.5"),
        ("1200", "currency:USD", "1200"),
        ("usd 1200", "currency:USD", "1200"),
        ("NOK 1200", "currency:NOK", "1200"),
        ("1200 NOK", "currency:NOK", "1200"),
        ("kr 1200", "currency:NOK", "1200"),
        ("1200kr", "currency:SEK", "1200"),
        ("kr.500", "currency:DKK", "500"),
        ("500 kr.", "currency:DKK", "500"),
        ("12k kr", "currency:NOK", "12000"),
        ("12mkr", "currency:SEK", "12000000"),
        ("€1.2m", "currency:EUR", "1200000"),
        ("CHF 5", "currency:CHF", "5"),
        ("Fr. 5", "currency:CHF", "5"),
        ("5 zł", "currency:PLN", "5"),
        ("MXN 5", "currency:MXN", "5"),
        ("5MXN", "currency:MXN", "5"),
        ("5 BAM", "currency:BAM", "5"),
        ("XYZ 5", "currency:xyz", "5"),
    ],
)
def test_the_kpis_own_currency_may_be_written(typed: str, unit: str, value: str) -> None:
    """The sign or the code of the KPI's currency, before or after the amount, is understood and adds nothing."""
    assert read(typed, unit) == value


def test_a_sign_fits_each_currency_that_uses_it() -> None:
    """$ is the sign of more than one dollar, and kr of more than one crown."""
    for sign, codes in CURRENCY_SIGNS.items():
        for code in codes:
            assert read(f"{sign} 5", f"currency:{code}") == read(f"5 {sign}", f"currency:{code}") == "5"


@pytest.mark.parametrize("typed", ["€1.200", "£5", "5 kr", "EUR 5", "5 GBP", "$5 CAD", "5 MXN", "3 h"])
def test_another_currency_or_unit_is_refused(typed: str) -> None:
    """Nothing is converted: a sign that is not the KPI's own is refused, and both are named."""
    with pytest.raises(
        InvalidError, match=r"is in (€|£|kr|EUR|GBP|CAD|MXN|h), and this KPI is in USD; write the amount"
    ):
        read(typed, "currency:USD")


def test_a_currency_is_refused_where_there_is_none() -> None:
    """A KPI that counts things takes no amount of money."""
    with pytest.raises(InvalidError, match=r"“\$1,200” is in \$, and this KPI is in plain numbers; leave \$ out"):
        read("$1,200")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1:30", "1.5"),
        ("-1:30", "-1.5"),
        ("0:00", "0"),
        ("-0:00", "0"),
        ("0:45", "0.75"),
        ("10:00", "10"),
        ("100:15", "100.25"),
        ("1:20", "1.333333333333333333333333333"),
        ("1:30 h", "1.5"),
        ("1.5", "1.5"),
        ("1.5h", "1.5"),
        ("3 hours", "3"),
    ],
)
def test_hours_and_minutes_are_hours(typed: str, value: str) -> None:
    """On a KPI of hours 1:30 is an hour and a half, exact to 28 digits."""
    assert read(typed, "hours") == value


@pytest.mark.parametrize("typed", ["1:60", "1:5", "1:", ":30", "1:30:00", "1.5:30", "1:30k", "1:30%", "€1:30", "1:-5"])
def test_a_clock_that_is_none_is_refused(typed: str) -> None:
    """Minutes have two digits, from 00 to 59, and nothing but the unit goes with them."""
    with pytest.raises(InvalidError, match=r"is not (hours and minutes|a number)"):
        read(typed, "hours")


@pytest.mark.parametrize("typed", ["1000000000000000:01", "9" * 29 + ":00"])
def test_a_clock_beyond_the_limits_is_refused(typed: str) -> None:
    """Hours and minutes are held to the same limits as any value."""
    with pytest.raises(InvalidError, match="is too large"):
        read(typed, "hours")


@pytest.mark.parametrize("unit", ["number", "days", "percent", "currency:EUR"])
def test_hours_and_minutes_elsewhere_are_refused(unit: str) -> None:
    """1:30 of anything else is no number."""
    with pytest.raises(InvalidError, match="is hours and minutes, and this KPI is in"):
        read("1:30", unit)


@pytest.mark.parametrize("unit", ["hours", "days"])
def test_minutes_are_not_millions(unit: str) -> None:
    """90m on a KPI of time is far more likely minutes than ninety million, so it is refused."""
    with pytest.raises(InvalidError, match="could be minutes or millions; write hours and minutes as 1:30"):
        read("90m", unit)


@pytest.mark.parametrize(
    ("typed", "newest", "current", "value"),
    [
        ("+=3", "10", None, "13"),
        ("+=3", "10", "2.50", "5.50"),
        ("-=3", "10", None, "7"),
        ("−=3", "10", "1", "-2"),
        ("+= 1.2k", "10", None, "1210"),
        ("-=0", "10", "0", "0"),
        ("+=0.1", "0.2", None, "0.3"),
        ("=", "6.10", None, "6.10"),
        ("=", "6.10", "8", "6.10"),
    ],
)
def test_a_change_goes_by_the_value_before(typed: str, newest: str, current: str | None, value: str) -> None:
    """+= and -= change the value that the period has, or else the newest of an earlier one; = repeats the newest."""
    before = None if current is None else Decimal(current)
    result = parse_number(typed, unit="number", number_format=POINT, newest=Decimal(newest), current=before)
    assert canonical(result) == value


def test_a_change_goes_by_the_periods_own_value_alone() -> None:
    """The first period of all can be changed by += once it has a value."""
    assert parse_number("+=3", unit="number", number_format=POINT, current=Decimal(1)) == 4


@pytest.mark.parametrize("typed", ["+=3", "-=3", "="])
def test_a_change_of_nothing_is_refused(typed: str) -> None:
    """Without a value before there is nothing to go by, and the refusal says so."""
    with pytest.raises(InvalidError, match="the value before, and there is none yet; write the value itself"):
        parse_number(typed, unit="number", number_format=POINT)


def test_equals_does_not_repeat_the_periods_own_value() -> None:
    """= is the newest value of an earlier period, not the one that stands already."""
    with pytest.raises(InvalidError, match="there is none yet"):
        parse_number("=", unit="number", number_format=POINT, current=Decimal(5))


@pytest.mark.parametrize("typed", ["+=1000000b", "+=0." + "1" * 28])
def test_a_change_stays_within_what_a_value_may_be(typed: str) -> None:
    """The sum is held to the same limits as a typed value, and is never rounded to fit."""
    with pytest.raises(InvalidError, match=r"is too large|has more than 28 digits"):
        parse_number(typed, unit="number", number_format=POINT, newest=Decimal(10))


@pytest.mark.parametrize("typed", ["+=", "+==", "+=x", "==", "+=+=3"])
def test_half_a_change_is_refused(typed: str) -> None:
    """A change needs an amount."""
    with pytest.raises(InvalidError):
        parse_number(typed, unit="number", number_format=POINT, newest=Decimal(10))


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        *((word, YES) for word in ("y", "Y", "yes", "YES", "1", "✓", " yes ")),
        *((word, NO) for word in ("n", "N", "no", "No", "0", "✗")),
    ],
)
def test_yes_and_no_are_one_and_zero(typed: str, answer: Decimal) -> None:
    """A yes/no KPI takes y or n, and keeps 1 or 0."""
    assert parse_value(typed, unit="yes_no", direction="yes_no", number_format=POINT) == answer


@pytest.mark.parametrize("typed", ["", "true", "True", "2", "maybe", "1.0", "+=1", "ja", "\x1b"])
def test_anything_else_is_neither_yes_nor_no(typed: str) -> None:
    """Nothing is guessed: what is neither yes nor no is refused."""
    with pytest.raises(InvalidError, match="is neither yes nor no; write y or n"):
        parse_value(typed, unit="yes_no", direction="yes_no", number_format=POINT, newest=YES)


def test_yes_can_be_repeated() -> None:
    """= repeats the newest answer too."""
    assert parse_value("=", unit="yes_no", direction="yes_no", number_format=POINT, newest=YES) == YES


@pytest.mark.parametrize("direction", ["at_least", "at_most", "between"])
@pytest.mark.parametrize("typed", ["y", "no", "✓"])
def test_a_number_kpi_takes_no_yes(typed: str, direction: str) -> None:
    """Where a number is asked for, yes is none."""
    with pytest.raises(InvalidError, match="is not a number"):
        parse_value(typed, unit="number", direction=direction, number_format=POINT)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("typed", "unit", "low", "high"),
    [
        ("40..60", "number", "40", "60"),
        ("40 .. 60", "number", "40", "60"),
        ("40–60", "number", "40", "60"),
        ("40…60", "number", "40", "60"),
        ("-5..-3", "number", "-5", "-3"),
        ("$40k..$60k", "currency:USD", "40000", "60000"),
        ("40..60%", "percent", "40", "60"),
        ("40..60%", "ratio", "0.40", "0.60"),
        (["40", "60"], "number", "40", "60"),
        (["1,000", "1.5"], "number", "1000", "1.5"),
    ],
)
def test_a_range_has_two_ends(typed: str | list[str], unit: str, low: str, high: str) -> None:
    """A range is 40..60, or a list of two; a percent sign at its end is meant for both."""
    ends = parse_bound(typed, "between", unit=unit, number_format=POINT)
    assert isinstance(ends, tuple)
    assert tuple(canonical(end) for end in ends) == (low, high)


@pytest.mark.parametrize("typed", ["40", "40..", "..60", "40..50..60", "40...60", ["40"], ["1", "2", "3"], []])
def test_a_range_with_another_number_of_ends_is_refused(typed: str | list[str]) -> None:
    """A range needs both its ends, and says how one is written."""
    with pytest.raises(InvalidError, match=r"is not a range; write both its ends, as 40\.\.60|Nothing was typed"):
        parse_bound(typed, "between", unit="number", number_format=POINT)


@pytest.mark.parametrize("direction", ["at_least", "at_most"])
def test_a_threshold_is_one_number(direction: str) -> None:
    """At least and at most take one number as their target, and no range."""
    assert parse_bound("41.2k", direction, unit="number", number_format=POINT) == 41200  # type: ignore[arg-type]
    with pytest.raises(InvalidError, match=f"is a range; an “{direction}” KPI takes one number"):
        parse_bound("40..60", direction, unit="number", number_format=POINT)  # type: ignore[arg-type]


@pytest.mark.parametrize("typed", ["=", "+=3"])
def test_a_target_does_not_go_by_the_value_before(typed: str) -> None:
    """= and += are about values; a target is always written out."""
    with pytest.raises(InvalidError, match="is not a number"):
        parse_bound(typed, "at_least", unit="number", number_format=POINT)


def test_the_target_of_a_yes_no_kpi_is_yes() -> None:
    """It may be written, as the export writes it, and no other target may."""
    assert parse_bound("yes", "yes_no", unit="yes_no") is None
    with pytest.raises(InvalidError, match="its target is always yes"):
        parse_bound("no", "yes_no", unit="yes_no")


def test_an_unknown_number_format_is_refused() -> None:
    """There are three number formats, and the refusal names them."""
    with pytest.raises(InvalidError, match=r"choose one of “1,234.50”, “1.234,50”, “1 234,50”"):
        read("5", number_format="1’234.50")


@pytest.mark.parametrize(
    ("value", "before", "off"),
    [
        ("101", "10", True),
        ("100", "10", False),
        ("1", "10", False),
        ("0.99", "10", True),
        ("0", "10", True),
        ("5", "0", False),
        ("-10", "10", False),
        ("-101", "10", True),
        ("-1", "-10", False),
        ("41200", "41.2", True),
    ],
)
def test_a_slip_of_the_hand_is_noticed(value: str, before: str, off: bool) -> None:
    """Over ten times, or under a tenth of, a value before that is not 0; a change of sign alone is none."""
    assert ten_times_off(Decimal(value), Decimal(before)) is off


@pytest.mark.parametrize(
    ("value", "text"),
    [("6.10", "6.10"), ("4.12E+4", "41200"), ("1E-7", "0.0000001"), ("-0", "0"), ("-0.00", "0.00"), ("-5", "-5")],
)
def test_a_value_is_stored_with_its_digits(value: str, text: str) -> None:
    """Stored and exported text keeps the digits and never has an exponent or a negative zero."""
    assert canonical(Decimal(value)) == text


@given(exact_values)
def test_stored_text_is_read_back_exactly(value: Decimal) -> None:
    """A stored value, typed as it stands in the default format, is the same value with the same digits."""
    again = parse_number(canonical(value), unit="number", number_format=POINT)
    assert canonical(again) == canonical(value)


@given(st.text(), st.sampled_from(["number", "percent", "ratio", "hours", "days", "currency:USD"]))
def test_whatever_is_typed_is_read_or_refused(text: str, unit: str) -> None:
    """No text, however strange, does anything but give a finite decimal or a sentence that can be shown."""
    try:
        value = parse_number(text, unit=unit, number_format=POINT, newest=Decimal(1))
    except InvalidError:
        return
    assert value.is_finite()
    assert abs(value) <= 10**15


near_numbers = st.text(st.sampled_from("0123456789.,  ':-+=kmb%$€−h"), max_size=12)


@given(near_numbers, st.sampled_from(list(NUMBER_FORMATS)), st.sampled_from(["number", "percent", "hours", "ratio"]))
def test_what_looks_like_a_number_is_read_or_refused(text: str, number_format: str, unit: str) -> None:
    """The same for text that is made of what numbers are made of, and the digits that come out were typed."""
    try:
        value = parse_number(text, unit=unit, number_format=number_format)
    except InvalidError:
        return
    typed = "".join(char for char in text if char in "0123456789").strip("0")
    if ":" not in text:
        assert canonical(value).replace(".", "").replace("-", "").strip("0") == typed


@given(near_numbers)
def test_the_context_of_the_thread_makes_no_difference(text: str) -> None:
    """Values are exact whatever another library did to the decimal context."""

    def outcome() -> str:
        try:
            return canonical(parse_number(text, unit="hours", number_format=POINT, newest=Decimal("123456.789")))
        except InvalidError as refused:
            return str(refused)

    expected = outcome()
    with localcontext(prec=2):
        assert outcome() == expected
