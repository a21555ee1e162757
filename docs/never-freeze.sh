#!/usr/bin/env bash
# Measures how late a node answers while it makes long answers: three nodes on this machine, 100,000
# accounts, blocks of 8,192 transfers, and a request to /health/live every 10 ms. Prints the delays
# for each kind of work. Takes about six minutes.
# Usage: docs/never-freeze.sh [FOLDER], the folder of the Lockstep to measure (default: this one).
set -euo pipefail
DOCS=$(cd "$(dirname "$0")" && pwd)
cd "${1:-$DOCS/..}"

PORT=${PORT:-18181}
WORK=$(mktemp -d)
NODES=
trap 'kill $NODES 2>/dev/null || true; wait; rm -rf "$WORK"' EXIT

{
  echo 'ledger: measured'
  echo 'protocol: lamport'
  echo 'members:'
  n=0
  for name in A B C; do
    echo "  - { name: $name, host: 127.0.0.1, http: $((PORT + n)), bus: $((PORT + 10 + n)), hazelcast: $((PORT + 20 + n)) }"
    n=$((n + 1))
  done
  echo 'accounts:'
  echo '  - { name: A, owner: A, balance: 1000000 }'
  echo '  - { name: B, owner: B, balance: 1000000 }'
  echo '  - { name: C, owner: C, balance: 1000000 }'
  echo '  - { name: poor, owner: A, balance: 0 }'
  seq -f '  - { name: x%06.0f, owner: A, balance: 10 }' 5 100000
} >"$WORK/cluster.yaml"

start() { # NAME [OPTION]
  ./run.sh "$@" --cluster "$WORK/cluster.yaml" --data "$WORK/data" </dev/null >"$WORK/$1.out" 2>&1 &
  NODES="$NODES $!"
  eval "PID_$1=$!"
}

ready() { # PORT
  until curl -sf -o /dev/null "http://127.0.0.1:$1/health/ready"; do sleep 0.2; done
}

height() { # NAME PORT
  curl -s -H "Authorization: Bearer $(cat "$WORK/data/$1/token")" "http://127.0.0.1:$2/api/status" |
    grep -o '"height":[0-9]*' | head -1 | cut -d: -f2
}

measure() {
  "$JAVA" "$DOCS/NeverFreeze.java" "http://127.0.0.1:$PORT" "$WORK/data/A/token" "$DOCS/LiveProbe.java" "$@"
}

for name in A B C; do start $name; done
for port in $PORT $((PORT + 1)) $((PORT + 2)); do ready "$port"; done
JAVA=/proc/$PID_A/exe
[ -x "$JAVA" ] && JAVA=$(readlink "$JAVA") || JAVA=java

measure all
measure fill 20
# Nobody commits while a member is away, so a member is behind only when its disk is lost.
kill "$PID_C" && wait "$PID_C" 2>/dev/null || true
rm -rf "$WORK/data/C"
start C --rejoin
(
  # It has the port before it has the chain.
  until [ "$(height C $((PORT + 2)))" = "$(height A "$PORT")" ]; do sleep 0.1; done 2>/dev/null
  touch "$WORK/caught-up"
) &
NODES="$NODES $!"
measure verify "$WORK/caught-up"
