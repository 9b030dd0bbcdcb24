"""The letter to the engineers, sent to a real mail server."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from reform_index.failure import tell_engineers, write_letter

from include.alerts.catcher import running_catcher
from include.alerts.recipients import ENGINEERS, read_recipients
from include.errors import Refused


def context(
    exception: BaseException | None, doc_md: str | None = "If this fails: docs/runbooks/collect-failed.md"
) -> Any:
    task = SimpleNamespace(
        dag_id="collect",
        task_id="batch.load",
        rendered_map_index="dossiers H13.05 2024-01-01",
        try_number=3,
        log_url="http://airflow.example/log",
    )
    return {"ti": task, "dag": SimpleNamespace(doc_md=doc_md), "run_id": "scheduled", "exception": exception}


def test_the_letter_says_which_batch_why_and_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with running_catcher(tmp_path) as catcher:
        monkeypatch.setenv("REFORM_SMTP_URL", catcher.smtp_url)
        monkeypatch.setenv("REFORM_MAIL_FROM", "Reform Index <reform-index@so.example>")
        tell_engineers(context(Refused("the warehouse", "it does not answer", "start it\nand look again")))
        (letter,) = catcher.wait_for(1)
    assert letter.subject == "[Reform Index] collect.batch.load (dossiers H13.05 2024-01-01) failed"
    assert letter.sender == "Reform Index <reform-index@so.example>"
    engineers = read_recipients()[ENGINEERS]
    assert engineers
    assert letter.recipient == ", ".join(engineer.email for engineer in engineers)
    assert "the warehouse: it does not answer; start it and look again" in letter.text
    assert "What to do: docs/runbooks/collect-failed.md" in letter.text
    assert "http://airflow.example/log" in letter.text


def test_without_a_mail_server_there_is_no_letter_and_no_second_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("REFORM_SMTP_URL", raising=False)
    tell_engineers(context(Refused("a", "b", "c")))


@pytest.mark.parametrize(
    ("exception", "line"),
    [
        (None, "It ended without a word: killed, or out of time."),
        (ValueError(), "ValueError"),
        (ValueError("first\nBcc: everybody@so.example"), "first"),
    ],
)
def test_only_the_first_line_of_a_cause_is_told(exception: BaseException | None, line: str) -> None:
    letter = write_letter(context(exception, doc_md=None))
    assert line in letter.get_content().splitlines()
    assert "everybody" not in letter.as_string()
    assert "What to do: docs/runbooks/README.md" in letter.get_content()
