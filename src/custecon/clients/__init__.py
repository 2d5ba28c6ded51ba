"""What the analyses share about clients: their logs, read and reduced."""
