"""Derived KPIs: a formula over other KPIs, worked out in decimal arithmetic to 28 significant digits.

A formula is turned into a short program for a stack (operands first, then the operator), so that neither reading nor
evaluating it recurses, however deep a stranger's parentheses go.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import TYPE_CHECKING

from cadence_tui.domain.entry import LARGEST, plain
from cadence_tui.domain.errors import InvalidError, RefusedError, not_found
from cadence_tui.domain.text import is_key_char, visible

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

LONGEST = 1_000
MOST_PARTS = 200
DEEPEST = 50

_CONTEXT = Context(prec=28, rounding=ROUND_HALF_EVEN, traps=[DivisionByZero, InvalidOperation, Overflow])
# The unary minus; nobody can type it, and no key holds it.
_NEGATE = "±"
_STRENGTH = {"+": 1, "-": 1, "*": 2, "/": 2, _NEGATE: 3}
_AS_TYPED = str.maketrans("\u2212\u00d7\u00f7\u00a0", "-*/ ")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_HOW = "write it with KPI keys, numbers, + - * / and parentheses, as new_mrr / new_customers"
_ECHO = 40


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula that was read.

    `text` is its one spelling, with spaces around operators, so that it is read the same whatever KPIs come later.
    `program` holds constants, keys and operators, the operands first.
    """

    text: str
    inputs: tuple[str, ...]
    program: tuple[Decimal | str, ...]

    def evaluate(self, values: Mapping[str, Decimal | None]) -> Decimal | None:
        """Work the value out; None when an input is missing, it divides by zero, or it is beyond ±1e15."""
        stack: list[Decimal] = []
        try:
            for step in self.program:
                if isinstance(step, Decimal):
                    stack.append(step)
                elif step in _STRENGTH:
                    _apply(step, stack)
                elif (value := values.get(step)) is not None:
                    stack.append(value)
                else:
                    return None
        except ArithmeticError:
            return None
        result = stack.pop()
        return plain(result) if result.is_finite() and result.copy_abs() <= LARGEST else None


def parse(text: str, keys: Collection[str] | None = None) -> Formula:
    """Read a formula.

    With `keys`, the KPIs that there are, the longest known key wins (`a-b` is `a` minus `b` unless there is a KPI
    `a-b`), and a key that is not known is refused. Without, a hyphen without spaces around it belongs to the key.

    Raises:
        InvalidError: saying where it cannot be read, and what would be right.
        NotFoundError: naming the KPI that does not exist, and the nearest that does.
    """
    if len(text) > LONGEST:
        raise InvalidError(f"The formula has {len(text):,} characters; write it in {LONGEST:,} at most.")
    parts = list(_limited(_parts(text.translate(_AS_TYPED), keys)))
    program = _program(parts)
    inputs = tuple(dict.fromkeys(step for step in program if isinstance(step, str) and step not in _STRENGTH))
    if not inputs:
        raise InvalidError(f"A formula needs at least one KPI; {_HOW}.")
    return Formula(text=_spelling(parts), inputs=inputs, program=tuple(program))


def check_cycles(formulas: Mapping[str, Formula]) -> None:
    """Refuse KPIs that are worked out from themselves.

    Raises:
        RefusedError: naming the cycle, as a → b → a.
    """
    done: set[str] = set()
    for start in sorted(formulas):
        path: list[str] = []
        waiting = [iter((start,))]
        while waiting:
            key = next(waiting[-1], None)
            if key is None:
                waiting.pop()
                if path:
                    done.add(path.pop())
            elif key in path:
                circle = " → ".join([*path[path.index(key) :], key])
                raise RefusedError(f"A KPI cannot be worked out from itself: {circle}; take one of them out.")
            elif key in formulas and key not in done:
                path.append(key)
                waiting.append(iter(formulas[key].inputs))


def evaluation_order(formulas: Mapping[str, Formula]) -> tuple[str, ...]:
    """Order derived KPIs so that each comes after those that it is worked out from, and else by key.

    Raises:
        RefusedError: when there is a cycle.
    """
    check_cycles(formulas)
    order: dict[str, None] = {}
    for start in sorted(formulas):
        stack = [start]
        while stack:
            ahead = [key for key in formulas[stack[-1]].inputs if key in formulas and key not in order]
            if ahead:
                stack.append(min(ahead))
            else:
                order[stack.pop()] = None
    return tuple(order)


def _apply(operator: str, stack: list[Decimal]) -> None:
    """Replace an operator's operands on the stack by its result."""
    right = stack.pop()
    match operator:
        case "+":
            stack.append(_CONTEXT.add(stack.pop(), right))
        case "-":
            stack.append(_CONTEXT.subtract(stack.pop(), right))
        case "*":
            stack.append(_CONTEXT.multiply(stack.pop(), right))
        case "/":
            stack.append(_CONTEXT.divide(stack.pop(), right))
        case _:
            stack.append(right.copy_negate())


