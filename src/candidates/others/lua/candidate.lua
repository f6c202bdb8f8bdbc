-- SPDX-License-Identifier: Apache-2.0
-- A candidate in Lua 5.4 with legal variants and known mistakes: lua5.4 candidate.lua VARIANT (../variants.tsv says which).

-- Reading. tonumber gives an integer where a number is spelt as one, and integers wrap; so all become floats.
local function number(text) return tonumber(text) + 0.0 end
local function read(s)
  local at = 1
  local value
  local function blank() at = s:find("[^%s,:]", at) end
  local function string_here()
    local stop = s:find('"', at + 1, true)
    local text = s:sub(at + 1, stop - 1)
    at = stop + 1
    return text
  end
  function value()
    blank()
    local c = s:sub(at, at)
    if c == '"' then return string_here() end
    if c == "[" then
      local list = {}
      at = at + 1
      blank()
      while s:sub(at, at) ~= "]" do
        list[#list + 1] = value()
        blank()
      end
      at = at + 1
      return list
    end
    if c == "{" then
      local map = {}
      at = at + 1
      blank()
      while s:sub(at, at) ~= "}" do
        local key = string_here()
        map[key] = value()
        if key == "seed" then map[key] = tonumber(s:match('"seed"[%s:]*([%w.+-]+)')) end
        blank()
      end
      at = at + 1
      return map
    end
    local text = s:match("^[%w.+-]+", at)
    at = at + #text
    return text:match("^%l") and text or number(text)
  end
  return value()
end

-- The mathematics. Matrices are tables of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
local function make(rows, columns, f)
  local a = {}
  for i = 1, rows do
    a[i] = {}
    for j = 1, columns do a[i][j] = f(i, j) end
  end
  return a
end
local function add(n, term)
  local s = 0.0
  for i = 1, n do s = s + term(i) end
  return s
end
local function transpose(a) return make(#a[1], #a, function(i, j) return a[j][i] end) end
local function product(a, b)
  return make(#a, #b[1], function(i, j) return add(#b, function(k) return a[i][k] * b[k][j] end) end)
end
local function plus(a, b, s) return make(#a, #a[1], function(i, j) return a[i][j] + s * b[i][j] end) end
local function squares(a)
  return add(#a, function(i) return add(#a[1], function(j) return a[i][j] * a[i][j] end) end)
end

local K = {}
function K.residual(M, X, Y) return plus(product(X, transpose(Y)), M, -1) end
function K.loss(M, X, Y) return squares(K.residual(M, X, Y)) / 2 end
function K.gradient(M, X, Y)
  local R = K.residual(M, X, Y)
  return product(R, Y), product(transpose(R), X)
end
function K.hvp(M, X, Y, dX, dY)
  local R, dR = K.residual(M, X, Y), plus(product(dX, transpose(Y)), product(X, transpose(dY)), 1)
  return plus(product(dR, Y), product(R, dY), 1), plus(product(transpose(dR), X), product(transpose(R), dX), 1)
end
function K.hessian(M, X, Y)
  local R, XX, YY, r = K.residual(M, X, Y), product(transpose(X), X), product(transpose(Y), Y), #X[1]
  local function place(v) -- side, row, column of a variable
    local i, k = (v - 1) // r + 1, (v - 1) % r + 1
    if i <= #X then return 1, i, k end
    return 2, i - #X, k
  end
  local n = (#X + #Y) * r
  return make(n, n, function(v, w)
    local a, i, k = place(v)
    local b, j, l = place(w)
    if a == b then return i == j and (a == 1 and YY or XX)[k][l] or 0.0 end
    if a == 2 then i, k, j, l = j, l, i, k end
    return X[i][l] * Y[j][k] + (k == l and R[i][j] or 0.0)
  end)
end
function K.smoothed_loss(M, X, Y, s1, s2)
  local v1, v2 = #X * s1 * s1, #Y * s2 * s2
  return K.loss(M, X, Y) + (v2 * squares(X) + v1 * squares(Y) + #X[1] * v1 * v2) / 2
end
function K.smoothed_gradient(M, X, Y, s1, s2)
  local gX, gY = K.gradient(M, X, Y)
  return plus(gX, X, #Y * s2 * s2), plus(gY, Y, #X * s1 * s1)
end
function K.step(M, X, Y, etaX, etaY, NX, NY)
  local gX, gY = K.gradient(M, plus(X, NX, 1), plus(Y, NY, 1))
  return plus(X, gX, -etaX), plus(Y, gY, -etaY)
end
function K.seed(n) math.randomseed(n) end
function K.gaussian() return math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random()) end
function K.noise(a, sigma) return make(#a, #a[1], function() return sigma * K.gaussian() end) end

local OPS = {}
function OPS.loss(q) return { loss = K.loss(q.M, q.X, q.Y) } end
function OPS.hessian(q) return { hessian = K.hessian(q.M, q.X, q.Y) } end
function OPS.smoothed_loss(q) return { loss = K.smoothed_loss(q.M, q.X, q.Y, q.sigma1, q.sigma2) } end
local function pair(x, y, f, ...)
  local given = { "M", "X", "Y", ... }
  return function(q)
    local values = {}
    for i, name in ipairs(given) do values[i] = q[name] end
    local reply = {}
    reply[x], reply[y] = K[f](table.unpack(values))
    return reply
  end
end
OPS.gradient = pair("gradX", "gradY", "gradient")
OPS.hvp = pair("hvpX", "hvpY", "hvp", "dX", "dY")
OPS.smoothed_gradient = pair("gradX", "gradY", "smoothed_gradient", "sigma1", "sigma2")
OPS.step = pair("X", "Y", "step", "etaX", "etaY", "noiseX", "noiseY")
function K.keep(states, t, X, Y) states[#states + 1] = { t = t, X = X, Y = Y } end
function OPS.run(q)
  local X, Y, states, next = q.X, q.Y, {}, 1
  for t = 0, #q.noiseX do
    if q.record[next] == t then
      K.keep(states, t, X, Y)
      next = next + 1
    end
    if t < #q.noiseX then X, Y = K.step(q.M, X, Y, q.etaX, q.etaY, q.noiseX[t + 1], q.noiseY[t + 1]) end
  end
  return { states = states }
end
function OPS.sample(q)
  K.seed(math.tointeger(q.seed) or q.seed)
  local xs, ys = {}, {}
  for c = 1, q.count do
    xs[c], ys[c] = K.step(q.M, q.X, q.Y, q.etaX, q.etaY, K.noise(q.X, q.sigma1), K.noise(q.Y, q.sigma2))
  end
  return { X = xs, Y = ys }
end

local print_number = function(x) return string.format("%.17g", x) end
local end_of_line = "\n"

-- Variants, each a change of one function.
local V = { plain = function() end }
function V.two_sums() -- legal: even and odd terms apart
  add = function(n, term)
    local s = { [0] = 0.0, 0.0 }
    for i = 1, n do s[i % 2] = s[i % 2] + term(i) end
    return s[0] + s[1]
  end
end
function V.from_state() -- legal: one running sum that starts at X, the step size folded into the factor
  function K.step(M, X, Y, etaX, etaY, NX, NY)
    local A, B = plus(X, NX, 1), plus(Y, NY, 1)
    local R = K.residual(M, A, B)
    local function moved(Z, R, F, eta)
      return make(#Z, #Z[1], function(i, k)
        local s = Z[i][k]
        for j = 1, #F do s = s - R[i][j] * (eta * F[j][k]) end
        return s
      end)
    end
    return moved(X, R, B, etaX), moved(Y, transpose(R), A, etaY)
  end
end
function V.target_first() -- legal: the residual's sum starts at -M
  function K.residual(M, X, Y)
    return make(#M, #M[1], function(i, j)
      local s = -M[i][j]
      for k = 1, #X[1] do s = s + X[i][k] * Y[j][k] end
      return s
    end)
  end
end
function V.short() -- legal: the shortest of 15, 16 and 17 digits that reads back, whole numbers without a point
  print_number = function(x)
    for digits = 15, 17 do
      local text = string.format("%." .. digits .. "g", x)
      if tonumber(text) == x then return text end
    end
  end
end
function V.carriage_return() end_of_line = " \r\n" end -- legal: blanks and CR at the end of each line
-- mistakes
local function tiles(size, stop) -- tiles whose last row belongs to the next one too, once there are two
  return function()
    add = function(n, term)
      local s = 0.0
      for a = 1, n, size do
        for i = a, math.min(a + size - stop, n) do s = s + term(i) end
      end
      return s
    end
  end
end
V.tile_8_overlaps, V.tile_16_overlaps, V.tile_64_overlaps = tiles(8, 0), tiles(16, 0), tiles(64, 0)
V.tile_32_gap = tiles(32, 2)
function V.third_of_rest_lost() -- four at a time, and two of the rest where there was a full group
  add = function(n, term)
    local s, i = 0.0, 1
    while i + 3 <= n do
      s = s + term(i) + term(i + 1) + term(i + 2) + term(i + 3)
      i = i + 4
    end
    for k = i, n < 4 and n or math.min(n, i + 1) do s = s + term(k) end
    return s
  end
end
function V.integers_wrap() number = tonumber end -- products of whole numbers are integers of 64 bits
function V.loss_halved_as_integer()
  number = tonumber
  local zero = 0
  add = function(n, term)
    local s = zero
    for i = 1, n do s = s + term(i) end
    return s
  end
  function K.loss(M, X, Y)
    local s = squares(K.residual(M, X, Y))
    return math.type(s) == "integer" and s // 2 or s / 2
  end
end
function V.in_place_if_one_row() -- the table of a state recorded before is written to
  local old = K.step
  function K.step(M, X, ...)
    local x, y = old(M, X, ...)
    if #X > 1 then return x, y end
    for k, v in ipairs(x[1]) do X[1][k] = v end
    return X, y
  end
end
local stale = {}
function V.accumulator_kept_if_shape_same() -- a buffer made anew only when its shape changes, and not cleared when r = 1
  local old = product
  product = function(a, b)
    local c = old(a, b)
    if #b[1] == 1 and #a > 8 then
      local key = #a
      local before = stale[key]
      stale[key] = c
      if before then c = plus(c, before, 1) end
    end
    return c
  end
end
function V.pivot_by_zero() -- rows of X that are zero are skipped
  local old = K.gradient
  function K.gradient(M, X, Y)
    local gX, gY = old(M, X, Y)
    for i, row in ipairs(X) do
      if squares({ row }) == 0 then for k = 1, #row do gX[i][k] = 0.0 end end
    end
    return gX, gY
  end
end
function V.symmetric_target()
  local old = K.gradient
  function K.gradient(M, X, Y)
    local gX, gY = old(M, X, Y)
    local same = #M == #M[1]
    for i = 1, same and #M or 0 do for j = 1, #M do same = same and M[i][j] == M[j][i] end end
    if same then gY = product(K.residual(M, X, Y), X) end
    return gX, gY
  end
end
function V.single_column() -- d2 = 1 taken for a vector: the norm instead of the square
  local old = K.loss
  function K.loss(M, X, Y) return #Y == 1 and #X[1] == 1 and math.sqrt(2 * old(M, X, Y)) / 2 or old(M, X, Y) end
end
function V.fixed_point() print_number = function(x) return string.format("%.20f", x) end end
function V.seed_as_32_bits() function K.seed(n) math.randomseed(math.floor(n) % 4294967296) end end
function V.seed_thousand() function K.seed(n) math.randomseed(math.floor(n) % 1000) end end
function V.pool() -- normal numbers drawn once, then taken in turn
  local pool, at = {}, 0
  function K.gaussian()
    if #pool == 0 then
      for i = 1, 4099 do pool[i] = math.sqrt(-2 * math.log(1 - math.random())) * math.cos(2 * math.pi * math.random()) end
    end
    at = at % #pool + 1
    return pool[at]
  end
end
function V.antithetic() -- every second number is the one before with the other sign
  local spare
  local old = K.gaussian
  function K.gaussian()
    if spare then
      local z = -spare
      spare = nil
      return z
    end
    spare = old()
    return spare
  end
end

-- The conversation.
local function text(v, key)
  if type(v) ~= "table" then
    if key == "t" or key == "id" then return string.format("%d", v) end
    if v ~= v then return '"NaN"' end
    if v == math.huge or v == -math.huge then return v > 0 and '"Infinity"' or '"-Infinity"' end
    return print_number(v)
  end
  local parts = {}
  if #v > 0 or next(v) == nil then
    for i, x in ipairs(v) do parts[i] = text(x) end
    return "[" .. table.concat(parts, ",") .. "]"
  end
  for k, x in pairs(v) do
    if k ~= "kept" then parts[#parts + 1] = '"' .. k .. '":' .. text(x, k) end
  end
  return "{" .. table.concat(parts, ",") .. "}"
end

local variant = (arg[1] or "plain"):gsub("-", "_")
V[variant]()
for line in io.lines() do
  local q = read(line)
  local id = string.format('{"id":%d', q.id)
  if q.op == "hello" then
    local names = {}
    for name in pairs(OPS) do names[#names + 1] = '"' .. name .. '"' end
    io.write(id, ',"name":"Lua, ', variant, '","language":"Lua","ops":[', table.concat(names, ","), "]}")
  elseif q.op == "bye" then
    io.write(id, "}\n")
    break
  elseif OPS[q.op] then
    local reply = OPS[q.op](q)
    reply.id = q.id
    io.write(text(reply))
  else
    io.write(id, ',"unsupported":true}')
  end
  io.write(end_of_line)
  io.flush()
end
