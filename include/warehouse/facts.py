"""The tables of the portal's records: how each is keyed, and which of its sums follow a change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fact:
    """One feed's table. `keys` tell its records apart; `staged` are read beside them to find what is affected.

    `affected` names the statement that finds whose sums change, `folds` those that are run before the change and
    after it.
    """

    table: str
    keys: tuple[str, ...]
    staged: tuple[str, ...] = ()
    affected: str | None = None
    folds: tuple[str, ...] = ()

    @property
    def is_partitioned(self) -> bool:
        return "code_month" in self.keys

    @property
    def partitions(self) -> str:
        """Lets PostgreSQL look into the partitions of the batch alone."""
        return "stored.code_month = ANY(CAST(:months AS date []))" if self.is_partitioned else "TRUE"

    def same_key_as(self, other: str) -> str:
        """The stored row is the same record as the row of `other`."""
        return " AND ".join(f"stored.{key} = {other}.{key}" for key in self.keys)


FACTS = {
    "dossiers": Fact(
        table="core.dossier",
        keys=("dossier_code", "code_month"),
        affected="affected_dossiers",
        folds=("fold_dossier", "fold_paid"),
    ),
    "payments": Fact(
        table="core.payment",
        keys=("payment_reference", "code_month"),
        staged=("dossier_code",),
        affected="affected_payments",
        folds=("fold_payment", "fold_paid"),
    ),
    "petitions": Fact(table="core.petition", keys=("petition_code",), folds=("touched_petitions",)),
}
