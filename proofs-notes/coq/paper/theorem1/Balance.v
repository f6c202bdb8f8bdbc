(* SPDX-License-Identifier: Apache-2.0 *)
(* Balance.v: the noise balances the factors, at any rank, for any M, from any start, while the run
   stays bounded.

   D = |X|^2 - |Y|^2, noise of equal strength E Z1^T Z1 = E Z2^T Z2 = c I, one step size eta. <X, R
   Y> = <Y, R^T X>, so that in the mean only the weights of the smoothed objective move D, and what
   is of second order in eta:
       E D' = (1 - 2 eta c) D + eta^2 (E |GX|^2 - E |GY|^2).
   Its square contracts twice as fast. Where |X|^2 + |Y|^2 <= N, and g = |GX|^2 + |GY|^2 has means E
   g <= k2, E g^2 <= k4,
       E D'^2 <= (1 - 4 eta c) D^2 + eta^2 (10 N k2 + 2 eta^2 k4).

   In the setting of LocalTheorem.v the run stays bounded with a probability, and N, k2, k4 are
   numbers.
   Main results: mean_imbalance (one step, exactly), imbalance_contracts, balance_mean (the mean of
   D^2 after n steps), balance_lasts (that D^2 stays low, with a probability), balance_local (at
   rank one, from every start with an excess of at most 1/4).
   Paper's place: Theorem 2 and Phase III (the noise selects the balanced optimum), any rank. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process Window LemmaFour Descent
  Excess GradientMoments GradientDomination LocalTheorem.

(* Lengths of matrices in one step, of any shape: a number is a matrix of one row and one column. *)
Section Lengths.
Variable R : realFieldType.
Lemma normsq_number (x : R) : normsq (x%:M : 'M_1) = x ^+ 2.
Proof. by rewrite /normsq innerE !big_ord1 mxE eqxx mulr1n expr2. Qed.
Lemma inner_number (x y : R) : inner (x%:M : 'M_1) y%:M = x * y.
Proof. by rewrite innerE !big_ord1 !mxE eqxx !mulr1n. Qed.

Variables (m n : nat). Implicit Types A B D P Q : 'M[R]_(m, n).
Lemma difference_le A B x y p q : 0 <= x -> 0 <= y -> 0 <= p -> 0 <= q ->
  normsq A <= x * p -> normsq B <= y * q -> normsq (A - B) <= (x + y) * (p + q).
Proof. move=> x0 y0 p0 q0 hA hB; have hi := cauchy A B; rewrite normsqB; have A0 := normsq_ge0 A;
    have B0 := normsq_ge0 B. have s0 : 0 <= x * q + y * p by rewrite addr_ge0 ?mulr_ge0.
  have hs : `|2 * inner A B| <= x * q + y * p.
    rewrite -ler_sqr ?nnegrE // real_normK ?num_real // -subr_ge0.
    have h : inner A B ^+ 2 <= x * p * (y * q) by apply: le_trans hi _; apply: ler_pM.
    have -> : (x * q + y * p) ^+ 2 - (2 * inner A B) ^+ 2 = (x * q - y * p) ^+ 2 + 4 * (x * p
      * (y * q) - inner A B ^+ 2) by ring. by rewrite addr_ge0 ?sqr_ge0 ?mulr_ge0 ?ler0n ?subr_ge0.
  move: hs; rewrite ler_norml => /andP [hs _].
  have -> : (x + y) * (p + q) = x * p + (x * q + y * p) + y * q by ring. by move: (x * q + y * p)
    (x * p) (y * q) (normsq A) (normsq B) (2 * inner A B) hA hB hs => *; lra. Qed.
(* What a step of the size eta adds to a square. *)
Lemma square_step D P Q N g eta : 0 <= N -> 0 <= g -> normsq D <= N ^+ 2 -> normsq P <= N * g ->
  normsq Q <= g ^+ 2 ->
  normsq (D - (2 * eta) *: P + eta ^+ 2 *: Q) <= normsq D - 4 * eta * inner D P
    + 10 * eta ^+ 2 * N * g + 2 * eta ^+ 4 * g ^+ 2.
Proof. move=> N0 g0 hD hP hQ; have e2 := sqr_ge0 eta;
    have e4 : 0 <= eta ^+ 4 by rewrite -[4%N]/(2 * 2)%N exprM sqr_ge0. have Dh : inner D Q <= N * g.
    apply: le_trans (ler_norm _) _; rewrite -ler_sqr ?nnegrE ?mulr_ge0 // real_normK ?num_real //
      exprMn. by apply: le_trans (cauchy D Q) _; apply: ler_pM; rewrite ?normsq_ge0.
  have {}Dh := ler_wpM2l e2 Dh; have {}hP := ler_wpM2l e2 hP; have {}hQ := ler_wpM2l e4 hQ.
  have sq : normsq (- ((2 * eta) *: P) + eta ^+ 2 *: Q) <= 8 * (eta ^+ 2 * normsq P)
    + 2 * (eta ^+ 4 * normsq Q).
    have := normsq_ge0 ((2 * eta) *: P + eta ^+ 2 *: Q);
      rewrite !normsqD normsqN !normsqZ innerNl -subr_ge0 => k; rewrite -subr_ge0.
    by apply: le_trans k _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  rewrite -addrA normsqD innerDr innerNr !innerZr.
  have -> : 10 * eta ^+ 2 * N * g = 10 * (eta ^+ 2 * (N * g)) by ring.
  have -> : 2 * eta ^+ 4 * g ^+ 2 = 2 * (eta ^+ 4 * g ^+ 2) by ring.
  move: sq Dh hP hQ; move: (normsq (_ + _)) (normsq D) (inner D P) (eta ^+ 2 * inner D Q) (eta ^+ 2
    * normsq P) (eta ^+ 2 * (N * g)) (eta ^+ 4 * normsq Q) (eta ^+ 4 * g ^+ 2) => *; lra. Qed.
End Lengths.

Section Balance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta : R) (M : 'M[R]_(d1, d2)).
Hypothesis noise : smoothing_noise E Z1 Z2 c c.
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Definition imbalance z : R := normsq z.1 - normsq z.2.
Definition noisyX z w := gradX M (z.1 + Z1 w) (z.2 + Z2 w).
Definition noisyY z w := gradY M (z.1 + Z1 w) (z.2 + Z2 w).
Definition moved z w := (z.1 - eta *: noisyX z w, z.2 - eta *: noisyY z w).
Definition noisy_length z w := normsq (noisyX z w) + normsq (noisyY z w).

(* How one step changes it, whatever the outcome. *)
Definition pull z w : R := inner z.1 (noisyX z w) - inner z.2 (noisyY z w).
Lemma imbalance_moved z w :
  imbalance (moved z w) = imbalance z - 2 * eta * pull z w
    + eta ^+ 2 * (normsq (noisyX z w) - normsq (noisyY z w)).
Proof. by rewrite /imbalance /moved /pull /= !normsqB !innerZr !normsqZ; ring. Qed.
Lemma mean_pull z : E (pull z) (c * imbalance z).
Proof. have [gx gy] := mean_gradients noise M z.1 z.2.
  have h := mean_add (mean_inner_Mean z.1 gx) (mean_scale (-1) (mean_inner_Mean z.2 gy)).
  apply: (mean_ext (f := fun w => inner z.1 (noisyX z w) + -1 * inner z.2 (noisyY z w))) => [w|];
    first by rewrite mulN1r. apply: mean_eq h _; rewrite /gradXs /gradYs !innerDr !innerZr -/(normsq
    _) -/(normsq _) /imbalance. have -> : inner z.2 (gradY M z.1 z.2) = inner z.1 (gradX M z.1 z.2).
    by rewrite /gradX /gradY [LHS]innerC inner_mull trmxK.
  ring. Qed.

Theorem mean_imbalance z gx gy : E (fun w => normsq (noisyX z w)) gx ->
  E (fun w => normsq (noisyY z w)) gy ->
  E (fun w => imbalance (moved z w)) ((1 - 2 * eta * c) * imbalance z + eta ^+ 2 * (gx - gy)).
Proof. move=> hx hy; have h := mean_add (mean_add (mean_const E (imbalance z)) (mean_scale
      (- (2 * eta)) (mean_pull z))) (mean_scale (eta ^+ 2) (mean_add hx (mean_scale (-1) hy))).
  apply: (mean_ext (f := fun w => imbalance z + - (2 * eta) * pull z w
      + eta ^+ 2 * (normsq (noisyX z w) + -1 * normsq (noisyY z w)))) => [w|].
    by rewrite imbalance_moved; ring.
  by apply: mean_eq h _; ring. Qed.

(* Its square: numbers as 1 x 1 matrices. *)
Variable N : R.
Local Lemma pull_sq z w : normsq z.1 + normsq z.2 <= N -> pull z w ^+ 2 <= N * noisy_length z w.
Proof. move=> hN; have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2;
    have p0 := normsq_ge0 (noisyX z w); have q0 := normsq_ge0 (noisyY z w).
  apply: (@le_trans _ _ ((normsq z.1 + normsq z.2) * noisy_length z w)); last by apply: ler_wpM2r;
    rewrite ?addr_ge0. rewrite -normsq_number /pull raddfB; apply: difference_le;
    rewrite // normsq_number; exact: cauchy. Qed.

(* What one step adds to the square of D, whatever the outcome. *)
Lemma square_moved z w : normsq z.1 + normsq z.2 <= N ->
  imbalance (moved z w) ^+ 2 <= imbalance z ^+ 2 - 4 * eta * imbalance z * pull z w
    + 10 * eta ^+ 2 * N * noisy_length z w
    + 2 * eta ^+ 4 * noisy_length z w ^+ 2.
Proof. move=> hN; have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2;
    have p0 := normsq_ge0 (noisyX z w); have q0 := normsq_ge0 (noisyY z w).
  have small (x y k : R) : 0 <= x -> 0 <= y -> x + y <= k -> normsq ((x - y)%:M : 'M_1) <= k ^+ 2.
    move=> ? ? h; rewrite normsq_number -real_normK ?num_real // ler_sqr ?nnegrE //;
      last by move: h; lra. by rewrite ler_norml; apply/andP; split; move: h; lra.
  have hP : normsq ((pull z w)%:M : 'M_1) <= N * noisy_length z w by rewrite normsq_number;
    exact: pull_sq. have N0 : 0 <= N by move: hN; lra. have := square_step eta N0 (addr_ge0 p0 q0)
    (small _ _ _ x0 y0 hN) hP (small _ _ _ p0 q0 (lexx _)). by rewrite !scale_scalar_mx -raddfB
    -raddfD !normsq_number inner_number mulrA imbalance_moved. Qed.

Variables k2 k4 : R.
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (etac : 4 * eta * c <= 1) (N0 : 0 <= N) (k20 : 0 <= k2)
  (k40 : 0 <= k4).
Definition grows : R := eta ^+ 2 * (10 * N * k2 + 2 * eta ^+ 2 * k4).
Theorem imbalance_contracts z : normsq z.1 + normsq z.2 <= N ->
  upper E (noisy_length z) k2 -> upper E (fun w => noisy_length z w ^+ 2) k4 ->
  upper E (fun w => imbalance (moved z w) ^+ 2) ((1 - 4 * eta * c) * imbalance z ^+ 2 + grows).
Proof. move=> hN h2 h4; have e2 := sqr_ge0 eta;
    have e4 : 0 <= 2 * eta ^+ 4 by rewrite mulr_ge0 ?ler0n // -[4%N]/(2 * 2)%N exprM sqr_ge0.
  have q0 : 0 <= 10 * eta ^+ 2 * N by apply: mulr_ge0 N0; rewrite mulr_ge0 ?ler0n ?sqr_ge0.
  have hm := upper_mean (mean_add (mean_const E (imbalance z ^+ 2))
    (mean_scale (- (4 * eta * imbalance z)) (mean_pull z))).
  have h := upper_add (upper_add hm (upper_scale q0 h2)) (upper_scale e4 h4).
  apply: upper_le (upper_mono _ h) => [|w]; first by rewrite le_eqVlt /grows; apply/orP; left;
    apply/eqP; ring. by apply: le_trans (square_moved w hN) _; rewrite mulNr. Qed.

(* A run that stays within N, where k2 and k4 bound the noisy gradient. *)
Variable inside : 'M[R]_(d1, r) * 'M[R]_(d2, r) -> bool.
Hypothesis bounded : forall z, inside z ->
  [/\ normsq z.1 + normsq z.2 <= N, upper E (noisy_length z) k2 &
    upper E (fun w => noisy_length z w ^+ 2) k4].
Let grows0 : 0 <= grows.
Proof. apply: mulr_ge0 (sqr_ge0 _) _; apply: addr_ge0; first by apply: mulr_ge0 k20; apply: mulr_ge0
    N0; exact: ler0n. by apply: mulr_ge0 k40; apply: mulr_ge0 (sqr_ge0 _); exact: ler0n. Qed.
Let rate0 : 0 < 4 * eta * c. Proof. by rewrite !mulr_gt0 ?ltr0n. Qed.
Let drift z : inside z ->
  upper E (fun w => imbalance (moved z w) ^+ 2) ((1 - 4 * eta * c) * imbalance z ^+ 2 + grows).
Proof. by case/bounded; exact: imbalance_contracts. Qed.

Theorem balance_mean n z : stopped E moved (fun z => imbalance z ^+ 2) inside n z
  ((1 - 4 * eta * c) ^+ n * imbalance z ^+ 2 + grows / (4 * eta * c)).
Proof. by apply: stopped_mean => // z'; exact: sqr_ge0. Qed.
Theorem balance_lasts t1 n level z : 0 < level ->
  fails E moved (fun t z => (t1 <= t)%N && (level < imbalance z ^+ 2))
    (fun _ z => ~~ inside z) n 0 z
    (((1 - 4 * eta * c) ^+ t1 * imbalance z ^+ 2 + grows / (4 * eta * c) + grows * (n - t1)%:R)
      / level).
Proof. by move=> l0; apply: (window (V := fun z => imbalance z ^+ 2)) => // z'; exact: sqr_ge0. Qed.
End Balance.

(* At rank one, from any start with an excess of at most 1/4. *)
Section Local.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Local Notation Ez z := (excess_at u v s z). Local Notation k := (48 * eta ^+ 2 / s ^+ 2).

Lemma grows_local : grows eta (2 / (3 * s)) (7 / s) (111 / s ^+ 2) <= k.
Proof. have -> : grows eta (2 / (3 * s)) (7 / s) (111 / s ^+ 2) =
    (140 / 3 + 222 * eta ^+ 2) * (eta ^+ 2 / s ^+ 2).
    by rewrite /grows; field; rewrite gt_eqF.
  have -> : k = 48 * (eta ^+ 2 / s ^+ 2) by rewrite mulrA.
  apply: ler_wpM2r; first by rewrite divr_ge0 ?sqr_ge0.
  have h : eta ^+ 2 <= (1 / 20) ^+ 2 by apply: sq_le; [exact: ltW|move: eta20; lra].
  move: h; have -> : (1 / 20) ^+ 2 = 1 / 400 :> R by field. by move: (eta ^+ 2) => x; lra. Qed.
Theorem balance_local t1 n level z : 0 < level -> Ez z <= 1 / 4 ->
  fails E (update Z1 Z2 u v eta) (fun t z => (t1 <= t)%N && (level < imbalance z ^+ 2))
    (fun _ _ => false) n 0 z
    (n%:R * (720 * eta ^+ 2 / s ^+ 2)
      + ((1 - 4 * eta * s) ^+ t1 * imbalance z ^+ 2 + 12 * eta / s ^+ 3 + k * (n - t1)%:R) / level).
Proof. move=> lev hz; have he := escape_from_below noise u1 v1 s0 s16 eta0 eta20 n hz.
  have rate : 4 * eta * s <= 1.
    have h : eta * s <= 1 / 20 * (1 / 16) by apply: ler_pM; rewrite ?(ltW eta0) ?(ltW s0) //;
      move: eta20 s16; lra. by rewrite -mulrA; move: h; lra.
  have bounded z' : ~~ (4 / 9 < Ez z') ->
    [/\ normsq z'.1 + normsq z'.2 <= 2 / (3 * s), upper E (noisy_length Z1 Z2 (u *m v^T) z') (7 / s)
    & upper E (fun w => noisy_length Z1 Z2 (u *m v^T) z' w ^+ 2) (111 / s ^+ 2)].
    rewrite -leNgt => h; have hr : root u v s z' <= 2 / 3.
      by apply: root_below;
        [rewrite divr_ge0 ?ler0n|move: h; have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field].
    have [m2 m4] := moments_local noise u1 v1 s0 s16 hr; have [_ _ hN _] := region u1 v1 s0 s16 hr;
      split=> //. by rewrite ler_pdivlMr ?mulr_gt0 ?ltr0n // [_ * (3 * s)]mulrC -mulrA
      -/(size_sq z'); move: hN; lra.
  have N0 : 0 <= 2 / (3 * s) by rewrite divr_ge0 ?mulr_ge0 ?ler0n ?ltW.
  have k2 : 0 <= 7 / s by rewrite divr_ge0 ?ler0n ?ltW.
  have k4 : 0 <= 111 / s ^+ 2 by rewrite divr_ge0 ?ler0n ?sqr_ge0.
  have := balance_lasts (law_smoothing noise) eta0 s0 rate N0 k2 k4 bounded t1 n z lev.
  set b := (X in fails _ _ _ _ _ _ _ X) => hb. have hk := grows_local.
  apply: (@fails_le _ _ _ _ _ _ _ _ _ _ (n%:R * (720 * eta ^+ 2 / s ^+ 2) + b)).
    rewrite lerD2l /b ler_pM2r ?invr_gt0 //; apply: lerD; last by apply: ler_wpM2r; rewrite ?ler0n.
    rewrite lerD2l; have -> : 12 * eta / s ^+ 3 = k / (4 * eta * s) by field; rewrite !gt_eqF.
    by apply: ler_wpM2r; rewrite // invr_ge0 !mulr_ge0 ?ler0n ?ltW.
  apply: (fails_mono (bad := fun t z => (4 / 9 < Ez z) ||
      ((t1 <= t)%N && (level < imbalance z ^+ 2))) (stop := fun _ _ => false)) => //.
    by move=> t z' h; apply/orP; right.
  by apply: fails_or he _; apply: fails_mono hb => // t z' /=; rewrite negbK. Qed.
End Local.
