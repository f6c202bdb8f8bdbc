# SPDX-License-Identifier: Apache-2.0
"""Runs: which noise, which step size, which state is recorded."""
import math

import candidate as kit
from candidate import plus
from mistakes.registry import mistake, replace_run, scaled, single
from mistakes.updates import gs_fresh


# ---- run ---------------------------------------------------------------------------------------


def states_of(q, noise=lambda q, t: (q["noiseX"][t], q["noiseY"][t]), sizes=lambda q, t: (q["etaX"], q["etaY"])):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        states.append(kit.step(q["M"], *states[-1], *sizes(q, t), *noise(q, t)))
    return states


def noise_at(q, t):
    return q["noiseX"][t], q["noiseY"][t]


def no_noise(q):
    return scaled(0.0, q["X"]), scaled(0.0, q["Y"])


@replace_run("noise-of-next-wrapped", "noise-off-by-one")
def noise_next_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, (t + 1) % len(q["noiseX"])))


@replace_run("noise-of-next-zero", "noise-off-by-one")
def noise_next_zero(q):
    return states_of(q, lambda q, t: noise_at(q, t + 1) if t + 1 < len(q["noiseX"]) else no_noise(q))


@replace_run("noise-of-next-clamped", "noise-off-by-one")
def noise_next_clamped(q):
    return states_of(q, lambda q, t: noise_at(q, min(t + 1, len(q["noiseX"]) - 1)))


@replace_run("noise-of-previous-wrapped", "noise-off-by-one")
def noise_previous_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, t - 1))


@replace_run("noise-of-previous-zero", "noise-off-by-one")
def noise_previous_zero(q):
    return states_of(q, lambda q, t: noise_at(q, t - 1) if t else no_noise(q))


@replace_run("noise-reused", "noise-reused")
def noise_reused(q):
    return states_of(q, lambda q, t: noise_at(q, 0))


@replace_run("noise-last-for-all", "")
def noise_last_for_all(q):
    return states_of(q, lambda q, t: noise_at(q, -1))


@replace_run("noise-backwards", "")
def noise_backwards(q):
    return states_of(q, lambda q, t: noise_at(q, -1 - t))


@replace_run("noise-accumulated", "")
def noise_accumulated(q):
    sums = [scaled(0.0, q["X"]), scaled(0.0, q["Y"])]

    def noise(q, t):
        sums[0], sums[1] = plus(sums[0], q["noiseX"][t]), plus(sums[1], q["noiseY"][t])
        return tuple(sums)
    return states_of(q, noise)


@replace_run("noise-stops-at-20", "")
def noise_stops(q):
    return states_of(q, lambda q, t: noise_at(q, t) if t < 20 else no_noise(q))


@replace_run("momentum", "")
def momentum(q):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        X, Y = kit.step(q["M"], *states[-1], q["etaX"], q["etaY"], *noise_at(q, t))
        if t:
            (A, B), (C, D) = states[-1], states[-2]
            X, Y = plus(X, plus(A, C, -1.0), 0.1), plus(Y, plus(B, D, -1.0), 0.1)
        states.append((X, Y))
    return states


@replace_run("step-decay", "")
def step_decay(q):
    return states_of(q, sizes=lambda q, t: (q["etaX"] / math.sqrt(1 + t), q["etaY"] / math.sqrt(1 + t)))


@replace_run("step-decay-slow", "")
def step_decay_slow(q):
    return states_of(q, sizes=lambda q, t: (q["etaX"] * 0.9999**t, q["etaY"] * 0.9999**t))


@replace_run("drift-after-50", "")
def drift_after_50(q):
    return states_of(q, sizes=lambda q, t: tuple(e * (1.001 if t >= 50 else 1.0) for e in (q["etaX"], q["etaY"])))


@replace_run("state-binary32", "narrow-arithmetic")
def state_binary32(q):
    """Each state stored as binary32."""
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        new = kit.step(q["M"], *states[-1], q["etaX"], q["etaY"], *noise_at(q, t))
        states.append(tuple([[single(x) for x in row] for row in a] for a in new))
    return states


@replace_run("recorded-too-late", "")
def recorded_too_late(q):
    states = states_of(q)
    return states[1:] + states[-1:]


@replace_run("recorded-too-early", "")
def recorded_too_early(q):
    states = states_of(q)
    return states[:1] + states[:-1]


@replace_run("recorded-perturbed", "")
def recorded_perturbed(q):
    """The perturbed iterate is recorded instead of the iterate."""
    states = states_of(q)
    return [(plus(X, q["noiseX"][t]), plus(Y, q["noiseY"][t])) if t < len(q["noiseX"]) else (X, Y)
            for t, (X, Y) in enumerate(states)]


@replace_run("recorded-last-for-all", "")
def recorded_last(q):
    """Every recorded state is the same array, overwritten by the last step."""
    states = states_of(q)
    return [states[-1]] * len(states)


@replace_run("restart-at-record", "")
def restart(q):
    """The start is perturbed once more at step 0."""
    q = dict(q, X=plus(q["X"], q["noiseX"][0]) if q["noiseX"] else q["X"])
    return states_of(q)


@replace_run("noise-last-dropped", "")
def noise_last_dropped(q):
    return states_of(q, lambda q, t: noise_at(q, t) if t + 1 < len(q["noiseX"]) else no_noise(q))


@replace_run("noise-first-dropped", "")
def noise_first_dropped(q):
    return states_of(q, lambda q, t: noise_at(q, t) if t else no_noise(q))


@replace_run("noise-y-of-next", "noise-off-by-one")
def noise_y_of_next(q):
    return states_of(q, lambda q, t: (q["noiseX"][t], q["noiseY"][min(t + 1, len(q["noiseY"]) - 1)]))


@replace_run("noise-x-of-previous", "noise-off-by-one")
def noise_x_of_previous(q):
    return states_of(q, lambda q, t: (q["noiseX"][max(t - 1, 0)], q["noiseY"][t]))


@replace_run("noise-x-reused", "noise-reused")
def noise_x_reused(q):
    return states_of(q, lambda q, t: (q["noiseX"][0], q["noiseY"][t]))


@replace_run("noise-index-byte", "")
def noise_index_byte(q):
    return states_of(q, lambda q, t: noise_at(q, t % 256))


@replace_run("warm-up", "")
def warm_up(q):
    return states_of(q, sizes=lambda q, t: tuple(e * min(1.0, (t + 1) / 4) for e in (q["etaX"], q["etaY"])))


@replace_run("last-state-twice", "")
def last_state_twice(q):
    states = states_of(q)
    return states[:-1] + states[-2:-1]


@replace_run("gauss-seidel-in-runs", "gauss-seidel-update")
def gauss_seidel_in_runs(q):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        states.append(gs_fresh(q["M"], *states[-1], q["etaX"], q["etaY"], *noise_at(q, t)))
    return states


@mistake("records-counted", "", "run")
def records_counted():
    """The n-th record is the n-th state, whatever its t."""
    def run(q):
        states = states_of(q)
        return {"states": [{"t": t, "X": states[n][0], "Y": states[n][1]} for n, t in enumerate(q["record"])]}
    kit.OPS["run"] = run
