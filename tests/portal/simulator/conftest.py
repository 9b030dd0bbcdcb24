"""One demo portal for all tests that only read it."""

from collections.abc import Iterator

import pytest

from include.portal.simulator.server import Served, Server, running_simulator
from tests.portal.simulator.asking import Asker


@pytest.fixture(scope="session")
def demo_portal() -> Iterator[Server]:
    with running_simulator(Served(world="demo")) as server:
        yield server


@pytest.fixture
def demo(demo_portal: Server) -> Asker:
    return Asker(demo_portal.base_url)
