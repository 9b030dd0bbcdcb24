"""Great Expectations at work: the only place that imports it, and only when a batch is judged (it costs seconds)."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from include.errors import Refused
from include.quality.rule import Rule

if TYPE_CHECKING:
    import pandas as pd

_TODO = "the batch was not loaded; repair what failed and load it again"


@dataclass(frozen=True)
class Outcome:
    """What became of one rule: counts of rows, and the indices of the failed ones when they were asked for."""

    rule: Rule
    evaluated_count: int
    failed_count: int
    failed_rows: Sequence[int] = field(default=(), repr=False)


def evaluate(frame: pa.Table, rules: Sequence[Rule]) -> list[Outcome]:
    """Judges every row of the frame by every rule, each on its `judged_column`; row indices for failed warnings only.

    Refused when Great Expectations fails, leaves a rule out or does not see every row: none of that is a pass.
    """
    import pandas as pd  # noqa: PLC0415

    pandas_frame = frame.to_pandas(types_mapper=pd.ArrowDtype)
    counted = _run_suite(pandas_frame, rules, "BASIC")
    failed = [outcome.rule for outcome in counted if outcome.failed_count and outcome.rule.severity == "warning"]
    if not failed:
        return counted
    columns = sorted({rule.judged_column for rule in failed})
    located = {outcome.rule.name: outcome for outcome in _run_suite(pandas_frame[columns], failed, "COMPLETE")}
    return [located.get(outcome.rule.name, outcome) for outcome in counted]


def _run_suite(frame: "pd.DataFrame", rules: Sequence[Rule], detail: str) -> list[Outcome]:
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    import great_expectations as gx  # noqa: PLC0415
    from great_expectations.data_context.types import base  # noqa: PLC0415

    config = base.DataContextConfig(
        store_backend_defaults=base.InMemoryStoreBackendDefaults(init_temp_docs_sites=False),
        progress_bars=base.ProgressBarsConfig(globally=False),
        analytics_enabled=False,
    )
    context = gx.get_context(mode="ephemeral", project_config=config)
    asset = context.data_sources.add_pandas("batch").add_dataframe_asset("rows")
    suite = context.suites.add(gx.ExpectationSuite("rules", expectations=[_expect(rule) for rule in rules]))
    definition = gx.ValidationDefinition(
        name="batch", data=asset.add_batch_definition_whole_dataframe("whole"), suite=suite
    )
    checkpoint = gx.Checkpoint(
        name="batch",
        validation_definitions=[context.validation_definitions.add(definition)],
        result_format={"result_format": detail, "partial_unexpected_count": 0},
    )
    try:
        run = context.checkpoints.add(checkpoint).run(batch_parameters={"dataframe": frame})
    except Exception as error:
        raise Refused("validation", f"Great Expectations failed ({type(error).__name__}: {error})", _TODO) from error
    [result] = run.run_results.values()
    by_name = {item.expectation_config.meta["rule"]: item for item in result.results if item.expectation_config}
    return [_read_outcome(rule, by_name.get(rule.name), len(frame)) for rule in rules]


def _expect(rule: Rule) -> dict[str, Any]:
    kind = rule.expectation or "expect_column_values_to_be_in_set"
    kwargs = dict(rule.kwargs) if rule.expectation else {"value_set": [True]}
    column = {"column": rule.judged_column}
    return {"type": kind, "kwargs": column | kwargs, "severity": rule.severity, "meta": {"rule": rule.name}}


def _read_outcome(rule: Rule, item: Any, row_count: int) -> Outcome:
    asked = f"validation by the rule {rule.name}"
    if item is None:
        raise Refused(asked, "Great Expectations gave no result", _TODO)
    if "unexpected_count" not in item.result:
        raise Refused(asked, f"Great Expectations failed ({_first_line(item.exception_info)})", _TODO)
    seen, failed_count = item.result["element_count"], item.result["unexpected_count"]
    failed_rows = item.result.get("unexpected_index_list") or ()
    if seen != row_count:
        raise Refused(asked, f"Great Expectations judged {seen} of {row_count} rows", _TODO)
    if item.success != (failed_count == 0) or (failed_rows and len(failed_rows) != failed_count):
        raise Refused(asked, f"Great Expectations contradicts itself about {failed_count} failed rows", _TODO)
    return Outcome(rule, seen, failed_count, failed_rows)


def _first_line(exception_info: Any) -> str:
    infos = [exception_info, *(info for info in exception_info.values() if isinstance(info, dict))]
    messages = [str(info["exception_message"]) for info in infos if info.get("exception_message")]
    return messages[0].splitlines()[0][:200] if messages else "without a reason"
