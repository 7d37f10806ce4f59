#!/bin/sh
# Makes .venv with the newest Python that can; says what to do when none can.
set -eu

is_new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
rm -rf .venv # only asked for when its Python is gone
found=''
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
    "$python" -c "$is_new_enough" >/dev/null 2>&1 || continue
    found=${found:-$python}
    "$python" -c 'import ensurepip, venv' >/dev/null 2>&1 || continue
    if "$python" -m venv .venv; then
        exit 0
    fi
    rm -rf .venv
done

if [ -z "$found" ]; then
    echo 'Trocar needs Python 3.11 or newer, and none was found. Install it (Debian, Ubuntu: sudo apt install' \
        'python3 python3-venv; macOS: brew install python) and run make again.' >&2
    exit 1
fi
version=$("$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
echo "Python $version is here but cannot make an environment. This mends it: sudo apt install python$version-venv" >&2
exit 1
