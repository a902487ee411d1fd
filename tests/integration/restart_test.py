"""Under a supervisor that speaks as systemd does: a restart loses nothing, and a loop that stands still is found out."""
import collections
import contextlib
import ctypes
import itertools
import json
import os
import pathlib
import signal
import socket
import subprocess
import sys
import threading
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from house import GATEWAY, House, invented, kennisgeving, wait_for  # noqa: E402
from supervisor import Supervisor, listening  # noqa: E402

SANITIZED = bool(os.environ.get("INBURGERING_SANITIZE"))
PATH = "/brp/stuf/bg0310/OntvangAsynchroon"


def request_of(body, path=PATH):
    return (f"POST {path} HTTP/1.1\r\nHost: gateway\r\nContent-Type: text/xml; charset=utf-8\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


class Connection:
    """One that is kept, of bytes and no library: nothing is sent twice behind our back."""

    def __init__(self, house, context):
        raw = socket.create_connection(("127.0.0.1", house.port), timeout=30)
        raw.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.stream = context.wrap_socket(raw, server_hostname="127.0.0.1")
        self.rest = b""

    def answer(self):
        """Status, headers and body of the next answer; None when the connection ended before its first byte."""
        data = self.rest
        while b"\r\n\r\n" not in data:
            more = self.stream.recv(65536)
            if not more:
                if data:
                    raise ConnectionError("an answer was cut off")
                return None
            data += more
        head, _, body = data.partition(b"\r\n\r\n")
        lines = head.decode().split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
        while len(body) < int(headers.get("content-length", 0)):
            more = self.stream.recv(65536)
            if not more:
                raise ConnectionError("an answer was cut off")
            body += more
        length = int(headers.get("content-length", 0))
        self.rest = body[length:]
        return int(lines[0].split()[1]), headers, body[:length]

    def close(self):
        self.stream.close()


class Load:
    """So many kennisgevingen a second, on connections that are kept, until told to end. Each is sent once."""

    def __init__(self, house, rate, connections=16):
        self.house = house
        self.gap = connections / rate
        self.context = house.tls("brp-client")
        self.numbers = itertools.count(1)
        self.persons = invented(50)
        self.ending = threading.Event()
        self.results = collections.Counter()
        self.accepted = []
        self.broken = []
        self.last_ones = 0
        self.lock = threading.Lock()
        self.longest = 0.0
        self.threads = [threading.Thread(target=self.send, args=(index,)) for index in range(connections)]

    def start(self):
        for thread in self.threads:
            thread.start()
        return self

    def end(self):
        self.ending.set()
        for thread in self.threads:
            thread.join(60)

    def send(self, index):
        connection = None
        due = time.monotonic() + self.gap * index / len(self.threads)
        while not self.ending.is_set():
            time.sleep(max(0.0, due - time.monotonic()))
            due += self.gap
            with self.lock:
                number = next(self.numbers)
            reference = f"herstart-{number}"
            body = kennisgeving(content=f"<BG:geslachtsnaam>N{number}</BG:geslachtsnaam>", bsn=self.persons[number % len(self.persons)], reference=reference).encode()
            began = time.monotonic()
            try:
                connection = connection or Connection(self.house, self.context)
                connection.stream.sendall(request_of(body))
                answer = connection.answer()
                if answer is None:
                    raise ConnectionError("the connection ended without an answer")
            except OSError as error:
                with self.lock:
                    self.broken.append(f"{reference}: {error}")
                connection = None
                continue
            status, headers, _ = answer
            with self.lock:
                self.longest = max(self.longest, time.monotonic() - began)
                self.results[status] += 1
                if status == 200:
                    self.accepted.append(reference)
            if headers.get("connection") == "close":
                self.last_ones += 1
                connection.close()
                connection = None
        if connection:
            connection.close()

    def sent(self):
        return sum(self.results.values()) + len(self.broken)


class Restart(unittest.TestCase):
    def setUp(self):
        self.house = House(limits={"handshakes_per_second": 1000})
        self.addCleanup(self.house.close)
        self.house.write_config()

    def supervise(self, **options):
        supervisor = Supervisor(self.house, **options)
        self.addCleanup(supervisor.close)
        return supervisor

    def stored(self):
        """How often each reference stands in the log as accepted."""
        return collections.Counter(reference for (reference,) in self.house.rows(
            "SELECT reference FROM log WHERE direction = 'in' AND feed = 'brp' AND http_status = 200"))

    def all_is_there(self, load):
        self.assertEqual(load.broken, [])
        self.assertEqual(dict(load.results), {200: load.sent()})
        stored = self.stored()
        self.assertEqual([reference for reference in load.accepted if stored[reference] != 1], [])
        self.assertEqual(len(stored), load.sent(), "nothing else was taken")

    def test_three_restarts_under_load_lose_nothing(self):
        supervisor = self.supervise()
        supervisor.start()
        load = Load(self.house, 50 if SANITIZED else 500).start()
        began = time.monotonic()
        pauses = []
        for _ in range(3):
            time.sleep(1.5)
            stopped = time.monotonic()
            self.assertEqual(supervisor.restart(), 0)
            pauses.append(time.monotonic() - stopped)
        time.sleep(1)
        load.end()
        seconds = time.monotonic() - began
        self.all_is_there(load)
        self.assertEqual(len(supervisor.heard("READY", "1")), 4)
        self.assertEqual(len(supervisor.heard("STOPPING", "1")), 3)
        self.assertGreater(load.last_ones, 0, "who is told to go was told so in an answer")
        print(f"restarts under load: {load.sent()} requests in {seconds:.1f} s, {load.last_ones} last answers, restarts of "
              f"{', '.join(f'{pause:.2f}' for pause in pauses)} s, the longest that one waited {load.longest:.2f} s", file=sys.stderr)

    def test_a_reload_under_load_is_told_and_loses_nothing(self):
        supervisor = self.supervise()
        process = supervisor.start()
        load = Load(self.house, 20 if SANITIZED else 200).start()
        text = self.house.config.read_text()
        for number in range(3):
            since = len(supervisor.told)
            changed = json.loads(text)
            changed["limits"]["requests_per_second"] = 6000 + number
            self.house.config.write_text(json.dumps(changed))
            process.process.send_signal(signal.SIGHUP)
            wait_for(lambda: supervisor.heard("READY", "1", since))
            moments = [int(lines["MONOTONIC_USEC"]) for lines in supervisor.heard("RELOADING", "1", since)]
            self.assertEqual(len(moments), 1)
            self.assertLess(abs(time.clock_gettime(time.CLOCK_MONOTONIC) - moments[0] / 1e6), 60)
        # One that is not good: the gateway goes on with the former, and says that it is done with reading.
        since = len(supervisor.told)
        self.house.config.write_text("listen: [")
        process.process.send_signal(signal.SIGHUP)
        wait_for(lambda: supervisor.heard("READY", "1", since))
        process.line("de configuratie is niet overgenomen")
        self.house.config.write_text(text)
        load.end()
        self.assertEqual(load.last_ones, 0, "no connection had to go")
        self.all_is_there(load)

    def test_who_waits_while_none_runs_is_answered_by_the_next_that_starts(self):
        """The next cannot start, because of its configuration: the socket keeps who comes, until that is mended."""
        supervisor = self.supervise()
        supervisor.start()
        self.assertEqual(self.house.stop("gateway"), 0)
        text = self.house.config.read_text()
        self.house.config.write_text(text.replace('"duo"', '"dou"', 1))
        failing = supervisor.begin()
        self.assertEqual(failing.process.wait(30), 2)
        self.assertEqual(supervisor.heard("READY", "1", len(supervisor.told)), [])
        self.assertEqual(subprocess.run([GATEWAY, "check", "--config", self.house.config], capture_output=True).returncode, 2)
        answers = []
        waiting = [threading.Thread(target=lambda number=number: answers.append(
            self.house.stuf(kennisgeving(reference=f"wacht-{number}", bsn=invented(1)[0])).status)) for number in range(5)]
        for thread in waiting:
            thread.start()
        time.sleep(0.3)
        self.assertEqual(answers, [])
        self.house.config.write_text(text)
        failing.handle.close()
        supervisor.start()
        for thread in waiting:
            thread.join(30)
        self.assertEqual(answers, [200] * 5)
        self.assertEqual(len(self.stored()), 5)

    def test_a_request_that_is_half_sent_is_answered_and_one_that_never_ends_does_not_hold_the_stop(self):
        supervisor = self.supervise()
        supervisor.start()
        context = self.house.tls("brp-client")
        body = kennisgeving(reference="half", bsn=invented(1)[0]).encode()
        request = request_of(body)
        half, head, silent, never = (Connection(self.house, context) for _ in range(4))
        for connection in (half, head, silent, never):  # each stood before: no answer is a first one
            connection.stream.sendall(request_of(kennisgeving(reference=f"voor-{id(connection)}", bsn=invented(1)[0]).encode()))
            self.assertEqual(connection.answer()[0], 200)
        half.stream.sendall(request[:-200])
        head.stream.sendall(request[:40])
        never.stream.sendall(request[:-100])
        time.sleep(0.2)
        stopping = self.house.processes["gateway"].process
        stopping.send_signal(signal.SIGTERM)
        wait_for(lambda: supervisor.heard("STOPPING", "1"))
        # One that was silent may still ask, for a moment.
        silent.stream.sendall(request_of(kennisgeving(reference="kruist", bsn=invented(1)[0]).encode()))
        status, headers, _ = silent.answer()
        self.assertEqual((status, headers.get("connection")), (200, "close"))
        self.assertEqual(silent.stream.recv(1), b"", "and is let go by TLS itself, not by a reset")
        half.stream.sendall(request[-200:])
        status, headers, _ = half.answer()
        self.assertEqual((status, headers.get("connection")), (200, "close"))
        time.sleep(1.2)  # longer than who is silent gets
        head.stream.sendall(request[40:].replace(b"half", b"kopf"))
        status, headers, _ = head.answer()
        self.assertEqual((status, headers.get("connection")), (200, "close"))
        self.assertEqual(stopping.wait(30), 0)
        self.house.stop("gateway")
        stored = self.stored()
        self.assertEqual([stored[each] for each in ("half", "kopf", "kruist")], [1, 1, 1])
        for connection in (half, head, silent, never):
            connection.close()

    def test_who_is_silent_is_let_go_by_tls_and_who_waits_for_news_gets_its_usual_answer(self):
        supervisor = self.supervise()
        supervisor.start()
        made = self.house.call("POST", "/gemeente/v1/abonnementen", json.dumps({"id": "haal", "gemeenten": ["0518"], "wijze": "ophalen"}),
                               {"Content-Type": "application/json"}, "afnemer-0518-client")
        self.assertEqual(made.status, 201, made.body)
        silent = Connection(self.house, self.house.tls("brp-client"))
        answers = []
        waiting = threading.Thread(target=lambda: answers.append(self.house.call(
            "GET", "/gemeente/v1/gebeurtenissen?wacht=60", name="afnemer-0518-client")))
        waiting.start()
        time.sleep(0.5)
        self.assertEqual(self.house.stop("gateway"), 0)
        self.assertEqual(silent.stream.recv(1), b"")
        silent.close()
        waiting.join(30)
        self.assertEqual(answers[0].status, 200, answers[0].body)
        self.assertEqual(answers[0].headers.get("Connection"), "close")
        self.assertEqual(answers[0].json["gebeurtenissen"], [])

    def test_sockets_that_are_handed_over_are_judged(self):
        supervisor = self.supervise()
        for name, make, told in (("beheer", lambda: listening("0.0.0.0"), "dat kan alleen met tls.operator"),
                                 ("partner", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM), "luistert niet over TCP"),
                                 ("anders", listening, "FileDescriptorName=partner of beheer")):
            with self.subTest(name):
                kept = dict(supervisor.sockets)
                supervisor.sockets[name] = make()
                process = supervisor.begin()
                self.assertEqual(process.process.wait(30), 1)
                self.assertIn(told, process.text())
                self.house.processes.pop("gateway").handle.close()
                supervisor.sockets[name].close()
                supervisor.sockets = kept


