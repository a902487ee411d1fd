"""Runs a program of tests with a server of PostgreSQL of its own: `on_postgres.py PROGRAM ARGUMENT…`."""
import os
import pathlib
import signal
import subprocess
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
import cluster  # noqa: E402

signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # a time-out of ctest must leave no server behind
server = cluster.Server()
try:
    code = subprocess.run(sys.argv[1:], env=os.environ | {"INBURGERING_TEST_POSTGRES": server.conninfo}).returncode
finally:
    server.close()
sys.exit(code)
