"""A server over mutual TLS with an identity of a house, for tests that are the other side themselves."""
import http.server
import ssl
import threading


class Quiet(http.server.BaseHTTPRequestHandler):
    """A handler that tells nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass  # who called is gone


def begin(house, handler, name, port=0):
    """Serves, in a thread of its own. Answers the server and its port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(house.pki / f"{name}.pem", house.pki / f"{name}.key")
    context.load_verify_locations(house.pki / "root.pem")
    context.verify_mode = ssl.CERT_REQUIRED
    server = Server(("127.0.0.1", port), handler)
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server, server.socket.getsockname()[1]
