"""What units report: write the empty workbook, import a filled one, or all that wait in REFORM_REPORTS_URL.

`report template --out FILE` writes the workbook in which a unit reports its month. `report import FILE` reads it,
judges it and loads it; when a cell is not right nothing is loaded, and FILE.errors.xlsx beside it shows each such cell
with what is to be corrected. Imported again it changes nothing. `report watch` does so for every new file of the place
that units put them into. `report sample NAME --out FILE` writes a filled workbook for trying it out.
"""

import argparse
from datetime import datetime
from pathlib import Path

from include import street
from include.errors import Refused, WrongUse
from include.reform.importing import Imported
from include.reform.layout import all_tabs
from include.reform.opening import MOST_BYTES
from include.reform.sample import all_samples, write_sample
from include.reform.sheet import the_form
from include.reform.writing import write_workbook
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    template = actions.add_parser("template", help="write the empty workbook")
    template.add_argument("--out", type=Path, required=True, metavar="FILE")
    sample = actions.add_parser("sample", help="write a filled workbook")
    sample.add_argument("name", metavar="NAME", help=", ".join(all_samples()))
    sample.add_argument("--out", type=Path, required=True, metavar="FILE")
    imported = actions.add_parser("import", help="judge and load one workbook")
    imported.add_argument("file", type=Path, metavar="FILE")
    imported.add_argument("--errors", type=Path, metavar="FILE", help="the marked copy [FILE.errors.xlsx]")
    actions.add_parser("watch", help="judge and load every new workbook in REFORM_REPORTS_URL")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    if args.action == "template":
        _write(args.out, write_workbook(the_form(), {}, {}))
    elif args.action == "sample":
        _write(args.out, write_sample(args.name, the_form()))
    elif args.action == "import":
        return _import(args.file, args.errors, settings, now)
    else:
        return _watch(settings, now)
    return 0


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise WrongUse(f"file {path}", f"{error.strerror}", "name a file in a folder that you may write to") from None
    print(f"{path}: written, template {the_form().version}")


def _import(path: Path, errors: Path | None, settings: Settings, now: datetime) -> int:
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise WrongUse(f"report {path}", f"{error.strerror}", "name the workbook that a unit filled in") from None
    imported = street.import_bytes(settings, path.name, data, now)
    _tell_faults(imported)
    if imported.outcome != "refused":
        print(f"{path}: {imported.outcome}, {imported.said}")
        return 0
    if imported.returned_as == "txt":
        raise Refused(f"report {path}", imported.said, "nothing was loaded")
    copy = errors or path.with_name(f"{path.stem}.errors.xlsx")
    copy.write_bytes(imported.returned)
    raise Refused(f"report {path}", imported.said, f"nothing was loaded; correct the marked cells of {copy}")


def _tell_faults(imported: Imported) -> None:
    titles = {sheet.name: sheet.title_vi for sheet in all_tabs(the_form())}
    for fault in imported.faults:
        print(f"{titles[fault.place.sheet]}!{fault.place.cell}: {fault.rule.sentence_vi}")


def _watch(settings: Settings, now: datetime) -> int:
    if settings.reports_url is None:
        raise WrongUse("REFORM_REPORTS_URL", "not set", "set it, for example file:///var/lib/reform-index/reports")
    refused = 0
    for found in street.plan_reports(settings, now):
        told = street.import_report(settings, found, now)
        print(f"{told['name']}: {told['outcome']}, {told['said']}", flush=True)
        refused += told["outcome"] == "refused"
    if refused:
        raise Refused(f"reports in {settings.reports_url}", f"{refused} were refused", "see errors beside each of them")
    return 0
