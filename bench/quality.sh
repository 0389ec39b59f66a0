#!/usr/bin/env bash
# What rounding costs: the same sentences translated greedily in fp32, bf16 and int8, scored against references. See README.md in this folder.
set -euo pipefail

bench=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<END
usage: bench/quality.sh --pairs FILE [OPTION]...
  --pairs FILE           Japanese TAB English, one pair a line; the English is the reference
  --model DIR            (default: the sample model)
  --precisions "A B ..." the first one is what the others are compared with (default: fp32 bf16 int8)
  --work DIR             keep the environment and the translations there (default: a temporary folder that is removed)
END
}

pairs=
model=$bench/../sample-data/model/nekomata-mini
precisions="fp32 bf16 int8"
work=
while [ $# -gt 0 ]; do
    case $1 in
        --pairs) pairs=$2 ;;
        --model) model=$2 ;;
        --precisions) precisions=$2 ;;
        --work) work=$2 ;;
        -h | --help) usage; exit 0 ;;
        *) usage >&2; exit 2 ;;
    esac
    shift 2
done
if [ ! -f "$pairs" ]; then
    echo "quality.sh: --pairs must name a file of sentence pairs" >&2
    exit 2
fi
if [ -z "$work" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
fi
mkdir -p "$work"

if [ ! -x "$work/venv/bin/python" ]; then
    python3 -m venv "$work/venv"
    "$work/venv/bin/pip" install -q sacrebleu==2.6.0 pyarrow==26.0.1
fi
outputs=()
for precision in $precisions; do
    # Nothing of an earlier run: a translation memory would be asked first.
    rm -rf "$work/$precision" "$work/.$precision.memory"
    "$bench/../bin/honyaku" translate --input "$pairs" --format tsv --text-column 1 --output "$work/$precision" \
        --model "$model" --direction ja-en --precision "$precision" --do-sample false --max-failed-share 1 \
        >"$work/$precision.log" 2>&1 || { cat "$work/$precision.log" >&2; exit 1; }
    outputs+=("$work/$precision")
done
"$work/venv/bin/python" "$bench/quality.py" "${outputs[@]}"
