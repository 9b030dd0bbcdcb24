"""What a watch finds and writes, on a real PostgreSQL."""

from tests.alerts.conftest import Story


def test_a_fall_gives_one_letter_and_its_recovery_another(fallen: Story) -> None:
    watched = fallen.watch()
    assert (watched.alerts, watched.letters) == (1, 2)
    assert fallen.rows("SELECT agency_code, period, reasons, state FROM ops.alert") == [
        ("H20.06", "2024-05", ["floor", "month_before"], "recovered")
    ]
    assert fallen.rows("SELECT kind, period, recipient_email FROM ops.outbox ORDER BY period") == [
        ("alert", "2024-05", "van-phong@h20-06.dongthap.example"),
        ("recovery", "2024-06", "van-phong@h20-06.dongthap.example"),
    ]
