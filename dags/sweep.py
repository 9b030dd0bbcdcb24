"""Sweep up what the portal changed late: pull the last 45 days once more every Sunday, on the month's first the year.

Mapped over root agency × feed × window, like `collect`. What is here already is counted as unchanged. By hand: say
with `whole_year` which of the two it is to be.

If this fails: docs/runbooks/collect-failed.md
"""

from airflow.sdk import Param, dag, task, task_group
from reform_index import assets, defaults, doors, window


@dag(
    dag_id="sweep",
    doc_md=__doc__,
    schedule=defaults.weekly(5),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("collect", tier=1),
    default_args=defaults.args(),
    params={"whole_year": Param(None, type=["null", "boolean"], description="Empty: on the first Sunday of a month.")},
)
def sweep():
    @task
    def plan(**context) -> list[dict]:
        return doors.street().plan(doors.settings(), doors.now(), **window.sweep(context))

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def pull(asked: dict) -> dict:
        return doors.street().pull(doors.settings(), asked, doors.now())

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def load(asked: dict) -> dict:
        return doors.street().load(doors.settings(), asked, doors.now())

    @task_group
    def batch(asked: dict):
        return load(asked=pull(asked=asked))

    @task(trigger_rule="all_done", outlets=[assets.facts])
    def done(receipts: list[dict]) -> dict:
        return defaults.sum_up(receipts)

    @task(trigger_rule="none_failed")
    def complete() -> None:
        """Red when a batch is: the run is then not shown as whole, although what was loaded is announced."""

    receipts = batch.expand(asked=plan())
    [receipts, done(receipts)] >> complete()


sweep()
