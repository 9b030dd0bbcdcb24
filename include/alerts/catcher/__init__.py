"""A mail server that delivers nothing: it keeps what it gets as .eml files and shows it on a page."""

from include.alerts.catcher.server import Catcher, running_catcher

__all__ = ["Catcher", "running_catcher"]
