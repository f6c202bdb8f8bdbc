#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Legal variants and known mistakes in JavaScript: variants.js --variant NAME, or --list (name, kind, code, ops,
// as JSON). Each changes one function of the starter kit beside this file, or how a reply is printed.
'use strict';
const kit = require('./candidate.js');
const {math, times, transpose, plus} = kit;
const right = {...math};
const EVERY = 'loss gradient hessian hvp smoothed_loss smoothed_gradient smoothed_hessian step run';
const STEP = 'step run sample';
const scaled = (s, a) => a.map((row) => row.map((x) => s * x));
const mapped = (f, v) => (Array.isArray(v) ? v.map((x) => mapped(f, x)) : typeof v === 'number' ? f(v)
  : v && typeof v === 'object' ? Object.fromEntries(Object.entries(v).map(([k, x]) => [k, mapped(f, x)])) : v);
const variants = {};
let declared = 'binary64';
let before = (q) => q;
let show;
const legal = (name, install) => { variants[name] = {kind: 'legal', install}; };
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

// ---- legal ----------------------------------------------------------------------------------------------

const dotBy = (sum) => (a, b) => sum(a.map((x, i) => x * b[i]));
const timesBy = (sum) => { const d = dotBy(sum); return (a, b) => a.map((row) => transpose(b).map((c) => d(row, c))); };
const pairwise = (v) => (v.length === 1 ? v[0] : pairwise(v.slice(0, v.length >> 1)) + pairwise(v.slice(v.length >> 1)));
const planWith = (sum) => () => {
  const t = timesBy(sum), total = (a) => sum(a.flat().map((x) => x * x));
  math.residual = (M, X, Y) => X.map((x, i) => Y.map((y, j) => sum([-M[i][j], ...x.map((v, k) => v * y[k])])));
  math.loss = (M, X, Y) => total(math.residual(M, X, Y)) / 2;
  math.gradient = (M, X, Y) => { const R = math.residual(M, X, Y); return [t(R, Y), t(transpose(R), X)]; };
};
legal('reversed', planWith((v) => v.reduceRight((s, x) => s + x)));
legal('pairwise', planWith(pairwise));
legal('random-order', planWith((v) => {
  const a = [...v];
  for (let i = a.length - 1; i > 0; i--) { const j = Math.floor(Math.random() * (i + 1)); [a[i], a[j]] = [a[j], a[i]]; }
  return a.reduce((s, x) => s + x);
}));
legal('kahan', planWith((v) => {
  let s = 0, c = 0;
  for (const x of v) { const y = x - c, u = s + y; c = (u - s) - y; s = u; }
  return s;
}));
legal('float32array', () => {
  // every sum and product through Math.fround, declared as such
  declared = 'binary32';
  const f = Math.fround, t = timesBy((v) => v.reduce((s, x) => f(s + f(x)), 0));
  math.residual = (M, X, Y) => mapped(f, plus(t(X, transpose(Y)), M, -1));
  math.gradient = (M, X, Y) => { const R = math.residual(M, X, Y); return [t(R, Y), t(transpose(R), X)]; };
  math.step = (...a) => mapped(f, right.step(...a));
});
legal('hypot-loss', () => { math.loss = (M, X, Y) => { const n = Math.hypot(...math.residual(M, X, Y).flat()); return 0.5 * n * n; }; });
legal('strings', print((x) => JSON.stringify(String(x))));
legal('precision-21', print((x) => (Number.isFinite(x) ? x.toPrecision(21) : JSON.stringify(String(x)))));
legal('exponential-17', print((x) => (Number.isFinite(x) ? x.toExponential(16) : JSON.stringify(String(x)))));
legal('gram', () => {
  math.gradient = (M, X, Y) => [
    plus(times(X, times(transpose(Y), Y)), times(M, Y), -1),
    plus(times(Y, times(transpose(X), X)), times(transpose(M), X), -1)];
});

// ---- wrong: step ----------------------------------------------------------------------------------------------

