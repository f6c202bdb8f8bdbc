(* SPDX-License-Identifier: Apache-2.0 *)
(* SaddleEscape.v: Lemma 5 for bounded noise: the saddle is left within a time of the order
   log(1/eta)/eta, with steps that a simulation can take.

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, spread over all directions
   with the variances w1 and w2 of the entries; w = w1 + w2, 0 < s <= 1/16, and
       1600 nu <= 1,      2 nu <= s,      16 nu <= w,      22 nu^3 <= w eta,      11000 eta <= w.
   With c = <u,x> + <v,y> and g = 6 w eta the mean of 1/(g + c^2) contracts by 1 - eta/32 a step
   while transverse <= nu and x^T M y <= 1/2. So
       P(transverse > nu or c^2 > 5/2 at some t <= m)                    <= (transverse_0^2 + 3/4 m
           eta^3/s) / nu^2,
       P(neither, and x^T M y <= 1/2 at all times up to m)               <= (1 - eta/32)^m (1 +
           5/(12 w eta)).
   Main results: push_second_near, nearness_contracts, stays_near, leaves.
   Paper's place: Lemma 5. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments BoundedNoise Barrier Spread
  Escape Transverse NearSaddle.

(* How far one step moves a run along the line of (u, v), and what it makes of 1/(g + c^2). *)
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

Section Escape.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s w1 w2 eta nu : R).
Hypotheses (noise : law E Z1 Z2 s) (bounded1 : forall w, normsq (Z1 w) <= s)
  (bounded2 : forall w, normsq (Z2 w) <= s) (moves : spread E Z1 Z2 u v w1 w2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s1 : d1%:R * w1 = s) (s2 : d2%:R * w2 = s).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (small : 110 * 100 * eta <= w1 + w2).
Hypotheses (nu0 : 0 < nu) (nu16 : 1600 * nu <= 1) (nus : 2 * nu <= s) (nuw : 16 * nu <= w1 + w2)
  (nu3 : 22 * nu ^+ 3 <= (w1 + w2) * eta).
Local Notation state := (state R d1 d2). Local Notation transverse := (transverse u v).
Local Notation product := (overlap u v). Local Notation across := (across u v).
Local Notation update := (update Z1 Z2 u v eta). Local Notation push := (push Z1 Z2 u v).
Local Notation g := (6 * (w1 + w2) * eta). Local Notation decay := (1 - eta / 32).
Implicit Types z : state.

Lemma variances : [/\ 0 < w1, 0 < w2 & 8 * (w1 + w2) <= 1].
Proof. have [a0 a] := variance_le s0 s1; have [b0 b] := variance_le s0 s2; split=> //.
  by move: a b s16; lra. Qed.
Lemma g_gt0 : 0 < g. Proof. by have [a b _] := variances; rewrite !mulr_gt0 ?ltr0n ?addr_gt0. Qed.
Lemma eta_small : 88 * (10 * 100) * eta <= 1.
Proof. by have [_ _ w8] := variances; move: small w8; move: (w1 + w2) => *; lra. Qed.
Definition nearness z : R := (g + across z ^+ 2)^-1.
Lemma nearness_gt0 z : 0 < nearness z. Proof. by rewrite invr_gt0 above_gt0 // g_gt0. Qed.
Let A0 z : 0 < g + across z ^+ 2. Proof. by rewrite above_gt0 // g_gt0. Qed.

Section OneStep.
Variable z : state. Hypotheses (hT : transverse z <= nu) (hP : product z <= 1 / 2).
Local Notation A := (g + across z ^+ 2). Local Notation c := (across z).
Lemma nearness_step w : nearness (update z w) <= nearness z * (1 + 2 * c * eta / A * push z w
  + eta ^+ 2 * ((3 * c ^+ 2 - g) / A ^+ 2 * push z w ^+ 2) + eta ^+ 2 / (32 * A) * push z w ^+ 2).
Proof. have hp := push_le bounded1 bounded2 u1 v1 s16 nu16 hT hP w.
  have short : 165 * 100 * (- eta * push z w) ^+ 2 <= g.
    have ->
      : 165 * 100 * (- eta * push z w) ^+ 2 = 165 * 100 * (eta * (eta * push z w ^+ 2)) by ring.
    have h := ler_wpM2l (ltW eta0) (ler_wpM2l (ltW eta0) hp); have k := ler_wpM2l (ltW eta0) small.
    by move: h k; move: (eta * (eta * push z w ^+ 2)) (w1 + w2) => *; nra.
  rewrite /nearness across_step; apply: le_trans (inverse_step_short c g_gt0 short) _. by lra. Qed.
