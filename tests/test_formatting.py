"""From the model to short text: numbers, changes, periods, statuses, and columns that line up."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal, localcontext
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.entry import NUMBER_FORMATS, canonical, parse_number
from cadence_tui.domain.kpi import Bound, Direction, Status
from cadence_tui.formatting import (
    STATUS,
    beyond,
    bound,
    cell_width,
    day_label,
    delta,
    fit,
    join_words,
    moment,
    number,
    pad,
    period_label,
    plural,
    span,
    sparkline,
    value,
)

POINT, COMMA, SPACE = NUMBER_FORMATS
UNITS = ["number", "percent", "ratio", "hours", "days", "currency:USD", "currency:EUR", "currency:NOK", "currency:AUD"]

exact_values = st.decimals(-(10**15), 10**15, places=6) | st.decimals(-2000, 2000, places=3)
texts = st.text(
    st.sampled_from("aé日한\u1112\u1161\u11ab👩👍🏽❤\ufe0f\u200d🇳🇴\u0301क\u094dषि…≥") | st.characters(codec="utf-8")
)


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0"),
        ("6.10", "6.1"),
        ("98.75", "98.75"),
        ("-5", "-5"),
        ("100", "100"),
        ("1200", "1,200"),
        ("1234.5", "1,234.5"),
        ("9999", "9,999"),
        ("9999.66", "10k"),
        ("10000", "10k"),
        ("41200", "41.2k"),
        ("-41200", "-41.2k"),
        ("41250", "41.2k"),
        ("123456", "123k"),
        ("999499", "999k"),
        ("999500", "1M"),
        ("1234567", "1.23M"),
        ("2000000000", "2B"),
        ("1000000000000", "1,000B"),
        ("1000000000000000", "1,000,000B"),
        ("5.0041666666666666", "5.004"),
        ("33.333333333333333", "33.33"),
        ("0.0612345678", "0.06123"),
        ("0.0001", "0.0001"),
        ("0.00001", "~0"),
    ],
)
def test_a_short_number_is_seen_at_a_glance(amount: str, shown: str) -> None:
    """Up to five digits are shown as they are, longer ones are rounded to four, and from 10,000 on they are scaled."""
    assert number(Decimal(amount)) == shown


@pytest.mark.parametrize(
    ("unit", "short", "long"),
    [
        ("number", "12.3k", "12,345.60"),
        ("ratio", "12.3k", "12,345.60"),
        ("percent", "12.3k %", "12,345.60 %"),
        ("hours", "12.3k h", "12,345.60 h"),
        ("days", "12.3k d", "12,345.60 d"),
        ("currency:USD", "$12.3k", "$12,345.60"),
        ("currency:EUR", "€12.3k", "€12,345.60"),
        ("currency:NOK", "NOK 12.3k", "NOK 12,345.60"),
        ("currency:AUD", "AUD 12.3k", "AUD 12,345.60"),
    ],
)
def test_a_number_has_its_unit(unit: str, short: str, long: str) -> None:
    """A currency has its sign where that is its alone, else its code; the other units follow the number."""
    amount = Decimal("12345.60")
    assert number(amount, unit) == short
    assert number(amount, unit, short=False) == long


def test_a_minus_stands_before_a_sign_and_after_a_code() -> None:
    """A negative amount is written as people write it."""
    assert number(Decimal(-5), "currency:USD") == "-$5"
    assert number(Decimal(-5), "currency:NOK") == "NOK -5"


@pytest.mark.parametrize(
    ("number_format", "short", "long"),
    [(POINT, "41.2k", "41,235.50"), (COMMA, "41,2k", "41.235,50"), (SPACE, "41,2k", "41\u00a0235,50")],
)
def test_numbers_follow_the_companys_number_format(number_format: str, short: str, long: str) -> None:
    """Group and decimal signs are the company's; a space between groups does not break the line."""
    assert number(Decimal("41235.50"), "number", number_format) == short
    assert number(Decimal("41235.50"), "number", number_format, short=False) == long


@pytest.mark.parametrize(
    ("hours", "shown"),
    [
        ("1.5", "1.5 h"),
        ("1.333333333333333333333333333", "1:20 h"),
        ("1.3333333", "1.333 h"),
        ("-0.1166666666666666666", "-0:07 h"),
    ],
)
def test_hours_that_are_whole_minutes_are_shown_so(hours: str, shown: str) -> None:
    """Hours are decimal, but where only a clock shows what was typed, it does."""
    assert number(Decimal(hours), "hours") == shown


