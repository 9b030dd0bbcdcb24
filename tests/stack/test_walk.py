"""What is told when a run of a DAG has failed."""

from reform_index.stack.walk import describe_failure


def test_a_failed_run_is_told_by_its_first_failed_task() -> None:
    tasks: list[dict[str, object]] = [
        {"task_id": "plan", "state": "success", "rendered_map_index": None},
        {"task_id": "batch.pull", "state": "failed", "rendered_map_index": "dossiers H20 2024-01-01"},
        {"task_id": "batch.load", "state": "upstream_failed", "rendered_map_index": None},
        {"task_id": "complete", "state": "failed", "rendered_map_index": None},
    ]
    assert describe_failure(tasks) == "2 of 4 tasks failed, first batch.pull (dossiers H20 2024-01-01)"


def test_a_run_that_failed_without_a_failed_task_is_told_too() -> None:
    assert describe_failure([]) == "failed without a failed task"
