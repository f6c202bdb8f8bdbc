#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Certifies candidates and traces, and then tampers with what was certified.

    python3 certify.py [--kits N] [--wrong N] [--seconds S] [--edits N] [--seed N]

Starter kits that can run here, wrong variants of the kill matrix (one for each op at least), the reference in other
arithmetics and three golden traces are judged with --certificate. Coq (./verify.sh proofs --certificate) and
check_certificate.py must both confirm every verdict. Then claims are changed, a digit, a word or a request each, and each
is put to both again: they must agree, a verdict turned round must be refused, and most changes too. Some are harmless: a
digit that the bound allows, a number that the op does not use. Needs Coq and what build.sh makes. Exit status 1 if
anything is not so.
"""
import argparse
import os
import random
import re
import subprocess
import sys
import tempfile

import check_certificate
from kill_matrix import HERE, ROOT, asked, runnable, variants

OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", "step", "run"]
COQ = os.path.join(ROOT, "proofs-notes", "coq")
ARITHMETICS = ["bfloat16", "tf32", "binary32", "decimal:34", "binary:70"]
TRACES = ["fig2a-binary64-start.jsonl", "fig4-binary64-gram-phase3.jsonl", "fig3c-binary64-phase3.jsonl"]


def verify(*arguments):
    return subprocess.run([os.path.join(ROOT, "verify.sh"), *arguments], cwd=HERE, capture_output=True, text=True)


def claims_of(folder):
    for name in sorted(os.listdir(folder)):
        if name.endswith(".v"):
            for _, theorem in check_certificate.theorems(os.path.join(folder, name)):
                yield theorem


def confirmed(folder, name):
    """Whether Coq and the second checker prove every claim of a folder."""
    if not list(claims_of(folder)):
        print(f"nothing claimed  {name}")
        return True
    coq = verify("proofs", "--certificate", folder)
    python = subprocess.run([sys.executable, os.path.join(HERE, "check_certificate.py"), folder], capture_output=True, text=True)
    right = coq.returncode == 0 and python.returncode == 0
    print(f"{'confirmed' if right else 'NOT CONFIRMED'}  {name}: {python.stdout.strip().splitlines()[-1]}", flush=True)
    if not right:
        print(coq.stdout, coq.stderr, python.stdout)
    return right


def changed(claim, random_numbers):
    """A claim with one digit, word or index changed, and whether it must be refused."""
    kind = random_numbers.choice(["digit", "first", "op", "plan", "kind", "request"])
    if kind == "digit":
        places = [m.start() for m in re.finditer(r"\d", claim) if claim[: m.start()].count('"') % 2 == 1]
        at = random_numbers.choice(places)
        return claim[:at] + random_numbers.choice([d for d in "0123456789" if d != claim[at]]) + claim[at + 1 :], False
    if kind == "first" and not claim.startswith("fails"):
        printed = max(claim.rfind(") ["), claim.rfind(" Of"))
        texts = [m for m in re.finditer(r'"-?[0.]*([1-9])[0-9.eE+-]*"', claim) if m.start() > printed]
        if texts:
            at = random_numbers.choice(texts).start(1)
            return claim[:at] + random_numbers.choice([d for d in "123456789" if d != claim[at]]) + claim[at + 1 :], False
    if kind == "op":
        word = claim.split()[2]
        return claim.replace(" Step ", " Hvp ", 1) if word == "Step" else claim.replace(f" {word} ", " Step ", 1), False
    if kind == "request" and claim.startswith("mistakes"):
        # The request for which the field that fails is right, in place of the one that was asked.
        requests = re.findall(r"\(Request [^()]*\)", claim)
        return claim.replace(requests[0], requests[2 if " OfY " in claim else 1], 1), True
    if kind == "plan":
        return claim.replace(" strict ", " exact ", 1).replace(" of_run ", " of_exact_run ", 1), False
    return ("fails" if claim.startswith("passes") else "passes") + claim[claim.index(" ") :], True


def turned(claim):
    """Of an exact reply: that its first number with one more digit is what no legal plan computes."""
    found = re.match(r'passes (\S+ (?!\w*Loss)\w+ exact .*\)) \[\[\["([^"]*)"', claim)
    return f'fails {found.group(1)} OfX 0 0 "{found.group(2)}1"' if found else None


def head_of(folder):
    """What a certificate's first file imports."""
    with open(os.path.join(folder, "Claims001.v"), encoding="utf-8") as file:
        return file.read().partition("\n\n")[0]


