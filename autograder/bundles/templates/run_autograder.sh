#!/usr/bin/env bash
# Grade one submission: Gradescope copies this beside source/ and calls it for each.
set -euo pipefail
root="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
python="$root/source/sealed/venv/bin/python"

if [ ! -x "$python" ]; then
  rm -f "$root/results/results.json"
  echo "There is no $python: setup.sh did not come to its end. See the log of the image's build."
  exit 2
fi
# -I: neither the working folder nor the environment's PYTHONPATH may bring in another package.
exec "$python" -I -m autograder gradescope "$root"
