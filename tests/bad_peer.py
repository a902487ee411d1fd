"""A peer that misbehaves, as a process of its own: on one core, and after the others there, for on another machine it would take none of ours.

    bad_peer.py call WORK     calls the gateway in bad ways; WORK is a file of JSON (see `Caller`); ends by itself, and prints what came of it
    bad_peer.py serve WORK    is called by the gateway; each line of standard input is how it behaves from then on (see `Server`)
"""
import collections
import http.client
import itertools
import json
import os
import resource
import socket
import ssl
import struct
import sys
import threading
import time

KINDS = ("traag", "reset", "half", "ander", "verbindingen", "handshakes", "verzoeken", "lichamen")
MANY = {"traag": 40, "reset": 8, "half": 60, "ander": 4, "verbindingen": 8, "handshakes": 8, "verzoeken": 16, "lichamen": 8}


def reset(connection):
    """Ends it by RST, as a machine that lost its memory does."""
    try:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        os.close(connection.detach())
    except OSError:
        pass


class Caller:
    """WORK: kind, port, seconds, addresses (whence it comes), tls ([certificate, key, root]; absent: plain), good and foreign: requests
    ({method, path, headers, body}, in which {{n}} is a number of its own). Foreign ones speak for another: none may be taken."""

    def __init__(self, work):
        self.work, self.counts, self.numbers, self.addresses = work, collections.Counter(), itertools.count(int(time.time() * 1000) % 10**9 * 1000), itertools.cycle(work["addresses"])
        self.until = time.monotonic() + work["seconds"]
        self.context = None
        if "tls" in work:
            certificate, key, root = work["tls"]
            self.context = ssl.create_default_context(cafile=root)
            self.context.load_cert_chain(certificate, key)
        self.open = []

    def goes_on(self):
        return time.monotonic() < self.until

    def plain(self):
        self.counts["verbindingen"] += 1
        return socket.create_connection(("127.0.0.1", self.work["port"]), timeout=5, source_address=(next(self.addresses), 0))

    def connect(self):
        plain = self.plain()
        if not self.context:
            return plain
        try:
            made = self.context.wrap_socket(plain, server_hostname="127.0.0.1")
            self.counts["handshakes"] += 1
            return made
        except OSError:
            plain.close()
            raise

    def request(self, which="good", number=None):
        asked = self.work[which][next(self.numbers) % len(self.work[which])]
        body = asked.get("body", "").replace("{{n}}", f"{next(self.numbers)}").encode()
        head = "".join(f"{name}: {value}\r\n" for name, value in asked.get("headers", {}).items()).replace("{{n}}", f"{next(self.numbers):012}")
        return f"{asked['method']} {asked['path']} HTTP/1.1\r\nHost: localhost\r\nContent-Length: {len(body)}\r\n{head}\r\n".encode() + body

    # Each of these does it once

    def traag(self):
        with self.connect() as connection:
            for byte in self.request():
                if not self.goes_on():
                    return
                connection.sendall(bytes([byte]))
                time.sleep(0.2)
            connection.settimeout(2)
            while self.goes_on() and connection.recv(1):
                time.sleep(0.2)

    def reset(self):
        connection = self.connect()
        request = self.request()
        connection.sendall(request[:len(request) * next(self.numbers) % 97 // 100 + 1])
        reset(connection)
        time.sleep(0.01)

    def half(self):
        how = next(self.numbers) % 3
        if how == 0 and self.context:
            connection = self.connect()
        else:
            connection = self.plain()
            if how == 1:
                connection.sendall(bytes.fromhex("1603010200010001fc0303") + bytes(20))  # of a ClientHello the beginning
        with connection:
            connection.settimeout(1)
            while self.goes_on():
                try:
                    if not connection.recv(1):
                        return
                except TimeoutError:
                    pass

    def ander(self):
        with self.connect() as connection:
            for _ in range(20):
                connection.sendall(self.request("foreign"))
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                answer.read()
                self.counts[f"status {answer.status}"] += 1
                if answer.status < 300:
                    self.counts["namens een ander aangenomen"] += 1
                time.sleep(0.005)

    def verbindingen(self):
        self.open.append(self.plain())
        if len(self.open) > 2500:
            self.open.pop(0).close()

    def handshakes(self):
        self.connect().close()

    def verzoeken(self):
        with self.connect() as connection:
            while self.goes_on():
                connection.sendall(self.request())
                answer = http.client.HTTPResponse(connection)
                answer.begin()
                answer.read()
                self.counts["verzoeken"] += 1
                self.counts[f"status {answer.status}"] += 1
                if answer.will_close:
                    return

    def lichamen(self):
        asked = self.work["good"][0]
        head = "".join(f"{name}: {value}\r\n" for name, value in asked.get("headers", {}).items()).replace("{{n}}", f"{next(self.numbers):012}")
        with self.connect() as connection:
            endless = next(self.numbers) % 2
            how = "Transfer-Encoding: chunked" if endless else f"Content-Length: {1 << 20}"
            connection.sendall(f"POST {asked['path']} HTTP/1.1\r\nHost: localhost\r\n{how}\r\n{head}\r\n".encode())
            part = (b"10000\r\n" if endless else b"") + b" " * 65536 + (b"\r\n" if endless else b"")
            for _ in range(1000 if endless else 16):
                connection.sendall(part)
                self.counts["MB"] += 1 / 16
            connection.recv(1000)

    def again(self):
        what = getattr(self, self.work["kind"])
        while self.goes_on():
            try:
                what()
            except (OSError, http.client.HTTPException):
                self.counts["afgebroken"] += 1
                time.sleep(0.05)

    def run(self):
        threads = [threading.Thread(target=self.again, daemon=True) for _ in range(MANY[self.work["kind"]])]
        for each in threads:
            each.start()
        while self.goes_on():
            time.sleep(0.1)
        print(json.dumps({name: round(count) for name, count in self.counts.items()}), flush=True)
        os._exit(0)


class Server:
    """WORK: port (0: any), tls ([certificate, key, root]), to (the port of a good one; 0: what comes is read and dropped), foreign (the body of
    an answer that belongs to another). Behaves as the last line said: goed, or one of KINDS. At a change all connections end."""

    def __init__(self, work):
        self.work, self.mode, self.open = work, "goed", []
        certificate, key, root = work["tls"]
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(certificate, key)
        self.context.load_verify_locations(root)
        self.listener = socket.create_server(("127.0.0.1", work["port"]), backlog=500)
        print(self.listener.getsockname()[1], flush=True)

    def run(self):
        threading.Thread(target=self.accept, daemon=True).start()
        for line in sys.stdin:
            self.mode = line.strip()
            for each in self.open:
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            self.open = []

    def accept(self):
        while True:
            plain, _ = self.listener.accept()
            self.open.append(plain)
            threading.Thread(target=self.serve, args=(plain, self.mode), daemon=True).start()

    def serve(self, plain, mode):
        try:
            if mode == "goed" and self.work["to"]:
                self.pass_on(plain)
            elif mode == "verbindingen":
                plain.close()
            elif mode == "half" and len(self.open) % 2:
                plain.recv(1 << 20)
                self.wait(mode)
            else:
                with self.context.wrap_socket(plain, server_side=True) as connection:
                    self.open.append(connection)
                    self.behave(connection, mode)
        except (OSError, ValueError):
            pass
        finally:
            plain.close()

    def wait(self, mode):
        while self.mode == mode:
            time.sleep(0.1)

    def behave(self, connection, mode):
        if mode == "handshakes":
            return
        while True:
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65536) if mode != "traag" or self.work["to"] else connection.recv(1)
                if not more:
                    return
                head = (head + more)[-1 << 20:] if self.work["to"] else b""  # what only listens has no end of a request
                if not self.work["to"] and mode not in ("goed", "traag"):
                    break
            body = self.work["foreign"].encode()
            answer = b"HTTP/1.1 200 OK\r\nAPI-Version: 1.1.0\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n" % len(body) + body
            if mode == "traag":
                for byte in answer:
                    connection.sendall(bytes([byte]))
                    time.sleep(0.2)
            elif mode == "reset":
                connection.sendall(answer[:-5])
                return reset(connection)
            elif mode == "half":
                return self.wait(mode)
            elif mode == "ander":
                connection.sendall(answer)  # of another, and one that nobody asked for
                time.sleep(0.02)
                connection.sendall(answer)
            elif mode == "verzoeken":
                for _ in range(100000):
                    connection.sendall(b"HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n" * 100)
            elif mode == "lichamen":
                connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n")
                while True:
                    connection.sendall(b"10000\r\n" + b" " * 65536 + b"\r\n")

    def pass_on(self, client):
        server = socket.create_connection(("127.0.0.1", self.work["to"]), timeout=5)
        server.settimeout(None)
        self.open.append(server)

        def forward(source, target):
            try:
                while data := source.recv(262144):
                    target.sendall(data)
            except OSError:
                pass
            for each in (source, target):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass

        for each in (client, server):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        back = threading.Thread(target=forward, args=(server, client), daemon=True)
        back.start()
        forward(client, server)
        back.join()
        server.close()


if __name__ == "__main__":
    os.nice(5)
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    threading.stack_size(256 * 1024)
    with open(sys.argv[2], encoding="utf-8") as file:
        work = json.load(file)
    {"call": Caller, "serve": Server}[sys.argv[1]](work).run()
