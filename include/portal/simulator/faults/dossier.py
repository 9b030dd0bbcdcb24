"""What is wrong with dossiers. An arrival fault changes when and how often the dossier is seen (see arrival.py)."""

from collections.abc import Callable

Record = dict[str, object]
OPEN = {"2", "4", "5"}


def late_arrival(record: Record) -> None:
    """Arrives weeks after its month closed; the record itself is sound."""


def sent_twice(record: Record) -> None:
    """Sent again after a retry under its code with a new suffix; the record itself is sound."""


def after_its_payment(record: Record) -> None:
    """Arrives days after its payment; the record itself is sound."""


ARRIVALS: tuple[Callable[[Record], None], ...] = (late_arrival, sent_twice, after_its_payment)


def open_sent_as_finished(record: Record) -> None:
    """Statuses of open dossiers sent as 9."""
    if record["TrangThaiHoSo"] in OPEN:
        record["TrangThaiHoSo"] = "9"


def finished_without_date(record: Record) -> None:
    if record["NgayKetThucXuLy"]:
        record["NgayKetThucXuLy"], record["NgayTra"] = None, ""


def finished_before_start(record: Record) -> None:
    if record["NgayKetThucXuLy"]:
        moment = str(record["NgayTiepNhan"])
        record["NgayKetThucXuLy"] = f"{int(moment[:4]) - 1}{moment[4:]}"


def date_in_future(record: Record) -> None:
    """The year is typed ten years on."""
    moment = str(record["NgayTiepNhan"])
    record["NgayTiepNhan"] = f"{int(moment[:4]) + 10}{moment[4:]}"


def channel_missing(record: Record) -> None:
    """Missing means direct: no fault of the reader's to have."""
    del record["KenhThucHien"]


def unknown_status(record: Record) -> None:
    record["TrangThaiHoSo"] = "99"


def unknown_procedure(record: Record) -> None:
    record["MaTTHC"] = "9.000001"


def unknown_agency(record: Record) -> None:
    record["MaDonVi"] = f"{str(record['MaDonVi']).split('.', maxsplit=1)[0]}.999"


def agency_in_older_form(record: Record) -> None:
    """One reply mixes H13.05 and 000.00.05.H13."""
    record["MaDonVi"] = str(record["MaHoSo"]).split("-", maxsplit=1)[0]


FAULTS: tuple[Callable[[Record], None], ...] = (
    open_sent_as_finished,
    finished_without_date,
    finished_before_start,
    date_in_future,
    channel_missing,
    unknown_status,
    unknown_procedure,
    unknown_agency,
    agency_in_older_form,
)
