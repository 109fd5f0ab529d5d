"""Where templates are read from, and compiled: each text once in a process, however often it is rendered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import BytecodeCache, ChoiceLoader, Environment, FileSystemLoader, PackageLoader, StrictUndefined

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path
    from types import CodeType
    from typing import Any

    from jinja2.bccache import Bucket


class _Compiled(BytecodeCache):
    """What was compiled, by its name and the whole of its text: what was changed meanwhile is compiled anew."""

    def __init__(self) -> None:
        """Have nothing compiled yet."""
        self._kept: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Hand over what was compiled of this text, if it was."""
        bucket.code = self._kept.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep it."""
        self._kept[bucket.key, bucket.checksum] = bucket.code


_OURS = PackageLoader("cadence_tui.export")
_COMPILED = _Compiled()


def environment(
    filters: Mapping[str, Callable[..., Any]],
    *,
    folder: Path | None = None,
    autoescape: bool = False,
    finalize: Callable[[object], object] | None = None,
) -> Environment:
    """Make what renders templates: those in a folder of the user's, else our own.

    Args:
        filters: what templates write values with, besides Jinja's own.
        folder: the user's templates, if there are any.
        autoescape: whether each text is written as HTML; what writes Markdown has a filter for that.
        finalize: what is done to each value that a template writes.
    """
    found = Environment(
        loader=ChoiceLoader([*([FileSystemLoader(folder)] if folder is not None else []), _OURS]),
        undefined=StrictUndefined,
        autoescape=autoescape,  # noqa: S701 (see above)
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=finalize,
        optimized=False,  # nothing that a company's own filters have written is compiled in
        bytecode_cache=_COMPILED,
    )
    found.filters |= filters
    return found
