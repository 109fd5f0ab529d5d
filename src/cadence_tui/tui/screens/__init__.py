"""The places a founder goes to, one file each, with its style sheet beside it."""
