"""Honyaku every night, by Airflow 3: one run at a time, tried again on exit code 75 alone."""

from __future__ import annotations

import os
import subprocess
from datetime import datetime, timedelta

from airflow.sdk import DAG, BaseOperator
from airflow.sdk.exceptions import AirflowException, AirflowFailException

SCHEDULES = os.environ.get("HONYAKU_SCHEDULES", "/opt/honyaku/conf/schedules")
FINE = {0, 15}
TRY_AGAIN = 75


class Nightly(BaseOperator):
    """Runs nightly.sh. The time of a run is the window's: it stops by itself at the window's end."""

    def __init__(self, *, config: str, window: str, **kwargs):
        super().__init__(**kwargs)
        self.config = config
        self.window = window
        self.process: subprocess.Popen | None = None

    def execute(self, context):
        # Airflow repeats and alerts by itself.
        environment = os.environ | {"HONYAKU_TRIES": "1", "HONYAKU_ALERT": "", "HONYAKU_WINDOW": self.window}
        command = [f"{SCHEDULES}/nightly.sh", "--config", self.config]
        self.process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for line in self.process.stdout:
            self.log.info("%s", line.rstrip())
        code = self.process.wait()
        if code == TRY_AGAIN:
            raise AirflowException("Honyaku failed and is worth trying again (exit code 75)")
        if code not in FINE:
            raise AirflowFailException(f"Honyaku ended with exit code {code}; its last lines say why")
        return code

    def on_kill(self):
        """Honyaku stops within a minute of SIGTERM, with everything done so far kept."""
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=90)


def alert(context):
    """Airflow calls this when the night has failed, which it has not while another try follows."""
    subprocess.run([f"{SCHEDULES}/alert.sh", f"Airflow: {context['dag'].dag_id} has failed, {context.get('reason')}"], check=True)


with DAG(
    dag_id="honyaku_nightly",
    schedule="0 22 * * *",
    start_date=datetime(2026, 1, 1),
    catchup=False,
    max_active_runs=1,
    # A net below the window.
    dagrun_timeout=timedelta(hours=9),
    on_failure_callback=alert,
    tags=["honyaku"],
) as dag:
    Nightly(
        task_id="translate",
        config="/etc/honyaku/news.yaml",
        window="22:00-06:00",
        retries=2,
        retry_delay=timedelta(minutes=10),
        max_active_tis_per_dag=1,
    )
