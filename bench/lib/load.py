"""The load client, and the messages that it sends: those of the story in simulator/fixtures, as templates."""
import json
import subprocess

from house import BIN, ROOT, invented

CLIENT = BIN / "bench_load"
STUF, SCHOOL = "/brp/stuf/bg0310/OntvangAsynchroon", "/taalschool/v1/voortgangsmetingen"

# what is sent: to which path, as what, by whom
KINDS = {"lk01": (STUF, "text/xml; charset=utf-8", "brp-client"), "vm": (SCHOOL, "application/json", "taalschool-client")}


class Load:
    def __init__(self, folder, persons, connections, threads, warmup):
        self.persons = invented(persons)
        self.folder, self.connections, self.threads, self.warmup = folder, connections, threads, warmup
        self.numbers = 0
        (folder / "persons").write_text("\n".join(self.persons) + "\n")
        story = (ROOT / "simulator/fixtures/verhaal/2-verhuizing.xml").read_text()
        # Each person moves again every time that the list is gone through: each message is a change.
        for old, new in (("DEMO-2026-0002", "B{{n}}"), ("999996617", "{{v}}"), ("Voorbeeldkade", "Kade {{m}}")):
            assert old in story, f"the fixture no longer has {old}"
            story = story.replace(old, new)
        (folder / "lk01").write_text(story)
        (folder / "vm").write_text(json.dumps({
            "kenmerk": "VM{{n}}", "gemeentecode": "0518", "bsn": "{{v}}", "meetdatum": "2026-11-18", "leerroute": "B", "niveauLezen": "A1+",
            "niveauLuisteren": "A2", "niveauSchrijven": "A1", "niveauSpreken": "A2", "voortgang": "volgens-plan", "verwachteEinddatum": "2028-07-01"}))

    def fresh(self):
        """The first of ten million numbers that no message had yet."""
        self.numbers += 10_000_000
        return self.numbers

    def fire(self, port, pki, kind, seconds, *more, target=None, warmup=None):
        path, media_type, certificate = KINDS[kind]
        warmup = self.warmup if warmup is None else warmup
        command = [CLIENT, "--port", port, "--target", target or path, "--body", self.folder / kind, "--type", media_type, "--ca", pki / "root.pem",
                   "--cert", pki / f"{certificate}.pem", "--key", pki / f"{certificate}.key", "--values", self.folder / "persons",
                   "--connections", self.connections, "--threads", self.threads, "--seconds", seconds, "--warmup", warmup, *more]
        ended = subprocess.run([str(part) for part in command], capture_output=True, text=True, timeout=seconds + warmup + 30)
        if ended.returncode != 0:
            raise RuntimeError(f"the load client ended with {ended.returncode}: {ended.stderr.strip()}")
        return json.loads(ended.stdout)
