"""What a founder does, a file per use case."""
