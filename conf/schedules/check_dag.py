"""Imports honyaku_dag.py as Airflow does, and runs its task once with each exit code of a nightly.sh that only ends with it."""

import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent

with tempfile.TemporaryDirectory() as home:
    nightly = Path(home, "nightly.sh")
    nightly.write_text('#!/bin/sh\necho "$@" "$HONYAKU_TRIES" "$HONYAKU_WINDOW"\nexit "$CODE"\n')
    nightly.chmod(0o755)
    os.environ.update(AIRFLOW_HOME=home, AIRFLOW__CORE__LOAD_EXAMPLES="False", HONYAKU_SCHEDULES=home)

    from airflow.dag_processing.dagbag import DagBag
    from airflow.sdk.exceptions import AirflowException, AirflowFailException

    bag = DagBag(dag_folder=str(HERE / "honyaku_dag.py"))
    if bag.import_errors:
        sys.exit("\n".join(bag.import_errors.values()))
    dag = bag.dags["honyaku_nightly"]
    assert dag.max_active_runs == 1, "nights may overlap"
    assert not dag.catchup, "missed nights would all be made up for"
    task = dag.get_task("translate")
    assert task.retries == 2, "75 is not tried again"

    outcomes = {}
    for code in (0, 1, 2, 3, 10, 12, 13, 14, 15, 75, 137):
        os.environ["CODE"] = str(code)
        try:
            outcomes[code] = f"success ({task.execute({})})"
        except AirflowFailException:
            outcomes[code] = "failed"
        except AirflowException:
            outcomes[code] = "tried again"
    expected = dict.fromkeys((1, 2, 3, 10, 12, 13, 14, 137), "failed")
    expected |= {0: "success (0)", 15: "success (15)", 75: "tried again"}
    assert outcomes == expected, outcomes
    print("exit codes:", ", ".join(f"{code} {outcome}" for code, outcome in sorted(outcomes.items())))