step('in-place', 'gauss-seidel-update', (M, X, Y, eX, eY, NX, NY) => {
  const Xt = plus(X, NX), Yt = plus(Y, NY);
  const Xn = plus(X, math.gradient(M, Xt, Yt)[0], -eX);
  return [Xn, plus(Y, math.gradient(M, Xn, Yt)[1], -eY)];
});
step('in-place-stale', 'gauss-seidel-update', (M, X, Y, eX, eY, NX, NY) => {
  const Xt = plus(X, NX), Yt = plus(Y, NY), R = math.residual(M, Xt, Yt);
  const Xn = plus(X, times(R, Yt), -eX);
  return [Xn, plus(Y, times(transpose(R), Xn), -eY)];
});
step('in-place-noisy', 'gauss-seidel-update', (M, X, Y, eX, eY, NX, NY) => {
  const Xt = plus(X, NX), Yt = plus(Y, NY);
  const Xn = plus(X, math.gradient(M, Xt, Yt)[0], -eX);
  return [Xn, plus(Y, math.gradient(M, plus(Xn, NX), Yt)[1], -eY)];
});
step('noise-ignored', 'unperturbed-gradient', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eY, scaled(0, NX), scaled(0, NY)));
step('noise-kept', 'noise-kept', (M, X, Y, eX, eY, NX, NY) => right.step(M, plus(X, NX), plus(Y, NY), eX, eY, scaled(0, NX), scaled(0, NY)));
step('restored', 'restored-by-subtraction', (M, X, Y, eX, eY, NX, NY) => {
  const [Xt, Yt] = [plus(X, NX), plus(Y, NY)], [gX, gY] = math.gradient(M, Xt, Yt);
  return [plus(plus(Xt, NX, -1), gX, -eX), plus(plus(Yt, NY, -1), gY, -eY)];
}, 'step run');
step('noise-on-gradient', 'noise-on-gradient', (M, X, Y, eX, eY, NX, NY) => {
  const [gX, gY] = math.gradient(M, X, Y);
  return [plus(X, plus(gX, NX), -eX), plus(Y, plus(gY, NY), -eY)];
});
step('noise-swapped', 'noise-swapped', (M, X, Y, eX, eY, NX, NY) => (X.length === Y.length
  ? right.step(M, X, Y, eX, eY, NY, NX) : right.step(M, X, Y, eX, eY, NX, NY)), 'step run');
step('noise-subtracted', 'noise-negated', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eY, scaled(-1, NX), scaled(-1, NY)), 'step run');
step('noise-only-y', 'noise-one-side', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eY, scaled(0, NX), NY));
step('noise-times-root-eta', '', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eY, scaled(Math.sqrt(eX), NX), scaled(Math.sqrt(eY), NY)));
step('ascent', 'sign', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, -eX, -eY, NX, NY));
step('etas-swapped', 'step-sizes-swapped', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eY, eX, NX, NY));
step('eta-x-for-both', 'step-size-shared', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eX, NX, NY));
step('eta-mean', '', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, (eX + eY) / 2, (eX + eY) / 2, NX, NY));
step('residual-stale', 'residual-stale', (M, X, Y, eX, eY, NX, NY) => {
  const R = math.residual(M, X, Y);
  return [plus(X, times(R, plus(Y, NY)), -eX), plus(Y, times(transpose(R), plus(X, NX)), -eY)];
});
step('gradient-doubled', 'factor-two', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, 2 * eX, 2 * eY, NX, NY));
step('row-shared', '', (M, X, Y, eX, eY, NX, NY) => right.step(M, X, Y, eX, eY, NX.map(() => NX[0]), NY)); // fill() with one array
step('trapezoid', '', (M, X, Y, eX, eY, NX, NY) => {
  const [X1, Y1] = right.step(M, X, Y, eX, eY, NX, NY), [X2, Y2] = right.step(M, X1, Y1, eX, eY, NX, NY);
  return [plus(scaled(0.5, X), scaled(0.5, X2)), plus(scaled(0.5, Y), scaled(0.5, Y2))];
});
step('two-steps', '', (M, X, Y, eX, eY, NX, NY) => right.step(M, ...right.step(M, X, Y, eX, eY, NX, NY), eX, eY, NX, NY));

// ---- wrong: other ops -----------------------------------------------------------------------------------------

