"""Writes which operations of the contract were answered with success, from the counters of the services that answered.

Reads openapi.yaml and every *.metrics file of the report folder (`make test` leaves one); writes operations.md there,
prints its last line, and fails when an operation was never answered with success.
"""

import re
import sys
from pathlib import Path

import yaml

COUNTER = re.compile(r'mops_http_requests_total\{operation="(\w+) ([^"]+)",status="(\d+)"\}')


def successes(file: Path) -> set[tuple[str, str]]:
    """The (method, path) pairs that were answered with 2xx or 304."""
    found = COUNTER.findall(file.read_text())
    return {(method, path) for method, path, status in found if status.startswith("2") or status == "304"}


def main() -> int:
    contract, folder = yaml.safe_load(Path(sys.argv[1]).read_text()), Path(sys.argv[2])
    sources = {file.stem: successes(file) for file in sorted(folder.glob("*.metrics"))}
    rows, missed = [], []
    for path, item in contract["paths"].items():
        for method, operation in item.items():
            marks = [(method.upper(), path) in reached for reached in sources.values()]
            if not any(marks):
                missed.append(operation["operationId"])
            cells = " | ".join("yes" if mark else "-" for mark in marks)
            rows.append(f"| `{operation['operationId']}` | {method.upper()} {path} | {cells} |")
    head = f"| operation | address | {' | '.join(sources)} |\n|---|---|{'---|' * len(sources)}"
    last = f"{len(rows) - len(missed)} of {len(rows)} operations were answered with success; missed: {', '.join(missed) or 'none'}."
    text = "\n".join(["# Operations answered with success", "", head, *rows, "", last, ""])
    (folder / "operations.md").write_text(text)
    print(last)
    return 1 if missed else 0


sys.exit(main())
