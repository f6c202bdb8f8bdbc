# SPDX-License-Identifier: Apache-2.0
"""The kill matrix as a page; see kill_matrix.py."""

OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step",
       "run", "sample"]
HEADS = ["loss", "grad", "Hess", "hvp", "s-loss", "s-grad", "s-Hess", "step", "run", "sample"]
LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"


def number(x):
    return f"{x:.3g}"


def kinds(rows):
    """The kinds of cases of all ops, and the tests of sample, each with its letter."""
    names, tests = [], []
    for row in rows:
        for killed in row["killed"]:
            op, name = killed.split("/", 1)
            into = tests if op == "sample" else names
            if name not in into:
                into.append(name)
    return dict(zip(sorted(names), LETTERS)), dict(zip(sorted(tests), LETTERS))


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


def worth(rows, letters, sample):
    """A line a kind of case: how many mistakes it kills, and how many no other kills."""
    lines = []
    for name, letter in letters.items():
        ops, killed, alone = set(), 0, []
        for row in rows:
            of_row = {g.split("/", 1)[1] for g in row["killed"] if g.startswith("sample/") == sample}
            if name in of_row:
                killed += 1
                if len(of_row) == 1:
                    alone.append(row["name"])
            ops |= {g.split("/", 1)[0] for g in row["killed"] if g.split("/", 1)[1] == name}
        lines.append([letter, name, killed, len(alone), ", ".join(alone[:3]) + (", ..." if len(alone) > 3 else "")])
    return table(["letter", "tests" if sample else "cases", "kills", "alone", "which no other kills"], lines)


def cell(row, op, letters):
    return "".join(sorted(letters[g.split("/", 1)[1]] for g in row["killed"] if g.split("/", 1)[0] == op))


def line(row, cases, tests):
    finite = row["ratio"] or row["evidence"]
    ratio = " and ".join(([number(finite)] if finite else []) + (["infinite"] if row["infinite"] else []))
    cells = [cell(row, op, tests if op == "sample" else cases) for op in OPS]
    named = ", ".join(row["named"])
    return [row["name"], row["code"], row["verdict"], named, *cells, ratio]


def page(rows):
    wrong = [r for r in rows if r["kind"] == "wrong"]
    legal = [r for r in rows if r["kind"] == "legal"]
    cases, tests = kinds(wrong)
    return "\n".join([
        "<!-- SPDX-License-Identifier: Apache-2.0 -->",
        "# The kill matrix",
        "",
        "Which cases of `./verify.sh candidate` kill which known mistake. Written by",
        "`sh src/candidates/build.sh && python3 src/candidates/kill_matrix.py`, from `src/candidates/variants.json`;",
        "the data behind it are `src/candidates/kill-matrix.json`.",
        "",
        *[f"- {s}" for s in summary(rows)["lines"]],
        "",
        "Error/bound is infinite where a case is exact: there the bound is zero. The law of `sample` has no bound; its",
        "ratio is a test's evidence over the limit of its false alarms (`sample-law.md`), infinite where the law rules",
        "out what was seen.",
        "",
        "## Cases, and what each kind is worth",
        "",
        worth(wrong, cases, False),
        "## Tests of the law of sample",
        "",
        worth(wrong, tests, True),
        "## Mistakes",
        "",
        "In an op's column: the letters of the cases that kill the mistake there. An op that is right in the variant is",
        "not asked. `its code` is the diagnosis that the protocol has for the mistake, if any.",
        "",
        table(["variant", "its code", "verdict", "named as", *HEADS, "error/bound"],
              [line(r, cases, tests) for r in wrong]),
        "## Legal variants",
        "",
        "The kits and the compiled ones were asked every op, the others every op but `sample`, in which they are their",
        "kit with another update.",
        "",
        table(["variant", "verdict", "cases", "error/bound", "evidence/limit"],
              [[r["name"], r["verdict"], r["cases"], number(r["ratio"]), number(r["evidence"]) if r["evidence"] else ""]
               for r in legal]),
    ])
