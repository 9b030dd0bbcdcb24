"""The evidence of one agency and period, as `python -m include evidence` writes it, to download."""

from datetime import datetime

from include.errors import WrongUse
from include.periods import Period
from include.publication.evidence.gather import gather
from include.publication.evidence.pack import pack
from include.records.agency_code import normalise
from reform_index.page.reading import NotShown, open_engine


def draw(agency: str, period: str, now: datetime) -> tuple[str, bytes]:
    """The name of the file, and the ZIP. NotShown for what is no agency or no period.

    Refused where there are no figures, or where the records do not give them.
    """
    try:
        code, asked = normalise(agency), Period.parse(period)
    except ValueError:
        raise NotShown(f"agency {agency!r}", "not an agency code", "write a code like H13.05") from None
    except WrongUse as wrong:
        raise NotShown(wrong.asked, wrong.came, wrong.todo) from None
    try:
        return f"evidence-{code}-{asked.label}.zip", pack(gather(open_engine(), code, asked, now))
    except WrongUse as wrong:
        raise NotShown(wrong.asked, wrong.came, wrong.todo) from None
