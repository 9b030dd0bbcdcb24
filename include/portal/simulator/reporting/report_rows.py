"""The rows of the seven reports. Some figures stand only on parents, some only on children, as at the portal."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from include.portal.simulator.draw import chance, identifier
from include.portal.simulator.reporting.figures import Department, Figures
from include.portal.simulator.reporting.scores import Group, read_groups, round_half_up
from include.portal.simulator.source import Agency
from include.portal.simulator.writing.text import Record

KINDS = {
    1: ("PROVINCE", "PROVINCIAL_PEOPLE_COMMITTEE"),
    2: ("PROVINCE", "PROVINCIAL_DEPARTMENT"),
    3: ("COMMUNE", "COMMUNE_PEOPLE_COMMITTEE"),
    4: ("PROVINCE", "ATTACHED_UNIT"),
}
COMPLETE, PENDING = "COMPLETE", "PENDING"


@dataclass(frozen=True, eq=False)
class Line:
    """What a row is written from: a department, its figures, whether it is the parent, the share of faults."""

    department: Department
    figures: Figures
    parent: bool
    faults: float


Row = Callable[[Line], Record]


def department_id(agency: Agency) -> str:
    return identifier("department", agency.code)


def _head(department: Department, score: Decimal, points: int) -> Record:
    level, kind = KINDS[department.agency.level]
    return {
        "departmentId": department_id(department.agency),
        "departmentName": department.agency.name,
        "departmentCode": department.agency.code,
        "level": level,
        "departmentType": kind,
        "totalScore": float(score),
        "totalMaxScore": points,
        "ratio": _percent(score, points),
    }


def _percent(part: Decimal | int, whole: int) -> float:
    return float(round_half_up(Decimal(part) / whole * 100)) if whole else 0.0


def write_service_results(line: Line) -> Record:
    """All six groups; `ratio` is score ÷ maximum · 100."""
    scores = {code: group.score(line.figures) for code, group in read_groups().items()}
    head = _head(line.department, sum(scores.values(), Decimal(0)), 100)
    group_scores = {code: float(points) for code, points in scores.items()}
    return {**head, "groupScores": group_scores, **({} if line.parent else {"childGroup": head["departmentType"]})}


def _write_metrics(code: str) -> Row:
    def write(line: Line) -> Record:
        group = read_groups()[code]
        head = _head(line.department, group.score(line.figures), group.max_points)
        if code == "MDHL":
            del head["departmentCode"]
        return {**head, "metrics": _list_metrics(group, line)}

    return write


def _list_metrics(group: Group, line: Line) -> list[Record]:
    """One row a component. In a share of them nothing is known yet: null, not 0."""
    metrics: list[Record] = []
    for each in group.components:
        silent = chance("silent metric", line.department.agency.code, each.code) < line.faults
        numerator, denominator = line.figures[each.numerator], line.figures[each.denominator]
        score = each.score(line.figures)
        known = {
            "numerator": numerator,
            "denominator": denominator,
            "ratio": _percent(numerator, denominator) if denominator else None,
            "score": None if score is None else float(score),
        }
        metrics.append(
            {
                "code": each.code,
                "name": each.name,
                **(dict.fromkeys(known) if silent else known),
                "maxScore": float(each.points),
                "dataQualityStatus": PENDING if silent else COMPLETE,
                "dataQualityMessage": "Dữ liệu đang được tổng hợp" if silent else None,
            }
        )
    if group.given:
        metrics.append(_certified_copy(group.given))
    return metrics


def _certified_copy(points: int) -> Record:
    unknown = dict.fromkeys(("numerator", "denominator", "ratio"))
    facts = {"score": float(points), "maxScore": float(points)}
    quality = {"dataQualityStatus": COMPLETE, "dataQualityMessage": None}
    return {"code": "ELECTRONIC_CERTIFIED_COPY", "name": "Chứng thực bản sao điện tử", **unknown, **facts, **quality}


def write_progress(line: Line) -> Record:
    """`ratio` is a rate here: on time ÷ received · 100."""
    group = read_groups()["TDGQ"]
    received, completed = line.figures["received"], line.figures["completed"]
    days = round_half_up(Decimal(line.figures["hours"]) / 24 / completed) if completed else Decimal(0)
    return {
        **_head(line.department, group.score(line.figures), group.max_points),
        "ratio": _percent(line.figures["on_time"], received),
        "totalReceived": received,
        "totalOnTime": line.figures["on_time"],
        **({"totalCompleted": completed} if line.parent else {"totalOverdue": line.figures["overdue"]}),
        "avgProcessingDays": float(days),
    }


def write_online(line: Line) -> Record:
    """Children carry only the score."""
    group = read_groups()["CLGQ"]
    head = _head(line.department, group.score(line.figures), group.max_points)
    shown = {
        "authorityCount": "authority",
        "partialCount": "partial",
        "fullCount": "full",
        "onlineDossierCount": "active_services",
        "onlineServiceTotal": "services",
        "channelOnlineSum": "online",
        "channelDirectSum": "direct",
        "channelPostalSum": "postal",
        "channelTotalSum": "received",
        "onlineOnTimeSum": "online_on_time",
        "onlineOverdueSum": "online_overdue",
    }
    return {**head, **({name: line.figures[measure] for name, measure in shown.items()} if line.parent else {})}


def write_payment(line: Line) -> Record:
    """By department the portal does not say how many fee procedures had a fee dossier: null there."""
    group = read_groups()["TTTT"]
    return {
        **_head(line.department, group.score(line.figures), group.max_points),
        "totalDossierOnlinePaymentSuccess": line.figures["paid_online"],
        "totalDossierFinancialObligation": line.figures["fee"],
        "totalDossierOnlineFormalityPaymentSuccess": line.figures["paid_procedures"],
        "totalFeeDossierFormalityDistinct": line.figures["fee_procedures"],
        "totalFeeDossierFormality": line.figures["fee_dossier_procedures"] if line.parent else None,
        "totalFeeFormality": line.figures["fee_procedures"],
    }


METRICS = "overview", "evaluation"
TREE = "parent", "children"

REPORTS: dict[str, tuple[tuple[str, str], Row]] = {
    "service-results": (METRICS, write_service_results),
    "transparency": (METRICS, _write_metrics("CKMB")),
    "dossier-digitized": (METRICS, _write_metrics("MDSH")),
    "handling-satisfaction": (METRICS, _write_metrics("MDHL")),
    "dvc-progress-tree": (TREE, write_progress),
    "provide-online-tree": (TREE, write_online),
    "formality-online-payment-tree": (TREE, write_payment),
}
