"""The benchmarks: every one holds what the program does against a yardstick, side by side in the same run.

One file in this folder is one benchmark and is found by its name: `bench/pull.py` is taken by `make bench ONLY=pull`.
It says `SCALE`, how many records it takes when nobody says otherwise, and `compare(scale)`, which gives its ratios
one after another. What is timed stands in a folder of its own beside it, and is timed by `bench.timing`.
"""
