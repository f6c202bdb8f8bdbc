(* SPDX-License-Identifier: Apache-2.0 *)
(* MeanGram.v: the mean of X^T X and Y^T Y after one perturbed update, in closed form, for Gaussian
   noise, at any rank; and in one dimension the factor by which the mean of x^2 - y^2 shrinks.

   With N = Y^T Y, S = X^T X, P = X^T M Y, D = d2 v2, G the perturbed gradient and g its mean, the
   smoothed gradient:

       E X'^T X' - X^T X = etaX^2 E G^T G - etaX (X^T g + g^T X)
       E G^T G = q(S) + d1 v1 q(I) - (L + L^T) + (M Y)^T M Y + v2 ||M||^2 I
       q(S)    = (N + D I) S (N + D I) + v2 (S N + N S + tr(S N) I + tr(S) N) + D v2 (S + tr(S) I)
       L       = N P + v2 (d2 P + tr(P) I + P^T).
   Main results: mean_second_gram, mean_gram_X, mean_gram_Y, imbalance_mean.
   Paper's place: Section 2 (Phase III: the noise balances). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments UpdateCovariance.

Section SecondMoment.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (v1 v2 : R).
Variables (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation N := (Y^T *m Y). Local Notation EK := (mean_gram v2 Y).

(* q(S), which is E K S K. *)
Definition gram_quadratic (S : 'M[R]_r) : 'M[R]_r :=
  EK *m S *m EK + v2 *: (S *m N + N *m S + (\tr (S *m N))%:M + \tr S *: N)
    + (d2%:R * v2 * v2) *: (S + (\tr S)%:M).
Definition gram_linear : 'M[R]_r :=
  let P := X^T *m (M *m Y) in N *m P + v2 *: (d2%:R *: P + (\tr P)%:M + P^T).
Definition second_gram : 'M[R]_r :=
  gram_quadratic (X^T *m X) + (d1%:R * v1) *: gram_quadratic 1%:M - (gram_linear + gram_linear^T)
  + (M *m Y)^T *m (M *m Y) + (v2 * normsq M)%:M.

Lemma scalar_entry n t (a c : 'I_n) : (t%:M : 'M[R]_n) a c = kron a c * t.
Proof. by rewrite mxE /kron mulr_natl. Qed.
Lemma tr_mean_gram : EK^T = EK. Proof. by apply/matrixP => a b; rewrite mxE mean_gram_sym. Qed.

(* The contraction of Cov(K_ba, K_dc) with a symmetric matrix. *)
Lemma sum_cov_gram (S : 'M[R]_r) a c : S^T = S -> \sum_b \sum_d S b d * cov_gram v2 Y b a d c =
    (v2 *: (S *m N + N *m S + (\tr (S *m N))%:M + \tr S *: N)
      + (d2%:R * v2 * v2) *: (S + (\tr S)%:M)) a c.
Proof. move=> sym; have Ns : N^T = N by rewrite trmx_mul trmxK. have sE b d : S b d = S d b
    by rewrite -{1}sym mxE. have nE b d : N b d = N d b by rewrite -{1}Ns mxE.
  have e0 : \sum_b \sum_d kron b d * (S b d * N a c) = \tr S * N a c.
    by rewrite /mxtrace mulr_suml; apply: eq_bigr => b _; rewrite sum_kron.
  have e1 : \sum_b \sum_d kron b c * (S b d * N a d) = (N *m S) a c.
    rewrite -(sum_kronr c (fun b => (N *m S) a b)); apply: eq_bigr => b _; rewrite mxE mulr_sumr.
    by apply: eq_bigr => d _; rewrite sE; ring.
  have e2 : \sum_b \sum_d kron a d * (S b d * N b c) = (S *m N) a c.
    by rewrite mxE; apply: eq_bigr => b _; rewrite sum_kron sE.
  have e3 : \sum_b \sum_d S b d * N b d = \tr (S *m N).
    rewrite /mxtrace; apply: eq_bigr => b _; rewrite mxE; apply: eq_bigr => d _;
      by rewrite (nE b d).
  have e4 : \sum_b \sum_d kron b d * S b d = \tr S.
    by rewrite /mxtrace; apply: eq_bigr => b _; rewrite sum_kron.
  have e5 : \sum_b \sum_d kron b c * (kron a d * S b d) = S a c.
    by rewrite sE -(sum_kronr c (fun b => S b a)); apply: eq_bigr => b _;
      rewrite -mulr_sumr sum_kron.
  rewrite mxE [X in _ = X + _]mxE [X in _ = _ + X]mxE 3![in RHS]mxE.
  rewrite [X in _ = _ + _ * X]mxE [(\tr S *: N) a c]mxE !scalar_entry -{1}e0 -e1 -e2 -e3 -e4 -e5.
  rewrite [X in _ = v2 * (_ + _ + X + _) + _]mulr_sumr [X in _ = _ + _ * (_ + X)]mulr_sumr.
  rewrite -!big_split /= !mulr_sumr -big_split /=; apply: eq_bigr => b _.
  rewrite [X in _ = v2 * (_ + _ + X + _) + _]mulr_sumr [X in _ = _ + _ * (_ + X)]mulr_sumr.
  rewrite -!big_split /= !mulr_sumr -big_split /=; apply: eq_bigr => d _.
  by rewrite /cov_gram (kronC R a d); ring. Qed.

Lemma mean_squareE a c : mean_square v2 Y a c = gram_quadratic 1%:M a c.
Proof. rewrite /gram_quadratic -addrA [RHS]mxE -sum_cov_gram ?tr_scalar_mx // mulmx1 mxE -big_split
    /=. apply: eq_bigr => b _; congr (_ + _); rewrite cov_gram_swap -[LHS](sum_kron b
    (fun d => cov_gram v2 Y b a d c)). by apply: eq_bigr => d _; rewrite scalar_entry mulr1. Qed.

(* The sum over the rows of the covariance. *)
Lemma sum_own_covariance a c : \sum_i own_covariance M X Y v1 v2 i a i c =
  d1%:R * v1 * gram_quadratic 1%:M a c + (gram_quadratic (X^T *m X) - EK *m (X^T *m X) *m EK) a c
  - v2 * ((X^T *m (M *m Y)) a c + (X^T *m (M *m Y)) c a + 2 * (kron a c * \tr (X^T *m (M *m Y))))
  + kron a c * (v2 * normsq M).
Proof. pose P := X^T *m (M *m Y).
  have [t ht] : exists t, forall i, t i = \sum_b X i b * (M *m Y) i b by eexists. have l i e g :
    linear_term M X Y v2 i e i g = v2 * (X i g * (M *m Y) i e + kron e g * t i) by rewrite ht.
  have tP : \tr P = \sum_i t i.
    under [RHS]eq_bigr do rewrite ht; rewrite exchange_big /mxtrace /=; apply: eq_bigr => b _;
      rewrite mxE. by apply: eq_bigr => i _; rewrite mxE.
  have eP e g : P e g = \sum_i X i e * (M *m Y) i g by rewrite mxE; apply: eq_bigr => i _;
    rewrite mxE. have q : (gram_quadratic (X^T *m X) - EK *m (X^T *m X) *m EK) a c =
    \sum_i \sum_b \sum_d X i b * X i d * cov_gram v2 Y b a d c.
    have -> : gram_quadratic (X^T *m X) - EK *m (X^T *m X) *m EK =
      v2 *: ((X^T *m X) *m N + N *m (X^T *m X) + (\tr ((X^T *m X) *m N))%:M + \tr (X^T *m X) *: N)
      + (d2%:R * v2 * v2) *: ((X^T *m X) + (\tr (X^T *m X))%:M).
      by rewrite /gram_quadratic -addrA addrC addKr.
    rewrite -sum_cov_gram; last by rewrite trmx_mul trmxK.
    rewrite [RHS]exchange_big /=; apply: eq_bigr => b _; rewrite [RHS]exchange_big /=;
      apply: eq_bigr => d _. by rewrite gramE mulr_suml.
  have nM : \sum_i (M *m M^T) i i = normsq M by rewrite /normsq /inner mxtrace_mulC.
  under eq_bigr do rewrite /own_covariance !l kronii (kronC R c a).
  rewrite q -/P [P a c]eP [P c a]eP tP -nM -mean_squareE. move: (mean_square v2 Y a c) => ms.
  have -> : d1%:R * v1 * ms = \sum_(i < d1) v1 * ms.
    by rewrite sumr_const card_ord -[RHS]mulr_natl mulrA.
  rewrite !mulr_sumr -!big_split /= !mulr_sumr -sumrN -!big_split /=; apply: eq_bigr => i _. ring.
Qed.
End SecondMoment.

Section MeanGram.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation EK := (mean_gram v2 Y).

Theorem mean_second_gram :
  Mean E (fun w => (gradX M (X + Z1 w) (Y + Z2 w))^T *m gradX M (X + Z1 w) (Y + Z2 w))
    (second_gram M v1 v2 X Y).
Proof. move=> a c; apply: (mean_ext (f := fun w => \sum_i gradX M (X + Z1 w) (Y + Z2 w) i a
      * gradX M (X + Z1 w) (Y + Z2 w) i c)) => [w|]; first by rewrite gramE.
  apply: mean_eq (mean_sum (fun i => gradient_product hE M X Y i a i c)) _.
  rewrite big_split /= -gramE sum_own_covariance.
  have -> : (mean_gradient v2 M X Y)^T *m mean_gradient v2 M X Y = EK *m (X^T *m X) *m EK
    - (EK *m (X^T *m (M *m Y)) + (EK *m (X^T *m (M *m Y)))^T) + (M *m Y)^T *m (M *m Y).
    rewrite /mean_gradient trmxB !trmx_mul tr_mean_gram !trmxK mulmxBl !mulmxBr !mulmxA.
    by apply/matrixP => i j; rewrite !mxE; ring.
  rewrite /second_gram /gram_linear /=. have ->
    : EK *m (X^T *m (M *m Y)) = (Y^T *m Y) *m (X^T *m (M *m Y)) + (d2%:R * v2) *: (X^T *m (M *m Y)).
    by rewrite {1}/mean_gram mulmxDl mul_scalar_mx.
  move: (gram_quadratic _ _ _) (gram_quadratic _ _ _) (EK *m _ *m _) => q1 q2 q3.
  move: (X^T *m (M *m Y)) (Y^T *m Y *m (X^T *m (M *m Y))) ((M *m Y)^T *m _) => P B C.
  have tr n : (n%:M : 'M[R]_r)^T = n%:M by exact: tr_scalar_mx. rewrite !(trmxD, trmxZ) tr trmxK.
  move: (\tr P) (normsq M) => t n. have sc s : (s%:M : 'M[R]_r) a c = kron a c * s
    by exact: scalar_entry. by rewrite !(sc, mxE); ring. Qed.

Theorem mean_gram_X (etaX : R) : let g := gradXs M (d2%:R * v2) X Y in
  Mean E (fun w => (stepX Z1 Z2 M X Y etaX w)^T *m stepX Z1 Z2 M X Y etaX w - X^T *m X)
    (etaX ^+ 2 *: second_gram M v1 v2 X Y - etaX *: (X^T *m g + g^T *m X)).
Proof. move=> g; pose G w := gradX M (X + Z1 w) (Y + Z2 w).
  have hG : Mean E G g by move=> i a; rewrite /g -mean_gradientE; exact: mean_gradX hE M X Y i a.
  pose f w := etaX ^+ 2 *: ((G w)^T *m G w) + (- etaX) *: (X^T *m G w + (G w)^T *m X).
  apply: (Mean_ext (W := f)) => [w|].
    rewrite /f /stepX -/(G w) trmxB trmxZ mulmxBl !mulmxBr -!scalemxAl -!scalemxAr.
    by apply/matrixP => i j; rewrite !mxE; ring.
  rewrite -scaleNr; apply: Mean_add; first exact/Mean_scale/mean_second_gram.
  by apply/Mean_scale/Mean_add; [exact: Mean_mull hG|exact: Mean_mulr (Mean_tr hG)]. Qed.
End MeanGram.

Section MeanGramY.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Theorem mean_gram_Y (etaY : R) : let g := gradYs M (d1%:R * v1) X Y in
  Mean E (fun w => (stepY Z1 Z2 M X Y etaY w)^T *m stepY Z1 Z2 M X Y etaY w - Y^T *m Y)
    (etaY ^+ 2 *: second_gram M^T v2 v1 Y X - etaY *: (Y^T *m g + g^T *m Y)).
Proof. move=> g; have := mean_gram_X (gaussian_moments_sym hE) M^T Y X etaY.
  rewrite /gradXs -gradY_is_gradX_tr; apply: Mean_ext => w.
  by rewrite /stepX /stepY gradY_is_gradX_tr. Qed.
End MeanGramY.

(* One dimension: M = m, equal steps and equal variances. *)
Section Imbalance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1) (v : R).
Hypothesis hE : gaussian_moments E Z1 v Z2 v.

Theorem imbalance_mean (m x y eta : R) :
  E (fun w => stepX Z1 Z2 m%:M x%:M y%:M eta w 0 0 ^+ 2 - stepY Z1 Z2 m%:M x%:M y%:M eta w 0 0 ^+ 2)
    ((x ^+ 2 - y ^+ 2)
      * (1 - 2 * eta * v - eta ^+ 2 * ((x * y - m) ^+ 2 + v * (x ^+ 2 + y ^+ 2) + 3 * v ^+ 2))).
Proof. have hX := mean_gram_X hE m%:M x%:M y%:M eta 0 0.
  have hY := mean_gram_Y hE m%:M x%:M y%:M eta 0 0.
  have := mean_add (mean_add hX (mean_scale (-1) hY)) (mean_const E (x ^+ 2 - y ^+ 2)).
  move=> h; apply: mean_eq (mean_ext _ h) _ => [w|].
    move: (stepX _ _ _ _ _ _ _) (stepY _ _ _ _ _ _ _) => A B.
    by rewrite !mxE !big_ord1 !mxE eqxx !mulr1n; ring.
  rewrite /second_gram /gram_quadratic /gram_linear /mean_gram /normsq /inner.
  rewrite /gradXs /gradYs /gradX /gradY /residual.
  (* Every matrix is a number times the identity. *)
  have addS a b : (a%:M : 'M[R]_1) + b%:M = (a + b)%:M by rewrite raddfD.
  have oppS a : - (a%:M : 'M[R]_1) = (- a)%:M by rewrite -scaleN1r scale_scalar_mx mulN1r.
  have trS a : \tr (a%:M : 'M[R]_1) = a by rewrite mxtrace_scalar mulr1n.
  rewrite !(tr_scalar_mx, mul_scalar_mx, scale_scalar_mx, addS, oppS, trS).
  by rewrite ![_%:M 0 0]mxE eqxx !mulr1n; ring. Qed.
End Imbalance.
