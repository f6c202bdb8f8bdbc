(* SPDX-License-Identifier: Apache-2.0 *)
(* SaddleNumbers.v: Theorem 1 from the saddle x = y = 0 with numbers, for independent random signs.

   s = 1/16, level = 1/50, p = 32. By FromSaddle.v, for all but the given share of the sequences of
   signs the excess is at most 1/50 at all times from 2720/eta to 1/eta^2:
       eta = 10^-7, nu = 1/4000, 1/d1 + 1/d2 >= 1/12, as 20 x 30 has it:      1/200,
       eta = 10^-6, nu = 1/1600, 1/d1 + 1/d2 >= 1/5, as 10 x 10 has it:       1/20.
   Main results: signs_spread, signs_saddle_instance, signs_saddle_instance_small.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  FiniteLaw LemmaFour Descent Excess GradientMoments LocalTheorem Signs Barrier Spread
  Escape Transverse BoundedNoise PowerBound SignsPower FromSaddle.

(* Independent random signs are spread. *)
Section Spread.
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
End Spread.

Lemma small_power (R : realFieldType) : (2 / 5) ^+ 8 <= 1 / 1500 :> R.
Proof. have -> : (2 / 5) ^+ 8 = 16 / 625 * (16 / 625) :> R by field.
  by apply: (@le_trans _ _ (1 / 39 * (1 / 39))); [apply: ler_pM; lra|lra]. Qed.
Lemma twice_square (R : realFieldType) (h : R) : 0 <= h -> h * (100 * 100 * 100) <= 1 ->
  2 * (100 * 100 * 100) * (h * h) <= 1 / (100 * 100).
Proof. move=> h0 h1; have := ler_wpM2r h0 h1; rewrite mul1r. have -> : h * (100 * 100 * 100) * h =
    100 * 100 * 100 * (h * h) by ring. by move: h1; move: (h * h) => x *; lra. Qed.
(* s = 1/16, p = 32, level = 1/50, eta = 1/Q. *)
Section Numbers.
Variables (R : rcfType) (Q w nu : R) (m m2 n : nat).
Hypotheses (Q6 : 100 * 100 * 100 <= Q) (Q7 : Q <= 10 * (100 * 100 * 100)) (nu0 : 0 < nu)
  (nu16 : 1600 * nu <= 1) (w200 : 1 <= 200 * w).
Hypotheses (mE : m%:R = 32 * Q) (m2E : m2%:R = 10 * Q) (nE : n%:R = Q * Q).
Local Notation eta := (Q^-1). Local Notation r := (32%:R * eta * (1 / 16) / 20).
Local Notation start := ((1 / 2 - 1 / 16) ^+ 2 + 2 * nu).
Let Q0 : 0 < Q. Proof. by apply: lt_le_trans Q6; do 2!(apply: mulr_gt0; rewrite ?ltr0n //). Qed.
Let e0 : 0 < eta. Proof. by rewrite invr_gt0. Qed.
Let eQ : Q * eta = 1. Proof. by rewrite mulfV // gt_eqF. Qed.
Let e6 : 100 * 100 * 100 * eta <= 1. Proof. by have := ler_wpM2r (ltW e0) Q6; rewrite eQ. Qed.
Lemma near_numbers :
  (m * 40)%:R * (3 / 4 * eta ^+ 3 / (1 / 16)) / nu ^+ 2 = 48 * 320 * (eta / nu) ^+ 2.
Proof. by rewrite natrM mE; field; rewrite !gt_eqF. Qed.
(* h is 2^-20. *)
Lemma halvings : exists h : R,
  [/\ 0 <= h, h * (100 * 100 * 100) <= 1, 2^-1 ^+ 40 = h * h & 2^-1 ^+ 16 <= 1 / (600 * 100) :> R].
Proof. exists (2^-1 ^+ 20); have t : (2^-1 ^+ 20 : R) * (32 * 32 * (32 * 32)) = 1.
    by field.
  have p : 0 <= 2^-1 ^+ 20 :> R by rewrite exprn_ge0 // invr_ge0 ler0n. split=> //; last 1 first.
  - have -> : 2^-1 ^+ 16 = 2^-1 ^+ 20 * 16 :> R by rewrite (exprD _ 16 4) -mulrA; have -> : 2^-1 ^+
      4 * 16 = 1 :> R by [field]; rewrite mulr1. by move: t p; move: (2^-1 ^+ 20 : R) => *; lra.
  - by move: t p; move: (2^-1 ^+ 20 : R) => *; lra.
  by rewrite -exprD. Qed.
Local Notation million := (100 * 100 * 100).
Let rE : r = 1 / 10 * eta. Proof. by field; rewrite gt_eqF. Qed.
Let r01 : 0 <= r <= 1.
Proof. by rewrite rE; apply/andP; move: e0 e6; move: (eta) => e *; split; lra. Qed.
Lemma escape_numbers : (1 - eta / 32) ^+ (m * 40) * (1 + 5 / (12 * w * eta)) <= 1 / 1000.
Proof. have w0 : 0 < w by move: w200; lra.
  have a01 : 0 <= eta / 32 <= 1 by apply/andP; move: e0 e6; move: (eta) => e *; split; lra.
  have ma : 1 <= m%:R * (eta / 32) by rewrite mE;
    have -> : 32 * Q * (eta / 32) = Q * eta by [field; rewrite gt_eqF]; rewrite eQ.
  have c := contraction 40 a01 ma; have [h [h0 h1 h40 _]] := halvings; rewrite h40 in c.
  have k : 1 + 5 / (12 * w * eta) <= 850 * million.
    have : 5 / (12 * w * eta) <= 84 * Q.
      have -> : 5 / (12 * w * eta) = 5 * Q / (12 * w) by field; rewrite !gt_eqF.
      rewrite ler_pdivrMr ?mulr_gt0 ?ltr0n //; have := ler_wpM2l (ltW Q0) w200; move: Q0.
      by have -> : Q * (200 * w) = 200 * (Q * w) by [ring];
        have -> : 84 * Q * (12 * w) = 1008 * (Q * w) by [ring]; move: (Q * w) => *; lra.
    by move: Q7; lra.
  have k0 : 0 <= 1 + 5 / (12 * w * eta) by rewrite addr_ge0 // divr_ge0 // ltW // !mulr_gt0 ?ltr0n.
  have c0 : 0 <= (1 - eta / 32) ^+ (m * 40) by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
  apply: le_trans (ler_pM c0 k0 c k) _; have := ler_wpM2r h0 h1; rewrite mul1r.
  have -> : h * h * (850 * million) = 850 * (h * million * h) by ring.
  by move: h1; move: (h * million * h) => *; lra. Qed.
Let v0 : 0 <= 2^-1 :> R. Proof. by rewrite invr_ge0 ler0n. Qed.
Let sq : (1 / 2 - 1 / 16) ^+ 2 = 49 / 256 :> R. Proof. by field. Qed.
Let rn : r * n%:R <= million.
Proof. by rewrite rE nE; have -> : 1 / 10 * eta * (Q * Q) = 1 / 10 * Q * (Q * eta) by [ring];
    rewrite eQ; move: Q7; lra. Qed.
Let rm : r * (m * 40)%:R <= 128.
Proof. by rewrite rE natrM mE; have -> : 1 / 10 * eta * (32 * Q * 40) = 128 * (Q * eta)
    by [field; rewrite gt_eqF]; rewrite eQ mulr1. Qed.
Lemma start_numbers : (4 * start + 1 / 50 / 2) ^+ 32 <= 1 / 1500.
Proof. have y0 : 0 <= 4 * start + 1 / 50 / 2 by rewrite sq; move: nu0; lra.
  have y1 : 4 * start + 1 / 50 / 2 <= 25 / 32 by rewrite sq; move: nu16; lra.
  move: (4 * start + _) y0 y1 => y y0 y1; rewrite -[32%N]/(4 * 8)%N exprM.
  apply: le_trans (power_le 8 (exprn_ge0 _ y0) _) (small_power R); apply: le_trans
    (power_le 4 y0 y1) _. have -> : (25 / 32) ^+ 4 = 625 / 1024 * (625 / 1024) :> R by field.
  apply: (@le_trans _ _ (5 / 8 * (5 / 8))); last by lra. by apply: ler_pM; lra. Qed.
Lemma long_numbers : (1 + r * (m * 40 + n)%:R) * (2 * (1 / 50)) ^+ 32 <= 1 / (100 * 100).
Proof. have [h [h0 h1 h40 _]] := halvings; case/andP: (r01) => r0 r1. have z0 : 0 <=
    2 * (1 / 50) :> R by lra. have z1 : 2 * (1 / 50) <= 2^-1 ^+ 2 :> R by rewrite expr2; lra.
  have z2 : (2 * (1 / 50)) ^+ 32 <= h * h.
    apply: le_trans (power_le 32 z0 z1) _; rewrite -exprM -h40 -[(2 * 32)%N]/(40 + 24)%N exprD
      ler_piMr ?exprn_ge0 //. by rewrite exprn_ile1 // invf_le1 ?ltr0n // ler1n.
  have k : 1 + r * (m * 40 + n)%:R <= 2 * million.
    by rewrite natrD mulrDr; move: rn rm; move: (r * n%:R) (r * _) => *; lra.
  have k0 : 0 <= 1 + r * (m * 40 + n)%:R by rewrite addr_ge0 // mulr_ge0 ?ler0n.
  exact: le_trans (ler_pM k0 (exprn_ge0 _ z0) k z2) (twice_square h0 h1). Qed.
Lemma settle_numbers : (1 - r) ^+ (m2 * 144) * (start / (1 / 50) + 1 / 8) ^+ 32 <= 1 / (600 * 100).
Proof. have [_ [_ _ _ h16]] := halvings; case/andP: (r01) => r0 r1. have mr : 1 <= m2%:R * r
    by rewrite m2E rE; have -> : 10 * Q * (1 / 10 * eta) = Q * eta by [field; rewrite gt_eqF];
    rewrite eQ. have c := contraction 144 r01 mr. have y0 : 0 <= start / (1 / 50) + 1 / 8.
    by have -> : start / (1 / 50) = 50 * start by [field]; rewrite sq; move: nu0; lra.
  have y1 : start / (1 / 50) + 1 / 8 <= 2 ^+ 4.
    have -> : start / (1 / 50) = 50 * start by field.
    by have -> : 2 ^+ 4 = 16 :> R by [ring]; rewrite sq; move: nu16; lra.
  apply: le_trans h16; apply: (@le_trans _ _ (2^-1 ^+ 144 * (2 ^+ 4) ^+ 32)).
    by apply: ler_pM => //; [apply: exprn_ge0; rewrite subr_ge0|exact: exprn_ge0|exact: power_le].
  rewrite -exprM -[144%N]/(16 + 4 * 32)%N exprD -mulrA -exprMn mulVf ?pnatr_eq0 // expr1n mulr1.
  exact: lexx. Qed.
Lemma small_square (x : R) : 0 <= x -> x <= 1 / (600 * 100) -> (1 + million) * (x * x) <= 1 / 3000.
Proof. move=> x0 x1; have b : x * x <= 1 / (600 * 100) * (1 / (600 * 100)) by apply: ler_pM.
  by move: b; move: (x * x) => y *; lra. Qed.
Lemma late_numbers : (1 + r * n%:R) / 2 ^+ 32 <= 1 / 3000.
Proof. have [_ [_ _ _ h16]] := halvings; case/andP: (r01) => r0 r1.
  have -> : (2 ^+ 32 : R)^-1 = 2^-1 ^+ 16 * 2^-1 ^+ 16 by rewrite -exprVn -exprD.
  have x0 : 0 <= 2^-1 ^+ 16 :> R by exact: exprn_ge0. move: (2^-1 ^+ 16 : R) x0 h16 => x x0 x1;
    apply: le_trans (small_square x0 x1). by apply: ler_wpM2r; [exact: mulr_ge0|rewrite lerD2l].
Qed.
Lemma converge_numbers :
  (4 * start + 1 / 50 / 2) ^+ 32 + (1 + r * (m * 40 + n)%:R) * (2 * (1 / 50)) ^+ 32
   + ((1 - r) ^+ (m2 * 144) * (start / (1 / 50) + 1 / 8) ^+ 32 + (1 + r * n%:R) / 2 ^+ 32) <=
     3 / 2000.
Proof. apply: le_trans (lerD (lerD start_numbers long_numbers) (lerD settle_numbers late_numbers))
    _. by lra. Qed.
End Numbers.

(* From the saddle. *)
Section Instance.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 : R) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (Q nu : R)
  (m m2 n : nat).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16) (u1 : inner u u = 1)
  (v1 : inner v v = 1).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1). Local Notation w := (t1 ^+ 2 + t2 ^+ 2).
