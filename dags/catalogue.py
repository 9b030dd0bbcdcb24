"""Ask the portal which agencies and procedures there are, every night before the records are collected.

Mapped over root agency × catalogue. A root that is refused does not stop the others. What waited in quarantine for an
agency or a procedure is judged again when the catalogue brought anything new.

If this fails: docs/runbooks/catalogue-failed.md
"""

from airflow.sdk import dag, task
from reform_index import assets, batches, defaults, doors


@dag(
    dag_id="catalogue",
    doc_md=__doc__,
    schedule=defaults.daily(1),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("collect", tier=1),
    default_args=defaults.args(),
    **defaults.told("catalogue-failed.md", within_hours=2),
)
def catalogue():
    @task
    def plan() -> list[dict]:
        return doors.street().plan_catalogue(doors.settings(), doors.now())

    @task(trigger_rule="all_done")
    def waiting(receipts: list[dict]) -> list[dict]:
        return doors.street().plan_waiting(doors.settings(), receipts or [])

    @task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
    def replay(asked: dict) -> dict:
        return doors.street().replay(doors.settings(), asked, doors.now())

    receipts = batches.batch.expand(asked=plan())
    batches.finish(receipts, assets.catalogue, replay.expand(asked=waiting(receipts)))


catalogue()