# ptrace(2) stops one thread of a program and leaves the others alone, which no signal does.
PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 17, 0x4206, 0x4207
LIBC = ctypes.CDLL(None, use_errno=True)


def trace(what, thread):
    LIBC.ptrace.argtypes = [ctypes.c_long, ctypes.c_long, ctypes.c_void_p, ctypes.c_void_p]
    if LIBC.ptrace(what, thread, None, None) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")


class Held:
    """Holds one thread of a process, found by its name, and lets it go again."""

    def __init__(self, process, name=None):
        """Without a name: its first thread."""
        tasks = pathlib.Path(f"/proc/{process}/task")
        named = lambda: [int(task.name) for task in tasks.iterdir() if (task / "comm").read_text().strip() == name[:15]]  # noqa: E731
        self.thread = wait_for(named)[0] if name else process  # a program that was just begun has its name a moment later

    def __enter__(self):
        trace(PTRACE_SEIZE, self.thread)
        trace(PTRACE_INTERRUPT, self.thread)
        os.waitpid(self.thread, 0x40000000)  # __WALL

    def __exit__(self, *_):
        with contextlib.suppress(ProcessLookupError):  # it ended meanwhile
            trace(PTRACE_DETACH, self.thread)


def may_trace():
    child = subprocess.Popen(["sleep", "60"])
    try:
        with Held(child.pid, "sleep"):
            return True
    except OSError:
        return False
    finally:
        child.kill()
        child.wait()


