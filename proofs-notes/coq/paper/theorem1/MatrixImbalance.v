(* SPDX-License-Identifier: Apache-2.0 *)
(* MatrixImbalance.v: the noise balances the factors, the whole matrix D = X^T X - Y^T Y, at any
   rank, for any M, while the run stays bounded.

   Balance.v has its trace. Noise of equal strength E Z1^T Z1 = E Z2^T Z2 = c I, one step size eta,
   (GX, GY) the noisy gradient. In the mean
       E D' = (1 - 2 eta c) D + eta^2 (E GX^T GX - E GY^T GY),
   and, where |X|^2 + |Y|^2 <= N and g = |GX|^2 + |GY|^2 has means E g <= k2, E g^2 <= k4, in the
   Frobenius norm
       E |D'|^2 <= (1 - 4 eta c) |D|^2 + eta^2 (10 N k2 + 2 eta^2 k4):
   the constants are those of the trace. Over n updates the mean of <S, D_n>, in each direction |S|
   <= 1 (an entry of D, say), is (1 - 2 eta c)^n <S, D_0> up to eta k2/(2 c).
   Main results: matrix_mean, direction_mean (the mean of D after n steps, in every direction),
   matrix_contracts, matrix_mean_square, matrix_lasts (that |D|^2 stays low, with a probability).
   Paper's place: Theorem 2 (U^T U = V^T V) and Phase III, any rank. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process Window
  Descent GradientMoments Balance StoppedDrift.

(* A matrix with its transpose. *)
Section Sym.
Variables (R : realFieldType) (n : nat). Implicit Types A B : 'M[R]_n.
Definition sym A : 'M[R]_n := A + A^T.
Lemma symD A B : sym (A + B) = sym A + sym B. Proof. by rewrite /sym linearD addrACA. Qed.
Lemma symZ k A : sym (k *: A) = k *: sym A. Proof. by rewrite /sym linearZ scalerDr. Qed.
Lemma sym_gram d (X : 'M[R]_(d, n)) : sym (X^T *m X) = 2 *: (X^T *m X).
Proof. by rewrite /sym trmx_mul trmxK scaler_nat mulr2n. Qed.
End Sym.

Section FirstOrder.
Variables (R : realFieldType) (d1 d2 r : nat) (c : R) (M : 'M[R]_(d1, d2)).
Variables (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation gX := (gradXs M c X Y). Local Notation gY := (gradYs M c X Y).
Local Notation D := (X^T *m X - Y^T *m Y).

(* What moves X^T X at first order, and Y^T Y: the residual's share is the same, as X^T (R Y) + (R
   Y)^T X = Y^T (R^T X) + (R^T X)^T Y. *)
Lemma first_order_X : sym (X^T *m gX) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (X^T *m X).
Proof. by rewrite /gradXs /gradX mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC mulmxA.
Qed.
Lemma first_order_Y : sym (Y^T *m gY) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (Y^T *m Y).
Proof. rewrite /gradYs /gradY mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC;
    congr (_ + _). by rewrite /sym !trmx_mul !trmxK !mulmxA addrC. Qed.
Lemma first_order : sym (X^T *m gX) - sym (Y^T *m gY) = (2 * c) *: D.
Proof. by rewrite first_order_X first_order_Y opprD addrACA subrr add0r scalerBr. Qed.
End FirstOrder.

Section Matrix.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta : R) (M : 'M[R]_(d1, d2)).
Hypothesis noise : smoothing_noise E Z1 Z2 c c.
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Local Notation GX := (noisyX Z1 Z2 M). Local Notation GY := (noisyY Z1 Z2 M).
Local Notation g := (noisy_length Z1 Z2 M). Local Notation move := (moved Z1 Z2 eta M).
Definition imbalances z : 'M[R]_r := z.1^T *m z.1 - z.2^T *m z.2.

(* How one step changes it, whatever the outcome. *)
Definition pulls z w : 'M[R]_r := 2^-1 *: sym (z.1^T *m GX z w - z.2^T *m GY z w).
Local Definition squares z w : 'M[R]_r := (GX z w)^T *m GX z w - (GY z w)^T *m GY z w.
Lemma imbalances_moved z w :
  imbalances (move z w) = imbalances z - (2 * eta) *: pulls z w + eta ^+ 2 *: squares z w.
Proof. have one d (A B : 'M[R]_(d, r)) :
    (A - eta *: B)^T *m (A - eta *: B) = A^T *m A - eta *: sym (A^T *m B) + eta ^+ 2 *: (B^T *m B).
    rewrite trmxB trmxZ mulmxBl !mulmxBr -!scalemxAl -!scalemxAr scalerA -expr2 /sym trmx_mul trmxK
      scalerDr. by move: (_ *m _) (_ *m _) (_ *m _) (_ *m _) => P Q S U; apply/matrixP => i j;
      rewrite !mxE; ring.
  rewrite /imbalances /moved /= !one /pulls /squares scalerA.
  have -> : 2 * eta * 2^-1 = eta by field. rewrite /sym trmxB; move: (_ *m _) (_ *m _) (_ *m _)
    (_ *m _) (_ *m _) (_ *m _) => *; apply/matrixP => i j; rewrite !mxE; ring. Qed.
Lemma mean_pulls z : Mean E (pulls z) (c *: imbalances z).
Proof. have [gx gy] := mean_gradients noise M z.1 z.2.
  have h := Mean_add (Mean_mull z.1^T gx) (Mean_scale (-1) (Mean_mull z.2^T gy)).
  have {}h := Mean_scale 2^-1 (Mean_add h (Mean_tr h)).
  apply: Mean_eq (Mean_ext _ h) _ => [w|]; first by rewrite /pulls /sym scaleN1r.
  rewrite scaleN1r -/(sym _); have ->
    : sym (z.1^T *m gradXs M c z.1 z.2 - z.2^T *m gradYs M c z.1 z.2) = (2 * c) *: imbalances z.
    by rewrite -(first_order c M) /sym trmxB opprD addrACA.
  by rewrite scalerA mulrA mulVf ?mul1r // pnatr_eq0. Qed.

Theorem matrix_mean z kx ky : Mean E (fun w => (GX z w)^T *m GX z w) kx ->
  Mean E (fun w => (GY z w)^T *m GY z w) ky ->
  Mean E (fun w => imbalances (move z w))
    ((1 - 2 * eta * c) *: imbalances z + eta ^+ 2 *: (kx - ky)).
Proof. move=> hx hy; have h := Mean_add (Mean_add (Mean_const E (imbalances z)) (Mean_scale
      (- (2 * eta)) (mean_pulls z))) (Mean_scale (eta ^+ 2) (Mean_add hx (Mean_scale (-1) hy))).
  apply: Mean_eq (Mean_ext _ h) _ => [w|]; first by rewrite imbalances_moved scaleNr scaleN1r.
  by rewrite scaleN1r scalerA scalerBl scale1r mulNr scaleNr. Qed.

(* Lengths, whatever the outcome. *)
Lemma squares_le z w : normsq (squares z w) <= g z w ^+ 2.
Proof. by rewrite expr2 /g; apply: difference_le; rewrite ?normsq_ge0 //; have := normsq_mul_le;
    move=> h; apply: le_trans (h _ _ _ _ _ _) _; rewrite normsq_tr. Qed.
Lemma imbalances_le z : normsq (imbalances z) <= (normsq z.1 + normsq z.2) ^+ 2.
Proof. by rewrite expr2; apply: difference_le; rewrite ?normsq_ge0 //;
    apply: le_trans (normsq_mul_le _ _) _; rewrite normsq_tr. Qed.
Lemma pulls_le z w : normsq (pulls z w) <= (normsq z.1 + normsq z.2) * g z w.
Proof. have h : normsq (z.1^T *m GX z w - z.2^T *m GY z w) <= (normsq z.1 + normsq z.2) * g z w.
    by apply: difference_le; rewrite ?normsq_ge0 //; apply: le_trans (normsq_mul_le _ _) _;
      rewrite normsq_tr.
  apply: le_trans h; rewrite /pulls normsqZ; move: (_ - _) => A.
  by have := normsqD2 A A^T; rewrite /sym normsq_tr; lra. Qed.

Variables N k2 k4 : R.
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (etac : 4 * eta * c <= 1) (N0 : 0 <= N) (k20 : 0 <= k2)
  (k40 : 0 <= k4).
Local Notation grow := (grows eta N k2 k4).
Lemma matrix_moved z w : normsq z.1 + normsq z.2 <= N -> normsq (imbalances (move z w)) <=
  normsq (imbalances z) - 4 * eta * inner (imbalances z) (pulls z w) + 10 * eta ^+ 2 * N * g z w
    + 2 * eta ^+ 4 * g z w ^+ 2.
Proof. move=> hN; have g0 : 0 <= g z w by rewrite addr_ge0 ?normsq_ge0.
  have n0 : 0 <= normsq z.1 + normsq z.2 by rewrite addr_ge0 ?normsq_ge0.
  rewrite imbalances_moved; apply: square_step => //; last exact: squares_le.
    by apply: le_trans (imbalances_le z) _; rewrite ler_sqr.
  by apply: le_trans (pulls_le z w) _; rewrite ler_wpM2r. Qed.
Theorem matrix_contracts z : normsq z.1 + normsq z.2 <= N -> upper E (g z) k2 ->
  upper E (fun w => g z w ^+ 2) k4 ->
  upper E (fun w => normsq (imbalances (move z w)))
    ((1 - 4 * eta * c) * normsq (imbalances z) + grow).
Proof. move=> hN h2 h4;
    have e4 : 0 <= 2 * eta ^+ 4 by rewrite mulr_ge0 ?ler0n // -[4%N]/(2 * 2)%N exprM sqr_ge0.
  have q0 : 0 <= 10 * eta ^+ 2 * N by apply: mulr_ge0 N0; rewrite mulr_ge0 ?ler0n ?sqr_ge0.
  have hp := mean_scale (- (4 * eta)) (mean_inner_Mean (imbalances z) (mean_pulls z)).
  have h := upper_add (upper_add (upper_mean (mean_add (mean_const E (normsq (imbalances z))) hp))
    (upper_scale q0 h2)) (upper_scale e4 h4). apply: upper_le (upper_mono _ h) => [|w];
    last by apply: le_trans (matrix_moved w hN) _; rewrite mulNr.
  by rewrite innerZr -/(normsq _) le_eqVlt /grows; apply/orP; left; apply/eqP; ring. Qed.

(* A run that stays within N, where k2 and k4 bound the noisy gradient. *)
Variable inside : 'M[R]_(d1, r) * 'M[R]_(d2, r) -> bool.
Hypothesis bounded : forall z, inside z ->
  [/\ normsq z.1 + normsq z.2 <= N, upper E (g z) k2 & upper E (fun w => g z w ^+ 2) k4].
Let grow0 : 0 <= grow.
Proof. apply: mulr_ge0 (sqr_ge0 _) _; apply: addr_ge0; first by apply: mulr_ge0 k20; apply: mulr_ge0
    N0; exact: ler0n. by apply: mulr_ge0 k40; apply: mulr_ge0 (sqr_ge0 _); exact: ler0n. Qed.
Let rate0 : 0 < 4 * eta * c. Proof. by rewrite !mulr_gt0 ?ltr0n. Qed.
Let drift z : inside z -> upper E (fun w => normsq (imbalances (move z w)))
  ((1 - 4 * eta * c) * normsq (imbalances z) + grow).
Proof. by case/bounded; exact: matrix_contracts. Qed.
Theorem matrix_mean_square n z : stopped E move (fun z => normsq (imbalances z)) inside n z
  ((1 - 4 * eta * c) ^+ n * normsq (imbalances z) + grow / (4 * eta * c)).
Proof. by apply: stopped_mean => // z'; exact: normsq_ge0. Qed.
Theorem matrix_lasts t1 n level z : 0 < level ->
  fails E move (fun t z => (t1 <= t)%N && (level < normsq (imbalances z)))
    (fun _ z => ~~ inside z) n 0 z
    (((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z) + grow / (4 * eta * c) + grow * (n - t1)%:R)
      / level).
Proof. by move=> l0; apply: (window (V := fun z => normsq (imbalances z))) => // z';
    exact: normsq_ge0. Qed.

(* The mean itself, in each direction: what D tends to is 0 up to eta k2/(2 c). *)
Variable S : 'M[R]_r. Hypothesis S1 : normsq S <= 1.
Local Notation V := (fun z => inner S (imbalances z)).
Let squares_inner z w : `|inner S (squares z w)| <= g z w.
Proof. have g0 : 0 <= g z w by rewrite addr_ge0 ?normsq_ge0.
  rewrite -ler_sqr ?nnegrE // real_normK ?num_real //; apply: le_trans (cauchy _ _) _.
  by rewrite -[X in _ <= X]mul1r; apply: ler_pM; rewrite ?normsq_ge0 ?squares_le. Qed.
Let one_step (sg : R) z : sg ^+ 2 = 1 -> inside z ->
  upper E (fun w => sg * V (move z w)) (sg * ((1 - 2 * eta * c) * V z) + eta ^+ 2 * k2).
Proof. move=> sg1 /bounded [_ h2 _]; have hp := mean_scale (- (2 * eta) * sg) (mean_inner_Mean S
    (mean_pulls z)). have h := upper_add (upper_mean (mean_add (mean_const E (sg * V z)) hp))
    (upper_scale (sqr_ge0 eta) h2). apply: upper_le (upper_mono _ h) => [|w].
    by rewrite innerZr le_eqVlt; apply/orP; left; apply/eqP; ring.
  rewrite imbalances_moved innerDr innerBr !innerZr. have : sg * inner S (squares z w) <= g z w.
    apply: le_trans (squares_inner z w); apply: le_trans (ler_norm _) _; rewrite normrM.
    suff -> : `|sg| = 1 by rewrite mul1r.
    by apply/eqP; rewrite -(@pexpr_eq1 _ _ 2) // real_normK ?num_real // sg1.
  move/(ler_wpM2l (sqr_ge0 eta)); move: (eta ^+ 2) => e2 hh; rewrite [e2 * (sg * _)]mulrCA in hh;
    move: hh. by rewrite !mulrDr mulrN; move: (inner S (pulls z w)) (inner S (squares z w))
    (inner S (imbalances z)) => p q v *; lra. Qed.
Let rate1 : 0 <= 1 - 2 * eta * c.
Proof. by move: etac rate0; rewrite -!mulrA; move: (eta * c) => x *; lra. Qed.
Let rate2 : 1 - 2 * eta * c < 1.
Proof. by move: rate0; rewrite -!mulrA; move: (eta * c) => x *; lra. Qed.
Theorem direction_mean n z (q := 1 - 2 * eta * c) (error := eta * k2 / (2 * c) * (1 - q ^+ n)) :
  carried E move q V inside n z (q ^+ n * V z + error) /\
  carried E move q (fun z => - V z) inside n z (- (q ^+ n * V z) + error).
Proof. have up z' : inside z' -> upper E (fun w => V (move z' w)) (q * V z' + eta ^+ 2 * k2).
    by move=> hz; have h := one_step (expr1n R 2) hz; rewrite mul1r in h; apply: upper_mono h => w;
      rewrite mul1r.
  have down z' : inside z' -> upper E (fun w => - V (move z' w)) (- (q * V z') + eta ^+ 2 * k2).
    move=> hz; have m1 : (-1 : R) ^+ 2 = 1 by rewrite sqrrN expr1n.
    have h := one_step m1 hz; by rewrite mulN1r in h; apply: upper_mono h => w; rewrite mulN1r.
  have e : lag q (eta ^+ 2 * k2) n = error.
    rewrite /lag /error; congr (_ * _); have -> : 1 - q = 2 * eta * c by rewrite /q subKr.
    by field; rewrite !gt_eqF.
  by have h := stopped_drift rate1 rate2 (mulr_ge0 (sqr_ge0 eta) k20) up down n z;
    rewrite -/q e in h. Qed.
End Matrix.
