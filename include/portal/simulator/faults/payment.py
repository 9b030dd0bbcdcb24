"""What is wrong with payments."""

from collections.abc import Callable

Record = dict[str, object]


def twelve_hour_clock(record: Record) -> None:
    """14:15 is written as 02:15."""
    moment = str(record["ThoiGianGD"])
    hour = int(moment[8:10])
    record["ThoiGianGD"] = f"{moment[:8]}{(hour - 1) % 12 + 1:02d}{moment[10:]}"


def cash_marked_online(record: Record) -> None:
    """Money at the counter, with the national portal's gateway beside it."""
    record["HinhThucThanhToan"], record["MaKenhThanhToan"] = "tien-mat", "DVCQG"


def refunded_before_paid(record: Record) -> None:
    record["SoTienHoan"] = record["SoTien"]
    moment = str(record["ThoiGianGD"])
    record["ThoiGianHoan"], record["TrangThaiGD"] = f"{int(moment[:4]) - 1}{moment[4:]}", "hoan-phi"


def refund_above_amount(record: Record) -> None:
    record["SoTienHoan"], record["ThoiGianHoan"] = f"{record['SoTien']}0", record["ThoiGianGD"]


def negative_amount(record: Record) -> None:
    record["SoTien"] = f"-{record['SoTien']}"


def without_dossier(record: Record) -> None:
    """Names a dossier that never comes."""
    head, _ = str(record["MaHoSo"]).rsplit("-", maxsplit=1)
    record["MaHoSo"] = f"{head}-999999"


FAULTS: tuple[Callable[[Record], None], ...] = (
    twelve_hour_clock,
    cash_marked_online,
    refunded_before_paid,
    refund_above_amount,
    negative_amount,
    without_dossier,
)
