#!/usr/bin/env bash
# Resolve pyproject.toml again: one lock for each Python version, and one with the oldest versions
# that it admits. `uv` only resolves; nothing else needs it, so it is in no lock.
set -euo pipefail
cd "$(dirname "$0")/.."

if ! command -v uv > /dev/null; then
  echo "make lock needs uv: .venv/bin/python -m pip install uv" >&2
  exit 1
fi

compile() {
  # --no-config and --no-emit-*: a lock names versions and hashes, never one machine's indexes or paths.
  # --no-strip-extras: for "nbconvert[webpdf]", which otter-grader asks for, pip 23 (Debian 12's) takes
  # the newest release and refuses it for want of a hash, unless the lock names the extra.
  uv pip compile pyproject.toml --quiet --no-config --all-extras --generate-hashes --upgrade \
    --no-annotate --no-strip-extras --no-emit-index-url --no-emit-find-links \
    --python-platform x86_64-manylinux_2_28 --custom-compile-command "make lock" "$@"
}

# Names each package that has extras a second time, plainly: where pip 23 meets the plain name first,
# it takes the newest release of that, too.
name_plainly() {
  python3 - "$@" << 'END'
import re, sys
from pathlib import Path

for file in map(Path, sys.argv[1:]):
    pinned = re.compile(r"^([a-z0-9-]+)\[[^]]+\](==.*\n(?:    .*\n)+)", re.MULTILINE)
    file.write_text(pinned.sub(r"\1\2\g<0>", file.read_text()))
END
}

for version in 3.11 3.12 3.13; do
  compile --python-version "$version" -o "requirements/lock-$version.txt"
done
compile --python-version 3.11 --resolution lowest-direct -o requirements/lowest-3.11.txt
name_plainly requirements/lock-3.1?.txt requirements/lowest-3.11.txt

# The fuzzer, for `make fuzz` alone: it has wheels for x86-64 only, and its source needs a compiler.
echo 'atheris>=3,<4' | uv pip compile - --quiet --no-config --generate-hashes --upgrade --no-annotate \
  --no-emit-index-url --no-emit-find-links --only-binary :all: --python-version 3.11 \
  --python-platform x86_64-manylinux_2_28 --custom-compile-command "make lock" \
  -o requirements/fuzz.txt

# The oldest JupyterHub that the service works in, for the test that proves it: what else it needs is
# in the locks above.
echo 'jupyterhub==5.0.0' | uv pip compile - --quiet --no-config --no-deps --generate-hashes \
  --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11 \
  --custom-compile-command "make lock" -o requirements/hub-5.txt

# What the bundles for other graders carry, at the versions of the locks above: the sealed zip's base
# dependencies, and the environment of otter's own zip, which takes plain lines without hashes.
bundle() {
  uv pip compile --quiet --no-config --no-annotate --no-emit-index-url --no-emit-find-links \
    --python-platform x86_64-manylinux_2_28 --custom-compile-command "make lock" "$@"
}

locks=autograder/bundles/locks
for version in 3.11 3.12 3.13; do
  bundle pyproject.toml --generate-hashes --upgrade --python-version "$version" \
    -c "requirements/lock-$version.txt" -o "$locks/grading-$version.txt"
  echo 'otter-grader[grading,plugins]' | bundle pyproject.toml - --extra otter --no-header --upgrade \
    --python-version "$version" -c "requirements/lock-$version.txt" -o "$locks/otter-$version.txt"
done
# It fetches a Python where Gradescope's image has none that will do.
echo 'uv>=0.13,<0.14' | bundle - --generate-hashes --upgrade --python-version 3.11 -o "$locks/uv.txt"

if grep -nE '://|file:|^-' requirements/*.txt "$locks"/*.txt; then
  echo "a lock names an index or a path: see the lines above" >&2
  exit 1
fi
