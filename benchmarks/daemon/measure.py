#!/usr/bin/env python3
"""Requests a second and memory of nvirtd beside libvirtd, by turns, with one client in C that uses libvirt's own library.

measure.py NVIRTD [-c CLIENT.c] [-s SECONDS] [-r ROUNDS] [-d DOMAINS]   As root, with libvirtd and gcc, preferably under chrt -f 50.

Both daemons have folders, a network and mounts of their own. The client is conformance-rpc/bench/bench.c beside the repository. A row has
the best of the rounds for each daemon, and the ratio of ours to libvirtd's.
"""
import argparse
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

HERE = pathlib.Path(__file__).resolve()
CALLS = ["ping", "compare", "hvcompare", "baseline", "hvbaseline", "caps", "domcaps", "models", "list"]
MANY = ["list", "statestats", "stats"]

# libvirtd sees folders of its own, and accounts that only its package makes.
LIBVIRTD = """
set -e
mount --make-rprivate /
for place in run etc lib cache log; do mkdir -p "$0/$place"; done
mkdir -p /run/libvirt /etc/libvirt /var/lib/libvirt /var/cache/libvirt /var/log/libvirt
mount --bind "$0/run" /run/libvirt
mount --bind "$0/etc" /etc/libvirt
mount --bind "$0/lib" /var/lib/libvirt
mount --bind "$0/cache" /var/cache/libvirt
mount --bind "$0/log" /var/log/libvirt
(cat /etc/passwd; echo 'libvirt-qemu:x:64055:64055::/:/usr/sbin/nologin') >"$0/passwd"
(cat /etc/group; echo 'kvm:x:64056:'; echo 'libvirt-qemu:x:64055:') >"$0/group"
mount --bind "$0/passwd" /etc/passwd
mount --bind "$0/group" /etc/group
printf 'user = "root"\\ngroup = "root"\\n' >/etc/libvirt/qemu.conf
printf 'auth_unix_rw="none"\\n' >"$0/conf"
exec libvirtd -t 100000 -f "$0/conf" -p "$0/pid"
"""

DOMAIN = ("<domain type='qemu'><name>{0}</name><memory>32768</memory><vcpu>1</vcpu><os><type arch='x86_64' machine='pc'>hvm</type></os>"
          "<devices><serial type='pty'/></devices></domain>")


