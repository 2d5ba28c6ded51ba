"""What custecon said at an earlier commit, held against what it says now."""
