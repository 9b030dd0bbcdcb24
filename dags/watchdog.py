"""Notice what did not happen: a DAG that did not run, a window not pulled, an empty day, a queue that grows.

It reads the traces that the stages leave in the warehouse. Each finding is told to the engineers once, by letter, and
stands on the page while it lasts. When the scheduler itself is quiet, the page says since when, and so does
`python -m include watchdog`, for a clock outside Airflow.

If this fails: docs/runbooks/nothing-runs.md
"""

from airflow.sdk import dag, task
from reform_index import defaults, doors


@dag(
    dag_id="watchdog",
    doc_md=__doc__,
    schedule=defaults.every_minutes(30),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("watch", tier=2),
    default_args=defaults.args(),
    **defaults.told("nothing-runs.md", within_hours=1),
)
def watchdog():
    @task
    def watchdog() -> dict:
        return doors.street().watchdog(doors.settings(), doors.now())

    watchdog()


watchdog()
