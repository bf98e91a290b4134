"""What the samples come to: median and spread per row and server, and how many times the peer."""
from __future__ import annotations

import json
import os
import platform
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from measure import Sample
from work import Work

Samples = Mapping[str, Mapping[str, Sequence[Sample]]]  # work -> server -> one sample per round
OURS = "Bedplate"

HEAD = ("work", "server", "requests/s", "p50 ms", "p99 ms", "CPU us/request", "PSS MB", "worker MB")


def spread(values: Sequence[float], shape: str = ",.0f") -> str:
    """Median (least–most)."""
    return f"{median(values):{shape}} ({min(values):{shape}}–{max(values):{shape}})"


def line(title: str, server: str, samples: Sequence[Sample]) -> tuple[str, ...]:
    return (
        title, server, spread([one.per_second for one in samples]), spread([one.p50 / 1e3 for one in samples], ".2f"),
        spread([one.p99 / 1e3 for one in samples], ".2f"), spread([one.cpu for one in samples]),
        f"{median(one.pss for one in samples) / 1e6:.1f}", f"{median(one.worker_pss for one in samples) / 1e6:.1f}")


def ratios(ours: Sequence[Sample], theirs: Sequence[Sample]) -> dict[str, list[float]]:
    """Round by round, so that what slows the machine for a while slows both sides of a ratio."""
    pairs = list(zip(ours, theirs, strict=True))
    return {
        "requests": [one.per_second / other.per_second for one, other in pairs],
        "p50": [other.p50 / one.p50 for one, other in pairs],
        "p99": [other.p99 / one.p99 for one, other in pairs],
        "cpu": [other.cpu / one.cpu for one, other in pairs],
        "memory": [other.pss / one.pss for one, other in pairs],
    }


def times(work: Work, found: Mapping[str, list[float]]) -> tuple[str, ...]:
    goal = "" if work.goal is None else f" of {work.goal:g}x: {'reached' if median(found['requests']) >= work.goal else 'MISSED'}"
    figures = [f"{spread(found[name], '.1f')}x" for name in ("requests", "p50", "p99", "cpu")]
    return ("", "times better", figures[0] + goal, *figures[1:], f"{median(found['memory']):.1f}x", "")


def table(works: Sequence[Work], samples: Samples, peer: str) -> str:
    rows: list[tuple[str, ...]] = [HEAD]
    for work in works:
        ours, theirs = samples[work.name][OURS], samples[work.name][peer]
        rows += [line(work.title, OURS, ours), line("", peer, theirs), times(work, ratios(ours, theirs))]
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEAD))]
    drawn = [" | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows]
    drawn.insert(1, "-|-".join("-" * width for width in widths))
    return "\n".join(drawn)


def machine() -> dict[str, object]:
    names = [each.partition(":")[2].strip() for each in Path("/proc/cpuinfo").read_text().splitlines() if each.startswith("model name")]
    return {
        "cores": os.cpu_count(), "processor": names[0] if names else platform.machine(), "kernel": platform.release(),
        "load average": os.getloadavg()[0], "commit": commit(),
    }


def commit() -> str:
    command = ["git", "-C", str(Path(__file__).parent), "describe", "--always", "--dirty"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return done.stdout.strip()


def write(path: Path, works: Sequence[Work], samples: Samples, facts: Mapping[str, object], peer: str) -> None:
    """Everything that was measured, raw, with the medians beside it."""
    rows = []
    for work in works:
        ours, theirs = samples[work.name][OURS], samples[work.name][peer]
        found = ratios(ours, theirs)
        rows.append({
            "work": work.name, "title": work.title, "connections": work.connections, "goal": work.goal,
            "ratio": {name: {"median": median(values), "least": min(values), "most": max(values)} for name, values in found.items()},
            "samples": {OURS: [asdict(one) for one in ours], peer: [asdict(one) for one in theirs]},
        })
    told = {"measured_at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), **facts, "rows": rows}
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(told, indent=1) + "\n")
