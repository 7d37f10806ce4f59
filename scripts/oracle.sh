#!/bin/sh
# Runs R again over tests/r/data and compares what we compute with what it writes.
# R and its packages come from Debian or Ubuntu; as root they are installed here, which is announced.
set -eu
cd "$(dirname "$0")/.."

packages='r-base-core r-cran-nlme r-cran-lme4 r-cran-lmertest r-cran-emmeans r-cran-coin r-cran-exactranktests
    r-cran-car r-cran-effectsize r-cran-sandwich r-cran-pwr'

missing=''
for package in $packages; do
    dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $package"
done
if [ -n "$missing" ]; then
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing R from the distribution:$missing" >&2
        apt-get update -qq
        # shellcheck disable=SC2086
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing
    else
        echo "The oracle needs R. On Debian or Ubuntu: sudo apt install$missing" >&2
        exit 1
    fi
fi

(cd tests/r && Rscript oracle.R)
.venv/bin/python -m pytest -q tests/stats
git --no-pager diff --stat -- tests/r
