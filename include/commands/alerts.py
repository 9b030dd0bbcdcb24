"""See the alerts, acknowledge or close one, or try a rule on the stored history.

`alerts try RULE --since 2024-01` says which letters the rule would have sent, and writes nothing; RULE is a shipped
rule or a file.
"""

import argparse
from datetime import datetime

from include import street
from include.alerts.keep import acknowledge, close, list_alerts
from include.alerts.local_form import percent
from include.alerts.trial import Told, find_rule, try_rule
from include.periods import Period
from include.settings import Settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(dest="action", required=True, metavar="ACTION")
    actions.add_parser("list", help="alerts that are not closed")
    taken = actions.add_parser("acknowledge", help="say who looks after an alert")
    taken.add_argument("alert", type=int, metavar="NUMBER")
    taken.add_argument("--by", required=True, metavar="WHO", help="a person's role")
    taken.add_argument("--note", required=True, metavar="TEXT", help="what is done about it")
    closed = actions.add_parser("close", help="end an alert by hand")
    closed.add_argument("alert", type=int, metavar="NUMBER")
    closed.add_argument("--note", default="", metavar="TEXT")
    tried = actions.add_parser("try", help="what a rule would have told")
    tried.add_argument("rule", metavar="RULE", help="a rule's name, or the path of a rule file")
    tried.add_argument("--since", required=True, metavar="MONTH", help="first month, e.g. 2024-01 or 2024-01-01")


def run(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    if args.action == "try":
        return _try(args, settings, now)
    with street.open_warehouse(settings) as engine:
        if args.action == "acknowledge":
            acknowledge(engine, args.alert, args.by, args.note, now)
        elif args.action == "close":
            close(engine, args.alert, args.note, now)
        for kept in list_alerts(engine):
            taken = f", {kept.acknowledged_by}: {kept.note}" if kept.acknowledged_by else ""
            rate = percent(float(kept.rate), "en")
            print(f"{kept.alert_id:>6}  {kept.period}  {kept.agency_code}  {kept.rule} {rate}  {kept.state}{taken}")
    return 0


def _try(args: argparse.Namespace, settings: Settings, now: datetime) -> int:
    rule, since = find_rule(args.rule), Period.parse(args.since[:7])
    with street.open_warehouse(settings) as engine:
        trial = try_rule(engine, rule, since, now, settings.recipients_dir)
    for told in trial.told:
        print(_describe(told))
    judged = ", ".join(f"{count} {outcome}" for outcome, count in sorted(trial.outcomes.items())) or "none"
    print(f"{len(trial.told)} letters by {rule.name} since {since.label}; agency-months: {judged}")
    for cause, count in sorted(trial.causes.items()):
        print(f"no verdict, {cause}: {count}")
    return 0


def _describe(told: Told) -> str:
    value, before = told.decision.value, told.decision.before
    rate = f"{percent(value.rate, 'en')} ({value.numerator}/{value.denominator})" if value else ""
    was = f", before {percent(before.rate, 'en')} ({before.numerator}/{before.denominator})" if before else ""
    why = " and ".join(reason.kind for reason in told.decision.reasons) or "back to normal"
    to = ", ".join(told.recipients) or "nobody is named"
    return f"{told.period.label}  {told.agency_code}  {told.kind}: {rate}{was}; {why}  → {to}"
