"""Another system that a gateway calls, over mutual TLS: keeps every request, and answers as it is told."""
import json
import threading
import time

import tls_server


class Asked:
    def __init__(self, method, path, headers, body):
        self.method, self.path, self.headers, self.body = method, path, headers, body

    @property
    def json(self):
        return json.loads(self.body)


class OtherSide:
    """`answer(asked)` gives a status, or a status, headers and a body; None hangs up halfway."""

    def __init__(self, house, answer, name="afnemer-0518-server", port=0):
        self.asked, self.lock = [], threading.Lock()
        self.answer = answer
        side = self

        class Handler(tls_server.Quiet):
            def handle_any(self):
                asked = Asked(self.command, self.path, self.headers, self.rfile.read(int(self.headers.get("Content-Length", 0))))
                with side.lock:
                    side.asked.append(asked)
                told = side.answer(asked)
                if told is None:
                    self.wfile.write(b"HTTP/1.1 20")
                    self.wfile.flush()
                    self.close_connection = True
                    return self.connection.close()
                status, headers, body = told if isinstance(told, tuple) else (told, {}, b"")
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            do_GET = do_POST = do_OPTIONS = handle_any

        self.server, self.port = tls_server.begin(house, Handler, name, port)
        self.url = f"https://127.0.0.1:{self.port}"

    def all(self, method, path=""):
        """What was asked so far, of a method, at an address that begins so."""
        with self.lock:
            return [asked for asked in self.asked if asked.method == method and asked.path.startswith(path)]

    def close(self):
        self.server.shutdown()
        self.server.server_close()


def webhook(asked):
    """Wants to receive, and takes all that comes."""
    if asked.method == "OPTIONS":
        return 204, {"WebHook-Allowed-Origin": asked.headers["WebHook-Request-Origin"]}, b""
    return 204


def slowly(seconds, answer):
    def wait(asked):
        time.sleep(seconds)
        return answer(asked)
    return wait


def free_port():
    """Of a gateway that must know where it is found before it listens."""
    import socket
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]
