(* SPDX-License-Identifier: Apache-2.0 *)
(* AnyStartBalance.v: the noise balances the factors from any start, at any rank, for any M, and
   nothing is left to suppose of the run.

   Noise with |Z1|^2 + |Z2|^2 <= b at every outcome and E Z1^T Z1 = E Z2^T Z2 = c I. Where the
   smoothed objective is at most h^2/2,
       |X Y^T - M| <= h,     |X|^2 + |Y|^2 <= N = h^2/c, |GX|^2 + |GY|^2 <= K = (2 h^2 + 6 N b + 3
                             b^2/2) (2 N + 2 b),
   and |grad Fs|^2 <= G = 2 (h^2 + c^2) N. One step raises Fs by u = m - eta <grad Fs, (GX, GY)> at
   most (rises_gently),
       m = eta^2 (N + h/2 + c/2) K + eta^4 K^2/4,
   so that from Fs <= l < h^2/2 the run passes h^2/2 within n steps with a probability of at most
       n (2 (h^2/2 - l) m + 2 eta^2 G K + 2 m^2) / (h^2/2 - l)^2.
   Until then MatrixImbalance.v speaks of it, with k2 = K and k4 = K^2.
   Main results: bounded_rises, objective_stays, balance_any_start, balance_any_start_signs.
   Paper's place: Theorem 2 (U^T U = V^T V) and Phase III, any rank. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  LemmaFour Descent GradientMoments Balance SignsBalance.
From NoisyGD Require Import MatrixImbalance.

Section AnyStart.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta b h : R) (M : 'M[R]_(d1, d2)).
Hypotheses (noise : smoothing_noise E Z1 Z2 c c)
  (bounded : forall w, normsq (Z1 w) + normsq (Z2 w) <= b) (b0 : 0 <= b).
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (h0 : 0 < h).
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Local Notation g := (noisy_length Z1 Z2 M). Local Notation move := (moved Z1 Z2 eta M).
Definition objective z : R := Fs M c c z.1 z.2.
Definition widest : R := h ^+ 2 / c.
Definition noisiest : R := (2 * h ^+ 2 + 6 * widest * b + 3 / 2 * b ^+ 2) * (2 * widest + 2 * b).
Definition steepest : R := 2 * (h ^+ 2 + c ^+ 2) * widest.
Definition slack : R := widest + h / 2 + c / 2.
Definition overshoot : R := eta ^+ 2 * slack * noisiest + eta ^+ 4 * noisiest ^+ 2 / 4.
Local Notation N := widest. Local Notation K := noisiest. Local Notation G := steepest.
Local Notation m := overshoot.

Let N0 : 0 <= N. Proof. by apply: divr_ge0; [exact: sqr_ge0|exact: ltW]. Qed.
Let first0 : 0 <= 2 * h ^+ 2 + 6 * N * b + 3 / 2 * b ^+ 2.
Proof. apply: addr_ge0 (mulr_ge0 (divr_ge0 (ler0n _ 3) (ler0n _ 2)) (sqr_ge0 b)).
  exact: addr_ge0 (mulr_ge0 (ler0n _ 2) (sqr_ge0 h)) (mulr_ge0 (mulr_ge0 (ler0n _ 6) N0) b0). Qed.
Let last0 : 0 <= 2 * N + 2 * b.
Proof. exact: addr_ge0 (mulr_ge0 (ler0n _ 2) N0) (mulr_ge0 (ler0n _ 2) b0). Qed.
Let factor0 : 0 <= 2 * (h ^+ 2 + c ^+ 2).
Proof. exact: mulr_ge0 (ler0n _ 2) (addr_ge0 (sqr_ge0 _) (sqr_ge0 _)). Qed.
Let e40 : 0 <= eta ^+ 4. Proof. by rewrite -[4%N]/(2 * 2)%N exprM sqr_ge0. Qed.
Lemma noisiest_ge0 : 0 <= K. Proof. exact: mulr_ge0 first0 last0. Qed.
Lemma steepest_ge0 : 0 <= G. Proof. exact: mulr_ge0 factor0 N0. Qed.
Lemma slack_ge0 : 0 <= slack.
Proof. exact: addr_ge0 (addr_ge0 N0 (divr_ge0 (ltW h0) (ler0n _ 2)))
    (divr_ge0 (ltW c0) (ler0n _ 2)). Qed.
Lemma overshoot_ge0 : 0 <= m.
Proof. apply: addr_ge0; last exact: divr_ge0 (mulr_ge0 e40 (sqr_ge0 _)) (ler0n _ 4).
  exact: mulr_ge0 (mulr_ge0 (sqr_ge0 _) slack_ge0) noisiest_ge0. Qed.

(* Where the objective is at most h^2/2. *)
Section Below.
Variable z : 'M[R]_(d1, r) * 'M[R]_(d2, r). Hypothesis low : objective z <= h ^+ 2 / 2.
Lemma residual_low : normsq (residual M z.1 z.2) <= h ^+ 2.
Proof. have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2; have p := addr_ge0
    (mulr_ge0 (ltW c0) x0) (mulr_ge0 (ltW c0) y0). by move: low; rewrite /objective /Fs /F; move: p;
    move: (c * normsq z.1) (c * normsq z.2) (normsq (residual _ _ _)) (h ^+ 2) => *; lra. Qed.
Lemma size_low : normsq z.1 + normsq z.2 <= N.
Proof. have r0 := normsq_ge0 (residual M z.1 z.2); rewrite /widest ler_pdivlMr // mulrC mulrDr.
  by move: low; rewrite /objective /Fs /F; move: r0;
    move: (c * normsq z.1) (c * normsq z.2) (normsq (residual _ _ _)) (h ^+ 2) => *; lra. Qed.
Lemma length_low w : g z w <= K.
Proof. rewrite /noisy_length /noisyX /noisyY /gradX /gradY; have hb := bounded w.
  have A0 := normsq_ge0 (Z1 w); have B0 := normsq_ge0 (Z2 w); have x0 := normsq_ge0 z.1; have y0 :=
    normsq_ge0 z.2; have hN := size_low. have hr : normsq (residual M (z.1 + Z1 w) (z.2 + Z2 w)) <=
    2 * h ^+ 2 + 6 * N * b + 3 / 2 * b ^+ 2.
    rewrite residualD -addrA; apply: le_trans (normsqD2 _ _) _. have p1 := normsq_mul_le z.1
      (Z2 w)^T; have p2 := normsq_mul_le (Z1 w) z.2^T; have p3 := normsq_mul_le (Z1 w) (Z2 w)^T.
    have p4 := normsqD3 (z.1 *m (Z2 w)^T) (Z1 w *m z.2^T) (Z1 w *m (Z2 w)^T); rewrite !normsq_tr
      in p1 p2 p3. have q1 : normsq z.1 * normsq (Z2 w) + normsq (Z1 w) * normsq z.2 <= N * b.
      apply: (@le_trans _ _ ((normsq z.1 + normsq z.2) * (normsq (Z1 w) + normsq (Z2 w))));
        last by apply: ler_pM => //; exact: addr_ge0. have := mulr_ge0 x0 A0;
        have := mulr_ge0 y0 B0; rewrite mulrDl !mulrDr [normsq (Z1 w) * _]mulrC.
      by move: (normsq z.1 * normsq (Z1 w)) (normsq z.1 * normsq (Z2 w))
        (normsq z.2 * normsq (Z1 w)) (normsq z.2 * normsq (Z2 w)) => *; lra.
    have q2 : 4 * (normsq (Z1 w) * normsq (Z2 w)) <= b ^+ 2.
      apply: (@le_trans _ _ ((normsq (Z1 w) + normsq (Z2 w)) ^+ 2));
        last by rewrite ler_sqr ?nnegrE ?addr_ge0. by rewrite -subr_ge0; have -> : forall s t : R,
        (s + t) ^+ 2 - 4 * (s * t) = (s - t) ^+ 2 by [move=> s t; ring]; exact: sqr_ge0.
    have hR := residual_low; rewrite -mulrA.
    move: p1 p2 p3 p4 q1 q2 hR; move: (normsq (z.1 *m _)) (normsq (Z1 w *m z.2^T))
      (normsq (Z1 w *m (Z2 w)^T)) (normsq (_ + _)) (normsq (residual _ _ _)). by move: (normsq z.1
      * _) (normsq (Z1 w) * normsq z.2) (normsq (Z1 w) * _) (N * b) (b ^+ 2) (h ^+ 2) => *; lra.
  have hn : normsq (z.1 + Z1 w) + normsq (z.2 + Z2 w) <= 2 * N + 2 * b.
    have h1 := normsqD2 z.1 (Z1 w); have h2 := normsqD2 z.2 (Z2 w); move: h1 h2 hb hN.
    move: (normsq (z.1 + _)) (normsq (z.2 + _)) (normsq z.1) (normsq z.2) (normsq (Z1 w))
      (normsq (Z2 w)) => *; lra.
  move: (z.1 + Z1 w) (z.2 + Z2 w) hr hn => A B hr hn. have gX := normsq_mul_le (residual M A B) B;
    have gY := normsq_mul_le (residual M A B)^T A; rewrite normsq_tr in gY.
  apply: (@le_trans _ _ (normsq (residual M A B) * (normsq A + normsq B))); first by rewrite mulrDr
    addrC; exact: lerD. by apply: ler_pM; rewrite ?addr_ge0 ?normsq_ge0. Qed.
Definition gradient_sq : R := normsq (gradXs M c z.1 z.2) + normsq (gradYs M c z.1 z.2).
Lemma gradient_sq_ge0 : 0 <= gradient_sq. Proof. exact: addr_ge0 (normsq_ge0 _) (normsq_ge0 _). Qed.
Lemma gradient_low : gradient_sq <= G.
Proof. have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2; have hR := residual_low.
  have gX : normsq (gradX M z.1 z.2) <= h ^+ 2 * normsq z.2 by apply: le_trans (normsq_mul_le _ _)
    _; exact: ler_wpM2r. have gY : normsq (gradY M z.1 z.2) <= h ^+ 2 * normsq z.1
    by apply: le_trans (normsq_mul_le _ _) _; rewrite normsq_tr; exact: ler_wpM2r.
  have sX : normsq (gradXs M c z.1 z.2) <= _ := normsqD2 (gradX M z.1 z.2) (c *: z.1).
  have sY : normsq (gradYs M c z.1 z.2) <= _ := normsqD2 (gradY M z.1 z.2) (c *: z.2).
  rewrite normsqZ in sX; rewrite normsqZ in sY. apply: (@le_trans _ _
    (2 * (h ^+ 2 + c ^+ 2) * (normsq z.1 + normsq z.2))); last exact: ler_wpM2l size_low.
  have -> : 2 * (h ^+ 2 + c ^+ 2) * (normsq z.1 + normsq z.2) = 2 * (h ^+ 2 * normsq z.2)
    + 2 * (c ^+ 2 * normsq z.1) + (2 * (h ^+ 2 * normsq z.1) + 2 * (c ^+ 2 * normsq z.2)) by ring.
  by apply: lerD; [move: sX gX|move: sY gY];
    move: (normsq (_ M _ _)) (h ^+ 2 * _) (c ^+ 2 * _) (normsq _) => *; lra. Qed.

Definition slope w : R :=
  inner (gradXs M c z.1 z.2) (noisyX Z1 Z2 M z w) + inner (gradYs M c z.1 z.2) (noisyY Z1 Z2 M z w).
Lemma slope_sq w : slope w ^+ 2 <= gradient_sq * g z w.
Proof. have h1 := cauchy (gradXs M c z.1 z.2) (noisyX Z1 Z2 M z w); have h2 :=
    cauchy (gradYs M c z.1 z.2) (noisyY Z1 Z2 M z w). by rewrite /slope -[X in _ + X]opprK
    -normsq_number raddfB; apply: difference_le; rewrite ?normsq_ge0 // normsq_number ?sqrrN. Qed.
(* The objective rises by no more than this. *)
Definition rise w : R := eta ^+ 2 * slack * g z w + eta ^+ 4 * g z w ^+ 2 / 4 - eta * slope w.
Lemma objective_rises w : objective (move z w) <= objective z + rise w.
Proof. have hd := descent (eta *: noisyX Z1 Z2 M z w) (eta *: noisyY Z1 Z2 M z w) h0 residual_low
    (lexx c) (lexx c).
  apply: le_trans hd _; rewrite !innerZr !normsqZ -mulrDr -mulrDr -/(slope w) -/(noisy_length Z1 Z2
    M z w) /objective /rise. have g0 : 0 <= g z w by rewrite addr_ge0 ?normsq_ge0. have s1 :
    (normsq z.1 + normsq z.2 + h / 2 + c / 2) * (eta ^+ 2 * g z w) <= eta ^+ 2 * slack * g z w.
    rewrite mulrCA -[X in _ <= X]mulrA; apply: (ler_wpM2l (sqr_ge0 eta)); apply: ler_wpM2r => //.
    by rewrite /slack -!addrA [_ + (normsq _ + _)]addrA; apply: lerD => //; exact: size_low.
  have -> : (eta ^+ 2 * g z w) ^+ 2 / 4 = eta ^+ 4 * g z w ^+ 2 / 4 by rewrite exprMn -exprM.
  by move: s1; move: (Fs _ _ _ _ _) (eta * slope w) (_ * (eta ^+ 2 * _)) (_ / 4) (_ * slack * _) =>
    *; lra. Qed.
Lemma mean_slope : E slope gradient_sq.
Proof. have [gx gy] := mean_gradients noise M z.1 z.2. exact: mean_add
    (mean_inner_Mean (gradXs M c z.1 z.2) gx) (mean_inner_Mean (gradYs M c z.1 z.2) gy). Qed.
End Below.

(* One step raises the objective by some u, with E u <= m - eta |grad Fs|^2 and E u^2 <= 2 eta^2 K
   |grad Fs|^2 + v. *)
Definition rises_gently (m K v : R) : Prop := forall z, objective z <= h ^+ 2 / 2 ->
  exists u, [/\ forall w, objective (move z w) <= objective z + u w,
  upper E u (m - eta * gradient_sq z) &
    upper E (fun w => u w ^+ 2) (2 * eta ^+ 2 * (gradient_sq z * K) + v)].
Theorem bounded_rises : rises_gently m K (2 * m ^+ 2).
Proof. move=> z low; have gK w : 0 <= g z w <= K by rewrite length_low // addr_ge0 ?normsq_ge0.
  have below w : eta ^+ 2 * slack * g z w + eta ^+ 4 * g z w ^+ 2 / 4 <= m.
    case/andP: (gK w) => g0 g1; apply: lerD;
      first exact: (ler_wpM2l (mulr_ge0 (sqr_ge0 _) slack_ge0) g1). by rewrite ler_pM2r ?invr_gt0
      ?ltr0n //; apply: (ler_wpM2l e40); rewrite ler_sqr ?nnegrE ?noisiest_ge0.
  exists (fun w => m - eta * slope z w); split.
  - by move=> w; apply: le_trans (objective_rises low w) _; rewrite lerD2l lerD2r.
  - have h1 := upper_mean (mean_add (mean_const E m) (mean_scale (- eta) (mean_slope z)));
      rewrite mulNr in h1. by apply: upper_mono h1 => w; rewrite mulNr.
  apply: upper_mono (upper_const E _) => w; case/andP: (gK w) => _ /(ler_wpM2l (gradient_sq_ge0 z))
    /(le_trans (slope_sq z w)) /(ler_wpM2l (sqr_ge0 eta)). have := sqr_ge0 (m + eta * slope z w).
  have -> : (m + eta * slope z w) ^+ 2 = 2 * m ^+ 2 + 2 * (eta ^+ 2 * slope z w ^+ 2)
    - (m - eta * slope z w) ^+ 2 by ring. by rewrite -[2 * eta ^+ 2 * _]mulrA;
    move: (eta ^+ 2 * slope z w ^+ 2) (eta ^+ 2 * (_ * K)) (m ^+ 2) ((m - _) ^+ 2) => *; lra. Qed.

Local Definition leaves (l : R) : R :=
  (2 * (h ^+ 2 / 2 - l) * m + (2 * eta ^+ 2 * (G * K) + 2 * m ^+ 2)) / (h ^+ 2 / 2 - l) ^+ 2.
Theorem objective_stays l n z : l < h ^+ 2 / 2 -> objective z <= l ->
  fails E move (fun _ z => h ^+ 2 / 2 < objective z) (fun _ _ => false) n 0 z (n%:R * leaves l).
Proof. move=> hl hz; have GK : 0 <= 2 * eta ^+ 2 * (G * K) + 2 * m ^+ 2.
    apply: addr_ge0 (mulr_ge0 (mulr_ge0 (ler0n _ 2) (sqr_ge0 _))
      (mulr_ge0 steepest_ge0 noisiest_ge0)) _. exact: mulr_ge0 (ler0n _ 2) (sqr_ge0 _).
  rewrite /leaves mulrA. apply: (rises hl overshoot_ge0 GK (inside := xpredT)) hz => z' _ low;
    have [u [hu mu vu]] := bounded_rises low; exists u; split=> //.
    by apply: upper_le mu; rewrite gerBl mulr_ge0 ?gradient_sq_ge0 // ltW.
  apply: upper_le vu; rewrite lerD2r; apply: (ler_wpM2l (mulr_ge0 (ler0n _ 2) (sqr_ge0 _))).
  exact: (ler_wpM2r noisiest_ge0 (gradient_low low)). Qed.

Hypothesis etac : 4 * eta * c <= 1.
Local Notation grow := (grows eta N K (K ^+ 2)).
Theorem balance_any_start l t1 n level z : l < h ^+ 2 / 2 -> objective z <= l -> 0 < level ->
  fails E move (fun t z => (t1 <= t)%N && (level < normsq (imbalances z))) (fun _ _ => false) n 0 z
    (n%:R * leaves l + ((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z) + grow / (4 * eta * c)
        + grow * (n - t1)%:R) / level).
Proof. move=> hl hz lev; have hs := objective_stays n hl hz.
  have inside z' : ~~ (h ^+ 2 / 2 < objective z') ->
    [/\ normsq z'.1 + normsq z'.2 <= N, upper E (g z') K & upper E (fun w => g z' w ^+ 2) (K ^+ 2)].
    rewrite -leNgt => low; split; first exact: size_low.
      by apply: upper_mono (upper_const E _) => w; exact: length_low.
    by apply: upper_mono (upper_const E _) => w;
      rewrite ler_sqr ?nnegrE ?length_low ?noisiest_ge0 // addr_ge0 ?normsq_ge0.
  have hb := matrix_lasts noise eta0 c0 etac N0 noisiest_ge0 (sqr_ge0 K) inside t1 n z lev.
  apply: (fails_mono (bad := fun t z => (h ^+ 2 / 2 < objective z) ||
      ((t1 <= t)%N && (level < normsq (imbalances z)))) (stop := fun _ _ => false)) => //.
    by move=> t z' k; apply/orP; right.
  by apply: fails_or hs _; apply: fails_mono hb => // t z' /=; rewrite negbK. Qed.
