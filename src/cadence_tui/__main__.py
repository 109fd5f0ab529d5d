"""The program's two names, ``cadence`` and ``cadence-tui``, and ``python -m cadence_tui``.

A shell prompt runs it before every line, so two things are spared here: looking for garbage among modules that are
just being imported, and taking the interpreter apart when everything is written and closed.
"""

import gc
import os
import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the program, and end with its exit status."""
    gc.disable()
    from cadence_tui.cli.main import run

    gc.freeze()
    gc.enable()
    status = run()
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            status = status or 1
    os._exit(status)


if __name__ == "__main__":
    main()
