"""Measure every period that loads have touched, and score it by the index frameworks.

Runs when facts, catalogue or reports have changed; what no load has touched is not looked at again.

If this fails: docs/runbooks/measure-failed.md
"""

from airflow.sdk import dag, task
from reform_index import assets, defaults, doors


@dag(
    dag_id="measure",
    doc_md=__doc__,
    schedule=(assets.facts | assets.catalogue | assets.reports),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("measure", tier=1),
    default_args=defaults.args(),
    **defaults.told("measure-failed.md", within_hours=2),
)
def measure():
    @task(outlets=[assets.indicators])
    def measure() -> dict:
        return doors.street().measure(doors.settings(), doors.now())

    measure()


measure()
