"""Notes, tables and pages, rendered from read models."""
