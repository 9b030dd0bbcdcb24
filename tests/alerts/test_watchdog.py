"""What the watchdog finds, keeps and tells, on a real PostgreSQL."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from include.alerts.watchdog.keep import Kept, keep_watch
from include.alerts.watchdog.look import look
from include.alerts.watchdog.rule import all_watch_rules
from include.periods import VIETNAM
from tests.alerts.conftest import Story

NOW = datetime(2024, 7, 3, 10, 0, tzinfo=VIETNAM)  # a Wednesday
NIGHT = datetime(2024, 7, 3, 2, 30, tzinfo=VIETNAM)
STAGES = ("catalogue", "collect", "load", "measure", "watch", "send", "watchdog", "sweep")
FEEDS = ("dossiers", "payments", "petitions")
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def well(story: Story, tmp_path: Path) -> Story:
    """A warehouse after a good night: every stage ran at ten, every feed of H20 is whole up to 02:30."""
    named = '[[recipients]]\nname = "Trực"\nemail = "truc@city.example"\nlanguage = "{}"\n'
    (tmp_path / "engineers.toml").write_text(named.format("en"), encoding="utf-8")
    story.recipients = tmp_path
    for stage in STAGES:
        beat(story, stage, NOW)
    for feed in FEEDS:
        loaded(story, feed, NIGHT - 60 * DAY, NIGHT)
    return story


def beat(story: Story, stage: str, at: datetime) -> None:
    story.run(
        """INSERT INTO ops.heartbeat VALUES (:stage, :first, :at)
        ON CONFLICT (stage) DO UPDATE SET last_at = EXCLUDED.last_at""",
        {"stage": stage, "first": NOW - 60 * DAY, "at": at},
    )


def loaded(story: Story, feed: str, since: datetime, until: datetime, *, root: str = "H20", pulled: int = 0) -> str:
    """A receipt and its watermark; gives the batch."""
    batch = f"{feed}:{root}:{since:%Y%m%dT%H%M%S}-{until:%Y%m%dT%H%M%S}"
    bound = {"batch": batch, "feed": feed, "root": root, "since": since, "until": until, "pulled": pulled}
    story.run(
        """INSERT INTO ops.receipt
        VALUES (:batch, 'key', :feed, :root, :since, :until, :pulled, :pulled, 0, 0, 0, :until)""",
        bound,
    )
    story.run(
        """INSERT INTO ops.watermark VALUES (:feed, :root, :until)
        ON CONFLICT (feed, root_agency) DO UPDATE SET complete_until = EXCLUDED.complete_until""",
        bound,
    )
    return batch


def refused(story: Story, batch: str, reason: str, at: datetime = NOW, outcome: str = "refused") -> None:
    feed, root, _ = batch.split(":")
    story.run(
        """INSERT INTO ops.fetch (portal, batch, feed, root_agency, window_start, window_end, request, outcome,
        byte_count, attempt_count, seconds, reason, ended_at)
        VALUES ('https://portal.example', :batch, :feed, :root, :at, :at, 'page 1', :outcome, 0, 3, 1, :reason, :at)""",
        {"batch": batch, "feed": feed, "root": root, "at": at, "reason": reason, "outcome": outcome},
    )


def found(story: Story, now: datetime = NOW) -> dict[str, list[str]]:
    """The subjects by rule."""
    names: dict[str, list[str]] = {}
    for one in look(story.engine, ["H20"], now):
        names.setdefault(one.rule.name, []).append(one.subject)
    return names


def keep(story: Story, now: datetime = NOW) -> Kept:
    """As the DAG does, and then the letters are sent."""
    beat(story, "watchdog", now)
    kept = keep_watch(story.engine, ["H20"], now, "https://page.example/reform", story.recipients)
    story.deliver()
    return kept


def letters(story: Story) -> list[tuple[str, str]]:
    rows = story.rows("SELECT subject, body_text FROM ops.outbox WHERE kind = 'notice' ORDER BY outbox_id")
    return [(str(subject), str(text)) for subject, text in rows]


def test_after_a_good_night_nothing_is_found(well: Story) -> None:
    assert found(well) == {}
    assert keep(well) == Kept(0, 0, 0, 0)
    assert letters(well) == []


@pytest.mark.parametrize(
    ("stage", "last_at", "rule"),
    [
        ("collect", NIGHT - HOUR, "collect_did_not_run"),
        ("catalogue", NIGHT - 2 * HOUR, "catalogue_did_not_run"),
        ("send", NOW - 2 * HOUR, "send_did_not_run"),
        ("watchdog", NOW - 3 * HOUR, "watchdog_did_not_run"),
        ("sweep", NOW - 5 * DAY, "sweep_did_not_run"),
        ("measure", NOW - 5 * HOUR, "measure_behind"),
        ("watch", NOW - 5 * HOUR, "watch_behind"),
        ("published", NOW - DAY, "published_did_not_run"),
    ],
)
def test_a_stage_that_did_not_run_is_found(well: Story, stage: str, last_at: datetime, rule: str) -> None:
    beat(well, stage, last_at)
    ahead = {"measure": "load", "watch": "measure"}.get(stage)
    if ahead:
        beat(well, ahead, NOW - 4 * HOUR)
        beat(well, "watch", NOW) if ahead == "load" else None
    assert found(well) == {rule: [stage]}


def test_a_stage_that_never_ran_is_missed_and_one_that_is_switched_off_is_not(well: Story) -> None:
    well.run("DELETE FROM ops.heartbeat WHERE stage IN ('measure', 'collect')")
    beat(well, "load", NOW - 4 * HOUR)
    assert found(well) == {"collect_did_not_run": ["collect"], "measure_behind": ["measure"]}
    assert sentence(well, "collect_did_not_run") == "The DAG collect did not run last night; it ran last: never so far"


def sentence(story: Story, rule: str, language: str = "en") -> str:
    [one] = [one for one in look(story.engine, ["H20"], NOW) if one.rule.name == rule]
    return one.sentence(language)


def test_a_night_in_the_making_is_no_finding(well: Story) -> None:
    at_four = NIGHT + 90 * timedelta(minutes=1)
    for stage in STAGES:
        beat(well, stage, at_four)
    beat(well, "collect", NIGHT - DAY)
    well.run("UPDATE ops.watermark SET complete_until = :until", {"until": NIGHT - DAY})
    assert found(well, at_four) == {}
    assert found(well, at_four + HOUR) == {"collect_did_not_run": ["collect"]}


def test_a_feed_that_is_late_says_what_the_portal_said_of_it(well: Story) -> None:
    well.run("UPDATE ops.watermark SET complete_until = :until WHERE feed = 'payments'", {"until": NIGHT - DAY})
    refused(well, "payments:H20:20240702T003000-20240703T023000", "HTTP 503\nAuthorization: secret")
    [one] = look(well.engine, ["H20"], NOW)
    assert (one.rule.name, one.subject) == ("feed_not_loaded", "payments H20")
    assert (one.batch, one.cause) == ("payments:H20:20240702T003000-20240703T023000", "HTTP 503")
    assert one.sentence("vi") == "Dữ liệu payments H20 chưa nạp đến đêm qua; mới đủ đến: 02:30, 02/07/2024"


def test_a_root_that_was_never_loaded_is_late(well: Story) -> None:
    subjects = [one.subject for one in look(well.engine, ["H20", "H61"], NOW)]
    assert subjects == [f"{feed} H61" for feed in FEEDS]


def test_a_window_between_loads_that_was_never_pulled_is_found(well: Story) -> None:
    loaded(well, "dossiers", NIGHT - 90 * DAY, NIGHT - 61 * DAY)
    loaded(well, "dossiers", NIGHT, NIGHT + HOUR)
    [one] = look(well.engine, ["H20"], NOW)
    assert (one.rule.name, one.subject, one.number) == ("window_never_pulled", "dossiers H20", 1)
    assert one.cause == "2024-05-03 02:30 – 2024-05-04 02:30"


def volume(story: Story, agency: str, day: datetime, count: int) -> None:
    story.run(
        "INSERT INTO ops.day_volume VALUES ('dossiers', :agency, :day, :count)",
        {"agency": agency, "day": day.date(), "count": count},
    )


def judged_empty(story: Story, *agencies: str) -> None:
    """Loaded last night, with these agencies named by the rule of quality for the day before."""
    batch = loaded(story, "dossiers", NIGHT - DAY, NIGHT)
    story.run(
        "INSERT INTO ops.rule_result VALUES (:batch, 'key', 'no_empty_day', 'info', 9, :count, :found)",
        {"batch": batch, "count": len(agencies), "found": [f"{agency} 2024-07-02: 0 (23)" for agency in agencies]},
    )


def test_an_empty_day_is_found_until_its_records_come(well: Story) -> None:
    for agency in ("H20.06", "H20.07", "H20.08"):
        for week in range(1, 9):
            volume(well, agency, NOW - DAY - week * 7 * DAY, 20)
    judged_empty(well, "H20.07")
    assert found(well) == {"day_without_records": ["dossiers H20.07 2024-07-02"]}
    volume(well, "H20.07", NOW - DAY, 3)
    assert found(well) == {}


def test_a_day_off_is_one_line_and_not_one_an_agency(well: Story) -> None:
    for agency in ("H20.06", "H20.07", "H20.08"):
        volume(well, agency, NOW - 8 * DAY, 20)
    judged_empty(well, "H20.06", "H20.07")
    [one] = look(well.engine, ["H20"], NOW)
    assert (one.subject, one.number, one.cause) == ("dossiers H20 2024-07-02", 2, "2 / 3 agencies")


def test_quarantine_that_grows_is_found(well: Story) -> None:
    batch = loaded(well, "dossiers", NIGHT - DAY, NIGHT, pulled=400)
    aside = """INSERT INTO quarantine.record SELECT 'dossiers', :batch, n, n, '{agency_known}', '{x}', '{}', :at
    FROM generate_series(1, 60) AS n"""
    well.run(aside, {"batch": batch, "at": NIGHT})
    [one] = look(well.engine, ["H20"], NOW)
    assert (one.rule.name, one.subject, one.number, one.cause) == (
        *("quarantine_grew", "dossiers H20", 60, "agency_known"),
    )
    assert found(well, NIGHT + 30 * HOUR).keys() & {"quarantine_grew"} == set()


def letter(story: Story, number: int, state: str, error: str | None, at: datetime = NOW - 5 * HOUR) -> None:
    story.run(
        """INSERT INTO ops.outbox (letter_key, kind, recipient_name, recipient_email, language, subject, body_text,
        body_html, state, written_at, next_attempt_at, last_error)
        VALUES (:key, 'alert', 'Ban', :email, 'vi', 'Thư', 'Chữ', '<p>', :state, :at, :at, :error)""",
        {"key": str(number), "email": f"ban-{number}@x.example", "state": state, "at": at, "error": error},
    )


def test_a_mailbox_that_refuses_is_found_by_itself_and_a_server_that_is_away_as_a_queue(well: Story) -> None:
    letter(well, 1, "refused", "550 no such mailbox")
    letter(well, 2, "waiting", "452 mailbox full")
    letter(well, 3, "waiting", "mail server x:25: not reachable")
    letter(well, 4, "waiting", None)
    letter(well, 5, "waiting", None, at=NOW)
    assert found(well) == {"letters_wait": ["outbox"], "mailbox_refuses": ["ban-1@x.example", "ban-2@x.example"]}
    assert sentence(well, "letters_wait") == "2 letter(s) wait since 3 July 2024, 05:00"


def test_batches_that_the_portal_refuses_are_found_until_they_are_answered(well: Story) -> None:
    batches = [f"{feed}:H20:20240703T003000-20240703T023000" for feed in FEEDS]
    for batch in batches:
        refused(well, batch, "HTTP 403", NIGHT)
    [one] = look(well.engine, ["H20"], NOW)
    assert (one.rule.name, one.subject, one.number, one.cause) == (
        *("batches_refused", "https://portal.example", 3, "HTTP 403"),
    )
    for batch in batches:
        refused(well, batch, "", NIGHT + HOUR, "answered")
    assert found(well) == {}


def test_a_finding_is_told_once_while_it_lasts_and_once_when_it_is_over(well: Story) -> None:
    beat(well, "send", NOW - 2 * HOUR)
    assert keep(well) == Kept(new=1, lasting=1, over=0, letters=1)
    assert keep(well, NOW + HOUR / 2) == Kept(0, 1, 0, 0)
    beat(well, "send", NOW + HOUR)
    assert keep(well, NOW + HOUR) == Kept(0, 0, 1, 0)
    beat(well, "send", NOW + 8 * HOUR)
    assert keep(well, NOW + 8 * HOUR) == Kept(0, 0, 0, 1)
    assert keep(well, NOW + 8 * HOUR) == Kept(0, 0, 0, 0)
    (subject, text), (over, _) = letters(well)
    assert subject.startswith("[Operations] The DAG send does not run; it ran last: 3 July 2024, 08:00. Letters stay")
    for said in ("DAG: send", "What to do: docs/runbooks/nothing-runs.md", "https://page.example/reform/operations"):
        assert said in text
    assert over.startswith("[Operations] Over: The DAG send does not run")
    assert well.rows("SELECT rule, found_at, ended_at FROM ops.finding") == [("send_did_not_run", NOW, NOW + HOUR)]


def test_what_comes_back_soon_is_the_same_finding_and_what_comes_later_is_another(well: Story) -> None:
    beat(well, "send", NOW - 2 * HOUR)
    keep(well)
    beat(well, "send", NOW + HOUR)
    keep(well, NOW + HOUR)
    assert keep(well, NOW + 3 * HOUR) == Kept(new=0, lasting=1, over=0, letters=0), "it came back"
    beat(well, "send", NOW + 4 * HOUR)
    keep(well, NOW + 4 * HOUR)
    beat(well, "send", NOW + 12 * HOUR)
    keep(well, NOW + 12 * HOUR)
    assert keep(well, NOW + 14 * HOUR).new == 1
    assert len(letters(well)) == 3


def test_vietnamese_where_it_is_set(well: Story) -> None:
    path = well.recipients / "engineers.toml"
    path.write_text(path.read_text(encoding="utf-8").replace('"en"', '"vi"'), encoding="utf-8")
    refused(well, "dossiers:H20:a-b", "HTTP 503")
    refused(well, "payments:H20:a-b", "HTTP 503", NOW + timedelta(minutes=1))
    keep(well, NOW + HOUR / 2)
    [(subject, text)] = letters(well)
    assert subject == "[Vận hành] 2 lô bị cổng https://portal.example từ chối hoặc bỏ dở từ 10:00, 03/07/2024"
    assert "HTTP 503" in text
    assert "Lô: payments:H20:a-b" in text


def test_a_rule_that_is_no_more_ends_without_a_letter(well: Story) -> None:
    well.run(
        "INSERT INTO ops.finding (rule, subject, cause, found_at, seen_at) VALUES ('yesterday', 'x', '', :now, :now)",
        {"now": NOW},
    )
    assert keep(well) == Kept(0, 0, 1, 0)


def test_every_rule_names_a_page_that_is_there() -> None:
    pages = Path(__file__).parents[2] / "docs" / "runbooks"
    assert [rule.name for rule in all_watch_rules() if not (pages / rule.runbook).is_file()] == []
