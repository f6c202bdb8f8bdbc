#!/usr/bin/env node
// SPDX-License-Identifier: Apache-2.0
// Starter kit, JavaScript (Node): a candidate for ./verify.sh candidate -- node candidate.js
//
// Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
// functions under THE MATHEMATICS; the rest can stay as it is. An op that you leave out of `ops` is
// answered with "unsupported".
'use strict';
const readline = require('readline');

// ---------------------------------------------------------------------------------------------------
// THE MATHEMATICS. Matrices are arrays of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
// ---------------------------------------------------------------------------------------------------

const transpose = (a) => a[0].map((_, k) => a.map((row) => row[k]));
const dot = (a, b) => a.reduce((s, x, i) => s + x * b[i], 0);
const times = (a, b) => { const columns = transpose(b); return a.map((row) => columns.map((c) => dot(row, c))); };
const plus = (a, b, s = 1) => a.map((row, i) => row.map((x, k) => x + s * b[i][k]));
const squares = (a) => a.reduce((s, row) => s + dot(row, row), 0);

const math = {
  residual: (M, X, Y) => plus(times(X, transpose(Y)), M, -1),

  loss: (M, X, Y) => 0.5 * squares(math.residual(M, X, Y)),

  gradient(M, X, Y) {
    const R = math.residual(M, X, Y);
    return [times(R, Y), times(transpose(R), X)];
  },

  // Variables in the order X row by row, then Y row by row.
  hessian(M, X, Y) {
    const d1 = X.length, d2 = Y.length, r = X[0].length, n = (d1 + d2) * r, at = d1 * r;
    const R = math.residual(M, X, Y), XX = times(transpose(X), X), YY = times(transpose(Y), Y);
    const H = Array.from({length: n}, () => new Array(n).fill(0));
    for (let k = 0; k < r; k++) {
      for (let l = 0; l < r; l++) {
        for (let i = 0; i < d1; i++) H[i * r + k][i * r + l] = YY[k][l];
        for (let j = 0; j < d2; j++) H[at + j * r + k][at + j * r + l] = XX[k][l];
        for (let i = 0; i < d1; i++) {
          for (let j = 0; j < d2; j++) {
            const cross = X[i][l] * Y[j][k] + (k === l ? R[i][j] : 0);
            H[i * r + k][at + j * r + l] = cross;
            H[at + j * r + l][i * r + k] = cross;
          }
        }
      }
    }
    return H;
  },

  hvp(M, X, Y, dX, dY) {
    const R = math.residual(M, X, Y), dR = plus(times(dX, transpose(Y)), times(X, transpose(dY)));
    return [plus(times(dR, Y), times(R, dY)), plus(times(transpose(dR), X), times(transpose(R), dX))];
  },

  // E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
  smoothedLoss(M, X, Y, s1, s2) {
    const c1 = X.length * (s1 * s1), c2 = Y.length * (s2 * s2);
    return math.loss(M, X, Y) + 0.5 * (c2 * squares(X) + c1 * squares(Y) + X[0].length * c1 * c2);
  },

  smoothedGradient(M, X, Y, s1, s2) {
    const [gX, gY] = math.gradient(M, X, Y);
    return [plus(gX, X, Y.length * (s2 * s2)), plus(gY, Y, X.length * (s1 * s1))];
  },

  smoothedHessian(M, X, Y, s1, s2) {
    const H = math.hessian(M, X, Y), nX = X.length * X[0].length;
    H.forEach((row, v) => { row[v] += v < nX ? Y.length * (s2 * s2) : X.length * (s1 * s1); });
    return H;
  },

  step(M, X, Y, etaX, etaY, noiseX, noiseY) {
    const [gX, gY] = math.gradient(M, plus(X, noiseX), plus(Y, noiseY));
    return [plus(X, gX, -etaX), plus(Y, gY, -etaY)];
  },

  // Math.random() takes no seed, so: words by SplitMix64 (Steele, Lea, Flood 2014), Gaussians by Box and Muller.
  generator(seed) {
    const mask = (1n << 64n) - 1n;
    let state = (BigInt(seed) * 0xD1342543DE82EF95n + 1n) & mask;
    const uniform = () => {
      state = (state + 0x9E3779B97F4A7C15n) & mask;
      let z = state;
      z = ((z ^ (z >> 30n)) * 0xBF58476D1CE4E5B9n) & mask;
      z = ((z ^ (z >> 27n)) * 0x94D049BB133111EBn) & mask;
      return (Number((z ^ (z >> 31n)) >> 11n) + 1) * 2 ** -53; // in (0,1]
    };
    return () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform());
  },

  sample(M, X, Y, etaX, etaY, s1, s2, count, seed) {
    const normal = math.generator(seed), noise = (A, s) => A.map((row) => row.map(() => s * normal()));
    const images = Array.from({length: count}, () => math.step(M, X, Y, etaX, etaY, noise(X, s1), noise(Y, s2)));
    return [images.map((p) => p[0]), images.map((p) => p[1])];
  },

  run(M, X, Y, etaX, etaY, noiseX, noiseY, record) {
    const states = [], wanted = new Set(record);
    for (let t = 0; t <= noiseX.length; t++) {
      if (wanted.has(t)) states.push({t, X, Y});
      if (t < noiseX.length) [X, Y] = math.step(M, X, Y, etaX, etaY, noiseX[t], noiseY[t]);
    }
    return states;
  },
};

