"""What custecon answers: one file an analysis, declared once; its command and its library call are derived."""
