(* SPDX-License-Identifier: Apache-2.0 *)
(* Frobenius.v: the Frobenius inner product of real matrices.

   inner A B = tr(A^T B), normsq A = ||A||_F^2, for matrices of any shape over any real field.
   Main results: inner_mulr, inner_mull (moving a factor across), normsqD (the square of a sum),
   normsq_eq0 (definite), normsq_mul_isometry (A^T A = I preserves norms), unit_proj_le (Bessel).
   Paper's place: the notation paragraph of Section 1. *)
From NoisyGD Require Import Algebra.

Section Frobenius.
Variable R : realFieldType.

Definition inner m n (A B : 'M[R]_(m, n)) : R := \tr (A^T *m B).
Definition normsq m n (A : 'M[R]_(m, n)) : R := inner A A.

Lemma innerE m n (A B : 'M[R]_(m, n)) : inner A B = \sum_j \sum_i A i j * B i j.
Proof. rewrite /inner /mxtrace; apply: eq_bigr => j _; rewrite mxE.
  by apply: eq_bigr => i _; rewrite mxE. Qed.

(* The transpose is linear. *)
Lemma trmxZ m n a (A : 'M[R]_(m, n)) : (a *: A)^T = a *: A^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.
Lemma trmxD m n (A B : 'M[R]_(m, n)) : (A + B)^T = A^T + B^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.
Lemma trmxB m n (A B : 'M[R]_(m, n)) : (A - B)^T = A^T - B^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.
Lemma trmxN m n (A : 'M[R]_(m, n)) : (- A)^T = - A^T.
Proof. by apply/matrixP => i j; rewrite !mxE. Qed.

(* Bilinear and symmetric. *)
Lemma innerC m n (A B : 'M[R]_(m, n)) : inner A B = inner B A.
Proof. by rewrite !innerE; do 2!apply: eq_bigr => ? _; rewrite mulrC. Qed.
Lemma innerDr m n (A B C : 'M[R]_(m, n)) : inner A (B + C) = inner A B + inner A C.
Proof. by rewrite /inner mulmxDr mxtraceD. Qed.
Lemma innerDl m n (A B C : 'M[R]_(m, n)) : inner (B + C) A = inner B A + inner C A.
Proof. by rewrite innerC innerDr !(innerC A). Qed.
Lemma innerZr m n a (A B : 'M[R]_(m, n)) : inner A (a *: B) = a * inner A B.
Proof. by rewrite /inner -scalemxAr mxtraceZ. Qed.
Lemma innerZl m n a (A B : 'M[R]_(m, n)) : inner (a *: A) B = a * inner A B.
Proof. by rewrite innerC innerZr innerC. Qed.
Lemma innerNr m n (A B : 'M[R]_(m, n)) : inner A (- B) = - inner A B.
Proof. by rewrite -scaleN1r innerZr mulN1r. Qed.
Lemma innerNl m n (A B : 'M[R]_(m, n)) : inner (- A) B = - inner A B.
Proof. by rewrite innerC innerNr innerC. Qed.
Lemma innerBr m n (A B C : 'M[R]_(m, n)) : inner A (B - C) = inner A B - inner A C.
Proof. by rewrite innerDr innerNr. Qed.
Lemma innerBl m n (A B C : 'M[R]_(m, n)) : inner (B - C) A = inner B A - inner C A.
Proof. by rewrite innerDl innerNl. Qed.
Lemma inner0r m n (A : 'M[R]_(m, n)) : inner A 0 = 0. Proof. by rewrite /inner mulmx0 mxtrace0. Qed.
Lemma inner0l m n (A : 'M[R]_(m, n)) : inner 0 A = 0. Proof. by rewrite innerC inner0r. Qed.
Lemma inner_tr m n (A B : 'M[R]_(m, n)) : inner A^T B^T = inner A B.
Proof. by rewrite /inner trmxK -mxtrace_tr trmx_mul !trmxK mxtrace_mulC. Qed.

(* Moving a factor across. *)
Lemma inner_mulr m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) C : inner (A *m B) C = inner A (C *m B^T).
Proof. by rewrite /inner trmx_mul mulmxA -[in LHS]mulmxA mxtrace_mulC. Qed.
Lemma inner_mull m n p (A : 'M[R]_(m, n)) (B : 'M_(n, p)) C : inner (A *m B) C = inner B (A^T *m C).
Proof. by rewrite /inner trmx_mul mulmxA. Qed.

(* Positive and definite. *)
Lemma normsq_ge0 m n (A : 'M[R]_(m, n)) : 0 <= normsq A.
Proof. by rewrite /normsq innerE; do 2!apply: sumr_ge0 => ? _; rewrite -expr2 sqr_ge0. Qed.
Lemma normsq_eq0 m n (A : 'M[R]_(m, n)) : (normsq A == 0) = (A == 0).
Proof. apply/idP/eqP => [|->]; last by rewrite /normsq inner0l.
  have h0 i j : 0 <= A i j * A i j by rewrite -expr2 sqr_ge0.
  rewrite /normsq innerE psumr_eq0 => [/allP /= h|j _]; last exact: sumr_ge0.
  apply/matrixP => i j; rewrite mxE. have := h j (mem_index_enum j);
    rewrite psumr_eq0 // => /allP /(_ i (mem_index_enum i)). by rewrite mulf_eq0 orbb => /eqP. Qed.
Lemma normsq_gt0 m n (A : 'M[R]_(m, n)) : A != 0 -> 0 < normsq A.
Proof. by move=> h; rewrite lt_def normsq_ge0 normsq_eq0 h. Qed.
Lemma normsq0 m n : normsq (0 : 'M[R]_(m, n)) = 0. Proof. exact: inner0l. Qed.

Lemma normsqD m n (A B : 'M[R]_(m, n)) : normsq (A + B) = normsq A + 2 * inner A B + normsq B.
Proof. by rewrite /normsq innerDl !innerDr (innerC B A); ring. Qed.
Lemma normsqN m n (A : 'M[R]_(m, n)) : normsq (- A) = normsq A.
Proof. by rewrite /normsq innerNl innerNr opprK. Qed.
Lemma normsqB m n (A B : 'M[R]_(m, n)) : normsq (A - B) = normsq A - 2 * inner A B + normsq B.
Proof. by rewrite normsqD normsqN innerNr mulrN. Qed.
Lemma normsqZ m n a (A : 'M[R]_(m, n)) : normsq (a *: A) = a ^+ 2 * normsq A.
Proof. by rewrite /normsq innerZl innerZr; ring. Qed.
Lemma normsq_tr m n (A : 'M[R]_(m, n)) : normsq A^T = normsq A. Proof. exact: inner_tr. Qed.

(* A matrix with orthonormal columns keeps norms; its transpose does not increase them. *)
Lemma normsq_mul_isometry m n p (B : 'M[R]_(m, n)) (P : 'M_(n, p)) :
  B^T *m B = 1%:M -> normsq (B *m P) = normsq P.
Proof. by move=> BB; rewrite /normsq inner_mull mulmxA BB mul1mx. Qed.
Lemma normsq_proj_residual m n p (B : 'M[R]_(m, n)) (Z : 'M_(m, p)) : B^T *m B = 1%:M ->
  normsq Z = normsq (B^T *m Z) + normsq (Z - B *m (B^T *m Z)).
Proof. move=> BB; rewrite normsqB (normsq_mul_isometry _ BB).
  have -> : inner Z (B *m (B^T *m Z)) = normsq (B^T *m Z) by rewrite innerC inner_mull. ring. Qed.

(* Column vectors: the 1 x 1 matrix u^T w is the scalar <u, w>. *)
Lemma mul_trV d (u w : 'cV[R]_d) : u^T *m w = (inner u w)%:M.
Proof. by rewrite [LHS]mx11_scalar /inner trace_mx11. Qed.
Lemma mul_outerV d1 d2 (x : 'cV[R]_d1) (y z : 'cV[R]_d2) : x *m y^T *m z = inner y z *: x.
Proof. by rewrite -mulmxA mul_trV mul_mx_scalar. Qed.
Lemma inner_outer d1 d2 (x z : 'cV[R]_d1) (y w : 'cV[R]_d2) :
  inner (x *m y^T) (z *m w^T) = inner x z * inner y w.
Proof. by rewrite inner_mull mulmxA mul_trV mul_scalar_mx innerZr inner_tr. Qed.
Lemma normsq_outer d1 d2 (x : 'cV[R]_d1) (y : 'cV[R]_d2) : normsq (x *m y^T) = normsq x * normsq y.
Proof. exact: inner_outer. Qed.
Lemma unit_proj_le d (u x : 'cV[R]_d) : inner u u = 1 -> inner u x ^+ 2 <= normsq x.
Proof. move=> u1; have := normsq_ge0 (x - inner u x *: u).
  by rewrite normsqB normsqZ innerZr (innerC x) /(normsq u) u1; lra. Qed.
Lemma unit_neq0 d (u : 'cV[R]_d) : inner u u = 1 -> u != 0.
Proof. by move=> u1; rewrite -normsq_eq0 /normsq u1 oner_eq0. Qed.
End Frobenius.
#[export] Hint Resolve normsq_ge0 : core.
