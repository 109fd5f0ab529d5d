"""One made-up company with a year of history."""
