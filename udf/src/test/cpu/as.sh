#!/usr/bin/env bash
# Runs a command as on an older CPU than this one. See README.md in this folder.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

usage() {
    cat <<END
usage: as.sh CPU COMMAND...
  CPU   what is left of this one: bf16 (AVX-512 with VNNI and bfloat16, without AMX), vnni (without bfloat16), avx512 (without VNNI), avx2, or
        zen3 (avx2, and made by AMD)
END
}

case ${1:-} in
    bf16) gone='amx_[a-z0-9]*' ;;
    vnni) gone='amx_[a-z0-9]*|avx512_bf16|avx512_fp16' ;;
    avx512) gone='amx_[a-z0-9]*|avx512_bf16|avx512_fp16|avx512_vnni|avx_vnni' ;;
    avx2 | zen3) gone='amx_[a-z0-9]*|avx512[a-z0-9_]*|avx_vnni' ;;
    *) usage >&2; exit 2 ;;
esac
if [ $# -lt 2 ]; then
    usage >&2
    exit 2
fi

made=$here/../../../target/cpu
mkdir -p "$made"
made=$(cd "$made" && pwd)
cc -O1 -Wall -shared -fPIC -o "$made/older_cpu.so" "$here/older_cpu.c" -ldl
sed -E "/^flags/ s/ ($gone)\\b//g" /proc/cpuinfo >"$made/$1.cpuinfo"
export OLDER_CPU=$1 OLDER_CPU_INFO=$made/$1.cpuinfo LD_PRELOAD=$made/older_cpu.so
exec "${@:2}"
