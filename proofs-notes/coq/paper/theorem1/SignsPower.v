(* SPDX-License-Identifier: Apache-2.0 *)
(* SignsPower.v: the local theorem for independent random signs, with a step that a simulation can
   take, and with numbers.

   s = 1/16 and eta = 10^-6. From an excess of at most 3/25, at all times from 1.12 10^9 to 10^12 =
   1/eta^2 the excess is at most 1/50, except for at most one in ten thousand of the sequences of
   signs. (p = 32, r = 10^-7.)
   Main results: signs_power, signs_power_instance.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs BoundedNoise PowerBound.

Section Count.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 s eta level : R) (p : nat).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = s) (h2 : d2%:R * t2 ^+ 2 = s).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1)
  (eta0 : 0 < eta) (small : small_steps s eta level p).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1).
Local Notation run_step := (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta).
Local Notation r := (p%:R * eta * s / 20).
Theorem signs_power k n z :
  #|[set ws : n.-tuple outcomes
    | meets run_step (exceeds s u v k level) 0 z ws]|%:R / (#|{: outcomes}| ^ n)%:R <=
    (4 * excess_at u v s z + level / 2) ^+ p + (1 + r * n%:R) * (2 * level) ^+ p
     + ((1 - r) ^+ k * (excess_at u v s z / level + 1 / 8) ^+ p + (1 + r * (n - k)%:R) / 2 ^+ p).
Proof. have b1 w : normsq (@Rademacher.Z1 R d1 d2 1 t1 w) <= s by rewrite (normsq_signs1 h1).
  have b2 w : normsq (@Rademacher.Z2 R d1 d2 1 t2 w) <= s by rewrite (normsq_signs2 h2).
  have b := BoundedLengths (law_smoothing (signs_law h1 h2 (ltW s0))) b1 b2.
  apply: signs_share; exact: (theorem_bounded_noise b u1 v1 s0 s16 eta0 small). Qed.
End Count.

(* s = 1/16, p = 32, level = 1/50; E is the million. *)
Section Numbers.
Variables (R : rcfType) (x E : R) (m n : nat).
Hypotheses (x0 : 0 <= x) (x12 : x <= 3 / 25) (E6 : E = 100 * 100 * 100) (mE : m%:R = 10 * E)
  (nE : n%:R = E * E).
Local Notation r := (32%:R * E^-1 * (1 / 16) / 20).
Lemma power_le (a b : R) j : 0 <= a -> a <= b -> a ^+ j <= b ^+ j.
Proof. by move=> a0 ab; rewrite lerXn2r ?nnegrE // (le_trans a0). Qed.
(* h is 2^-16. *)
Lemma sum_power (h N N' a1 a2 a3 : R) : 0 <= h -> h * (256 * 256) = 1 -> N <= 100 * 1000 + 1 ->
  N' <= 100 * 1000 + 1 -> 0 <= N -> 0 <= a2 ->
  a1 <= h * h -> a2 <= h * h * (h * h) -> a3 <= h ->
  a1 + N * a2 + (a3 + N' * (h * h)) <= 1 / (100 * 100).
Proof. move=> h0 h1 hN hN' N0 a20 b1 b2 b3; have hh : 0 <= h * h by exact: mulr_ge0.
  have e : h * h * (256 * 256) = h by rewrite -mulrA h1 mulr1. have c1 := ler_wpM2r hh hN';
    have c2 : N * a2 <= (100 * 1000 + 1) * (h * h * (h * h)) by apply: ler_pM.
  have c3 : h * h * (h * h) <= h * h * 1.
    by apply: ler_wpM2l => //; move: e h1 h0; move: (h * h) => t *; lra.
  by move: e h1 h0 b1 b3 c1 c2 c3;
    move: (h * h) (h * h * (h * h)) (N * a2) (N' * (h * h)) hh => *; lra. Qed.
Lemma numbers_power : (4 * x + 1 / 50 / 2) ^+ 32 + (1 + r * n%:R) * (2 * (1 / 50)) ^+ 32
   + ((1 - r) ^+ (112 * m) * (x / (1 / 50) + 1 / 8) ^+ 32 + (1 + r * (n - 112 * m)%:R) / 2 ^+ 32) <=
     1 / (100 * 100).
Proof. have E0 : 0 < E by rewrite E6; do 2!(apply: mulr_gt0; rewrite ?ltr0n //).
  have i0 : 0 < E^-1 by rewrite invr_gt0. have iE : E * E^-1 = 1 by rewrite mulfV // gt_eqF.
  have i1 : E^-1 <= 1 by move: iE i0; rewrite E6; move: (E^-1) => e *; lra.
  have rE : r = 1 / 10 * E^-1 by field; rewrite gt_eqF.
  have r01 : 0 <= r <= 1 by rewrite rE; apply/andP; move: i0 i1; move: (E^-1) => e *; split; lra.
  have mr : 1 <= m%:R * r by rewrite mE rE;
    have -> : 10 * E * (1 / 10 * E^-1) = E * E^-1 by [field; rewrite gt_eqF]; rewrite iE.
  case/andP: (r01) => r0 r1. have rn : 1 + r * n%:R <= 100 * 1000 + 1.
    by rewrite rE nE; have -> : 1 / 10 * E^-1 * (E * E) = 1 / 10 * E * (E * E^-1) by [ring];
      rewrite iE E6; lra.
  have rn' : 1 + r * (n - 112 * m)%:R <= 100 * 1000 + 1.
    by apply: le_trans rn; rewrite lerD2l; apply: ler_wpM2l => //; rewrite ler_nat leq_subr.
  have y1 : 0 <= 4 * x + 1 / 50 / 2 <= 2^-1 by apply/andP; move: x0 x12; split; lra.
  have y2 : 0 <= x / (1 / 50) + 1 / 8 <= 2 ^+ 3.
    by have -> : 2 ^+ 3 = 8 :> R by [ring]; have -> : x / (1 / 50) = 50 * x by [field]; apply/andP;
      move: x0 x12; split; lra.
  have y3 : 0 <= 2 * (1 / 50) :> R by lra.
  have y3' : 2 * (1 / 50) <= 2^-1 ^+ 2 :> R by rewrite expr2; lra.
  have t16 : (2^-1 ^+ 16 : R) * (256 * 256) = 1.
    have -> : 256 * 256 = 2 ^+ 16 :> R by ring. by rewrite exprVn mulVf // expf_neq0 // pnatr_eq0.
  have n0 : 0 <= r * n%:R by rewrite mulr_ge0 ?ler0n.
  have v0 : 0 <= 2^-1 :> R by rewrite invr_ge0 ler0n.
  have -> : (2 ^+ 32 : R)^-1 = 2^-1 ^+ 16 * 2^-1 ^+ 16 by rewrite -exprVn -exprD.
  case/andP: y1 => y1 y1'; case/andP: y2 => y2 y2'. apply: sum_power t16 rn rn' _ _ _ _ _.
  - exact: exprn_ge0.
  - by rewrite addr_ge0 // ler01.
  - exact: exprn_ge0.
  - by rewrite -exprD; exact: power_le.
  - by rewrite -!exprD; apply: le_trans (power_le 32 y3 y3') _; rewrite -exprM.
  have c := contraction 112 r01 mr; rewrite mulnC in c.
  apply: (@le_trans _ _ (2^-1 ^+ 112 * (2 ^+ 3) ^+ 32)).
    by apply: ler_pM => //; [apply: exprn_ge0; rewrite subr_ge0|exact: exprn_ge0|exact: power_le].
  rewrite -exprM (exprD _ 16 96) -mulrA -exprMn mulVf ?pnatr_eq0 // expr1n mulr1. exact: lexx. Qed.
End Numbers.

Section Instance.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2). Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation million := (100 * 100 * 100)%N. Local Notation eta := ((100 * 100 * 100)^-1 : R).
Local Notation k := (112 * (10 * million))%N.
Theorem signs_power_instance z : excess_at u v (1 / 16) z <= 3 / 25 ->
  #|[set ws : (million * million).-tuple (Rademacher.outcomes d1 d2 1) |
      meets (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta)
        (exceeds (1 / 16) u v k (1 / 50)) 0 z ws]|%:R
    / (#|{: Rademacher.outcomes d1 d2 1}| ^ (million * million))%:R <= 1 / (100 * 100) :> R.
Proof. have mE : (10 * million)%:R = 10 * (100 * 100 * 100) :> R by rewrite !natrM.
  have nE : (million * million)%:R = 100 * 100 * 100 * (100 * 100 * 100) :> R by rewrite !natrM.
  move: (10 * million)%N (million * million)%N mE nE => m n mE nE hz.
  have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n. have q1 : 16 * (1 / 16) <= 1 :> R by lra.
  have eE : 0 < 100 * 100 * 100 :> R by do 2!(apply: mulr_gt0; rewrite ?ltr0n //). have e0 : 0 < eta
    by rewrite invr_gt0. have e1 : eta * (100 * 100 * 100) = 1 by rewrite mulVf // gt_eqF.
  have x0 := excess_ge0 u1 v1 q0 z. have es : 100 * eta <= (1 / 16) ^+ 3 by have ->
    : (1 / 16) ^+ 3 = 1 / 16 / 16 / 16 :> R by [field]; move: e0 e1; move: (eta) => e *; lra.
  have pe : 300 * (32%:R * eta) <= 1 / 16 by move: e0 e1; move: (eta) => e *; lra.
  have le : 100 * 100 * eta <= 1 / 50 by move: e0 e1; move: (eta) => e *; lra.
  have lp : 83 * 100 * (32%:R * eta * (1 / 16)) <= 1 / 50 by move: e0 e1; move: (eta) => e *; lra.
  have small := @SmallSteps _ _ _ _ 32 erefl es pe le lp.
  apply: le_trans (signs_power h1 h2 u1 v1 q0 q1 e0 small (112 * m) n z) _.
  exact: numbers_power x0 hz erefl mE nE. Qed.
End Instance.
