"""The record feed's two calls: log in, and ask a service (PORTAL, part B)."""

import re
from collections.abc import Mapping
from datetime import date, time

from include.portal.simulator.faults.name import maybe_decompose
from include.portal.simulator.faults.reply import maybe_miscount
from include.portal.simulator.register import Register, list_agencies, list_procedures
from include.portal.simulator.rows import DAY
from include.portal.simulator.session import Sessions
from include.portal.simulator.source import Agency, Procedure, Source, day_number
from include.portal.simulator.window import Part
from include.portal.simulator.writing.dossier import Dossier, write_dossier
from include.portal.simulator.writing.payment import Payment, write_payment
from include.portal.simulator.writing.petition import Petition, write_petition
from include.portal.simulator.writing.text import Record

LARGEST_PAGE = 1000
FEEDS = {"LayDanhSachHoSo": "dossiers", "LayDanhSachThanhToan": "payments", "LayDanhSachPAKN": "petitions"}
OLDER_FORM = re.compile(r"\d+(\.\w+)+")


class Declined(Exception):
    """The portal's answer with an error_code other than 0."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.reply: Record = {"error_code": code, "error_message": message}


class RecordDoor:
    """Answers one call at a time, from any thread. Every answer has HTTP status 200, as the portal's."""

    def __init__(self, register: Register, sessions: Sessions) -> None:
        self.register, self.sessions = register, sessions

    def log_in(self, asked: Mapping[str, object]) -> Record:
        session = self.sessions.log_in(asked.get("username"), asked.get("password"))
        if session is None:
            return Declined("1", "Tên đăng nhập hoặc mật khẩu không đúng").reply
        return {"error_code": "0", "session": session}

    def call(self, asked: Mapping[str, object]) -> Record:
        try:
            if not self.sessions.use(asked.get("session")):
                raise Declined("-1", "Phiên làm việc không hợp lệ hoặc đã hết hạn")
            return self._serve(asked)
        except Declined as declined:
            return declined.reply

    def _serve(self, asked: Mapping[str, object]) -> Record:
        service, agency = str(asked.get("service", "")), str(asked.get("madonvi", ""))
        parts = self.register.parts(_current_form(agency))
        if not parts:
            raise Declined("2", f"Mã đơn vị {agency!r} không tồn tại hoặc không thuộc quyền khai thác")
        if service == "LayDanhMucCoQuan":
            share = _fault_share(parts)
            return _found([_write_agency(each, share) for each in list_agencies(parts)])
        if service == "LayDanhSachTTHC":
            share = _fault_share(parts)
            return _found([_write_procedure(each, codes, share) for each, codes in list_procedures(parts)])
        if service in FEEDS:
            return self._page(FEEDS[service], _current_form(agency), parts, asked)
        raise Declined("3", f"Dịch vụ {service!r} không tồn tại")

    def _page(self, feed: str, agency: str, parts: tuple[Part, ...], asked: Mapping[str, object]) -> Record:
        since, until = _moment(asked, "tuNgay"), _moment(asked, "denNgay")
        page, size = _number(asked, "trang"), _number(asked, "kichThuocTrang")
        if until <= since:
            raise Declined("4", "denNgay phải sau tuNgay")
        if size > LARGEST_PAGE:
            raise Declined("4", f"kichThuocTrang tối đa là {LARGEST_PAGE}")
        window = self.register.window(feed, agency, parts, since, until)
        records = [_write(feed, source, row, stage) for source, row, stage in window.read((page - 1) * size, size)]
        total = maybe_miscount(window.total, _fault_share(parts), feed, agency, since, until, page)
        return {**_found(records), "tongSo": total}


def _write(feed: str, source: Source, row: tuple[int, ...], stage: int) -> Record:
    if feed == "dossiers":
        return write_dossier(source, Dossier(*row), stage)
    if feed == "payments":
        return write_payment(source, Payment(*row), stage)
    return write_petition(source, Petition(*row), stage)


def _found(records: list[Record]) -> Record:
    return {"error_code": "0", "result": records, "tongSo": len(records)}


def _fault_share(parts: tuple[Part, ...]) -> float:
    """None wherever a counted department is among the parts."""
    return min(part.source.fault_share for part in parts)


def _current_form(code: str) -> str:
    """H13.05 for 000.00.05.H13; anything else as it came."""
    if not OLDER_FORM.fullmatch(code):
        return code
    groups = code.split(".")[::-1]
    return ".".join(group for group in groups if group.strip("0"))


def _moment(asked: Mapping[str, object], name: str) -> int:
    """Seconds on Vietnam's clock."""
    written = str(asked.get(name, ""))
    try:
        if not re.fullmatch(r"\d{14}", written, re.ASCII):
            raise ValueError
        day, clock = date.fromisoformat(written[:8]), time.fromisoformat(written[8:])
    except ValueError:
        raise Declined("4", f"{name} phải theo dạng yyyyMMddHHmmss") from None
    return day_number(day) * DAY + clock.hour * 3600 + clock.minute * 60 + clock.second


def _number(asked: Mapping[str, object], name: str) -> int:
    written = str(asked.get(name, ""))
    if not re.fullmatch(r"[1-9]\d{0,8}", written, re.ASCII):
        raise Declined("4", f"{name} phải là số nguyên dương")
    return int(written)


def _date(day: date) -> str:
    return f"{day:%Y%m%d}000000"


def _write_agency(agency: Agency, share: float) -> Record:
    return {
        "MaDonVi": agency.code,
        "TenDonVi": maybe_decompose(agency.name, share),
        "CapDonVi": str(agency.level),
        "MaDonViCha": agency.parent or None,
        "NgayHieuLuc": _date(agency.effective_on),
        "NgayHetHieuLuc": "",
        "MaDonViTruoc": list(agency.predecessors),
    }


def _write_procedure(procedure: Procedure, codes: list[str], share: float) -> Record:
    return {
        "MaTTHC": procedure.code,
        "TenTTHC": maybe_decompose(procedure.name, share),
        "MaLinhVuc": procedure.field_code,
        "TenLinhVuc": procedure.field_name,
        "MaDonVi": codes,
        "MucDoDVC": str(procedure.level),
        "CoPhi": "1" if procedure.fee_vnd else "0",
        "ThanhToanTrucTuyen": "1" if procedure.payable else "0",
        "NgayHieuLuc": _date(procedure.effective_on),
        "NgayHetHieuLuc": None,
    }
