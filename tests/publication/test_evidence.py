"""The evidence pack of the article's department, and what a hand that changes anything in it gives away."""

import csv
import hashlib
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from include.__main__ import main
from include.errors import Refused, WrongUse
from include.periods import VIETNAM, Period
from include.publication.evidence.content import Evidence, Rows
from include.publication.evidence.gather import gather
from include.publication.evidence.pack import pack, read_csv, read_pack, write_csv, zip_files
from include.publication.evidence.verify import verify
from include.warehouse.connection import connect
from tests.publication.conftest import H1, NOW, Department
from tests.warehouse.judged import dossier, payment

AT = datetime(2100, 1, 1, tzinfo=VIETNAM)
"""After every load of the shared warehouse, whose clock is the machine's."""
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def evidence(article_url: str) -> Evidence:
    engine = connect(article_url)
    try:
        return gather(engine, "H13.05", Period.parse("2024-H1"), AT)
    finally:
        engine.dispose()


@pytest.fixture(scope="module")
def packed(evidence: Evidence, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("evidence") / "H13.05.zip"
    path.write_bytes(pack(evidence))
    return path


def test_every_number_of_the_articles_department_follows(packed: Path) -> None:
    verified = verify(packed)
    assert verified.findings == ()
    assert verified.counted >= 19
    assert verified.title == "Sở Văn hóa, Thể thao và Du lịch TP Cần Thơ (H13.05), 2024-H1, live, not published"


def test_the_articles_payments_stand_behind_173_of_189(packed: Path) -> None:
    files = read_pack(packed)
    behind = read_csv(files["behind/online_transaction_rate.csv"])
    assert sum(int(row["numerator"]) for row in behind) == 173
    assert sum(int(row["denominator"]) for row in behind) == len({row["record_code"] for row in behind}) == 189
    payments = read_csv(files["records/payments.csv"])
    assert {row["record_code"] for row in payments} == {row["record_code"] for row in behind}
    assert all(row["dossier_code"].startswith("000.00.05.H13-24") for row in payments)
    rates = {one["indicator"]: one["rate"] for one in json.loads(files["figures.json"])["indicators"]}
    assert rates["online_transaction_rate"] == "0.9153439153"


def test_the_pack_holds_what_an_inspector_asks_for(packed: Path) -> None:
    files = read_pack(packed)
    assert {"receipts.csv", "validation.csv", "vintages.csv", "formulas.json", "DOC-TRUOC.txt", "SHA256SUMS"} <= set(
        files
    )
    formula = json.loads(files["formulas.json"])["formulas"]["online_transaction_rate"]
    assert "173/189" in formula["source"]
    assert {row["feed"] for row in read_csv(files["receipts.csv"])} >= {"dossiers", "payments", "petitions"}
    book = openpyxl.load_workbook(io.BytesIO(files["phieu-chi-so.xlsx"]))
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value]
    assert "PHIẾU CHỈ SỐ CẢI CÁCH HÀNH CHÍNH" in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} == {"s"}
    assert files["phieu-chi-so.pdf"].startswith(b"%PDF-")
    assert b"FontFile2" in files["phieu-chi-so.pdf"]


