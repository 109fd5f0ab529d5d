"""Where something comes from outside: each shape is checked, and each error names the field."""