@given(exact_values, st.sampled_from(UNITS), st.sampled_from(list(NUMBER_FORMATS)))
def test_what_is_shown_in_full_can_be_typed(amount: Decimal, unit: str, number_format: str) -> None:
    """A number in its long form, typed into a field of its own company, is that number, digit for digit."""
    shown = number(amount, unit, number_format, short=False)
    assert canonical(parse_number(shown, unit=unit, number_format=number_format)) == canonical(amount)


@given(exact_values, st.sampled_from(list(NUMBER_FORMATS)))
def test_a_short_number_is_short_and_near(amount: Decimal, number_format: str) -> None:
    """A short number takes few cells and, where it can be typed at all, is within half a percent of the value."""
    shown = number(amount, "number", number_format)
    assert cell_width(shown) <= len("-1,000,000B")
    if shown.strip("-") != "~0":
        typed = parse_number(shown.replace("B", "b"), unit="number", number_format=number_format)
        assert abs(typed - amount) <= abs(amount) / 200


@given(exact_values, exact_values, st.sampled_from(UNITS))
def test_the_context_of_the_thread_makes_no_difference(amount: Decimal, other: Decimal, unit: str) -> None:
    """Numbers look the same whatever another library did to the decimal context."""

    def shown() -> tuple[str, ...]:
        return number(amount, unit), delta(amount, other, unit), sparkline([amount, None, other, Decimal(0)])

    expected = shown()
    with localcontext(prec=2):
        assert shown() == expected


@pytest.mark.parametrize(
    ("amount", "unit", "direction", "shown"),
    [
        (None, "number", "at_least", "–"),
        (None, "yes_no", "yes_no", "–"),
        (Decimal(1), "yes_no", "yes_no", "yes"),
        (Decimal(0), "yes_no", "yes_no", "no"),
        (Decimal(1), "number", "yes_no", "yes"),
        (Decimal(1), "number", "at_most", "1"),
    ],
)
def test_a_value_may_be_missing_or_an_answer(
    amount: Decimal | None, unit: str, direction: Direction, shown: str
) -> None:
    """A value is a number, yes or no, or a dash where there is none."""
    assert value(amount, unit, direction) == shown


@pytest.mark.parametrize(
    ("limit", "unit", "direction", "shown"),
    [
        (Decimal(40), "number", "at_least", "≥ 40"),
        (Decimal(5), "percent", "at_most", "≤ 5 %"),
        (Decimal(41200), "currency:EUR", "at_least", "≥ €41.2k"),
        ((Decimal(40), Decimal(60)), "number", "between", "40–60"),
        ((Decimal(40), Decimal(60)), "percent", "between", "40–60 %"),
        ((Decimal(40), Decimal(60)), "currency:USD", "between", "$40–$60"),
        ((Decimal(-5), Decimal(5)), "number", "between", "-5 – 5"),
        (None, "yes_no", "yes_no", "yes"),
        (None, "number", "at_least", "–"),
    ],
)
def test_a_target_says_what_a_value_must_be(limit: Bound | None, unit: str, direction: Direction, shown: str) -> None:
    """A bound is written with its direction, a range with its unit once."""
    assert bound(limit, unit, direction) == shown


@pytest.mark.parametrize(
    ("new", "old", "unit", "shown"),
    [
        ("108", "100", "number", "▲ 8 %"),
        ("0", "100", "number", "▼ 100 %"),
        ("101.5", "100", "number", "▲ 1.5 %"),
        ("20000", "100", "number", "▲ 19,900 %"),
        ("37", "40", "number", "▼ 3"),
        ("5", "5", "number", "= 0"),
        ("5.0", "5.00", "number", "= 0"),
        ("5", "0", "number", "▲ 5"),
        ("100", "-100", "number", "▲ 200"),
        ("-150", "-100", "number", "▼ 50 %"),
        ("6.1", "5", "percent", "▲ 1.1 pp"),
        ("0.061", "0.05", "ratio", "▲ 0.011"),
        ("1.5", "2", "hours", "▼ 0.5 h"),
        ("11", "10", "currency:USD", "▲ 10 %"),
        ("100001", "100000", "currency:USD", "▲ <0.1 %"),
        ("5", "0", "currency:USD", "▲ $5"),
        ("-5", "5", "currency:USD", "▼ $10"),
        ("1", "0", "yes_no", "▲ yes"),
        ("0", "1", "yes_no", "▼ no"),
        ("1", "1", "yes_no", "= yes"),
    ],
)
def test_a_change_has_a_direction_and_a_size(new: str, old: str, unit: str, shown: str) -> None:
    """Amounts and large counts change by percent, percentages by points, and the rest by their own unit."""
    assert delta(Decimal(new), Decimal(old), unit) == shown


