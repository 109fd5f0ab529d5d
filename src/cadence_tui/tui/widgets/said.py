"""A text that changes while it is looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Static

if TYPE_CHECKING:
    from textual.visual import VisualType


class Said(Static):
    """Draws itself alone where it says something else on as many lines: what stands around it keeps its place.

    Textual lays the whole screen out again with each new text.
    """

    def update(self, content: VisualType = "", *, layout: bool = True) -> None:
        super().update(content, layout=False)
        if layout and not self._keeps_its_size():
            self.refresh(layout=True)

    def _keeps_its_size(self) -> bool:
        """Say whether it takes the room that it has had."""
        if not self.styles.auto_dimensions:
            return True
        size, least = self.content_size, self.styles.min_height
        self.clear_cached_dimensions()
        lines = max(self.get_content_height(size, size, size.width), int(least.value) if least is not None else 0)
        return size.width > 0 and lines == size.height and not self.styles.is_auto_width
