"""The outside: the command line, its options, its streams and exit codes."""
