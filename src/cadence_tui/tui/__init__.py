"""The terminal app: screens, dialogs and widgets over services. The only room that knows Textual."""

import os

# Textual looks 60 times a second for what is to be drawn, so that a key which takes two frames waits for up to 33 ms.
# Nothing is drawn while nothing changes, so a shorter wait costs nothing; who has set one keeps theirs.
os.environ.setdefault("TEXTUAL_FPS", "240")
