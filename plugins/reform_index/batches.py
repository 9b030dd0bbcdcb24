"""How a DAG takes batches along the street: pull and load each, announce what was loaded, stay red when one failed."""

from typing import Any

from airflow.sdk import Asset, task, task_group

from reform_index import defaults, doors


@task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
def pull(asked: dict[str, Any]) -> dict[str, Any]:
    """From the portal into landing."""
    landed: dict[str, Any] = doors.street().pull(doors.settings(), asked, doors.now())
    return landed


@task(map_index_template=defaults.BATCH, max_active_tis_per_dag=4)
def load(asked: Any) -> dict[str, Any]:
    """From landing into the warehouse; gives the receipt."""
    receipt: dict[str, Any] = doors.street().load(doors.settings(), asked, doors.now())
    return receipt


@task_group
def batch(asked: dict[str, Any]) -> Any:
    """One batch; mapped as a group, so that one that is refused does not hold up the others."""
    return load(asked=pull(asked=asked))


@task(trigger_rule="none_failed")
def complete() -> None:
    """Red when a batch is: the run is then not shown as whole, although what was loaded is announced."""


def finish(receipts: Any, announced: Asset, *before: Any) -> None:
    """Ends a DAG: `done` announces what was loaded, after `before`; `complete` says whether that was all of it."""
    done = task(task_id="done", trigger_rule="all_done", outlets=[announced])(defaults.sum_up)(receipts)
    for step in before:
        step >> done
    [receipts, *before, done] >> complete()
