#!/usr/bin/env bash
# Starts Lockstep: finds a JDK, builds when the sources are newer than the build, then hands over
# to Java. Written for bash 3.2, which is what macOS has. See ./run.sh --help.
set -u

# What a caller exports must not change what the commands below mean: cd would search CDPATH and
# print where it went, and a function can have the name of any command.
unset CDPATH GREP_OPTIONS
unset -f $(compgen -A function) 2>/dev/null

# A closed standard stream would go to the next file that Java opens, one of its own.
true 3>&2 || exec 2>/dev/null
{ true 3<&0; } 2>/dev/null || exec </dev/null
{ true 3>&1; } 2>/dev/null || exec >/dev/null

JAVA_MIN=25

die() {
  printf '%s\n' "$1" >&2
  exit 1
}

# The folder of this file, also when it was called through links.
project_root() {
  local file=$1 link
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  (cd -P "$(dirname "$file")" && pwd)
}

# Every folder that may be a JDK, the most wanted first; most of them will not exist.
jdk_candidates() {
  local java
  [ -n "${JAVA_HOME:-}" ] && printf '%s\n' "$JAVA_HOME"
  java=$(command -v java 2>/dev/null) && [ -n "$java" ] && dirname "$(project_root "$java")"
  printf '%s\n' /usr/lib/jvm/* /usr/java/* /opt/* /opt/*/* "${HOME:-/nowhere}"/.sdkman/candidates/java/*
  if [ -x /usr/libexec/java_home ]; then
    /usr/libexec/java_home -v "$JAVA_MIN+" 2>/dev/null
  fi
  printf '%s\n' /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nowhere}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home
}

# The major version of the JDK in a folder; nothing if there is none.
jdk_version() {
  local text
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] || return 1
  if [ -r "$1/release" ]; then
    text=$(sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release")
  else
    text=$("$1/bin/java" -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p' | head -n 1)
  fi
  [ -n "$text" ] && printf '%s\n' "$text"
}

# A pipe and not a here-document, for which some shells need a temporary file.
find_jdk() {
  jdk_candidates | {
    while IFS= read -r folder; do
      version=$(jdk_version "$folder") || continue
      if [ "$version" -ge "$JAVA_MIN" ]; then
        printf '%s\n' "$folder"
        exit 0
      fi
    done
    exit 1
  }
}

# Java reads and writes file names in the encoding of the locale. In the locale C that is ASCII, and
# a name with any other character could not be opened.
use_utf8() {
  local name
  case $(locale charmap 2>/dev/null) in
    UTF-8 | utf-8 | utf8) return ;;
  esac
  for name in $(locale -a 2>/dev/null); do
    case $name in
      C.UTF-8 | C.utf8 | en_US.UTF-8 | en_US.utf8)
        export LC_ALL=$name
        return
        ;;
    esac
  done
  # A C library that lists no locale may still have this one built in.
  export LC_ALL=C.UTF-8
}

find_maven() {
  command -v mvn 2>/dev/null && return 0
  local mvn
  for mvn in "${MAVEN_HOME:-/nowhere}/bin/mvn" "${HOME:-/nowhere}/.sdkman/candidates/maven/current/bin/mvn" \
    /opt/homebrew/bin/mvn /usr/local/bin/mvn; do
    [ -x "$mvn" ] && printf '%s\n' "$mvn" && return 0
  done
  return 1
}

require_maven() {
  MVN=$(find_maven) ||
    die "Lockstep is built with Maven, and there is no mvn in PATH; install Maven 3.8 or newer."
}

# The build. What runs is a copy in target/run: a new build replaces it by a rename, so that nodes
# that run from the old one keep their classes.
RUN=target/run
JAR=$RUN/lockstep.jar
STAMP=$RUN/built
AOT=$RUN/lockstep.aot
AOT_HEAP=$((32 << 20))
LOCK=target/build.lock
BUILD_LOG=target/build.log

is_built() {
  [ -f "$ROOT/$JAR" ] && [ -f "$ROOT/$STAMP" ] &&
    [ -z "$(cd "$ROOT" && find src/main db-migrations pom.xml -newer "$STAMP" 2>/dev/null | head -n 1)" ]
}

# Two builds at once would write into each other. The lock is a folder, which only one can make,
# with the number of the process in it: when that process is gone, the lock means nothing.
lock_build() {
  local holder waited=0
  mkdir -p target
  until mkdir "$LOCK" 2>/dev/null; do
    holder=$(cat "$LOCK/pid" 2>/dev/null || true)
    # Between making the folder and writing the number there is a moment without one.
    if { [ -n "$holder" ] && ! kill -0 "$holder" 2>/dev/null; } || { [ -z "$holder" ] && [ "$waited" -ge 10 ]; }; then
      drop_lock_of "$holder"
      continue
    fi
    [ "$waited" -eq 0 ] && echo "Waiting for another build of Lockstep to end …" >&2
    waited=$((waited + 1))
    sleep 1
  done
  echo $$ >"$LOCK/pid"
  trap 'stop_builder' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# Takes a dead process's lock away, and gives it back if another one took it in the meantime.
drop_lock_of() {
  local aside="$LOCK.$$"
  mv "$LOCK" "$aside" 2>/dev/null || return 0
  if [ "$(cat "$aside/pid" 2>/dev/null || true)" != "$1" ]; then
    mv "$aside" "$LOCK" 2>/dev/null && return 0
  fi
  rm -rf "$aside"
}

unlock_build() {
  rm -rf "$LOCK"
  trap - EXIT INT TERM HUP
}

build() {
  require_maven
  cd "$ROOT" || die "The folder $ROOT cannot be entered; check its permissions."
  mkdir -p target 2>/dev/null && [ -w target ] ||
    die "Lockstep cannot be built because $ROOT/target cannot be written; check its permissions."
  lock_build
  if ! is_built; then
    echo "Building Lockstep; this takes a minute, the first time on a machine several …" >&2
    mkdir -p "$RUN"
    touch "$STAMP.new"
    : >"$BUILD_LOG"
    if ! with_progress build_phase "$MVN" -B -Dmaven.test.skip=true -Dspotless.check.skip=true \
      -Dstyle.color=never package; then
      grep '^\[ERROR\]' "$BUILD_LOG" | head -n 30 >&2
      die "Lockstep could not be built; the whole output is in $ROOT/$BUILD_LOG."
    fi
    rm -f "$AOT"
    install_build || die "The build could not be copied to $ROOT/$RUN; check its permissions and the disk."
    [ "${LOCKSTEP_AOT:-on}" = off ] || with_progress training_phase train
  fi
  unlock_build
  cd "$CALLER" || exit 1
}

# Runs a command with its output in the build's log, and shows how long it has taken and what it is
# at: on a terminal in one line that is written over and over, elsewhere in a line every half minute.
BUILDER=
with_progress() {
  local phase=$1 begun=$SECONDS said=0 seconds code
  shift
  "$@" >>"$BUILD_LOG" 2>&1 </dev/null &
  BUILDER=$!
  while sleep 0.5 && kill -0 "$BUILDER" 2>/dev/null; do
    seconds=$((SECONDS - begun))
    case $TERMINALS in
      *2*) printf '\r\033[K%s' "$seconds s: $($phase)" >&2 ;;
      *)
        [ "$((seconds / 30))" -gt "$said" ] && printf '%s\n' "$seconds s: $($phase)" >&2
        said=$((seconds / 30))
        ;;
    esac
  done
  case $TERMINALS in *2*) printf '\r\033[K' >&2 ;; esac
  wait "$BUILDER"
  code=$?
  BUILDER=
  return "$code"
}

# What the build is at, by the newest line of Maven's log that tells.
build_phase() {
  case $(grep -E '^(Downloading|\[INFO\] ---) ' "$BUILD_LOG" 2>/dev/null | tail -n 1) in
    Downloading*) echo "downloading libraries ($(grep -c '^Downloaded ' "$BUILD_LOG") files so far)" ;;
    *flyway* | *jooq* | *codegen*) echo "generating the classes of the database" ;;
    *compiler*) echo "compiling" ;;
    *jar* | *dependency*) echo "packing" ;;
    *) echo "preparing" ;;
  esac
}

training_phase() {
  echo "preparing a faster start of nodes"
}

# Ctrl-C reaches the shell only: what it runs in the background is started deaf to it.
stop_builder() {
  [ -n "$BUILDER" ] && kill "$BUILDER" 2>/dev/null
  unlock_build
}

install_build() {
  # Maven leaves libraries alone that did not change, so these need no copy.
  [ -L "$RUN/lib" ] || ln -s ../lib "$RUN/lib" || return 1
  cp target/lockstep.jar "$JAR.new" && mv -f "$JAR.new" "$JAR" && mv -f "$STAMP.new" "$STAMP"
}

ensure_built() {
  is_built || (build) || exit $?
}

# The browser that tests the page. A file is not enough: what some systems have in its place only
# tells how to install one.
find_chromium() {
  local name
  if [ -n "${LOCKSTEP_CHROMIUM:-}" ]; then
    set -- "$LOCKSTEP_CHROMIUM"
  else
    set -- chromium chromium-browser google-chrome
  fi
  for name in "$@"; do
    name=$(command -v "$name" 2>/dev/null) && "$name" --version >/dev/null 2>&1 && printf '%s\n' "$name" && return 0
  done
  return 1
}

install_chromium() {
  [ -z "${LOCKSTEP_CHROMIUM:-}" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null 2>&1 || return 1
  echo "Installing Chromium, to test the page in …" >&2
  { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q chromium; } >"$ROOT/target/chromium.log" 2>&1 </dev/null
}

# What the tests need beyond Maven's artefacts: where there is a browser, the page is tested in it.
BROWSER_PROFILE=
prepare_tests() {
  if LOCKSTEP_CHROMIUM=$(find_chromium || { install_chromium && find_chromium; }); then
    export LOCKSTEP_CHROMIUM
    BROWSER_PROFILE=-Pbrowser
  elif [ "${CI:-}" = true ]; then
    die "The page cannot be tested because no Chromium runs here and none could be installed; install one, or set LOCKSTEP_CHROMIUM."
  else
    echo "The page is not tested because no Chromium runs here; install one, or set LOCKSTEP_CHROMIUM." >&2
  fi
}

# The page's script and the contract (openapi.yaml) are checked with tools from npm, in some ten seconds.
# Where they cannot run, that is said and left out; not in CI.
NODE_MIN=18
check_page() {
  local missing=
  if ! command -v npm >/dev/null 2>&1 || ! has_node; then
    missing="there is no Node.js $NODE_MIN or newer with npm in PATH"
  elif ! install_page_tools; then
    missing="npm could not install its tools (see $ROOT/target/npm.log)"
  fi
  if [ -z "$missing" ]; then
    (cd "$ROOT" && npm run --silent check) || die "The page's script or openapi.yaml does not pass its checks; what failed is above."
  elif [ "${CI:-}" = true ]; then
    die "The page's script and openapi.yaml cannot be checked because $missing."
  else
    echo "The page's script and openapi.yaml are not checked because $missing." >&2
  fi
}

has_node() {
  node -e "process.exit(Number(process.versions.node.split('.')[0]) >= $NODE_MIN ? 0 : 1)" 2>/dev/null
}

# npm writes the file in node_modules when all is there, so what was interrupted is installed again.
install_page_tools() {
  local installed=$ROOT/node_modules/.package-lock.json
  [ -f "$installed" ] && [ ! "$ROOT/package-lock.json" -nt "$installed" ] && return
  echo "Installing the tools that check the page's script and openapi.yaml …" >&2
  (cd "$ROOT" && npm ci) >"$ROOT/target/npm.log" 2>&1 </dev/null
}

# Tests of nodes want the file for a faster start too. It is made while the page is checked: either
# uses one processor at most.
run_tests() {
  local training=
  require_maven
  LOCKSTEP_AOT=off ensure_built
  if [ ! -s "$ROOT/$AOT" ] && [ "${LOCKSTEP_AOT:-on}" != off ]; then
    (cd "$ROOT" && train) &
    training=$!
    trap "kill $training 2>/dev/null" EXIT
  fi
  check_page
  prepare_tests
  if [ -n "$training" ]; then
    wait "$training"
    trap - EXIT
  fi
  cd "$ROOT" || exit 1
  if "$MVN" -B verify $BROWSER_PROFILE "$@"; then
    echo "All tests passed."
  else
    local code=$?
    echo "Tests failed; the reports are in $ROOT/target/surefire-reports and failsafe-reports." >&2
    exit "$code"
  fi
}

# Which of the standard streams a person sits at: Java cannot ask this of its standard error.
# Asked here and now, because in a command substitution standard output would be a pipe.
TERMINALS=
[ -t 0 ] && TERMINALS=0
[ -t 1 ] && TERMINALS=${TERMINALS}1
[ -t 2 ] && TERMINALS=${TERMINALS}2

# What Java is started with everywhere, in the tests too.
OPTIONS=src/main/jvm.options

# One sentence for what Java refuses of the options that a user gives: our own options keep it from
# saying some of it. Else, how large a heap they allow.
HEAP_MAX=
check_java_options() {
  local told stopped
  knows_java_options && return
  told=$("$JDK/bin/java" "$@" -XX:+DisplayVMOutput $LOCKSTEP_JAVA_OPTS -XX:+PrintFlagsFinal -version 2>/dev/null) &&
    HEAP_MAX=$(printf '%s\n' "$told" | sed -n 's/^.* MaxHeapSize  *= *\([0-9][0-9]*\) .*/\1/p') &&
    remember_java_options &&
    return
  told=$("$JDK/bin/java" "$@" -XX:+DisplayVMOutput $LOCKSTEP_JAVA_OPTS -version 2>&1) && return
  stopped=$(printf '%s\n' "$told" | grep '^Lockstep stopped') && die "$stopped"
  told=$(printf '%s\n' "$told" | grep -v -e '^Error' -e '^#' -e '^$' | tail -n 1)
  die "Java cannot be started with LOCKSTEP_JAVA_OPTS='$LOCKSTEP_JAVA_OPTS'${told:+: ${told%.}}."
}