End AnyStart.

(* Random signs: nothing is left to suppose of the noise. *)
Section Signs.
Variables (R : realFieldType) (d1 d2 r : nat) (q1 q2 c eta h : R) (M : 'M[R]_(d1, d2)).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = c) (h2 : d2%:R * q2 ^+ 2 = c) (c0 : 0 < c).
Hypotheses (eta0 : 0 < eta) (h0 : 0 < h) (etac : 4 * eta * c <= 1).
Local Notation b := (2 * (r%:R * c)). Local Notation N := (widest c h).
Local Notation K := (noisiest c b h).
Theorem balance_any_start_signs l t1 n level (z : 'M[R]_(d1, r) * 'M[R]_(d2, r)) : l < h ^+ 2 / 2 ->
  objective c M z <= l -> 0 < level ->
  fails (Rademacher.all_signs R d1 d2 r) (moved (Rademacher.Z1 q1) (Rademacher.Z2 q2) eta M)
    (fun t z => (t1 <= t)%N && (level < normsq (imbalances z))) (fun _ _ => false) n 0 z
    (n%:R * leaves c eta b h l
     + ((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z) + grows eta N K (K ^+ 2) / (4 * eta * c)
       + grows eta N K (K ^+ 2) * (n - t1)%:R) / level).
Proof. have b0 : 0 <= b by apply: mulr_ge0 (ler0n _ 2) (mulr_ge0 (ler0n _ r) (ltW c0)). exact:
    (balance_any_start (signs_smoothing r h1 h2) (signs_bounded (r := r) h1 h2) b0 eta0 c0 h0 etac).
Qed.
End Signs.
