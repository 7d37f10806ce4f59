#!/bin/sh
# Serves lib/server.py: scripts/serve.sh ADDRESS PORT
set -eu
cd "$(dirname "$0")/.."
python=${PYTHON:-.venv/bin/python}

if ! "$python" -c 'import socket, sys; sys.exit(socket.socket().connect_ex((sys.argv[1], int(sys.argv[2]))) == 0)' "$1" "$2"; then
    echo "Port $2 is in use, perhaps by another Trocar. Choose another: make run PORT=$(($2 + 1))" >&2
    exit 1
fi
# Few arenas: what a visitor held is given back to the system, whichever thread held it.
export MALLOC_ARENA_MAX="${MALLOC_ARENA_MAX:-2}"
exec "$python" -m streamlit run lib/server.py --server.address "$1" --server.port "$2"