class Daemon:
    """A daemon in a folder."""

    def __init__(self, name, folder, words, path):
        self.name, self.socket = name, path
        began = time.perf_counter()
        self.process = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                        stderr=open(os.path.join(folder, "said"), "wb"), start_new_session=True)
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as probe:
                    probe.connect(path)
                break
            except OSError:
                if self.process.poll() is not None:
                    sys.exit(f"{name} ended: " + open(os.path.join(folder, "said")).read())
                time.sleep(0.0005)
        self.started = (time.perf_counter() - began) * 1000

    @property
    def uri(self):
        return f"qemu:///system?socket={self.socket}"

    def resident(self):
        """Its memory in MiB."""
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024

    def ticks(self):
        """The time of processors that it took, in hundredths of a second."""
        with open(f"/proc/{self.process.pid}/stat", encoding="ascii") as line:
            return sum(map(int, line.read().rsplit(")", 1)[1].split()[11:13]))

    def end(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait()


def define(daemon, count):
    lines = "".join(f"define {path}\n" for path in documents(count))
    subprocess.run(["virsh", "-q", "-c", daemon.uri], input=lines, text=True, check=True, stdout=subprocess.DEVNULL)


def documents(count):
    folder = tempfile.gettempdir() + "/nvirt-measure"
    os.makedirs(folder, exist_ok=True)
    for i in range(count):
        path = f"{folder}/m{i:04}.xml"
        with open(path, "w", encoding="ascii") as file:
            file.write(DOMAIN.format(f"m{i:04}"))
        yield path


def measure(client, daemons, operation, connections, seconds, rounds):
    best = [0.0] * len(daemons)
    for _ in range(rounds):
        for i, daemon in enumerate(daemons):
            said = subprocess.run([client, daemon.uri, operation, str(seconds), str(connections)], text=True, capture_output=True,
                                  check=False)
            if said.returncode != 0:
                print(f"{operation}: {daemon.name}: exit code {said.returncode} {said.stderr.strip()}")
                return
            best[i] = max(best[i], float(said.stdout.split("\t")[2]))
    theirs, ours = best
    print(f"| {operation} | {connections} | {theirs:.0f} | {ours:.0f} | {ours / theirs:.2f} |", flush=True)


def memory(what, sizes):
    theirs, ours = sizes
    print(f"| resident {what}, MiB | | {theirs:.1f} | {ours:.1f} | {ours / theirs:.2f} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("nvirtd")
    parser.add_argument("-c", "--client", default=HERE.parents[3] / "shared" / "conformance-rpc" / "bench" / "bench.c")
    parser.add_argument("-s", "--seconds", type=float, default=1)
    parser.add_argument("-r", "--rounds", type=int, default=3)
    parser.add_argument("-d", "--domains", type=int, default=1000)
    parser.add_argument("-o", "--only", nargs="*", default=CALLS)
    options = parser.parse_args()
    work = tempfile.mkdtemp(prefix="nvirt-measure-")
    client = os.path.join(work, "client")
    subprocess.run(["gcc", "-O2", "-o", client, options.client, "-lvirt", "-lpthread"], check=True)
    theirs = os.path.join(work, "libvirtd")
    ours = os.path.join(work, "nvirtd")
    os.mkdir(theirs)
    os.mkdir(ours)
    daemons = [
        Daemon("libvirtd", theirs, ["unshare", "--mount", "--net", "/bin/sh", "-c", LIBVIRTD, theirs], theirs + "/run/libvirt-sock"),
        Daemon("nvirtd", ours, [options.nvirtd, "--root", ours + "/root", "--run", ours + "/run"], ours + "/run/nvirt-sock"),
    ]
    try:
        fresh = [d.resident() for d in daemons]
        for daemon in daemons:
            # The first question starts every emulator.
            subprocess.run(["virsh", "-c", daemon.uri, "capabilities"], check=True, stdout=subprocess.DEVNULL)
        print("| call | connections | libvirtd | nvirtd | ratio |\n| --- | --- | --- | --- | --- |")
        print(f"| exec to socket, ms | | {daemons[0].started:.0f} | {daemons[1].started:.0f} | "
              f"{daemons[1].started / daemons[0].started:.2f} |")
        memory("fresh", fresh)
        memory("after the first capabilities", [d.resident() for d in daemons])
        for operation in options.only:
            for connections in 1, 4:
                measure(client, daemons, operation, connections, options.seconds, options.rounds)
        measure(client, daemons, "connect", 1, options.seconds, options.rounds)
        memory("after these calls", [d.resident() for d in daemons])
        if options.domains:
            for daemon in daemons:
                define(daemon, options.domains)
            memory(f"with {options.domains} domains", [d.resident() for d in daemons])
            for operation in MANY:
                measure(client, daemons, operation, 1, 2 * options.seconds, options.rounds)
            measure(client, daemons, "list", 4, 2 * options.seconds, options.rounds)
            memory("after these", [d.resident() for d in daemons])
        idle(daemons)
    finally:
        for daemon in daemons:
            daemon.end()
        shutil.rmtree(work)


def idle(daemons):
    held = []
    for daemon in daemons:
        for _ in range(100):
            client = socket.socket(socket.AF_UNIX)
            client.connect(daemon.socket)
            held.append(client)
    before = [d.ticks() for d in daemons]
    time.sleep(5)
    print(f"| hundredths of a second in 5 s with 100 idle clients | | "
          + " | ".join(str(d.ticks() - b) for d, b in zip(daemons, before)) + " | |")
    for client in held:
        client.close()


main()
