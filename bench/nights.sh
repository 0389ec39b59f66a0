#!/usr/bin/env bash
# What an unattended night costs and keeps: bench/nights.sh [--rows N] [--night-rows N] [--work DIR]
# README.md beside this file tells what is measured. Figures go to standard output, everything else to files in DIR.
set -euo pipefail

rows=1000000
night_rows=2000
work=
home=$(cd "$(dirname "$0")/.." && pwd)
model=$home/sample-data/model/nekomata-mini

fail() {
    printf 'nights.sh: %s\n' "$1" >&2
    exit 2
}

while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || fail "$1 needs a value"
    case $1 in
        --rows) rows=$2 ;;
        --night-rows) night_rows=$2 ;;
        --work) work=$2 ;;
        *) fail "there is no option $1; there are --rows, --night-rows and --work" ;;
    esac
    shift 2
done
for number in "$rows" "$night_rows"; do
    [[ $number =~ ^[1-9][0-9]{2,7}$ ]] || fail "$number is no number of rows from 100 to 99,999,999"
done
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
work=$(cd "$work" && pwd)
[ -z "$(ls -A "$work")" ] || fail "$work is not empty; name another folder"

# A line of the table.
say() {
    printf '| %s | %s |\n' "$1" "$2"
}

# Spark and the test classes of this project, without bin/honyaku.
test_java() {
    local built=$home/job/target
    SPARK_LOCAL_IP=127.0.0.1 java "@$built/jvm.options" -Dspark.master='local[*,4]' -Dspark.ui.enabled=false \
        "-Dlog4j2.configurationFile=$home/conf/log4j2.properties" \
        -cp "$built/test-classes:$home/udf/target/test-classes:$built/honyaku.jar:$built/native/*:$(cat "$built/spark-classpath.txt")" \
        "$@"
}

build() {
    (cd "$home" && mvn -B -q -ntp -DskipTests -Dspotless.check.skip=true package) >"$work/build.log" 2>&1 ||
        fail "the build failed; see $work/build.log"
}

# Rows of which the second column is the text: corpus FOLDER FIRST_ID LAST_ID WORDS adds a file.
write_rows() {
    mkdir -p "$1"
    seq "$2" "$3" | awk -v words="$4" '{ print $1 "\t" words " " $1 }' >>"$1/rows-$(($2 / 125000)).tsv"
}

translate() {
    "$home/bin/honyaku" translate --input "$1/corpus" --output "$1/out" --overwrite --text-column 2 "${@:2}"
}

# Runs a command; $seconds, $cpu_seconds and $peak_mib are what it took.
measured() {
    local log=$1 form='%e %U %S %M'
    shift
    if [ -x /usr/bin/time ]; then
        /usr/bin/time -o "$log.time" -f "$form" "$@" >"$log" 2>&1 || fail "$* failed; see $log"
    else
        fail "there is no /usr/bin/time; install GNU time"
    fi
    read -r seconds user system kib <"$log.time"
    cpu_seconds=$(awk -v a="$user" -v b="$system" 'BEGIN { print a + b }')
    peak_mib=$((kib / 1024))
}

bytes() {
    du -sb "$1" | cut -f 1
}

