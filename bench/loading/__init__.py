"""What bench/judge.py and bench/load.py time: a landed batch, the program's own way, and the yardsticks."""
