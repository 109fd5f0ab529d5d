"""Rules read no file and no environment: their tests need none of their own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _own_environment() -> None:
    """Leave the environment as it is, which takes longer than most of them."""