# The output of the run that has filled the memory says other things of itself, so the first run writes it anew and the second has nothing to do.
no_op() {
    local at=$1 log
    for what in "an output written anew" no-op; do
        log=$work/${what// /-}-$at.log
        measured "$log" env HONYAKU_JAVA_OPTS=-Xmx1g \
            "$home/bin/honyaku" translate --input "$work/$at/corpus" --output "$work/$at/out" --overwrite --text-column 2 \
            --template "$work/stand-in.txt" --instruction shout --max-new-tokens 60 --top-k 0
        grep -q "^texts     0 translated" "$log" || fail "the run over $at rows was none without work; see $log"
        say "$what, $at rows, all in memory" "$seconds s ($cpu_seconds s of processor time), peak RSS $peak_mib MiB with -Xmx1g"
    done
    grep -q "stays as it is" "$log" || fail "the run over $at rows has written its output anew; see $log"
}

# The memory is filled by everything but the model: a stand-in writes the text in capital letters.
million() {
    local at from
    printf '%b' '{instruction}\001{input}\002' >"$work/stand-in.txt"
    for at in $((rows / 10)) "$rows"; do
        for ((from = 0; from < at; from += 125000)); do
            write_rows "$work/$at/corpus" "$from" $((from + 125000 < at ? from + 124999 : at - 1)) sentence
        done
        test_java org.honyaku.job.GrownMemory "$work/$at" "$model" >"$work/grown-$at.log" 2>&1 ||
            fail "the memory could not be filled; see $work/grown-$at.log"
        say "distinct texts computed by the stand-in" "$(sed -n 's/^texts *//p' "$work/grown-$at.log")"
        no_op "$at"
        say "translation memory of $at texts" "$(bytes "$work/$at/.out.memory") bytes, $(($(bytes "$work/$at/.out.memory") / at)) a text"
        say "manifest of $at rows" "$(wc -c <"$work/$at/out/_honyaku/run.json") bytes"
    done
}

# What a run over the same corpus that remembers nothing makes of it.
expect_fresh() {
    local night=$1
    mkdir -p "$work/fresh-$night"
    cp -r "$work/nights/corpus" "$work/fresh-$night/corpus"
    translate "$work/fresh-$night" --max-new-tokens 1 >"$work/fresh-$night.log" 2>&1
    test_java org.honyaku.job.OutputWatch rows "$work/fresh-$night/out" >"$work/fresh-$night.rows" 2>"$work/rows.log"
    test_java org.honyaku.job.OutputWatch rows "$work/nights/out" >"$work/night-$night.rows" 2>"$work/rows.log"
    if cmp -s "$work/fresh-$night.rows" "$work/night-$night.rows"; then
        say "night $night: its $(wc -l <"$work/night-$night.rows") rows" "equal those of a run without a memory"
    else
        say "night $night: its rows" "DIFFER: diff $work/fresh-$night.rows $work/night-$night.rows"
        exit_code=1
    fi
}

# The code of a run, and how many texts it translated.
night() {
    local number=$1 code=0
    translate "$work/nights" --max-new-tokens 1 >"$work/night-$number.log" 2>&1 || code=$?
    say "night $number${2:-}" "exit code $code, texts $(sed -n 's/^texts *//p' "$work/night-$number.log")"
}

# SIGKILL when the first wave is in the memory: bin/honyaku and the JVM that it waits for, so that nothing starts anew.
killed_night() {
    local waves=$work/nights/.out.memory/waves before launcher
    before=$(find "$waves" -mindepth 1 -maxdepth 1 | wc -l)
    translate "$work/nights" --max-new-tokens 1 --wave-tokens 5000 >"$work/night-2-killed.log" 2>&1 &
    launcher=$!
    while kill -0 "$launcher" 2>/dev/null && [ "$(find "$waves" -mindepth 1 -maxdepth 1 | wc -l)" -le "$before" ]; do
        sleep 0.1
    done
    kill_tree "$launcher"
    local code=0
    wait "$launcher" 2>/dev/null || code=$?
    say "night 2, killed by SIGKILL after a wave" "exit code $code, $(($(find "$waves" -mindepth 1 -maxdepth 1 | wc -l) - before)) waves kept"
}

# The process and all below it, parents first.
kill_tree() {
    local children
    children=$(ps -o pid= --ppid "$1") || true
    kill -KILL "$1" 2>/dev/null || true
    for child in $children; do
        kill_tree "$child"
    done
}

nights() {
    local corpus=$work/nights/corpus
    write_rows "$corpus" 0 $((night_rows - 1)) "これは何番ですか。"
    night 1
    expect_fresh 1
    # A tenth deleted, a fifth changed, a fifth new.
    awk -v n="$night_rows" -F '\t' '$1 < n / 10 { next } $1 < n * 3 / 10 { $2 = "変わりました。" $1 } { print $1 "\t" $2 }' \
        "$corpus/rows-0.tsv" >"$corpus/changed.tsv"
    mv "$corpus/changed.tsv" "$corpus/rows-0.tsv"
    write_rows "$corpus" "$night_rows" $((night_rows * 6 / 5 - 1)) "新しい行です。"
    killed_night
    night 2 ", the same command again"
    expect_fresh 2
    night 3
    expect_fresh 3
}

reader() {
    local corpus=$work/nights/corpus code=0
    write_rows "$corpus" $((night_rows * 2)) $((night_rows * 2 + 99)) "読む間に来ました。"
    mkfifo "$work/until"
    test_java org.honyaku.job.OutputWatch watch "$work/nights/out" <"$work/until" >"$work/watch.out" 2>"$work/watch.log" &
    local watch=$!
    exec 3>"$work/until"
    translate "$work/nights" --max-new-tokens 1 >"$work/refresh.log" 2>&1 || code=$?
    sleep 2
    exec 3>&-
    wait "$watch"
    say "a reader at 10 Hz during a refresh (exit code $code)" "$(cat "$work/watch.out")"
}

exit_code=0
build
printf '| what | measured |\n|---|---|\n'
million
nights
reader
exit "$exit_code"