Hypotheses (Q6 : 100 * 100 * 100 <= Q) (Q7 : Q <= 10 * (100 * 100 * 100)) (nu0 : 0 < nu)
  (nu16 : 1600 * nu <= 1).
Hypotheses (w200 : 1 <= 200 * w) (small : 110 * 100 <= Q * w) (nuw : 16 * nu <= w)
  (nu3 : 22 * (Q * nu ^+ 3) <= w).
Hypotheses (mE : m%:R = 32 * Q) (m2E : m2%:R = 10 * Q) (nE : n%:R = Q * Q).
Theorem signs_from_saddle : #|[set ws : (m * 40 + n).-tuple outcomes |
      meets (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v Q^-1)
      (exceeds (1 / 16) u v (m * 40 + m2 * 144) (1 / 50)) 0 (0, 0) ws]|%:R
    / (#|{: outcomes}| ^ (m * 40 + n))%:R <= 48 * 320 * (Q^-1 / nu) ^+ 2 + 1 / 400 :> R.
Proof. have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n. have q1 : 16 * (1 / 16) <= 1 :> R
    by lra. have Q0 : 0 < Q by apply: lt_le_trans Q6; do 2!(apply: mulr_gt0; rewrite ?ltr0n //).
  have e0 : 0 < Q^-1 by rewrite invr_gt0. have eQ : Q * Q^-1 = 1 by rewrite mulfV // gt_eqF.
  have e6 : 100 * 100 * 100 * Q^-1 <= 1 by have := ler_wpM2r (ltW e0) Q6; rewrite eQ.
  have es : 100 * Q^-1 <= (1 / 16) ^+ 3 by have ->
    : (1 / 16) ^+ 3 = 1 / 16 / 16 / 16 :> R by [field]; move: e0 e6; move: (Q^-1) => e *; lra.
  have pe : 300 * (32%:R * Q^-1) <= 1 / 16 by move: e0 e6; move: (Q^-1) => e *; lra.
  have le : 100 * 100 * Q^-1 <= 1 / 50 by move: e0 e6; move: (Q^-1) => e *; lra.
  have lp : 83 * 100 * (32%:R * Q^-1 * (1 / 16)) <= 1 / 50 by move: e0 e6; move: (Q^-1) => e *; lra.
  have sm : 110 * 100 * Q^-1 <= w.
    have := ler_wpM2r (ltW e0) small; have -> : Q * w * Q^-1 = Q * Q^-1 * w by ring.
    by rewrite eQ mul1r.
  have n3 : 22 * nu ^+ 3 <= w * Q^-1.
    have := ler_wpM2r (ltW e0) nu3;
      have -> : 22 * (Q * nu ^+ 3) * Q^-1 = Q * Q^-1 * (22 * nu ^+ 3) by ring. by rewrite eQ mul1r.
  have nus : 2 * nu <= 1 / 16 by move: nu16; lra.
  have b1 w' : normsq (@Rademacher.Z1 R d1 d2 1 t1 w') <= 1 / 16 by rewrite (normsq_signs1 h1).
  have b2 w' : normsq (@Rademacher.Z2 R d1 d2 1 t2 w') <= 1 / 16 by rewrite (normsq_signs2 h2).
  have steps := @SmallSteps _ _ _ _ 32 erefl es pe le lp. have hl := signs_law h1 h2 (ltW q0).
  have b := BoundedLengths (law_smoothing hl) b1 b2. have f := from_saddle_itself hl b (signs_spread
    h1 h2 u v) u1 v1 h1 h2 q0 q1 e0 sm nu0 nu16 nus nuw n3 steps (m * 40) (m2 * 144) n.
  apply: le_trans (signs_share f) _; rewrite (near_numbers Q6 nu0 mE) -addrA lerD2l.
  apply: le_trans (lerD (escape_numbers Q6 Q7 w200 mE) (converge_numbers Q6 Q7 nu0 nu16 mE m2E nE))
    _. by have -> : 1 / 400 = 1 / 1000 + 3 / 2000 :> R by field. Qed.