@pytest.mark.parametrize(("new", "old"), [(None, Decimal(1)), (Decimal(1), None), (None, None)])
def test_a_change_needs_two_values(new: Decimal | None, old: Decimal | None) -> None:
    """Where one of the two is missing nothing is shown."""
    assert delta(new, old, "number") == ""


def test_every_status_has_a_glyph_and_a_word_of_its_own() -> None:
    """Eight statuses can be told apart without colour, by glyphs of one cell that no terminal draws as emoji."""
    assert set(STATUS) == set(get_args(Status))
    glyphs, words = zip(*STATUS.values(), strict=True)
    assert len(set(glyphs)) == len(set(words)) == len(STATUS)
    assert all(len(glyph) == 1 and cell_width(glyph) == 1 and glyph < "\u2b00" for glyph in glyphs)
    assert not set(glyphs) & set("✔✖☑◼◻◾◽▪▫⚪⚫‼⏸▶◀")


@pytest.mark.parametrize(
    ("values", "drawn"),
    [
        ([1, 2, 3, 4, 5, 6, 7, 8], "▁▂▃▄▅▆▇█"),
        ([8, 1, 8], "█▁█"),
        ([1, None, 5], "▁·█"),
        ([None, 2, None], "···"),
        ([3, 3, 3], "▄▄▄"),
        ([-1, 0, 1], "▁▅█"),
        ([None, None], "··"),
        ([], ""),
    ],
)
def test_a_series_is_drawn_between_its_least_and_greatest(values: list[int | None], drawn: str) -> None:
    """One bar a period, a dot where there is no value, a level series half high; one value alone is no series."""
    assert sparkline([None if one is None else Decimal(one) for one in values]) == drawn


@given(st.lists(st.none() | exact_values, max_size=20))
def test_a_higher_value_has_no_lower_bar(values: list[Decimal | None]) -> None:
    """A series has one cell a value, and its bars rise and fall as it does."""
    drawn = sparkline(values)
    assert len(drawn) == len(values)
    bars = sorted((one, bar) for one, bar in zip(values, drawn, strict=True) if one is not None)
    assert [bar for _, bar in bars] == sorted(bar for _, bar in bars)


@pytest.mark.parametrize(
    ("period", "label"),
    [
        ("2026-W47", "W47 · 16–22 Nov"),
        ("2026-W49", "W49 · 30 Nov–6 Dec"),
        ("2026-W53", "W53 · 28 Dec–3 Jan"),
        ("2027-W01", "W01 · 4–10 Jan"),
        ("2026-11", "Nov 2026"),
        ("2026-01", "Jan 2026"),
        ("2026-11-21", "Sat 21 Nov"),
        ("2026-Q4", "Q4 2026"),
    ],
)
def test_a_period_is_named_for_people(period: str, label: str) -> None:
    """A week has its days, Monday to Sunday by ISO; a month and a quarter have their year."""
    assert period_label(period) == label


def test_days_and_moments_are_english_everywhere() -> None:
    """A moment is written in the zone that it is given in, in words that no locale changes."""
    at = datetime(2026, 11, 23, 17, 5, tzinfo=UTC)
    assert moment(at) == "Mon 23 Nov 17:05"
    assert moment(at.astimezone(ZoneInfo("Europe/Oslo"))) == "Mon 23 Nov 18:05"
    assert day_label(date(2026, 3, 1)) == "Sun 1 Mar"


@pytest.mark.parametrize(
    ("length", "shown"),
    [
        (timedelta(), "now"),
        (timedelta(seconds=59), "now"),
        (timedelta(minutes=1), "1 min"),
        (timedelta(minutes=45, seconds=59), "45 min"),
        (timedelta(hours=1), "1 h"),
        (timedelta(hours=5, minutes=10), "5 h 10 min"),
        (timedelta(hours=24), "1 d"),
        (timedelta(hours=52, minutes=59), "2 d 4 h"),
        (timedelta(days=3, minutes=5), "3 d"),
        (timedelta(days=-2), "2 d"),
        (timedelta(minutes=-90), "1 h 30 min"),
    ],
)
def test_a_span_is_told_by_its_two_largest_parts(length: timedelta, shown: str) -> None:
    """How long is rounded down, and the same before and after a moment: the sentence says which."""
    assert span(length) == shown


