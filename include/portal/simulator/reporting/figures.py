"""The portal's figures of one department: of an agency, or of a province with all that is below it."""

from dataclasses import dataclass

import numpy as np

from include.portal.simulator.draw import chance
from include.portal.simulator.register import Register, list_procedures
from include.portal.simulator.reporting.tally import MET, tally
from include.portal.simulator.source import Agency
from include.portal.simulator.window import Part

Figures = dict[str, int]


@dataclass(frozen=True)
class Span:
    """Days [first, last), counted from 1970-01-01, and the code of a procedure when only that is asked for."""

    first: int
    last: int
    procedure: str | None = None


@dataclass(frozen=True, eq=False)
class Department:
    """A row of a report: an agency, and the subtree that its figures are counted over."""

    agency: Agency
    parts: tuple[Part, ...]


def count_figures(register: Register, department: Department, span: Span) -> Figures:
    """Every figure that a report or a formula needs. The transparency figures are the province's for all below it."""
    counted: Figures = {}
    for part in department.parts:
        made = tally(register, part.source, span.first, span.last, _position(part, span.procedure))
        for measure, counts in made.counts.items():
            counted[measure] = counted.get(measure, 0) + int(counts[part.wanted].sum())
    figures = {name: counted.get(name, 0) for name in MEASURES}
    figures["paid_online"] -= counted.get("refunded", 0)
    return {**figures, **_count_procedures(register, department, span), **_publish(department, figures["received"])}


MEASURES = (
    *("received", "on_time", "overdue", "completed", "hours", "fee", "paid_online"),
    *("online", "direct", "postal", "online_on_time", "online_overdue", "pleased"),
    *("electronic", "digitised", "reused", "stored", "citizen"),
    *("petitions", "petitions_on_time", "petitions_pleased"),
)


def _position(part: Part, procedure: str | None) -> int | None:
    """-1 when the source does not have the procedure: then nothing is counted."""
    if procedure is None:
        return None
    codes = [each.code for each in part.source.procedures]
    return codes.index(procedure) if procedure in codes else -1


def _count_procedures(register: Register, department: Department, span: Span) -> Figures:
    """Each procedure counts once, however many agencies resolve it; a service is a procedure at an agency."""
    listed = {
        each.code: (each, codes)
        for each, codes in list_procedures(department.parts)
        if span.procedure in (None, each.code)
    }
    procedures = [each for each, _ in listed.values()]
    services, met = _meet(register, department, span)
    return {
        "authority": len(listed),
        "full": sum(each.level == 2 for each in procedures),
        "partial": sum(each.level == 1 for each in procedures),
        "online_procedures": sum(each.level > 0 for each in procedures),
        "services": sum(
            len(codes)
            for each, codes in list_procedures(department.parts)
            if each.level > 0 and span.procedure in (None, each.code)
        ),
        "active_services": services,
        "fee_procedures": sum(each.fee_vnd > 0 for each in procedures),
        "fee_dossier_procedures": len(met["fee"]),
        "paid_procedures": len(met["paid_online"]),
        "citizen_procedures": len(met["citizen"]),
    }


def _meet(register: Register, department: Department, span: Span) -> tuple[int, dict[str, set[str]]]:
    """How many services had an online dossier; and by measure, the codes of the procedures that were met."""
    services, met = 0, {measure: set[str]() for measure in MET}
    for part in department.parts:
        source = part.source
        made = tally(register, source, span.first, span.last, _position(part, span.procedure))
        services += int(made.met["online"][part.wanted].sum())
        for measure, found in met.items():
            positions = np.flatnonzero(made.met[measure][part.wanted].any(axis=0))
            found |= {source.procedures[position].code for position in positions}
    return services, met


def _publish(department: Department, received: int) -> Figures:
    """Transparency has no records behind it: the figures are drawn, once for a province."""
    province = department.agency.code.split(".")[0]
    published = 40 + int(160 * chance("published", province))
    return {
        "published": published,
        "published_on_time": int(published * (0.3 + 0.7 * chance("on time", province))),
        "publicised_on_time": int(published * (0.3 + 0.7 * chance("publicised", province))),
        "full_content": int(published * (0.6 + 0.4 * chance("content", province))),
        "synced": int(received * (0.82 + 0.18 * chance("synced", department.agency.code))),
    }
