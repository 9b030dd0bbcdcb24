"""A small stack, run as a program: two children, one of which has a child in a process group of its own.

Prints the process ids of all three in one line, then looks after them until it is ended.
"""

import sys
import time
from pathlib import Path

from reform_index.stack.children import Children, Part
from reform_index.stack.ending import Ended, listen_for_end

from include.errors import Refused

PARENT = """
import os, subprocess, sys, time
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"], process_group=0)
print(child.pid, flush=True)
time.sleep(600)
"""


def main(folder: Path) -> int:
    listen_for_end()
    parts = [
        Part("worker", (sys.executable, "-c", PARENT), (folder / "logs" / "worker.log").exists),
        Part("sleeper", ("sleep", "600")),
    ]
    try:
        with Children(folder, folder / "logs") as children:
            for part in parts:
                children.start(part)
            log = folder / "logs" / "worker.log"
            children.wait("worker", lambda: log.read_text(encoding="utf-8").endswith("\n"), 30.0)
            grandchild = int(log.read_text(encoding="utf-8"))
            say(*children.process_ids(), grandchild)
            while True:
                children.check()
                time.sleep(0.05)
    except Refused as refusal:
        say(refusal)
        return refusal.status
    except Ended as wish:
        return wish.status


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
