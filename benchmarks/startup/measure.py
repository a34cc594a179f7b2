#!/usr/bin/env python3
"""Whole-process times: runs commands in turn, and prints the median of each and its ratio to the first of its group.

measure.py [-n RUNS] FILE   A line of FILE is NAME | COMMAND; an empty line begins a group. Output is thrown away, and a command that
fails is named. Times are from fork to exit, in milliseconds.
"""
import os
import resource
import shlex
import statistics
import sys
import time


def run(command):
    null = os.open(os.devnull, os.O_RDWR)
    start = time.perf_counter()
    child = os.posix_spawnp(command[0], command, os.environ, file_actions=[
        (os.POSIX_SPAWN_DUP2, null, 0), (os.POSIX_SPAWN_DUP2, null, 1), (os.POSIX_SPAWN_DUP2, null, 2)])
    _, status = os.waitpid(child, 0)
    elapsed = time.perf_counter() - start
    os.close(null)
    return elapsed * 1000, os.waitstatus_to_exitcode(status)


def main():
    runs = 41
    arguments = sys.argv[1:]
    if arguments and arguments[0] == "-n":
        runs = int(arguments[1])
        arguments = arguments[2:]
    if len(arguments) != 1:
        sys.exit(__doc__)
    groups = [[]]
    with open(arguments[0], encoding="utf-8") as lines:
        for line in lines:
            if "|" in line:
                name, command = line.split("|", 1)
                groups[-1].append((name.strip(), shlex.split(command)))
            elif groups[-1]:
                groups.append([])
    for group in filter(None, groups):
        times = {name: [] for name, _ in group}
        codes = dict.fromkeys(times, 0)
        for _ in range(runs):
            for name, command in group:
                elapsed, code = run(command)
                times[name].append(elapsed)
                codes[name] = code
        first = statistics.median(times[group[0][0]])
        for name, _ in group:
            median = statistics.median(times[name])
            print(f"{name:32} {median:8.1f} ms {median / first:6.2f}"
                  + (f"  exit code {codes[name]}" if codes[name] else ""))
        print()


main()