End Instance.

Section Figures.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 : R) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (m m2 n : nat).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16) (u1 : inner u u = 1)
  (v1 : inner v v = 1).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1).
Local Notation share Q := (#|[set ws : (m * 40 + n).-tuple outcomes |
      meets (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v Q^-1)
        (exceeds (1 / 16) u v (m * 40 + m2 * 144) (1 / 50)) 0 (0, 0) ws]|%:R
    / (#|{: outcomes}| ^ (m * 40 + n))%:R).
(* The variances of the entries, 1/(16 d1) and 1/(16 d2), add up to 1/192, as for 20 x 30, or more;
   eta = 10^-7. *)
Theorem signs_saddle_instance : let Q := 10 * (100 * 100 * 100) in
  1 <= 192 * (t1 ^+ 2 + t2 ^+ 2) -> m%:R = 32 * Q -> m2%:R = 10 * Q -> n%:R = Q * Q ->
  share Q <= 1 / 200 :> R.
Proof. move=> Q hw mE m2E nE; pose h := @signs_from_saddle R d1 d2 t1 t2 u v Q (1 / 4000).
  apply: le_trans (h _ _ _ h1 h2 u1 v1 _ _ _ _ _ _ _ _ mE m2E nE) _; last first.
    have -> : Q^-1 / (1 / 4000) = 1 / 2500 by rewrite /Q; field.
    by have -> : (1 / 2500) ^+ 2 = 1 / 2500 * (1 / 2500) :> R by [field]; lra.
  all: clear h mE m2E nE h1 h2; rewrite {}/Q in hw *; move: (t1 ^+ 2 + t2 ^+ 2) hw => *; lra. Qed.
(* They add up to 1/80, as for 10 x 10, or more; eta = 10^-6. *)
Theorem signs_saddle_instance_small : let Q := 100 * 100 * 100 in
  1 <= 80 * (t1 ^+ 2 + t2 ^+ 2) -> m%:R = 32 * Q -> m2%:R = 10 * Q -> n%:R = Q * Q ->
  share Q <= 1 / 20 :> R.
Proof. move=> Q hw mE m2E nE; pose h := @signs_from_saddle R d1 d2 t1 t2 u v Q (1 / 1600).
  apply: le_trans (h _ _ _ h1 h2 u1 v1 _ _ _ _ _ _ _ _ mE m2E nE) _; last first.
    have -> : Q^-1 / (1 / 1600) = 1 / 625 by rewrite /Q; field.
    by have -> : (1 / 625) ^+ 2 = 1 / 625 * (1 / 625) :> R by [field]; lra.
  all: clear h mE m2E nE h1 h2; rewrite {}/Q in hw *; move: (t1 ^+ 2 + t2 ^+ 2) hw => *; lra. Qed.
End Figures.
