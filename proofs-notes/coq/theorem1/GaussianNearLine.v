(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianNearLine.v: StaysNearLine.v for Gaussian noise, from the saddle x = y = 0.

   Entries of variances sigma1^2, sigma2^2, d1 sigma1^2 = d2 sigma2^2 = s: while x^T M y <= 1/2 the run strays from the line of (u, v) within m steps with
   probability at most m (231 eta^3/(s nu^2) + 540000 eta^4). At s = 1/16, eta = 10^-7, nu = 1/4000 that is 0.006 for m = 10/eta.

   Main result: gaussian_stays_near.
   Depends on: mathcomp-analysis, Frobenius, Objective, Smoothing, GaussianNoise, Process, Excess, Barrier, Escape, Transverse, SaddleEscape, StaysNearLine, FromSaddle,
   GaussianTheorem.
   Paper's place: Lemma 4 (Gaussian perturbations). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import reals.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianNoise Process LemmaFour Excess Barrier Escape Transverse SaddleEscape StaysNearLine FromSaddle
  GaussianTheorem.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Theorem gaussian_stays_near (R : realType) (d1 d2 : nat) (sigma1 sigma2 s : R) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (eta nu : R) m :
  d1%:R * sigma1 ^+ 2 = s -> d2%:R * sigma2 ^+ 2 = s -> inner u u = 1 -> inner v v = 1 -> 0 < s -> 16 * s <= 1 -> 0 < eta -> 20 * eta <= 1 ->
  0 < nu -> 1600 * nu <= 1 -> 2 * nu <= s ->
  fails (gaussian R d1 d2 1) (update (normal1 sigma1) (normal2 sigma2) u v eta) (strays u v nu) (fun _ z => 1 / 2 < product u v z) m 0 (0, 0)
    (m%:R * (231 * (eta ^+ 3 / s) / nu ^+ 2 + 540 * 1000 * eta ^+ 4)).
Proof.
move=> h1 h2 u1 v1 s0 s16 e0 e20 nu0 nu16 nus; have [T0 c0] := saddle_line u v.
have hc : across u v (0, 0) ^+ 2 <= 5 / 2 by rewrite c0 expr0n divr_ge0 ?ler0n.
have h := stays_near_moments (gaussian_law h1 h2) u1 v1 s0 s16 e0 e20 nu0 nu16 nus (stop := fun _ z => 1 / 2 < product u v z) m _ hc.
rewrite T0 expr0n mul0r add0r in h; apply: h => t z; by rewrite -leNgt.
Qed.
