(* SPDX-License-Identifier: Apache-2.0 *)
(* NearSaddle.v: what holds of bounded noise where x^T M y <= 1/2, near the line of (u, v).

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, 0 < s <= 1/16. Where
   transverse <= nu, 1600 nu <= 1, 2 nu <= s, and x^T M y <= 1/2, the noisy factors are no longer
   than 1, the noisy gradient across the line (shake) is at most 1/2 in square, along it (push) at
   most 4 in square, and
       E transverse'^2 <= transverse^2 + 3/4 eta^3/s.
   Over 1/eta steps that adds up to eta^2: transverse stays of the order eta, whatever d1 and d2
   are.
   Main results: noisy_le, shake_le, push_le, transverse_drift.
   Paper's place: Lemma 4. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments BoundedNoise Barrier Spread Escape Transverse.

Lemma normsq_thirds (R : realFieldType) m n
    (A B : 'M[R]_(m, n)) : normsq (A + B) <= 4 / 3 * normsq A + 4 * normsq B.
Proof. have q : 0 < 1 / 3 :> R by rewrite divr_gt0 ?ltr0n.
  have := young A B q; have -> : (1 / 3 : R)^-1 = 3 by field. by rewrite normsqD; lra. Qed.

Section Near.
Variables (R : rcfType) (T : Type) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s nu : R).
Hypotheses (bounded1 : forall w, normsq (Z1 w) <= s) (bounded2 : forall w, normsq (Z2 w) <= s).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s16 : 16 * s <= 1) (nu16 : 1600 * nu <= 1).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation off := (off u v). Local Notation gap := (gap u v).
Local Notation across := (across u v). Local Notation transverse := (transverse u v).
Local Notation product := (overlap u v). Local Notation along_u := (along_u Z1 Z2 u v).
Local Notation along_v := (along_v Z1 Z2 u v). Local Notation push := (push Z1 Z2 u v).
Local Notation shake := (shake Z1 Z2 u v).

Lemma size_across (z : state) : size_sq z = transverse z + across z ^+ 2 / 2.
Proof. by rewrite /size_sq /transverse /off /gap /across (normsq_parts z.1 u1)
    (normsq_parts z.2 v1); field. Qed.
Lemma across_product (z : state) : across z ^+ 2 = 4 * product z + gap z ^+ 2.
Proof. by rewrite /across /product /gap; ring. Qed.

Variable z : state. Hypotheses (hT : transverse z <= nu) (hP : product z <= 1 / 2).
Let p0 : 0 <= normsq (perp u z.1). Proof. exact: normsq_ge0. Qed.
Let q0 : 0 <= normsq (perp v z.2). Proof. exact: normsq_ge0. Qed.
Let g0 : 0 <= gap z ^+ 2. Proof. exact: sqr_ge0. Qed.
Lemma gap_le : gap z ^+ 2 <= 2 * nu.
Proof. by move: hT p0 q0; rewrite /transverse /off;
    move: (normsq _) (normsq _) (gap z ^+ 2) => *; lra. Qed.
Lemma perps_le : normsq (perp u z.1) <= nu /\ normsq (perp v z.2) <= nu.
Proof. by move: hT p0 q0 g0; rewrite /transverse /off;
    move: (normsq _) (normsq _) (gap z ^+ 2) => *; split; lra. Qed.
Lemma across_le2 : across z ^+ 2 <= 2 + 2 * nu.
Proof. by rewrite across_product; move: hP gap_le; move: (product z) (gap z ^+ 2) => *; lra. Qed.
Lemma sizes_le : normsq z.1 <= 9 / 16 /\ normsq z.2 <= 9 / 16.
Proof. have [hp hq] := perps_le; have hc := across_le2; have hg := gap_le. have half (x c g : R) :
    2 * x = c + g -> c ^+ 2 <= 2 + 2 * nu -> g ^+ 2 <= 2 * nu -> x ^+ 2 + nu <= 9 / 16.
    move=> e c2 g2; have h := sqr_ge0 (c / 20 - g);
      have e2 : 4 * x ^+ 2 = c ^+ 2 + 2 * (c * g) + g ^+ 2.
      have -> : 4 * x ^+ 2 = (2 * x) ^+ 2 by ring. by rewrite e; ring.
    have e3 : (c / 20 - g) ^+ 2 = c ^+ 2 / 400 - (c * g) / 10 + g ^+ 2 by field.
    by move: h e2 c2 g2 nu16; rewrite e3; move: (c ^+ 2) (g ^+ 2) (c * g) (x ^+ 2) => *; lra.
  have ea : 2 * inner u z.1 = across z + gap z by rewrite /across /gap; ring.
  have eb : 2 * inner v z.2 = across z + - gap z by rewrite /across /gap; ring.
  have hg' : (- gap z) ^+ 2 <= 2 * nu by rewrite sqrrN. have ha := half _ _ _ ea hc hg; have hb :=
    half _ _ _ eb hc hg'. rewrite (normsq_parts z.1 u1) (normsq_parts z.2 v1). by move: ha hb hp hq;
    move: (inner u z.1 ^+ 2) (inner v z.2 ^+ 2) (normsq _) (normsq _) => *; split; lra. Qed.

