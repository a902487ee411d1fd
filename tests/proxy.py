"""Stands between a gateway and its database, and cuts connections at the moment that matters."""
import socket
import threading
import time


# Of who writes, in the extended protocol: a Parse of this text without parameters.
COMMIT = b"\0COMMIT\0\0\0"
TURN = b"schrijfbeurt"  # who only reads does not take it


class Proxy:
    def __init__(self, to_port):
        self.to_port, self.cuts, self.wanted = to_port, 0, None
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.lock = threading.Lock()
        threading.Thread(target=self.accept, daemon=True).start()

    def close(self):
        self.listener.close()

    def cut_at_commit(self, of, before):
        """Cuts the connection at the commit of what wrote this: before it reaches the server, or after it did."""
        with self.lock:
            self.wanted = (of, "before" if before else "after")

    def accept(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            server = socket.create_connection(("127.0.0.1", self.to_port))
            for each in (client, server):
                each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            done = threading.Event()
            threading.Thread(target=self.forward, args=(client, server, done, True), daemon=True).start()
            threading.Thread(target=self.forward, args=(server, client, done, False), daemon=True).start()

    def forward(self, source, target, done, from_client):
        written = b""  # since the last commit
        try:
            while data := source.recv(65536):
                if from_client:
                    written += data
                    if COMMIT in written:
                        how = self.how(written)
                        written = b""
                        if how:
                            self.cut(target, data, done, how)
                            return
                if done.is_set():
                    return
                target.sendall(data)
        except OSError:
            pass
        finally:
            for each in (source, target):
                try:
                    each.shutdown(socket.SHUT_RDWR)
                except OSError:
                    pass
            source.close()

    def how(self, written):
        with self.lock:
            if self.wanted and self.wanted[0] in written and TURN in written:
                how, self.wanted = self.wanted[1], None
                return how
        return None

    def cut(self, server, data, done, how):
        done.set()  # no answer goes back
        self.cuts += 1
        if how == "after":
            server.sendall(data)
            time.sleep(0.5)  # committed by now
