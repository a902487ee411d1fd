# school.py GATEWAY CERTIFICAAT SLEUTEL STAM < rijen.ndjson: meldt rijen van een school, met de client uit het contract
# (pip install inburgering-taalschool). Elke regel: {"soort": "deelnames", "rij": {"kenmerk": …}}; deelnames eerst.
import json, sys, time

import inburgering_taalschool as client
import urllib3.exceptions

instellingen = client.Configuration(host=f"{sys.argv[1]}/taalschool/v1", ssl_ca_cert=sys.argv[4], retries=0)
instellingen.cert_file, instellingen.key_file = sys.argv[2], sys.argv[3]
verbinding = client.ApiClient(instellingen)
RECORDS = {"deelnames": "Deelname", "voortgangsmetingen": "Voortgangsmeting", "aanwezigheid": "Aanwezigheid", "toetsresultaten": "Toetsresultaat",
           "afronding": "Afronding", "signalen": "Signaal", "vaardigheden": "Vaardigheid", "activiteiten": "Activiteit"}


def meld(soort, rij):
    """Zo lang tot zij is aangenomen, of voorgoed geweigerd. Hetzelfde kenmerk nog eens melden kan geen kwaad."""
    api = getattr(client, soort.capitalize() + "Api")(verbinding)
    while True:
        try:
            return getattr(api, f"meld_{soort}")(getattr(client, RECORDS[soort]).from_dict(rij))
        except client.ApiException as fout:
            if fout.status not in (429, 502, 503, 504):
                print(soort, rij["kenmerk"], fout.status, fout.body, file=sys.stderr)
                return None
            time.sleep(float((fout.headers or {}).get("Retry-After", 5)))
        except (OSError, urllib3.exceptions.HTTPError):   # geen antwoord: het kan zijn aangekomen, of niet
            time.sleep(1)


geweigerd = 0
for regel in sys.stdin:
    wat = json.loads(regel)
    geweigerd += meld(wat["soort"], wat["rij"]) is None
sys.exit(1 if geweigerd else 0)
