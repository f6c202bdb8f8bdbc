#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Correct variants and known faults in JavaScript: variants.js --variant NAME, or --list (name, kind, code, ops,
// as JSON). Each changes one function of the starter kit beside this file, or how a reply is printed.
'use strict';
const kit = require('./candidate.js');
const {math, times, transpose, plus} = kit;
const right = {...math};
const EVERY = 'loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run';
const STEP = 'step run sample';
const mapped = (f, v) => (Array.isArray(v) ? v.map((x) => mapped(f, x)) : typeof v === 'number' ? f(v)
  : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, mapped(f, x)])) : v);
const variants = {};
let declared = 'binary64';
let show;
const correct = (name, install) => { variants[name] = {kind: 'correct', install}; };
const wrong = (name, code, ops, install) => { variants[name] = {kind: 'wrong', code, ops: ops.split(' '), install}; };
const step = (name, code, f, ops = STEP) => wrong(name, code, ops, () => { math.step = f; });

// Numbers printed by `text`; whole-number fields (id, t) must stay as they are.
const print = (text) => () => {
  const write = (v, key) => (typeof v === 'number' ? (key === 'id' || key === 't' ? String(v) : text(v))
    : Array.isArray(v) ? '[' + v.map((x) => write(x)).join(',') + ']'
      : v && typeof v === 'object' ? '{' + Object.entries(v).map(([k, x]) => JSON.stringify(k) + ':' + write(x, k)).join(',') + '}'
        : JSON.stringify(v));
  show = (r) => write(r);
};

// ---- correct --------------------------------------------------------------------------------------------

const dotBy = (sum) => (a, b) => sum(a.map((x, i) => x * b[i]));
const timesBy = (sum) => { const d = dotBy(sum); return (a, b) => a.map((row) => transpose(b).map((c) => d(row, c))); };
const planWith = (sum) => () => {
  const t = timesBy(sum), total = (a) => sum(a.flat().map((x) => x * x));
  math.residual = (M, X, Y) => X.map((x, i) => Y.map((y, j) => sum([-M[i][j], ...x.map((v, k) => v * y[k])])));
  math.loss = (M, X, Y) => total(math.residual(M, X, Y)) / 2;
  math.gradient = (M, X, Y) => { const R = math.residual(M, X, Y); return [t(R, Y), t(transpose(R), X)]; };
};
correct('reversed', planWith((v) => v.reduceRight((s, x) => s + x)));
correct('kahan', planWith((v) => {
  let s = 0, c = 0;
  for (const x of v) { const y = x - c, u = s + y; c = (u - s) - y; s = u; }
  return s;
}));
correct('float32array', () => {
  // every sum and product through Math.fround, declared as such
  declared = 'binary32';
  const f = Math.fround, t = timesBy((v) => v.reduce((s, x) => f(s + f(x)), 0));
  math.residual = (M, X, Y) => mapped(f, plus(t(X, transpose(Y)), M, -1));
  math.gradient = (M, X, Y) => { const R = math.residual(M, X, Y); return [t(R, Y), t(transpose(R), X)]; };
  math.step = (...a) => mapped(f, right.step(...a));
});
correct('hypot-loss', () => { math.loss = (M, X, Y) => { const n = Math.hypot(...math.residual(M, X, Y).flat()); return 0.5 * n * n; }; });
correct('precision-21', print((x) => (Number.isFinite(x) ? x.toPrecision(21) : JSON.stringify(String(x)))));
correct('exponential-17', print((x) => (Number.isFinite(x) ? x.toExponential(16) : JSON.stringify(String(x)))));

// ---- wrong: step ----------------------------------------------------------------------------------------------

step('noise-swapped', 'noise-swapped', (M, X, Y, eX, eY, NX, NY) => (X.length === Y.length
  ? right.step(M, X, Y, eX, eY, NY, NX) : right.step(M, X, Y, eX, eY, NX, NY)), 'step run');
