"""What a proof counted, over all sessions in which it ran: build/proof/NAME.json."""
import json
import os

from house import ROOT


class Counts(dict):
    def __init__(self, name, names, keep, seed=None):
        super().__init__({each: 0 for each in names})
        self.file, self.keep = ROOT / f"build/proof/{name}.json", keep
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.began = self.seed = 1 if seed is None else seed
        if keep and self.file.exists():
            kept = json.loads(self.file.read_text())
            self.update({each: kept.get(each, 0) for each in names})
            if seed is None:
                self.began = self.seed = kept["seed"]

    def next_seed(self):
        self.seed += 1
        return self.seed - 1

    def save(self):
        if self.keep:
            fresh = self.file.with_suffix(".nieuw")
            fresh.write_text(json.dumps(dict(self) | {"seed": self.seed}))
            os.replace(fresh, self.file)

    def tell(self, **more):
        print("uitslag: " + json.dumps(more | {"seed": self.began} | dict(self), ensure_ascii=False), flush=True)


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
