"""The commands of `python -m include`: one file a command, found by its name.

Each has a docstring (its help), `add_arguments(parser)` and `run(args, settings, now) -> exit status`.
"""