def coq_proves(head, claims):
    """Which of some claims Coq proves: one process is told all, and goes on after each that it refuses."""
    theorems = [f"Theorem claim_{n} : {claim}.\nProof. by_computation. Qed.\nAbort All." for n, claim in enumerate(claims)]
    names = [f"Check claim_{n}." for n in range(len(claims))]
    coq = subprocess.run(["coqtop", "-q", "-w", "none", "-Q", COQ, "NoisyGD"], capture_output=True, text=True,
                         input="\n".join([head, *theorems, *names]) + "\n")
    known = set(re.findall(r"^claim_(\d+)$", coq.stdout, re.MULTILINE))
    return [str(n) in known for n in range(len(claims))]


def python_proves(claim):
    try:
        return bool(check_certificate.holds(check_certificate.parsed(claim)))
    except (ArithmeticError, IndexError, KeyError, TypeError, ValueError, ZeroDivisionError):
        return False


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kits", type=int, default=1000, help="starter kits to certify, all by default")
    parser.add_argument("--wrong", type=int, default=10, help="wrong variants to certify")
    parser.add_argument("--seconds", type=float, default=8, help="--certificate-seconds of each")
    parser.add_argument("--edits", type=int, default=100, help="claims to change")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    numbers = random.Random(options.seed)
    rows = [row for row in variants() if runnable(row)]
    kits = [row for row in rows if row["name"].startswith("kit-") and set(asked(row) or OPS) & set(OPS)]
    kits = numbers.sample(kits, min(len(kits), options.kits))
    wrong = [row for row in rows if row["kind"] != "legal" and set(asked(row)) & set(OPS)]
    # One for each op at least.
    chosen = [numbers.choice([row for row in wrong if op in asked(row)]) for op in OPS]
    chosen = (chosen + numbers.sample(wrong, max(0, options.wrong - len(chosen))))[: options.wrong]
    right, claims = True, []
    with tempfile.TemporaryDirectory() as temporary:
        limits = ["--certificate-seconds", str(options.seconds)]
        for number, row in enumerate(kits + chosen):
            folder = os.path.join(temporary, str(number))
            only = [op for op in (asked(row) or OPS) if op in OPS]
            verify("candidate", "--only", ",".join(only), "--certificate", folder, *limits, "--", *row["command"])
            found = list(claims_of(folder))
            if row["kind"] != "legal" and not any(claim.startswith("fails") for claim in found):
                print(f"no failure that has a theorem: {row['name']}")
            claims += found
            right &= confirmed(folder, row["name"])
        for arithmetic in ARITHMETICS:
            folder = os.path.join(temporary, arithmetic.replace(":", "-"))
            served = ["--", os.path.join(ROOT, "verify.sh"), "serve", "--arithmetic", arithmetic]
            verify("candidate", "--only", "gradient,step", "--certificate", folder, *limits[:1], "1", *served)
            claims += claims_of(folder)
            right &= confirmed(folder, arithmetic)
        for name in TRACES:
            folder = os.path.join(temporary, name)
            verify("trace", "--certificate", folder, *limits, os.path.join(ROOT, "golden", "traces", name))
            right &= confirmed(folder, name)
        counts = {"refused": 0, "harmless": 0}
        small = [claim for claim in claims if len(claim) < 2000]
        head = head_of(os.path.join(temporary, TRACES[0]))
        off = [claim for claim in map(turned, small) if claim][:10]
        coq, python = coq_proves(head, off), [python_proves(claim) for claim in off]
        right &= coq == python and any(coq)
        print(f"{len(off)} exact numbers changed: {sum(coq)} proved wrong by Coq, {sum(python)} by the second checker")
        edits = [changed(numbers.choice(small), numbers) for _ in range(options.edits)]
        for (claim, must), coq in zip(edits, coq_proves(head, [claim for claim, _ in edits])):
            python = python_proves(claim)
            counts["harmless" if coq else "refused"] += 1
            if coq != python or (must and coq):
                right = False
                print(f"Coq {'proves' if coq else 'refuses'}, the second checker {'does' if python else 'does not'}: {claim}")
        if counts["refused"] < options.edits / 2:
            right = False
            print("fewer than half of the changed claims were refused")
        print(f"{options.edits} claims changed: {counts['refused']} refused, {counts['harmless']} still true, by both")
    sys.exit(0 if right else 1)


if __name__ == "__main__":
    main()
