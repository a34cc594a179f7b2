#!/usr/bin/env python3
"""Writes the methods that calls of the tool run, in the order in which they are first run, to src/NVirt.Cli/startup.order: the compiler
puts them side by side, so that fewer pages of the program are mapped. Names that are no longer there do no harm.

order.py   After build/native NVirt.Cli, with valgrind, awk and binutils; takes minutes.
"""
import bisect
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parents[2]
HERE = ROOT / "benchmarks/startup"
BUILT = ROOT / "artifacts/native/NVirt.Cli/nvirt"
ORDER = ROOT / "src/NVirt.Cli/startup.order"

# Valgrind gives every access; an address counts when it is first run.
FIRST = """/^I/ { split($2, at, ","); if (!(at[1] in seen)) { seen[at[1]]; print at[1] } }"""

# Those that people wait for.
CALLS = [
    ["--version"],
    ["cpu", "compare", HERE / "guest.xml", "--host", HERE / "host.xml"],
    ["cpu", "baseline", HERE / "both.xml"],
    ["domain", "list", "--all", "--root", "root"],
    ["host"],
]


def addresses(command, folder):
    """The addresses that a command runs."""
    trace, end = os.pipe()
    # A heap that valgrind can serve.
    environment = dict(os.environ, DOTNET_GCHeapHardLimit="0x8000000")
    with subprocess.Popen(["valgrind", "--tool=lackey", "--trace-mem=yes", f"--log-fd={end}"] + command, pass_fds=[end], cwd=folder,
                          stdout=subprocess.DEVNULL, env=environment) as program:
        os.close(end)
        with subprocess.Popen(["awk", FIRST], stdin=trace, stdout=subprocess.PIPE, text=True) as first:
            os.close(trace)
            yield from (int(line, 16) for line in first.stdout)
        if program.wait() != 0:
            sys.exit(f"{command}: exit code {program.returncode}")


def main():
    starts, names = [], []
    symbols = subprocess.run(["nm", "-n", "--defined-only", f"{BUILT}.dbg"], stdout=subprocess.PIPE, text=True, check=True)
    for line in symbols.stdout.splitlines():
        address, kind, symbol = line.split(" ", 2)
        if kind in "tT":
            starts.append(int(address, 16))
            names.append(symbol)
    run = {}
    with tempfile.TemporaryDirectory() as folder:
        # Valgrind cannot read the symbols beside it.
        program = shutil.copy(BUILT, folder)
        for call in CALLS:
            for address in addresses([program, *call], folder):
                if starts[0] <= address <= starts[-1]:
                    run.setdefault(names[bisect.bisect_right(starts, address) - 1])
    # What the runtime's own library brings is not the compiler's to place.
    managed = [symbol for symbol in run if "__" in symbol and not symbol.startswith("_Z")]
    ORDER.write_text("".join(f"{symbol}\n" for symbol in managed), encoding="ascii")


main()
