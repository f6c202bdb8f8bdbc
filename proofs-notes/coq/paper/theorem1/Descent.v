(* SPDX-License-Identifier: Apache-2.0 *)
(* Descent.v: one perturbed update decreases the smoothed objective in the mean, up to second order
   in the steps. Any rank, any M, any step sizes.

   Let (P, Q) be a step, g = |P|^2 + |Q|^2, N = |X|^2 + |Y|^2, |X Y^T - M| <= rho and a, b <= w.
   Then
       Fs(X - P, Y - Q) <= Fs(X, Y) - <grad Fs, (P, Q)> + (N + rho/2 + w/2) g + g^2/4,
   whatever the step. For the perturbed update P = etaX GX, Q = etaY GY, whose mean is that of the
   smoothed gradient; so, with k2 and k4 above the means of g and g^2,
       E Fs(X', Y') <= Fs(X, Y) - etaX |grad_X Fs|^2 - etaY |grad_Y Fs|^2 + (N + rho/2 + w/2) k2 +
       k4/4.
   Main results: cauchy, normsq_mul_le, descent, expected_descent.
   Paper's place: Theorem 1, Lemmas 6 and 7. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process.

Section Norms.
Variable R : realFieldType.
Theorem cauchy m n (A B : 'M[R]_(m, n)) : inner A B ^+ 2 <= normsq A * normsq B.
Proof. have [->|B0] := eqVneq B 0; first by rewrite inner0r expr0n /= normsq0 mulr0.
  have p := normsq_gt0 B0; rewrite -(ler_pM2l p) -subr_ge0.
  have := normsq_ge0 (normsq B *: A - inner A B *: B).
  by rewrite normsqB !normsqZ innerZl innerZr; congr (0 <= _); ring. Qed.
(* 2 <A,B> <= t |A|^2 + |B|^2 / t. *)
Lemma young m n (A B : 'M[R]_(m, n)) t : 0 < t -> 2 * inner A B <= t * normsq A + t^-1 * normsq B.
Proof. move=> t0; have := normsq_ge0 (t *: A - B); rewrite normsqB normsqZ innerZl => h.
  rewrite -(ler_pM2l t0) mulrDr [t * (t^-1 * _)]mulrA divff ?gt_eqF // mul1r; move: h;
    rewrite !expr2. by move: (normsq A) (normsq B) (inner A B) => x y z; lra. Qed.
Lemma normsq_sum m n (A : 'M[R]_(m, n)) : normsq A = \sum_i \sum_j A i j ^+ 2.
Proof. by rewrite /normsq innerE exchange_big; do 2!apply: eq_bigr => ? _; rewrite expr2. Qed.
Theorem normsq_mul_le m n p (A : 'M[R]_(m, n))
    (B : 'M[R]_(n, p)) : normsq (A *m B) <= normsq A * normsq B.
Proof. rewrite !normsq_sum [X in _ * X]exchange_big mulr_suml; apply: ler_sum => i _.
  rewrite mulr_sumr; apply: ler_sum => j _; rewrite mxE.
  have := cauchy (row i A)^T (col j B); rewrite !normsq_sum innerE big_ord1.
  rewrite (eq_bigr (fun k => A i k * B k j)) => [|k _]; last by rewrite !mxE.
  rewrite [X in X * _](eq_bigr (fun k => A i k ^+ 2)) => [|k _]; last by rewrite big_ord1 !mxE.
  by rewrite [X in _ * X](eq_bigr (fun k => B k j ^+ 2)) // => k _; rewrite big_ord1 !mxE. Qed.
End Norms.

Section Descent.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b rho w : R).
Variables (X P : 'M[R]_(d1, r)) (Y Q : 'M[R]_(d2, r)).
Hypotheses (rho0 : 0 < rho) (hrho : normsq (residual M X Y) <= rho ^+ 2) (aw : a <= w)
  (bw : b <= w).
Local Notation g := (normsq P + normsq Q). Local Notation N := (normsq X + normsq Y).
Local Notation L := (X *m Q^T + P *m Y^T).

Lemma mixed : 2 * `|inner (residual M X Y) (P *m Q^T)| <= rho * g.
Proof. have half (S : 'M[R]_(d1, r)) : normsq S = normsq P ->
    2 * inner (residual M X Y) (S *m Q^T) <= rho * g.
    move=> nS; have -> : inner (residual M X Y) (S *m Q^T) = inner (residual M X Y *m Q) S
      by rewrite inner_mulr. have i0 : 0 < rho^-1 by rewrite invr_gt0.
    apply: le_trans (young _ _ i0) _; rewrite invrK nS mulrDr addrC lerD2l.
    have h := normsq_mul_le (residual M X Y) Q; have q0 := normsq_ge0 Q.
    have {}h : normsq (residual M X Y *m Q) <= rho ^+ 2 * normsq Q by apply: le_trans h _;
      rewrite ler_wpM2r. rewrite -(ler_pM2l rho0) mulrA divff ?gt_eqF // mul1r; apply: le_trans h _.
    by rewrite expr2 mulrA.
  case: (ler0P (inner (residual M X Y) (P *m Q^T))) => _; last exact: half.
  by have := half (- P) (normsqN P); rewrite mulNmx innerNr. Qed.
Lemma cross_product_le : normsq (P *m Q^T) <= g ^+ 2 / 4.
Proof. apply: le_trans (normsq_mul_le P Q^T) _; rewrite normsq_tr.
  have := sqr_ge0 (normsq P - normsq Q); move: (normsq P) (normsq Q) => x y h. rewrite -subr_ge0;
    have -> : (x + y) ^+ 2 / 4 - x * y = (x - y) ^+ 2 / 4 by field. by rewrite divr_ge0 ?ler0n. Qed.
Lemma linear_le : normsq L <= N * g.
Proof. have h1 := normsq_mul_le X Q^T; have h2 := normsq_mul_le P Y^T; rewrite !normsq_tr in h1 h2.
  have h3 := normsq_mul_le P^T X; have h4 := normsq_mul_le Y^T Q; rewrite !normsq_tr in h3 h4.
  have y := young (P^T *m X) (Y^T *m Q) ltr01; rewrite invr1 !mul1r in y.
  have e : inner (X *m Q^T) (P *m Y^T) = inner (P^T *m X) (Y^T *m Q).
    by rewrite [LHS]inner_mulr [RHS]inner_mull !trmxK mulmxA.
  rewrite normsqD e. have -> : N * g = normsq X * normsq Q + normsq P * normsq Y + normsq P
    * normsq X + normsq Y * normsq Q by ring. move: h1 h2 h3 h4 y; move: (normsq (X *m Q^T))
    (normsq (P *m Y^T)) (normsq (P^T *m X)) (normsq (Y^T *m Q)) (inner _ _) (normsq X * normsq Q)
    (normsq P * normsq Y) (normsq P * normsq X) (normsq Y * normsq Q) => *; lra. Qed.

Theorem descent : Fs M a b (X - P) (Y - Q) <=
  Fs M a b X Y - (inner (gradXs M a X Y) P + inner (gradYs M b X Y) Q) + (N + rho / 2 + w / 2) * g
    + g ^+ 2 / 4.
Proof. have lin : X *m (- Q)^T + - P *m Y^T = - L by rewrite linearN /= mulmxN mulNmx opprD.
  have quad : - P *m (- Q)^T = P *m Q^T by rewrite linearN /= mulmxN mulNmx opprK.
  rewrite taylor_smoothed /hesss /hess lin quad !innerNr innerNl !normsqN.
  have hm := le_trans (ler_wpM2l (ler0n R 2) (ler_norm _)) mixed; have hc := cross_product_le;
    have hl := linear_le. set W := P *m Q^T in hm hc *; set A := residual M X Y in hm *.
  have hy : - (2 * inner L W) <= normsq L + normsq W.
    by have := normsq_ge0 (L + W); rewrite normsqD;
      move: (normsq L) (normsq W) (inner L W) => *; lra.
  have g1 := normsq_ge0 P; have g2 := normsq_ge0 Q.
  have hab : a * normsq P + b * normsq Q <= w * g by rewrite mulrDr; apply: lerD; rewrite ler_wpM2r.
  have -> : (N + rho / 2 + w / 2) * g = N * g + rho * g / 2 + w * g / 2 by field.
  move: hy hm hc hl hab; move: (inner (gradXs M a X Y) P) (inner (gradYs M b X Y) Q) (Fs M a b X Y)
    (N * g) (rho * g) (w * g) (g ^+ 2)
    (normsq L) (normsq W) (inner L W) (inner A W) (a * normsq P) (b * normsq Q) => *; lra. Qed.
End Descent.

(* Noise as the smoothing sees it: centred, with E Z1^T Z1 = b I and E Z2^T Z2 = a I, the factors
   uncorrelated to second order. *)
Definition mean_square_le (R : realFieldType) T (E : expectation R T) m n (Z : T -> 'M[R]_(m, n))
    (C : 'M[R]_n) :=
  exists2 c, second_moments E Z c & gram_mean c = C.
Record smoothing_noise (R : realFieldType) T (E : expectation R T) d1 d2 r (Z1 : T -> 'M[R]_(d1, r))
    (Z2 : T -> 'M[R]_(d2, r)) (b a : R) : Prop :=
  SmoothingNoise {
    noise_centred1 : centred E Z1; noise_centred2 : centred E Z2;
    noise_square1 : mean_square_le E Z1 b%:M; noise_square2 : mean_square_le E Z2 a%:M;
    noise_uncorrelated : uncorrelated E Z1 Z2
  }.

(* In the mean. *)
Section Expected.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (a b : R).
Hypothesis noise : smoothing_noise E Z1 Z2 b a.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation N := (normsq X + normsq Y).

Lemma mean_inner_Mean m n (A : 'M[R]_(m, n)) (W : T -> 'M[R]_(m, n)) V : Mean E W V ->
  E (fun t => inner A (W t)) (inner A V).
Proof. by move=> h; exact: mean_trace (Mean_mull A^T h). Qed.
Lemma mean_gradients : Mean E (fun t => gradX M (X + Z1 t) (Y + Z2 t)) (gradXs M a X Y) /\
  Mean E (fun t => gradY M (X + Z1 t) (Y + Z2 t)) (gradYs M b X Y).
Proof. case: noise => k1 k2 [c1 s1 C1] [c2 s2 C2] k12. have gx := mean_gradX_general k1 k2 s2 k12 M
    X Y; have gy := mean_gradY_general k1 k2 s1 k12 M X Y. by rewrite C2 mul_mx_scalar
    -/(gradXs M a X Y) in gx; rewrite C1 mul_mx_scalar -/(gradYs M b X Y) in gy. Qed.

(* The squared length of one perturbed update. *)
Definition step_sq (etaX etaY : R) (t : T) : R :=
  etaX ^+ 2 * normsq (gradX M (X + Z1 t) (Y + Z2 t))
    + etaY ^+ 2 * normsq (gradY M (X + Z1 t) (Y + Z2 t)).
Theorem expected_descent etaX etaY rho w k2 k4 : 0 < rho -> normsq (residual M X Y) <= rho ^+ 2 ->
  0 <= a <= w -> b <= w ->
  upper E (step_sq etaX etaY) k2 -> upper E (fun t => step_sq etaX etaY t ^+ 2) k4 ->
  upper E (fun t => Fs M a b (stepX Z1 Z2 M X Y etaX t) (stepY Z1 Z2 M X Y etaY t))
    (Fs M a b X Y - (etaX * normsq (gradXs M a X Y) + etaY * normsq (gradYs M b X Y))
      + (N + rho / 2 + w / 2) * k2 + k4 / 4).
Proof. move=> rho0 hrho /andP [a0 aw] bw h2 h4; have [gx gy] := mean_gradients.
  have hm := mean_add (mean_scale (- etaX) (mean_inner_Mean (gradXs M a X Y) gx))
    (mean_scale (- etaY) (mean_inner_Mean (gradYs M b X Y) gy)).
  have n0 : 0 <= N by rewrite addr_ge0 ?normsq_ge0.
  have l0 : 0 <= N + rho / 2 + w / 2 by have := le_trans a0 aw; move: n0 (ltW rho0); lra.
  have q0 : 0 <= 4^-1 :> R by rewrite invr_ge0 ler0n. have h := upper_add (upper_add (upper_add
      (upper_const E (Fs M a b X Y)) (upper_mean hm)) (upper_scale l0 h2)) (upper_scale q0 h4).
  apply: upper_le (upper_mono _ h) => [|t]; first by rewrite /normsq; lra.
  apply: le_trans (descent (etaX *: gradX M (X + Z1 t) (Y + Z2 t)) (etaY *: gradY M (X + Z1 t) (Y
      + Z2 t)) rho0 hrho aw bw) _. by rewrite !normsqZ !innerZr -/(step_sq etaX etaY t); lra. Qed.
End Expected.
