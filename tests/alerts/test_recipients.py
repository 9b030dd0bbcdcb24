"""Who gets the letters of which agency."""

from pathlib import Path

import pytest

from include.alerts.recipients import ENGINEERS, RECIPIENTS, named_for, read_recipients
from include.errors import WrongUse

ONE = '[[recipients]]\nname = "Văn phòng Sở"\nemail = "van-phong@so.example"\n'


def folder(tmp_path: Path, **files: str) -> Path:
    for name, written in files.items():
        (tmp_path / f"{name}.toml").write_text(written, encoding="utf-8")
    return tmp_path


def test_the_shipped_recipients_are_roles_at_addresses_that_cannot_exist() -> None:
    directory = read_recipients()
    assert {"H13.05", "H20", "H20.06", "H61", ENGINEERS} <= directory.keys()
    assert all(one.email.endswith(".example") for listed in directory.values() for one in listed)
    assert read_recipients(RECIPIENTS) == directory


def test_the_nearest_agency_above_serves_those_without_a_file(tmp_path: Path) -> None:
    directory = read_recipients(folder(tmp_path, H20=ONE, engineers=ONE))
    found = named_for(directory, ("H20.06.01", "H20.06", "H20"))
    assert found is not None
    assert found[0] == "H20"
    assert found[1][0].language is None
    assert named_for(directory, ("H61",)) is None
    assert named_for(directory, (ENGINEERS,)) is None


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (ONE.replace("email", "mail"), "email"),
        (ONE + 'phone = "1"\n', "phone"),
        (ONE.replace("van-phong@so.example", "van-phong"), "email"),
        (ONE.replace("van-phong@so.example", "a@so.example\\nBcc: b@so.example"), "email"),
        (ONE.replace("Văn phòng Sở", "Văn phòng\\r\\nBcc: b@so.example"), "name"),
        (ONE.replace("Văn phòng Sở", " "), "name"),
        (ONE + 'language = "fr"\n', "language"),
        (ONE + ONE, "twice"),
        ("recipients = []\n", "recipients"),
        ("", "recipients"),
    ],
)
def test_a_wrong_file_is_named_with_its_key(tmp_path: Path, written: str, said: str) -> None:
    with pytest.raises(WrongUse) as refused:
        read_recipients(folder(tmp_path, H20=written))
    assert "H20.toml" in str(refused.value)
    assert said in str(refused.value)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="no such folder"):
        read_recipients(tmp_path / "nowhere")
