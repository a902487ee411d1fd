"""A disk of which the power is cut: plays what other_disk.so wrote down, up to any moment, and says what would be left.

What was synced is there. Of what was not, each sector of 512 bytes came or did not, in any order; so did the length of
a file, and what was made, renamed or removed in a folder. A disk writes a sector whole.
"""
import ctypes
import mmap
import os
import pathlib
import struct

SECTOR = 512
HEAD = struct.Struct("<IIQQQII")
MARK = 0x6B736964
MADE, WRITTEN, CUT, RENAMED, REMOVED, FOLDER, SYNC_BEGUN, SYNCED, LINKED, EXCHANGED = range(1, 11)
TOLD = 100  # not of the disk: what somebody outside saw by then


class Journal:
    """What was written down; outsiders tell in it what they were told, which is then in the same order."""

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.descriptor = os.open(self.file, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)

    def told(self, *words):
        text = "\x1f".join(words).encode()
        os.write(self.descriptor, HEAD.pack(MARK, TOLD, 0, 0, 0, len(text), 0) + text)

    def close(self):
        os.close(self.descriptor)

    def records(self):
        data = self.file.read_bytes()
        at, found = 0, []
        while at + HEAD.size <= len(data):
            mark, kind, inode, offset, length, first, second = HEAD.unpack_from(data, at)
            assert mark == MARK, f"the journal is not whole at {at}"
            at += HEAD.size
            names = data[at:at + first].decode(), data[at + first:at + first + second].decode()
            at += first + second
            size = length if kind == WRITTEN else 0
            found.append((kind, inode, offset, data[at:at + size], *names))
            at += size
        return found


class File:
    def __init__(self, content=b""):
        self.durable = bytearray(content)
        self.pending = []  # (number, place, bytes), or (number, size, None) of a cut

    def sync(self, before):
        done = [each for each in self.pending if each[0] < before]
        self.pending = [each for each in self.pending if each[0] >= before]
        for _, place, data in done:
            put(self.durable, place, data)

    def after_cut(self, dice):
        """What may be left of it."""
        if not self.pending:
            return self.durable
        left = bytearray(self.durable)
        way = dice.choice(("none", "all", "prefix", "suffix", "few", "half", "most", "one missing"))
        if way == "none":
            return left
        if way == "prefix":
            chosen = dice.randrange(len(self.pending) + 1)
        elif way == "suffix":
            chosen = dice.randrange(len(self.pending))
        sectors = [(number, part) for number, (_, place, data) in enumerate(self.pending) for part in parts_of(place, data)]
        missing = dice.randrange(len(sectors))
        chance = {"few": 0.1, "half": 0.5, "most": 0.9}.get(way, 1)
        length = 0
        for at, (number, (place, data)) in enumerate(sectors):
            if data is not None:
                length = max(length, place + len(data))
            if way == "prefix" and number > chosen or way == "suffix" and number < chosen or way == "one missing" and at == missing:
                continue
            if (way == "prefix" and number == chosen or chance < 1) and dice.random() >= (0.5 if way == "prefix" else chance):
                continue
            put(left, place, data)
            if data is None:
                length = min(length, place)
        if len(left) < length and dice.random() < 0.3:
            left.extend(bytes(length - len(left)))  # its length came, and what stands there did not
        return left


def put(content, place, data):
    if data is None:
        del content[place:]
        content.extend(bytes(place - len(content)))
        return
    if len(content) < place:
        content.extend(bytes(place - len(content)))
    content[place:place + len(data)] = data


def parts_of(place, data):
    """The sectors of a write; a cut is one of its own."""
    if data is None:
        return [(place, None)]
    parts, at = [], 0
    while at < len(data):
        size = min(SECTOR - (place + at) % SECTOR, len(data) - at)
        parts.append((place + at, data[at:at + size]))
        at += size
    return parts


