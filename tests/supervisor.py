"""What systemd is for a gateway, in small: it keeps the sockets, hears what the gateway tells, and starts the next."""
import os
import re
import signal
import socket
import sys
import threading

from house import GATEWAY, Process, wait_for

# Puts the sockets where sd_listen_fds(3) says, and becomes the program: its process number stays.
BECOME = """
import fcntl, os, sys
count = int(sys.argv[1])
aside = [fcntl.fcntl(int(number), fcntl.F_DUPFD, 100) for number in sys.argv[2:2 + count]]
for place, number in enumerate(aside):
    os.dup2(number, 3 + place)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execv(sys.argv[2 + count], sys.argv[2 + count:])
"""


def listening(host="127.0.0.1"):
    listener = socket.create_server((host, 0), backlog=4096)
    return listener


class Supervisor:
    def __init__(self, house, watchdog=None):
        self.house = house
        self.watchdog = watchdog
        self.sockets = {"partner": listening(), "beheer": listening()}
        self.told = []
        self.ears = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.ears.bind(str(house.dir / "notify"))
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        while True:
            try:
                lines = self.ears.recv(4096).decode()
            except OSError:
                return
            if not lines:
                return
            self.told.append(dict(line.split("=", 1) for line in lines.split("\n")))

    def heard(self, name, value=None, since=0):
        return [lines for lines in self.told[since:] if name in lines and value in (None, lines[name])]

    def begin(self):
        """Starts one, and does not wait for it."""
        names, numbers = list(self.sockets), [str(each.fileno()) for each in self.sockets.values()]
        environment = os.environ | {"NOTIFY_SOCKET": str(self.house.dir / "notify"), "LISTEN_FDS": str(len(names)), "LISTEN_FDNAMES": ":".join(names)}
        if self.watchdog:
            environment["WATCHDOG_USEC"] = str(int(self.watchdog * 1e6))
        command = [sys.executable, "-c", BECOME, str(len(names)), *numbers, GATEWAY, "serve", "--config", str(self.house.config)]
        process = Process(*command, log=self.house.dir / "gateway.log", pass_fds=[int(number) for number in numbers], env=environment)
        self.house.processes["gateway"] = process
        return process

    def start(self):
        since = len(self.told)
        process = self.begin()
        wait_for(lambda: self.heard("READY", "1", since) or process.process.poll() is not None, 30)
        assert process.process.poll() is None, process.text()
        house = self.house
        house.port = int(re.search(r"^ketenpartners: https://127.0.0.1:(\d+)", process.text(), re.MULTILINE).group(1))
        house.operator_port = int(re.search(r"^beheer: +https?://127.0.0.1:(\d+)", process.text(), re.MULTILINE).group(1))
        house.cookie = None
        return process

    def restart(self):
        """As systemctl restart: one ends, then the next begins. What the end returned."""
        code = self.house.stop("gateway", signal.SIGTERM)
        self.start()
        return code

    def close(self):
        self.ears.close()
        for each in self.sockets.values():
            each.close()