step('in-place', 'gauss-seidel-update', (M, X, Y, eX, eY, NX, NY) => {
  const Xt = plus(X, NX), Yt = plus(Y, NY);
  const Xn = plus(X, math.gradient(M, Xt, Yt)[0], -eX);
  return [Xn, plus(Y, math.gradient(M, Xn, Yt)[1], -eY)];
});

// ---- wrong: other ops -----------------------------------------------------------------------------------------

wrong('target-missing', 'target-missing', EVERY + ' sample', () => { math.residual = (M, X, Y) => times(X, transpose(Y)); });
wrong('target-transposed', 'target-transposed', EVERY + ' sample', () => {
  math.residual = (M, X, Y) => right.residual(M.length === M[0].length ? transpose(M) : M, X, Y);
});
wrong('or-zero', '', 'loss gradient step', () => {
  // `x || 1`: an exact zero in M taken for a missing value
  math.residual = (M, X, Y) => right.residual(M.map((row) => row.map((m) => m || 1)), X, Y);
});
wrong('fround', 'narrow-arithmetic', EVERY, () => { const a = kit.answer; kit.reply = (q) => mapped(Math.fround, a(q)); });
wrong('to-fixed-10', 'truncated-output', EVERY, print((x) => x.toFixed(10)));
wrong('to-precision-7', 'truncated-output', EVERY, print((x) => x.toPrecision(7)));
wrong('to-precision-14', 'truncated-output', EVERY, print((x) => x.toPrecision(14)));

// ---- wrong: run and sample -----------------------------------------------------------------------------------

const shifted = (N) => [...N.slice(1), ...N.slice(0, 1)];
wrong('noise-shifted', 'noise-off-by-one', 'run', () => {
  math.run = (M, X, Y, eX, eY, NX, NY, record) => right.run(M, X, Y, eX, eY, shifted(NX), shifted(NY), record);
});
wrong('state-mutated', '', 'run', () => {
  math.run = (...a) => { const s = right.run(...a); return s.map(({t}) => ({...s[s.length - 1], t})); };
});
wrong('clamped-2', '', 'sample', () => {
  math.generator = (seed) => { const g = right.generator(seed); return () => Math.max(-2, Math.min(2, g())); };
});
wrong('seed-ignored', '', 'sample', () => { math.generator = () => right.generator(1); });
wrong('fill-shared', '', 'sample', () => {
  // new Array(count).fill(image): one image for all
  math.sample = (M, X, Y, eX, eY, s1, s2, count, seed) => right.sample(M, X, Y, eX, eY, s1, s2, 1, seed).map((a) => new Array(count).fill(a[0]));
});
wrong('generator-each-factor', 'noise-correlated', 'sample', () => {
  math.sample = (M, X, Y, eX, eY, s1, s2, count, seed) => {
    const a = right.generator(seed), b = right.generator(seed), noise = (A, s, g) => A.map((row) => row.map(() => s * g()));
    const images = Array.from({length: count}, () => math.step(M, X, Y, eX, eY, noise(X, s1, a), noise(Y, s2, b)));
    return [images.map((p) => p[0]), images.map((p) => p[1])];
  };
});

// ---- the conversation --------------------------------------------------------------------------------------------

const [flag, name] = process.argv.slice(2);
if (flag === '--list') {
  for (const [key, {kind, code, ops}] of Object.entries(variants)) console.log(JSON.stringify({name: key, kind, code, ops}));
} else if (flag === '--variant' && Object.hasOwn(variants, name)) {
  variants[name].install();
  const reply = (q) => {
    const r = (kit.reply || kit.answer)(q);
    return q.op === 'hello' ? {...r, name: 'JavaScript variant ' + name, arithmetic: declared} : r;
  };
  kit.serve(reply, show);
} else {
  console.error('usage: variants.js --list | --variant NAME');
  process.exitCode = 2;
}