wrong('target-missing', 'target-missing', EVERY + ' sample', () => { math.residual = (M, X, Y) => times(X, transpose(Y)); });
wrong('target-transposed', 'target-transposed', EVERY + ' sample', () => {
  math.residual = (M, X, Y) => right.residual(M.length === M[0].length ? transpose(M) : M, X, Y);
});
wrong('hessian-no-residual', 'hessian-off-diagonal', 'hessian smoothed_hessian', () => {
  math.hessian = (M, X, Y) => right.hessian(times(X, transpose(Y)), X, Y);
});
wrong('hessian-y-first', 'hessian-order', 'hessian', () => {
  math.hessian = (M, X, Y) => {
    const H = right.hessian(M, X, Y), n = X.length * X[0].length, turn = (a) => [...a.slice(n), ...a.slice(0, n)];
    return turn(H.map(turn));
  };
});
wrong('hvp-no-residual', 'hessian-off-diagonal', 'hvp', () => { math.hvp = (M, X, Y, dX, dY) => right.hvp(times(X, transpose(Y)), X, Y, dX, dY); });
wrong('hvp-symmetrised', '', 'hvp', () => { math.hvp = (M, X, Y, dX, dY) => right.hvp(M, X, Y, dX, scaled(-1, dY)); });
wrong('smoothed-dims-swapped', 'dimension-factor', 'smoothed_gradient', () => {
  math.smoothedGradient = (M, X, Y, s1, s2) => {
    const [gX, gY] = math.gradient(M, X, Y);
    return [plus(gX, X, X.length * s2 * s2), plus(gY, Y, Y.length * s1 * s1)];
  };
});
wrong('smoothed-sigma', 'variance-as-deviation', 'smoothed_loss smoothed_gradient smoothed_hessian', () => {
  for (const f of ['smoothedLoss', 'smoothedGradient', 'smoothedHessian']) {
    math[f] = (M, X, Y, s1, s2) => right[f](M, X, Y, Math.sqrt(s1), Math.sqrt(s2));
  }
});
wrong('loss-doubled', 'factor-two', 'loss', () => { math.loss = (M, X, Y) => 2 * right.loss(M, X, Y); });
wrong('gradient-negated', 'sign', 'gradient', () => { math.gradient = (M, X, Y) => right.gradient(M, X, Y).map((g) => scaled(-1, g)); });
wrong('or-zero', '', 'loss gradient step', () => {
  // `x || 1`: an exact zero in M taken for a missing value
  math.residual = (M, X, Y) => right.residual(M.map((row) => row.map((m) => m || 1)), X, Y);
});
wrong('fround', 'narrow-arithmetic', EVERY, () => { before = (q) => q; const a = kit.answer; kit.reply = (q) => mapped(Math.fround, a(q)); });
wrong('to-fixed-10', 'truncated-output', EVERY, print((x) => x.toFixed(10)));
wrong('to-precision-7', 'truncated-output', EVERY, print((x) => x.toPrecision(7)));
wrong('to-precision-14', 'truncated-output', EVERY, print((x) => x.toPrecision(14)));

// ---- wrong: run and sample -----------------------------------------------------------------------------------

const runNoise = (pick) => () => {
  math.run = (M, X, Y, eX, eY, NX, NY, record) => right.run(M, X, Y, eX, eY, pick(NX), pick(NY), record);
};
wrong('noise-shifted', 'noise-off-by-one', 'run', runNoise((N) => [...N.slice(1), ...N.slice(0, 1)]));
wrong('noise-delayed', 'noise-off-by-one', 'run', runNoise((N) => (N.length ? [N[0], ...N.slice(0, -1)] : N)));
wrong('noise-first', 'noise-reused', 'run', runNoise((N) => N.map(() => N[0])));
wrong('noise-reversed', '', 'run', runNoise((N) => [...N].reverse()));
wrong('state-mutated', '', 'run', () => {
  math.run = (...a) => { const s = right.run(...a); return s.map(({t}) => ({...s[s.length - 1], t})); };
});
const noiseLaw = (name, code, draw) => wrong(name, code, 'sample', () => {
  math.generator = (seed) => { const g = right.generator(seed); return () => draw(g); };
});
noiseLaw('sum-of-two', '', (g) => g() + g());
noiseLaw('product-normal', '', (g) => g() * g());
noiseLaw('rounded-tenths', '', (g) => Math.round(g() * 2) / 2);
noiseLaw('clamped-2', '', (g) => Math.max(-2, Math.min(2, g())));
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
wrong('variance', 'variance-as-deviation', 'sample', () => {
  math.sample = (M, X, Y, eX, eY, s1, s2, count, seed) => right.sample(M, X, Y, eX, eY, s1 * s1, s2 * s2, count, seed);
});

// ---- the conversation --------------------------------------------------------------------------------------------

const [flag, name] = process.argv.slice(2);
if (flag === '--list') {
  for (const [key, {kind, code, ops}] of Object.entries(variants)) console.log(JSON.stringify({name: key, kind, code, ops}));
} else if (flag === '--variant' && Object.hasOwn(variants, name)) {
  variants[name].install();
  const reply = (q) => {
    const r = (kit.reply || kit.answer)(before(q));
    return q.op === 'hello' ? {...r, name: 'JavaScript variant ' + name, arithmetic: declared} : r;
  };
  kit.serve(reply, show);
} else {
  console.error('usage: variants.js --list | --variant NAME');
  process.exitCode = 2;
}
