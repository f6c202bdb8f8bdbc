(* SPDX-License-Identifier: Apache-2.0 *)
(* SettledImbalance.v: how far from balance the noise leaves a rank-one iterate, in closed form.

   M = s u v^T with |u| = |v| = 1, equal steps, d1 v1 = d2 v2 = c < s (gamma = 1), at the smoothed optimum q (u, v), q^2 = s - c. Let xi be
   what one update from there adds to its mean, along u and along v: its covariance is eta^2 times the matrix settled_noise. To first order
   the deviation n of the iterate along u and v obeys n' = J n + xi, J = I - eta [[s, s - 2c], [s - 2c, s]] (PhaseThree.v), so its stationary
   covariance is C = J C J^T + Cov(xi) (Stein.v). Then

       Var(n_u - n_v) = eta ((v1 + v2)(s + c) + 2 v1 v2) / (2 (1 - eta c)).

   Main results: settled_noise_covariance, settled_imbalance.
   Depends on: Frobenius, Objective, Smoothing, GaussianMoments, UpdateCovariance, BlockDeterminant, PhaseThree, Stein.
   Paper's place: Section 3, Phase III (where it ends; not in the paper). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianMoments UpdateCovariance PhaseThree Stein.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Contraction.
Variables (R : realFieldType) (T : Type) (E : expectation R T).
Lemma mean_contract m n (f : 'I_m -> T -> R) (g : 'I_n -> T -> R) (x : 'I_m -> R) (y : 'I_n -> R) c :
  (forall i k, E (fun w => f i w * g k w) (c i k)) ->
  E (fun w => (\sum_i x i * f i w) * (\sum_k y k * g k w)) (\sum_i \sum_k x i * y k * c i k).
Proof.
move=> h; have := mean_sum (fun i => mean_sum (fun k => mean_scale (x i * y k) (h i k))).
apply: mean_ext => w; rewrite mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr.
by apply: eq_bigr => k _; ring.
Qed.
Lemma sum_outer m n (x : 'I_m -> R) (y : 'I_n -> R) b : \sum_i x i * x i = 1 -> \sum_k y k * y k = 1 ->
  \sum_i \sum_k x i * y k * (x i * y k * b) = b.
Proof.
move=> hx hy; have -> : \sum_i \sum_k x i * y k * (x i * y k * b) = (\sum_i x i * x i) * ((\sum_k y k * y k) * b).
  by rewrite !mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr; apply: eq_bigr => k _; ring.
by rewrite hx hy !mul1r.
Qed.
Lemma sum_diagonal m (x : 'I_m -> R) a b : \sum_i x i * x i = 1 ->
  \sum_i \sum_k x i * x k * (kron i k * a + x i * x k * b) = a + b.
Proof.
move=> hx; rewrite -[in RHS](sum_outer b hx hx) -{2}[a]mul1r -hx mulr_suml -big_split; apply: eq_bigr => i _ /=.
rewrite -(sum_kron i (fun k => x i * x k * a)) -big_split; apply: eq_bigr => k _ /=; ring.
Qed.
End Contraction.

Section AtTheOptimum.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (v1 v2 s c q : R).
Hypotheses (u1 : inner u u = 1) (w1 : inner v v = 1) (qq : q ^+ 2 = s - c).
Hypotheses (c1 : d1%:R * v1 = c) (c2 : d2%:R * v2 = c).
Local Notation M := (s *: (u *m v^T)).
Local Notation X := (q *: u).
Local Notation Y := (q *: v).

Lemma sum_sq n (x : 'cV[R]_n) : inner x x = 1 -> \sum_i x i 0 * x i 0 = 1.
Proof. by rewrite innerE big_ord1. Qed.

(* One column: the moments at the optimum. *)
Lemma gram_at n (x : 'cV[R]_n) w : inner x x = 1 -> n%:R * w = c -> mean_gram w (q *: x) 0 0 = s.
Proof.
move=> x1 cw; rewrite mean_gramE kronii mulr1 cw gramE.
have -> : \sum_j (q *: x) j 0 * (q *: x) j 0 = q ^+ 2 * \sum_j x j 0 * x j 0.
  by rewrite mulr_sumr; apply: eq_bigr => j _; rewrite !mxE; ring.
by rewrite (sum_sq x1) qq; ring.
Qed.
Lemma cov_gram_at n (x : 'cV[R]_n) w : inner x x = 1 -> n%:R * w = c -> cov_gram w (q *: x) 0 0 0 0 = w * (4 * s - 2 * c).
Proof.
move=> x1 cw; have := gram_at x1 cw; rewrite mean_gramE kronii mulr1 cw => h.
have {}h : ((q *: x)^T *m (q *: x)) 0 0 = s - c by rewrite -h; ring.
by rewrite /cov_gram !kronii h -cw; ring.
Qed.
Lemma MY_at i : (M *m Y) i 0 = s * q * u i 0.
Proof. by rewrite -scalemxAl -scalemxAr mul_outerV w1 scale1r !mxE; ring. Qed.
Lemma MM_at i k : (M *m M^T) i k = s ^+ 2 * (u i 0 * u k 0).
Proof.
rewrite trmxZ trmx_mul trmxK -scalemxAl -scalemxAr mulmxA mul_outerV w1 scale1r scalerA.
by rewrite mxE [X in _ * X]mxE big_ord1 mxE; ring.
Qed.

Lemma own_at i k : own_covariance M X Y v1 v2 i 0 k 0 =
  kron i k * (v1 * (s ^+ 2 + v2 * (4 * s - 2 * c))) + u i 0 * u k 0 * (v2 * (s ^+ 2 - 2 * c * s + 2 * c ^+ 2)).
Proof.
rewrite /own_covariance /linear_term /mean_square !big_ord1 !kronii (gram_at w1 c2) (cov_gram_at w1 c2).
rewrite !MY_at MM_at !mxE.
have -> : q * u i 0 * (q * u k 0) = q ^+ 2 * (u i 0 * u k 0) by ring.
have e j l : q * u j 0 * (s * q * u l 0) = q ^+ 2 * (s * (u j 0 * u l 0)) by ring.
by rewrite !e qq; ring.
Qed.
Lemma cross_at i j : cross_covariance M X Y v1 v2 i 0 j 0 =
  u i 0 * v j 0 * ((v1 + v2) * (s ^+ 2 - 2 * c * s) + 4 * v1 * v2 * (s - c)).
Proof.
rewrite /cross_covariance /entry_gram !big_ord1 !kronii.
have -> : (X *m mean_gram v2 Y) i 0 = q * u i 0 * s by rewrite mxE big_ord1 (gram_at w1 c2) mxE.
have -> : (Y *m mean_gram v1 X) j 0 = q * v j 0 * s by rewrite mxE big_ord1 (gram_at u1 c1) mxE.
have ec : c = s - q ^+ 2 by rewrite qq; ring.
by rewrite (gram_at w1 c2) (gram_at u1 c1) !mxE big_ord1 !mxE ec; ring.
Qed.
End AtTheOptimum.

Section Settled.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s c q eta : R).
Hypotheses (u1 : inner u u = 1) (w1 : inner v v = 1) (qq : q ^+ 2 = s - c).
Hypotheses (c1 : d1%:R * v1 = c) (c2 : d2%:R * v2 = c).
Local Notation M := (s *: (u *m v^T)).
Local Notation X := (q *: u).
Local Notation Y := (q *: v).

(* What the noise of one update adds along u and along v. *)
Definition noise_u w : R := \sum_i u i 0 * (stepX Z1 Z2 M X Y eta w i 0 - mean_X v2 M X Y eta i 0).
Definition noise_v w : R := \sum_j v j 0 * (stepY Z1 Z2 M X Y eta w j 0 - mean_Y v1 M X Y eta j 0).

Definition settled_entry (i j : nat) : R :=
  if i == 0%N then
    if j == 0%N then v1 * s ^+ 2 + v2 * (s ^+ 2 - 2 * c * s + 2 * c ^+ 2) + v1 * v2 * (4 * s - 2 * c)
    else (v1 + v2) * (s ^+ 2 - 2 * c * s) + 4 * v1 * v2 * (s - c)
  else
    if j == 0%N then (v1 + v2) * (s ^+ 2 - 2 * c * s) + 4 * v1 * v2 * (s - c)
    else v2 * s ^+ 2 + v1 * (s ^+ 2 - 2 * c * s + 2 * c ^+ 2) + v1 * v2 * (4 * s - 2 * c).
Definition settled_noise : 'M[R]_2 := \matrix_(i < 2, j < 2) settled_entry i j.

Lemma noise_uu : E (fun w => noise_u w * noise_u w) (eta ^+ 2 * settled_entry 0 0).
Proof.
apply: mean_eq (mean_contract (fun i => u i 0) (fun i => u i 0) (fun i k => covariance_X hE M X Y eta i 0 k 0)) _.
transitivity (eta ^+ 2 * (v1 * (s ^+ 2 + v2 * (4 * s - 2 * c))) + eta ^+ 2 * (v2 * (s ^+ 2 - 2 * c * s + 2 * c ^+ 2))).
  rewrite -(sum_diagonal _ _ (sum_sq u1)).
  by apply: eq_bigr => i _; apply: eq_bigr => k _; rewrite (own_at _ _ w1 qq c2); ring.
by rewrite /settled_entry /=; ring.
Qed.
Lemma noise_vv : E (fun w => noise_v w * noise_v w) (eta ^+ 2 * settled_entry 1 1).
Proof.
apply: mean_eq (mean_contract (fun i => v i 0) (fun i => v i 0) (fun i k => covariance_Y hE M X Y eta i 0 k 0)) _.
rewrite trmxZ trmx_mul trmxK.
transitivity (eta ^+ 2 * (v2 * (s ^+ 2 + v1 * (4 * s - 2 * c))) + eta ^+ 2 * (v1 * (s ^+ 2 - 2 * c * s + 2 * c ^+ 2))).
  rewrite -(sum_diagonal _ _ (sum_sq w1)).
  by apply: eq_bigr => i _; apply: eq_bigr => k _; rewrite (own_at _ _ u1 qq c1); ring.
by rewrite /settled_entry /=; ring.
Qed.
Lemma noise_uv : E (fun w => noise_u w * noise_v w) (eta ^+ 2 * settled_entry 0 1).
Proof.
apply: mean_eq (mean_contract (fun i => u i 0) (fun j => v j 0) (fun i j => covariance_XY hE M X Y eta eta i 0 j 0)) _.
rewrite -(sum_outer (eta ^+ 2 * settled_entry 0 1) (sum_sq u1) (sum_sq w1)).
by apply: eq_bigr => i _; apply: eq_bigr => k _; rewrite (cross_at u1 w1 qq c1 c2) /settled_entry /=; ring.
Qed.

Theorem settled_noise_covariance :
  let xi w : 'cV[R]_2 := \col_(i < 2) if i == 0 :> nat then noise_u w else noise_v w in
  Mean E (fun w => xi w *m (xi w)^T) (eta ^+ 2 *: settled_noise).
Proof.
move=> xi i j; have -> : (eta ^+ 2 *: settled_noise) i j = eta ^+ 2 * settled_entry i j by rewrite !mxE.
have e w : (xi w *m (xi w)^T) i j = xi w i 0 * xi w j 0 by rewrite mxE big_ord1 [X in _ * X]mxE.
case: i j e => [[|[|//]] hi] [[|[|//]] hj] e.
- by apply: mean_ext noise_uu => w; rewrite e !mxE.
- by apply: mean_ext noise_uv => w; rewrite e !mxE.
- by apply: mean_ext noise_uv => w; rewrite e !mxE mulrC.
- by apply: mean_ext noise_vv => w; rewrite e !mxE.
Qed.

Theorem settled_imbalance (C : 'M[R]_2) : let J := 1%:M - rate_matrix 1 c s eta eta in
  stein J J (eta ^+ 2 *: settled_noise) C = C -> 0 < eta * c < 1 ->
  C 0 0 - C 0 1 - C 1 0 + C 1 1 = eta * ((v1 + v2) * (s + c) + 2 * v1 * v2) / (2 * (1 - eta * c)).
Proof.
move=> J hC /andP [ec0 ec1]; have h0 := lt0r_neq0 ec0; have h1 := lt_eqF ec1; pose d : 'rV[R]_2 := \row_(i < 2) if i == 0 :> nat then 1 else -1.
pose j : R := 1 - 2 * (eta * c).
have hd : d *m J = j *: d.
  apply/matrixP => i k; rewrite /J mulmxBr mulmx1 !mxE !big_ord_recl big_ord0 !mxE /rate_entry /j.
  by case: k => [[|[|//]] ?] /=; field.
have dd (B : 'M[R]_2) : (d *m B *m d^T) 0 0 = B 0 0 - B 0 1 - B 1 0 + B 1 1.
  rewrite !mxE !big_ord_recl big_ord0 !mxE !big_ord_recl !big_ord0 !mxE /=.
  have -> : lift ord0 ord0 = 1 :> 'I_2 by apply: val_inj.
  have -> : ord0 = 0 :> 'I_2 by apply: val_inj.
  by ring.
have n0 : 1 - eta * c != 0 by rewrite subr_eq0 eq_sym h1.
have ej : 1 - j ^+ 2 = 4 * (eta * c) * (1 - eta * c) by rewrite /j; ring.
have j1 : j ^+ 2 != 1 by rewrite eq_sym -subr_eq0 ej; apply: mulf_neq0 => //; apply: mulf_neq0 => //; rewrite pnatr_eq0.
have := congr1 (fun B : 'M[R]_1 => B 0 0) (stein_direction hd hC j1).
rewrite dd [RHS]mxE dd ej !mxE /settled_entry /= => ->.
by field; rewrite n0; move: h0; rewrite mulf_eq0 negb_or => /andP [-> ->].
Qed.
End Settled.
