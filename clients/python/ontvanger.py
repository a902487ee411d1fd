# ontvanger.py GATEWAY POORT MAP NAAM: ontvangt gebeurtenissen, met de client uit het contract (pip install inburgering-gemeente).
# In MAP staan NAAM-client.pem en .key, NAAM-server.pem en .key, en root.pem.
import http.server, pathlib, ssl, sys, threading

from inburgering_gemeente import AbonnementenApi, ApiClient, ApiException, Configuration, Gebeurtenis, VraagHerhalingRequest, Wens

gateway, poort, map_, naam = sys.argv[1], int(sys.argv[2]), pathlib.Path(sys.argv[3]), sys.argv[4]
instellingen = Configuration(host=f"{gateway}/gemeente/v1", ssl_ca_cert=str(map_ / "root.pem"))
instellingen.cert_file, instellingen.key_file = str(map_ / f"{naam}-client.pem"), str(map_ / f"{naam}-client.key")
abonnementen = AbonnementenApi(ApiClient(instellingen))

GEZIEN = set()   # bewaar dit bij uw gegevens: dan herkent u een herhaling ook na een herstart
LAATSTE = {}     # per dossier het hoogste nummer dat u hebt


def verwerk(gebeurtenis):
    if gebeurtenis.id in GEZIEN:
        return
    dossier, nummer, vorige = gebeurtenis.subject, int(gebeurtenis.sequence), int(gebeurtenis.previoussequence or 0)
    if vorige and vorige != LAATSTE.get(dossier, vorige):
        vraag = lambda: abonnementen.vraag_herhaling("ontvanger", VraagHerhalingRequest(dossier=dossier))  # noqa: E731
        threading.Thread(target=vraag).start()   # na het antwoord: de herhaling komt langs dezelfde weg
    print(gebeurtenis.type, "nr", nummer, flush=True)   # bewaar hier gebeurtenis.data
    GEZIEN.add(gebeurtenis.id)
    LAATSTE[dossier] = max(nummer, LAATSTE.get(dossier, 0))


class Ontvanger(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def antwoord(self, status, **headers):
        self.send_response(status)
        for kop, waarde in headers.items():
            self.send_header(kop.replace("_", "-"), waarde)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_OPTIONS(self):
        self.antwoord(204, WebHook_Allowed_Origin=self.headers["WebHook-Request-Origin"])

    def do_POST(self):
        tekst = self.rfile.read(int(self.headers["Content-Length"])).decode()
        try:
            gebeurtenis = Gebeurtenis.from_json(tekst)
        except ValueError:
            return self.antwoord(400)   # hier is nooit iets van te maken: de gateway legt het apart
        verwerk(gebeurtenis)
        self.antwoord(204)

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", poort), Ontvanger)
tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
tls.load_cert_chain(map_ / f"{naam}-server.pem", map_ / f"{naam}-server.key")
tls.load_verify_locations(map_ / "root.pem")
tls.verify_mode = ssl.CERT_REQUIRED
server.socket = tls.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
wens = Wens(id="ontvanger", gemeenten=["0518"], url=f"https://127.0.0.1:{server.server_address[1]}/gebeurtenissen", beginstand=True)
try:
    print(abonnementen.maak_abonnement(wens).status, flush=True)
except ApiException as fout:
    if fout.status != 409:   # 409: het abonnement is er al
        sys.exit(f"{fout.status} {fout.body}")
print("klaar op", server.server_address[1], flush=True)
threading.Event().wait()