# What this Java has taken once it takes again. To ask it costs as much as a short command.
KNOWN_OPTIONS=$RUN/java-options

knows_java_options() {
  local heap options
  [ "$ROOT/$KNOWN_OPTIONS" -nt "$ROOT/$OPTIONS" ] && [ "$ROOT/$KNOWN_OPTIONS" -nt "$JDK/release" ] &&
    { IFS= read -r heap && IFS= read -r options; } <"$ROOT/$KNOWN_OPTIONS" &&
    [ "$options" = "$JDK $LOCKSTEP_JAVA_OPTS" ] && HEAP_MAX=$heap
}

# Never fails: where nothing can be written, Java is asked each time.
remember_java_options() {
  { printf '%s\n' "$HEAP_MAX" "$JDK $LOCKSTEP_JAVA_OPTS" >"$ROOT/$KNOWN_OPTIONS.$$" &&
    mv -f "$ROOT/$KNOWN_OPTIONS.$$" "$ROOT/$KNOWN_OPTIONS"; } 2>/dev/null || true
}

# A node starts in half the time when Java finds its classes loaded and linked in a file (JEP 514),
# and so does what opens H2; a node that joins another one, asked a few things, loads nearly all
# there are. What goes wrong here does no harm: there is no such file then. Not for the short
# commands, which would load too much.
train() {
  local work=$RUN/training port=$((20000 + RANDOM % 10000)) java peer patience=360
  rm -rf "$work" && mkdir -p "$work" || return 0
  cat >"$work/cluster.yaml" <<YAML
ledger: training
protocol: paxos
members:
  - { name: A, host: 127.0.0.1, http: $port, bus: $((port + 10000)), hazelcast: $((port + 20000)) }
  - { name: B, host: 127.0.0.1, http: $((port + 1)), bus: $((port + 10001)), hazelcast: $((port + 20001)) }
accounts: [{ name: A, owner: A, balance: 10 }, { name: B, owner: B, balance: 10 }]
YAML
  "$JDK/bin/java" @"$ROOT/$OPTIONS" -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -cp "$ROOT/$JAR" \
    dev.lockstep.cli.Main node B --cluster "$work/cluster.yaml" --data "$work/data" \
    >"$work/peer" 2>&1 </dev/null &
  peer=$!
  printf '%s\n' help status 'transfer A B 4' balances chain log peers verify exit |
    "$JDK/bin/java" @"$ROOT/$OPTIONS" -XX:AOTCacheOutput="$work/lockstep.aot" -cp "$ROOT/$JAR" \
      dev.lockstep.cli.Main node A --keep-going --cluster "$work/cluster.yaml" --data "$work/data" \
      >"$work/out" 2>&1 &
  java=$!
  trap 'kill -9 "$java" "$peer" 2>/dev/null; exit 143' TERM
  while kill -0 "$java" 2>/dev/null && [ "$patience" -gt 0 ]; do
    sleep 0.5
    patience=$((patience - 1))
  done
  kill -9 "$java" "$peer" 2>/dev/null
  wait "$java" "$peer" 2>/dev/null
  [ -s "$work/lockstep.aot" ] && mv -f "$work/lockstep.aot" "$AOT"
  rm -rf "$work/data"
}

