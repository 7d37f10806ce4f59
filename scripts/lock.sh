#!/bin/sh
# Renews requirements.lock and requirements-test.lock: exact versions and hashes for every platform and
# every Python from 3.11 on, no index address. Each package has one version wherever it can, so that the same numbers
# and the same types come out everywhere. The tests' lock takes the app's versions as they are.
set -eu

.venv/bin/python -m pip install --quiet uv
compile() {
    .venv/bin/uv pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --generate-hashes \
        --no-emit-index-url --no-annotate --custom-compile-command 'make lock' "$@"
}
compile "$@" requirements.txt --output-file requirements.lock
compile "$@" requirements-test.txt --constraints requirements.lock --output-file requirements-test.lock
