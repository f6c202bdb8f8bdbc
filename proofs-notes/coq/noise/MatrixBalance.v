(* SPDX-License-Identifier: Apache-2.0 *)
(* MatrixBalance.v: the mean of one update takes the whole matrix X^T X - Y^T Y towards 0, at any rank, for any M.

   D = X^T X - Y^T Y is r x r; theorem1/Balance.v has its trace. For noise of equal strength, d1 v1 = d2 v2 = c, and one step size eta,
       E D' = (1 - 2 eta c) D + eta^2 (E GX^T GX - E GY^T GY),
   the second term in closed form (second_gram, MeanGram.v). The residual drops out: X^T (R Y) + (R Y)^T X = Y^T (R^T X) + (R^T X)^T Y.

   Main result: matrix_balance_mean.
   Depends on: Frobenius, Objective, Smoothing, GaussianMoments, MeanGram.
   Paper's place: Theorem 2 (U^T U = gamma^2 V^T V) and Phase III, any rank. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianMoments MeanGram.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory.
Local Open Scope ring_scope.

(* A matrix with its transpose. *)
Section Sym.
Variables (R : realFieldType) (n : nat).
Implicit Types A B : 'M[R]_n.
Definition sym A : 'M[R]_n := A + A^T.
Lemma symD A B : sym (A + B) = sym A + sym B.
Proof. by rewrite /sym linearD addrACA. Qed.
Lemma symZ k A : sym (k *: A) = k *: sym A.
Proof. by rewrite /sym linearZ scalerDr. Qed.
Lemma sym_gram d (X : 'M[R]_(d, n)) : sym (X^T *m X) = 2 *: (X^T *m X).
Proof. by rewrite /sym trmx_mul trmxK scaler_nat mulr2n. Qed.
End Sym.

Section Balance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 c eta : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Hypotheses (c1 : d1%:R * v1 = c) (c2 : d2%:R * v2 = c).
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation gX := (gradXs M c X Y).
Local Notation gY := (gradYs M c X Y).
Local Notation X' w := (stepX Z1 Z2 M X Y eta w).
Local Notation Y' w := (stepY Z1 Z2 M X Y eta w).
Local Notation D := (X^T *m X - Y^T *m Y).

(* What moves X^T X at first order, and Y^T Y: the residual's share is the same. *)
Lemma first_order_X : sym (X^T *m gX) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (X^T *m X).
Proof. by rewrite /gradXs /gradX mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC mulmxA. Qed.
Lemma first_order_Y : sym (Y^T *m gY) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (Y^T *m Y).
Proof.
rewrite /gradYs /gradY mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC; congr (_ + _).
by rewrite /sym !trmx_mul !trmxK !mulmxA addrC.
Qed.
Lemma first_order : sym (X^T *m gX) - sym (Y^T *m gY) = (2 * c) *: D.
Proof. by rewrite first_order_X first_order_Y opprD addrACA subrr add0r scalerBr. Qed.

Lemma symE d (A B : 'M[R]_(d, r)) : A^T *m B + B^T *m A = sym (A^T *m B).
Proof. by rewrite /sym trmx_mul trmxK. Qed.
Theorem matrix_balance_mean :
  Mean E (fun w => (X' w)^T *m X' w - (Y' w)^T *m Y' w)
    ((1 - 2 * (eta * c)) *: D + eta ^+ 2 *: (second_gram M v1 v2 X Y - second_gram M^T v2 v1 Y X)).
Proof.
have hX := mean_gram_X hE M X Y eta; have hY := mean_gram_Y hE M X Y eta.
cbv zeta in hX, hY; rewrite c2 symE in hX; rewrite c1 symE in hY.
have h := Mean_add (Mean_add hX (Mean_scale (-1) hY)) (Mean_const E D).
apply: Mean_eq (Mean_ext _ h) _ => [w|].
  move: ((X' w)^T *m X' w) ((Y' w)^T *m Y' w) (X^T *m X) (Y^T *m Y) => A' B' A B.
  by apply/matrixP => i j; rewrite !mxE; ring.
have -> : (1 - 2 * (eta * c)) *: D = D - eta *: ((2 * c) *: D).
  by rewrite scalerBl scale1r scalerA; congr (_ - _ *: _); ring.
rewrite -first_order; move: (sym (X^T *m gX)) (sym (Y^T *m gY)) (second_gram _ _ _ _ _) (second_gram _ _ _ _ _) D => P Q A B C.
by apply/matrixP => i j; rewrite !mxE; ring.
Qed.
End Balance.