class Watchdog(unittest.TestCase):
    def setUp(self):
        self.house = House()
        self.addCleanup(self.house.close)
        self.house.write_config()
        self.supervisor = Supervisor(self.house, watchdog=0.6)
        self.addCleanup(self.supervisor.close)

    def fed(self, since=0):
        return len(self.supervisor.heard("WATCHDOG", "1", since))

    def test_it_is_fed_while_all_loops_turn_with_nothing_to_do(self):
        self.supervisor.start()
        time.sleep(6 * self.supervisor.watchdog)  # longer than any of them may be silent
        since = len(self.supervisor.told)
        wait_for(lambda: self.fed(since) >= 5)

    @unittest.skipUnless(may_trace(), "a thread cannot be held here (ptrace)")
    def test_a_start_that_stands_still_is_not_fed_and_hears_that_it_must_stop(self):
        process = self.supervisor.begin()
        number = process.process.pid
        while pathlib.Path(f"/proc/{number}/comm").read_text().strip() != "start":
            self.assertIsNone(process.process.poll())
        with Held(number):  # as a disk or a database that does not answer
            wait_for(lambda: "de start staat stil bij: " in process.text(), 60)
            since = len(self.supervisor.told)
            time.sleep(1)
            self.assertEqual(self.supervisor.told[since:], [])
            os.kill(number, signal.SIGTERM)
            wait_for(lambda: "gateway stopt, tijdens de start" in process.text(), 20)
        self.assertEqual(self.house.stop("gateway", signal.SIGTERM), 0)

    @unittest.skipUnless(may_trace(), "a thread cannot be held here (ptrace)")
    def test_one_loop_that_hangs_ends_the_feeding_and_is_named(self):
        process = self.supervisor.start()
        number = process.process.pid
        for name in ("schrijver", "ketenpartners", "levering", "naar afnemers"):
            with self.subTest(name):
                before = len(process.text())
                with Held(number, name):
                    wait_for(lambda: f"de taak {name} staat stil" in process.text()[before:], 30)
                    since = len(self.supervisor.told)
                    time.sleep(1)
                    self.assertEqual(self.fed(since), 0, "not fed while it hangs")
                    if name not in ("ketenpartners",):
                        ready = self.house.operator("/readyz")
                        self.assertEqual(ready.status, 503)
                        self.assertIn(f"de taak {name} staat stil".encode(), ready.body)
                wait_for(lambda: "alle taken lopen weer" in process.text()[before:])
                since = len(self.supervisor.told)
                wait_for(lambda: self.fed(since) > 0)


if __name__ == "__main__":
    unittest.main()
