"""What stands in a reply of the public reporting interface, cut into the texts of its rows.

A row becomes a record: its figures, which stand as one number a name, and its maps, whose names are data, become
lists of name and value, so that a report with other figures lands in the same columns. Numbers stay as written.
"""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from include.portal.client.body import Reply
from include.portal.client.envelope import check_text, mend, read_total
from include.portal.client.faults import Fault, Unreadable
from include.portal.client.message import show_code
from include.portal.feed import Feed
from include.portal.report import CHILD, KIND, PARENT, Report

Row = dict[str, msgspec.Raw]


class _Written(msgspec.Struct):
    code: Any = None
    data: dict[str, msgspec.Raw] | None = None


class _Pagination(msgspec.Struct):
    total: Any = None


_written = msgspec.json.Decoder(_Written)
_row = msgspec.json.Decoder(Row | None)
_rows = msgspec.json.Decoder(list[Row] | None)
_pagination = msgspec.json.Decoder(_Pagination | None)


@dataclass(frozen=True)
class ReportPage:
    """Texts of records: of the root's own row, if it came, and by key of the rows below it."""

    parent: bytes | None = field(default=None, repr=False)
    children: tuple[tuple[bytes, bytes], ...] = field(default=(), repr=False)
    announced_total: int | None = None


def read_report_page(feed: Feed, report: Report, reply: Reply) -> ReportPage:
    """Reads a reply. Unreadable when it is not the report's; nothing at all is a period that is not shown yet."""
    content = reply.content.removeprefix(codecs.BOM_UTF8)
    check_text(content, reply)
    for text in (content, None):
        try:
            return _open(feed, report, mend(content) if text is None else text)
        except msgspec.ValidationError:
            raise Unreadable(Fault(f"JSON that is not a {report.service} report", final=True)) from None
        except (msgspec.DecodeError, ValueError, RecursionError):
            continue
    raise Unreadable(Fault(f"a body that is not whole JSON ({len(content)} bytes)"))


def _open(feed: Feed, report: Report, content: bytes) -> ReportPage:
    written = _written.decode(content)
    if written.code != "OK":
        raise Unreadable(Fault(f"refused with code {show_code(written.code)}", final=True))
    data = written.data or {}
    if written.data is not None and report.children not in data:
        raise Unreadable(Fault(f"a reply without {report.children}", final=True))
    parent = _row.decode(data[report.parent]) if report.parent and report.parent in data else None
    children = _rows.decode(data.get(report.children, msgspec.Raw(b"null"))) or []
    pagination = _pagination.decode(data.get("pagination", msgspec.Raw(b"null")))
    return ReportPage(
        parent=_write(report, parent, PARENT) if parent else None,
        children=tuple((bytes(row.get(feed.key, b"")), _write(report, row, CHILD)) for row in children),
        announced_total=read_total(pagination.total) if pagination else None,
    )


def _write(report: Report, row: Row, kind: str) -> bytes:
    kept: dict[str, object] = {name: value for name, value in row.items() if name not in report.figures}
    if report.figures:
        kept["figures"] = list(_list(row, report.figures))
    for name in report.maps:
        members = _row.decode(row.get(name, msgspec.Raw(b"null"))) or {}
        kept[name] = list(_list(members, tuple(members)))
    return msgspec.json.encode({**kept, KIND: kind})


def _list(values: Mapping[str, msgspec.Raw], names: tuple[str, ...]) -> Iterator[dict[str, object]]:
    return ({"name": name, "value": values[name]} for name in names if name in values)