class Disk:
    """What is on it for certain, and what is under way."""

    def __init__(self, root):
        self.root = str(pathlib.Path(root).resolve())
        self.names, self.folders, self.pending = {}, {self.root}, []
        self.files, self.folder_of, self.begun = {}, {os.stat(self.root).st_ino: self.root}, {}
        self.touched, self.told, self.number, self.left = set(), [], 0, {}
        for folder, folders, files in os.walk(self.root):
            for name in folders:
                path = os.path.join(folder, name)
                self.folders.add(path)
                self.folder_of[os.stat(path).st_ino] = path
            for name in files:
                path = os.path.join(folder, name)
                if path.endswith("-shm"):
                    continue
                made = File(pathlib.Path(path).read_bytes())
                self.names[path] = self.files[os.stat(path).st_ino] = made

    def play(self, record):
        kind, inode, offset, data, first, second = record
        self.number += 1
        if kind == TOLD:
            self.told.append(first.split("\x1f"))
        elif kind in (WRITTEN, CUT):
            if inode in self.files:
                self.files[inode].pending.append((self.number, offset, data if kind == WRITTEN else None))
        elif kind == SYNC_BEGUN:
            self.begun[inode, offset] = self.number
        elif kind == SYNCED:
            before = self.begun.pop((inode, offset))
            if inode in self.folder_of:
                self.sync_folder(self.folder_of[inode], before)
            elif inode in self.files:
                self.files[inode].sync(before)
        else:
            if kind == MADE:
                self.files[inode] = File()
            elif kind == FOLDER:
                self.folder_of[inode] = first
            if kind != FOLDER:
                self.touched |= {first, second} - {""}
            self.pending.append((self.number, kind, first, second, self.files.get(inode), self.files.get(offset)))

    def sync_folder(self, folder, before):
        done = lambda each: each[0] < before and folder in {os.path.dirname(each[2]), os.path.dirname(each[3] or each[2])}  # noqa: E731
        for each in filter(done, self.pending):
            change(self.names, self.folders, each)
        self.pending = [each for each in self.pending if not done(each)]

    def after_cut(self, dice):
        """The files that may be left, by name, and the folders. What was which file: name_of."""
        names, folders = dict(self.names), set(self.folders)
        way = dice.choice(("none", "all", "first", "some"))
        until = dice.randrange(len(self.pending) + 1)
        for number, each in enumerate(self.pending):
            if way == "all" or way == "first" and number < until or way == "some" and dice.random() < 0.5:
                change(names, folders, each)
        self.left = there = {path: file for path, file in names.items() if stands(path, folders, self.root)}
        return {path: file.after_cut(dice) for path, file in there.items()}, {path for path in folders if stands(path, folders, self.root)}

    def name_of(self, inode):
        """Of what was left, that which a program knew by this number; None when it is gone."""
        return next((path for path, file in self.left.items() if file is self.files.get(inode)), None)

    def now(self):
        """What a program sees that goes on without a cut."""
        names, folders = dict(self.names), set(self.folders)
        for each in self.pending:
            change(names, folders, each)
        left = {}
        for path, file in names.items():
            left[path] = bytearray(file.durable)
            for _, place, data in file.pending:
                put(left[path], place, data)
        return left


def stands(path, folders, root):
    """Whether each folder on the way to it is there."""
    while path != root:
        path = os.path.dirname(path)
        if path not in folders:
            return False
    return True


def change(names, folders, each):
    _, kind, first, second, file, other = each
    if kind in (MADE, LINKED):
        names[second or first] = file
    elif kind == REMOVED:
        names.pop(first, None)
        folders.discard(first)
    elif kind == FOLDER:
        folders.add(first)
    elif kind == EXCHANGED:
        names[first], names[second] = other, file
    elif kind == RENAMED and file is not None:
        if names.get(first) is file:
            del names[first]
        names[second] = file
    elif kind == RENAMED:
        folders.discard(first)
        folders.add(second)
        for path in [path for path in names if path.startswith(first + "/")]:
            names[second + path[len(first):]] = names.pop(path)


def unseen(disk):
    """What stands on the real disk otherwise than what was written down says: then nothing that was found counts."""
    now, wrong = disk.now(), []
    for folder, _, files in os.walk(disk.root):
        for name in files:
            path = os.path.join(folder, name)
            if path.endswith("-shm") or path not in disk.touched | set(disk.names):
                continue
            if now.pop(path, None) != pathlib.Path(path).read_bytes():
                wrong.append(path)
    return wrong + [path for path in now if not os.path.exists(path)]


class Faults:
    """What fails on that disk, told while the program runs."""

    WRITE, SYNC, OPEN, NAME, HALF = 1, 2, 4, 8, 16
    FIELDS = ("calls", "from", "until", "number", "slow_ms", "kinds", "failed", "forgets")

    def __init__(self, file):
        self.file = pathlib.Path(file)
        self.file.write_bytes(bytes(8 * len(self.FIELDS)))
        with open(self.file, "r+b") as opened:
            self.map = mmap.mmap(opened.fileno(), 8 * len(self.FIELDS))
        self.values = (ctypes.c_uint64 * len(self.FIELDS)).from_buffer(self.map)

    def __getitem__(self, name):
        return self.values[self.FIELDS.index(name)]

    def __setitem__(self, name, value):
        self.values[self.FIELDS.index(name)] = value

    def fail(self, number, kinds, first=1, count=2 ** 40, slow_ms=0):
        """The `first` call from now on and those after it, `count` of them."""
        self["from"] = 0
        self["number"], self["kinds"], self["slow_ms"], self["failed"] = number, kinds, slow_ms, 0
        at = self["calls"] + first
        self["until"] = at + count
        self["from"] = at

    def mend(self):
        self["from"] = 0
