"""The commands of this part, as a person runs them."""

import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy import make_url

from include.__main__ import main
from include.alerts.catcher import running_catcher
from tests.alerts.conftest import Story

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def told(fallen: Story, warehouse_url: str, monkeypatch: pytest.MonkeyPatch) -> Story:
    """The environment of a person at the command line."""
    monkeypatch.setenv("REFORM_WAREHOUSE_URL", warehouse_url)
    monkeypatch.setenv("REFORM_MAIL_FROM", "reform-index@city.example")
    assert make_url(warehouse_url).password
    return fallen


def test_a_rule_is_tried_on_history_and_nothing_is_written(told: Story, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["alerts", "try", "online_payment_rate", "--since", "2024-03"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2024-05  H20.06  alert: 54.8% (40/73), before 91.4% (64/70); floor and month_before")
    assert lines[1].startswith("2024-06  H20.06  recovery: 91.4% (64/70)")
    assert lines[2] == "2 letters by online_payment_rate since 2024-03; agency-months: 1 alert, 3 well"
    assert told.rows("SELECT (SELECT count(*) FROM ops.alert), (SELECT count(*) FROM ops.verdict)") == [(0, 0)]


def test_a_rule_file_of_ones_own_is_tried(told: Story, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shipped = (ROOT / "include/alerts/rules/online_payment_rate.toml").read_text(encoding="utf-8")
    mine = tmp_path / "strict.toml"
    mine.write_text(shipped.replace("floor = 0.80", "floor = 0.95"), encoding="utf-8")
    assert main(["alerts", "try", str(mine), "--since", "2024-01-01"]) == 0
    assert "2024-01  H20.06  alert: 91.4%" in capsys.readouterr().out
    assert main(["alerts", "try", "no_such_rule", "--since", "2024-01"]) == 2
    assert "there is no such rule" in capsys.readouterr().err


def test_an_alert_is_acknowledged_and_closed(told: Story, capsys: pytest.CaptureFixture[str]) -> None:
    told.month("H20.06", "2024-06", {("1.004645", "online"): (40, 73)})
    told.watch()
    assert main(["alerts", "list"]) == 0
    assert "2024-05  H20.06  online_payment_rate 54.8%  open" in capsys.readouterr().out
    assert main(["alerts", "acknowledge", "1", "--by", "Chánh Văn phòng", "--note", "đã báo cổng"]) == 0
    assert "acknowledged, Chánh Văn phòng: đã báo cổng" in capsys.readouterr().out
    assert main(["alerts", "acknowledge", "1", "--by", "A", "--note", "b"]) == 1
    assert main(["alerts", "close", "1", "--note", "xong"]) == 0
    assert main(["alerts", "close", "1"]) == 1
    assert "alert 1: it is not open, acknowledged or recovered" in capsys.readouterr().err


def test_the_outbox_is_sent(
    told: Story, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    told.watch()
    with running_catcher(tmp_path) as catcher:
        monkeypatch.setenv("REFORM_SMTP_URL", "smtp://127.0.0.1:1")
        assert main(["outbox", "send"]) == 0
        assert capsys.readouterr().out.startswith("0 sent, 2 waiting, 0 refused\nwaiting since")
        told.run("UPDATE ops.outbox SET next_attempt_at = written_at")
        monkeypatch.setenv("REFORM_SMTP_URL", catcher.smtp_url)
        assert main(["outbox", "send"]) == 0
        assert capsys.readouterr().out == "2 sent, 0 waiting, 0 refused\n"


def test_the_catcher_runs_until_it_is_told_to_stop(tmp_path: Path) -> None:
    asked = [
        sys.executable,
        "-m",
        "include",
        "catch",
        "--smtp-port",
        "0",
        "--http-port",
        "0",
        "--directory",
        str(tmp_path),
    ]
    with subprocess.Popen(asked, cwd=ROOT, stdout=subprocess.PIPE, text=True) as catcher:
        assert catcher.stdout is not None
        line = catcher.stdout.readline()
        assert line.startswith("mail catcher ready: smtp://127.0.0.1:")
        with urllib.request.urlopen(line.split()[-1] + "/health", timeout=10) as reply:
            assert reply.read() == b"ok"
        catcher.send_signal(signal.SIGTERM)
        assert catcher.wait(20) == 0


def test_the_watchdog_looks_from_outside_and_says_by_its_status_that_something_is_wrong(
    told: Story, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REFORM_ROOTS", "H20.06")
    assert main(["watchdog"]) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[0] == (
        "feed_not_loaded: dossiers H20.06 is not loaded up to last night; complete until: never so far"
        " → docs/runbooks/collect-failed.md"
    )
    assert told.rows("SELECT count(*) FROM ops.finding") == [(0,)], "it writes nothing"
    told.run(
        """INSERT INTO ops.watermark SELECT feed, 'H20.06', now()
        FROM unnest(ARRAY['dossiers', 'payments', 'petitions']) AS feed"""
    )
    assert main(["watchdog"]) == 0
    assert capsys.readouterr().out == "nothing is wrong\n"
