"""The keys by which text is edited in a field, for the catalogue: each with its name, keys, Textual's action and words.

Textual's own fields bring these keys along without ids; ours take them from here, so that they can be changed as all
others, and stand in the help of the field.
"""

from __future__ import annotations

# In a field of one line.
LINE = (
    ("left", "left", "cursor_left", "Go a character to the left."),
    ("right", "right", "cursor_right", "Go a character to the right, or take what is offered."),
    ("word-left", "ctrl+left", "cursor_left_word", "Go a word to the left."),
    ("word-right", "ctrl+right", "cursor_right_word", "Go a word to the right."),
    ("start", "home,ctrl+a", "home", "Go to the start."),
    ("end", "end,ctrl+e", "end", "Go to the end."),
    ("select-left", "shift+left", "cursor_left(True)", "Select a character to the left."),
    ("select-right", "shift+right", "cursor_right(True)", "Select a character to the right."),
    ("select-word-left", "ctrl+shift+left", "cursor_left_word(True)", "Select a word to the left."),
    ("select-word-right", "ctrl+shift+right", "cursor_right_word(True)", "Select a word to the right."),
    ("select-start", "shift+home", "home(True)", "Select up to the start."),
    ("select-end", "shift+end", "end(True)", "Select up to the end."),
    ("select-all", "ctrl+shift+a", "select_all", "Select all."),
    ("rub", "backspace", "delete_left", "Take away the character on the left."),
    ("delete", "delete,ctrl+d", "delete_right", "Take away the character under the cursor."),
    ("rub-word", "ctrl+w", "delete_left_word", "Take away the word on the left."),
    ("delete-word", "ctrl+backspace,alt+backspace", "delete_right_word", "Take away the word on the right."),
    ("rub-line", "ctrl+u,super+backspace", "delete_left_all", "Take away all on the left."),
    ("delete-line", "ctrl+k", "delete_right_all", "Take away all on the right."),
    ("cut", "ctrl+x", "cut", "Cut what is selected."),
    ("copy", "ctrl+c,super+c", "copy", "Copy what is selected."),
    ("paste", "ctrl+v", "paste", "Put in what was cut or copied."),
    ("done", "enter", "submit", "Go on."),
)
# In a text of several lines.
LONG = (
    ("up", "up", "cursor_up", "Go up a line."),
    ("down", "down", "cursor_down", "Go down a line."),
    ("left", "left", "cursor_left", "Go a character to the left."),
    ("right", "right", "cursor_right", "Go a character to the right."),
    ("word-left", "ctrl+left", "cursor_word_left", "Go a word to the left."),
    ("word-right", "ctrl+right", "cursor_word_right", "Go a word to the right."),
    ("start", "home,ctrl+a", "cursor_line_start", "Go to the start of the line."),
    ("end", "end,ctrl+e", "cursor_line_end", "Go to the end of the line."),
    ("page-up", "pageup", "cursor_page_up", "Go up a page."),
    ("page-down", "pagedown", "cursor_page_down", "Go down a page."),
    ("select-up", "shift+up", "cursor_up(True)", "Select a line up."),
    ("select-down", "shift+down", "cursor_down(True)", "Select a line down."),
    ("select-left", "shift+left", "cursor_left(True)", "Select a character to the left."),
    ("select-right", "shift+right", "cursor_right(True)", "Select a character to the right."),
    ("select-word-left", "ctrl+shift+left", "cursor_word_left(True)", "Select a word to the left."),
    ("select-word-right", "ctrl+shift+right", "cursor_word_right(True)", "Select a word to the right."),
    ("select-start", "shift+home", "cursor_line_start(True)", "Select up to the start of the line."),
    ("select-end", "shift+end", "cursor_line_end(True)", "Select up to the end of the line."),
    ("select-all", "ctrl+shift+a", "select_all", "Select all."),
    ("rub", "backspace", "delete_left", "Take away the character on the left."),
    ("delete", "delete,ctrl+d", "delete_right", "Take away the character under the cursor."),
    ("rub-word", "ctrl+w,ctrl+backspace,alt+backspace", "delete_word_left", "Take away the word on the left."),
    ("delete-word", "alt+delete", "delete_word_right", "Take away the word on the right."),
    ("rub-line", "ctrl+u,super+backspace", "delete_to_start_of_line", "Take away the line’s start, up to the cursor."),
    ("delete-line", "ctrl+k", "delete_to_end_of_line_or_delete_line", "Take away the line’s end, from the cursor on."),
    ("delete-whole-line", "ctrl+shift+k", "delete_line", "Take away the line."),
    ("cut", "ctrl+x,super+x", "cut", "Cut what is selected."),
    ("copy", "ctrl+c,super+c", "copy", "Copy what is selected."),
    ("paste", "ctrl+v", "paste", "Put in what was cut or copied."),
    ("undo", "ctrl+z,super+z", "undo", "Take back what was typed last."),
    ("redo", "ctrl+y,super+y", "redo", "Type it again."),
)
