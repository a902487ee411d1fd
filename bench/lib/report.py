"""The table of a run: one row a measurement, medians of the turns, ratios against nginx of the same run, aims beside them."""
import statistics

# measurement: the column that the aim is about, the least or the most it may be, and how that is written
AIMS = {
    "lk01": [("ratio", "least", 0.15, "at least 0.15"), ("cpu_us_to_the_end", "most", 250, "CPU at most 250"), ("written_bytes", "most", 60_000, "written at most 60 KB")],
    "vm": [("ratio", "least", 0.18, "at least 0.18")],
    "paced_lk01": [("p99_ms", "most", 5, "p99 at most 5 ms"), ("cpu_us_to_the_end", "most", 600, "CPU at most 600")],
    "handshake": [("ratio", "least", 0.85, "at least 0.85")],
    "backlog_large": [("ratio", "least", 0.9, "at least 0.9")],
    "log": [("ratio", "most", 1.2, "at most 1.2")],
    "memory": [("value", "most", 150, "at most 150 MB")],
}
# what must be at least so large before an aim says anything of it
SIZES = {"backlog_large": ("waiting", 990_000), "log": ("entries", 10_000_000)}
HEADS = ["measured", "value", "ratio", "aim", "p50 ms", "p99 ms", "CPU µs", "to the end", "KB written"]


def median_of(results):
    """One result of those of several turns: the median of each figure."""
    merged = dict(results[0])
    for key in results[0]:
        figures = [each[key] for each in results if isinstance(each.get(key), (int, float)) and not isinstance(each.get(key), bool)]
        if figures:
            merged[key] = statistics.median(figures)
    return merged


def rows_of(run):
    """(name, label, what is shown) for what was measured."""
    found = {name: median_of(results) for name, results in run["turns"].items()}
    options = run["options"]
    pace, through, full = f"{options['rate']:g}/s", found["nginx_through"]["rps"], found["nginx_handshake"]["rps"]
    rows = []

    def add(name, label, unit="/s", by=None, to="", value="rps", **more):
        result = found[name]
        rows.append({"name": name, "label": label, "value": result[value], "unit": unit, "ratio": result[value] / by if by else None, "to": to, "result": result} | more)

    add("nginx_memory", "nginx, mutual TLS in, 201 from memory", by=through)
    add("nginx_through", "nginx through: mutual TLS in and out", by=through)
    for kind, label in (("lk01", "npsLk01"), ("vm", "voortgangsmeting")):
        add(f"{kind}_alone", f"{label}, all new, no subscriber", by=through)
        add(kind, f"{label}, all new, one subscriber", by=through)
        add(f"{kind}_again", f"{label}, all sent before", by=through)
    add("paced_nginx", f"nginx through, paced at {pace}")
    add("paced_lk01", f"npsLk01, paced at {pace}, one subscriber")
    add("nginx_handshake", "nginx, a full handshake each", by=full, to=" of full")
    add("handshake", "voortgangsmeting, a full handshake each", by=full, to=" of full")
    add("nginx_resume", "nginx, a resumed handshake each", by=full, to=" of full")
    add("resume", "voortgangsmeting, a resumed handshake each", by=full, to=" of full")
    add("backlog_small", f"delivery, {found['backlog_small']['waiting']:,.0f} waiting")
    add("backlog_large", f"delivery, {found['backlog_large']['waiting']:,.0f} waiting", by=found["backlog_small"]["rps"], to=" of small")
    if "log" in found:
        add("log", f"log append at {found['log']['entries']:,} entries (at none: {found['log']['first_us']:.1f} µs)", " µs", found["log"]["first_us"], " of none", "last_us")
    add("memory", "resident at the end", " MB", value="resident_mb")
    return rows


def aim_of(row):
    return "; ".join(f"{text}: {judged(row, column, kind, bound)}" for column, kind, bound, text in AIMS.get(row["name"], []))


def judged(row, column, kind, bound):
    figure = row["result"].get(column, row.get(column))
    if not figure:
        return "not measured"
    size, enough = SIZES.get(row["name"], (None, 0))
    if size and row["result"][size] < enough:
        return f"not measured (of {enough:,})"
    return "met" if (figure >= bound if kind == "least" else figure <= bound) else "missed"


def cells(row):
    result = row["result"]
    shown = lambda key, form, part=1: format(result[key] / part, form) if result.get(key) is not None else ""
    value = format(row["value"], ",.0f" if row["value"] >= 100 else ".1f")
    return [row["label"], value + row["unit"], "" if row["ratio"] is None else format(row["ratio"], ".3f") + row["to"], aim_of(row), shown("p50_ms", ".2f"), shown("p99_ms", ".2f"),
            shown("cpu_us", ".0f"), shown("cpu_us_to_the_end", ".0f"), shown("written_bytes", ".1f", 1000)]


def doubts(run):
    """What makes a figure less than it seems."""
    found = []
    for name, results in run["turns"].items():
        for turn, result in enumerate(results, 1):
            where = f"{name}, turn {turn}: "
            refused = {status: count for status, count in result.get("all_statuses", {}).items() if not status.startswith("2")}
            if refused:
                found.append(where + "not accepted: " + ", ".join(f"{count} × {status}" for status, count in refused.items()))
            if result.get("failures"):
                found.append(where + f"{result['failures']} failures, the first: {result['first_failure']}")
            if result.get("left_waiting"):
                found.append(where + f"{result['left_waiting']} events were not delivered in time; what was measured next had to share with them")
            if name in ("lk01", "vm", "paced_lk01") and not result.get("left_waiting") and result["events"] < result["answered"]:
                found.append(where + f"{result['answered']} messages gave {result['events']} events")
            if name.startswith("paced") and result["rps"] < 0.95 * run["options"]["rate"]:
                found.append(where + "the pace was not kept")
            if "waiting" in result and abs(result["waiting"] - result["wanted"]) > 0.01 * result["wanted"]:
                found.append(where + f"{result['wanted']} were to wait")
    return found + run["notes"]


def heading(run):
    machine, options = run["machine"], run["options"]
    return (f"{run['date']}, {machine['cores']} cores ({machine['processor']}, {machine['memory_gb']} GB, Linux {machine['kernel']}), {run['gateway']}, nginx {run['nginx']}; "
            f"{options['turns']} turn{'s' if options['turns'] > 1 else ''} of {options['seconds']:g} s, {options['connections']} connections, {options['persons']} persons")


def markdown(run):
    line = lambda parts: "| " + " | ".join(parts) + " |"
    lines = [heading(run) + ".", "", line(HEADS), line(["---"] + ["---:"] * 2 + ["---"] + ["---:"] * 5)]
    lines += [line(cells(row)) for row in rows_of(run)]
    return "\n".join(lines + ([""] + [f"- {doubt}" for doubt in doubts(run)] if doubts(run) else []))


def plain(run):
    table = [HEADS] + [cells(row) for row in rows_of(run)]
    widths = [max(len(row[column]) for row in table) for column in range(len(HEADS))]
    left = (0, 3)
    lines = ["  ".join(cell.ljust(width) if column in left else cell.rjust(width) for column, (cell, width) in enumerate(zip(row, widths))).rstrip() for row in table]
    lines.insert(1, "-" * max(map(len, lines)))
    explained = ["", "ratio: ÷ nginx through, unless it says otherwise. CPU of the server, a message: while the load lasted, and to the end of",
                 "all that followed from it. KB written: to disk, by the gateway, to the end. Medians of the turns."]
    return "\n".join([heading(run), ""] + lines + explained + [f"! {doubt}" for doubt in doubts(run)])