def test_no_column_holds_anything_about_a_person(packed: Path) -> None:
    heads = {
        name
        for file, content in read_pack(packed).items()
        if file.endswith(".csv") and content.strip(b"\xef\xbb\xbf")
        for name in next(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    }
    assert len(heads) > 40
    assert not {
        name for name in heads if any(word in name for word in ("owner", "payer", "email", "phone", "identity"))
    }


def test_the_same_files_give_the_same_bytes(packed: Path) -> None:
    """That the sheets are the same when they are drawn again, `verify` finds above."""
    assert zip_files(read_pack(packed)) == packed.read_bytes()


def with_sums(files: Files) -> Files:
    """As a hand would that knows of the sums."""
    sums = "".join(f"{hashlib.sha256(c).hexdigest()}  {n}\n" for n, c in sorted(files.items()) if n != "SHA256SUMS")
    return {**files, "SHA256SUMS": sums.encode()}


def edit(name: str, old: str, new: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        assert old.encode() in files[name]
        return {**files, name: files[name].replace(old.encode(), new.encode(), 1)}

    return change


def drop_line(name: str) -> Callable[[Files], Files]:
    def change(files: Files) -> Files:
        return {**files, name: b"".join(files[name].splitlines(keepends=True)[:-1])}

    return change


def add_record(files: Files) -> Files:
    """A payment beside the others, in both lists."""
    rows = list(read_csv(files["records/payments.csv"]))
    behind = [
        *read_csv(files["behind/online_transaction_rate.csv"]),
        {"record_code": "ZZ", "numerator": "1", "denominator": "1"},
    ]
    records = [*rows, {**rows[0], "record_code": "ZZ", "method": "online"}]
    return {
        **files,
        "records/payments.csv": write_csv(Rows.of(records)),
        "behind/online_transaction_rate.csv": write_csv(Rows.of(behind)),
    }


@pytest.mark.parametrize(
    ("change", "found"),
    [
        (edit("figures.json", '"numerator": "173"', '"numerator": "174"'), "online_payment_rate: numerator 174"),
        (edit("figures.json", '"rate": "0.9153439153"', '"rate": "0.9999999999"'), "online_payment_rate: rate 0.9999"),
        (
            edit("figures.json", '"points": "5.49"', '"points": "6.00"'),
            "online_payment_rate: 6.00 points, its rate gives",
        ),
        (
            edit("figures.json", '"points": "7.25"', '"points": "8.25"'),
            "766-2026 TTTT: 8.25 points, its parts give 7.25",
        ),
        (drop_line("behind/online_transaction_rate.csv"), "online_transaction_rate: numerator 173, the records behind"),
        (drop_line("records/payments.csv"), "behind/online_transaction_rate.csv: it is not what the formula makes"),
        (edit("records/payments.csv", ",cash,", ",online,"), "behind/online_transaction_rate.csv: it is not what"),
        (edit("formulas.json", "method = 'online'", "method = 'cash'"), "online_transaction_rate: its formula is not"),
        (add_record, "online_transaction_rate: denominator 189, the records behind it give 190"),
        (edit("phieu-chi-so.pdf", "%PDF-1.", "%PDF-2."), "phieu-chi-so.pdf: it does not say what figures.json"),
    ],
)
def test_a_number_that_was_changed_is_named_even_with_new_sums(
    packed: Path, tmp_path: Path, change: Callable[[Files], Files], found: str
) -> None:
    path = tmp_path / "changed.zip"
    path.write_bytes(zip_files(with_sums(change(read_pack(packed)))))
    assert any(finding.startswith(found) for finding in verify(path).findings), verify(path).findings


def test_a_file_that_was_changed_added_or_taken_away_is_named(
    packed: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    files = {**read_pack(packed), "more.txt": b""}
    files["receipts.csv"] += b" "
    del files["vintages.csv"]
    path = tmp_path / "changed.zip"
    path.write_bytes(zip_files(files))
    assert main(["verify", str(path)]) == 1
    told = capsys.readouterr().out
    assert "does not follow: receipts.csv: its SHA-256 is not the one in SHA256SUMS" in told
    assert "does not follow: more.txt: it is not listed in SHA256SUMS" in told
    assert "does not follow: vintages.csv: it is listed in SHA256SUMS and missing" in told


@pytest.mark.parametrize("content", [b"", b"no zip", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_pack_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other.zip"
    path.write_bytes(content)
    with pytest.raises(Refused, match=r"evidence pack other\.zip"):
        verify(path)


def test_cells_that_a_spreadsheet_would_compute_are_texts() -> None:
    rows = Rows.of(
        [{"name": "=1+1", "numerator_change": "-1"}, {"name": "'quoted", "numerator_change": "2"}],
    )
    assert b"'=1+1" in write_csv(rows)
    assert b"\n'-1" not in write_csv(rows)
    assert read_csv(write_csv(rows)) == rows


def test_an_earlier_vintage_keeps_its_own_records(department: Department) -> None:
    department.publish()
    changed = {"channel": "direct", "updated_at": dossier(3)["due_at"]}
    refund = {"status": "refunded", "refunded_vnd": 50_000, "updated_at": dossier(3)["due_at"]}
    department.load("dossiers", dossier(11), dossier(3, **changed))
    department.load("payments", payment(1, dossier(1), **refund))
    department.publish_anew()

    first, newest = gather(department.engine, "H13.05", H1, NOW, 1), gather(department.engine, "H13.05", H1, NOW)

    def count(indicator: str) -> list[tuple[int, int]]:
        lists = [one.table(f"behind/{indicator}") for one in (first, newest)]
        return [
            (sum(int(row["numerator"]) for row in rows), sum(int(row["denominator"]) for row in rows)) for rows in lists
        ]

    assert count("online_dossier_rate") == [(10, 10), (10, 11)]
    assert count("online_payment_rate") == [(8, 10), (7, 11)]
    assert count("online_transaction_rate") == [(8, 9), (7, 8)]
    assert {row["cause"] for row in newest.table("restatements")} == {"late", "correction", "refund"}
    assert dossier(11)["dossier_code"] in {row["record_code"] for row in newest.table("restated_records")}


def test_what_is_not_there_is_refused(department: Department) -> None:
    with pytest.raises(Refused, match="there is no such agency"):
        gather(department.engine, "H99", H1, NOW)
    with pytest.raises(Refused, match="there is no figure of it"):
        gather(department.engine, "H13.05", Period.parse("2023"), NOW)
    with pytest.raises(WrongUse, match="there is no vintage 4, there are none"):
        gather(department.engine, "H13.05", H1, NOW, 4)


def test_records_that_do_not_give_the_figure_are_refused(department: Department) -> None:
    department.load("dossiers", dossier(11))
    with pytest.raises(Refused, match=r"the records behind \w+ give \d+/11, the figure says \d+/10"):
        gather(department.engine, "H13.05", H1, NOW)
