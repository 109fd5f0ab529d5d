"""The app in a browser: the only room that knows textual-serve, which is an extra and may not be there."""
