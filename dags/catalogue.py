"""Ask the portal which agencies and procedures there are, every night before the records are collected.

Mapped over root agency × catalogue. A root that is refused does not stop the others. What waited in quarantine for an
agency or a procedure is judged again when the catalogue brought anything new.

If this fails: docs/runbooks/catalogue-failed.md
"""

from airflow.sdk import dag, task, task_group
from reform_index import assets, defaults, doors


@dag(
    dag_id="catalogue",
    doc_md=__doc__,
    schedule=defaults.daily(1),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("collect", tier=1),
    default_args=defaults.args(),
)
def catalogue():
    @task
    def plan() -> list[dict]:
        return doors.street().plan_catalogue(doors.settings(), doors.now())

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def pull(asked: dict) -> dict:
        return doors.street().pull(doors.settings(), asked, doors.now())

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def load(asked: dict) -> dict:
        return doors.street().load(doors.settings(), asked, doors.now())

    @task_group
    def batch(asked: dict):
        return load(asked=pull(asked=asked))

    @task(trigger_rule="all_done")
    def waiting(receipts: list[dict]) -> list[dict]:
        return doors.street().plan_waiting(doors.settings(), receipts or [])

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def replay(asked: dict) -> dict:
        return doors.street().replay(doors.settings(), asked, doors.now())

    @task(trigger_rule="all_done", outlets=[assets.catalogue])
    def done(receipts: list[dict]) -> dict:
        return defaults.sum_up(receipts)

    @task(trigger_rule="none_failed")
    def complete() -> None:
        """Red when a batch is: the run is then not shown as whole, although what was loaded is announced."""

    receipts = batch.expand(asked=plan())
    replayed = replay.expand(asked=waiting(receipts))
    announced = done(receipts)
    replayed >> announced
    [receipts, replayed, announced] >> complete()


catalogue()
