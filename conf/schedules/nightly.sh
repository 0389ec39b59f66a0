#!/bin/sh
# One night of `honyaku translate`, for whatever starts it: cron, systemd, Airflow or Kubernetes.
#
#     nightly.sh --config /etc/honyaku/news.yaml
#
# takes the options of `honyaku translate`. It starts nothing while the last night still runs, tries again what is worth trying again,
# calls for help where only people can mend something, and ends with the exit code of Honyaku.
#
#   0, 15                          fine: done, or stopped at the deadline or by a signal, with everything done so far kept
#   75                             tried again, HONYAKU_TRIES times in all
#   10, 13, any other, 75 at last  HONYAKU_ALERT is called
#
# Environment:
#   HONYAKU                the command (default: bin/honyaku of this installation)
#   HONYAKU_TRIES          tries in all (default 3); 1 where the scheduler repeats by itself
#   HONYAKU_RETRY_SECONDS  time between two tries (default 600)
#   HONYAKU_WINDOW         22:00-06:00: nothing is started outside of it, and a run stops at its end, a repeated one as well
#   HONYAKU_ALERT          a command that gets one sentence, such as alert.sh (default: none, the sentence is only printed)
#   HONYAKU_LOCK           lock file, one for each nightly job (default: .honyaku-nightly.lock in the home directory)
#   HONYAKU_STOPPED_CODE   exit code for 15 (default 15); 0 for a scheduler that knows no other success
set -u

here=$(cd -P "$(dirname "$0")" && pwd)
honyaku=${HONYAKU:-$here/../../bin/honyaku}
tries=${HONYAKU_TRIES:-3}
window=${HONYAKU_WINDOW:-}
child=
stopped=false
signalled=false

say() {
    printf '%s nightly: %s\n' "$(date '+%F %T')" "$1" >&2
}

alert() {
    say "$1"
    [ -z "${HONYAKU_ALERT:-}" ] || "$HONYAKU_ALERT" "$1" || say "$HONYAKU_ALERT failed, so nobody knows of this"
}

finish() {
    case $1 in
        0) ;;
        15)
            say "stopped; the same command goes on from here"
            exit "${HONYAKU_STOPPED_CODE:-15}"
            ;;
        2) alert "Honyaku refused its options or settings (exit code 2); its output says which" ;;
        3) alert "Honyaku cannot read the input (exit code 3)" ;;
        10) alert "Honyaku finished and published, but more rows failed than allowed (exit code 10)" ;;
        12) alert "another run writes to the same output (exit code 12); this one wrote nothing" ;;
        13) alert "Honyaku refused the model folder (exit code 13); its output says why" ;;
        14) alert "Honyaku has no space or no permission to write (exit code 14)" ;;
        75) alert "Honyaku failed and is worth trying again (exit code 75), but no more tries are left" ;;
        *) alert "Honyaku ended with exit code $1" ;;
    esac
    exit "$1"
}

usage() {
    say "$1"
    exit 2
}

# Times of day compare as numbers, 22:00 as 12200: a leading 1 keeps 08:00 from being octal.
minute() {
    printf '1%s%s' "${1%:*}" "${1#*:}"
}

in_window() {
    [ -n "$window" ] || return 0
    from=$(minute "${window%-*}")
    until=$(minute "${window#*-}")
    now=1$(date +%H%M)
    if [ "$from" -lt "$until" ]; then
        [ "$now" -ge "$from" ] && [ "$now" -lt "$until" ]
    else
        [ "$now" -ge "$from" ] || [ "$now" -lt "$until" ]
    fi
}

# shellcheck disable=SC2329 # a trap calls it
pass_on() {
    stopped=true
    signalled=true
    [ -z "$child" ] || kill -TERM "$child" 2>/dev/null
}

# Waits for the child and sets code. A signal ends `wait`, not the child: Honyaku takes up to a minute to stop.
await() {
    wait "$child"
    code=$?
    while [ "$signalled" = true ] && [ "$code" -gt 128 ]; do
        signalled=false
        wait "$child"
        again=$?
        [ "$again" -eq 127 ] || code=$again
    done
    child=
}

translate() {
    "$honyaku" translate "$@" &
    child=$!
    await
}

pause() {
    sleep "${HONYAKU_RETRY_SECONDS:-600}" &
    child=$!
    wait "$child"
    child=
}

case $tries in
    '' | *[!0-9]* | 0*) usage "HONYAKU_TRIES is a number from 1, but is $tries" ;;
esac
case $window in
    '' | [0-2][0-9]:[0-5][0-9]-[0-2][0-9]:[0-5][0-9]) ;;
    *) usage "HONYAKU_WINDOW is two times of day like 22:00-06:00, but is $window" ;;
esac

# The child has the lock as well: should this script be killed, the lock stays for as long as Honyaku runs.
lock=${HONYAKU_LOCK:-${HOME:-/tmp}/.honyaku-nightly.lock}
(: >>"$lock") 2>/dev/null || usage "the lock file $lock cannot be written; set HONYAKU_LOCK to another"
exec 9>>"$lock"
flock -n 9 || { alert "the last night still runs, so this one was not started (lock file $lock)"; exit 12; }

[ -z "$window" ] || set -- "$@" --deadline "${window#*-}"
trap pass_on TERM INT HUP
code=15
for try in $(seq "$tries"); do
    if [ "$stopped" = true ]; then
        code=15
        break
    fi
    if ! in_window; then
        say "it is outside of $window, so nothing was started"
        break
    fi
    translate "$@"
    [ "$code" -eq 75 ] || break
    [ "$try" -lt "$tries" ] || break
    say "exit code 75, try $try of $tries; the next one follows"
    pause
done
finish "$code"
