"""Derived KPIs: what a formula may be, what it is worth, and in what order."""

from __future__ import annotations

from decimal import Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cadence_tui.domain.errors import InvalidError, NotFoundError, RefusedError
from cadence_tui.domain.formula import Formula, check_cycles, evaluation_order, parse

KEYS = ("a", "b", "a-b", "on-time", "on-time-b6", "new_mrr", "new_customers", "2fa-rate", "हिंदी-दर")


def worth(text: str, **values: str | None) -> Decimal | None:
    """Evaluate a formula over values written as text."""
    return parse(text).evaluate({key: None if value is None else Decimal(value) for key, value in values.items()})


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a / b", "2.5"),
        ("a + b * 2", "18"),
        ("(a + b) * 2", "28"),
        ("a - b - 1", "5"),
        ("a / b / 2", "1.25"),
        ("a - (b - 1)", "7"),
        ("-a + b", "-6"),
        ("-(a - b)", "-6"),
        ("a * -b", "-40"),
        ("- -a", "10"),
        ("a * .5", "5"),
        ("a*100/b", "250"),
        ("((a))", "10"),
        ("a × b ÷ 2 − 1", "19"),
    ],
)
def test_a_formula_is_arithmetic(text: str, value: str) -> None:
    """Plus, minus, times and divided by bind as everyone learnt, parentheses and the unary minus included."""
    assert worth(text, a="10", b="4") == Decimal(value)


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("a/b", "a / b"),
        ("( a+b )*-2.50", "(a + b) * -2.50"),
        ("-(a)", "-(a)"),
        ("a -b", "a - b"),
        ("a- b", "a - b"),
        ("on-time-b6*new_mrr", "on-time-b6 * new_mrr"),
    ],
)
def test_a_formula_has_one_spelling(text: str, spelling: str) -> None:
    """A formula is kept with spaces around its operators."""
    assert parse(text).text == spelling


@pytest.mark.parametrize(
    ("text", "spelling"),
    [
        ("a-b", "a-b"),
        ("a - b", "a - b"),
        ("b-a", "b - a"),
        ("a-2", "a - 2"),
        ("2-a", "2 - a"),
        ("a-b-a", "a-b - a"),
        ("on-time-b6-on-time", "on-time-b6 - on-time"),
        ("2fa-rate*2-a", "2fa-rate * 2 - a"),
        ("हिंदी-दर/a", "हिंदी-दर / a"),
    ],
)
def test_the_longest_known_key_wins(text: str, spelling: str) -> None:
    """A hyphen belongs to a key where there is such a key, and is a minus elsewhere."""
    formula = parse(text, KEYS)
    assert formula.text == spelling
    assert set(formula.inputs) <= set(KEYS)


@pytest.mark.parametrize("text", ["a-b", "b-a", "2-a", "2fa-rate*2-a", "(a-b)/-new_mrr", "हिंदी-दर/a"])
def test_a_later_kpi_does_not_change_what_a_formula_means(text: str) -> None:
    """Its one spelling is read the same with the keys known then, with more of them, and with none."""
    formula = parse(text, KEYS)
    assert parse(formula.text, KEYS) == parse(formula.text, [*KEYS, "b-a", "a-2", "rate"]) == formula
    assert parse(formula.text) == formula


def test_inputs_are_named_once_in_order() -> None:
    """The inputs are the KPIs in the order in which they appear, each once."""
    assert parse("b / a + b * c").inputs == ("b", "a", "c")


