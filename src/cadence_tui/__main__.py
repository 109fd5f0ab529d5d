"""The program's two names, ``cadence`` and ``cadence-tui``, and ``python -m cadence_tui``."""

from cadence_tui.cli.main import main

if __name__ == "__main__":
    main()
