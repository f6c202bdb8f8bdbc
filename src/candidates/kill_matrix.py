#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The kill matrix: runs ./verify.sh candidate over every row of variants.json and writes the outcome
as a page. Legal variants must pass; known-wrong ones must fail, and should be named by their code.

    python3 kill_matrix.py [--match TEXT] [--jobs N] [--page FILE]

Exit status 1 if a legal variant was failed or a wrong one passed.
"""
import argparse
import concurrent.futures
import json
import os
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
VERIFY = os.path.join(HERE, "..", "..", "verify.sh")


def judge(row):
    """The verdict's JSON object, or what went wrong, of one row."""
    only = [] if row["kind"] == "legal" else ["--only", ",".join(row["ops"])]
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "verdict.json")
        command = [VERIFY, "candidate", "--json", out, *only, "--", *row["command"]]
        done = subprocess.run(command, cwd=HERE, capture_output=True, text=True, timeout=600)
        if not os.path.exists(out):
            return {"verdict": "none", "status": done.returncode, "text": done.stderr[-200:]}
        with open(out, encoding="utf-8") as file:
            return json.load(file)


def worst(verdict):
    return max([op["worst"] for op in verdict.get("ops", {}).values()], default=0.0)


def line(row, verdict):
    codes = sorted({d["code"] for d in verdict.get("diagnosis", [])})
    ops = [name for name, op in verdict.get("ops", {}).items() if op["failed"] > 0]
    named = "" if row["kind"] == "legal" or not row.get("code") else (
        "yes" if row["code"] in codes else "no")
    return [row["name"], row.get("code", ""), verdict["verdict"], " ".join(ops), ", ".join(codes), named,
            f"{worst(verdict):.3g}"]


def table(title, lines):
    head = ["variant", "its code", "verdict", "ops failed", "named as", "right", "error/bound"]
    rows = ["| " + " | ".join(cells) + " |" for cells in [head, ["---"] * len(head), *lines]]
    return "\n".join([f"## {title}", "", *rows, ""])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--match", default="", help="only the variants whose name holds this")
    parser.add_argument("--kind", choices=["legal", "wrong"], help="only these variants")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--page", help="write the page to this file")
    options = parser.parse_args()
    with open(os.path.join(HERE, "variants.json"), encoding="utf-8") as file:
        rows = [r for r in json.load(file) if options.match in r["name"]
                and options.kind in (None, r["kind"])]
    results = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for row, verdict in zip(rows, pool.map(judge, rows)):
            results.append((row, verdict))
            print(*line(row, verdict), sep="\t", flush=True)
    legal = [(r, v) for r, v in results if r["kind"] == "legal"]
    wrong = [(r, v) for r, v in results if r["kind"] == "wrong"]
    alarms = [r["name"] for r, v in legal if v["verdict"] != "pass"]
    missed = [r["name"] for r, v in wrong if v["verdict"] != "fail"]
    coded = [(r, v) for r, v in wrong if r.get("code")]
    named = [r for r, v in coded if line(r, v)[5] == "yes"]
    summary = [
        f"{len(legal)} legal variants, {len(alarms)} failed: {', '.join(alarms) or 'none'}.",
        f"{len(wrong)} wrong variants, {len(missed)} missed: {', '.join(missed) or 'none'}.",
        f"{len(coded)} of the wrong ones have a code; {len(named)} are named by it.",
    ]
    if legal:
        summary.append(f"Largest error/bound of a legal variant: {max(worst(v) for _, v in legal):.3g}.")
    print(*summary, sep="\n")
    if options.page:
        text = ["# The kill matrix", "", "Written by `python3 src/candidates/kill_matrix.py --page FILE`.", "",
                *[f"- {s}" for s in summary], "", table("Wrong", [line(r, v) for r, v in wrong]),
                table("Legal", [line(r, v) for r, v in legal])]
        with open(options.page, "w", encoding="utf-8") as file:
            file.write("\n".join(text))
    sys.exit(1 if alarms or missed else 0)


if __name__ == "__main__":
    main()
