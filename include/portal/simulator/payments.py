"""The payments of a day's dossiers: attempts that failed, the one that succeeded, and what was given back."""

import numpy as np
from numpy.typing import NDArray

from include.portal.simulator import rows as r
from include.portal.simulator.draw import generator
from include.portal.simulator.faults import PAYMENT_FAULTS, strike
from include.portal.simulator.rows import DAY, PAYMENT, Rows, any_of, spread
from include.portal.simulator.source import ONLINE, UNPAID, Source

ATTEMPT_AFTER = (60, 600)
SUCCESS_AFTER = (900, 3600)
SETTLED_AFTER = (20, 300)
REFUND_WITHIN_DAYS = 20
LOST_OUTCOMES, LOST_SHARES = (r.FAILED, r.CANCELLED, r.INITIATED), (0.6, 0.2, 0.2)


def draw_payments(source: Source, day: int, dossiers: Rows) -> Rows:
    """Every payment of the dossiers that were received on a day; a cash payment settles at once."""
    rng = generator(source.seed, source.code, day, "payments")
    sound = dossiers[dossiers["suffix"] == 0]
    tried, paid = sound[sound["retries"] > 0], sound[sound["pay"] != UNPAID]
    rows = r.empty(PAYMENT, len(tried) + len(paid))
    payers = np.concatenate([tried, paid])
    final = np.arange(len(rows)) >= len(tried)
    for column in ("agency", "procedure"):
        rows[column] = payers[column]
    rows["dossier"], rows["dossier_digits"] = payers["sequence"], payers["digits"]
    rows["amount_vnd"] = payers["fee_vnd"]
    rows["method"] = np.where(final, payers["pay"], ONLINE)
    rows["grain"] = rng.integers(0, 2**32, len(rows), dtype=np.uint32)
    rows["provincial"] = any_of(rng, len(rows), source.shares.provincial_gateway) | ~_payable(source, rows)
    _settle(rows, payers, final, rng)
    _refund(rows, source, rng)
    numbered = r.number_within(rows)
    strike(numbered, rng, source.fault_share, len(PAYMENT_FAULTS))
    return numbered


def _payable(source: Source, rows: Rows) -> NDArray[np.bool_]:
    payable = np.array([procedure.payable for procedure in source.procedures], dtype=np.bool_)
    return payable[rows["procedure"].astype(np.int64)]


def _settle(rows: Rows, payers: Rows, final: NDArray[np.bool_], rng: np.random.Generator) -> None:
    count, received = len(rows), payers["born"].astype(np.int64)
    after = np.where(final, spread(rng, count, *SUCCESS_AFTER), spread(rng, count, *ATTEMPT_AFTER))
    begun = received + after
    lost = rng.choice(LOST_OUTCOMES, count, p=LOST_SHARES)
    rows["outcome"] = np.where(final, r.SUCCEEDED, lost)
    at_once = (rows["method"] != ONLINE) | (rows["outcome"] == r.INITIATED)
    settled = np.where(at_once, begun, begun + spread(rng, count, *SETTLED_AFTER))
    rows["born"], rows["first"], rows["second"], rows["last"] = begun, begun, settled, settled


def _refund(rows: Rows, source: Source, rng: np.random.Generator) -> None:
    """Half of the refunds give everything back, half a part; `second` stays the moment of the payment."""
    count = len(rows)
    given = any_of(rng, count, source.shares.refunded) & (rows["outcome"] == r.SUCCEEDED) & (rows["method"] == ONLINE)
    whole = any_of(rng, count, 0.5)
    back = np.where(whole, rows["amount_vnd"], rows["amount_vnd"] // 2)
    rows["refunded_vnd"] = np.where(given, back, 0)
    rows["outcome"] = np.where(given & whole, r.REFUNDED, rows["outcome"])
    rows["last"] += np.where(given, spread(rng, count, DAY, REFUND_WITHIN_DAYS * DAY), 0).astype(np.uint32)
