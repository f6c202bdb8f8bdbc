(* SPDX-License-Identifier: Apache-2.0 *)
(* Theorem2.v: the landscape of the smoothed problem at rank r.

   With g = gamma and c = gamma sigma^2 the smoothed objective is, up to a constant (Smoothing.v),
       Fs(X,Y) = 1/2 ( ||X Y^T - M||^2 + (c/g) ||X||^2 + (c g) ||Y||^2 ).
   Main results: balanced (a stationary point has X^T X = g^2 Y^T Y), balanced_weights (any
   weights), and polar_unique (the polar factor is unique, without diagonalisation), which Saddles.v
   uses.
   Paper's place: Theorem 2. *)
From NoisyGD Require Import Algebra Frobenius Objective.

(* For any weights a, b: at a stationary point a X^T X = b Y^T Y. *)
Section Balanced.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b : R).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Lemma stationary_residual X Y : stationarys M a b X Y ->
  residual M X Y *m Y = - (a *: X) /\ (residual M X Y)^T *m X = - (b *: Y).
Proof. by case=> /eqP; rewrite addr_eq0 => /eqP hx /eqP; rewrite addr_eq0 => /eqP. Qed.

Theorem balanced_weights X Y : stationarys M a b X Y -> a *: (X^T *m X) = b *: (Y^T *m Y).
Proof. move=> /stationary_residual [hx hy]. have h1 : X^T *m residual M X Y *m Y =
    - (a *: (X^T *m X)) by rewrite -mulmxA hx mulmxN -scalemxAr.
  have h2 : Y^T *m ((residual M X Y)^T *m X) = - (b *: (Y^T *m Y)) by rewrite hy mulmxN -scalemxAr.
  move: (congr1 trmx h2); rewrite !trmx_mul !trmxK trmxN trmxZ trmx_mul trmxK h1. by move/oppr_inj.
Qed.
Theorem balanced (g c : R) X Y : 0 < g -> 0 < c -> a = c / g -> b = c * g ->
  stationarys M a b X Y -> X^T *m X = g ^+ 2 *: (Y^T *m Y).
Proof. move=> g0 c0 ea eb /balanced_weights; rewrite ea eb => h. have gn : g != 0 by rewrite gt_eqF.
  have cn : c != 0 by rewrite gt_eqF. have := congr1 (fun Z => (g / c) *: Z) h; rewrite !scalerA.
  have -> : g / c * (c / g) = 1 by field; rewrite gn cn.
  have -> : g / c * (c * g) = g ^+ 2 by field. by rewrite scale1r. Qed.
End Balanced.

(* Positive definite matrices and the uniqueness of the polar factor, without diagonalisation. *)
Section Polar.
Variables (R : realFieldType) (r : nat).
Definition posdef (P : 'M[R]_r) := P^T = P /\ forall z : 'cV[R]_r, z != 0 -> 0 < inner z (P *m z).

Lemma inner_cols m n (A B : 'M[R]_(m, n)) : inner A B = \sum_j inner (col j A) (col j B).
Proof. rewrite innerE; apply: eq_bigr => j _; rewrite innerE big_ord_recl big_ord0 addr0.
  by apply: eq_bigr => i _; rewrite !mxE. Qed.
Lemma col_mulmx m n (P : 'M[R]_(m, n)) p (D : 'M[R]_(n, p)) j : col j (P *m D) = P *m col j D.
Proof. by apply/matrixP => i k; rewrite !mxE; apply: eq_bigr => l _; rewrite !mxE. Qed.
Lemma posdef_ge0 P (D : 'M[R]_r) : posdef P -> 0 <= inner D (P *m D).
Proof. case=> _ h; rewrite inner_cols; apply: sumr_ge0 => j _; rewrite col_mulmx.
  by have [->|/h/ltW //] := eqVneq (col j D) 0; rewrite mulmx0 inner0r. Qed.
Lemma posdef_eq0 P (D : 'M[R]_r) : posdef P -> inner D (P *m D) = 0 -> D = 0.
Proof. case=> _ h; rewrite inner_cols => /eqP; rewrite psumr_eq0 => [/allP /= e|j _]; last first.
    by rewrite col_mulmx; have [->|/h/ltW //] := eqVneq (col j D) 0; rewrite mulmx0 inner0r.
  apply/matrixP => i j; have := e j (mem_index_enum j); rewrite col_mulmx.
  have [c0 _|/h] := eqVneq (col j D) 0; last by rewrite lt_def => /andP[/negPf ->].
  by have := congr1 (fun C : 'cV[R]_r => C i 0) c0; rewrite !mxE. Qed.
Lemma posdef_unit P : posdef P -> P \in unitmx.
Proof. move=> hP; rewrite -row_free_unit -kermx_eq0; apply/eqP/trmx_inj; rewrite trmx0.
  have k : P^T *m (kermx P)^T = 0 by rewrite -trmx_mul mulmx_ker trmx0.
  by apply: (posdef_eq0 hP); rewrite hP.1 in k; rewrite k inner0r. Qed.

Theorem sqrt_unique P Q : posdef P -> posdef Q -> P *m P = Q *m Q -> P = Q.
Proof. move=> hP hQ e; set D := P - Q. have DT : D^T = D by rewrite /D trmxB hP.1 hQ.1.
  have z : P *m D + D *m Q = 0 by rewrite /D mulmxBr mulmxBl e addrA subrK subrr.
  have h : inner D (P *m D) + inner D (D *m Q) = 0 by rewrite -innerDr z inner0r.
  have e2 : inner D (D *m Q) = inner D (Q *m D) by rewrite -[LHS]inner_tr trmx_mul DT hQ.1.
  have p1 := posdef_ge0 D hP; have p2 := posdef_ge0 D hQ.
  by apply/subr0_eq; apply: (posdef_eq0 hP); rewrite -/D; move: h; rewrite e2; lra. Qed.

(* S = O P with O orthogonal and S, P positive definite forces O = 1. *)
Theorem polar_unique (O P S : 'M[R]_r) :
  O^T *m O = 1%:M -> posdef P -> posdef S -> S = O *m P -> O = 1%:M /\ S = P.
Proof. move=> OO hP hS e. have PS : P = S.
    apply: sqrt_unique => //. have -> : S *m S = S^T *m S by rewrite hS.1.
    by rewrite e trmx_mul hP.1 -mulmxA (mulmxA O^T) OO mul1mx.
  split=> //; have U := posdef_unit hP. by rewrite -[O]mulmx1 -(mulmxV U) mulmxA -e -PS mulmxV. Qed.
End Polar.
