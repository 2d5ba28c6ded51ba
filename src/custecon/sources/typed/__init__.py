"""Sources whose values have types of their own: frames, Parquet, Arrow, databases; no CSV stands between."""
