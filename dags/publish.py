"""Publish the periods that ended last month, and what late data changed, after a person has agreed.

Every morning it asks whether this is the day (REFORM_PUBLISH_DAY, the 10th unless set). On that day it writes down what
would be published: period, agencies, what is incomplete, what differs from the vintage before. A person with the right
to answer on this DAG approves or rejects it under "Required Actions"; silence is no approval. By hand, the param
`periods` names what to publish, such as 2024-06 2024-Q2, on any day. What is published is never changed.

If this fails: docs/runbooks/publish-failed.md
"""

from datetime import timedelta

from airflow.providers.standard.operators.hitl import ApprovalOperator
from airflow.sdk import Param, dag, get_current_context, task
from reform_index import defaults, doors

PROPOSED = "ti.xcom_pull(task_ids='propose')"


@dag(
    dag_id="publish",
    doc_md=__doc__,
    schedule=defaults.daily(7),
    start_date=defaults.START,
    catchup=False,
    max_active_runs=1,
    params={"periods": Param(None, type=["null", "string"], description="e.g. 2024-06 2024-Q2; empty: what is due")},
    tags=defaults.tags("publish", tier=1),
    default_args=defaults.args(),
    **defaults.told("publish-failed.md", within_hours=7 * 24),
)
def publish():
    @task
    def propose() -> dict:
        asked = (get_current_context()["params"].get("periods") or "").split()
        return defaults.skip_without("periods", doors.street().propose(doors.settings(), doors.now(), asked))

    approve = ApprovalOperator(
        task_id="approve",
        subject=f"Công bố / publish: {{{{ {PROPOSED}['periods'] | join(', ') }}}}",
        body=f"{{{{ {PROPOSED}['summary'] }}}}",
        response_timeout=timedelta(days=14),
    )

    @task
    def publish(proposed: dict, answer: dict) -> dict:
        by = answer["responded_by_user"]["name"]
        return doors.street().publish_periods(doors.settings(), proposed["periods"], by, doors.now())

    proposed = propose()
    proposed >> approve
    publish(proposed, approve.output)


publish()