(* The parts of the drift. *)
Lemma sideways_near :
  2 * c * (c * (product z + s - 1) + sideways u v z) <= - (7 / 8 - nu) * c ^+ 2 + A / 32.
Proof. set p := normsq (perp u z.1); set q := normsq (perp v z.2); set e := gap u v z.
  have p0 : 0 <= p by exact: normsq_ge0. have q0 : 0 <= q by exact: normsq_ge0.
  have e0 := sqr_ge0 e. have hN : p + q + e ^+ 2 / 2 <= nu by exact: hT. have n0 := ltW nu0.
  have x2 : ((q - p) * e) ^+ 2 <= nu ^+ 3 / 2.
    have o0 : 0 <= p + q by rewrite addr_ge0. apply: (@le_trans _ _ ((p + q) ^+ 2 * e ^+ 2)).
      rewrite exprMn; apply: ler_wpM2r => //; rewrite -subr_ge0. have ->
        : (p + q) ^+ 2 - (q - p) ^+ 2 = 4 * (p * q) by ring. by rewrite mulr_ge0 ?ler0n // mulr_ge0.
    have k : (p + q) * e ^+ 2 <= nu ^+ 2 / 2.
      have := sqr_ge0 (p + q - e ^+ 2 / 2); have := sq_le (_ : 0 <= p + q + e ^+ 2 / 2) hN =>
        /(_ _). have -> : (p + q + e ^+ 2 / 2) ^+ 2 = (p + q - e ^+ 2 / 2) ^+ 2 + 2 * ((p + q)
        * e ^+ 2) by field. have n : 0 <= p + q + e ^+ 2 / 2 by rewrite addr_ge0 // divr_ge0 ?ler0n.
      by move=> /(_ n); move: ((p + q - _) ^+ 2) ((p + q) * e ^+ 2) (nu ^+ 2) => *; lra.
    by nra.
  have -> : 2 * c * (c * (product z + s - 1) + sideways u v z) =
    (2 * (product z + s - 1) + (p + q)) * c ^+ 2 + c * ((q - p) * e).
    by rewrite /sideways -/p -/q /c /e /across /gap; field.
  apply: lerD.
    by apply: ler_wpM2r; [exact: sqr_ge0|move: hP s16 hN e0; move: (e ^+ 2) => *; lra].
  move: x2; move: ((q - p) * e) => x x2; have := sqr_ge0 (c - 16 * x).
  have -> : (c - 16 * x) ^+ 2 = c ^+ 2 - 32 * (c * x) + 256 * x ^+ 2 by ring.
  have n3 : 0 <= nu ^+ 3 by rewrite exprn_ge0. have -> : g = 6 * ((w1 + w2) * eta) by ring.
  by move: x2 nu3 n3; move: (c * x) (x ^+ 2) (c ^+ 2) (nu ^+ 3) ((w1 + w2) * eta) => *; lra. Qed.
Lemma noise_near : exists r, [/\ 0 <= r <= 1, 3 / 8 <= r &
  upper E (fun w => eta ^+ 2 * ((3 * c ^+ 2 - g) / A ^+ 2 * push z w ^+ 2))
    (eta * (r / 4 * (g * (3 * c ^+ 2 - g) / A ^+ 2)) + 30 * 100 * eta ^+ 2 * (c ^+ 2 / A))].
