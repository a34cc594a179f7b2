#!/usr/bin/python3
"""Writes manual pages, one for each command, from a program's own help: man.py PROGRAM SECTION FOLDER DATE."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Dict, List, Tuple

ARGUMENTS, OPTIONS, COMMANDS, USAGE = "Arguments:", "Options:", "Commands:", "Usage:"
EXAMPLES = ("Example:", "Examples:")

EXIT_CODES = [
    ("0", "Success; for a comparison: the host can run it."),
    ("1", "Error, no answer: bad arguments, unreadable input, an unknown name."),
    ("2", "The answer is no."),
    ("3", "Undecided: something that could not be read could change the answer."),
    ("130, 143", "Cancelled by SIGINT or SIGTERM."),
]

DAEMON_EXIT_CODES = [
    ("0", "It was told to end, or the configuration is valid."),
    ("1", "It cannot begin: bad arguments, a mistake in the configuration, a socket that cannot be made."),
]

DAEMONS = {
    "nvirtd": [
        ("/etc/nvirt/nvirtd.json", "The configuration."),
        ("/var/lib/nvirt", "Domains and pools, for root."),
        ("/run/nvirt", "The sockets nvirt\-sock and nvirt\-sock\-ro, for root."),
    ],
    "nvirt-fleetd": [
        ("/etc/nvirt/nvirt\-fleet.json", "The configuration."),
        ("/var/lib/nvirt\-fleet", "The fleet, in SQLite, unless the configuration names PostgreSQL."),
    ],
}

def is_daemon(tool: str) -> bool:
    return os.path.basename(tool) in DAEMONS


def help_of(tool: str, words: List[str]) -> Dict[str, List[str]]:
    """The parts of a command's help by their titles; what comes first has none."""
    # So wide that no line is wrapped.
    environment = {**os.environ, "COLUMNS": "1000000", "LC_ALL": "C", "LANGUAGE": "en"}
    text = subprocess.run([tool, *words, "--help"], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    parts: Dict[str, List[str]] = {"": []}
    title = ""
    for line in text.splitlines():
        if line in (ARGUMENTS, OPTIONS, COMMANDS, USAGE, *EXAMPLES):
            title = "Examples:" if line in EXAMPLES else line
            parts[title] = []
        elif line:
            parts[title].append(line)
    return parts


def rows(lines: List[str]) -> List[Tuple[str, str]]:
    """The two columns of a table. The second begins at the same place in each line."""
    found = []
    for line in lines:
        name, _, text = line.strip().partition("  ")
        found.append((name, text.strip()))
    return found


def plain(text: str) -> str:
    """Text as troff takes it."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace("'", "\\(aq").replace("~", "\\(ti").replace("^", "\\(ha")
    return "\\&" + text if text[:1] == "." else text


def first_sentence(text: str) -> str:
    """What the page is found by; one line without a full stop."""
    return text.split(". ")[0].rstrip(".?")


def page(tool: str, words: List[str], parts: Dict[str, List[str]], heading: str) -> str:
    program = os.path.basename(tool)
    name = "-".join([program, *words])
    description = parts[""]
    out = [f".TH {name.upper()} {heading}", ".SH NAME", f"{plain(name)} \\- {plain(first_sentence(description[0]))}", ".SH SYNOPSIS"]
    out += [f".B {plain(line.strip())}" for line in parts[USAGE]]
    out.append(".SH DESCRIPTION")
    out.append("\n.PP\n".join(plain(line) for line in description))
    for title in (ARGUMENTS, OPTIONS):
        if parts.get(title):
            out.append(f".SH {title[:-1].upper()}")
            for left, right in rows(parts[title]):
                out += [".TP", f".B {plain(left)}", plain(right)]
    below = [left for left, _ in rows(parts.get(COMMANDS, []))]
    if below:
        out.append(".SH COMMANDS")
        for left, right in rows(parts[COMMANDS]):
            out += [".TP", f".BR {plain('-'.join([name, left]))} (1)", plain(right)]
    if parts.get("Examples:"):
        out += [".SH EXAMPLES", ".nf", *(plain(line.strip()) for line in parts["Examples:"]), ".fi"]
    if not words:
        out.append(".SH EXIT STATUS")
        for code, meaning in DAEMON_EXIT_CODES if is_daemon(tool) else EXIT_CODES:
            out += [".TP", f".B {code}", plain(meaning)]
    others = [] if not words else [("-".join([program, *words[:depth]]), "1") for depth in range(len(words))]
    others += [("-".join([name, left]), "1") for left in below]
    if is_daemon(tool):
        out.append(".SH FILES")
        for file, meaning in DAEMONS[os.path.basename(tool)]:
            out += [".TP", f".I {file}", meaning]
        others += [("nvirtd.json", "5"), ("virsh", "1")] if program == "nvirtd" else [
            ("nvirt-fleet.json", "5"), ("nvirt-fleet", "1"), ("nvirt-agent", "1")]
    out += [".SH SEE ALSO", "\n".join(f".BR {plain(other)} ({section})," for other, section in others).rstrip(",")]
    return "\n".join(out) + "\n"


def write(tool: str, section: str, words: List[str], folder: Path, date: str) -> None:
    """The page of a command, and those of the commands below it."""
    parts = help_of(tool, words)
    name = "-".join([os.path.basename(tool), *words])
    (folder / f"{name}.{section}").write_text(page(tool, words, parts, f"{section} {date}"), encoding="utf-8")
    for left, _ in rows(parts.get(COMMANDS, [])):
        write(tool, section, [*words, left], folder, date)


def main(tool: str, section: str, folder: str, date: str) -> None:
    environment = {**os.environ, "LC_ALL": "C"}
    version = subprocess.run([tool, "--version"], env=environment, check=True, stdout=subprocess.PIPE, encoding="utf-8").stdout
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    write(tool, section, [], target, f'{date} "nvirt {version.split("+")[0].strip()}" "NVirt"')


if __name__ == "__main__":
    if len(sys.argv) != 5:
        sys.exit("usage: man.py PROGRAM SECTION FOLDER DATE")
    main(*sys.argv[1:])
