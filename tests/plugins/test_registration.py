"""Airflow executes one file of plugins/ under its bare name, and builds the page only where it is served."""

import json
import os
import subprocess
import sys
from pathlib import Path

from tests.airflow_home import ROOT

LOAD_ALONE = """
import json, sys
from airflow import plugins_manager
from airflow.sdk import plugins_manager as of_tasks

plugins_manager.ensure_plugins_loaded()
of_tasks.integrate_macros_plugins()
views, _ = plugins_manager._get_ui_plugins()
folder = sys.argv[1]
files = [str(m.__file__) for m in list(sys.modules.values()) if str(getattr(m, "__file__", "")).startswith(folder)]
print(json.dumps({
    "errors": plugins_manager.get_import_errors(),
    "plugins": [plugin.name for plugin in plugins_manager._get_plugins()[0] if "PLUGINS_FOLDER" in str(plugin.source)],
    "views": [(view["href"], view["destination"]) for view in views],
    "files": sorted(file.removeprefix(folder) for file in files),
}))
"""


def test_only_the_registration_is_loaded(tmp_path: Path) -> None:
    environ = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{ROOT}:{ROOT / 'plugins'}",
        "AIRFLOW_HOME": str(tmp_path),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__PLUGINS_FOLDER": str(ROOT / "plugins"),
    }
    command = [sys.executable, "-c", LOAD_ALONE, str(ROOT / "plugins")]
    said = subprocess.run(command, env=environ, cwd=tmp_path, check=True, capture_output=True, text=True).stdout
    assert json.loads(said.splitlines()[-1]) == {
        "errors": {},
        "plugins": ["reform_index"],
        "views": [["/reform/", "nav"]],
        "files": ["/reform_index/reform_index_plugin.py"],
    }
