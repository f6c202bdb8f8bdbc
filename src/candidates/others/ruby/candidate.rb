# SPDX-License-Identifier: Apache-2.0
# A candidate in Ruby with correct variants: ruby candidate.rb VARIANT (../variants.tsv says which).
require "bigdecimal/util"
require "json"

# The mathematics. Matrices are arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2. Array#sum compensates its
# roundings where its terms are floats.
module Kit
  module_function

  def total(terms) = terms.reduce(0) { |s, x| s + x }
  def dot(a, b) = total(a.zip(b).map { |x, y| x * y })
  def product(a, b) = a.map { |row| b.transpose.map { |column| dot(row, column) } }
  def plus(a, b, s = 1) = a.zip(b).map { |p, q| p.zip(q).map { |x, y| x + s * y } }
  def squares(a) = total(a.flatten.map { |x| x * x })
  def residual(m, x, y) = plus(product(x, y.transpose), m, -1)
  def loss(m, x, y) = squares(residual(m, x, y)) * half
  def half = 0.5

  def gradient(m, x, y)
    r = residual(m, x, y)
    [product(r, y), product(r.transpose, x)]
  end

  def hvp(m, x, y, dx, dy)
    r = residual(m, x, y)
    dr = plus(product(dx, y.transpose), product(x, dy.transpose))
    [plus(product(dr, y), product(r, dy)), plus(product(dr.transpose, x), product(r.transpose, dx))]
  end

  def smoothed_loss(m, x, y, s1, s2)
    v1, v2 = x.size * s1 * s1, y.size * s2 * s2
    loss(m, x, y) + (v2 * squares(x) + v1 * squares(y) + x[0].size * v1 * v2) * half
  end

  def smoothed_gradient(m, x, y, s1, s2)
    gx, gy = gradient(m, x, y)
    [plus(gx, x, y.size * s2 * s2), plus(gy, y, x.size * s1 * s1)]
  end

  # Column by column: the Hessian applied to unit vectors.
  def hessian(m, x, y)
    n, r = x.size, x[0].size
    zero = (x + y).map { |row| row.map { |v| v * 0 } }
    (0...(x + y).size * r).map do |v|
      unit = zero.map(&:dup)
      unit[v / r][v % r] += 1
      hvp(m, x, y, unit.take(n), unit.drop(n)).flatten
    end
  end

  def step(m, x, y, eta_x, eta_y, noise_x, noise_y)
    gx, gy = gradient(m, plus(x, noise_x), plus(y, noise_y))
    [plus(x, gx, -eta_x), plus(y, gy, -eta_y)]
  end

  def run(q)
    x, y, states = q["X"], q["Y"], []
    (0..q["noiseX"].size).each do |t|
      states << { "t" => t, "X" => x, "Y" => y } if q["record"].include?(t)
      next if t == q["noiseX"].size
      x, y = step(q["M"], x, y, q["etaX"], q["etaY"], q["noiseX"][t], q["noiseY"][t])
    end
    { "states" => states }
  end

  def gaussian(rng) = Math.sqrt(-2 * Math.log(1 - rng.rand)) * Math.cos(2 * Math::PI * rng.rand)

  def sample(q)
    rng = Random.new(q["seed"].to_i)
    images = Array.new(q["count"]) do |c|
      noise = %w[X sigma1 Y sigma2].each_slice(2).map { |a, s| q[a].map { |row| row.map { q[s] * gaussian(rng) } } }
      step(q["M"], q["X"], q["Y"], q["etaX"], q["etaY"], *noise)
    end
    { "X" => images.map(&:first), "Y" => images.map(&:last) }
  end
end

GIVEN = %w[M X Y].freeze
ONE = { "loss" => [], "smoothed_loss" => %w[sigma1 sigma2], "hessian" => [] }.freeze
TWO = { "gradient" => [%w[gradX gradY]], "hvp" => [%w[hvpX hvpY], "dX", "dY"], "step" => [%w[X Y], "etaX", "etaY", "noiseX", "noiseY"],
        "smoothed_gradient" => [%w[gradX gradY], "sigma1", "sigma2"] }.freeze

# Puts a function in the place of one of the kit's; it is given the old one and what that is given.
def change(name, &change)
  old = Kit.method(name).unbind.bind(Kit)
  Kit.define_singleton_method(name) { |*a| change.call(old, *a) }
end

def each_number(v, &change)
  case v
  when Hash then v.to_h { |k, x| [k, %w[id t op name].include?(k) ? x : each_number(x, &change)] }
  when Array then v.map { |x| each_number(x, &change) }
  when Numeric then change.call(v)
  else v
  end
end

$read = ->(v) { v.to_f }
$print = ->(v) { v }

VARIANTS = {
  "plain" => -> {},
  "rational" => lambda { # a state that stayed exact would double its digits at each update
    $read = ->(v) { v.to_f.to_r }
    Kit.define_singleton_method(:half) { 1/2r }
    change(:step) { |old, *a| old.call(*a).map { |z| z.map { |row| row.map { |v| v.to_d(40).to_r } } } }
    $print = ->(v) { v.to_f }
  },
  "rational-60-digits" => lambda {
    VARIANTS["rational"].call
    $print = ->(v) { v.zero? ? "0" : v.to_d(60).to_s }
  },
}.freeze

VARIANTS.fetch(ARGV[0] || "plain").call
$stdin.each_line do |line|
  q = JSON.parse(line)
  q["seed"] = q["seed"].to_i if q["seed"]
  whole = q.slice("id", "op", "count", "seed", "record")
  q = each_number(q, &$read).merge(whole)
  q["count"] = q["count"].to_i if q["count"]
  op = q["op"]
  reply =
    if op == "hello" then { "name" => "Ruby, #{ARGV[0]}", "language" => "Ruby", "ops" => ONE.keys + TWO.keys + %w[run sample] }
    elsif op == "bye" then {}
    elsif ONE.key?(op) then { op.delete_prefix("smoothed_") => Kit.send(op, *q.values_at(*GIVEN, *ONE[op])) }
    elsif TWO.key?(op) then TWO[op][0].zip(Kit.send(op, *q.values_at(*GIVEN, *TWO[op].drop(1)))).to_h
    elsif %w[run sample].include?(op) then Kit.send(op, q)
    else { "unsupported" => true }
    end
  reply = each_number(reply, &$print) unless op == "hello"
  puts JSON.generate({ "id" => q["id"] }.merge(reply), allow_nan: true)
  $stdout.flush
  break if op == "bye"
end
