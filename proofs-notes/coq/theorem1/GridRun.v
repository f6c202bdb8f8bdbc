(* SPDX-License-Identifier: Apache-2.0 *)
(* GridRun.v: Theorem 1 on a grid of spacing h with stores of B random bits and noise of independent random signs, where nothing is left to suppose,
   and with numbers.

   Every entry is stored by a word of its own. n steps have as many equally likely sequences of signs and words as there are, and the share of those
   along which the run fails is what the theorem bounds. With s = 1/16, eta = 10^-11, (d1 + d2) h^2 <= eta^2 and 20 bits, from a start on the grid with
   an excess of at most 1/4: at all times from 1.92 10^14 to 3.84 10^14 the excess is at most 1/100, except for at most 4/100 of the sequences.

   Main results: grid_run, grid_near, grid_instance.
   Depends on: Frobenius, Smoothing, Rademacher, Process, Window, FiniteLaw, UniformLaw, Excess, GradientMoments, Signs, StoredTheorem, FiniteHorizon,
   StoredProbability, GridNumber, GridStore.
   Paper's place: Theorem 1 (in a finite format). *)
From mathcomp Require Import all_ssreflect all_algebra archimedean.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Window FiniteLaw UniformLaw LemmaFour Descent Excess GradientMoments Signs
  StoredTheorem FiniteHorizon StoredProbability GridNumber GridStore.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Count.
Variables (R : archiRcfType) (d1 d2 : nat) (t1 t2 s eta h : R) (B : nat).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = s) (h2 : d2%:R * t2 ^+ 2 = s).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Hypotheses (h0 : 0 < h) (small : (d1 + d2)%:R * h ^+ 2 <= 1).
Local Notation n := ((d1 + d2)%:R : R).
Local Notation Z1 := (Rademacher.Z1 t1).
Local Notation Z2 := (Rademacher.Z2 t2).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1 * words d1 d2 B)%type.
Local Notation K := (21 * eta ^+ 2 / s ^+ 2 + 31 / 10 * ((h * Num.sqrt n * eta * Num.sqrt (7 / s) + n * h ^+ 2 / (2 ^ B)%:R) / s)
  + n * (h / (2 ^ B)%:R) ^+ 2 / eta).
Definition share_of S (step : S -> outcomes -> S) (bad : nat -> S -> bool) steps z : R :=
  #|[set ws : steps.-tuple outcomes | meets step bad 0 z ws]|%:R / (#|{: outcomes}| ^ steps)%:R.
