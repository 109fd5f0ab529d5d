"""Where files live on this platform; nothing is made at import."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def company_file() -> Path:
    """Give the company's file: what CADENCE_DB names, else the one in the platform's data folder."""
    named = os.environ.get("CADENCE_DB")
    return Path(named).expanduser() if named else data_folder() / "company.db"


def data_folder() -> Path:
    """Give the folder that holds the company's file, its backups and the demo."""
    from platformdirs import user_data_path

    return user_data_path("cadence", appauthor=False)


def config_folder() -> Path:
    """Give the folder that holds settings and the user's own templates.

    Every recorded value asks for it; on Linux platformdirs would cost half an empty Python process to say the same.
    """
    if sys.platform == "linux" and "ANDROID_ROOT" not in os.environ:
        named = os.environ.get("XDG_CONFIG_HOME", "")
        return (Path(named) if named.startswith("/") else Path.home() / ".config") / "cadence"
    from platformdirs import user_config_path

    return user_config_path("cadence", appauthor=False)


def log_file() -> Path:
    """Give the one log file."""
    from platformdirs import user_log_path

    return user_log_path("cadence", appauthor=False) / "cadence.log"


def notes_folder() -> Path:
    """Give the folder that meeting notes are written to unless the settings name another."""
    from platformdirs import user_documents_path

    return user_documents_path() / "cadence"


def demo_file() -> Path:
    """Give the demo company's file: one of its own, never the user's."""
    return data_folder() / "demo.db"
