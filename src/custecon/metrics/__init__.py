"""The published formulas, a file a topic: pure functions that the core traces. No files, no tables, no printing."""
