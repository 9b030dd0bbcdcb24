"""The client: asks the portal for records, within bounds, through every fault that can be got over."""

from include.portal.client.fetch import Fetch
from include.portal.client.gate import Gate
from include.portal.client.limits import Limits
from include.portal.client.page import Page
from include.portal.client.portal import Portal

__all__ = ["Fetch", "Gate", "Limits", "Page", "Portal"]
