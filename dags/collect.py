"""Collect what changed at the portal: dossiers, payments and petitions, every night.

Mapped over root agency × feed × window. A run pulls from the watermark, less the lag in which the portal still adds
records, to the end of its data interval; a backfill pulls its own day again and changes nothing. A batch that is
refused stays red, does not stop the others, and is pulled again by the next run. By hand: `since` and `until`.

If this fails: docs/runbooks/collect-failed.md
"""

from airflow.sdk import Param, dag, task
from reform_index import assets, batches, defaults, doors, window

DAY = {"type": ["null", "string"], "format": "date"}


@dag(
    dag_id="collect",
    doc_md=__doc__,
    schedule=defaults.daily(2, 30),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=2,
    tags=defaults.tags("collect", tier=1),
    default_args=defaults.args(),
    **defaults.told("collect-failed.md", within_hours=4),
    params={
        "since": Param(None, **DAY, description="First day to pull. Empty: where the last run ended."),
        "until": Param(None, **DAY, description="First day not to pull any more. Empty: the end of the interval."),
    },
)
def collect():
    @task
    def plan(**context) -> list[dict]:
        return doors.street().plan(doors.settings(), doors.now(), **window.reach(context))

    batches.finish(batches.batch.expand(asked=plan()), assets.facts)


collect()