@pytest.mark.parametrize(
    ("text", "offer"),
    [
        ("new_mr / b", "There is no KPI “new_mr”. Did you mean new_mrr?"),
        ("on-time-b7", "There is no KPI “on-time-b7”. Did you mean on-time-b6?"),
        ("1e5 * a", "There is no KPI “1e5”"),
        ("a1", "There is no KPI “a1”"),
    ],
)
def test_an_unknown_kpi_is_named(text: str, offer: str) -> None:
    """A KPI that does not exist is refused by its whole name, and the nearest one that does is offered."""
    with pytest.raises(NotFoundError) as refused:
        parse(text, KEYS)
    assert str(refused.value).startswith(offer)


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a +",
        "+ a",
        "a b",
        "a 2",
        "2 (a)",
        "a (b)",
        "(a",
        "a)",
        ")a(",
        "()",
        "a + * b",
        "a ** b",
        "a // b",
        "a ^ b",
        "a % b",
        "a * 1,5",
        "a * 1.",
        "a * 1.2.3",
        "a.b",
        "a * 1_000",
        "a = b",
        "a; b",
        "a\nb",
        "__import__('os')",
        "max(a, b)",
        "a\x1b[31m",
        "a * ٣",
    ],
)
@pytest.mark.parametrize("keys", [None, KEYS])
def test_what_is_no_formula_is_refused(text: str, keys: tuple[str, ...] | None) -> None:
    """Anything but keys, numbers, + - * / and parentheses in their places is refused, in one plain sentence."""
    with pytest.raises((InvalidError, NotFoundError)) as refused:
        parse(text, keys)
    assert str(refused.value).isprintable()


@pytest.mark.parametrize("text", ["1 + 2", "2", "-(3)"])
def test_a_formula_without_a_kpi_is_refused(text: str) -> None:
    """A constant is not worked out from anything."""
    with pytest.raises(InvalidError, match="needs at least one KPI"):
        parse(text)


@pytest.mark.parametrize(
    "text",
    ["(" * 10_000 + "a" + ")" * 10_000, "(" * 51 + "a" + ")" * 51, "a" + "+a" * 100, "-" * 200 + "a", "a" * 1001],
    ids=["10,000 parentheses", "51 levels", "201 parts", "200 signs", "1,001 characters"],
)
def test_a_formula_that_nobody_could_check_is_refused(text: str) -> None:
    """At most 1,000 characters, 200 parts and 50 levels: a stranger's file cannot exhaust the program."""
    with pytest.raises(InvalidError, match=r"too long or deep|1,000 at most"):
        parse(text)


@pytest.mark.parametrize("text", ["(" * 50 + "a" + ")" * 50, "a" + "+a" * 99, "-" * 199 + "a"])
def test_a_formula_at_the_limits_is_worked_out(text: str) -> None:
    """What is just small enough is read and evaluated."""
    assert worth(text, a="1") in {Decimal(1), Decimal(100), Decimal(-1)}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("a / b", {"a": "1", "b": None}),
        ("a / b", {"a": "1"}),
        ("a / b", {"a": "1", "b": "0"}),
        ("a / b", {"a": "0", "b": "0"}),
        ("1 / (1 / a)", {"a": "0"}),
        ("0 * (1 / a)", {"a": "0"}),
        ("a * a", {"a": "1000000000"}),
        ("a / b", {"a": "1000000000000000", "b": "0.1"}),
        ("a / b", {"a": "1", "b": "0.0000000000000001"}),
    ],
)
def test_a_value_that_cannot_be_is_missing(text: str, values: dict[str, str | None]) -> None:
    """A missing input, a division by zero anywhere in it, or a result beyond ±1e15 leaves the KPI without a value."""
    assert worth(text, **values) is None


def test_what_is_large_on_the_way_may_end_small() -> None:
    """Only the result is held to the limits."""
    assert worth("a * a / a", a="1000000000000") == 1000000000000


def test_it_is_worked_out_to_28_digits() -> None:
    """A third has 28 digits, rounded half to even."""
    assert str(worth("a / b", a="1", b="3")) == "0." + "3" * 28
    assert str(worth("a / b", a="2", b="3")) == "0." + "6" * 27 + "7"


@pytest.mark.parametrize(("a", "b", "text"), [("24", "1.2", "20"), ("0", "-5", "0"), ("6.10", "1", "6.10")])
def test_a_result_can_be_stored(a: str, b: str, text: str) -> None:
    """A result has neither an exponent nor a negative zero."""
    assert str(worth("a / b", a=a, b=b)) == text


