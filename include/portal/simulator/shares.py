"""In which shares things happen: channels, payments, lateness. The shipped ones stand in shares.toml."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shares:
    """Each between 0 and 1, of all dossiers unless another whole is named."""

    online: float
    postal: float
    paid_online: float  # of the dossiers with a fee
    paid_at_counter: float  # of the dossiers with a fee that are not paid online
    transfer: float  # of the payments at the counter
    provincial_gateway: float  # of the online payments
    retried: float  # of the dossiers with a fee: attempts that failed before
    refunded: float  # of the online payments
    late: float
    refused: float
    withdrawn: float
    stopped: float
    not_returned: float  # finished, and the result was not fetched
    interim: float  # seen once more between the reception and the end
    supplemented: float  # of those seen once more: documents were asked for
    supplemented_twice: float  # of those supplemented
    received_elsewhere: float
    digitised: float
    reused: float
    electronic_result: float
    personal_store: float
    citizen_data: float
    complaint: float
    petition: float  # petitions for each dossier
    petition_late: float
    petition_satisfied: float
