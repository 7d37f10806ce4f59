#!/bin/sh
# Renews requirements.lock and requirements-test.lock: exact versions and hashes for every platform and
# every Python from 3.11 on, no index address. The tests' lock takes the app's versions as they are.
set -eu

.venv/bin/python -m pip install --quiet uv
compile() {
    .venv/bin/uv pip compile --quiet --universal --generate-hashes --python-version 3.11 --no-emit-index-url \
        --no-annotate --custom-compile-command 'make lock' "$@"
}
compile --upgrade requirements.txt --output-file requirements.lock
compile --upgrade requirements-test.txt --constraints requirements.lock --output-file requirements-test.lock
