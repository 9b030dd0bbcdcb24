"""The socket: sessions, compression, status codes, connections that are kept."""

import gzip
import http.client
import json
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from include.errors import Refused, WrongUse
from include.portal.simulator.server import Served, Server, running_simulator, serve
from include.portal.simulator.session import Account, Sessions
from tests.portal.simulator.asking import HALF_YEAR, Asker


def test_health_needs_no_account(demo_portal: Server) -> None:
    assert requests.get(f"{demo_portal.base_url}/health", timeout=10).status_code == 200


def test_wrong_password_is_refused_with_a_message(demo: Asker) -> None:
    reply = demo.log_in(password="wrong")
    assert reply["error_code"] not in {"0", "-1"}
    assert reply["error_message"]
    assert "session" not in reply


def test_session_ends_after_its_calls_and_a_new_one_goes_on() -> None:
    with running_simulator(Served(session_calls=2)) as server:
        asker = Asker(server.base_url)
        assert len(asker.records("LayDanhSachHoSo", "H13.05", size=50)) == 420
        assert asker.logins == 5
        asked = {"session": asker.session, "service": "LayDanhMucCoQuan", "madonvi": "H13.05"}
        codes = [asker.post("/mapi/g", asked).json()["error_code"] for _ in range(3)]
        assert codes == ["0", "-1", "-1"]


def test_session_ends_after_its_time() -> None:
    moment = [0.0]
    sessions = Sessions(Account("a", "b"), calls=10, seconds=60, clock=lambda: moment[0])
    name = sessions.log_in("a", "b")
    assert sessions.use(name)
    moment[0] = 60.0
    assert not sessions.use(name)
    assert sessions.log_in("a", "c") is None


def test_account_is_in_no_representation() -> None:
    assert "secret" not in repr(Served(account=Account("name", "secret")))


def test_reply_is_gzip_only_when_asked(demo: Asker) -> None:
    demo.log_in()
    asked = {"session": demo.session, "service": "LayDanhSachTTHC", "madonvi": "H13.05"}
    plain = demo.post("/mapi/g", asked, headers={"Accept-Encoding": "identity"})
    packed = demo.post("/mapi/g", asked, headers={"Accept-Encoding": "gzip"}, stream=True)
    assert "Content-Encoding" not in plain.headers
    assert packed.headers["Content-Encoding"] == "gzip"
    raw = packed.raw.read(decode_content=False)
    assert len(raw) < len(plain.content)
    assert gzip.decompress(raw) == plain.content


def test_connection_is_kept(demo_portal: Server) -> None:
    host, port = demo_portal.server_address[:2]
    connection = http.client.HTTPConnection(str(host), port, timeout=10)
    connection.connect()
    socket = connection.sock
    for _ in range(3):
        connection.request("GET", "/health")
        assert connection.getresponse().read() == b'{"status":"ok"}'
        assert connection.sock is socket
    connection.close()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"\xff\xfe"])
def test_body_that_is_no_object_is_a_bad_request(demo_portal: Server, body: bytes) -> None:
    reply = requests.post(f"{demo_portal.base_url}/mapi/g", data=body, timeout=10)
    assert reply.status_code == 400


def test_unknown_path_is_not_found(demo: Asker) -> None:
    assert demo.post("/api/v1/reporting/evaluation/other", {}).status_code == 404
    assert requests.get(f"{demo.base_url}/", timeout=10).status_code == 404


def test_port_that_is_taken_is_refused_in_one_line(demo_portal: Server) -> None:
    port = int(demo_portal.server_address[1])
    with pytest.raises(Refused, match=f"port {port} on 127.0.0.1"):
        serve(Served(), port)


def test_port_that_cannot_be_is_wrong_use() -> None:
    with pytest.raises(WrongUse, match="port 99999"):
        serve(Served(), 99_999)


def test_command_serves_until_it_is_ended() -> None:
    environ = {"REFORM_PORTAL_USERNAME": "unit", "REFORM_PORTAL_PASSWORD": "open sesame", "PYTHONPATH": "."}
    code = (
        "import argparse, os, datetime\n"
        "from include.commands import simulate\n"
        "from include.settings import Settings\n"
        "parser = argparse.ArgumentParser()\n"
        "simulate.add_arguments(parser)\n"
        "args = parser.parse_args(['--port', '0', '--scale', '0.5', '--session-calls', '3'])\n"
        "raise SystemExit(simulate.run(args, Settings(os.environ), datetime.datetime.now(datetime.UTC)))\n"
    )
    root = Path(__file__).parents[3]
    with subprocess.Popen([sys.executable, "-c", code], cwd=root, env=environ, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        line = process.stdout.readline().decode()
        asker = Asker(line.split()[-1])
        assert asker.log_in("unit", "open sesame")["error_code"] == "0"
        reply = asker.page("LayDanhSachHoSo", "H20", *HALF_YEAR, 1, 10)
        assert len(reply["result"]) == 10
        process.terminate()
        assert process.wait(timeout=30) == 0
    assert json.dumps(reply, ensure_ascii=False).isprintable()
