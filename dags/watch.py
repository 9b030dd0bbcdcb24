"""Watch the payment rates: write a letter when one is below its floor or fell against the month before.

Alert and letter are written in one transaction; sending them is the DAG `send`.

If this fails: docs/runbooks/watch-failed.md
"""

from airflow.sdk import dag, task
from reform_index import assets, defaults, doors


@dag(
    dag_id="watch",
    doc_md=__doc__,
    schedule=[assets.indicators],
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("watch", tier=1),
    default_args=defaults.args(),
    **defaults.told("watch-failed.md", within_hours=1),
)
def watch():
    @task(outlets=[assets.letters])
    def watch() -> dict:
        return doors.street().watch(doors.settings(), doors.now())

    watch()


watch()