@pytest.mark.parametrize(
    ("count", "noun", "several", "shown"),
    [
        (0, "KPI", None, "0 KPIs"),
        (1, "KPI", None, "1 KPI"),
        (1200, "KPI", None, "1,200 KPIs"),
        (2, "entry", None, "2 entries"),
        (2, "day", None, "2 days"),
        (2, "miss", None, "2 misses"),
        (2, "person", "people", "2 people"),
        (1, "person", "people", "1 person"),
    ],
)
def test_things_are_counted(count: int, noun: str, several: str | None, shown: str) -> None:
    """One has no plural, and everything else does."""
    assert plural(count, noun, several) == shown


@pytest.mark.parametrize(
    ("words", "sentence"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed(words: list[str], sentence: str) -> None:
    """A list in a sentence has commas, and an and before the last."""
    assert join_words(words) == sentence


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("日本語", 6),
        ("＄", 2),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("👩\u200d👩\u200d👧", 2),
        ("👍🏽", 2),
        ("❤\ufe0f", 2),
        ("🇳🇴", 2),
        ("🇳🇴🇸🇪", 4),
        ("1\ufe0f\u20e3", 2),
        ("हिंदी", 2),
        ("≥ 40 ●◐✗‖·◇○!", 13),
        ("▁▂▃▄▅▆▇█…–", 10),
        ("a\u200bb", 2),
    ],
)
def test_width_is_counted_in_cells(text: str, cells: int) -> None:
    """Wide letters take two cells, marks none, and a joined emoji as many as one."""
    assert cell_width(text) == cells


def test_widths_agree_with_the_terminal_framework() -> None:
    """What the command line aligns and what the app draws take the same room."""
    cells = pytest.importorskip("rich.cells")
    for text in (
        "Weekly churn",
        "日本語",
        "e\u0301",
        "👩\u200d👩\u200d👧",
        "👍🏽",
        "🇳🇴",
        "हिंदी",
        "한국",
        "●◐✗‖·◇○!",
        "41\u00a0200",
    ):
        assert cell_width(text) == cells.cell_len(text), text


@pytest.mark.parametrize(
    ("text", "width", "cut"),
    [
        ("Weekly churn", 12, "Weekly churn"),
        ("Weekly churn", 8, "Weekly …"),
        ("Weekly churn", 1, "…"),
        ("Weekly churn", 0, ""),
        ("Weekly churn", -1, ""),
        ("日本語", 5, "日本…"),
        ("日本語", 4, "日…"),
        ("e\u0301e\u0301e\u0301", 2, "e\u0301…"),
        ("👩\u200d👩\u200d👧 team", 4, "👩\u200d👩\u200d👧 …"),
        ("🇳🇴🇸🇪🇩🇰", 4, "🇳🇴…"),
        ("क्षिक्षि", 3, "क्षि…"),
    ],
)
def test_a_text_is_cut_between_characters(text: str, width: int, cut: str) -> None:
    """A text that does not fit ends in …, and no letter loses its mark and no emoji its half."""
    assert fit(text, width) == cut


@given(texts, st.integers(0, 30))
def test_a_cut_text_fits(text: str, width: int) -> None:
    """Whatever the text, it takes at most the width, keeps its beginning, and is left alone when it fits."""
    cut = fit(text, width)
    assert cell_width(cut) <= width
    assert cut == text if cell_width(text) <= width else text.startswith(cut.removesuffix("…"))


@given(texts, st.integers(0, 30), st.sampled_from(["left", "right", "center"]))
def test_a_padded_text_fills_its_column(text: str, width: int, align: str) -> None:
    """A column is exactly as wide as it should be, so that the next one begins where it should."""
    assert cell_width(pad(text, width, align)) == width  # type: ignore[arg-type]


@pytest.mark.parametrize(("align", "shown"), [("left", "ab   "), ("right", "   ab"), ("center", " ab  ")])
def test_a_text_is_aligned(align: str, shown: str) -> None:
    """Words stand left, numbers right."""
    assert pad("ab", 5, align) == shown  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("alert", "direction", "shown"),
    [
        (Decimal(30), "at_least", "< 30"),
        (Decimal(8), "at_most", "> 8"),
        ((Decimal(40), Decimal(60)), "between", "not 40–60"),
        (None, "at_least", "–"),
        (None, "yes_no", "–"),
    ],
)
def test_an_alert_is_written_as_the_value_that_sets_it_off(
    alert: Bound | None, direction: Direction, shown: str
) -> None:
    """A target says where a value is healthy; an alert says from where on it is a breach."""
    assert beyond(alert, "number", direction) == shown
