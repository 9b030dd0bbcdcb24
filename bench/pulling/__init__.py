"""What bench/pull.py times: a portal that serves ready pages, the program's own reading, and the yardsticks."""
