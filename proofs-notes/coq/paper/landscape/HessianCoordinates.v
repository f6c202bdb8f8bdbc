(* SPDX-License-Identifier: Apache-2.0 *)
(* HessianCoordinates.v: the Hessian as a matrix, at rank r.

   The variables are the (d1+d2) r entries of the stacked matrix [X; Y]. hessian_mx is the matrix of
   the Hessian-vector product over them.
   Main results: hessian_mx_form, hessian_mx_sym (the matrix gives the Hessian's quadratic form, and
   is symmetric).
   Paper's place: Theorem 2. *)
From HB Require Import structures.
From NoisyGD Require Import Algebra Frobenius Objective.

Section HessianMatrix.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b : R).
Variables (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition hessian_op (Z : 'M[R]_(d1 + d2, r)) : 'M[R]_(d1 + d2, r) :=
  col_mx (hessXs M a X Y (usubmx Z) (dsubmx Z)) (hessYs M b X Y (usubmx Z) (dsubmx Z)).
Fact hessian_op_linear : linear hessian_op.
Proof. move=> t Z Z'; rewrite /hessian_op scale_col_mx add_col_mx.
  have -> : usubmx (t *: Z + Z') = t *: usubmx Z + usubmx Z' by apply/matrixP => i j; rewrite !mxE.
  have -> : dsubmx (t *: Z + Z') = t *: dsubmx Z + dsubmx Z' by apply/matrixP => i j; rewrite !mxE.
  move: (usubmx Z) (usubmx Z') (dsubmx Z) (dsubmx Z') => H H' K K'. have lin2 m n
    (P P' N N' : 'M[R]_(m, n)) : (t *: P + P') + (t *: N + N') = t *: (P + N) + (P' + N').
    by rewrite addrACA -scalerDr.
  have inR m n k (P : 'M[R]_(m, n)) (N N' : 'M[R]_(n, k)) :
    P *m (t *: N + N') = t *: (P *m N) + P *m N'.
    by rewrite mulmxDr scalemxAr.
  have inL m n k (P : 'M[R]_(n, k)) (N N' : 'M[R]_(m, n)) :
    (t *: N + N') *m P = t *: (N *m P) + N' *m P.
    by rewrite mulmxDl scalemxAl.
  have inT m n (N N' : 'M[R]_(m, n)) : (t *: N + N')^T = t *: N^T + N'^T by rewrite trmxD trmxZ.
  have inZ m n k (N N' : 'M[R]_(m, n)) : k *: (t *: N + N') = t *: (k *: N) + k *: N'.
    by rewrite scalerDr !scalerA mulrC.
  by congr col_mx; rewrite /hessXs /hessYs /hessX /hessY ?(inT, inL, inR, lin2, inZ). Qed.
HB.instance Definition _ := GRing.isLinear.Build R _ _ _ hessian_op hessian_op_linear.

Definition hessian_mx : 'M[R]_((d1 + d2) * r) := lin_mx hessian_op.

Lemma hessian_mxE Z : mxvec Z *m hessian_mx = mxvec (hessian_op Z). Proof. exact: mul_vec_lin. Qed.

Local Lemma inner_col m1 m2 n (P P' : 'M[R]_(m1, n)) (N N' : 'M[R]_(m2, n)) :
  inner (col_mx P N) (col_mx P' N') = inner P P' + inner N N'.
Proof. by rewrite /inner tr_col_mx mul_row_col mxtraceD. Qed.
Lemma mxvec_inner m n (P N : 'M[R]_(m, n)) : mxvec P *m (mxvec N)^T = (inner P N)%:M.
Proof. rewrite [LHS]mx11_scalar !mxE; congr _%:M; rewrite innerE exchange_big pair_big /=.
  rewrite (reindex _ (curry_mxvec_bij m n)); apply: eq_bigr => -[i j] _ /=. by rewrite mxE !mxvecE.
Qed.

(* hessian_mx is the Hessian: symmetric, and its quadratic form is the second derivative of
   Objective.v. *)
Theorem hessian_mx_form (H : 'M[R]_(d1, r)) (K : 'M[R]_(d2, r)) :
  mxvec (col_mx H K) *m hessian_mx *m (mxvec (col_mx H K))^T = (hesss M a b X Y H K)%:M.
Proof. by rewrite hessian_mxE mxvec_inner inner_col col_mxKu col_mxKd
    -hessian_is_quadratic_form_smoothed. Qed.
Theorem hessian_mx_sym : hessian_mx^T = hessian_mx.
Proof. apply/matrixP => i j; rewrite mxE. have e (k l : 'I_((d1 + d2) * r)) : hessian_mx k l =
    ((delta_mx 0 k : 'rV_(_)) *m hessian_mx *m (delta_mx 0 l : 'rV_(_))^T) 0 0.
    rewrite -rowE [RHS]mxE (bigD1 l) //= big1 ?addr0 => [|m ml].
      by rewrite [row _ _ _ _]mxE [_^T _ _]mxE [delta_mx _ _ _ _]mxE !eqxx mulr1.
    by rewrite [_^T _ _]mxE [delta_mx _ _ _ _]mxE (negPf ml) mulr0.
  rewrite !e -(vec_mxK (delta_mx 0 i)) -(vec_mxK (delta_mx 0 j)) !hessian_mxE !mxvec_inner.
  move: (vec_mx _) (vec_mx _) => Z Z'; rewrite -[in inner _ Z](vsubmxK Z)
    -[in inner _ Z'](vsubmxK Z') !inner_col. by rewrite hessian_symmetric_smoothed. Qed.
End HessianMatrix.
