#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Certifies candidates and traces, and then tampers with what was certified.

    python3 certify.py [--kits N] [--wrong N] [--others N] [--seconds S] [--edits N] [--seed N]

Starter kits that can run here, wrong variants of the kill matrix (one for each op at least), the reference in other
arithmetics and three golden traces are judged with --certificate. Coq (./verify.sh proofs --certificate), the functions
extracted from it (--extracted) and check_certificate.py must all confirm every verdict. Then theorems and whole folders are
changed, as certificate_edits.py says. At last the exact numbers of all ops, as the reference in Java prints them to the last digit,
must be those of the extracted functions. Needs Coq, OCaml and what build.sh makes. Exit status 1 if anything is not so.
"""
import argparse
import decimal
import json
import os
import random
import re
import subprocess
import sys
import tempfile

import certificate_edits
from kill_matrix import HERE, ROOT, asked, runnable, variants

OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step", "run"]
ARITHMETICS = ["bfloat16", "tf32", "binary32", "decimal:34", "binary:70"]
TRACES = ["fig2a-binary64-start.jsonl", "fig4-binary64-gram-phase3.jsonl", "fig3c-binary64-phase3.jsonl"]


def verify(*arguments):
    return subprocess.run([os.path.join(ROOT, "verify.sh"), *arguments], cwd=HERE, capture_output=True, text=True)


def confirmed(folder, name):
    """Whether Coq, its extracted functions and the second checker prove every claim of a folder."""
    if not os.path.exists(os.path.join(folder, "Claims001.v")):
        print(f"nothing claimed  {name}")
        return True
    coq = verify("proofs", "--certificate", folder)
    extracted = verify("proofs", "--certificate", folder, "--extracted")
    python = subprocess.run([sys.executable, os.path.join(HERE, "check_certificate.py"), folder], capture_output=True, text=True)
    right = coq.returncode == 0 and extracted.returncode == 0 and python.returncode == 0
    print(f"{'confirmed' if right else 'NOT CONFIRMED'}  {name}: {python.stdout.strip().splitlines()[-1]}", flush=True)
    if not right:
        print(coq.stdout, coq.stderr, extracted.stdout, extracted.stderr, python.stdout)
    return right


def exactly_alike(seed, count=40):
    """Whether the extracted functions compute the same numbers as the reference in dyadic arithmetic; a changed digit is refused."""
    numbers = random.Random(seed)

    def matrix(rows, columns):
        return [[numbers.gauss(0, 1) * 2.0 ** numbers.randint(-9, 9) for _ in range(columns)] for _ in range(rows)]

    asked = ['{"id":0,"op":"hello","protocol":1}']
    for n in range(1, count + 1):
        d1, d2, r = [numbers.randint(1, 4) for _ in range(3)]
        q = {"M": matrix(d1, d2)}
        for x, y in [("X", "Y"), ("noiseX", "noiseY"), ("dX", "dY")]:
            q[x], q[y] = matrix(d1, r), matrix(d2, r)
        for name in ["etaX", "etaY", "sigma1", "sigma2"]:
            q[name] = numbers.random()
        # Each double to its last digit: the dyadic reference takes no other number.
        fields = re.sub(r"-?[0-9][-+.0-9e]*(?=[\],}])", lambda m: format(decimal.Decimal(float(m.group())), "f"), json.dumps(q))
        asked.append(f'{{"id":{n},"op":"{OPS[n % 8]}",{fields[1:]}')
    served = subprocess.run([os.path.join(ROOT, "verify.sh"), "serve", "--arithmetic", "dyadic"], input="\n".join(asked) + "\n",
                            capture_output=True, text=True)
    # Under a decimal arithmetic replies are read as they stand.
    told = ['{"id":0,"arithmetic":"decimal:1"}', *served.stdout.splitlines()[1:]]
    claims = [certificate_edits.Claim("passes", ("Answer",), (asked[0], told[0], q, d), "Equal") for q, d in zip(asked[1:], told[1:])]
    changed = [c._replace(lines=(*c.lines[:3], re.sub(r"([0-8])([\]},\"]*)$", lambda m: str(int(m[1]) + 1) + m[2], c.lines[3])))
               for c in claims]
    changed = [new for new, old in zip(changed, claims) if new != old]
    found = certificate_edits.extracted_proves(claims + changed)
    right = len(claims) == count and len(changed) > count / 4 and found == [True] * count + [False] * len(changed)
    print(f"{sum(found[:count])} of {count} exact replies of the reference are those of the extracted functions; "
          f"{found[count:].count(False)} of {len(changed)} with another last digit refused")
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kits", type=int, default=1000, help="starter kits to certify, all by default")
    parser.add_argument("--wrong", type=int, default=10, help="wrong variants to certify")
    parser.add_argument("--others", type=int, default=1000, help="arithmetics and traces to certify, all by default")
    parser.add_argument("--seconds", type=float, default=8, help="--certificate-seconds of each")
    parser.add_argument("--edits", type=int, default=2, help="kinds of theorems that each edit is made in")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    numbers = random.Random(options.seed)
    rows = [row for row in variants() if runnable(row)]
    kits = [row for row in rows if row["name"].startswith("kit-") and set(asked(row) or OPS) & set(OPS)]
    kits = numbers.sample(kits, min(len(kits), options.kits))
    wrong = [row for row in rows if row["kind"] != "correct" and set(asked(row)) & set(OPS)]
    # One for each op at least, as far as they are so many.
    chosen = [numbers.choice([row for row in wrong if op in asked(row)]) for op in numbers.sample(OPS, len(OPS))]
    chosen = (chosen + numbers.sample(wrong, max(0, options.wrong - len(chosen))))[: options.wrong]
    right, folders = True, []
    with tempfile.TemporaryDirectory() as temporary:
        limits = ["--certificate-seconds", str(options.seconds)]
        for number, row in enumerate(kits + chosen):
            folder = os.path.join(temporary, str(number))
            only = [op for op in (asked(row) or OPS) if op in OPS]
            verify("candidate", "--only", ",".join(only), "--certificate", folder, *limits, "--", *row["command"])
            right &= confirmed(folder, row["name"])
            folders.append(folder)
        for arithmetic in numbers.sample(ARITHMETICS, min(len(ARITHMETICS), options.others)):
            folder = os.path.join(temporary, arithmetic.replace(":", "-"))
            served = ["--", os.path.join(ROOT, "verify.sh"), "serve", "--arithmetic", arithmetic]
            verify("candidate", "--only", "gradient,step", "--certificate", folder, *limits[:1], "1", *served)
            right &= confirmed(folder, arithmetic)
            folders.append(folder)
        for name in numbers.sample(TRACES, min(len(TRACES), options.others)):
            folder = os.path.join(temporary, name)
            verify("trace", "--certificate", folder, *limits, os.path.join(ROOT, "golden", "traces", name))
            right &= confirmed(folder, name)
            folders.append(folder)
        claimed = [folder for folder in folders if os.path.exists(os.path.join(folder, "Claims001.v"))]
        right &= certificate_edits.tried(claimed, options.edits, options.seed)
        right &= exactly_alike(options.seed)
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
