-- SPDX-License-Identifier: Apache-2.0
-- A candidate in Lua 5.4 with correct variants: lua5.4 candidate.lua VARIANT (../variants.tsv says which).

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
function OPS.run(q)
  local X, Y, states, next = q.X, q.Y, {}, 1
  for t = 0, #q.noiseX do
    if q.record[next] == t then
      states[#states + 1] = { t = t, X = X, Y = Y }
      next = next + 1
    end
    if t < #q.noiseX then X, Y = K.step(q.M, X, Y, q.etaX, q.etaY, q.noiseX[t + 1], q.noiseY[t + 1]) end
  end
  return { states = states }
end
function OPS.sample(q)
  math.randomseed(math.tointeger(q.seed) or q.seed)
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
function V.short() -- correct: the shortest of 15, 16 and 17 digits that reads back, whole numbers without a point
  print_number = function(x)
    for digits = 15, 17 do
      local text = string.format("%." .. digits .. "g", x)
      if tonumber(text) == x then return text end
    end
  end
end
function V.carriage_return() end_of_line = " \r\n" end -- correct: blanks and CR at the end of each line
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
    parts[#parts + 1] = '"' .. k .. '":' .. text(x, k)
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
