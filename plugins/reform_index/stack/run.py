"""The whole stack, from nothing to the printed answer."""

import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from include.warehouse.embedded import EmbeddedPostgres
from reform_index.stack import airflow, services
from reform_index.stack.answer import write_answer
from reform_index.stack.api import AirflowApi
from reform_index.stack.children import Children
from reform_index.stack.ending import Ended
from reform_index.stack.logins import make_logins, write_urls
from reform_index.stack.place import ROOT, Place, open_place
from reform_index.stack.ports import Ports, check_free, read_ports
from reform_index.stack.progress import Progress
from reform_index.stack.secret import keep_secret
from reform_index.stack.walk import Walk

AIRFLOW = Path(sys.executable).with_name("airflow")
SINCE, UNTIL = "2024-01-01", "2024-07-01"
_START_LIMIT_SECONDS = 180.0
_LOOK_EVERY_SECONDS = 0.5


@dataclass(frozen=True)
class Stack:
    """What is up: where it keeps its state, where it listens, what is in its warehouse."""

    place: Place
    ports: Ports
    owner_url: str = field(repr=False)
    api: AirflowApi
    children: Children


@contextmanager
def start_stack(environ: Mapping[str, str], progress: Progress) -> Iterator[Stack]:
    """Starts everything and waits until all of it is healthy; on leaving, nothing of it is alive."""
    ports = read_ports(environ)
    with open_place(environ) as place:
        check_free(ports)
        with EmbeddedPostgres(place.postgres, ports.postgres) as postgres, Children(ROOT, place.logs) as children:
            if postgres.process_id is not None:
                children.watch("PostgreSQL", postgres.process_id, postgres.log)
            progress.say(f"PostgreSQL 18 answers on port {ports.postgres}")
            owner_url = postgres.create_database("reform")
            write_urls(place, owner_url)
            api = AirflowApi(ports.airflow, airflow.USER, keep_secret(place.secrets / "airflow_password"))
            airflow.write_config(place, postgres.create_database("airflow"), ports.airflow)
            inside = services.environment(place, ports, environ)
            _migrate(children, place, owner_url, inside)
            progress.say("tables of the warehouse and of Airflow are up to date")
            _start_all(children, place, ports, inside, api, progress)
            yield Stack(place, ports, owner_url, api, children)


def _migrate(children: Children, place: Place, owner_url: str, environ: dict[str, str]) -> None:
    parts = [airflow.migration(AIRFLOW, environ), services.migration(place, environ), services.report(place, environ)]
    children.finish(parts, _START_LIMIT_SECONDS)
    make_logins(place, owner_url)


def _start_all(
    children: Children, place: Place, ports: Ports, environ: dict[str, str], api: AirflowApi, progress: Progress
) -> None:
    own = [services.simulator(ports, environ), services.catcher(place, ports, environ)]
    for part in own:
        children.start(part)
    parts = airflow.parts(AIRFLOW, environ, api)
    for part in parts:
        children.start(part)
    children.wait_ready(own, _START_LIMIT_SECONDS)
    progress.say(f"portal simulator on port {ports.simulator}, mail catcher on {ports.smtp}")
    children.wait_ready(parts, _START_LIMIT_SECONDS)
    progress.say(f"Airflow on port {ports.airflow}: api-server, scheduler, dag-processor, triggerer")


def run(environ: Mapping[str, str], *, stay: bool) -> int:
    """Brings the stack up, walks the street, prints the answer; stays up until it is told to end, or ends."""
    progress = Progress()
    with start_stack(environ, progress) as stack:
        Walk(stack.api, stack.children, stack.place, progress).go(SINCE, UNTIL)
        print(write_answer(stack.owner_url, stack.place.mail), _where(stack), sep="\n\n", flush=True)
        if stay:
            _stay(stack.children)
        progress.say("stopping")
    progress.say("everything is stopped")
    return 0


def _where(stack: Stack) -> str:
    """The addresses, for people."""
    place, airflow_url = stack.place, f"http://127.0.0.1:{stack.ports.airflow}"
    password = place.show(place.secrets / "airflow_password")
    analyst_url = place.show(place.secrets / "analyst_url")
    addresses = {
        "Page": f"{airflow_url}/reform/",
        "Validation reports": f"{airflow_url}/reform/operations",
        "Airflow": f"{airflow_url}  (user {airflow.USER}, password in {password})",
        "Mailbox": f"http://127.0.0.1:{stack.ports.mail_page}  (files in {place.show(place.mail)})",
        "Reports of units": place.show(place.reports),
        "Warehouse": f"127.0.0.1:{stack.ports.postgres}, database reform  (whole URL, for reading, in {analyst_url})",
        "Logs": f"{place.show(place.logs)} and {place.show(place.airflow / 'logs')}",
    }
    return "\n".join(f"{what:<20}{where}" for what, where in addresses.items())


def _stay(children: Children) -> None:
    """Until somebody wishes the end; Refused when a child ends before."""
    with suppress(Ended):
        while True:
            children.check()
            time.sleep(_LOOK_EVERY_SECONDS)
