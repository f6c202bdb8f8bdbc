# SPDX-License-Identifier: Apache-2.0
"""The kill matrix and the random mutations as a page, from their data; see kill_matrix.py and source_mutations.py."""
import collections
import json
import os

HERE = os.path.dirname(os.path.abspath(__file__))
PAGE = os.path.join(HERE, "..", "..", "proofs-notes", "kill-matrix.md")
KILLS = os.path.join(HERE, "kill-matrix.json")
MUTATIONS = os.path.join(HERE, "source-mutations.json")
EQUIVALENT = os.path.join(HERE, "equivalent_mutants.json")

OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step",
       "run", "round", "sample"]


def read(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file)


def number(x):
    return f"{x:.3g}"


def named_right(row):
    return row["code"] in row["named"]


def summary(rows):
    """The numbers of the page's head."""
    correct = [r for r in rows if r["kind"] == "correct"]
    wrong = [r for r in rows if r["kind"] == "wrong"]
    alarms = [r["name"] for r in correct if r["verdict"] != "pass"]
    missed = [r["name"] for r in wrong if r["verdict"] != "fail"]
    coded = [r for r in wrong if r["code"]]
    right = [r for r in coded if named_right(r)]
    alone = [r for r in right if r["named"] == [r["code"]]]
    others = [r["name"] for r in coded if not named_right(r)]
    drawn = [r for r in wrong if r["evidence"]]
    numbers = [r for r in wrong if r["ratio"]]
    smallest = min(numbers, key=lambda r: r["ratio"], default=None)
    weakest = min(drawn, key=lambda r: r["evidence"], default=None)
    largest = max(correct, key=lambda r: r["ratio"], default=None)
    strongest = max(correct, key=lambda r: r["evidence"], default=None)
    lines = [
        f"{len(correct)} correct variants, {len(alarms)} failed: {', '.join(alarms) or 'none'}.",
        f"{len(wrong)} wrong variants, {len(missed)} missed: {', '.join(missed) or 'none'}.",
        f"{len(coded)} of the wrong ones have a code; {len(right)} are named by it, {len(alone)} by it alone. "
        f"Not named: {', '.join(others) or 'none'}.",
    ]
    if largest and strongest and smallest and weakest:
        lines += [
            f"Largest error/bound of a correct variant: {number(largest['ratio'])} ({largest['name']}); smallest over the "
            f"wrong ones of their largest finite one: {number(smallest['ratio'])} ({smallest['name']}).",
            f"In `sample`, largest evidence/limit of a correct variant: {number(strongest['evidence'])} "
            f"({strongest['name']}); smallest over the wrong ones of their largest finite one: "
            f"{number(weakest['evidence'])} ({weakest['name']}).",
        ]
    return {"lines": lines, "alarms": alarms, "missed": missed}


def table(head, lines):
    rows = ["| " + " | ".join(str(cell) for cell in cells) + " |" for cells in [head, ["---"] * len(head), *lines]]
    return "\n".join(rows) + "\n"


def worth(rows, sample):
    """A line a kind of case, the most useful first: how many faults it kills, and which no other kind kills."""
    kills, alone = {}, {}
    for row in rows:
        kinds = {k.split("/", 1)[1] for k in row["killed"] if k.startswith("sample/") == sample}
        for kind in kinds:
            kills[kind] = kills.get(kind, 0) + 1
            if len(kinds) == 1:
                alone.setdefault(kind, []).append(row["name"])
    order = sorted(kills, key=lambda kind: (-kills[kind], kind))
    only = [[kind, kills[kind], len(alone[kind]), alone[kind][0] + (", ..." if len(alone[kind]) > 1 else "")]
            for kind in order if kind in alone]
    return table(["test" if sample else "kind of case", "kills", "alone", "which no other kills"], only)


def ops(rows):
    """A line an op: how many faults some case of it kills."""
    return table(["op", "faults killed there"],
                 [[op, sum(any(k.startswith(op + "/") for k in row["killed"]) for row in rows)] for op in OPS])


def explained():
    """Why a mutant that survives is right: by kit, line before and line after."""
    return {(e["kit"], e["before"], e["after"]): e["why"] for e in read(EQUIVALENT)}


def why(r, reasons):
    return reasons.get((r["id"].rsplit("-", 1)[0], r["before"], r["after"]), "")


def mutations(data):
    """The section on random mutations."""
    rows, reasons = data["mutants"], explained()
    counts = collections.Counter((r["id"].rsplit("-", 1)[0], "equivalent" if why(r, reasons) and
                                  r["outcome"] == "survived" else r["outcome"]) for r in rows)
    outcomes = ["killed", "broken", "equivalent", "stillborn", "survived"]
    kits = list(dict.fromkeys(kit for kit, _ in counts))
    lines = [[kit, *(counts[kit, o] for o in outcomes), sum(counts[kit, o] for o in outcomes)] for kit in kits]
    survived = [[r["id"], why(r, reasons) or "not explained"] for r in rows if r["outcome"] == "survived"]
    return "\n".join([
        "## Faults that nobody chose",
        "",
        "Small random changes to the mathematics of four starter kits. *Killed*: a case failed. *Broken*: the mutant crashed or",
        "broke the protocol. *Equivalent*: it passes, and is right. *Stillborn*: it does not compile.",
        "",
        table(["kit", *outcomes, "all"],
              [*lines, ["all", *(sum(column) for column in list(zip(*lines))[1:])]]),
        "Each mutant was asked the ops that the changed function is part of. Generators of random words are not changed: a changed",
        f"one is another generator, not a fault. `python3 src/candidates/source_mutations.py --count {data['count']} --seed {data['seed']}`",
        "makes [the data](../src/candidates/source-mutations.json), each line before and after, and this page. The equivalent ones:",
        "",
        table(["mutant", "why it is right"], survived),
    ])


def page():
    rows = read(KILLS)
    wrong = [r for r in rows if r["kind"] == "wrong"]
    cases, tests = worth(wrong, False), worth(wrong, True)
    return "\n".join([
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "# What a verdict is worth: known faults, correct programs, random changes",
        "",
        "For whoever relies on a verdict: how many known faults `./verify.sh candidate` finds, and how many correct programs it",
        "fails:",
        "",
        *[f"- {s}" for s in summary(rows)["lines"]],
        "",
        "[The data](../src/candidates/kill-matrix.json) have a line per variant: its verdict, the faults named, the cases",
        "that kill it (op/kind), and its largest error/bound; [the variants](../src/candidates/variants.json) have each",
        "command. `sh src/candidates/build.sh && python3 src/candidates/kill_matrix.py` makes the data and this page;",
        "continuous integration makes a sample of both data anew.",
        "",
        "Error/bound is infinite where a case is exact. For `sample` the ratio is a test's evidence over the limit of",
        "its false alarms ([sample-distribution.md](sample-distribution.md)), infinite where the distribution rules out the sample.",
        "",
        "## By op",
        "",
        "An op that is right in a variant is not asked.",
        "",
        ops(wrong),
        "## Kinds of cases",
        "",
        "The kinds that kill faults that no other kind kills; the data have all kinds.",
        "",
        cases,
        "## Tests of `sample`",
        "",
        tests,
        mutations(read(MUTATIONS)),
    ])


def write_page():
    with open(PAGE, "w", encoding="utf-8") as file:
        file.write(page())


def page_is_current():
    with open(PAGE, encoding="utf-8") as file:
        return file.read() == page()