Variable w : T.
Lemma noisy_le : normsq (z.1 + Z1 w) <= 1 /\ normsq (z.2 + Z2 w) <= 1.
Proof. have [hx hy] := sizes_le; have n1 := normsq_thirds z.1 (Z1 w); have n2 := normsq_thirds z.2
    (Z2 w). have b1 := bounded1 w; have b2 := bounded2 w. by move: hx hy n1 n2 b1 b2 s16; move:
    (normsq z.1) (normsq z.2) (normsq _) (normsq _) (normsq _) (normsq _) => *; split; lra. Qed.
Lemma perp_noisy d (t x Z : 'cV[R]_d) : inner t t = 1 -> normsq (perp t x) <= nu -> normsq Z <= s ->
  0 <= normsq (perp t (x + Z)) <= 13 / 160.
Proof. move=> t1 hx hZ; rewrite normsq_ge0 perpD addrC; have := normsq_weighted (perp t Z)
    (perp t x). have hp : normsq (perp t Z) <= normsq Z by rewrite normsq_perp // gerBl sqr_ge0.
  by move: hp hx hZ s16 nu16; move: (normsq _) (normsq _) (normsq _) (normsq _) => *; lra. Qed.
Lemma gap_noisy : (inner u (z.1 + Z1 w) - inner v (z.2 + Z2 w)) ^+ 2 <= 117 / 400.
Proof. have a2 := unit_proj_le (Z1 w) u1; have b2 := unit_proj_le (Z2 w) v1; have hg := gap_le;
    have h1 := bounded1 w; have h2 := bounded2 w. rewrite !innerDr; move: hg; rewrite /Excess.gap;
    move: (inner u (Z1 w)) (inner v (Z2 w)) a2 b2 => al be a2 b2.
  have -> : inner u z.1 + al - (inner v z.2 + be) = inner u z.1 - inner v z.2 + (al - be) by ring.
  move: (inner u z.1 - inner v z.2) => g hg.
  have e1 := sqr_ge0 (al + be); have e2 := sqr_ge0 (3 * g - (al - be) / 3).
  have e3 : (g + (al - be)) ^+ 2 = 10 * g ^+ 2 + 10 / 9 * (al - be) ^+ 2 - (3 * g - (al - be) / 3)
    ^+ 2 by field. have e4 : (al - be) ^+ 2 = 2 * al ^+ 2 + 2 * be ^+ 2 - (al + be) ^+ 2 by ring.
  rewrite e3 e4; move: e1 e2 hg a2 b2 h1 h2 s16 nu16.
  by move: (g ^+ 2) (al ^+ 2) (be ^+ 2) (_ ^+ 2) (_ ^+ 2) (normsq _) (normsq _) => *; lra. Qed.
Lemma along_uE : along_u z w = normsq (z.2 + Z2 w) * inner u (z.1 + Z1 w) - inner v (z.2 + Z2 w).
Proof. by rewrite /Barrier.along_u gradX_rank1 innerBr !innerZr u1 mulr1. Qed.
Lemma along_vE : along_v z w = normsq (z.1 + Z1 w) * inner v (z.2 + Z2 w) - inner u (z.1 + Z1 w).
Proof. by rewrite /Barrier.along_v gradY_rank1 innerBr !innerZr v1 mulr1. Qed.
Theorem push_le : push z w ^+ 2 <= 4.
Proof. have [n1 n2] := noisy_le; rewrite /Spread.push along_uE along_vE.
  have hA := unit_proj_le (z.1 + Z1 w) u1; have hB := unit_proj_le (z.2 + Z2 w) v1.
  have m1 := normsq_ge0 (z.1 + Z1 w); have m2 := normsq_ge0 (z.2 + Z2 w).
  move: (inner u _) (inner v _) (normsq _) (normsq _) n1 n2 hA hB m1 m2 => A B f h n1 n2 hA hB m1
    m2. have -> : f * A - B + (h * B - A) = - ((1 - f) * A + (1 - h) * B) by ring. rewrite sqrrN;
    have a2 : A ^+ 2 <= 1 by exact: le_trans hA n1. have b2 : B ^+ 2 <= 1 by exact: le_trans hB n2.
  have sq (k x : R) : 0 <= k -> k <= 1 -> x ^+ 2 <= 1 -> ((1 - k) * x) ^+ 2 <= 1.
    by move=> k0 k1 x2; rewrite exprMn -[1]mulr1; apply: ler_pM;
      rewrite ?sqr_ge0 // expr_le1 //; lra.
  have h1 := sq _ _ m2 n2 a2; have h2 := sq _ _ m1 n1 b2.
  move: ((1 - f) * A) ((1 - h) * B) h1 h2 => X Y h1 h2; have := sqr_ge0 (X - Y).
  have -> : (X + Y) ^+ 2 = 2 * X ^+ 2 + 2 * Y ^+ 2 - (X - Y) ^+ 2 by ring.
  by move: h1 h2; move: (X ^+ 2) (Y ^+ 2) ((X - Y) ^+ 2) => *; lra. Qed.
Theorem shake_le : shake z w <= 1 / 2.
Proof. have [n1 n2] := noisy_le; have [hp hq] := perps_le. have hx := perp_noisy u1 hp (bounded1 w);
    have hy := perp_noisy v1 hq (bounded2 w); have hg := gap_noisy.
  have part d (t x : 'cV[R]_d) (k l : R) : inner t t = 1 -> 0 <= k -> k <= 1 ->
    0 <= normsq (perp t x) <= 13 / 160 -> normsq (perp t (k *: x - l *: t)) <= 13 / 160.
    move=> t1 k0 k1 /andP [x0 x1]; have -> : perp t (k *: x - l *: t) = k *: perp t x.
      by rewrite perpD -scaleNr !perpZ perpu // scaler0 addr0.
    by rewrite normsqZ; apply: le_trans x1; rewrite ler_piMl // expr_le1.
  have gx : normsq (perp u (gradX M (z.1 + Z1 w) (z.2 + Z2 w))) <= 13 / 160.
    by rewrite gradX_rank1; apply: part => //; exact: normsq_ge0.
  have gy : normsq (perp v (gradY M (z.1 + Z1 w) (z.2 + Z2 w))) <= 13 / 160.
    by rewrite gradY_rank1; apply: part => //; exact: normsq_ge0.
  have d : (along_u z w - along_v z w) ^+ 2 <= 56 / 100.
    rewrite along_uE along_vE; move: n1 n2;
      rewrite (normsq_parts _ u1) (normsq_parts _ v1) => n1 n2. exact: shake_numbers hx hy n1 n2 hg.
  by rewrite /Transverse.shake; move: gx gy d; move: (normsq _) (normsq _) (_ ^+ 2) => *; lra. Qed.
End Near.

Section Drift.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s eta nu : R).
Hypotheses (noise : law E Z1 Z2 s) (bounded1 : forall w, normsq (Z1 w) <= s)
  (bounded2 : forall w, normsq (Z2 w) <= s).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1)
  (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Hypotheses (nu16 : 1600 * nu <= 1) (nus : 2 * nu <= s).
Local Notation transverse := (transverse u v). Local Notation update := (update Z1 Z2 u v eta).
Theorem transverse_drift (z : state R d1 d2) : transverse z <= nu -> overlap u v z <= 1 / 2 ->
  upper E (fun w => transverse (update z w) ^+ 2) (transverse z ^+ 2 + 3 / 4 * eta ^+ 3 / s).
Proof. move=> hT hP; set t := transverse z; have t0 : 0 <= t by exact: transverse_ge0.
    have e2 := sqr_ge0 eta; have te2 : 0 <= t * eta ^+ 2 by exact: mulr_ge0.
    have point w : transverse (update z w) ^+ 2 <= t ^+ 2 + 13 / 4 * (t * eta ^+ 2)
      + 9 / 4 * eta ^+ 4 + (- 4 * eta * t) * pull_in Z1 Z2 u v z w.
      rewrite transverse_step // -/t; have h := shake_le bounded1 bounded2 u1 v1 s16 nu16 hT hP w.
      have hs := shake_ge0 Z1 Z2 u v z w; have hp := pull_sq Z1 Z2 u1 v1 z w; rewrite -/t in hp.
      move: (pull_in _ _ _ _ _ _) (shake _ _ _ _ _ _) h hs hp => b S h hs hp.
      have b2 : b ^+ 2 <= t / 2.
        by apply: le_trans hp _; apply: le_trans (ler_wpM2l t0 h) _; rewrite mul1r.
      have S2 : S ^+ 2 <= 1 / 4.
        have -> : 1 / 4 = (1 / 2) ^+ 2 :> R by field. exact: sq_le.
      have c1 := ler_wpM2l te2 h; have c2 := ler_wpM2l e2 b2; have c3 :=
        ler_wpM2l (sqr_ge0 (eta ^+ 2)) S2. have q := sqr_ge0 (- eta * b / 2 - 2 * (eta ^+ 2 * S)).
      have e : (t - 2 * eta * b + eta ^+ 2 * S) ^+ 2 = t ^+ 2 + - 4 * eta * t * b
        + 2 * (t * eta ^+ 2 * S) + (9 / 2 * (eta ^+ 2 * b ^+ 2) + 9 * ((eta ^+ 2) ^+ 2 * S ^+ 2)
        - 2 * (- eta * b / 2 - 2 * (eta ^+ 2 * S)) ^+ 2).
        by field.
      have e4 : (eta ^+ 2) ^+ 2 = eta ^+ 4 by rewrite -exprM.
      move: c1 c2 c3 q; rewrite e e4; have -> : t * eta ^+ 2 * (1 / 2) = t * eta ^+ 2 / 2 by field.
      have -> : eta ^+ 2 * (t / 2) = t * eta ^+ 2 / 2 by field. have -> : eta ^+ 4 * (1 / 4) =
        eta ^+ 4 / 4 by field. by move: (t * eta ^+ 2 * S) (eta ^+ 2 * b ^+ 2) (eta ^+ 4 * S ^+ 2)
        (_ ^+ 2) (- 4 * eta * t * b) (t ^+ 2) (t * eta ^+ 2) (eta ^+ 4) => *; lra.
    have hm := mean_pull_in u1 v1 noise z; set m := (X in E _ X) in hm.
    have low : 15 / 16 * s * t <= m.
      have n := pull_numbers (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)) s0 nus hP hT.
      exact: n.
    have hh := upper_add (upper_const E (t ^+ 2 + 13 / 4 * (t * eta ^+ 2) + 9 / 4 * eta ^+ 4))
      (upper_mean (mean_scale (- 4 * eta * t) hm)). apply: upper_le (upper_mono point hh); have et :
      0 <= eta * t by rewrite mulr_ge0 // ltW. have c := ler_wpM2l et low; rewrite -!addrA lerD2l.
    have key : 0 <= eta * (15 * s * t / 4 - 13 / 8 * eta) ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 // ltW.
    rewrite -(ler_pM2l s0); have -> : s * (3 / 4 * eta ^+ 3 / s) = 3 / 4 * eta ^+ 3 by field;
      rewrite gt_eqF. have ck : eta * (15 * s * t / 4 - 13 / 8 * eta) ^+ 2 * 4 / 15 = 15 / 4
      * (s * (eta * t * (s * t))) - 13 / 4 * (s * (t * eta ^+ 2)) + 169 / 240 * eta ^+ 3 by field.
    have e5 : s * eta ^+ 4 <= 1 / 320 * eta ^+ 3.
      have -> : s * eta ^+ 4 = s * eta * eta ^+ 3 by ring. apply: ler_wpM2r;
        first by rewrite exprn_ge0 // ltW. have -> : 1 / 320 = 1 / 16 * (1 / 20) :> R by field.
      by apply: ler_pM; rewrite ?(ltW s0) ?(ltW eta0) //; [move: s16|move: eta20]; lra.
    have c' := ler_wpM2l (ltW s0) c.
    have -> : s * (13 / 4 * (t * eta ^+ 2) + (9 / 4 * eta ^+ 4 + - 4 * eta * t * m)) =
      13 / 4 * (s * (t * eta ^+ 2)) + 9 / 4 * (s * eta ^+ 4) - 4 * (s * (eta * t * m)) by ring.
    have e6 : s * (eta * t * (15 / 16 * s * t)) = 15 / 16 * (s * (eta * t * (s * t))) by ring.
    have e3 : 0 <= eta ^+ 3 by rewrite exprn_ge0 // ltW.
    have {}key : 0 <= eta * (15 * s * t / 4 - 13 / 8 * eta) ^+ 2 * 4 / 15.
      by apply: divr_ge0; [apply: mulr_ge0|]; rewrite ?ler0n.
    rewrite e6 in c'; rewrite ck in key; move: key c' e5. by move: (s * (eta * t * (s * t)))
      (s * (t * eta ^+ 2)) (s * eta ^+ 4) (s * (eta * t * m)) (eta ^+ 3) e3 => *; lra. Qed.
End Drift.
