"""A home for Airflow of these tests' own: imported by the conftest of whatever needs Airflow, before Airflow is.

Airflow reads its home once, when it is first imported. It is told by a file and not by the environment, which the
children of other tests would inherit.
"""

import atexit
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parent.parent
HOME = Path(tempfile.mkdtemp(prefix="reform-index-airflow-"))

_CONFIG = f"""\
[core]
dags_folder = {ROOT / "dags"}
plugins_folder = {ROOT / "plugins"}
load_examples = False
default_timezone = Asia/Ho_Chi_Minh
simple_auth_manager_users = viewer:viewer
[api_auth]
jwt_secret = only-for-these-tests-and-long-enough-for-its-algorithm-of-sixty-four-bytes
[api]
secret_key = only-for-these-tests
[logging]
logging_level = WARNING
[usage_data_collection]
enabled = False
"""


def settle() -> None:
    """Makes the home and has Airflow read it; what stood in AIRFLOW_HOME stands there again afterwards."""
    (HOME / "airflow.cfg").write_text(_CONFIG, encoding="utf-8")
    atexit.register(shutil.rmtree, HOME, ignore_errors=True)
    before = os.environ.get("AIRFLOW_HOME")
    os.environ["AIRFLOW_HOME"] = str(HOME)
    import airflow.configuration
    import airflow.sdk.configuration
    import airflow.settings

    assert str(HOME) == airflow.configuration.AIRFLOW_HOME, "Airflow was imported before its home was made"
    assert airflow.sdk.configuration.conf.get("core", "dags_folder") == str(ROOT / "dags")
    del os.environ["AIRFLOW_HOME"]
    if before is not None:
        os.environ["AIRFLOW_HOME"] = before


@cache
def make_tables() -> None:
    """Airflow's own tables, once for all tests."""
    from airflow.utils.db import initdb

    initdb()


settle()
