"""A receiver of events that tells of each before it says that it has it."""
import json
import threading

import tls_server


class Receiver:
    def __init__(self, house, on_event=lambda event: None, name="afnemer-0518-server"):
        self.events, self.lock = [], threading.Lock()
        receiver = self

        class Handler(tls_server.Quiet):
            def do_POST(self):
                event = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                with receiver.lock:
                    receiver.events.append(event)
                on_event(event)
                self.send_response(204)
                self.end_headers()

        self.server, self.port = tls_server.begin(house, Handler, name)

    def ids(self):
        with self.lock:
            return [event["id"] for event in self.events]

    def clear(self):
        with self.lock:
            self.events.clear()

    def close(self):
        self.server.shutdown()
        self.server.server_close()
