"""nginx as the measure: mutual TLS in and nothing else (/m), and mutual TLS in and out again (any other path)."""
import os
import shutil
import socket
import subprocess
import time

import machine

CONFIG = """
daemon off; worker_processes {cores}; pid {folder}/pid; error_log {folder}/error.log crit;
events {{ worker_connections 2048; }}
http {{
  access_log off; keepalive_requests 1000000000; client_body_buffer_size 64k;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy; fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  ssl_protocols TLSv1.3; ssl_certificate {pki}/gateway-server.pem; ssl_certificate_key {pki}/gateway-server.key;
  ssl_client_certificate {pki}/root.pem; ssl_verify_client on;
  upstream behind {{ server 127.0.0.1:{back}; keepalive 64; keepalive_requests 1000000000; }}
  server {{
    listen 127.0.0.1:{front} ssl;
    location /m {{ return 201; }}
    location / {{
      proxy_pass https://behind; proxy_http_version 1.1; proxy_set_header Connection "";
      proxy_ssl_protocols TLSv1.3; proxy_ssl_certificate {pki}/gateway-client.pem; proxy_ssl_certificate_key {pki}/gateway-client.key;
    }}
  }}
  server {{ listen 127.0.0.1:{back} ssl; location / {{ return 201; }} }}
}}
"""


def program():
    return shutil.which("nginx", path=os.environ.get("PATH", "") + ":/usr/sbin:/usr/local/sbin")


def version():
    return subprocess.run([program(), "-v"], capture_output=True, text=True, timeout=10).stderr.strip().rpartition("/")[2]


def free_ports(count):
    """Ports on which nobody listens now; all held at once, so that they differ."""
    held = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in held]
    for each in held:
        each.close()
    return ports


class Nginx:
    def __init__(self, pki, folder):
        folder.mkdir()
        self.port, back = free_ports(2)
        self.pki = pki
        file = folder / "nginx.conf"
        file.write_text(CONFIG.format(cores=os.cpu_count(), folder=folder, pki=pki, front=self.port, back=back))
        self.process = subprocess.Popen([program(), "-c", file, "-e", folder / "error.log"])
        try:
            self.wait_until_it_listens(folder / "error.log")
        except BaseException:
            self.stop()
            raise

    def wait_until_it_listens(self, log):
        until = time.monotonic() + 10
        while True:
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
                return
            except OSError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise RuntimeError(f"nginx does not start: {log.read_text() if log.exists() else ''}") from None
                time.sleep(0.05)

    def cpu(self):
        return machine.cpu_seconds(self.process.pid, *machine.children(self.process.pid))

    def stop(self):
        end(self.process)


def end(process, patience=15):
    """Ends a program that we started, whatever it thinks of that."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(patience)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
