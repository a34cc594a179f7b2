#!/usr/bin/env python3
"""Starts a small guest with nvirt, and the same QEMU alone, in turn; prints the median of each and the ratio.

start.py NVIRT [-n RUNS]   QEMU alone is from its call to its return with -daemonize, when its monitor can be reached.
"""
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time

DOMAIN = """<domain type='qemu'><name>small</name><memory unit='MiB'>32</memory><vcpu>1</vcpu>
<os><type arch='x86_64' machine='pc'>hvm</type></os></domain>"""


def timed(command):
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return (time.perf_counter() - start) * 1000


def main():
    if len(sys.argv) not in (2, 4):
        sys.exit(__doc__)
    tool = sys.argv[1]
    runs = int(sys.argv[3]) if len(sys.argv) == 4 else 21
    with tempfile.TemporaryDirectory() as folder:
        root = os.path.join(folder, "root")
        domain = [tool, "domain", "--root", root]
        file = os.path.join(folder, "small.xml")
        with open(file, "w", encoding="utf-8") as text:
            text.write(DOMAIN)
        timed(domain + ["define", file])
        timed(domain + ["start", "small"])  # QEMU is asked what it can do, once.
        timed(domain + ["destroy", "small"])
        number = os.path.join(folder, "alone.pid")
        alone = [
            "qemu-system-x86_64", "-name", "guest=alone,debug-threads=on", "-S", "-machine", "pc,usb=off,acpi=off", "-accel", "tcg",
            "-cpu", "qemu64", "-m", "size=32768k", "-smp", "1", "-display", "none", "-no-user-config", "-nodefaults", "-chardev",
            f"socket,id=m,path={folder}/alone,server=on,wait=off", "-mon", "chardev=m,mode=control", "-pidfile", number, "-daemonize"]
        ours, theirs = [], []
        for _ in range(runs):
            theirs.append(timed(alone))
            with open(number, encoding="ascii") as text:
                os.kill(int(text.read()), signal.SIGKILL)
            time.sleep(0.05)
            ours.append(timed(domain + ["start", "small"]))
            timed(domain + ["destroy", "small"])
        qemu, nvirt = statistics.median(theirs), statistics.median(ours)
        print(f"QEMU alone {qemu:.1f} ms, nvirt domain start {nvirt:.1f} ms, {nvirt / qemu:.2f} times")


main()
