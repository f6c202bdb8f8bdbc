// SPDX-License-Identifier: Apache-2.0
// The op round in JavaScript, exact in BigInt, with correct variants and known faults: node variants.js VARIANT
// (variants.tsv says which).
'use strict';
const readline = require('readline');

const INF = Infinity;
// bits of the significand, exponents of normal numbers, largest number, what lies beyond it
const FORMATS = {
  binary32: [24, -126, 127, (2 - 2 ** -23) * 2 ** 127, INF], binary16: [11, -14, 15, 65504, INF],
  bfloat16: [8, -126, 127, 255 * 2 ** 120, INF], tf32: [11, -126, 127, 2047 * 2 ** 117, INF],
  e4m3: [4, -6, 8, 448, NaN], 'e4m3-ieee': [4, -6, 7, 240, INF], e5m2: [3, -14, 15, 57344, INF],
  e3m2: [3, -2, 4, 28, 28], e2m3: [4, 0, 2, 7.5, 7.5], e2m1: [2, 0, 2, 6, 6],
};
const ELEMENTS = { 'mxfp8-e4m3': 'e4m3', 'mxfp8-e5m2': 'e5m2', 'mxfp6-e3m2': 'e3m2', 'mxfp6-e2m3': 'e2m3', mxfp4: 'e2m1' };
const view = new DataView(new ArrayBuffer(8));

// |x| = m 2^e, m whole; the exponent of |x|.
function parts(x) {
  view.setFloat64(0, Math.abs(x));
  const high = view.getUint32(0), field = high >>> 20;
  const m = BigInt(high & 0xfffff | (field ? 0x100000 : 0)) << 32n | BigInt(view.getUint32(4));
  const e = Math.max(field, 1) - 1075;
  return [m, e, m ? e + m.toString(2).length - 1 : -2000];
}
// 2^e y without underflow on the way
const scaled = (y, e) => e < -1000 ? y * 2 ** -500 * 2 ** (e + 500) : e > 1000 ? y * 2 ** 500 * 2 ** (e - 500) : y * 2 ** e;

const plan = {
  format(name) {
    if (FORMATS[name]) return FORMATS[name];
    const [, p, emin, emax] = name.split(':').map(Number);
    return [p, emin, emax, scaled(2 - 2 ** (1 - p), emax), INF];
  },
  // k, the exponent of the spacing, the rest r of 2^n: f = r / 2^n
  bracket(x, [p, emin], scale) {
    const [m, e, top] = parts(x), spacing = Math.max(top - scale, emin) - p + 1 + scale;
    const n = spacing - e;
    return n <= 0 ? [m << BigInt(-n), spacing, 0n, 1n] : [m >> BigInt(n), spacing, m & (1n << BigInt(n)) - 1n, 1n << BigInt(n)];
  },
  away(mode, k, r, one, negative, draw) {
    switch (mode) {
      case 'stochastic': return draw(r, one);
      case 'nearest': return 2n * r > one || 2n * r === one && (k & 1n) === 1n;
      case 'nearest-away': return 2n * r >= one;
      case 'odd': return r > 0n && (k & 1n) === 0n;
      default: return r > 0n && mode === (negative ? 'down' : 'up');
    }
  },
  convert(x, format, mode, saturate, scale, draw) {
    if (x === 0) return x;
    const negative = x < 0, [k, spacing, r, one] = plan.bracket(x, format, scale);
    let y = scaled(Number(k + (plan.away(mode, k, r, one, negative, draw) ? 1n : 0n)), spacing);
    if (y > scaled(format[3], scale)) {
      const inwards = mode === 'zero' || mode === 'odd' || mode === (negative ? 'up' : 'down');
      y = scaled(saturate || inwards ? format[3] : format[4], scale);
    }
    return negative ? -y : y;
  },
  top: (x) => x.reduce((a, v) => Math.max(a, Math.abs(v)), 0),
  exponent: (x) => parts(x)[2],
  scale(top, format, rule) {
    const even = plan.convert(top, [format[0], -1100, 1100, INF, INF], 'nearest', false, 0);
    const ceil = (x, of) => plan.exponent(x) - plan.exponent(of) + (scaled(x, -plan.exponent(x)) > scaled(of, -plan.exponent(of)) ? 1 : 0);
    const e = { floor: () => plan.exponent(top) - format[2], even: () => plan.exponent(even) - format[2],
      ceil: () => ceil(top, 2 ** format[2]), rceil: () => ceil(top, format[3]) }[rule]();
    return Math.max(-127, Math.min(127, e));
  },
  block(x, to) {
    const [name, rule] = to.split('/');
    if (!ELEMENTS[name]) return null;
    const format = FORMATS[ELEMENTS[name]];
    return x.map((_, i) => i % 32 ? null : plan.top(x.slice(i, i + 32))).map((_, i, tops) => tops[i - i % 32])
      .map((top) => top ? plan.scale(top, format, rule) : 0);
  },
  // 53 bits at once of xoshiro128** (Blackman, Vigna), seeded by SplitMix-like mixing of the seed's halves
  generator(seed) {
    let s = [0, 1, 2, 3].map((i) => {
      let h = Number(seed >> BigInt(i % 2 * 32) & 0xffffffffn) ^ Math.imul(i + 1, 0x9e3779b9);
      for (let n = 0; n < 3; n++) h = Math.imul(h ^ h >>> 16, 0x85ebca6b), h = Math.imul(h ^ h >>> 13, 0xc2b2ae35);
      return h ^ h >>> 16;
    });
    const next = () => {
      const x = Math.imul(s[1], 5), y = Math.imul(x << 7 | x >>> 25, 9) >>> 0, t = s[1] << 9;
      s[2] ^= s[0], s[3] ^= s[1], s[1] ^= s[2], s[0] ^= s[3], s[2] ^= t, s[3] = s[3] << 11 | s[3] >>> 21;
      return y;
    };
    for (let n = 0; n < 20; n++) next();
    return () => next() * 2 ** 21 + (next() >>> 11);
  },
  seed: (q, line) => BigInt(/"seed"\s*:\s*(\d+)/.exec(line)[1]),
  chance: (r, one, bits) => Number((r << BigInt(bits)) / one),
  // r / one as a number of so many bits, once for each value; then words below it
  round(q, line) {
    const x = q.values, scales = plan.block(x, q.to), saturate = Boolean(scales) || q.overflow === 'saturate';
    const format = scales ? FORMATS[ELEMENTS[q.to.split('/')[0]]] : plan.format(q.to);
    const all = (mode, draw) => x.map((v, i) => plan.convert(v, format, mode, saturate, scales ? scales[i] : 0, draw));
    if (q.mode !== 'stochastic') return all(q.mode);
    const bits = q.bits ? Number(q.bits) : 53, chances = x.map(() => 0), word = plan.generator(plan.seed(q, line));
    const low = all('stochastic', () => false), high = all('stochastic', () => true);
    x.forEach((v, i) => plan.convert(v, format, 'stochastic', saturate, scales ? scales[i] : 0, (r, one) => {
      chances[i] = plan.chance(r, one, bits);
    }));
    return Array.from({ length: q.count }, () => low.map((y, i) => Math.floor(word() / 2 ** (53 - bits)) < chances[i] ? high[i] : y));
  },
  supports: (q) => q.to !== 'nvfp4',
  print: (y) => Number.isFinite(y) ? Object.is(y, -0) ? '-0.0' : String(y) : `"${y}"`,
};

