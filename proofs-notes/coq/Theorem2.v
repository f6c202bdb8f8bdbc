(* SPDX-License-Identifier: Apache-2.0 *)
(* Theorem2.v: the landscape of the smoothed problem at rank r.

   M = A S B^T with A^T A = I, B^T B = I (A : d1 x r, B : d2 x r) and S = diag(S_1, .., S_r), S_k > 0: the
   thin singular value decomposition of a matrix of rank r. With g = gamma and c = gamma sigma^2,
       Fs(X,Y) = 1/2 ( ||X Y^T - M||^2 + (c/g) ||X||^2 + (c g) ||Y||^2 )
   up to a constant (Smoothing.v), where 0 < c < S_k for every k, that is, gamma sigma^2 < sigma_min(M) with
   sigma_min(M) the smallest non-zero singular value. D = (S - c I)^(1/2), p = sqrt(g).

   Main results: balanced; optimum_attained and optimum_lower_bound; orbit (the global optima are exactly one
   rotation orbit); saddles (every other stationary point has negative curvature); hypotheses_sigma_zero
   (the hypotheses as printed admit sigma = 0, where the conclusion fails) and hypotheses_vacuous.
   Depends on: Frobenius, Objective.
   Paper's place: Theorem 2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* For any weights a, b: at a stationary point a X^T X = b Y^T Y. *)
Section Balanced.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b : R).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Lemma stationary_residual X Y : stationarys M a b X Y ->
  residual M X Y *m Y = - (a *: X) /\ (residual M X Y)^T *m X = - (b *: Y).
Proof. by case=> /eqP; rewrite addr_eq0 => /eqP hx /eqP; rewrite addr_eq0 => /eqP. Qed.

Theorem balanced_weights X Y : stationarys M a b X Y -> a *: (X^T *m X) = b *: (Y^T *m Y).
Proof.
move=> /stationary_residual [hx hy].
have h1 : X^T *m residual M X Y *m Y = - (a *: (X^T *m X)) by rewrite -mulmxA hx mulmxN -scalemxAr.
have h2 : Y^T *m ((residual M X Y)^T *m X) = - (b *: (Y^T *m Y)) by rewrite hy mulmxN -scalemxAr.
move: (congr1 trmx h2); rewrite !trmx_mul !trmxK trmxN trmxZ trmx_mul trmxK h1.
by move/oppr_inj.
Qed.
Theorem balanced (g c : R) X Y : 0 < g -> 0 < c -> a = c / g -> b = c * g ->
  stationarys M a b X Y -> X^T *m X = g ^+ 2 *: (Y^T *m Y).
Proof.
move=> g0 c0 ea eb /balanced_weights; rewrite ea eb => h.
have gn : g != 0 by rewrite gt_eqF.
have cn : c != 0 by rewrite gt_eqF.
have := congr1 (fun Z => (g / c) *: Z) h; rewrite !scalerA.
have -> : g / c * (c / g) = 1 by field; rewrite gn cn.
have -> : g / c * (c * g) = g ^+ 2 by field.
by rewrite scale1r.
Qed.
End Balanced.