// ---------------------------------------------------------------------------------------------------
// THE CONVERSATION. op: the function, its arguments, the names of its results.
// ---------------------------------------------------------------------------------------------------

const ops = {
  loss: ['loss', 'M X Y', ['loss']],
  gradient: ['gradient', 'M X Y', ['gradX', 'gradY']],
  hessian: ['hessian', 'M X Y', ['hessian']],
  hvp: ['hvp', 'M X Y dX dY', ['hvpX', 'hvpY']],
  smoothed_loss: ['smoothedLoss', 'M X Y sigma1 sigma2', ['loss']],
  smoothed_gradient: ['smoothedGradient', 'M X Y sigma1 sigma2', ['gradX', 'gradY']],
  smoothed_hessian: ['smoothedHessian', 'M X Y sigma1 sigma2', ['hessian']],
  step: ['step', 'M X Y etaX etaY noiseX noiseY', ['X', 'Y']],
  run: ['run', 'M X Y etaX etaY noiseX noiseY record', ['states']],
  sample: ['sample', 'M X Y etaX etaY sigma1 sigma2 count seed', ['X', 'Y']],
};

function answer(q) {
  if (q.op === 'hello') {
    return {name: 'starter kit, JavaScript', ops: Object.keys(ops), language: 'JavaScript', arithmetic: 'binary64'};
  }
  if (q.op === 'bye') return {};
  if (!Object.hasOwn(ops, q.op)) return {unsupported: true};
  const [name, fields, results] = ops[q.op];
  const value = math[name](...fields.split(' ').map((f) => q[f]));
  return Object.fromEntries(results.map((key, i) => [key, results.length === 2 ? value[i] : value]));
}

// JSON has no NaN: JSON.stringify would print null.
const finite = (key, value) => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);

function serve(reply = answer, show = (r) => JSON.stringify(r, finite)) {
  readline.createInterface({input: process.stdin, crlfDelay: Infinity}).on('line', (line) => {
    const q = JSON.parse(line);
    let r;
    try {
      r = reply(q);
    } catch (problem) { // told to the harness, which calls it a failed case
      r = {error: String(problem)};
    }
    process.stdout.write(show({id: q.id, ...r}) + '\n');
    if (q.op === 'bye') process.stdin.destroy();
  });
}

if (require.main === module) serve();
module.exports = {math, ops, answer, serve, finite, times, transpose, plus, squares, dot};
