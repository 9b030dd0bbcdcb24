"""The watchdog tells of a workbook that was refused and of which nothing better has come."""

from datetime import datetime, timedelta

from include.alerts.watchdog.look import Finding, look
from include.periods import VIETNAM
from tests.alerts.conftest import Story

NOW = datetime(2024, 7, 3, 10, tzinfo=VIETNAM)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FILE = """
INSERT INTO ops.unit_report_file (
    file_hash, file_name, outcome, judged_as, agency_code, month, version, fault_count, said, looked_at
) VALUES (:hash, 'Nguyễn Văn A.xlsx', :outcome, '', :agency, :month, 1, 1, '1 cell is not right, first tasks E3', :at)
"""


def put(story: Story, number: int, outcome: str, at: datetime, agency: str | None = "H20.06") -> None:
    month = "2024-06-01" if agency else None
    story.run(FILE, {"hash": f"{number:064d}", "outcome": outcome, "agency": agency, "month": month, "at": at})


def found(story: Story) -> list[Finding]:
    return [one for one in look(story.engine, ["H20"], NOW) if one.rule.name == "report_refused"]


def test_it_is_told_after_two_days_until_another_is_taken(story: Story) -> None:
    put(story, 1, "refused", NOW - 3 * DAY)
    put(story, 2, "refused", NOW - DAY)
    put(story, 3, "refused", NOW - HOUR, "H20.07")
    [finding] = found(story)
    assert (finding.subject, finding.number, finding.cause) == (
        "H20.06 2024-06",
        2,
        "1 cell is not right, first tasks E3",
    )
    assert "H20.06 2024-06 bị trả lại từ" in finding.sentence("vi")
    put(story, 4, "loaded", NOW - HOUR)
    assert found(story) == []


def test_a_file_that_names_nobody_is_told_without_its_name(story: Story) -> None:
    """People name files after themselves."""
    put(story, 4, "refused", NOW - 4 * DAY, None)
    [finding] = found(story)
    assert finding.subject == "#000000000000"
    assert "Nguyễn" not in finding.sentence("en") + finding.cause
    put(story, 5, "loaded", NOW - HOUR, "H20.08")
    assert found(story) == []