Proof. have [a0 b0 w8] := variances; have e2 := sqr_ge0 eta; have c0 := sqr_ge0 c; have a := A0 z;
    have a2 : 0 <= A ^+ 2 by exact: sqr_ge0.
  have rest : 0 <= 30 * 100 * eta ^+ 2 * (c ^+ 2 / A) by apply: mulr_ge0; [apply: mulr_ge0 => //;
    rewrite mulr_ge0 ?ler0n|rewrite divr_ge0 // ltW]. case: (leP g (3 * c ^+ 2)) => hc.
    exists 1; split; rewrite ?ler01 ?lexx //; first by rewrite ler_pdivrMr ?ltr0n // mul1r ler_nat.
    have k0 : 0 <= (3 * c ^+ 2 - g) / A ^+ 2 by rewrite divr_ge0 // subr_ge0.
    apply: upper_le (upper_scale e2
      (upper_scale k0 (push_second_near bounded1 bounded2 moves u1 v1 s16 nu16 nuw w8 hT hP))).
    have -> : eta ^+ 2 * ((3 * c ^+ 2 - g) / A ^+ 2 * (3 / 2 * (w1 + w2) + 1000 * c ^+ 2)) =
      eta * (1 / 4 * (g * (3 * c ^+ 2 - g) / A ^+ 2)) + 1000 * eta ^+ 2 * ((3 * c ^+ 2 - g) * c ^+ 2
      / A ^+ 2) by field; rewrite gt_eqF. rewrite lerD2l; have -> : 30 * 100 * eta ^+ 2
      * (c ^+ 2 / A) = 1000 * eta ^+ 2 * (3 * A * c ^+ 2 / A ^+ 2) by field; rewrite gt_eqF.
    apply: ler_wpM2l; first by rewrite mulr_ge0 ?ler0n. rewrite ler_wpM2r ?invr_ge0 // ler_wpM2r //.
    by have := ltW g_gt0; move: g (c ^+ 2) c0 => *; lra.
  exists (3 / 8); split; rewrite ?lexx //.
    by apply/andP; split; [rewrite divr_ge0 ?ler0n|rewrite ler_pdivrMr ?ltr0n // mul1r ler_nat].
  have k0 : 0 <= (g - 3 * c ^+ 2) / A ^+ 2 by rewrite divr_ge0 // subr_ge0 ltW.
  have near_saddle : off u v z + s + c ^+ 2 <= 1 / 4.
    have ho : off u v z <= nu by apply: le_trans hT;
      rewrite /Transverse.transverse lerDl divr_ge0 ?sqr_ge0 ?ler0n. have hg : g <= 1 / 8.
      have := eta_small; have := ler_wpM2r (ltW eta0) w8; rewrite mul1r;
        have -> : 8 * (w1 + w2) * eta = 8 * ((w1 + w2) * eta) by ring.
      have -> : g = 6 * ((w1 + w2) * eta) by ring. by move: ((w1 + w2) * eta) => *; lra.
    by move: ho nu16 s16 hc hg; move: g (c ^+ 2) (off u v z) => *; lra.
  have := upper_scale e2 (upper_scale k0 (push_spread moves u1 v1 s1 s2 (ltW a0) (ltW b0)
      near_saddle)). move=> hh; apply: upper_le (upper_mono _ hh) => [|w]; last first.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  by lra. Qed.
Theorem nearness_contracts : upper E (fun w => nearness (update z w)) (decay * nearness z).
Proof. have [a0 b0 w8] := variances; have e0 := ltW eta0; have c0 := sqr_ge0 c; have a := A0 z;
    have gp := g_gt0. have [r [hr rr hn]] := noise_near;
    have k0 : 0 <= eta ^+ 2 / (32 * A) by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // ltW.
  have hm := upper_mean (mean_scale (2 * c * eta / A) (mean_push noise u1 v1 z)).
  have hs := upper_scale k0 (push_second_near bounded1 bounded2 moves u1 v1 s16 nu16 nuw w8 hT hP).
  have hh := upper_scale (ltW (nearness_gt0 z))
    (upper_add (upper_add (upper_add (upper_const E 1) hm) hn) hs).
  apply: upper_le (upper_mono nearness_step hh); rewrite [decay * _]mulrC; apply: ler_wpM2l;
    first exact/ltW/nearness_gt0. have rate := escape_rate c gp hr.
  set x := c ^+ 2 / A in rate *; have x0 : 0 <= x by rewrite divr_ge0 // ltW.
  have x1 : g / A <= 1 by rewrite ler_pdivrMr // mul1r lerDl. have t1 : 2 * c * eta / A
    * (c * (product z + s - 1) + sideways u v z) <= eta * (- (7 / 8 - nu) * x + 1 / 32).
    have -> : 2 * c * eta / A * (c * (product z + s - 1) + sideways u v z) =
      eta * (2 * c * (c * (product z + s - 1) + sideways u v z) / A) by ring.
    apply: ler_wpM2l => //; rewrite ler_pdivrMr //; apply: le_trans sideways_near _.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /x; field; rewrite gt_eqF.
  have t2 : eta ^+ 2 / (32 * A) * (3 / 2 * (w1 + w2) + 1000 * c ^+ 2) <= eta / 128
    + 125 / 4 * eta ^+ 2 * x.
    have -> : eta ^+ 2 / (32 * A) * (3 / 2 * (w1 + w2) + 1000 * c ^+ 2) = eta / 128 * (g / A)
      + 125 / 4 * eta ^+ 2 * x by rewrite /x; field; rewrite gt_eqF.
    by rewrite lerD2r ler_piMr // divr_ge0 ?ler0n.
  have t3 : 40 * 100 * eta ^+ 2 * x <= eta * (x / 16).
    have := ler_wpM2l (mulr_ge0 e0 x0) eta_small; rewrite mulr1.
    have -> : eta * x * (88 * (10 * 100) * eta) = 88 * (10 * 100) * (eta ^+ 2 * x) by ring.
    have -> : 40 * 100 * eta ^+ 2 * x = 40 * 100 * (eta ^+ 2 * x) by ring.
    have -> : eta * (x / 16) = eta * x / 16 by field.
    by move: (mulr_ge0 e0 x0); move: (eta ^+ 2 * x) (eta * x) => *; lra.
  have t4 := ler_wpM2l e0 rate; have t5 := ler_wpM2l e0 rr.
  have t6 : eta * nu * x <= eta * x / 1600.
    have -> : eta * nu * x = nu * (eta * x) by ring. have n : nu <= 1 / 1600 by move: nu16; lra.
    by apply: le_trans (ler_wpM2r (mulr_ge0 e0 x0) n) _; rewrite mul1r mulrC.
  move: t1 t2 t3 t4 t5 t6 (mulr_ge0 e0 x0). have -> : eta * (- (7 / 8 - nu) * x + 1 / 32) =
    - (7 / 8) * (eta * x) + eta * nu * x + eta / 32 by field.
  have -> : eta * (- (3 / 4 * x) + r / 4 * (g * (3 * c ^+ 2 - g) / A ^+ 2)) = - (3 / 4) * (eta * x)
    + eta * (r / 4 * (g * (3 * c ^+ 2 - g) / A ^+ 2)) by ring.
  have -> : eta * (x / 16) = eta * x / 16 by field.
  have -> : 40 * 100 * eta ^+ 2 * x = 40 * 100 * (eta ^+ 2 * x) by ring.
  have -> : 30 * 100 * eta ^+ 2 * x = 30 * 100 * (eta ^+ 2 * x) by ring.
  have -> : 125 / 4 * eta ^+ 2 * x = 125 / 4 * (eta ^+ 2 * x) by ring.
  have -> : eta * - (3 / 16 * r) = - (3 / 16) * (eta * r) by ring.
  have xx : 0 <= eta ^+ 2 * x by rewrite mulr_ge0 ?sqr_ge0.
  move: xx; move: (eta * (r / 4 * _)) (2 * c * eta / A * _) (eta ^+ 2 / (32 * A) * _) (eta * nu * x)
    (eta ^+ 2 * x) (eta * x) (eta * r) => *; lra. Qed.
End OneStep.

(* The run, until it is stopped: it stays near the line of (u, v). *)
Variables (stop : nat -> state -> bool) (m : nat).
Hypothesis going : forall t z, ~~ stop t z -> transverse z <= nu -> across z ^+ 2 <= 5 / 2 ->
  product z <= 1 / 2.
Definition strays (_ : nat) z : bool := (nu < transverse z) || (5 / 2 < across z ^+ 2).
Lemma across_next z w : transverse z <= nu -> product z <= 1 / 2 ->
  across (update z w) ^+ 2 <= 5 / 2.
Proof. move=> hT hP; have hp := push_le bounded1 bounded2 u1 v1 s16 nu16 hT hP w;
    have hc := across_le2 hT hP. rewrite across_step; have e2 := ler_wpM2l (sqr_ge0 eta) hp.
  have e1 : eta ^+ 2 <= (1 / 20) ^+ 2 by apply: sq_le; [exact: ltW|have := eta_small; move: eta0;
    lra]. have := sqr_ge0 (across z + 10 * (eta * push z w)).
  have -> : (across z + - eta * push z w) ^+ 2 = 11 / 10 * across z ^+ 2
    + 11 * (eta ^+ 2 * push z w ^+ 2) - (across z + 10 * (eta * push z w)) ^+ 2 / 10 by field.
  move: e1; have -> : (1 / 20) ^+ 2 = 1 / 400 :> R by field. by move: hc e2 nu16;
    move: (across z ^+ 2) (eta ^+ 2 * push z w ^+ 2) (eta ^+ 2) (_ ^+ 2) => *; lra. Qed.
Local Notation k := (3 / 4 * eta ^+ 3 / s).
Theorem stays_near z : across z ^+ 2 <= 5 / 2 ->
  fails E update strays stop m 0 z ((transverse z ^+ 2 + m%:R * k) / nu ^+ 2).
Proof. move=> hz; have k0 : 0 <= k by rewrite divr_ge0 ?(ltW s0) // mulr_ge0 ?exprn_ge0 ?(ltW eta0)
    // divr_ge0 ?ler0n. have n2 : 0 < nu ^+ 2 by rewrite exprn_gt0.
  pose far z' : R := if 5 / 2 < across z' ^+ 2 then 1 else 0.
  have far0 z' : 0 <= far z' by rewrite /far; case: ifP => _; rewrite ?ler01.
  pose Psi t z' := (transverse z' ^+ 2 + (m - t)%:R * k) / nu ^+ 2 + far z'.
  have main0 t z' : 0 <= (transverse z' ^+ 2 + (m - t)%:R * k) / nu ^+ 2 by parts.
  have -> : (transverse z ^+ 2 + m%:R * k) / nu ^+ 2 = Psi 0 z.
    by rewrite /Psi subn0 /far ltNge hz addr0.
  apply: ville => [t z'|t z'|t z' /andP [_ tn] hb hs]; first by rewrite addr_ge0.
    case/orP=> [hn|hc]; last by rewrite /Psi /far hc lerDr. apply: (@le_trans _ _
      ((transverse z' ^+ 2 + (m - t)%:R * k) / nu ^+ 2)); last by rewrite /Psi lerDl.
    rewrite ler_pdivlMr // mul1r; apply: (@le_trans _ _ (transverse z' ^+ 2));
      last by rewrite lerDl mulr_ge0 ?ler0n. by apply: sq_le; exact: ltW.
  move: hb; rewrite /strays negb_or -!leNgt => /andP [hT hc]; have hP := going hs hT hc.
  have e20 : 20 * eta <= 1 by have := eta_small; move: eta0; lra.
  have hd := transverse_drift noise bounded1 bounded2 u1 v1 s0 s16 eta0 e20 nu16 nus hT hP.
  have i0 : 0 <= (nu ^+ 2)^-1 by rewrite invr_ge0 ltW. apply: upper_le (upper_mono _
    (upper_scale i0 (upper_add hd (upper_const E ((m - t.+1)%:R * k))))) => [|w]; last first.
    by rewrite /Psi /far ltNge across_next //= addr0 mulrC.
  apply: (@le_trans _ _ ((transverse z' ^+ 2 + (m - t)%:R * k) / nu ^+ 2)); last by rewrite /Psi
    lerDl. rewrite mulrC; apply: ler_wpM2r => //; have -> : (m - t)%:R = (m - t.+1)%:R + 1 :> R
    by rewrite natr1 subnSK. by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring. Qed.
(* The run, until it is stopped or strays: it does not stay for long. *)
Theorem leaves z : fails E update (fun t z' => (m <= t)%N && (across z' ^+ 2 <= 5 / 2))
  (fun t z' => stop t z' || strays t z') m 0 z
  (decay ^+ m * (1 + 5 / (12 * (w1 + w2) * eta))).
Proof. have gp := g_gt0; have a0 : 0 <= decay by have := eta_small; move: eta0; lra.
  have gb : 0 < g + 5 / 2 by apply: lt_le_trans gp _; rewrite lerDl divr_ge0 ?ler0n.
  pose Psi t z' := decay ^+ (m - t) * ((g + 5 / 2) * nearness z').
  have [x0 y0 _] := variances; have wn : w1 + w2 != 0 by rewrite gt_eqF // addr_gt0.
  apply: (@fails_le _ _ _ _ _ _ _ _ _ _ (Psi 0 z)).
    rewrite /Psi subn0; apply: ler_wpM2l; first exact: exprn_ge0.
    have -> : 1 + 5 / (12 * (w1 + w2) * eta) = (g + 5 / 2) * g^-1 by field; rewrite wn gt_eqF.
    by apply: ler_wpM2l; [exact: ltW|rewrite lef_pV2 ?posrE ?A0 // above_ge].
  apply: ville => [t z'|t z' /andP [ht hc]|t z' /andP [_ tn] _ hs].
  - by rewrite /Psi mulr_ge0 ?exprn_ge0 // mulr_ge0 // ltW // nearness_gt0.
  - rewrite /Psi (eqP (ht : (m - t == 0)%N)) expr0 mul1r -[X in X <= _](mulfV (lt0r_neq0 gb)).
    by apply: ler_wpM2l; [exact: ltW|rewrite lef_pV2 ?posrE ?A0 // lerD2l].
  move: hs; rewrite negb_or /strays negb_or -!leNgt => /and3P [hs hT hc]; have hP := going hs hT hc.
  rewrite /Psi; have -> : decay ^+ (m - t) * ((g + 5 / 2) * nearness z') =
    decay ^+ (m - t.+1) * ((g + 5 / 2) * (decay * nearness z')).
    by rewrite -(subnSK tn) exprSr; move: decay (g + _) => d b; ring.
  have q0 : 0 <= decay ^+ (m - t.+1) by exact: exprn_ge0.
  exact: upper_scale q0 (upper_scale (ltW gb) (nearness_contracts hT hP)). Qed.
End Escape.
