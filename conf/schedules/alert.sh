#!/bin/sh
# Tells somebody: alert.sh SENTENCE. It writes to the system log and, where there is a mail command, to HONYAKU_ALERT_MAIL (root).
# Put your pager or chat here; nightly.sh, honyaku-alert@.service and the Airflow DAG all call it.
set -u

logger -t honyaku -p user.crit -- "$1"
if command -v mail >/dev/null; then
    printf '%s\n\non %s\n' "$1" "$(uname -n)" | mail -s "Honyaku: $1" "${HONYAKU_ALERT_MAIL:-root}"
fi