const halves = (r, one, then) => 2n * r === one ? then : null;
const away = (change) => { const right = plan.away; plan.away = (...a) => { const c = change(right, ...a); return c === null ? right(...a) : c; }; };
// Another exponent of a block's largest number.
const scaleBy = (exponent) => {
  const scale = plan.scale, right = plan.exponent;
  plan.scale = (...a) => { plan.exponent = exponent; const e = scale(...a); plan.exponent = right; return e; };
};
const VARIANTS = {
  bigint() {},
  // products with powers of two instead of bits; exact, since only the exponent changes
  floor() {
    plan.bracket = (x, [p, emin], scale) => {
      const spacing = Math.max(plan.exponent(x) - scale, emin) - p + 1 + scale, q = scaled(Math.abs(x), -spacing) || 2 ** -1074;
      const k = Math.floor(q), n = 1074;
      return [BigInt(k), spacing, q === k ? 0n : parts(q - k)[0] << BigInt(n + parts(q - k)[1]), 1n << BigInt(n)];
    };
  },
  'fround'() {
    plan.supports = (q) => q.to === 'binary32' && q.mode === 'nearest' && q.overflow === 'ieee';
    plan.convert = (x) => Math.fround(x);
  },
  'exponential'() { plan.print = (y) => Number.isFinite(y) ? `"${y.toExponential(17)}"` : `"${y}"`; },
  'mulberry'() {
    plan.generator = (seed) => {
      let a = Number(seed & 0xffffffffn) ^ Math.imul(Number(seed >> 32n), 0x9e3779b1);
      const next = () => {
        a = a + 0x6d2b79f5 | 0;
        let t = Math.imul(a ^ a >>> 15, 1 | a);
        t = t + Math.imul(t ^ t >>> 7, 61 | t) ^ t;
        return (t ^ t >>> 14) >>> 0;
      };
      return () => next() * 2 ** 21 + (next() >>> 11);
    };
  },
  // ---- wrong ----
  'math-round'() { away((right, mode, k, r, one, negative) => mode === 'nearest' ? halves(r, one, !negative) : null); },
  'half-added'() { away((right, mode, k, r, one) => mode === 'nearest-away' ? Number(r) / Number(one) + 0.5 >= 1 : null); },
  'seed-to-int32'() { plan.seed = (q) => BigInt(q.seed >>> 0); },
  'random-byte'() {
    const generator = plan.generator, chance = plan.chance;
    plan.generator = (seed) => { const w = generator(seed); return () => Math.floor(w() / 2 ** 45) * 2 ** 45; };
    plan.chance = (r, one, bits) => bits > 8 ? chance(r, one, 8) * 2 ** (bits - 8) : chance(r, one, bits);
  },
  'log2'() { scaleBy((x) => Math.floor(Math.log2(x))); },
  'fifteen-digits-in'() { const right = plan.convert; plan.convert = (x, ...a) => right(Number(x.toPrecision(15)), ...a); },
};

const chosen = process.argv[2];
if (!VARIANTS[chosen]) throw new Error(`no variant ${chosen}`);
VARIANTS[chosen]();
readline.createInterface({ input: process.stdin }).on('line', (line) => {
  const q = JSON.parse(line);
  let reply;
  if (q.op === 'round') {
    plan.n = q.values.length;
    const y = plan.supports(q) ? plan.round(q, line) : null;
    const row = (r) => `[${r.map(plan.print).join(',')}]`;
    reply = y ? `"rounded":${Array.isArray(y[0]) ? `[${y.map(row).join(',')}]` : row(y)}` : '"unsupported":true';
  } else {
    reply = q.op === 'hello' ? `"name":"rounding, JavaScript ${chosen}","ops":["round"],"seedBits":63` : '"unsupported":true';
  }
  process.stdout.write(`{"id":${q.id},${reply}}\n`);
  if (q.op === 'bye') process.exit(0);
});
