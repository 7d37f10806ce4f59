#!/bin/sh
# Runs R again over a copy of tests/r, compares its answers with the stored ones, and ours with those.
# R and its packages come from Debian or Ubuntu; as root they are installed here, which is announced.
set -eu
cd "$(dirname "$0")/.."

packages='r-base-core r-cran-nlme r-cran-lme4 r-cran-lmertest r-cran-emmeans r-cran-coin r-cran-exactranktests
    r-cran-car r-cran-effectsize r-cran-sandwich r-cran-pwr r-cran-pbkrtest r-cran-survey r-cran-metafor r-cran-brglm r-cran-readxl'

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

again=$(mktemp -d)
trap 'rm -rf "$again"' EXIT
cp -R tests/r/. "$again"
(cd "$again" && Rscript oracle.R && Rscript further.R)
for answers in golden.json further.json; do
    .venv/bin/python tests/r/compare.py "tests/r/golden/$answers" "$again/golden/$answers"
done
.venv/bin/python -m pytest -q --numprocesses=auto tests/stats tests/oracle