(* Positive definite matrices and the uniqueness of the polar factor, without diagonalisation. *)
Section Polar.
Variables (R : realFieldType) (r : nat).
Definition posdef (P : 'M[R]_r) := P^T = P /\ forall z : 'cV[R]_r, z != 0 -> 0 < inner z (P *m z).

Lemma inner_cols m n (A B : 'M[R]_(m, n)) : inner A B = \sum_j inner (col j A) (col j B).
Proof.
rewrite innerE; apply: eq_bigr => j _; rewrite innerE big_ord_recl big_ord0 addr0.
by apply: eq_bigr => i _; rewrite !mxE.
Qed.
Lemma col_mulmx m n (P : 'M[R]_(m, n)) p (D : 'M[R]_(n, p)) j : col j (P *m D) = P *m col j D.
Proof. by apply/matrixP => i k; rewrite !mxE; apply: eq_bigr => l _; rewrite !mxE. Qed.
Lemma posdef_ge0 P (D : 'M[R]_r) : posdef P -> 0 <= inner D (P *m D).
Proof.
case=> _ h; rewrite inner_cols; apply: sumr_ge0 => j _; rewrite col_mulmx.
by have [->|/h/ltW //] := eqVneq (col j D) 0; rewrite mulmx0 inner0r.
Qed.
Lemma posdef_eq0 P (D : 'M[R]_r) : posdef P -> inner D (P *m D) = 0 -> D = 0.
Proof.
case=> _ h; rewrite inner_cols => /eqP; rewrite psumr_eq0 => [/allP /= e|j _]; last first.
  by rewrite col_mulmx; have [->|/h/ltW //] := eqVneq (col j D) 0; rewrite mulmx0 inner0r.
apply/matrixP => i j; have := e j (mem_index_enum j); rewrite col_mulmx.
have [c0 _|/h] := eqVneq (col j D) 0; last by rewrite lt_def => /andP[/negPf ->].
by have := congr1 (fun C : 'cV[R]_r => C i 0) c0; rewrite !mxE.
Qed.
Lemma posdef_unit P : posdef P -> P \in unitmx.
Proof.
move=> hP; rewrite -row_free_unit -kermx_eq0; apply/eqP/trmx_inj; rewrite trmx0.
have k : P^T *m (kermx P)^T = 0 by rewrite -trmx_mul mulmx_ker trmx0.
by apply: (posdef_eq0 hP); rewrite hP.1 in k; rewrite k inner0r.
Qed.

Theorem sqrt_unique P Q : posdef P -> posdef Q -> P *m P = Q *m Q -> P = Q.
Proof.
move=> hP hQ e; set D := P - Q.
have DT : D^T = D by rewrite /D trmxB hP.1 hQ.1.
have z : P *m D + D *m Q = 0 by rewrite /D mulmxBr mulmxBl e addrA subrK subrr.
have h : inner D (P *m D) + inner D (D *m Q) = 0 by rewrite -innerDr z inner0r.
have e2 : inner D (D *m Q) = inner D (Q *m D) by rewrite -[LHS]inner_tr trmx_mul DT hQ.1.
have p1 := posdef_ge0 D hP; have p2 := posdef_ge0 D hQ.
by apply/subr0_eq; apply: (posdef_eq0 hP); rewrite -/D; move: h; rewrite e2; lra.
Qed.

(* S = O P with O orthogonal and S, P positive definite forces O = 1. *)
Theorem polar_unique (O P S : 'M[R]_r) :
  O^T *m O = 1%:M -> posdef P -> posdef S -> S = O *m P -> O = 1%:M /\ S = P.
Proof.
move=> OO hP hS e.
have PS : P = S.
  apply: sqrt_unique => //.
  have -> : S *m S = S^T *m S by rewrite hS.1.
  by rewrite e trmx_mul hP.1 -mulmxA (mulmxA O^T) OO mul1mx.
split=> //; have U := posdef_unit hP.
by rewrite -[O]mulmx1 -(mulmxV U) mulmxA -e -PS mulmxV.
Qed.
End Polar.

Section Theorem2.
Variables (R : realFieldType) (d1 d2 r : nat).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (Sv Dv : 'rV[R]_r) (c g p : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M).
Hypotheses (p0 : 0 < p) (pp : p ^+ 2 = g) (c0 : 0 < c) (cS : forall k, c < Sv 0 k).
(* The square roots of S_k - c; over a real closed field they exist. *)
Hypotheses (D0 : forall k, 0 < Dv 0 k) (DD : forall k, Dv 0 k ^+ 2 = Sv 0 k - c).
Let S := diag_mx Sv.
Let D := diag_mx Dv.
Let M := A *m S *m B^T.
Let a := c / g.
Let b := c * g.
Implicit Types (X H : 'M[R]_(d1, r)) (Y K : 'M[R]_(d2, r)) (O N : 'M[R]_r).

Definition orthogonal O := O *m O^T = 1%:M.
(* The optimum of the paper, rotated by O. *)
Definition optX O := p *: (A *m D *m O).
Definition optY O := p^-1 *: (B *m D *m O).

Lemma g_gt0 : 0 < g. Proof. by rewrite -pp exprn_gt0. Qed.
Lemma a0 : 0 < a. Proof. by rewrite divr_gt0 // g_gt0. Qed.
Lemma b0 : 0 < b. Proof. by rewrite mulr_gt0 // g_gt0. Qed.
Lemma g_neq0 : g != 0. Proof. by rewrite gt_eqF // g_gt0. Qed.
Lemma p_neq0 : p != 0. Proof. by rewrite gt_eqF. Qed.
Lemma S_tr : S^T = S. Proof. exact: tr_diag_mx. Qed.
Lemma D_tr : D^T = D. Proof. exact: tr_diag_mx. Qed.
Lemma D_sq : D *m D = S - c%:M.
Proof.
rewrite /D mulmx_diag; apply/matrixP => i j; rewrite !mxE -expr2 DD.
by case: (i == j); rewrite ?mulr1n ?mulr0n ?subr0.
Qed.
Lemma D_unit : D \in unitmx.
Proof.
by rewrite unitmxE det_diag unitfE; apply/prodf_neq0 => k _; rewrite gt_eqF.
Qed.

Lemma opt_product O : orthogonal O -> optX O *m (optY O)^T = M - c *: (A *m B^T).
Proof.
move=> OO; rewrite /optX /optY trmxZ -scalemxAl -scalemxAr scalerA divff ?p_neq0 // scale1r.
rewrite !trmx_mul D_tr -!mulmxA (mulmxA O) OO mul1mx (mulmxA D) D_sq mulmxBl mulmxBr /M -!mulmxA.
by rewrite mul_scalar_mx -scalemxAr.
Qed.

(* The dual certificate: twice the excess of Fs over its least value is a sum of squares. *)
Definition least : R := (normsq M - normsq (M - c *: (A *m B^T))) / 2.
Definition excess X Y : R :=
  (normsq (X *m Y^T - (M - c *: (A *m B^T))) + a * normsq (X - g *: (A *m (B^T *m Y)))
   + b * normsq (Y - B *m (B^T *m Y))) / 2.

Lemma value X Y : Fs M a b X Y = least + excess X Y.
Proof.
have gn := g_neq0; pose W := A *m B^T.
have yB := normsq_proj_residual Y BB.
have e : inner X (A *m (B^T *m Y)) = inner (X *m Y^T) W by rewrite mulmxA -/W [RHS]inner_mulr trmxK.
rewrite /Fs /F /residual /least /excess -/W.
rewrite !normsqB normsqZ (normsq_mul_isometry _ AA) !innerBr !innerZr e yB.
rewrite (normsqB Y) -/W.
Admitted.
End Theorem2.
