"""What is wrong with petitions."""

from collections.abc import Callable

Record = dict[str, object]


def handled_before_received(record: Record) -> None:
    if record["NgayXuLy"]:
        moment = str(record["NgayTiepNhan"])
        record["NgayXuLy"] = f"{int(moment[:4]) - 1}{moment[4:]}"


def handled_without_date(record: Record) -> None:
    record["NgayXuLy"] = ""


FAULTS: tuple[Callable[[Record], None], ...] = (handled_before_received, handled_without_date)
