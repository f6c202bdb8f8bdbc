(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianEveryStart.v: Theorem 1 from every start for Gaussian noise with numbers, from the saddle itself, for d1 = d2 = 1.

   The numbers are those of EveryStartNumbers.v (eta = 10^-40, by theorem_one) and of LineNumbers.v (eta = 10^-20, by theorem_line).

   Main results: gaussian_every_start_instance, gaussian_line_instance.
   Depends on: GaussianTheorem, EveryStartNumbers, LineNumbers, Spread.
   Paper's place: Theorem 1. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From mathcomp Require Import boolp classical_sets reals ereal measure lebesgue_measure lebesgue_integral.
From NoisyGD Require Import Frobenius Objective Smoothing LemmaFour Excess Signs Spread GaussianTheorem EveryStartNumbers LineNumbers.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section EveryStart.
Variables (R : realType) (u v : 'cV[R]_1) (m1 m2 n : nat).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation Q := (100 ^+ 10 : R).
Let w : 1%:R * (1 / 4) ^+ 2 = 1 / 16 :> R. Proof. by field. Qed.

Theorem gaussian_every_start_instance z : m1%:R = 5 * 100 ^+ 3 * Q ^+ 2 -> m2%:R = 80 * Q ^+ 2 -> n%:R = 100 ^+ 14 * Q ^+ 2 ->
  excess_at u v (1 / 16) z <= 1 ->
  (probability (update (normal1 (1 / 4)) (normal2 (1 / 4)) u v (Q^-1 ^+ 2)) (exceeds (1 / 16) u v (140 * m1 + 16 * m2) (1 / 100)) n 0 z
    <= (1 / 50)%:E)%E.
Proof.
move=> m1E m2E nE hz; apply: fails_probability.
exact: (every_start_numbers (gaussian_law w w) (gaussian_spread _ _ u v) u1 v1 m1E m2E nE hz).
Qed.
Theorem gaussian_line_instance z : m1%:R = 5 * 100 ^+ 3 * Q -> m2%:R = 80 * Q -> n%:R = 100 ^+ 5 * Q ->
  excess_at u v (1 / 16) z <= 1 ->
  (probability (update (normal1 (1 / 4)) (normal2 (1 / 4)) u v Q^-1) (exceeds (1 / 16) u v (80 * m1 + 16 * m2) (1 / 100)) n 0 z
    <= (1 / 50)%:E)%E.
Proof.
move=> m1E m2E nE hz; apply: fails_probability; have := gaussian_spread (1 / 4) (1 / 4) u v; rewrite -[(1 / 4) ^+ 2]mul1r w => moves.
exact: (line_numbers (gaussian_law w w) moves u1 v1 m1E m2E nE hz).
Qed.
End EveryStart.
