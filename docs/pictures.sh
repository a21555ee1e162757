#!/usr/bin/env bash
# Makes the pictures of README.md anew, from three real nodes in Chromium. Usage: docs/pictures.sh
set -euo pipefail
cd "$(dirname "$0")/.."

./run.sh --version >/dev/null
mvn -B -q verify -Pbrowser -Dlockstep.pictures="$PWD/docs" -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test=PicturesIT -Dfailsafe.failIfNoSpecifiedTests=false
