# SPDX-License-Identifier: Apache-2.0
"""What the peers in Python share: the problem as it is read from a file, and the conversation over standard input
and output (README.md beside this file). Numbers of the file are integers over 2^bits."""
import sys
import time


class Problem:
    def __init__(self, file):
        with open(file, encoding="ascii") as lines:
            *sizes, eta = next(lines).split()
            self.d1, self.d2, self.r, self.bits, slots = map(int, sizes)
            self.eta = int(eta, 16)
            self.m, self.x, self.y, *noise = [[int(word, 16) for word in line.split()] for line in lines]
            self.noise = list(zip(noise[0::2], noise[1::2]))
            assert len(self.noise) == slots


def answer(words, version, variants, session):
    """The reply to a line, and the session after it."""
    if words[0] == "version":
        return version, session
    if words[0] == "open":
        session = variants[words[1]](Problem(words[2]))
        return f"ok {session.replicates}", session
    if words[0] == "run":
        begun = time.thread_time_ns()
        session.run(int(words[1]))
        return str(time.thread_time_ns() - begun), session
    if words[0] == "iterate":
        return " ".join(session.iterate(int(words[1]))), session
    return f"no unknown command {words[0]}", session


def converse(version, variants):
    session = None
    for line in sys.stdin:
        words = line.split()
        if words == ["bye"]:
            return
        try:
            reply, session = answer(words, version, variants, session)
        except (ArithmeticError, LookupError, OSError, TypeError, ValueError) as e:
            reply = f"no {type(e).__name__}: {e}".replace("\n", " ")
        print(reply, flush=True)
