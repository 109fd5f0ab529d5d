"""What is asked or shown over a place, and left again with esc."""
