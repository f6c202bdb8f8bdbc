# SPDX-License-Identifier: Apache-2.0
"""Runs: which noise, which step size, which state is recorded."""

import candidate as kit
from candidate import plus
from mistakes.registry import replace_run, scaled, single


# ---- run ---------------------------------------------------------------------------------------


def states_of(q, noise=lambda q, t: (q["noiseX"][t], q["noiseY"][t]), sizes=lambda q, t: (q["etaX"], q["etaY"])):
    states = [(q["X"], q["Y"])]
    for t in range(len(q["noiseX"])):
        states.append(kit.step(q["M"], *states[-1], *sizes(q, t), *noise(q, t)))
    return states


def noise_at(q, t):
    return q["noiseX"][t], q["noiseY"][t]


@replace_run("noise-of-next-wrapped", "noise-off-by-one")
def noise_next_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, (t + 1) % len(q["noiseX"])))


@replace_run("noise-of-previous-wrapped", "noise-off-by-one")
def noise_previous_wrapped(q):
    return states_of(q, lambda q, t: noise_at(q, t - 1))


@replace_run("noise-reused", "noise-reused")
def noise_reused(q):
    return states_of(q, lambda q, t: noise_at(q, 0))


@replace_run("noise-accumulated", "")
def noise_accumulated(q):
    sums = [scaled(0.0, q["X"]), scaled(0.0, q["Y"])]

    def noise(q, t):
        sums[0], sums[1] = plus(sums[0], q["noiseX"][t]), plus(sums[1], q["noiseY"][t])
        return tuple(sums)
    return states_of(q, noise)


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


@replace_run("noise-x-reused", "noise-reused")
def noise_x_reused(q):
    return states_of(q, lambda q, t: (q["noiseX"][0], q["noiseY"][t]))
