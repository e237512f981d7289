"""Draws one map in a process of its own and prints seconds of CPU and peak memory as JSON.

Use: map_runner.py ours|red-dwarf FILE, where FILE is an .npz with rows, columns, values, shape, moderated.
Each implementation starts from the answers in memory in the form it asks for.
"""

import json
import resource
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Arrays = dict[str, NDArray[np.int32]]


def ours(answers: Arrays) -> float:
    from communityup.methods import opinion
    from communityup.methods.votes import from_triples

    n, m = (int(number) for number in answers["shape"])
    start = time.process_time()
    votes = from_triples(answers["rows"], answers["columns"], answers["values"], n, m)
    opinion.make_map(votes, frozenset(answers["moderated"].tolist()))
    return time.process_time() - start


def red_dwarf(answers: Arrays) -> float:
    from reddwarf.implementations import polis

    columns = zip(*(answers[name].tolist() for name in ("rows", "columns", "values")), strict=True)
    votes = [{"participant_id": i, "statement_id": j, "vote": value, "modified": 0} for i, j, value in columns]
    moderated = answers["moderated"].tolist()
    start = time.process_time()
    polis.run_pipeline(votes=votes, mod_out_statement_ids=moderated, random_state=0)
    return time.process_time() - start


def peak() -> float:
    """Peak memory of this program in MB; the kernel's own figure, which a parent's size cannot colour."""
    status = Path("/proc/self/status")
    if status.exists():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    with np.load(sys.argv[2]) as file:
        loaded = {name: file[name] for name in file.files}
    seconds = (ours if sys.argv[1] == "ours" else red_dwarf)(loaded)
    print(json.dumps({"seconds": seconds, "megabytes": peak()}))
