(* SPDX-License-Identifier: Apache-2.0 *)
(* MatrixBalance.v: what moves the matrix D = X^T X - Y^T Y at first order, at any rank, for any M.

   The residual drops out: X^T (R Y) + (R Y)^T X = Y^T (R^T X) + (R^T X)^T Y.
   Main result: first_order.
   Paper's place: Theorem 2 (U^T U = gamma^2 V^T V) and Phase III, any rank. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments MeanGram.
Import GRing.Theory Num.Theory.

(* A matrix with its transpose. *)
Section Sym.
Variables (R : realFieldType) (n : nat). Implicit Types A B : 'M[R]_n.
Definition sym A : 'M[R]_n := A + A^T.
Lemma symD A B : sym (A + B) = sym A + sym B. Proof. by rewrite /sym linearD addrACA. Qed.
Lemma symZ k A : sym (k *: A) = k *: sym A. Proof. by rewrite /sym linearZ scalerDr. Qed.
Lemma sym_gram d (X : 'M[R]_(d, n)) : sym (X^T *m X) = 2 *: (X^T *m X).
Proof. by rewrite /sym trmx_mul trmxK scaler_nat mulr2n. Qed.
End Sym.

Section Balance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 c eta : R).
Hypotheses (hE : gaussian_moments E Z1 v1 Z2 v2) (c1 : d1%:R * v1 = c) (c2 : d2%:R * v2 = c).
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation gX := (gradXs M c X Y). Local Notation gY := (gradYs M c X Y).
Local Notation D := (X^T *m X - Y^T *m Y).

(* What moves X^T X at first order, and Y^T Y: the residual's share is the same. *)
Lemma first_order_X : sym (X^T *m gX) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (X^T *m X).
Proof. by rewrite /gradXs /gradX mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC mulmxA.
Qed.
Lemma first_order_Y : sym (Y^T *m gY) = sym (X^T *m residual M X Y *m Y) + (2 * c) *: (Y^T *m Y).
Proof. rewrite /gradYs /gradY mulmxDr -scalemxAr symD symZ sym_gram scalerA [c * 2]mulrC;
    congr (_ + _). by rewrite /sym !trmx_mul !trmxK !mulmxA addrC. Qed.
Lemma first_order : sym (X^T *m gX) - sym (Y^T *m gY) = (2 * c) *: D.
Proof. by rewrite first_order_X first_order_Y opprD addrACA subrr add0r scalerBr. Qed.
End Balance.
