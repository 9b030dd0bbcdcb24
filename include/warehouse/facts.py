"""The tables of the portal's records: how each is keyed, and which of its sums follow a change."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fold:
    """A statement that sums up the rows of another one: what the affected records contribute to a cube.

    Its sums go `into` a table. `of_row`: they follow from each record alone, and so from the rows that are written.
    """

    name: str
    affected: str | None = None
    into: str | None = None
    of_row: bool = False


def _dossiers(affected: str) -> Fold:
    return Fold("fold_dossier", affected, "dossier_fold", of_row=True)


def _paid(affected: str) -> Fold:
    return Fold("fold_paid", affected, "dossier_fold")


def _payments(affected: str) -> Fold:
    return Fold("fold_payment", affected, "payment_fold")


@dataclass(frozen=True)
class Fact:
    """One feed's table. `keys` tell its records apart; `staged` are read beside them to find what is affected.

    `folds` are run before a change, over what `prepare` and the fresh records say is affected, and after it.
    `first_folds` stand for them when the months of the batch were empty: then all that is there is affected.
    `moves`: a record may come back under another code month.
    """

    table: str
    keys: tuple[str, ...]
    staged: tuple[str, ...] = ()
    prepare: str | None = None
    folds: tuple[Fold, ...] = ()
    first_folds: tuple[Fold, ...] = ()
    moves: bool = False

    @property
    def is_partitioned(self) -> bool:
        return "code_month" in self.keys

    @property
    def partitions(self) -> str:
        """Lets PostgreSQL look into the partitions of the batch alone."""
        return "stored.code_month = ANY(CAST(:months AS date []))" if self.is_partitioned else "TRUE"

    @property
    def key(self) -> str:
        """The column that names a record, wherever it stands."""
        return self.keys[0]

    @property
    def index(self) -> tuple[str, ...]:
        """The columns by which the index of the keys is in order: partition by partition."""
        return self.keys[::-1]

    def same_key_as(self, other: str) -> str:
        """The stored row is the same record as the row of `other`."""
        return " AND ".join(f"stored.{key} = {other}.{key}" for key in self.keys)


DOSSIERS_OF_MONTHS = (_dossiers("dossiers_of_months"), _paid("dossiers_of_months"))
PAYMENTS_OF_MONTHS = (_payments("payments_of_months"),)

FACTS = {
    "dossiers": Fact(
        table="core.dossier",
        keys=("dossier_code", "code_month"),
        folds=(_dossiers("dossiers_fresh"), _paid("dossiers_fresh")),
        first_folds=DOSSIERS_OF_MONTHS,
    ),
    "payments": Fact(
        table="core.payment",
        keys=("payment_reference", "code_month"),
        staged=("dossier_code",),
        prepare="paid_for",
        folds=(_payments("payments_fresh"), _paid("dossiers_paid_for")),
        first_folds=(*PAYMENTS_OF_MONTHS, _paid("dossiers_of_months")),
        moves=True,
    ),
    "petitions": Fact(table="core.petition", keys=("petition_code",), folds=(Fold("touched_petitions"),)),
}
