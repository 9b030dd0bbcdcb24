"""Send the letters that wait in the outbox: when new ones were written, and every ten minutes.

A letter that could not be handed over waits in the outbox and is tried again; none is sent twice.

If this fails: docs/runbooks/send-failed.md
"""

from airflow.sdk import AssetOrTimeSchedule, dag, task
from reform_index import assets, defaults, doors


@dag(
    dag_id="send",
    doc_md=__doc__,
    schedule=AssetOrTimeSchedule(timetable=defaults.every_minutes(10), assets=[assets.letters]),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    tags=defaults.tags("send", tier=1),
    default_args=defaults.args(),
    **defaults.told("send-failed.md", within_hours=1),
)
def send():
    @task
    def send() -> dict:
        return doors.street().send(doors.settings(), doors.now())

    send()


send()
