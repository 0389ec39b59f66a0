#!/usr/bin/env bash
# What Spark costs beside the engine alone, and what a second executor brings: the sample model on rows made of the sample corpus. Prints one table.
# See README.md in this folder.
set -euo pipefail

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
honyaku=$bench/../bin/honyaku

usage() {
    cat <<END
usage: bench/spark.sh [OPTION]...
  --rows N     rows of the corpus, all of them different (default: 6000)
  --rounds N   how often everything is run in turn (default: 3)
  --work DIR   keep the environment and what was written there (default: a temporary folder that is removed)
END
}

rows=6000
rounds=3
work=
while [ $# -gt 0 ]; do
    case $1 in
        --rows) rows=$2 ;;
        --rounds) rounds=$2 ;;
        --work) work=$2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift 2
done
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"
python=$work/venv/bin/python
results=$work/spark.jsonl
: >"$results"

say() { printf '%s\n' "$*" >&2; }

# Spark as PyPI has it, for spark-submit and its cluster of executor processes on this machine.
if [ ! -x "$python" ]; then
    say "Installing Spark and a reader of Parquet ..."
    python3 -m venv "$work/venv"
    "$python" -m pip install --quiet --disable-pip-version-check -r "$bench/peers/requirements-spark.txt"
fi
spark=$("$python" -c 'import pathlib, pyspark; print(pathlib.Path(pyspark.__file__).parent)')

# Everything is translated anew each time.
translate() {
    rm -rf "$work/$1" "$work/.$1.memory"
    "${held[@]}" "$honyaku" translate --input "$work/corpus.jsonl" --output "$work/$1" --max-failed-share 1 "${@:2}" \
        >"$work/$1.out" 2>"$work/$1.err" || { tail -n 5 "$work/$1.err" >&2; exit 1; }
    "$python" "$bench/peers/spark_rows.py" measured "$1" "$work/$1" >>"$results"
}

held=()
executors() {
    SPARK_HOME=$spark translate "$1" --master "$2" --threads 1 --set spark.executor.memory=2g --partitions 8
}

"$python" "$bench/peers/spark_rows.py" corpus "$bench/../sample-data/corpus.parquet" "$rows" "$work/corpus.jsonl"
for round in $(seq "$rounds"); do
    say "Round $round"
    translate in-one-process
    [ "$round" -gt 1 ] ||
        "$python" "$bench/peers/spark_rows.py" workload "$work/in-one-process" "$work/workload.json"
    "$honyaku" bench --retokenize --workload "$work/workload.json" 2>"$work/bench.err" | grep '^{' |
        sed 's/^{/{"what": "engine-alone", /' >>"$results"
    executors one-executor "local-cluster[1,1,3072]"
    # Beside one executor the driver, compilers and garbage collectors have a core for themselves, which two executors do not leave them.
    held=(taskset --cpu-list 0)
    executors one-executor-held-to-one-core "local-cluster[1,1,3072]"
    held=()
    executors two-executors "local-cluster[2,1,3072]"
done
"$python" "$bench/peers/spark_rows.py" table "$results"
