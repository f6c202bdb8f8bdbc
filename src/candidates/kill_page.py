# SPDX-License-Identifier: Apache-2.0
"""The kill matrix as a page; see kill_matrix.py."""

OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step",
       "run", "round", "sample"]


def number(x):
    return f"{x:.3g}"


def named_right(row):
    return row["code"] in row["named"]


def summary(rows):
    """The numbers of the page's head."""
    legal = [r for r in rows if r["kind"] == "legal"]
    wrong = [r for r in rows if r["kind"] == "wrong"]
    alarms = [r["name"] for r in legal if r["verdict"] != "pass"]
    missed = [r["name"] for r in wrong if r["verdict"] != "fail"]
    coded = [r for r in wrong if r["code"]]
    right = [r for r in coded if named_right(r)]
    alone = [r for r in right if r["named"] == [r["code"]]]
    others = [r["name"] for r in coded if not named_right(r)]
    drawn = [r for r in wrong if r["evidence"]]
    numbers = [r for r in wrong if r["ratio"]]
    smallest = min(numbers, key=lambda r: r["ratio"], default=None)
    weakest = min(drawn, key=lambda r: r["evidence"], default=None)
    largest = max(legal, key=lambda r: r["ratio"], default=None)
    strongest = max(legal, key=lambda r: r["evidence"], default=None)
    lines = [
        f"{len(legal)} legal variants, {len(alarms)} failed: {', '.join(alarms) or 'none'}.",
        f"{len(wrong)} wrong variants, {len(missed)} missed: {', '.join(missed) or 'none'}.",
        f"{len(coded)} of the wrong ones have a code; {len(right)} are named by it, {len(alone)} by it alone. "
        f"Not named: {', '.join(others) or 'none'}.",
    ]
    if largest and strongest and smallest and weakest:
        lines += [
            f"Largest error/bound of a legal variant: {number(largest['ratio'])} ({largest['name']}); smallest over the "
            f"wrong ones of their largest finite one: {number(smallest['ratio'])} ({smallest['name']}).",
            f"In the law of sample, largest evidence/limit of a legal variant: {number(strongest['evidence'])} "
            f"({strongest['name']}); smallest over the wrong ones of their largest finite one: "
            f"{number(weakest['evidence'])} ({weakest['name']}).",
        ]
    return {"lines": lines, "alarms": alarms, "missed": missed}


def table(head, lines):
    rows = ["| " + " | ".join(str(cell) for cell in cells) + " |" for cells in [head, ["---"] * len(head), *lines]]
    return "\n".join(rows) + "\n"


def worth(rows, sample):
    """A line a kind of case, the most useful first: how many mistakes it kills, and which no other kind kills."""
    kills, alone = {}, {}
    for row in rows:
        kinds = {k.split("/", 1)[1] for k in row["killed"] if k.startswith("sample/") == sample}
        for kind in kinds:
            kills[kind] = kills.get(kind, 0) + 1
            if len(kinds) == 1:
                alone.setdefault(kind, []).append(row["name"])
    order = sorted(kills, key=lambda kind: (-kills[kind], kind))
    only = [[kind, kills[kind], len(alone[kind]), ", ".join(alone[kind][:3]) + (", ..." if len(alone[kind]) > 3 else "")]
            for kind in order if kind in alone]
    others = ", ".join(f"{kind} ({kills[kind]})" for kind in order if kind not in alone)
    return table(["test" if sample else "kind of case", "kills", "alone", "which no other kills"], only), others


def ops(rows):
    """A line an op: how many mistakes some case of it kills."""
    return table(["op", "mistakes killed there"],
                 [[op, sum(any(k.startswith(op + "/") for k in row["killed"]) for row in rows)] for op in OPS])


def page(rows):
    wrong = [r for r in rows if r["kind"] == "wrong"]
    (cases, other_cases), (tests, other_tests) = worth(wrong, False), worth(wrong, True)
    return "\n".join([
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "# The kill matrix",
        "",
        "This page is for users of the judge who want to know how much a verdict of `./verify.sh candidate` is worth. It says",
        "how many known mistakes the judge finds, how many correct programs it fails, and which kinds of cases do the work.",
        "",
        *[f"- {s}" for s in summary(rows)["lines"]],
        "",
        "[The data](../src/candidates/kill-matrix.json) have one line per variant: its verdict, the diagnoses named, the cases",
        "that kill it (op/kind), and its largest error/bound. [The variants](../src/candidates/variants.json) have each",
        "command. `sh src/candidates/build.sh && python3 src/candidates/kill_matrix.py` makes both the data and this page;",
        "continuous integration makes a sample of the rows anew.",
        "",
        "Error/bound is infinite where a case is exact, because the bound is zero there. The law of `sample` has no bound. Its",
        "ratio is a test's evidence over the limit of its false alarms ([sample-law.md](sample-law.md)); it is infinite where",
        "the law rules out what was seen.",
        "",
        "## By op",
        "",
        "An op that is right in a variant is not asked.",
        "",
        ops(wrong),
        "## Kinds of cases",
        "",
        "These kinds kill mistakes that no other kind kills.",
        "",
        cases,
        f"The other kinds, with the mistakes that each kills: {other_cases}.",
        "",
        "## Tests of the law of sample",
        "",
        tests,
        f"The other tests, with the mistakes that each kills: {other_tests}.",
        "",
    ])
