#!/usr/bin/env bash
# Honyaku beside other engines: the same checkpoint, the same rows, on this machine, one after another and again in turn. Prints one table.
# See README.md in this folder.
set -euo pipefail

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
all_engines="linear-limit honyaku-int8 openvino-int8 llama-q8_0 ctranslate2-int8 honyaku-bf16 openvino-bf16 transformers-bf16 \
honyaku-fp32 transformers-fp32"

usage() {
    cat <<END
usage: bench/compare.sh [OPTION]...
  --engines "A B ..."    which (default: all): $all_engines
  --workloads "F G ..."  files of rows (default: uniform.json and ragged.json of bench/workloads)
  --rounds N             how often everything is run in turn (default: 2)
  --rows N               only the first N rows of each workload, for a short try
  --threads N            of every engine (default: all cores)
  --slots N              sequences of Honyaku at once (default: Honyaku's own choice)
  --work DIR             keep the environment, the models and the results there, and go on from what it holds
                         (default: a temporary folder that is removed)
END
}

engines=$all_engines
workloads="$bench/workloads/uniform.json $bench/workloads/ragged.json"
rounds=2
rows=
threads=$(nproc)
slots=
work=
while [ $# -gt 0 ]; do
    case $1 in
        --engines) engines=$2 ;;
        --workloads) workloads=$2 ;;
        --rounds) rounds=$2 ;;
        --rows) rows=$2 ;;
        --threads) threads=$2 ;;
        --slots) slots=$2 ;;
        --work) work=$2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift 2
done
for engine in $engines; do
    case " $all_engines " in
        *" $engine "*) ;;
        *) echo "compare.sh: there is no engine $engine; there are $all_engines" >&2; exit 2 ;;
    esac
done
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work/logs" "$work/installed" "$work/workloads"
python=$work/venv/bin/python
results=$work/results.jsonl

say() { printf '%s\n' "$*" >&2; }

# The engine is named in the table with the reason why there is no number.
give_up() {
    printf '{"engine": "%s", "failed": "%s; see %s"}\n' "$1" "$2" "logs/$3" >>"$results"
    say "  $1: $2; see $work/logs/$3"
}

# Packages of one peer, once; a second call asks pip nothing.
install() {
    [ ! -e "$work/installed/$1" ] || return 0
    say "Installing $1 ..."
    "$python" -m pip install --quiet --disable-pip-version-check -r "$bench/peers/requirements-$1.txt" \
        >"$work/logs/install-$1.log" 2>&1 && touch "$work/installed/$1"
}

# What an engine loads, made once from the checkpoint: NAME and the command that writes it to the path that is its last argument.
convert() {
    local target=$work/$1
    shift
    [ ! -e "$target" ] || return 0
    say "Making $(basename "$target") ..."
    rm -rf "$target.partial"
    "$@" "$target.partial" >"$work/logs/convert-$(basename "$target").log" 2>&1 && mv "$target.partial" "$target"
}

to_openvino() { "$python" "$bench/peers/convert_openvino.py" "$work/model" "$2" "$1"; }
from_model() { "$python" "$bench/peers/$1" "$work/model" "$2"; }

prepare() {
    case $1 in
        openvino-*) install openvino && convert "$1" to_openvino "${1#openvino-}" ;;
        llama-*) install llama && convert "$1.gguf" from_model convert_llama.py ;;
        ctranslate2-*) install ctranslate2 && convert "$1" from_model convert_ctranslate2.py ;;
        honyaku-*) "$bench/../bin/honyaku" --version >"$work/logs/install-honyaku.log" 2>&1 ;;
        *) true ;;
    esac
}

# Runs an engine on a workload; what it measured is the last line of its standard output.
run() {
    local common=(--workload "$2" --threads "$threads")
    case $1 in
        openvino-*) "$python" "$bench/peers/run_openvino.py" --model "$work/$1" "${common[@]}" ;;
        llama-*) "$python" "$bench/peers/run_llama.py" --model "$work/$1.gguf" "${common[@]}" ;;
        ctranslate2-*) "$python" "$bench/peers/run_ctranslate2.py" --model "$work/$1" "${common[@]}" ;;
        transformers-*)
            "$python" "$bench/peers/run_transformers.py" --model "$work/model" --precision "${1#transformers-}" "${common[@]}"
            ;;
        honyaku-*)
            "$bench/../bin/honyaku" bench --model "$work/model" --precision "${1#honyaku-}" ${slots:+--slots "$slots"} "${common[@]}"
            ;;
        linear-limit) "$python" "$bench/peers/linear_limit.py" --threads "$threads" "$2" ;;
    esac
}

measure() {
    local log
    log=$(printf '%s-%s' "$1" "$(basename "$2" .json)").log
    say "  $1 on $(basename "$2" .json)"
    if run "$1" "$2" >"$work/logs/$log.out" 2>"$work/logs/$log"; then
        grep '^{' "$work/logs/$log.out" |
            sed "s/^{/{\"engine\": \"$1\", \"workload\": \"$(basename "$2" .json)\", /" >>"$results"
    else
        give_up "$1" "it failed on $(basename "$2" .json)" "$log"
    fi
}

[ -x "$python" ] || python3 -m venv "$work/venv"
install common || { say "the packages that make the checkpoint cannot be installed: see $work/logs/install-common.log"; exit 1; }
convert model "$python" "$bench/peers/checkpoint.py" || { say "no checkpoint: see $work/logs/convert-model.log"; exit 1; }
cut=
for workload in $workloads; do
    cut="$cut $work/workloads/$(basename "$workload")"
    "$python" "$bench/peers/cut.py" "$workload" "$work/workloads/$(basename "$workload")" ${rows:+"$rows"}
done

ready=
for engine in $engines; do
    if prepare "$engine"; then
        ready="$ready $engine"
    else
        give_up "$engine" "it cannot be installed, or its model cannot be made" ""
    fi
done
for round in $(seq "$rounds"); do
    say "Round $round"
    for workload in $cut; do
        for engine in $ready; do
            measure "$engine" "$workload"
        done
    done
done
"$python" "$bench/peers/table.py" "$results"
