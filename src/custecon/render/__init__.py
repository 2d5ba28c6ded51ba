"""The only writers, and the only place that rounds: a result in, a terminal, text or a workbook out."""