Lemma outcomes_inhabited : (0 < #|{: outcomes}|)%N.
Proof. by rewrite card_prod muln_gt0 signs_inhabited words_inhabited ?m_gt0. Qed.
Lemma share_le S (step : S -> outcomes -> S) bad steps z b :
  fails (apart (Rademacher.uniform R d1 d2 1) (draw R d1 d2 B)) step bad (fun _ _ => false) steps 0 z b -> share_of step bad steps z <= b.
Proof.
move=> hf; apply: (share_count (inhabited := outcomes_inhabited)); apply: fails_same_means hf => f e.
exact: (apart_uniform outcomes_inhabited (@signs_uniform R d1 d2)).
Qed.
(* Of the sequences along which the excess is above level at some time from k on. *)
Theorem grid_run k steps level z : 0 < level -> grid_kept h z -> excess_at u v s z <= 1 / 4 ->
  share_of (stored_update Z1 Z2 u v eta (grid_store h (B := B))) (exceeds s u v k level) steps z <=
    steps%:R * (72 * K) + ((1 - eta * s / 10) ^+ k * excess_at u v s z + K / (eta * s / 10) + K * (steps - k)%:R) / level.
Proof.
move=> lev hk hz; apply: share_le.
exact: (stored_theorem (signs_law h1 h2 (ltW s0)) u1 v1 s0 s16 eta0 eta20 (grid_is_random B h0 small)).
Qed.
(* Of those along which the stored run is at some time far from the exact one under the same signs. *)
Local Notation C := ((1 + eta) ^+ 2 * (1 + eta * (5 * (2 * (2 / (3 * s)) + 4 * s) ^+ 2 + 4))).
Theorem grid_near steps level z z' : 0 < level -> grid_kept h z -> excess_at u v s z <= 1 / 4 -> excess_at u v s z' <= 1 / 4 ->
  share_of (both Z1 Z2 (u *m v^T) eta (grid_store h (B := B))) (fun _ p => level < between p.1 p.2) steps (z, z') <=
    steps%:R * (72 * K) + steps%:R * (720 * eta ^+ 2 / s ^+ 2)
     + (C ^+ steps * between z z' + (n * ((4^-1 + (2 ^ B)%:R^-1) * h ^+ 2) + n * (h / (2 ^ B)%:R) ^+ 2 / eta) * ((C ^+ steps - 1) / (C - 1))) / level.
Proof.
move=> lev hk hz hz'; apply: share_le.
have b1 w : normsq (@Rademacher.Z1 R d1 d2 1 t1 w) <= s by rewrite (normsq_signs1 h1).
have b2 w : normsq (@Rademacher.Z2 R d1 d2 1 t2 w) <= s by rewrite (normsq_signs2 h2).
exact: (stored_near (signs_law h1 h2 (ltW s0)) u1 v1 s0 s16 eta0 eta20 (grid_is_random B h0 small) b1 b2 (grid_most B h0)).
Qed.
End Count.

(* s = 1/16, eta = 1/E, k = 12 m, D <= eta, c = 2^-B. *)
Section Numbers.
Variables (R : rcfType) (x E D w c : R) (m : nat).
Hypotheses (x0 : 0 <= x) (x4 : x <= 1 / 4) (E11 : E = 100 * 100 * (100 * 100) * (100 * 10)) (mE : m%:R = 160 * E).
Hypotheses (D0 : 0 <= D) (DE : D <= E^-1) (w0 : 0 <= w) (wE : w <= E^-1 ^+ 2) (c0 : 0 <= c) (cE : c <= 1 / (1000 * 1000)).
Local Notation k := (12 * m)%N.
Local Notation K := (21 * E^-1 ^+ 2 / (1 / 16) ^+ 2 + 31 / 10 * ((D * E^-1 * Num.sqrt (7 / (1 / 16)) + w * c) / (1 / 16)) + w * c ^+ 2 / E^-1).
Lemma numbers_grid : (2 * k)%:R * (72 * K) + ((1 - E^-1 * (1 / 16) / 10) ^+ k * x + K / (E^-1 * (1 / 16) / 10) + K * (2 * k - k)%:R) / (1 / 100)
  <= 4 / 100.
Proof.
have E0 : 0 < E by rewrite E11; do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
have ne : E != 0 by rewrite gt_eqF. have i0 : 0 < E^-1 by rewrite invr_gt0.
have iE : E * E^-1 = 1 by rewrite mulfV.
have i1 : E^-1 <= 1 by move: iE i0; rewrite E11; move: (E^-1) => e *; lra.
have kap : 0 <= Num.sqrt (7 / (1 / 16) : R) <= 11.
  rewrite sqrtr_ge0 /=; have -> : 11 = Num.sqrt (11 ^+ 2) :> R by rewrite sqrtr_sqr ger0_norm ?ler0n.
  by apply: ler_wsqrtr; have -> : 11 ^+ 2 = 121 :> R by [ring]; lra.
have K0 : 0 <= K.
  case/andP: kap => k0 _; have p0 : 0 <= 1 / 16 :> R by lra.
  apply: addr_ge0; last by apply: divr_ge0; [by rewrite mulr_ge0 ?sqr_ge0|exact: ltW].
  apply: addr_ge0; first by apply: divr_ge0; [rewrite mulr_ge0 ?sqr_ge0 ?ler0n|exact: sqr_ge0].
  apply: mulr_ge0; first by lra.
  by apply: divr_ge0 => //; apply: addr_ge0; apply: mulr_ge0 => //; apply: mulr_ge0 => //; exact: ltW.
have hK : K <= 60 * 100 * E^-1 ^+ 2.
  case/andP: kap => k0 k11; have s0 : 0 <= E^-1 ^+ 2 by rewrite exprn_ge0 // ltW.
  have a1 : D * E^-1 * Num.sqrt (7 / (1 / 16)) <= E^-1 ^+ 2 * 11 by apply: ler_pM; rewrite ?mulr_ge0 ?(ltW i0) // expr2 ler_wpM2r // ltW.
  have a2 : w * c <= E^-1 ^+ 2 * (1 / (1000 * 1000)) by apply: ler_pM.
  have a3 : w * c ^+ 2 / E^-1 <= E^-1 ^+ 2 * (1 / 10).
    have e : 1 / (1000 * 1000) * (1 / (1000 * 1000)) * E = 1 / 10 by rewrite E11; field.
    rewrite invrK -e [X in _ <= X]mulrA; apply: ler_wpM2r; first exact: ltW.
    by apply: ler_pM; rewrite ?exprn_ge0 // expr2 ler_pM.
  have -> : 21 * E^-1 ^+ 2 / (1 / 16) ^+ 2 = 21 * 256 * E^-1 ^+ 2 by field.
  move: a1 a2 a3 s0; move: (D * _ * _) (w * c) (w * _ / _) (E^-1 ^+ 2) => *; lra.
have a01 : 0 <= E^-1 * (1 / 16) / 10 <= 1 by apply/andP; move: i0 i1; move: (E^-1) => e *; split; lra.
have ca : 1 <= m%:R * (E^-1 * (1 / 16) / 10) by rewrite mE; have -> : 160 * E * (E^-1 * (1 / 16) / 10) = 1 by field.
have := contraction 12 a01 ca; rewrite mulnC; have : 0 <= (1 - E^-1 * (1 / 16) / 10) ^+ k.
  by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
have -> : (2 * k - k)%N = k by rewrite mul2n -addnn addnK.
have -> : (2 * k)%:R = 2 * (12 * (160 * E)) by rewrite natrM natrM mE.
have -> : k%:R = 12 * (160 * E) by rewrite natrM mE.
move: K K0 hK => y y0 hy; move: ((1 - E^-1 * (1 / 16) / 10) ^+ k) => d d0 hd.
have yE : y * E <= 60 * 100 * E^-1.
  have -> : 60 * 100 * E^-1 = 60 * 100 * E^-1 ^+ 2 * E by field.
  by apply: ler_wpM2r hy; exact: ltW.
have -> : 2 * (12 * (160 * E)) * (72 * y) = 2 * 12 * 160 * 72 * (y * E) by ring.
have -> : (d * x + y / (E^-1 * (1 / 16) / 10) + y * (12 * (160 * E))) / (1 / 100) = 100 * (d * x) + (100 * 160 + 100 * 12 * 160) * (y * E) by field.
have dx : d * x <= 1 / (64 * 64) * (1 / 4).
  by apply: ler_pM => //; apply: le_trans hd _; have -> : 2^-1 ^+ 12 = 1 / (64 * 64) :> R by field.
have iE' : E^-1 * (100 * 100 * (100 * 100) * (100 * 10)) = 1 by rewrite -E11 mulVf.
by move: yE dx iE'; move: (y * E) (d * x) (E^-1) => *; lra.
Qed.
End Numbers.

Section Instance.
Variables (R : archiRcfType) (d1 d2 B : nat) (t1 t2 h : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Local Notation eta := ((100 * 100 * (100 * 100) * (100 * 10))^-1 : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (h0 : 0 < h) (fine : (d1 + d2)%:R * h ^+ 2 <= eta ^+ 2) (bits : (20 <= B)%N).
Local Notation k := (12 * (160 * (100 * 100 * (100 * 100) * (100 * 10))))%N.
Theorem grid_instance z : grid_kept h z -> excess_at u v (1 / 16) z <= 1 / 4 ->
  share_of R (stored_update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta (grid_store h (B := B))) (exceeds (1 / 16) u v k (1 / 100)) (2 * k) z
    <= 4 / 100.
Proof.
have mE : (160 * (100 * 100 * (100 * 100) * (100 * 10)))%:R = 160 * (100 * 100 * (100 * 100) * (100 * 10)) :> R by rewrite !natrM.
move: (160 * (100 * 100 * (100 * 100) * (100 * 10)))%N mE => m mE hk hz.
have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
have q1 : 16 * (1 / 16) <= 1 :> R by lra.
have eE : 0 < 100 * 100 * (100 * 100) * (100 * 10) :> R by do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
have e0 : 0 < eta by rewrite invr_gt0.
have e1 : eta * (100 * 100 * (100 * 100) * (100 * 10)) = 1 by rewrite mulVf // gt_eqF.
have e20 : 20 * eta <= 1 by move: e0 e1; move: (eta) => e *; lra.
have small : (d1 + d2)%:R * h ^+ 2 <= 1.
  by apply: le_trans fine _; rewrite exprn_ile1 ?(ltW e0) //; move: e0 e1; move: (eta) => e *; lra.
have lev : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
apply: le_trans (grid_run B h1 h2 u1 v1 q0 q1 e0 e20 h0 small (12 * m) (2 * (12 * m)) lev hk hz) _.
have n0 : 0 <= (d1 + d2)%:R :> R by rewrite ler0n.
have D0 : 0 <= h * Num.sqrt (d1 + d2)%:R by rewrite mulr_ge0 ?sqrtr_ge0 // ltW.
have De : h * Num.sqrt (d1 + d2)%:R <= eta.
  rewrite -(ger0_norm D0) -(ger0_norm (ltW e0)) -!sqrtr_sqr; apply: ler_wsqrtr.
  by rewrite exprMn sqr_sqrtr // mulrC.
have c0 : 0 <= (2 ^ B)%:R^-1 :> R by rewrite invr_ge0 ler0n.
have c1 : (2 ^ B)%:R^-1 <= 1 / (1000 * 1000) :> R.
  have b20 : 1000 * 1000 <= (2 ^ B)%:R :> R.
    have -> : (2 ^ B)%:R = 2 ^+ 20 * 2 ^+ (B - 20) :> R by rewrite natrX -exprD subnKC.
    have e : 1 <= 2 ^+ (B - 20) :> R by rewrite exprn_ege1 // ler1n.
    have -> : 2 ^+ 20 = 1024 * 1024 :> R by ring.
    by move: e; move: (2 ^+ (B - 20)) => y; lra.
  have p : 0 < 1000 * 1000 :> R by rewrite mulr_gt0 ?ltr0n.
  by rewrite div1r lef_pV2 ?posrE // (lt_le_trans p).
have := numbers_grid (excess_ge0 u1 v1 q0 z) hz (erefl _) mE D0 De (mulr_ge0 n0 (sqr_ge0 h)) fine c0 c1.
have e : (d1 + d2)%:R * (h / (2 ^ B)%:R) ^+ 2 = (d1 + d2)%:R * h ^+ 2 * (2 ^ B)%:R^-1 ^+ 2 by rewrite exprMn mulrA.
by rewrite e.
Qed.
End Instance.
