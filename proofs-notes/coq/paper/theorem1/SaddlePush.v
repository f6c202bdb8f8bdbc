(* SPDX-License-Identifier: Apache-2.0 *)
(* SaddlePush.v: how far one step moves a run along the line of (u, v), for bounded noise, and what
   it makes of 1/(g + c^2).

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, spread over all directions
   with the variances w1 and w2 of the entries, w = w1 + w2, 0 < s <= 1/16. Where transverse <= nu
   (Transverse.v), 1600 nu <= 1, 16 nu <= w, and x^T M y <= 1/2,
       E push^2 <= 3/2 w + 1000 c^2,      c = <u,x> + <v,y>:
   at the saddle a constant times the variance, of which 9/16 w are sure (push_spread).
   For steps with 16500 d^2 <= g the rest of inverse_step is at most d^2/(32 A), A = g + c^2.
   Main results: inverse_step_short, push_second_near.
   Paper's place: Lemma 5. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments BoundedNoise Barrier EscapePotential Spread
  Escape Transverse NearSaddle.

Section Numbers.
Variable R : realFieldType. Implicit Types g c d l a b f h al be F nu t n : R.
(* As inverse_step, for steps that are short beside the root of g: its rest is small beside d^2. *)
Lemma inverse_step_short g c d : 0 < g -> 165 * 100 * d ^+ 2 <= g ->
  (g + (c + d) ^+ 2)^-1 <= (g + c ^+ 2)^-1 * (1 - 2 * c * d / (g + c ^+ 2)
    + (3 * c ^+ 2 - g) * d ^+ 2 / (g + c ^+ 2) ^+ 2 + d ^+ 2 / (32 * (g + c ^+ 2))).
Proof. move=> g0 hd; have tau0 : 0 < 1 / 128 :> R by rewrite divr_gt0 ?ltr0n.
  have p := above_gt0 g0 c; have p' := above_gt0 g0 (c + d); have d2 := sqr_ge0 d;
    have c2 := sqr_ge0 c. rewrite inverse_exact // [in X in _ <= X]mulrDr lerD2l.
  have r := rest_le c d g0 tau0; move: r; set N := (X in X <= _) => r; set A := g + c ^+ 2 in p r *;
    set A' := g + (c + d) ^+ 2 in p' *. have r1 : N <= A * (A / 64).
    apply: le_trans r _; apply: ler_wpM2l; first exact: ltW. have -> : 2 / (1 / 128) + 1 = 257 :> R
      by field. by move: hd c2; rewrite /A; move: (c ^+ 2) (d ^+ 2) => *; lra.
  have half : A <= 2 * A'.
    have q := sqr_ge0 (c + 2 * d); have e :
      2 * (c + d) ^+ 2 = c ^+ 2 + (c + 2 * d) ^+ 2 - 2 * d ^+ 2 by ring. by rewrite /A /A' mulrDr e;
      move: q hd d2 g0; move: (c ^+ 2) (d ^+ 2) ((c + 2 * d) ^+ 2) => *; lra.
  have q0 : 0 <= d ^+ 2 / (A ^+ 3 * A') by rewrite divr_ge0 // mulr_ge0 ?exprn_ge0 // ltW.
  rewrite -mulrA; apply: le_trans (ler_wpM2r q0 r1) _.
  have -> : A * (A / 64) * (d ^+ 2 / (A ^+ 3 * A')) = A^-1 * (d ^+ 2 / (64 * A')) by field;
    rewrite !gt_eqF. apply: ler_wpM2l; first by rewrite invr_ge0 ltW.
  apply: ler_wpM2l => //; rewrite lef_pV2 ?posrE ?mulr_gt0 ?ltr0n //. by move: half; lra. Qed.
Lemma push_sum (x1 x2 x3 x4 l : R) :
  (x1 + x2 + x3 + x4 - l) ^+ 2 <= 5 / 4 * l ^+ 2 + 20 * (x1 ^+ 2 + x2 ^+ 2 + x3 ^+ 2 + x4 ^+ 2).
Proof. rewrite -subr_ge0. have -> : 5 / 4 * l ^+ 2 + 20 * (x1 ^+ 2 + x2 ^+ 2 + x3 ^+ 2 + x4 ^+ 2)
    - (x1 + x2 + x3 + x4 - l) ^+ 2 = (l / 2 + 2 * (x1 + x2 + x3 + x4)) ^+ 2 + 5 * ((x1 - x2) ^+ 2
    + (x1 - x3) ^+ 2 + (x1 - x4) ^+ 2 + (x2 - x3) ^+ 2 + (x2 - x4) ^+ 2 + (x3 - x4) ^+ 2) by field.
  by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // !addr_ge0 ?sqr_ge0. Qed.
Lemma push_parts a b f h al be F nu : 0 <= f <= 1 -> 0 <= h <= 1 -> f ^+ 2 <= F -> h ^+ 2 <= F ->
  (a - b) ^+ 2 <= 2 * nu ->
  (f * (a + al) - (b + be) + (h * (b + be) - (a + al))) ^+ 2 <= 5 / 4 * (al + be) ^+ 2
    + 20 * ((a + b) ^+ 2 + F * (nu + (al ^+ 2 + be ^+ 2))).
Proof. case/andP=> f0 f1 /andP [h0 h1] hf hh he; have F0 : 0 <= F by apply: le_trans hf;
    exact: sqr_ge0. have -> : f * (a + al) - (b + be) + (h * (b + be) - (a + al)) =
    (a + b) * ((f + h) / 2 - 1) + (a - b) / 2 * (f - h) + al * f + be * h - (al + be) by field.
  apply: le_trans (push_sum _ _ _ _ _) _; rewrite lerD2l ler_wpM2l ?ler0n //.
  have b1 : ((a + b) * ((f + h) / 2 - 1)) ^+ 2 <= (a + b) ^+ 2.
    have -> : (a + b) * ((f + h) / 2 - 1) = - ((a + b) * (1 - (f + h) / 2)) by ring.
    by rewrite sqrrN exprMn ler_piMr ?sqr_ge0 // expr_le1 //; move: f0 f1 h0 h1; lra.
  have b2 : ((a - b) / 2 * (f - h)) ^+ 2 <= F * nu.
    have -> : ((a - b) / 2 * (f - h)) ^+ 2 = (f - h) ^+ 2 * ((a - b) ^+ 2 / 4) by field.
    have k : (f - h) ^+ 2 <= 2 * F.
      have -> : (f - h) ^+ 2 = f ^+ 2 + h ^+ 2 - 2 * (f * h) by ring.
      by have := mulr_ge0 f0 h0; move: hf hh; move: (f ^+ 2) (h ^+ 2) (f * h) => *; lra.
    have -> : F * nu = 2 * F * (nu / 2) by field. apply: ler_pM => //;
      rewrite ?sqr_ge0 ?divr_ge0 ?sqr_ge0 ?ler0n //. by move: he; move: ((a - b) ^+ 2) => *; lra.
  have b3 : (al * f) ^+ 2 <= F * al ^+ 2 by rewrite exprMn mulrC ler_wpM2r ?sqr_ge0.
  have b4 : (be * h) ^+ 2 <= F * be ^+ 2 by rewrite exprMn mulrC ler_wpM2r ?sqr_ge0.
  have -> : (a + b) ^+ 2 + F * (nu + (al ^+ 2 + be ^+ 2)) = (a + b) ^+ 2 + F * nu + F * al ^+ 2
    + F * be ^+ 2 by ring. by do 3!(apply: lerD => //). Qed.
Lemma length_numbers t (c2 : R) n f nu : 0 <= f -> f <= 5 / 64 + 5 * n -> 0 <= n ->
  n <= t + c2 / 2 -> 0 <= t -> t <= nu -> 1600 * nu <= 1 -> 0 <= c2 -> c2 <= 2 + 2 * nu ->
  f ^+ 2 <= 1 / 140 + 282 * c2.
Proof. move=> f0 hf n0 hn t0 ht nu16 c0 hc; apply: le_trans (sq_le f0 hf) _.
  have n2 : n ^+ 2 <= 2 * t ^+ 2 + 1 / 2 * (c2 * c2).
    have h := sqr_ge0 (t - c2 / 2); apply: le_trans (sq_le n0 hn) _; rewrite -subr_ge0; move: h;
      congr (_ <= _); by field.
  have t2 : t ^+ 2 <= (1 / 1600) ^+ 2 by apply: sq_le => //; move: ht nu16; lra.
  have cc : c2 * c2 <= c2 * (2 + 2 * (1 / 1600)) by apply: ler_wpM2l => //; move: hc nu16; lra.
  have h := sqr_ge0 (5 / 64 / 4 - 2 * (5 * n)); have e : (5 / 64 + 5 * n) ^+ 2 =
    9 / 8 * (5 / 64) ^+ 2 + 225 * n ^+ 2 - 2 * (5 / 64 / 4 - 2 * (5 * n)) ^+ 2 by field.
  by rewrite e; move: n2 t2 cc h c0; rewrite !expr2; move: (n * n) (t * t) (c2 * c2)
    ((5 / 64 / 4 - 2 * (5 * n)) * (5 / 64 / 4 - 2 * (5 * n))) => *; lra. Qed.
End Numbers.

Section Second.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s w1 w2 nu : R).
Hypotheses (bounded1 : forall w, normsq (Z1 w) <= s) (bounded2 : forall w, normsq (Z2 w) <= s)
  (moves : spread E Z1 Z2 u v w1 w2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1)
  (nu16 : 1600 * nu <= 1) (nuw : 16 * nu <= w1 + w2).
Hypotheses (w8 : 8 * (w1 + w2) <= 1).
Local Notation across := (across u v).
Theorem push_second_near (z : state R d1 d2) : transverse u v z <= nu -> overlap u v z <= 1 / 2 ->
  upper E (fun w => push Z1 Z2 u v z w ^+ 2) (3 / 2 * (w1 + w2) + 1000 * across z ^+ 2).
Proof. move=> hT hP; set F := 1 / 140 + 282 * across z ^+ 2;
    have c0 : 0 <= across z ^+ 2 by exact: sqr_ge0. have F0 : 0 <= F by rewrite /F; move: c0; lra.
  have m1 := quadratic1_square (spread_uncorrelated moves) moves u1 (monomial1 Z2) (mean_const E 1).
  have m2 := quadratic1_square (uncorrelated_sym (spread_uncorrelated moves)) (spread_swap moves) v1
    (monomial1 Z1) (mean_const E 1).
  have ml := mean_lift_sq (spread_uncorrelated moves) moves u1 v1. have t0 := transverse_ge0 u v z.
  have hm := mean_add (mean_scale (5 / 4) ml) (mean_scale 20 (mean_add
      (mean_const E (across z ^+ 2)) (mean_scale F (mean_add (mean_const E nu) (mean_add m1 m2))))).
  apply: upper_le (upper_mono _ (upper_mean hm)) => [|w]; last first.
    rewrite !mulr1 /Spread.push (along_uE _ _ _ u1) (along_vE _ _ _ v1) !innerDr.
    have [n1 n2] := noisy_le bounded1 bounded2 u1 v1 s16 nu16 hT hP w. have long d
      (x Z : 'cV[R]_d) : normsq Z <= s -> normsq x <= size_sq z -> normsq (x + Z) ^+ 2 <= F.
      move=> hZ hx; have n := normsq_weighted Z x; rewrite [Z + x]addrC in n.
      have hn : normsq (x + Z) <= 5 / 64 + 5 * size_sq z by move: n hZ hx s16; move: (normsq _)
        (normsq _) (normsq _) => *; lra. have sz : 0 <= size_sq z by rewrite addr_ge0 ?normsq_ge0.
      have e : size_sq z <= transverse u v z + across z ^+ 2 / 2 by rewrite (size_across u1 v1).
      exact: length_numbers (normsq_ge0 _) hn sz e t0 hT nu16 c0 (across_le2 hT hP).
    have lx : normsq (z.1 + Z1 w) ^+ 2 <= F by apply: long => //; rewrite /size_sq lerDl normsq_ge0.
    have ly : normsq (z.2 + Z2 w) ^+ 2 <= F by apply: long => //; rewrite /size_sq lerDr normsq_ge0.
    have f01 : 0 <= normsq (z.2 + Z2 w) <= 1 by rewrite normsq_ge0. have h01 : 0 <=
      normsq (z.1 + Z1 w) <= 1 by rewrite normsq_ge0. exact: push_parts f01 h01 ly lx (gap_le hT).
  rewrite !mulr1 /F; have cw := ler_wpM2l c0 w8; have cn := ler_wpM2l c0 nuw. by move: cw cn c0 nuw
    t0 hT; move: (across z ^+ 2) (w1 + w2) (transverse u v z) => c w t *; nra. Qed.
End Second.
