#!/usr/bin/env bash
# Measures what the trace costs: three warm nodes on this machine under load, and of Java's samples of
# their processor time those that were taken in the trace's code. Linux and JDK 25 only, about three
# minutes. Usage: docs/trace-cost.sh [WORKLOAD] [SECONDS] (default: c64 30)
set -euo pipefail
DOCS=$(cd "$(dirname "$0")" && pwd)
cd "$DOCS/.."

PORT=${PORT:-18281}
WORK=$(mktemp -d)
NODES=
IDS=
trap 'kill $NODES 2>/dev/null || true; wait; rm -rf "$WORK"' EXIT

{
  echo "ledger: measured"
  echo "protocol: lamport"
  echo "members:"
  n=0
  for name in A B C; do
    echo "  - { name: $name, host: 127.0.0.1, http: $((PORT + n)), bus: $((PORT + 10 + n)), hazelcast: $((PORT + 20 + n)) }"
    n=$((n + 1))
  done
  echo "accounts:"
  for name in A B C; do
    echo "  - { name: $name, owner: $name, balance: \"1000000000.00\" }"
  done
} >"$WORK/cluster.yaml"
for name in A B C; do
  ./run.sh $name --cluster "$WORK/cluster.yaml" --data "$WORK/data" </dev/null >"$WORK/$name.out" 2>&1 &
  NODES="$NODES $!"
  IDS="$IDS,$!"
done
for n in 0 1 2; do
  until curl -sf -o /dev/null "http://127.0.0.1:$((PORT + n))/health/ready"; do
    kill -0 $NODES || { cat "$WORK"/?.out >&2; exit 1; }
    sleep 0.2
  done
done

JAVA=$(readlink "/proc/$!/exe")
"$(dirname "$JAVA")/jfr" configure --input profile.jfc --output "$WORK/cost.jfc" \
  jdk.CPUTimeSample#enabled=true jdk.CPUTimeSample#throttle=2ms jdk.ExecutionSample#enabled=false >/dev/null
"$JAVA" @src/main/jvm.options -Dlogback.configurationFile=examples/logback.xml -cp target/run/lockstep.jar \
  "$DOCS/TraceCost.java" "${1:-c64}" "${2:-30}" "$WORK/data" "$PORT" "${IDS#,}" "$WORK/cost.jfc"