def _parts(text: str, keys: Collection[str] | None) -> Iterator[Decimal | str]:
    """Cut a formula into constants, keys and signs."""
    longest_first = sorted(keys or (), key=len, reverse=True)
    at = 0
    while at < len(text):
        if text[at] == " ":
            at += 1
        elif text[at] in "+-*/()":
            yield text[at]
            at += 1
        else:
            part, at = _known(text, at, longest_first) if keys is not None else _named(text, at)
            yield part


def _known(text: str, at: int, keys: list[str]) -> tuple[Decimal | str, int]:
    """Read the known key or the constant that begins at a place, and say where it ends."""
    for key in keys:
        if text.startswith(key, at) and _ends_at(text, at + len(key)):
            return key, at + len(key)
    number = _NUMBER.match(text, at)
    if number and _ends_at(text, number.end()):
        return Decimal(number[0]), number.end()
    # A key that is not known is named whole, from where the hyphens before it begin.
    start = at
    while start and (is_key_char(text[start - 1]) or text[start - 1] == "-"):
        start -= 1
    unknown = text[start : _run_end(text, at)].lstrip("-")
    if not unknown or unknown.isdecimal():
        raise _unreadable(text, at)
    raise not_found("KPI", unknown[:_ECHO], keys)


def _named(text: str, at: int) -> tuple[Decimal | str, int]:
    """Read the key or constant that begins at a place, without knowing which keys there are."""
    name = text[at : _run_end(text, at)]
    if any(is_key_char(char) and not char.isdecimal() and char != "_" for char in name):
        return name, at + len(name)
    number = _NUMBER.match(text, at)
    if number is None or not _ends_at(text, number.end()):
        raise _unreadable(text, at)
    return Decimal(number[0]), number.end()


def _run_end(text: str, at: int) -> int:
    """Find the end of a run of key characters; a hyphen inside it belongs to it, one at its end does not."""
    end = at
    while end < len(text) and (is_key_char(text[end]) or (text[end] == "-" and end > at)):
        end += 1
    return at + len(text[at:end].rstrip("-"))


def _ends_at(text: str, end: int) -> bool:
    """Say whether a key or constant may end here: nothing follows that would belong to it."""
    following = text[end : end + 1]
    return not following or not (is_key_char(following) or following in ".,")


def _unreadable(text: str, at: int) -> InvalidError:
    """Build the error for what is neither a key nor a constant."""
    return InvalidError(f"The formula cannot be read at “{visible(text[at : at + 10])}”; {_HOW}.")


def _limited(parts: Iterator[Decimal | str]) -> Iterator[Decimal | str]:
    """Refuse a formula that nobody could check by eye."""
    depth = 0
    for count, part in enumerate(parts, start=1):
        depth += (part == "(") - (part == ")")
        if count > MOST_PARTS or depth > DEEPEST:
            raise InvalidError(
                f"The formula is too long or deep; stay within {MOST_PARTS} parts and {DEEPEST} levels of parentheses, "
                "or split it over two KPIs."
            )
        yield part


def _program(parts: list[Decimal | str]) -> list[Decimal | str]:
    """Put the parts into the order of a stack machine, by the strength of the operators."""
    program: list[Decimal | str] = []
    held: list[str] = []
    wants_operand = True
    for part in parts:
        if isinstance(part, Decimal) or part not in "+-*/()":
            _expect(wants_operand, f"an operator is missing before “{_shown(part)}”")
            program.append(part)
            wants_operand = False
        elif part == "(":
            _expect(wants_operand, "an operator is missing before “(”")
            held.append(part)
        elif part == ")":
            _expect(not wants_operand, "a KPI or number is missing before “)”")
            _release(program, held, weakest=0)
            _expect(bool(held), "a “)” has no “(” before it")
            held.pop()
        elif wants_operand:
            _expect(part == "-", f"a KPI or number is missing before “{part}”")
            held.append(_NEGATE)
        else:
            _release(program, held, weakest=_STRENGTH[part])
            held.append(part)
            wants_operand = True
    _expect(not wants_operand, "it ends where a KPI or number is missing")
    _release(program, held, weakest=0)
    _expect(not held, "a “(” is never closed")
    return program


def _release(program: list[Decimal | str], held: list[str], *, weakest: int) -> None:
    """Let the held operators go that bind at least that strongly, back to the last open parenthesis."""
    while held and held[-1] != "(" and _STRENGTH[held[-1]] >= weakest:
        program.append(held.pop())


def _expect(holds: bool, problem: str) -> None:  # noqa: FBT001  # a condition, read as one at each call
    """Refuse a formula whose parts do not fit together."""
    if not holds:
        raise InvalidError(f"The formula cannot be read: {problem}; {_HOW}.")


def _shown(part: Decimal | str) -> str:
    """Write a constant or key, cut where it is absurdly long."""
    return (part if isinstance(part, str) else f"{part:f}")[:_ECHO]


def _spelling(parts: list[Decimal | str]) -> str:
    """Write a formula with a space on both sides of each operator, and none inside parentheses or after a sign."""
    text = ""
    after_operand = False
    for part in parts:
        if isinstance(part, Decimal):
            text += f"{part:f}"
        elif part in "+-*/" and after_operand:
            text += f" {part} "
        else:
            text += part
        after_operand = part == ")" or isinstance(part, Decimal) or part not in "+-*/("
    return text
