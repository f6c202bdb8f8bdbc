// SPDX-License-Identifier: Apache-2.0
// The op round by the npm package @petamoriken/float16, installed where this is run: node casts.js
'use strict';
const { f16round } = require(require.resolve('@petamoriken/float16', { paths: [process.cwd()] }));

const literal = (y) => Number.isFinite(y) ? Object.is(y, -0) ? '-0.0' : y : `"${y}"`;
require('readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const q = JSON.parse(line);
  const offered = q.op === 'round' && q.to === 'binary16' && q.mode === 'nearest' && q.overflow === 'ieee';
  const reply = q.op === 'hello' ? '"name":"@petamoriken/float16","ops":["round"]'
    : offered ? `"rounded":[${q.values.map(f16round).map(literal)}]` : '"unsupported":true';
  console.log(`{"id":${q.id},${reply}}`);
});
