"""What a founder does: one module a use case."""
