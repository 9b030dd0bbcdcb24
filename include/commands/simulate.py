"""Serve a simulated portal: both of its interfaces over HTTP, with invented records, until it is ended.

The account is REFORM_PORTAL_USERNAME and REFORM_PORTAL_PASSWORD; GET /health answers 200 when it listens.
"""

import argparse
import signal
from datetime import datetime
from types import FrameType

from include.portal.simulator.server import SESSION_CALLS, SESSION_SECONDS, Served, serve
from include.portal.simulator.session import Account
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=int, required=True, metavar="N", help="port to listen on; 0 takes a free one")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on [127.0.0.1]")
    parser.add_argument("--world", default="demo", metavar="NAME|FILE", help="a shipped world or a .toml file [demo]")
    parser.add_argument("--seed", type=int, metavar="S", help="another seed than the world's")
    parser.add_argument("--faults", type=float, metavar="SHARE", help="share of records with a fault, 0 to 1")
    parser.add_argument("--scale", type=float, default=1.0, metavar="X", help="multiplies the drawn dossiers [1]")
    parser.add_argument("--session-calls", type=int, default=SESSION_CALLS, metavar="N", help="calls a session serves")
    parser.add_argument("--session-seconds", type=float, default=SESSION_SECONDS, metavar="S", help="and for how long")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:  # noqa: ARG001 - all commands take these
    served = Served(
        world=args.world,
        account=Account(settings.portal_username, settings.portal_password),
        seed=args.seed,
        fault_share=args.faults,
        scale=args.scale,
        session_calls=args.session_calls,
        session_seconds=args.session_seconds,
    )
    with serve(served, args.port, args.host) as server:
        signal.signal(signal.SIGTERM, _stop)
        print(f"the simulated portal ({args.world}) listens on {server.base_url}", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            print("the simulated portal has ended", flush=True)
    return 0


def _stop(_signal: int, _frame: FrameType | None) -> None:
    """SIGTERM ends the server as Ctrl-C does."""
    raise KeyboardInterrupt
