#!/usr/bin/env ruby
# SPDX-License-Identifier: Apache-2.0
# The op round in Ruby's rational numbers, with legal variants and known mistakes: ruby variants.rb VARIANT
# (../variants.tsv says which).
require 'json'

VARIANT = ARGV[0]
def is(name) = VARIANT == name

# bits of the significand, exponents of normal numbers, largest number, what lies beyond it
FORMATS = {
  'binary32' => [24, -126, 127, nil, Float::INFINITY], 'binary16' => [11, -14, 15, 65504, Float::INFINITY],
  'bfloat16' => [8, -126, 127, nil, Float::INFINITY], 'tf32' => [11, -126, 127, nil, Float::INFINITY],
  'e4m3' => [4, -6, 8, 448, Float::NAN], 'e4m3-ieee' => [4, -6, 7, 240, Float::INFINITY],
  'e5m2' => [3, -14, 15, 57344, Float::INFINITY], 'e3m2' => [3, -2, 4, 28, 28], 'e2m3' => [4, 0, 2, 7.5r, 7.5r],
  'e2m1' => [2, 0, 2, 6, 6]
}.freeze
ELEMENTS = { 'mxfp8-e4m3' => 'e4m3', 'mxfp8-e5m2' => 'e5m2', 'mxfp6-e3m2' => 'e3m2', 'mxfp6-e2m3' => 'e2m3', 'mxfp4' => 'e2m1' }.freeze

def power(e) = 2r**e

def format(name)
  p, emin, emax, largest, beyond = FORMATS[name] || [*name.split(':').drop(1).map(&:to_i), nil, Float::INFINITY]
  [p, emin, emax, largest || (2 - power(1 - p)) * power(emax), beyond]
end

def exponent(x)
  e = x.numerator.bit_length - x.denominator.bit_length
  x < power(e) ? e - 1 : e
end

# Ruby rounds rational numbers in each way by itself.
def whole(q, mode, negative)
  case mode
  when 'nearest' then q.round(half: is('half-up') ? :up : is('half-down') ? :down : :even)
  when 'nearest-away' then q.round(half: :up)
  when 'zero' then q.floor
  when 'odd' then q.denominator == 1 || q.floor.odd? ? q.floor : q.ceil
  when 'up' then negative ? q.floor : q.ceil
  else negative ? q.ceil : q.floor
  end
end

def spacing(x, f) = power([exponent(x), f[1]].max - f[0] + 1)

def limited(y, f, mode, saturate, negative)
  return y if y <= f[3]

  inwards = %w[zero odd].include?(mode) || mode == (negative ? 'up' : 'down')
  saturate || inwards ? f[3] : f[4]
end

def scale(top, f, rule)
  e = case rule
      when 'floor' then exponent(top) - f[2]
      when 'even' then exponent(whole(top / power(exponent(top) - f[0] + 1), 'nearest', false) * power(exponent(top) - f[0] + 1)) - f[2]
      when 'ceil' then -exponent(1 / top) - f[2]
      else -exponent(f[3] / top)
      end
  e -= 1 if is('even-loses-carry') && rule == 'even' && e > exponent(top) - f[2]
  power(e.clamp(-127, 127))
end

def literal(y, negative)
  text = y.is_a?(Float) ? (y.nan? ? '"NaN"' : '"Infinity"') : y.to_f.to_s
  return text if !negative || text == '"NaN"'

  text.start_with?('"') ? text.sub('"', '"-') : "-#{text}"
end

def answer(q)
  x = q['values'].map { |v| v.to_f.to_r.abs }
  negative = q['values'].map { |v| 1 / v.to_f < 0 || v < 0 }
  name, rule = q['to'].split('/')
  f = format(ELEMENTS[name] || q['to'])
  saturate = rule || q['overflow'] == 'saturate'
  scales = x.each_slice(32).flat_map { |block| [rule && block.max > 0 ? scale(block.max, f, rule) : 1r] * block.size }
  mode = q['mode']
  if mode != 'stochastic'
    return '[' + x.each_index.map { |i|
      s = x[i].zero? ? 1 : spacing(x[i] / scales[i], f)
      y = limited(whole(x[i] / scales[i] / s, mode, negative[i]) * s, f, mode, saturate, negative[i])
      literal(y.is_a?(Float) ? y : y * scales[i], negative[i])
    }.join(',') + ']'
  end
  bits = q['bits'] ? q['bits'].to_i : 53
  random = Random.new(is('seed-by-its-digits') ? q['seed'].to_s.size : q['seed'].to_i)
  cells = x.each_index.map do |i|
    s = x[i].zero? ? 1 : spacing(x[i] / scales[i], f)
    k = (x[i] / scales[i] / s).floor
    pair = [k, k + 1].map { |n| limited(n * s, f, mode, saturate, negative[i]) }
    rest = x[i] / scales[i] / s - k
    rest = [rest, 1r - rest].min if is('distance-to-nearest')
    pair.map { |y| literal(y.is_a?(Float) ? y : y * scales[i], negative[i]) } << (rest * 2**bits).floor
  end
  order = (0...x.size).to_a
  '[' + Array.new(q['count'].to_i) {
    words = order.map { random.rand(2**bits) }
    words = words.first(words.size / 2 + 1).cycle.first(words.size) if is('second-half-as-first')
    '[' + cells.zip(words).map { |(low, high, limit), w| w < limit ? high : low }.join(',') + ']'
  }.join(',') + ']'
end

$stdin.each_line do |line|
  q = JSON.parse(line)
  reply = if q['op'] == 'hello' then "\"name\":\"rounding, Ruby #{VARIANT}\",\"ops\":[\"round\"],\"seedBits\":63"
          elsif q['op'] != 'round' || q['to'] == 'nvfp4' then '"unsupported":true'
          else "\"rounded\":#{answer(q)}"
          end
  puts "{\"id\":#{q['id'].to_i},#{reply}}"
  $stdout.flush
  break if q['op'] == 'bye'
end
