"""A dossier as the portal shows it (PORTAL, LayDanhSachHoSo)."""

from typing import NamedTuple

from include.portal.simulator import rows as r
from include.portal.simulator.faults import DOSSIER_FAULTS, apply
from include.portal.simulator.source import UNPAID, Source
from include.portal.simulator.writing.person import email, full_name, identity, phone
from include.portal.simulator.writing.text import Record, key, older_form, stamp

RECEIVED, IN_PROCESS, SUPPLEMENT_ASKED = 2, 4, 5


class Dossier(NamedTuple):
    """A row of rows.DOSSIER as plain numbers, in its order of columns."""

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
    receiver: int
    due: int
    asked: int
    ended: int
    outcome: int
    channel: int
    applicant: int
    supplements: int
    flags: int
    pay: int
    retries: int
    fee_vnd: int

    def has(self, flag: int) -> bool:
        return bool(self.flags & flag)


def dossier_key(source: Source, row: Dossier) -> str:
    prefix = older_form(source.agencies[row.agency].code)
    return key(prefix, "", row.born, row.sequence, row.digits, row.suffix)


def write_dossier(source: Source, row: Dossier, stage: int) -> Record:
    """The record in its state after `stage` updates (1 received, 2 in between, 3 ended)."""
    procedure, finished = source.procedures[row.procedure], stage == 3 and row.outcome >= r.FINISHED
    ended = stamp(row.ended)
    record: Record = {
        "MaHoSo": dossier_key(source, row),
        "MaTTHC": procedure.code,
        "MaLinhVuc": procedure.field_code,
        "MaDonVi": source.agencies[row.agency].code,
        "NoiNopHoSo": source.agencies[row.receiver].code,
        "KenhThucHien": str(row.channel),
        "LoaiDoiTuong": str(row.applicant),
        "NgayTiepNhan": stamp(row.born),
        "NgayHenTra": stamp(row.due),
        "NgayKetThucXuLy": ended if finished else None,
        "NgayTra": ended if finished and row.outcome == r.RETURNED else "",
        "NgayTuChoi": ended if stage == 3 and row.outcome == r.REFUSED else None,
        "TrangThaiHoSo": str(_status(row, stage)),
        "HinhThuc": "1" if row.pay == UNPAID else "2",
        "DuocThanhToanTrucTuyen": "1" if procedure.payable else "2" if procedure.fee_vnd else "0",
        "HoSoCoThanhPhanSoHoa": _flag(row, r.DIGITISED),
        "TaiKhoanDuocXacThucVoiVNeID": _flag(row, r.VERIFIED),
        "TaiLieuNop": _documents(row),
        "DSKetNoiCSDL": [{"MaCSDL": "CSDLDC"}] if row.has(r.CITIZEN) else [],
        "DanhSachLePhi": _fees(row),
        "DanhSachHoSoBoSung": _supplements(row, stage),
        "DanhSachGiayToKetQua": _results(row) if finished else [],
        "CoKhieuNai": "1" if stage == 3 and row.has(r.COMPLAINT) else "0",
        "CapNhatLuc": stamp((row.first, row.second, row.last)[stage - 1]),
        **_owner(row, procedure.name),
    }
    apply(DOSSIER_FAULTS, row.fault, record)
    return record


def _flag(row: Dossier, flag: int) -> str:
    return "1" if row.has(flag) else "0"


def _status(row: Dossier, stage: int) -> int:
    if stage == 3:
        return row.outcome
    if stage == 2:
        return SUPPLEMENT_ASKED if row.supplements else IN_PROCESS
    return RECEIVED


def _owner(row: Dossier, subject: str) -> Record:
    name = full_name(row.grain)
    return {
        "ChuHoSo": name,
        "MaDoiTuong": f"DT{row.grain:010d}",
        "DinhDanhCHS": {"LoaiDinhDanh": "1", "SoDinhDanh": identity(row.grain)},
        "Email": email(row.grain),
        "SoDienThoai": phone(row.grain),
        "TrichYeuHoSo": f"{subject} - {name}",
    }


def _documents(row: Dossier) -> list[Record]:
    digitised, reused = _flag(row, r.DIGITISED), _flag(row, r.REUSED)
    return [
        {
            "MaThanhPhanHoSo": f"TP{part + 1:02d}",
            "DuocSoHoa": digitised,
            "DuocTaiSuDung": reused if part == 0 else "0",
            "DuocLayTuKhoDMQG": "0",
        }
        for part in range(1 + row.grain % 3)
    ]


def _fees(row: Dossier) -> list[Record]:
    if not row.fee_vnd:
        return []
    fee = {"MaPhiLePhi": f"PLP{row.procedure:04d}", "LoaiPhiLePhi": "2", "HinhThucThu": "1", "Gia": str(row.fee_vnd)}
    return [dict(fee)]


def _supplements(row: Dossier, stage: int) -> list[Record]:
    """Each request is answered half-way to the end, or to the next; the due time moves by the wait."""
    if not row.supplements or stage < 2:
        return []
    if stage == 2:
        return [{"NgayBoSung": stamp(row.asked), "NgayHoanThanhBoSung": "", "NgayHenTraMoi": ""}]
    asked, due, written = row.asked, row.due, []
    for _ in range(row.supplements):
        answered = asked + (row.ended - asked) // 2
        due += answered - asked
        written.append(
            {"NgayBoSung": stamp(asked), "NgayHoanThanhBoSung": stamp(answered), "NgayHenTraMoi": stamp(due)}
        )
        asked = answered + (row.ended - answered) // 3
    return [dict(each) for each in written]


def _results(row: Dossier) -> list[Record]:
    path = f"/ket-qua/{row.grain:08x}.pdf" if row.has(r.ELECTRONIC) else ""
    return [{"MaGiayToKetQua": f"KQ{row.procedure:04d}", "DuongDanTepTinKetQua": path}]
