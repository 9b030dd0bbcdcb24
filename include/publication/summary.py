"""What a person reads before and after a publication, in Vietnamese with the English beside it."""

from include.periods import VIETNAM
from include.publication.publish import Draft, Published

CAUSES = {
    "late": "hồ sơ đến muộn (late)",
    "refund": "hoàn tiền (refund)",
    "correction": "hồ sơ, danh mục thay đổi (correction)",
    "formula": "thay đổi công thức (formula)",
}


def describe_draft(draft: Draft) -> str:
    """What would be published: period, agencies, what is incomplete, what differs from the newest vintage."""
    as_of = f"{draft.data_as_of.astimezone(VIETNAM):%d/%m/%Y %H:%M}" if draft.data_as_of else "–"
    lines = [
        f"Kỳ (period): {draft.period}",
        f"Cơ quan (agencies): {draft.agencies}; chỉ số (figures): {draft.figures}, đủ (whole): {draft.whole_figures}, "
        f"không có số liệu (no data): {draft.figures_without_data}",
        f"Số liệu đến (data as of): {as_of}",
        f"Cơ quan có chỉ số chưa đủ (incomplete agencies): {draft.incomplete_agencies}",
    ]
    lines += [f"- {code} {name}: {states}, {count}" for code, name, states, count in draft.incomplete]
    if len(draft.incomplete) < draft.incomplete_agencies:
        lines.append(f"- … {draft.incomplete_agencies - len(draft.incomplete)}")
    if draft.missing.figures:
        lines.append(f"Còn thiếu (missing): {draft.missing}")
    return "\n".join([*lines, _describe_difference(draft)])


def _describe_difference(draft: Draft) -> str:
    if draft.vintage == 0:
        return "Chưa công bố lần nào: đây là lần 1 (never published: this is vintage 1)."
    if not draft.is_new:
        return f"Không có gì khác lần công bố {draft.vintage} (nothing differs from vintage {draft.vintage})."
    return (
        f"So với lần công bố {draft.vintage} (against vintage {draft.vintage}): {draft.differing_figures} chỉ số "
        f"(figures), {draft.differing_scores} điểm (scores) của {draft.differing_agencies} cơ quan (agencies)."
    )


def describe_published(published: Published) -> str:
    """What was published, and why figures differ from the vintage before."""
    draft = published.draft
    if not published.is_new:
        return f"{draft.period}: nothing differs from vintage {published.vintage}; nothing was published"
    lines = [
        f"{draft.period}: vintage {published.vintage} published, {draft.figures} figures of {draft.agencies} agencies, "
        f"{draft.whole_figures} whole, {draft.figures_without_data} without data, the rest incomplete, of "
        f"{draft.incomplete_agencies} agencies"
    ]
    lines += [
        f"- {CAUSES[cause]}: {figures} figures of {agencies} agencies restated, {records} records behind them"
        for cause, figures, agencies, records in published.causes
    ]
    if draft.vintage and draft.differing_scores:
        lines.append(f"- {draft.differing_scores} index scores differ with them; mart.restated_score says why")
    if draft.missing.figures:
        lines.append(f"- {draft.missing}")
    return "\n".join(lines)
