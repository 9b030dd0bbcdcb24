"""Run a mail server that delivers nothing: it keeps the letters as .eml files and shows them on a page.

Stops with Ctrl-C. Prints one line when it is ready.
"""

import argparse
import signal
import threading
from datetime import datetime
from pathlib import Path

from include.alerts.catcher import running_catcher
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--smtp-port", type=int, default=2525, metavar="N", help="port of the mail server [2525]")
    parser.add_argument("--http-port", type=int, default=8025, metavar="M", help="port of the page [8025]")
    parser.add_argument("--directory", type=Path, required=True, metavar="DIR", help="where the letters are kept")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on [127.0.0.1]")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:  # noqa: ARG001 - the shape of a command
    stopped = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stopped.set())
    with running_catcher(args.directory, args.smtp_port, args.http_port, args.host) as catcher:
        print(f"mail catcher ready: {catcher.smtp_url}, page {catcher.page_url}", flush=True)
        stopped.wait()
    return 0
