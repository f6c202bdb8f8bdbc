(* SPDX-License-Identifier: Apache-2.0 *)
(* SignsAnyStart.v: independent random signs are spread over all directions, as Theorem 1 from every
   start asks.

   The entries of Z1 are t1 or -t1, those of Z2 t2 or -t2, with d1 t1^2 = d2 t2^2 = s.
   Main result: signs_spread.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs Bounded Barrier Spread
  Escape TheoremOne.

Section AnyStart.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 s : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = s) (h2 : d2%:R * t2 ^+ 2 = s).
Local Notation E := (Rademacher.all_signs R d1 d2 1).
Local Notation Z1 := (@Rademacher.Z1 R d1 d2 1 t1).
Local Notation Z2 := (@Rademacher.Z2 R d1 d2 1 t2).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).

(* Their norms are constant, so the moments of odd degree are those of one entry of each. *)
Theorem signs_spread : spread E Z1 Z2 u v (t1 ^+ 2) (t2 ^+ 2).
Proof. have Z12 := @Rademacher.Z12 R d1 d2 1 t1 t2.
  have q1 : quadratic1 E Z2 (fun w => inner u (Z1 w)) 0.
    have := quadratic1_sum (fun i => u i 0)
      (fun i => quadratic1_base Z12 (monomialZ Z1 i 0) (@Rademacher.Z1_centred R d1 d2 1 t1 i 0)).
    by rewrite big1 => [|i _]; [apply: quadratic1_ext => w; rewrite inner_col|rewrite mulr0].
  have q2 : quadratic2 E Z2 (fun w => inner v (Z2 w)) 0.
    have := quadratic2_sum (fun i => v i 0)
      (fun i => quadratic2_base (monomialZ Z2 i 0) (@Rademacher.Z2_centred R d1 d2 1 t2 i 0)).
    by rewrite big1 => [|i _]; [apply: quadratic2_ext => w; rewrite inner_col|rewrite mulr0].
  have one : quadratic1 E Z2 (fun=> 1) 1 by move=> q e hq;
    exact: Z12 (monomial1 Z1) hq (mean_const E 1).
  have m1 := q1 _ _ (monomial1 Z2) (mean_const E 1); have m2 := q2 _ _ one; have m12 := q2 _ _ q1.
  split; [exact: Rademacher.Z1_centred|exact: Rademacher.Z2_centred|exact:
    Rademacher.Z1_second|exact: Rademacher.Z2_second|exact: Z12| | | |].
  - by apply: mean_ext (mean_eq (mean_scale s m1) _) => [w|];
      [rewrite (normsq_signs1 h1) mulr1|rewrite mul0r mulr0].
  - by apply: mean_ext (mean_eq (mean_scale s m2) _) => [w|];
      [rewrite (normsq_signs2 h2) mul1r|rewrite mulr0 mulr0].
  - by apply: mean_ext (mean_eq (mean_scale s m12) _) => [w|];
      [rewrite (normsq_signs1 h1) mulrA|rewrite !mulr0].
  by apply: mean_ext (mean_eq (mean_scale s m12) _) => [w|];
    [rewrite (normsq_signs2 h2) -mulrA [inner v _ * _]mulrC|rewrite !mulr0]. Qed.
End AnyStart.
