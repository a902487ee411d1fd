"""A server of PostgreSQL for tests: its own, of an ordinary user, on a free port of this machine, gone at the end."""
import os
import pathlib
import pwd
import shutil
import socket
import subprocess
import tempfile
import time

BIN = pathlib.Path("/usr/lib/postgresql/15/bin")


def as_ordinary(command):
    """PostgreSQL refuses to run as root."""
    return ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", *command] if os.getuid() == 0 else command


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Server:
    """A primary, or the standby of another."""

    def __init__(self, standby_of=None, **settings):
        self.dir = pathlib.Path(tempfile.mkdtemp(prefix="inburgering-pg-"))
        self.port = free_port()
        self.user = "nobody" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
        if os.getuid() == 0:
            shutil.chown(self.dir, "nobody", "nogroup")
        self.data = self.dir / "data"
        if standby_of is None:
            self.run("initdb", "-D", self.data, "-E", "UTF8", "--locale=C", "-A", "trust", "-N")
        else:
            self.run("pg_basebackup", "-h", "127.0.0.1", "-p", standby_of.port, "-D", self.data, "-R", "-X", "stream", "-c", "fast")
        self.settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": self.dir, "max_connections": 300} | settings
        self.start()

    def run(self, program, *arguments, check=True):
        return subprocess.run(as_ordinary([str(BIN / program), *map(str, arguments)]), check=check, cwd=self.dir, capture_output=True, text=True)

    def start(self):
        options = " ".join(f"-c {name}='{value}'" for name, value in (self.settings | {"port": self.port}).items())
        # Its own output goes to its log: with ours it would hold our pipe open.
        self.run("pg_ctl", "-D", self.data, "-l", self.dir / "log", "-o", options, "-w", "-t", "60", "start")

    def stop(self, mode="fast"):
        self.run("pg_ctl", "-D", self.data, "-m", mode, "-w", "stop", check=False)

    def promote(self):
        self.run("pg_ctl", "-D", self.data, "-w", "promote")

    def kill(self):
        """As the power does: at once, all of it."""
        self.stop("immediate")

    def close(self):
        self.stop("immediate")
        shutil.rmtree(self.dir, ignore_errors=True)

    @property
    def conninfo(self):
        return f"host=127.0.0.1 port={self.port} user={self.user} dbname=postgres"

    def sql(self, statement, conninfo=None):
        return sql(conninfo or self.conninfo, statement)

    def follows(self, other):
        """Waits until it has all that the other has."""
        until = time.monotonic() + 30
        while time.monotonic() < until:
            if other.sql("SELECT COUNT(*) FROM pg_stat_replication WHERE state = 'streaming'") == [["1"]]:
                return
            time.sleep(0.1)
        raise AssertionError("the standby does not follow")


def sql(conninfo, statement):
    """The rows of a query, or of a change how many rows it changed; all values as text."""
    done = subprocess.run(["psql", conninfo, "-X", "-At", "-F", "\x1f", "-v", "ON_ERROR_STOP=1", "-c", statement], capture_output=True, text=True)
    if done.returncode:
        raise AssertionError(f"{statement}: {done.stderr}")
    lines = done.stdout.splitlines()
    if lines and lines[-1].split(" ")[0] in ("UPDATE", "DELETE", "INSERT"):
        return int(lines[-1].split(" ")[-1])
    return [line.split("\x1f") for line in lines]
