"""Look up what the portal itself publishes: scores and figures of the country and its provinces, every day.

One task a province, one after the other, a page at a time with a pause. It needs no account, only the portal's
address. The country comes first: if the portal refuses it, no province is asked. Paused until it is switched on, since
it asks a public portal some thousand questions a day. What is published anew is kept beside what was there before,
and set beside ours.

If this fails: docs/runbooks/published-failed.md
"""

from airflow.sdk import dag, task, task_group
from reform_index import defaults, doors

ROOT = "{{ task.op_kwargs['asked'][0].root_agency }}"


@dag(
    dag_id="published",
    doc_md=__doc__,
    schedule=defaults.daily(4),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    is_paused_upon_creation=True,
    tags=defaults.tags("collect", tier=2),
    default_args=defaults.args(),
    **defaults.told("published-failed.md", within_hours=12),
)
def published():
    @task(map_index_template=ROOT, max_active_tis_per_dag=1)
    def pull(asked: list[dict]) -> list[dict]:
        street, settings = doors.street(), doors.settings()
        return [street.pull(settings, batch, doors.now()) for batch in asked]

    @task(map_index_template=ROOT, max_active_tis_per_dag=2)
    def load(asked: list[dict]) -> dict:
        street, settings = doors.street(), doors.settings()
        return defaults.sum_up([street.load(settings, batch, doors.now()) for batch in asked])

    @task_group
    def province(asked: list[dict]):
        return load(asked=pull(asked=asked))

    @task
    def plan_country() -> list[dict]:
        return doors.street().plan_published(doors.now())

    @task
    def plan_provinces() -> list[list[dict]]:
        return doors.street().plan_provinces(doors.settings(), doors.now())

    @task
    def reconcile() -> dict:
        return doors.street().reconcile_due(doors.settings(), doors.now())

    country, provinces = load(asked=pull(asked=plan_country())), plan_provinces()
    country >> provinces
    province.expand(asked=provinces) >> reconcile()


published()
