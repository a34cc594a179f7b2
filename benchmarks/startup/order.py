#!/usr/bin/env python3
"""Writes the methods that native code runs from its start on, in their order, to src/PROJECT/startup.order: the compiler puts them
side by side, so fewer pages of the program are mapped. Names that are no longer there do no harm.

order.py NVirt.Cli | NVirt.Daemon   After build/native PROJECT, with valgrind, binutils and virsh. What is run is named below.
"""
import bisect
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAMS = {"NVirt.Cli": "nvirt", "NVirt.Daemon": "nvirtd"}

# Valgrind gives every access; an address counts when it is first run.
FIRST = """/^I/ { split($2, at, ","); if (!(at[1] in seen)) { seen[at[1]]; print at[1] } }"""

CPU = "<cpu match='exact'><model>Nehalem</model></cpu>"
HOST = "<cpu><arch>x86_64</arch><model>Haswell</model></cpu>"
DOMAIN = ("<domain type='qemu'><name>small</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>"
          "<os><type arch='x86_64' machine='pc'>hvm</type></os></domain>")


def tool_calls(folder):
    """Calls of the tool, those that people wait for first."""
    cpu, host, domain = (os.path.join(folder, name) for name in ("cpu.xml", "host.xml", "domain.xml"))
    for path, text in ((cpu, CPU), (host, HOST), (domain, DOMAIN)):
        pathlib.Path(path).write_text(text, encoding="ascii")
    root = ["--root", os.path.join(folder, "root")]
    uri = f"qemu+unix:///system?socket={folder}/run/nvirt-sock"
    yield ["--version"]
    yield ["cpu", "compare", "--host", host, cpu]
    yield ["cpu", "baseline", host, host]
    yield ["domain", "define", domain] + root
    yield ["domain", "list", "--all"] + root
    yield ["-c", uri, "domain", "list", "--all"]
    yield ["domain", "start", "small"] + root
    yield ["domain", "destroy", "small"] + root
    yield ["host"]


def addresses(command, folder, work=None):
    """The addresses that a command runs, in the order in which they are first run."""
    trace, end = os.pipe()
    # A heap that valgrind can serve.
    environment = dict(os.environ, DOTNET_GCHeapHardLimit="0x8000000")
    with subprocess.Popen(["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-fd={end}"] + command, pass_fds=[end], cwd=folder,
                          stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment) as program:
        os.close(end)
        with open(os.path.join(folder, "addresses"), "w+", encoding="ascii") as first:
            with subprocess.Popen(["awk", FIRST], stdin=trace, stdout=first):
                os.close(trace)
                if work is not None:
                    work()
                    program.send_signal(signal.SIGTERM)
            first.seek(0)
            yield from (int(line, 16) for line in first)
        print(program.wait(), *command[1:], file=sys.stderr)


def wait_for(path):
    while True:
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(path)
                return
            except OSError:
                time.sleep(0.1)


def use(folder):
    """What clients of a daemon usually ask."""
    wait_for(f"{folder}/run/nvirt-sock")
    for name, text in (("cpu.xml", CPU), ("host.xml", HOST), ("domain.xml", DOMAIN)):
        pathlib.Path(folder, name).write_text(text, encoding="ascii")
    lines = "\n".join(["capabilities", "domcapabilities --virttype qemu", "cpu-compare cpu.xml", "cpu-baseline host.xml", "define domain.xml",
                       "list --all", "domstats --state", "dominfo small", "dumpxml small"])
    subprocess.run(["virsh", "-k", "0", "-c", f"qemu:///system?socket={folder}/run/nvirt-sock"], input=lines, text=True, cwd=folder, check=False,
                   stdout=subprocess.DEVNULL)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in PROGRAMS:
        sys.exit(__doc__)
    project, name = sys.argv[1], PROGRAMS[sys.argv[1]]
    built = ROOT / "artifacts/native" / project / name
    starts, names = [], []
    symbols = subprocess.run(["nm", "-n", "--defined-only", f"{built}.dbg"], stdout=subprocess.PIPE, text=True, check=True)
    for line in symbols.stdout.splitlines():
        address, kind, symbol = line.split(" ", 2)
        if kind in "tT":
            starts.append(int(address, 16))
            names.append(symbol)
    run = {}
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind cannot read the symbols beside it.
        program = shutil.copy(built, folder)
        if project == "NVirt.Daemon":
            words = [program, "--root", f"{folder}/root", "--run", f"{folder}/run"]
            calls = [addresses(words, folder, lambda: use(folder))]
        else:
            daemon = subprocess.Popen([ROOT / "nvirtd", "--root", f"{folder}/root", "--run", f"{folder}/run"], stderr=subprocess.DEVNULL)
            wait_for(f"{folder}/run/nvirt-sock")
            calls = [addresses([program] + call, folder) for call in tool_calls(folder)]
        for call in calls:
            for address in call:
                if starts[0] <= address <= starts[-1]:
                    run.setdefault(names[bisect.bisect_right(starts, address) - 1])
        if project == "NVirt.Cli":
            daemon.terminate()
            daemon.wait()
    # What the runtime's own library brings is not the compiler's to place.
    managed = [symbol for symbol in run if "__" in symbol and not symbol.startswith("_Z")]
    (ROOT / "src" / project / "startup.order").write_text("".join(f"{symbol}\n" for symbol in managed), encoding="ascii")


main()
