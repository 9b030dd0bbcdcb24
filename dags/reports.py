"""Import what units report: every new workbook in the place that they put it into, every hour.

One task a workbook. A workbook in which something is not right loads nothing; a copy that shows where and why is put
into the folder `errors` beside it, and the unit sends a corrected one: that is its matter, so the run stays green.
Nothing is moved or deleted; what was looked at is known by its contents. Without REFORM_REPORTS_URL nothing is done.

If this fails: docs/runbooks/report-refused.md
"""

from airflow.sdk import dag, task
from reform_index import assets, defaults, doors


@dag(
    dag_id="reports",
    doc_md=__doc__,
    schedule=defaults.hourly(),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("collect", tier=2),
    default_args=defaults.args(),
    **defaults.told("report-refused.md", within_hours=1),
)
def reports():
    @task
    def plan() -> list[dict]:
        return doors.street().plan_reports(doors.settings(), doors.now())

    @task(map_index_template="{{ task.op_kwargs['found'].name }}", max_active_tis_per_dag=2)
    def load(found: dict) -> dict:
        return doors.street().import_report(doors.settings(), found, doors.now())

    @task(trigger_rule="all_done", outlets=[assets.reports])
    def done(told: list[dict]) -> dict:
        return defaults.count_loaded(told)

    @task(trigger_rule="none_failed")
    def complete() -> None:
        """Red when a workbook could not be looked at, although what was loaded is announced."""

    told = load.expand(found=plan())
    [told, done(told)] >> complete()


reports()
