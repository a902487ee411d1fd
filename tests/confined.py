"""Runs a program under what deploy/systemd/inburgering-gateway.service forbids, as far as that can be had without systemd
itself: the filter of system calls, written memory that is run, families of sockets, namespaces, capabilities, and a file
system that is read-only but for the folders that are named.

usage: confined.py [--writable DIR]... COMMAND..."""
import ctypes
import os
import pathlib
import platform
import re
import shutil
import struct
import subprocess
import sys

UNIT = pathlib.Path(__file__).resolve().parents[1] / "deploy/systemd/inburgering-gateway.service"
NUMBERS = pathlib.Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h")
FAMILIES = {"AF_UNIX": 1, "AF_INET": 2, "AF_INET6": 10}
EPERM, ENOSYS, EAFNOSUPPORT = 1, 38, 97
NAMESPACES = 0x7E020000  # CLONE_NEW*
WRITE, EXEC, SHM_EXEC = 2, 4, 0o100000

LIBC = ctypes.CDLL(None, use_errno=True)
PR_SET_SECCOMP, PR_SET_NO_NEW_PRIVS, PR_CAPBSET_DROP = 22, 38, 24


def can_be_had():
    return (platform.machine() == "x86_64" and NUMBERS.exists() and shutil.which("systemd-analyze") is not None and os.getuid() == 0
            and subprocess.run(["unshare", "--mount", "true"], capture_output=True).returncode == 0)


def settings():
    """The lines of the unit: a name may have several."""
    found = {}
    for name, value in re.findall(r"^(\w+)=(.*)$", UNIT.read_text(), re.MULTILINE):
        found.setdefault(name, []).append(value)
    return found


def members(name):
    """Of a set of system calls that systemd knows, or of one call."""
    if not name.startswith("@"):
        return {name}
    told = subprocess.run(["systemd-analyze", "syscall-filter", name], check=True, capture_output=True, text=True).stdout
    lines = [line.strip() for line in told.splitlines()[1:] if line.startswith("    ") and "#" not in line]
    return set().union(*(members(line) for line in lines if line != name)) if lines else set()


def allowed():
    calls = set()
    for line in settings()["SystemCallFilter"]:
        named = set().union(*(members(word) for word in line.removeprefix("~").split()))
        calls = calls - named if line.startswith("~") else calls | named
    numbers = {name: int(number) for name, number in re.findall(r"#define __NR_(\w+) (\d+)", NUMBERS.read_text())}
    return numbers, {numbers[name] for name in calls if name in numbers}


def program():
    """A filter for seccomp(2), as classic BPF."""
    load = lambda offset: (0x20, 0, 0, offset)  # noqa: E731
    number, arch, argument = 0, 4, lambda index: 16 + 8 * index  # low half: little endian
    give_up = lambda error: (0x06, 0, 0, 0x00050000 | error)  # noqa: E731
    go_on, kill = (0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x80000000)
    equal = lambda value, then, otherwise: (0x15, then, otherwise, value)  # noqa: E731
    at_least = lambda value, then, otherwise: (0x35, then, otherwise, value)  # noqa: E731
    any_bit = lambda value, then, otherwise: (0x45, then, otherwise, value)  # noqa: E731
    mask = lambda value: (0x54, 0, 0, value)  # noqa: E731
    numbers, calls = allowed()
    code = [load(arch), equal(0xC000003E, 1, 0), kill, load(number), at_least(0x40000000, 0, 1), give_up(EPERM)]

    def of(name, *body):
        """What holds for one call before the list is asked; falls through to it."""
        nonlocal code
        code += [equal(numbers[name], 0, len(body) + 1), *body, load(number)]

    families = [FAMILIES[word] for word in settings()["RestrictAddressFamilies"][0].split()]
    of("socket", load(argument(0)), *[equal(family, len(families) - place, 0) for place, family in enumerate(families)], give_up(EAFNOSUPPORT))
    of("mmap", load(argument(2)), mask(WRITE | EXEC), equal(WRITE | EXEC, 0, 1), give_up(EPERM))
    for name in ("mprotect", "pkey_mprotect"):
        of(name, load(argument(2)), any_bit(EXEC, 0, 1), give_up(EPERM))
    of("shmat", load(argument(2)), any_bit(SHM_EXEC, 0, 1), give_up(EPERM))
    of("clone", load(argument(0)), any_bit(NAMESPACES, 0, 1), give_up(EPERM))
    for name, error in (("clone3", ENOSYS), ("unshare", EPERM), ("setns", EPERM), ("personality", EPERM)):
        of(name, give_up(error))
    for each in sorted(calls):
        code += [equal(each, 0, 1), go_on]
    return code + [give_up(EPERM)]


def confine(code):
    packed = b"".join(struct.pack("HBBI", *each) for each in code)
    text = ctypes.create_string_buffer(packed, len(packed))
    head = ctypes.create_string_buffer(struct.pack("HxxxxxxQ", len(code), ctypes.addressof(text)))
    for capability in range(64):
        LIBC.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0)
    if LIBC.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 or LIBC.prctl(PR_SET_SECCOMP, 2, ctypes.byref(head), 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl")


def main(arguments):
    writable = []
    while arguments[0] == "--writable":
        writable.append(arguments[1])
        arguments = arguments[2:]
    if arguments[0] != "--within":
        mounts = "".join(f"mount --bind {folder} {folder} && " for folder in writable)
        inner = [sys.executable, __file__, "--within", *arguments]
        os.execvp("unshare", ["unshare", "--mount", "sh", "-c", f'{mounts}mount -o remount,bind,ro / && exec "$@"', "sh", *inner])
    confine(program())
    os.execv(arguments[1], arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