def test_exact_decimals_stay_exact() -> None:
    """0.1 + 0.2 is 0.3."""
    assert worth("a + b", a="0.1", b="0.2") == Decimal("0.3")


def formulas(**texts: str) -> dict[str, Formula]:
    """Read several formulas."""
    return {key: parse(text) for key, text in texts.items()}


@pytest.mark.parametrize(
    ("texts", "circle"),
    [
        ({"a": "a + 1"}, "a → a"),
        ({"a": "b", "b": "a"}, "a → b → a"),
        ({"x": "a", "a": "b + k", "b": "c", "c": "a"}, "a → b → c → a"),
    ],
)
def test_a_cycle_is_refused_and_named(texts: dict[str, str], circle: str) -> None:
    """No KPI is worked out from itself, by however many others; what leads into the cycle is not part of it."""
    for check in (check_cycles, evaluation_order):
        with pytest.raises(RefusedError, match=f"from itself: {circle};"):
            check(formulas(**texts))


def test_two_ways_to_one_input_are_no_cycle() -> None:
    """A KPI may feed another by two ways."""
    check_cycles(formulas(top="left + right", left="low", right="low", low="typed"))


def test_inputs_are_worked_out_first() -> None:
    """Each derived KPI comes after those that it is worked out from, else by key; typed KPIs are not in it."""
    assert evaluation_order(formulas(a="c + d", b="typed", c="d", d="typed")) == ("d", "c", "a", "b")
    assert evaluation_order({}) == ()


def test_a_long_chain_is_no_trouble() -> None:
    """Thousands of KPIs, each of the next, are ordered without recursion."""
    chain = {f"k{at:04}": parse(f"k{at + 1:04}") for at in range(3000)}
    assert evaluation_order(chain) == tuple(sorted(chain, reverse=True))


operands = st.sampled_from(["a", "b", "c-d", "7", "0.25"])
expressions = st.recursive(
    operands,
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda parts: f"({parts[0]} {parts[1]} {parts[2]})"),
        inner.map(lambda text: f"-{text}"),
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(" ".join),
    ),
    max_leaves=12,
)


@given(expressions, st.lists(st.integers(-20, 20), min_size=3, max_size=3))
def test_it_is_worth_what_fractions_say(text: str, numbers: list[int]) -> None:
    """Any formula agrees with the same arithmetic in fractions, as far as 28 digits go."""
    values = dict(zip(("a", "b", "c-d"), numbers, strict=True))
    python = text.replace("c-d", "c").replace("7", "F(7)").replace("0.25", "F(1, 4)")
    names = {"F": Fraction, **{key[0]: Fraction(value) for key, value in values.items()}}
    try:
        expected = eval(python, {"__builtins__": {}}, names)  # noqa: S307  # built above, of five operands
    except ZeroDivisionError:
        expected = None
    try:
        formula = parse(text)
    except InvalidError:
        assert not any(key in text for key in values)
        return
    result = formula.evaluate({key: Decimal(value) for key, value in values.items()})
    if expected is not None and result is not None:
        assert abs(Fraction(result) - expected) <= max(abs(expected), 1) / Fraction(10**20)


@given(expressions, st.integers(-20, 20))
def test_the_context_of_the_thread_makes_no_difference(text: str, number: int) -> None:
    """It is worked out to 28 digits, whatever another library did to the decimal context."""
    try:
        formula = parse(f"a + {text}")
    except InvalidError:
        return
    values = dict.fromkeys(formula.inputs, Decimal(number))
    expected = formula.evaluate(values)
    with localcontext(prec=2):
        assert formula.evaluate(values) == expected


@given(st.text(st.sampled_from("ab-2.+*/() _é"), max_size=30), st.sampled_from([None, KEYS]))
def test_whatever_is_typed_is_read_or_refused(text: str, keys: tuple[str, ...] | None) -> None:
    """No text does anything but give a formula, whose spelling gives the same formula, or a sentence."""
    try:
        formula = parse(text, keys)
    except (InvalidError, NotFoundError):
        return
    assert parse(formula.text, keys) == formula == parse(formula.text)
