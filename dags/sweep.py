"""Sweep up what the portal changed late: pull the last 45 days once more every Sunday, on the month's first the year.

Mapped over root agency × feed × window, like `collect`. What is here already is counted as unchanged. By hand: say
with `whole_year` which of the two it is to be.

If this fails: docs/runbooks/collect-failed.md
"""

from airflow.sdk import Param, dag, task
from reform_index import assets, batches, defaults, doors, window


@dag(
    dag_id="sweep",
    doc_md=__doc__,
    schedule=defaults.weekly(5),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("collect", tier=1),
    default_args=defaults.args(),
    **defaults.told("collect-failed.md", within_hours=12),
    params={"whole_year": Param(None, type=["null", "boolean"], description="Empty: on the first Sunday of a month.")},
)
def sweep():
    @task
    def plan(**context) -> list[dict]:
        return doors.street().plan(doors.settings(), doors.now(), stage="sweep", **window.sweep(context))

    batches.finish(batches.batch.expand(asked=plan()), assets.facts)


sweep()
