# SPDX-License-Identifier: Apache-2.0
# Starter kit, Julia 1.7 or newer: a candidate for ./verify.sh candidate -- julia --startup-file=no candidate.jl
#
# Speaks protocol version 1 (JSON Lines on standard input and output), with the standard library alone. Put your
# own code into the functions under THE MATHEMATICS; the rest can stay as it is. For another precision change
# Real_ and ARITHMETIC together. Debian 13 has no Julia, so this kit is not run by CI.

using LinearAlgebra
using Random

const Real_ = Float64
const ARITHMETIC = "binary64"

# ---------------------------------------------------------------------------------------------------
# THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2.
# ---------------------------------------------------------------------------------------------------

loss(M, X, Y) = sum(abs2, X * Y' - M) / 2

function gradient(M, X, Y)
    R = X * Y' - M
    return R * Y, R' * X
end

# Variables in the order X row by row, then Y row by row.
function hessian(M, X, Y)
    (d1, r), d2 = size(X), size(Y, 1)
    R = X * Y' - M
    at = d1 * r
    H = zeros(eltype(X), (d1 + d2) * r, (d1 + d2) * r)
    XX, YY = X' * X, Y' * Y
    for i in 1:d1, k in 1:r, l in 1:r
        H[(i-1)*r+k, (i-1)*r+l] = YY[k, l]
    end
    for j in 1:d2, k in 1:r, l in 1:r
        H[at+(j-1)*r+k, at+(j-1)*r+l] = XX[k, l]
    end
    for i in 1:d1, j in 1:d2, k in 1:r, l in 1:r
        cross = X[i, l] * Y[j, k] + (k == l ? R[i, j] : zero(eltype(X)))
        H[(i-1)*r+k, at+(j-1)*r+l] = cross
        H[at+(j-1)*r+l, (i-1)*r+k] = cross
    end
    return H
end

function hvp(M, X, Y, dX, dY)
    R = X * Y' - M
    dR = dX * Y' + X * dY'
    return dR * Y + R * dY, dR' * X + R' * dX
end

# E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
function smoothed_loss(M, X, Y, s1, s2)
    c1, c2 = size(X, 1) * s1^2, size(Y, 1) * s2^2
    return loss(M, X, Y) + (c2 * sum(abs2, X) + c1 * sum(abs2, Y) + size(X, 2) * c1 * c2) / 2
end

function smoothed_gradient(M, X, Y, s1, s2)
    gX, gY = gradient(M, X, Y)
    return gX + size(Y, 1) * s2^2 * X, gY + size(X, 1) * s1^2 * Y
end

function smoothed_hessian(M, X, Y, s1, s2)
    H = hessian(M, X, Y)
    for v in axes(H, 1)
        H[v, v] += v <= length(X) ? size(Y, 1) * s2^2 : size(X, 1) * s1^2
    end
    return H
end

function perturbed_step(M, X, Y, etaX, etaY, noiseX, noiseY)
    gX, gY = gradient(M, X + noiseX, Y + noiseY)
    return X - etaX * gX, Y - etaY * gY
end

function sample(M, X, Y, etaX, etaY, s1, s2, count, seed)
    rng = MersenneTwister(seed)
    noise(A, s) = s * randn(rng, eltype(A), size(A))
    return [perturbed_step(M, X, Y, etaX, etaY, noise(X, s1), noise(Y, s2)) for _ in 1:count]
end

# ---------------------------------------------------------------------------------------------------
# READING: objects as Dict, arrays as Vector{Any}, strings and numbers as String; parse() rounds correctly.
# ---------------------------------------------------------------------------------------------------

blank(s, i) = (while i <= ncodeunits(s) && s[i] in (' ', '\t', '\r', '\n', ',', ':'); i += 1; end; i)

# The value that starts at i, and the index behind it. Requests are ASCII up to strings that nobody reads.
function read_value(s, i)
    i = blank(s, i)
    if s[i] == '{'
        value = Dict{String,Any}()
        i = blank(s, i + 1)
        while s[i] != '}'
            name, i = read_value(s, i)
            value[name], i = read_value(s, i)
            i = blank(s, i)
        end
        return value, i + 1
    elseif s[i] == '['
        items = Any[]
        i = blank(s, i + 1)
        while s[i] != ']'
            item, i = read_value(s, i)
            push!(items, item)
            i = blank(s, i)
        end
        return items, i + 1
    elseif s[i] == '"'
        stop = nextind(s, i)
        while s[stop] != '"'
            stop = nextind(s, stop, s[stop] == '\\' ? 2 : 1)
        end
        return s[nextind(s, i):prevind(s, stop)], stop + 1
    end
    stop = i
    while stop <= ncodeunits(s) && !(s[stop] in (',', ']', '}', ' ', '\t', '\r', '\n'))
        stop += 1
    end
    return s[i:stop-1], stop
end

number(text) = parse(Real_, text)
matrix(rows) = Real_[number(rows[i][k]) for i in eachindex(rows), k in eachindex(rows[1])]

# ---------------------------------------------------------------------------------------------------
# WRITING, and THE CONVERSATION.
# ---------------------------------------------------------------------------------------------------

function json(x::AbstractFloat)
    isnan(x) && return "\"NaN\""
    isinf(x) && return x > 0 ? "\"Infinity\"" : "\"-Infinity\""
    return replace(string(x), "f0" => "", "f" => "e")  # shortest digits; Float32 prints 1.0f0
end
json(a::AbstractMatrix) = "[" * join(("[" * join(json.(row), ",") * "]" for row in eachrow(a)), ",") * "]"
json(nameX, nameY, (a, b)) = "\"$nameX\":$(json(a)),\"$nameY\":$(json(b))"

const OPS = ["loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian",
             "step", "run", "sample"]

function run_states(q, M, X, Y, etaX, etaY)
    wanted = Set(parse.(Int, q["record"]))
    states, T = String[], length(q["noiseX"])
    for t in 0:T
        t in wanted && push!(states, "{\"t\":$t," * json("X", "Y", (X, Y)) * "}")
        if t < T
            X, Y = perturbed_step(M, X, Y, etaX, etaY, matrix(q["noiseX"][t+1]), matrix(q["noiseY"][t+1]))
        end
    end
    return "\"states\":[" * join(states, ",") * "]"
end

function answer(q)
    op = q["op"]
    op == "hello" && return "\"name\":\"starter kit, Julia\",\"language\":\"Julia\",\"arithmetic\":\"$ARITHMETIC\"," *
        "\"ops\":[" * join(("\"$o\"" for o in OPS), ",") * "]"
    op == "bye" && return "\"bye\":true"
    op in OPS || return "\"unsupported\":true"
    M, X, Y = matrix(q["M"]), matrix(q["X"]), matrix(q["Y"])
    op == "loss" && return "\"loss\":" * json(loss(M, X, Y))
    op == "gradient" && return json("gradX", "gradY", gradient(M, X, Y))
    op == "hessian" && return "\"hessian\":" * json(hessian(M, X, Y))
    op == "hvp" && return json("hvpX", "hvpY", hvp(M, X, Y, matrix(q["dX"]), matrix(q["dY"])))
    if startswith(op, "smoothed")
        s1, s2 = number(q["sigma1"]), number(q["sigma2"])
        op == "smoothed_loss" && return "\"loss\":" * json(smoothed_loss(M, X, Y, s1, s2))
        op == "smoothed_gradient" && return json("gradX", "gradY", smoothed_gradient(M, X, Y, s1, s2))
        return "\"hessian\":" * json(smoothed_hessian(M, X, Y, s1, s2))
    end
    etaX, etaY = number(q["etaX"]), number(q["etaY"])
    if op == "step"
        return json("X", "Y", perturbed_step(M, X, Y, etaX, etaY, matrix(q["noiseX"]), matrix(q["noiseY"])))
    end
    op == "run" && return run_states(q, M, X, Y, etaX, etaY)
    images = sample(M, X, Y, etaX, etaY, number(q["sigma1"]), number(q["sigma2"]), parse(Int, q["count"]),
                    parse(UInt64, q["seed"]))
    return "\"X\":[" * join((json(p[1]) for p in images), ",") * "],\"Y\":[" * join((json(p[2]) for p in images), ",") * "]"
end

for line in eachline(stdin)
    q, _ = read_value(line, 1)
    reply = try
        answer(q)
    catch problem  # told to the harness, which calls it a failed case
        "\"error\":\"" * replace(sprint(showerror, problem), r"[\"\\\n]" => " ") * "\""
    end
    println("{\"id\":", q["id"], ",", reply, "}")
    flush(stdout)
    q["op"] == "bye" && break
end