# The first word that is neither an option nor its value.
command_of() {
  local word skip=
  for word in "$@"; do
    if [ -n "$skip" ]; then
      skip=
    else
      case $word in
        --cluster | --data | --sessions | -o | --output | --batch | --attempts | --run | --last | --from | --transfer | --type | --trace) skip=1 ;;
        -*) ;;
        *)
          printf '%s' "$word"
          return
          ;;
      esac
    fi
  done
}

run_java() {
  ensure_built
  local flags
  flags=(@"$ROOT/$OPTIONS")
  # Without the file for a faster start: reading it would take longer than the check.
  [ -n "${LOCKSTEP_JAVA_OPTS:-}" ] && check_java_options "${flags[@]}" -cp "$ROOT/$JAR"
  local command
  command=$(command_of "$@")
  # Whatever the command, these only print a text.
  case " $* " in
    *" --help "* | *" -h "* | *" --version "* | *" -V "*) command=help ;;
  esac
  # The members of a real cluster run with the options of their supervisor.
  [[ $command = lab && " $* " = *" --real "* ]] && command=run
  case $command in
    # What is short, or waits for others, gains nothing from a second compiler, and starts in half the time.
    check | console | generate-completion | help | key | lab | receipt | status | submit | token | trace)
      flags+=(-XX:TieredStopAtLevel=1 -XX:+UseSerialGC)
      ;;
    simulate) ;;
    *)
      # A file that does not fit this Java or these options is passed over in silence. A heap that is
      # too small for what is in it would end Java before it can say so.
      [ -s "$ROOT/$AOT" ] && [ "${LOCKSTEP_AOT:-on}" != off ] && [ "${HEAP_MAX:-$AOT_HEAP}" -ge "$AOT_HEAP" ] &&
        flags+=(-XX:AOTCache="$ROOT/$AOT" -Xlog:aot=off -Xlog:cds=off)
      # The heap in pages of 2 MB: a node that is busy would take thousands of faults a second for
      # small ones. Only Linux has them, and where it offers none, Java goes on without.
      [[ $OSTYPE = linux* ]] && flags+=(-XX:+UseTransparentHugePages -Xlog:pagesize=off)
      ;;
  esac
  exec "$JDK/bin/java" "${flags[@]}" ${TMPDIR:+"-Djava.io.tmpdir=$TMPDIR"} ${LOCKSTEP_JAVA_OPTS:-} \
    -Dlockstep.home="$ROOT" \
    -Dlockstep.terminal="$TERMINALS" \
    -cp "$ROOT/$JAR" dev.lockstep.cli.Main "$@"
}

CALLER=$(pwd -P 2>/dev/null) && [ -d "$CALLER" ] ||
  die "The current folder does not exist any more; change to another one."
ROOT=$(project_root "${BASH_SOURCE[0]}")
case $ROOT in
  *:*) die "The path of Lockstep's folder, $ROOT, has a colon, which separates paths for Java; move the folder." ;;
esac
use_utf8
JDK=$(find_jdk) ||
  die "Lockstep needs a JDK $JAVA_MIN or newer (with javac), and none is in JAVA_HOME, PATH or the usual folders; install one, for example from https://adoptium.net, or set JAVA_HOME."
export JAVA_HOME=$JDK

if [ "${1:-}" = test ]; then
  shift
  run_tests "$@"
else
  run_java "$@"
fi
