#!/usr/bin/env bash
# Measures both modes for the table in README.md: three nodes of each mode on this machine, one mode
# after the other. Prints one line for each figure. Usage: docs/which-mode.sh [TRANSFERS]
set -euo pipefail
cd "$(dirname "$0")/.."

COUNT=${1:-2000}
WORK=$(mktemp -d)
NODES=
trap 'kill $NODES 2>/dev/null || true; wait; rm -rf "$WORK"' EXIT

configure() {
  cat >"$WORK/$1.yaml" <<YAML
ledger: measured
protocol: $1
mutex: { keep: false }
members:
  - { name: A, host: 127.0.0.1, http: 18181, bus: 17181, hazelcast: 15881 }
  - { name: B, host: 127.0.0.1, http: 18182, bus: 17182, hazelcast: 15882 }
  - { name: C, host: 127.0.0.1, http: 18183, bus: 17183, hazelcast: 15883 }
accounts:
  - { name: A, owner: A, balance: 1000000 }
  - { name: B, owner: B, balance: 1000000 }
  - { name: C, owner: C, balance: 1000000 }
  - { name: P, owner: A, balance: 1 }
  - { name: Q, owner: B, balance: 0 }
YAML
}

# A name of its own for each run: under the same name, a file is not paid twice.
submit() {
  ./run.sh submit --run "r$(date +%s%N)" -o json --keep-going --cluster "$WORK/$MODE.yaml" --data "$WORK/$MODE" "$@"
}

figure() { grep -o "\"$1\":[0-9.]*" | head -1 | cut -d: -f2; }

# How many protocol messages all nodes have sent so far, without heartbeats, hellos and welcomes.
sent() {
  local total=0 name port
  for name in A B C; do
    port=$(sed -n "s/.*name: $name, host.*http: \([0-9]*\),.*/\1/p" "$WORK/$MODE.yaml")
    total=$((total + $(curl -s -H "Authorization: Bearer $(cat "$WORK/$MODE/$name/token")" "http://127.0.0.1:$port/metrics" |
      awk '/^lockstep_messages_total/ && /direction="sent"/ && !/heartbeat|hello|welcome/ { n += $2 }
           END { printf "%d", n }')))
  done
  echo $total
}

start() {
  local name port
  for name in A B C; do
    ./run.sh $name --cluster "$WORK/$MODE.yaml" --data "$WORK/$MODE" </dev/null >"$WORK/$name.out" 2>&1 &
    NODES="$NODES $!"
    eval "PID_$name=$!"
  done
  for port in 18181 18182 18183; do
    until curl -sf -o /dev/null "http://127.0.0.1:$port/health/ready"; do sleep 0.2; done
  done
}

stop() {
  kill $NODES 2>/dev/null || true
  wait $NODES 2>/dev/null || true
  NODES=
}

alone() { for _ in $(seq "$COUNT"); do echo '(A, B, 0.01)'; done; }
all_pay() { for _ in $(seq $((COUNT * 10))); do printf '(A, B, 0.01)\n(B, C, 0.01)\n(C, A, 0.01)\n'; done; }
short() { for _ in $(seq $((COUNT / 20))); do printf '(P, Q, 1)\n(Q, P, 1)\n'; done; }

alone >"$WORK/alone"
all_pay >"$WORK/all_pay"
short >"$WORK/short"

for MODE in lamport paxos; do
  configure $MODE
  start
  submit --parallel "$WORK/all_pay" >/dev/null # warm-up
  submit --batch 1 "$WORK/alone" >/dev/null
  before=$(sent)
  for run in 1 2 3; do
    echo "$MODE: one client, one transfer at a time, run $run: $(submit --batch 1 "$WORK/alone" | figure per_second) a second"
  done
  echo "$MODE: protocol messages of these: $(awk "BEGIN { printf \"%.2f\", ($(sent) - $before) / (3 * $COUNT) }") a transfer"
  for run in 1 2 3; do
    echo "$MODE: a client for each node, 1000 a request, run $run: $(submit --parallel "$WORK/all_pay" | figure per_second) a second"
  done
  before=$(sent)
  for run in 1 2 3; do
    echo "$MODE: one client, each transfer spends what the last one brought, run $run: $(submit --batch 1 "$WORK/short" | figure per_second) a second"
  done
  echo "$MODE: protocol messages of these: $(awk "BEGIN { printf \"%.2f\", ($(sent) - $before) / (3 * 2 * ($COUNT / 20)) }") a transfer"
  kill -9 $PID_C && wait $PID_C 2>/dev/null || true
  since=$(date +%s%N)
  head -2 "$WORK/short" >"$WORK/two"
  echo "$MODE: two such transfers right after kill -9 of C: $(submit --batch 1 "$WORK/two" | grep -o '"accepted":{[^}]*}\|"unavailable":{"count":[0-9]*' | tr '\n' ' ') in $((($(date +%s%N) - since) / 1000000)) ms, with the start of the client"
  stop
done
