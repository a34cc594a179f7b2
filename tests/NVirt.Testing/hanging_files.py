"""A file system whose server hangs: files can be found and opened, and what is in them never comes.

Usage: hanging_files.py FOLDER. It writes "ready" and serves until its input ends; then whoever waits gets an error, and the folder is as
before. Everything called slow* hangs when it is read, folders (slow-folder) when they are listed, everything called stuck* when it is
looked up; a folder called broken cannot be listed at all.
"""
import ctypes
import os
import struct
import sys
import threading

LOOKUP, FORGET, GETATTR, OPEN, READ, STATFS, RELEASE, FLUSH, INIT, OPENDIR, READDIR, RELEASEDIR, ACCESS, INTERRUPT = \
    1, 2, 3, 14, 15, 17, 18, 25, 26, 27, 28, 29, 34, 36
BATCH_FORGET, READDIRPLUS = 42, 44
NO_ENTRY, IO_ERROR, NO_CALL = 2, 5, 38
NO_DEVICES_NO_SUID = 6
DETACH = 2
HOUR = 3600
ASYNC_READ, PARALLEL = 1, 1 << 18
SIZE = 65536

libc = ctypes.CDLL(None, use_errno=True)
names = {1: "folder"}


def attributes(node):
    name = names[node]
    mode = 0o040755 if name.split("/")[-1].endswith("folder") or name == "broken" else 0o100644
    return struct.pack("<6Q10I", node, SIZE, SIZE // 512, 0, 0, 0, 0, 0, 0, mode, 1, os.geteuid(), os.getegid(), 0, 4096, 0)


def entry(name):
    for node, known in names.items():
        if known == name:
            break
    else:
        node = len(names) + 1
        names[node] = name
    return struct.pack("<4Q2I", node, 0, HOUR, HOUR, 0, 0) + attributes(node)


def answer(kind, node, body):
    """The answer to a request; None for none at all."""
    name = names.get(node, "")
    if kind == INIT:
        return struct.pack("<4I2H2I2H8I", 7, 31, SIZE, ASYNC_READ | PARALLEL, 16, 12, SIZE, 1, 16, 0, *[0] * 8)
    if kind == LOOKUP:
        wanted = body.split(b"\0")[0].decode()
        if wanted.startswith("stuck"):
            return None
        return entry(wanted) if wanted.startswith(("slow", "broken")) else -NO_ENTRY
    if kind == GETATTR:
        return struct.pack("<Q2I", HOUR, 0, 0) + attributes(node)
    if kind in (OPEN, OPENDIR):
        return struct.pack("<Q2I", 0, 0, 0)
    if kind in (READDIR, READDIRPLUS):
        return None if name.startswith("slow") else -IO_ERROR if name == "broken" else b""
    if kind == STATFS:
        return struct.pack("<5Q4I6I", 100, 50, 50, 100, 50, 4096, 255, 4096, 0, *[0] * 6)
    if kind in (RELEASE, RELEASEDIR, FLUSH, ACCESS):
        return b""
    return None if kind in (READ, FORGET, BATCH_FORGET, INTERRUPT) else -NO_CALL


def serve(device):
    while True:
        try:
            request = os.read(device, 1 << 20)
        except OSError:
            return
        _, kind, unique, node = struct.unpack_from("<2I2Q", request)
        said = answer(kind, node, request[40:])
        if said is None:
            continue
        error, data = (said, b"") if isinstance(said, int) else (0, said)
        try:
            os.write(device, struct.pack("<IiQ", 16 + len(data), error, unique) + data)
        except OSError:
            pass


folder = sys.argv[1]
try:
    device = os.open("/dev/fuse", os.O_RDWR | os.O_CLOEXEC)
except OSError as problem:
    sys.exit(f"/dev/fuse: {problem.strerror}")
options = f"fd={device},rootmode=40000,user_id={os.geteuid()},group_id={os.getegid()},allow_other"
if libc.mount(b"hanging", folder.encode(), b"fuse", NO_DEVICES_NO_SUID, options.encode()) != 0:
    sys.exit(f"mount: {os.strerror(ctypes.get_errno())}")
try:
    threading.Thread(target=serve, args=(device,), daemon=True).start()
    connection = os.stat(folder).st_dev
    print("ready", flush=True)
    sys.stdin.read()
finally:
    try:
        with open(f"/sys/fs/fuse/connections/{os.minor(connection)}/abort", "w") as abort:
            abort.write("1")
    except (OSError, NameError):
        pass
    libc.umount2(folder.encode(), DETACH)
    os._exit(0)
