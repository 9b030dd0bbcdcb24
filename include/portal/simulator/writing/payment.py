"""A payment as the portal shows it (PORTAL, LayDanhSachThanhToan)."""

from typing import NamedTuple

from include.portal.simulator import rows as r
from include.portal.simulator.faults import PAYMENT_FAULTS, apply
from include.portal.simulator.source import CASH, ONLINE, TRANSFER, Source
from include.portal.simulator.writing.person import address, full_name, identity
from include.portal.simulator.writing.text import Record, key, older_form, stamp

METHODS = {ONLINE: "truc-tuyen", CASH: "tien-mat", TRANSFER: "chuyen-khoan"}
OUTCOMES = {
    r.INITIATED: "khoi-tao",
    r.SUCCEEDED: "thanh-cong",
    r.FAILED: "that-bai",
    r.REFUNDED: "hoan-phi",
    r.CANCELLED: "huy",
}


class Payment(NamedTuple):
    """A row of rows.PAYMENT as plain numbers, in its order of columns."""

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
    procedure: int
    dossier: int
    dossier_digits: int
    method: int
    provincial: int
    outcome: int
    amount_vnd: int
    refunded_vnd: int


def write_payment(source: Source, row: Payment, stage: int) -> Record:
    """The record in its state after `stage` updates (1 begun, 2 settled, 3 the end state, perhaps given back).

    What is given back in part stays thanh-cong with a SoTienHoan; hoan-phi is what was given back whole.
    """
    agency, procedure = source.agencies[row.agency].code, source.procedures[row.procedure]
    prefix = older_form(agency)
    back = row.refunded_vnd if stage == 3 else 0
    online = row.method == ONLINE
    name = full_name(row.grain)
    record: Record = {
        "MaThamChieu": key(prefix, "TT", row.born, row.sequence, row.digits, row.suffix),
        "MaGiaoDich": f"GD{row.born:x}{row.grain:08x}".upper() if stage > 1 else "",
        "MaHoSo": key(prefix, "", row.born, row.dossier, row.dossier_digits, 0),
        "MaTTHC": procedure.code,
        "MaDonVi": agency,
        "SoTien": str(row.amount_vnd),
        "HinhThucThanhToan": METHODS[row.method],
        "MaKenhThanhToan": ("BNDP" if row.provincial else "DVCQG") if online else None,
        "TrangThaiGD": OUTCOMES[_outcome(row, stage)],
        "SoTienHoan": str(back),
        "ThoiGianGD": stamp(row.second if stage > 1 else row.first),
        "ThoiGianHoan": stamp(row.last) if back else "",
        "CapNhatLuc": stamp((row.first, row.second, row.last)[stage - 1]),
        "HoTenNguoiNop": name,
        "SoCMNDNguoiNop": identity(row.grain),
        "DiaChiNguoiNop": address(row.grain),
        "TKThuHuong": f"0000{row.agency:08d}",
        "TenTKThuHuong": f"KBNN {source.agencies[row.agency].name}",
    }
    apply(PAYMENT_FAULTS, row.fault, record)
    return record


def _outcome(row: Payment, stage: int) -> int:
    if stage == 1:
        return r.INITIATED
    return r.SUCCEEDED if stage == 2 and row.outcome == r.REFUNDED else row.outcome
