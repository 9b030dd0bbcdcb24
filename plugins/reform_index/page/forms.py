"""What a form of the page must bring before it may change anything: leave to do so, and proof that the page sent it."""

import hmac
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Annotated
from urllib.parse import urlsplit

from airflow.api_fastapi.app import get_auth_manager
from airflow.api_fastapi.auth.managers.models.base_user import BaseUser
from airflow.api_fastapi.auth.managers.models.resource_details import DagDetails
from airflow.api_fastapi.core_api.security import GetUserDep
from airflow.configuration import conf
from fastapi import Depends, HTTPException, Request

VALID = timedelta(hours=12)


def may_acknowledge(user: BaseUser) -> bool:
    """Whoever may run the DAG that writes the alerts; whoever may only look at it may not."""
    return bool(get_auth_manager().is_authorized_dag(method="PUT", details=DagDetails(id="watch"), user=user))


def requires_acknowledging(user: GetUserDep) -> BaseUser:
    """The signed-in user; 401 for strangers, 403 for those who may only look."""
    if not may_acknowledge(user):
        raise HTTPException(403, "Tài khoản này chỉ được xem / this account may only look")
    return user


Acknowledging = Annotated[BaseUser, Depends(requires_acknowledging)]


def write_token(user: BaseUser, form: str, now: datetime) -> str:
    """Goes into a form, and back with it: only this user, for this form, within twelve hours."""
    until = int((now + VALID).timestamp())
    return f"{until}.{_sign(user, form, until)}"


def check_sent_by_page(request: Request, user: BaseUser, form: str, token: str, now: datetime) -> None:
    """403 for what another site sent, or what no page of ours gave this user."""
    until, _, signature = token.partition(".")
    is_signed = until.isdecimal() and hmac.compare_digest(signature, _sign(user, form, int(until)))
    if not is_signed or int(until) < now.timestamp() or not _is_from_here(request):
        raise HTTPException(403, "Biểu mẫu đã quá hạn, hãy mở lại trang / this form is too old: open the page again")


def _is_from_here(request: Request) -> bool:
    """What the browser says of where the form stood; an old one that says nothing brings the token at least."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is None or urlsplit(origin).netloc == request.headers.get("host")


def _sign(user: BaseUser, form: str, until: int) -> str:
    key = sha256(f"reform-index form {conf.get_mandatory_value('api', 'secret_key')}".encode()).digest()
    return hmac.new(key, f"{user.get_id()}\n{form}\n{until}".encode(), sha256).hexdigest()
