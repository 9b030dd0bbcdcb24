"""What the walk has brought, from the warehouse and the mailbox: nothing here is known beforehand but the question."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, text

from include.index.framework import all_frameworks
from include.warehouse.connection import connect
from reform_index.stack.mailbox import Mail, read_mailbox

AGENCY, PERIOD, FRAMEWORKS = "H13.05", "2024-H1", ("766-2026", "department-2024")
TOLD_WHOLE = "H20.06"
_WIDTH = 100
_QUERIES = Path(__file__).parent / "queries"
_ASKED = {"agency_code": AGENCY, "period": PERIOD}

Row = Mapping[str, Any]


def write_answer(warehouse_url: str, mailbox: Path) -> str:
    """The department's table, what it reported, its index groups, all receipts, and the letters that went out."""
    engine = connect(warehouse_url)
    try:
        with engine.connect() as connection:
            facts, reported, receipts = (_read(connection, name) for name in ("department", "reported", "receipts"))
            groups = {name: _read(connection, "groups", framework=name) for name in FRAMEWORKS}
    finally:
        engine.dispose()
    indexes = [_groups(name, rows) for name, rows in groups.items()]
    letters = _letters(read_mailbox(mailbox))
    parts = [_department(facts[0]), _reported(reported), *indexes, _receipts(receipts), letters]
    return "\n".join(line for part in parts for line in ["", *part])


def _read(connection: Connection, name: str, **more: str) -> list[Row]:
    statement = (_QUERIES / f"{name}.sql").read_text(encoding="utf-8")
    wanted = {key: value for key, value in (_ASKED | more).items() if f":{key}" in statement}
    return [dict(row) for row in connection.execute(text(statement), wanted).mappings()]


def _department(row: Row) -> list[str]:
    services = _sum(row["full_count"], row["partial_count"])
    told = [
        _rate("Reform plan tasks done", row, "task_done_count", "task_count"),
        ("Online public services", services, _say(row, "{full_count:.0f} full, {partial_count:.0f} partial")),
        ("Dossiers late", row["late_count"], _say(row, "of {received_count:,.0f} received")),
        _rate("Fee procedures that can be paid online", row, "payable_count", "fee_procedure_count"),
        _rate("Payment transactions made online", row, "online_transaction_count", "transaction_count"),
    ]
    name = row["agency_name"] or "no data"
    return _boxed(f"{name} ({AGENCY}), {PERIOD}", [(what, _number(value), note) for what, value, note in told])


def _rate(what: str, row: Row, numerator: str, denominator: str) -> tuple[str, str | None, str]:
    above, below = row[numerator], row[denominator]
    if above is None or below is None:
        return what, None, ""
    return what, f"{above / below:.1%}" if below else "none", f"{above:.0f} / {below:.0f}"


def _reported(rows: list[Row]) -> list[str]:
    told = [(row["fact"], row["value"], row["note"]) for row in rows]
    month = f", {rows[0]['period']}" if rows else ""
    return _boxed(f"What {AGENCY} reported itself{month}", told or [("every sheet", "no data", "")])


def _groups(framework: str, rows: Iterable[Row]) -> list[str]:
    told = [(row["group_code"], _points(row), row["state"]) for row in rows]
    assumed = any(known.name == framework and known.standing == "assumed" for known in all_frameworks())
    note = ", by weights that are assumed" if assumed else ""
    return _boxed(f"Index {framework} of {AGENCY}, {PERIOD}{note}", told or [("every group", "no data", "")])


def _points(row: Row) -> str:
    points = "no data" if row["points"] is None else f"{row['points']:.2f}"
    return f"{points} of {row['max_points']:.0f}"


def _receipts(rows: Iterable[Row]) -> list[str]:
    told = [
        (
            row["feed"],
            f"{row['pulled']:,} pulled",
            f"{row['loaded']:,} loaded, {row['unchanged']:,} unchanged, {row['duplicate']:,} duplicate, "
            f"{row['quarantined']:,} quarantined, in {row['batch_count']} batches",
        )
        for row in rows
    ]
    return _boxed("Records, over every load so far", told or [("every feed", "no data", "")])


def _letters(mails: list[Mail]) -> list[str]:
    listed = [(mail.to, "→", mail.subject) for mail in mails]
    told = next((mail for mail in mails if mail.concerns(TOLD_WHOLE)), None)
    whole = ["", f"The letter about {TOLD_WHOLE}:", "", *_quoted(told)] if told else []
    return [*_boxed("Letters that went out", listed or [("every recipient", "no letter", "")]), *whole]


def _quoted(mail: Mail) -> list[str]:
    head = [f"From: {mail.sender}", f"To: {mail.to}", f"Subject: {mail.subject}", ""]
    return [f"  | {line}".rstrip() for line in [*head, *mail.text.strip().splitlines()]]


def _boxed(title: str, rows: list[tuple[str, str, str]]) -> list[str]:
    """A title over three columns: what, the value (to the right), a note."""
    first, second = (max(len(row[column]) for row in rows) for column in (0, 1))
    lines = [f"{what:<{first}}  {value:>{second}}  {note}".rstrip() for what, value, note in rows]
    return [title, "─" * min(_WIDTH, max(map(len, [title, *lines]))), *lines]


def _number(value: Decimal | str | None) -> str:
    if value is None:
        return "no data"
    return value if isinstance(value, str) else f"{value:,.0f}"


def _sum(*values: Decimal | None) -> Decimal | None:
    known = [value for value in values if value is not None]
    return sum(known, Decimal(0)) if len(known) == len(values) else None


def _say(row: Row, sentence: str) -> str:
    try:
        return sentence.format(**row)
    except TypeError:
        return ""
