"""cadence: a founder's weekly operating rhythm, in the terminal."""

__version__ = "0.1.0"
