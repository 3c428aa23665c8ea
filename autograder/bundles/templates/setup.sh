#!/usr/bin/env bash
# Make the environment that grades: Gradescope calls this once, as root, when it builds the image.
set -euo pipefail
sealed="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/sealed"
venv="$sealed/venv"
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore

# Tried, not looked up: a command may not run, and Debian's Python may lack what environments need.
is_usable() {
  "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] not in {(3, 11), (3, 12), (3, 13)})' 2> /dev/null
}

fetch_python() {
  if ! python3 -m pip --version > /dev/null 2>&1; then
    apt-get update
    apt-get install -y python3-pip
  fi
  python3 -m pip install --quiet --require-hashes --target "$sealed/uv" -r "$sealed/uv.txt"
  UV_PYTHON_INSTALL_DIR="$sealed/python" "$sealed/uv/bin/uv" python install 3.12
}

python=
for name in python3.13 python3.12 python3.11 python3; do
  if is_usable "$name"; then
    python="$name"
    break
  fi
done
if [ -z "$python" ]; then
  echo "No Python 3.11, 3.12 or 3.13 that can make environments is here: one is fetched."
  fetch_python
  python="$(UV_PYTHON_INSTALL_DIR="$sealed/python" "$sealed/uv/bin/uv" python find --managed-python 3.12)"
fi

version="$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')"
echo "Grading with Python $version: $(command -v "$python")"
"$python" -m venv --clear "$venv"
"$venv/bin/python" -m pip install --quiet --require-hashes -r "$sealed/requirements-$version.txt"
if [ -f "$sealed/requirements-course.txt" ]; then
  # What the course asks for besides may not change what the engine was tested with.
  "$venv/bin/python" -m pip freeze > "$sealed/constraints.txt"
  "$venv/bin/python" -m pip install --quiet -c "$sealed/constraints.txt" -r "$sealed/requirements-course.txt"
fi
# By a path file, not by PYTHONPATH: the engine's own processes get no such variable.
echo "$sealed/package" > "$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')/sealed.pth"
"$venv/bin/python" -m compileall -q "$sealed/package"
# Makes the cache of fonts here, and not anew for each submission.
"$venv/bin/python" -I -c 'import matplotlib.pyplot'
"$venv/bin/python" -I -m autograder doctor ||
  echo "This machine has no jail. Where those that grade have none either, nothing is graded there."
