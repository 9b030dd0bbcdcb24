"""`python -m reform_index.stack run` stays up until Ctrl-C; `run-once` ends by itself."""

import argparse
import io
import os
import sys

from include.errors import Refused
from reform_index.stack.ending import Ended, listen_for_end
from reform_index.stack.run import run


def main() -> int:
    """Exit status: 0 done, 1 or 2 refused with one line, 128 and the signal's number when ended before the answer."""
    parser = argparse.ArgumentParser(prog="python -m reform_index.stack", description=__doc__)
    parser.add_argument("what", choices=["run", "run-once"])
    stay = parser.parse_args().what == "run"
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    listen_for_end()
    try:
        return run(os.environ, stay=stay)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return refusal.status
    except Ended as wish:
        return wish.status


if __name__ == "__main__":
    sys.exit(main())
