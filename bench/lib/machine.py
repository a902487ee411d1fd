"""What the kernel tells of a process and of this machine."""
import os
import pathlib
import platform

TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(*pids):
    """What these processes used, all threads together, in user and in system time."""
    fields = (pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids)
    return sum(int(each[11]) + int(each[12]) for each in fields) / TICKS


def children(pid):
    return [int(child) for child in pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def written_bytes(pid):
    """What went to the disk for it; nothing on a file system in memory, None when this user may not know."""
    try:
        text = pathlib.Path(f"/proc/{pid}/io").read_text()
    except PermissionError:
        return None
    return int(text.split("\nwrite_bytes:")[1].split()[0])


def resident_mb(pid, what="VmRSS"):
    return int(pathlib.Path(f"/proc/{pid}/status").read_text().split(f"{what}:")[1].split()[0]) / 1024


def described():
    model = [line.partition(":")[2].strip() for line in open("/proc/cpuinfo") if line.startswith("model name")]
    memory = int(pathlib.Path("/proc/meminfo").read_text().split("MemTotal:")[1].split()[0])
    return {"cores": os.cpu_count(), "processor": model[0] if model else platform.machine(), "memory_gb": round(memory / 1e6, 1),
            "kernel": platform.release()}
