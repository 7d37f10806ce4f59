#!/bin/sh
# Serves lib/server.py: scripts/serve.sh ADDRESS PORT
set -eu
exec .venv/bin/python -m streamlit run lib/server.py --server.address "$1" --server.port "$2"
