"""What a proof counted, over all sessions in which it ran: build/proof/NAME.json."""
import json
import os
import pathlib
import sys
import time

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "proof"))
import form  # noqa: E402
from house import ROOT  # noqa: E402

DUTCH = {"houses": "huizen", "told": "aangenomen", "events": "gebeurtenissen", "repeats": "herhalingen", "faulty": "fout", "other": "anders fout", "nodes": "van een node",
         "databases": "van de primary", "runs": "opnamen", "put back": "back-ups teruggezet", "finished": "door een start afgemaakt", "restores": "tijdens store restore", "starts": "hele starts", "flips": "bits", "found": "gevonden", "harmless": "zonder gevolg", "not found": "niet gevonden",
         "last transaction": "in de laatste transactie", "served": "nog afgeleverd", "rounds": "ronden", "failed calls": "mislukte aanroepen", "refused": "geweigerd",
         "start refused": "start geweigerd", "commands": "commando's", "slow syncs": "trage syncs", "delivered": "verkeerd afgeleverd"}


class Counts(dict):
    def __init__(self, name, names, keep, seed):
        super().__init__({each: 0 for each in names})
        self.file, self.keep = ROOT / f"build/proof/{name}.json", keep
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.seed = seed
        if keep and self.file.exists():
            kept = json.loads(self.file.read_text())
            self.update({each: kept.get(each, 0) for each in names})

    def next_seed(self):
        self.seed += 1
        return self.seed - 1

    def save(self):
        if self.keep:
            fresh = self.file.with_suffix(".nieuw")
            fresh.write_text(json.dumps(dict(self) | {"seed": self.seed}))
            os.replace(fresh, self.file)

    def told(self, name, asked, unit, good=None):
        """The last line of the proof, and its exit code. `good`: where losses are what it must find."""
        first, *others = self
        figures = {DUTCH.get(each, each): self[each] for each in others if each not in ("lost", "twice", "out of order")}
        kinds = [self.get(each) if good is None else None for each in ("lost", "twice", "out of order")]
        return form.told(name, asked, not self["faulty"] if good is None else good, self[first], unit, *kinds, **figures)


def tell_wrong(counts, wrong, where, most=5):
    """Adds what is wrong to the counts and says where; answers whether anything was."""
    if not wrong:
        return False
    counts["faulty"] += 1
    kinds = [kind for kind in ("lost", "twice", "out of order", "delivered") if kind in counts]
    for kind in kinds:
        counts[kind] += sum(each.startswith(kind) or f": {kind}" in each for each in wrong)
    counts["other"] += sum(not any(each.startswith(kind) or f": {kind}" in each for kind in kinds) for each in wrong)
    if counts["faulty"] <= most:
        print(f"{where}: {len(wrong)} wrong: " + "; ".join(wrong[:3]), flush=True)
    return True


def kill_until(stop, wanted, counts, killed, a_house):
    """Kills until so many were counted, or until that moment of time.monotonic(): of one `killed(seed, counts)` after another, each at most `a_house` times."""
    while counts["kills"] < wanted and time.monotonic() < stop:
        seed = counts.next_seed()
        subject = killed(seed, counts)
        try:
            subject.begin()
            for number in range(a_house):
                if counts["kills"] >= wanted or time.monotonic() > stop or tell_wrong(counts, subject.one(), f"seed {seed}, kill {number}"):
                    break
            tell_wrong(counts, subject.end(), f"seed {seed}, at the end")
        finally:
            subject.close()
        counts["houses"] += 1
        counts.save()
        if counts.keep:
            print(f"seed {seed}: {json.dumps(counts)}", flush=True)
