"""The portal's published figures beside ours: read, split by cause, kept in core.reconciliation*."""

from include.publication.reconciliation.reconcile import NOTHING, Reconciled, reconcile

__all__ = ["NOTHING", "Reconciled", "reconcile"]
