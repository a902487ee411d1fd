"""A receiver of events that tells of each before it says that it has it."""
import http.server
import json
import ssl
import threading


class Receiver:
    def __init__(self, house, on_event=lambda event: None, name="afnemer-0518-server"):
        self.events, self.lock = [], threading.Lock()
        receiver = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            disable_nagle_algorithm = True

            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with receiver.lock:
                    receiver.events.append(event)
                on_event(event)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, request, client_address):
                pass  # who sent is gone

        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(house.pki / f"{name}.pem", house.pki / f"{name}.key")
        context.load_verify_locations(house.pki / "root.pem")
        context.verify_mode = ssl.CERT_REQUIRED
        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.socket = context.wrap_socket(self.server.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.server.socket.getsockname()[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def ids(self):
        with self.lock:
            return [event["id"] for event in self.events]

    def clear(self):
        with self.lock:
            self.events.clear()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
