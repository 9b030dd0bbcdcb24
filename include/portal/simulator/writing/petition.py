"""A petition as the portal shows it (PORTAL, LayDanhSachPAKN)."""

from typing import NamedTuple

from include.portal.simulator import rows as r
from include.portal.simulator.faults import PETITION_FAULTS, apply
from include.portal.simulator.source import Source
from include.portal.simulator.writing.person import email, full_name, matter, phone
from include.portal.simulator.writing.text import Record, key, older_form, stamp

STATES = {1: "moi", 2: "dang-xu-ly"}
OUTCOMES = {r.HANDLED: "da-xu-ly", r.DECLINED: "tu-choi"}


class Petition(NamedTuple):
    """A row of rows.PETITION as plain numbers, in its order of columns."""

    agency: int
    born: int
    sequence: int
    digits: int
    suffix: int
    first: int
    second: int
    last: int
    fault: int
    grain: int
    due: int
    outcome: int
    satisfied: int


def write_petition(source: Source, row: Petition, stage: int) -> Record:
    """The record in its state after `stage` updates (1 new, 2 in process, 3 handled or declined)."""
    agency, done = source.agencies[row.agency].code, stage == 3
    record: Record = {
        "MaPAKN": key(older_form(agency), "PA", row.born, row.sequence, row.digits, row.suffix),
        "MaDonVi": agency,
        "NgayTiepNhan": stamp(row.born),
        "HanXuLy": stamp(row.due),
        "NgayXuLy": stamp(row.last) if done else None,
        "TrangThai": OUTCOMES[row.outcome] if done else STATES[stage],
        "HoTen": full_name(row.grain),
        "NoiDung": matter(row.grain),
        "SoDienThoai": phone(row.grain),
        "Email": email(row.grain),
        "CapNhatLuc": stamp((row.first, row.second, row.last)[stage - 1]),
    }
    if done and row.outcome == r.HANDLED:
        record["HaiLong"] = str(row.satisfied)
    apply(PETITION_FAULTS, row.fault, record)
    return record
