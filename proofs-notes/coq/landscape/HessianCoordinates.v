(* SPDX-License-Identifier: Apache-2.0 *)
(* HessianCoordinates.v: the Hessian as a matrix, at rank r, and at the optimum in coordinates that decouple it.

   The variables are the (d1+d2) r entries of the stacked matrix [X; Y]. hessian_mx is the matrix of the
   Hessian-vector product over them. In Optimum.v's setting, extend A and B to invertible matrices U = [A C], V = [B D] with
   A^T C = B^T D = 0, and write H = U Z1 Q, K = V Z2 Q. With P and N the first r rows of Z1 and Z2, the Hessian at the optimum
   turned by Q is, in these coordinates,
       Z1 -> Z1 S/g + [diag(e) N^T diag(e) - c N; 0],      Z2 -> g Z2 S + [diag(e) P^T diag(e) - c P; 0].

   Main results: hessian_mx_form (the matrix is symmetric and gives the Hessian's quadratic form), complement (C exists),
   hessian_in_coordinates (the two matrices have one characteristic polynomial).
   Depends on: Frobenius, Objective, Optimum, BlockDeterminant.
   Paper's place: Theorem 2. *)
From HB Require Import structures.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Optimum BlockDeterminant.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section HessianMatrix.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b : R).
Variables (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition hessian_op (Z : 'M[R]_(d1 + d2, r)) : 'M[R]_(d1 + d2, r) :=
  col_mx (hessXs M a X Y (usubmx Z) (dsubmx Z)) (hessYs M b X Y (usubmx Z) (dsubmx Z)).
Fact hessian_op_linear : linear hessian_op.
Proof.
move=> t Z Z'; rewrite /hessian_op scale_col_mx add_col_mx.
have -> : usubmx (t *: Z + Z') = t *: usubmx Z + usubmx Z' by apply/matrixP => i j; rewrite !mxE.
have -> : dsubmx (t *: Z + Z') = t *: dsubmx Z + dsubmx Z' by apply/matrixP => i j; rewrite !mxE.
move: (usubmx Z) (usubmx Z') (dsubmx Z) (dsubmx Z') => H H' K K'.
have lin2 m n (P P' N N' : 'M[R]_(m, n)) : (t *: P + P') + (t *: N + N') = t *: (P + N) + (P' + N').
  by rewrite addrACA -scalerDr.
have inR m n k (P : 'M[R]_(m, n)) (N N' : 'M[R]_(n, k)) : P *m (t *: N + N') = t *: (P *m N) + P *m N'.
  by rewrite mulmxDr scalemxAr.
have inL m n k (P : 'M[R]_(n, k)) (N N' : 'M[R]_(m, n)) : (t *: N + N') *m P = t *: (N *m P) + N' *m P.
  by rewrite mulmxDl scalemxAl.
have inT m n (N N' : 'M[R]_(m, n)) : (t *: N + N')^T = t *: N^T + N'^T by rewrite trmxD trmxZ.
have inZ m n k (N N' : 'M[R]_(m, n)) : k *: (t *: N + N') = t *: (k *: N) + k *: N'.
  by rewrite scalerDr !scalerA mulrC.
by congr col_mx; rewrite /hessXs /hessYs /hessX /hessY ?(inT, inL, inR, lin2, inZ).
Qed.
HB.instance Definition _ := GRing.isLinear.Build R _ _ _ hessian_op hessian_op_linear.

Definition hessian_mx : 'M[R]_((d1 + d2) * r) := lin_mx hessian_op.

Lemma hessian_mxE Z : mxvec Z *m hessian_mx = mxvec (hessian_op Z).
Proof. exact: mul_vec_lin. Qed.

Lemma inner_col m1 m2 n (P P' : 'M[R]_(m1, n)) (N N' : 'M[R]_(m2, n)) :
  inner (col_mx P N) (col_mx P' N') = inner P P' + inner N N'.
Proof. by rewrite /inner tr_col_mx mul_row_col mxtraceD. Qed.
Lemma mxvec_inner m n (P N : 'M[R]_(m, n)) : mxvec P *m (mxvec N)^T = (inner P N)%:M.
Proof.
rewrite [LHS]mx11_scalar !mxE; congr _%:M; rewrite innerE exchange_big pair_big /=.
rewrite (reindex _ (curry_mxvec_bij m n)); apply: eq_bigr => -[i j] _ /=.
by rewrite mxE !mxvecE.
Qed.

(* hessian_mx is the Hessian: symmetric, and its quadratic form is the second derivative of Objective.v. *)
Theorem hessian_mx_form (H : 'M[R]_(d1, r)) (K : 'M[R]_(d2, r)) :
  mxvec (col_mx H K) *m hessian_mx *m (mxvec (col_mx H K))^T = (hesss M a b X Y H K)%:M.
Proof.
by rewrite hessian_mxE mxvec_inner inner_col col_mxKu col_mxKd -hessian_is_quadratic_form_smoothed.
Qed.
Theorem hessian_mx_sym : hessian_mx^T = hessian_mx.
Proof.
apply/matrixP => i j; rewrite mxE.
have e (k l : 'I_((d1 + d2) * r)) : hessian_mx k l =
    ((delta_mx 0 k : 'rV_(_)) *m hessian_mx *m (delta_mx 0 l : 'rV_(_))^T) 0 0.
  rewrite -rowE [RHS]mxE (bigD1 l) //= big1 ?addr0 => [|m ml].
    by rewrite [row _ _ _ _]mxE [_^T _ _]mxE [delta_mx _ _ _ _]mxE !eqxx mulr1.
  by rewrite [_^T _ _]mxE [delta_mx _ _ _ _]mxE (negPf ml) mulr0.
rewrite !e -(vec_mxK (delta_mx 0 i)) -(vec_mxK (delta_mx 0 j)) !hessian_mxE !mxvec_inner.
move: (vec_mx _) (vec_mx _) => Z Z'; rewrite -[in inner _ Z](vsubmxK Z) -[in inner _ Z'](vsubmxK Z') !inner_col.
by rewrite hessian_symmetric_smoothed.
Qed.
End HessianMatrix.

(* Completing A to an invertible matrix, over any real field. *)
Section Complement.
Variable R : realFieldType.
Lemma complement r n (A : 'M[R]_(r + n, r)) : A^T *m A = 1%:M ->
  exists C : 'M_(r + n, n), A^T *m C = 0 /\ row_mx A C \in unitmx.
Proof.
move=> AA; have rA : \rank A = r.
  apply/eqP; rewrite eqn_leq rank_leq_col -{1}(mxrank1 R r) -AA; exact: mxrankM_maxr.
have rK : \rank (kermx A) = n by rewrite mxrank_ker rA addKn.
have [D Df DK] : exists2 D : 'M[R]_(n, r + n), row_free D & (D <= kermx A)%MS.
  have k m : \rank (kermx A) = m -> exists2 D : 'M[R]_(m, r + n), row_free D & (D <= kermx A)%MS.
    by move=> <-; exists (row_base (kermx A)); rewrite ?row_base_free ?eq_row_base.
  exact: k.
have DA : D *m A = 0 by apply/sub_kermxP.
exists D^T; split; first by apply: trmx_inj; rewrite trmx_mul !trmxK DA trmx0.
rewrite -unitmx_tr tr_row_mx trmxK -row_free_unit -kermx_eq0.
apply/eqP/row_matrixP => i; rewrite row0; move: (row i _) (row_sub i (kermx (col_mx A^T D))) => v /sub_kermxP.
rewrite -[v]hsubmxK mul_row_col => e.
have v1 : lsubmx v = 0.
  by have := congr1 (mulmx^~ A) e; rewrite mulmxDl -!mulmxA AA DA mulmx1 mulmx0 addr0 mul0mx.
move: e; rewrite v1 mul0mx add0r => /sub_kermxP; move: Df; rewrite -kermx_eq0 => /eqP ->.
by rewrite submx0 => /eqP ->; rewrite row_mx0.
Qed.
Lemma factor_dim d r (A : 'M[R]_(d, r)) : A^T *m A = 1%:M -> (r <= d)%N.
Proof.
by move=> AA; rewrite -(mxrank1 R r) -AA (leq_trans (mxrankM_maxr _ _)) // rank_leq_row.
Qed.
End Complement.

Section Coordinates.
Variables (R : realFieldType) (r : nat) (s e : 'rV[R]_r) (g c : R).
Hypotheses (g0 : 0 < g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).
Local Notation S := (diag_mx s).
Local Notation E := (diag_mx e).

(* The Hessian in the coordinates (Z1, Z2). *)
Definition coord_op n1 n2 (Z : 'M[R]_((r + n1) + (r + n2), r)) : 'M[R]_((r + n1) + (r + n2), r) :=
  let P := usubmx (usubmx Z) in let N := usubmx (dsubmx Z) in
  col_mx (g^-1 *: (usubmx Z *m S) + col_mx (E *m N^T *m E - c *: N) 0)
         (g *: (dsubmx Z *m S) + col_mx (E *m P^T *m E - c *: P) 0).

(* One of the two halves; the other is the same with A and B, p and q exchanged. *)
Lemma half n m (A : 'M[R]_(r + n, r)) (C : 'M_(r + n, n)) (B : 'M[R]_(r + m, r)) (D : 'M_(r + m, m))
    (p q w t : R) (Q : 'M_r) (Z1 : 'M_(r + n, r)) (Z2 : 'M_(r + m, r)) :
  B^T *m B = 1%:M -> B^T *m D = 0 -> Q *m Q^T = 1%:M -> p * q = 1 -> q ^+ 2 = t -> w = c * t ->
  let X := p *: (A *m E) *m Q in let Y := q *: (B *m E) *m Q in
  let H := row_mx A C *m Z1 *m Q in let K := row_mx B D *m Z2 *m Q in
  (X *m K^T + H *m Y^T) *m Y - c *: (A *m B^T) *m K + w *: H =
  row_mx A C *m (t *: (Z1 *m S) + col_mx (E *m (usubmx Z2)^T *m E - c *: usubmx Z2) 0) *m Q.
Proof.
move=> BB BD QQ pq qt wE X Y H K.
have BK : B^T *m K = usubmx Z2 *m Q.
  by rewrite /K !mulmxA mul_mx_row BB BD -{1}[Z2]vsubmxK mul_row_col mul1mx mul0mx addr0.
have e1 : X *m K^T *m Y = A *m (E *m (usubmx Z2)^T *m E) *m Q.
  have KB : K^T *m B = Q^T *m (usubmx Z2)^T by rewrite -trmx_mul -BK [RHS]trmx_mul trmxK.
  rewrite /X /Y -!scalemxAl -!scalemxAr scalerA pq scale1r !mulmxA -(mulmxA _ K^T B) KB !mulmxA.
  by rewrite -(mulmxA _ Q Q^T) QQ mulmx1.
have e2 : H *m Y^T *m Y = t *: (row_mx A C *m (Z1 *m (S - c%:M)) *m Q).
  rewrite -(diag_roots es) /Y trmx_mul trmxZ trmx_mul tr_diag_mx /H.
  rewrite -?scalemxAl -?scalemxAr -?scalemxAl -?scalemxAr scalerA -expr2 qt; congr (_ *: _).
  by rewrite !mulmxA -(mulmxA _ Q Q^T) QQ mulmx1 -(mulmxA _ B^T B) BB mulmx1.
have e3 : A *m B^T *m K = A *m usubmx Z2 *m Q by rewrite -mulmxA BK mulmxA.
rewrite mulmxDl e1 e2 -scalemxAl e3 /H wE.
have eL : row_mx A C *m (Z1 *m (S - c%:M)) *m Q = row_mx A C *m (Z1 *m S) *m Q - c *: (row_mx A C *m Z1 *m Q).
  by rewrite mulmxBr mul_mx_scalar mulmxBr mulmxBl -!scalemxAr -scalemxAl.
have eR : row_mx A C *m (t *: (Z1 *m S) + col_mx (E *m (usubmx Z2)^T *m E - c *: usubmx Z2) 0) *m Q =
    t *: (row_mx A C *m (Z1 *m S) *m Q) + (A *m (E *m (usubmx Z2)^T *m E) *m Q - c *: (A *m usubmx Z2 *m Q)).
  rewrite mulmxDr mulmxDl mul_row_col mulmx0 addr0 -scalemxAr -scalemxAl; congr (_ + _).
  by rewrite mulmxBr mulmxBl -scalemxAr -scalemxAl.
rewrite eL eR; move: (_ *m _ *m Q) (_ *m _ *m Q) (_ *m _ *m Q) (_ *m _ *m Q) => T1 T2 T3 T4.
by apply/matrixP => i j; rewrite !mxE; ring.
Qed.

Variables (n1 n2 : nat) (A : 'M[R]_(r + n1, r)) (B : 'M[R]_(r + n2, r)) (p : R) (Q : 'M[R]_r).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (pg : p ^+ 2 = g) (QQ : Q *m Q^T = 1%:M).
Local Notation a := (c / g).
Local Notation b := (c * g).
Local Notation M := (factored A s B).
Local Notation H := (hessian_op M a b (optX A p e *m Q) (optY B p e *m Q)).

Lemma in_coordinates C D (Z : 'M_((r + n1) + (r + n2), r)) : A^T *m C = 0 -> B^T *m D = 0 ->
  H (block_mx (row_mx A C) 0 0 (row_mx B D) *m Z *m Q) = block_mx (row_mx A C) 0 0 (row_mx B D) *m coord_op Z *m Q.
Proof.
move=> AC BD; have pn := p_neq0 g0 pg; have gn : g != 0 by rewrite gt_eqF.
have res : residual M (optX A p e *m Q) (optY B p e *m Q) = - (c *: (A *m B^T)).
  by rewrite /residual (opt_product A B g0 pg es QQ) addrC addKr.
rewrite /hessian_op /coord_op -{1 2 3 4}[Z]vsubmxK !mul_block_col !mul0mx !addr0 !add0r !mul_col_mx.
rewrite col_mxKu col_mxKd; move: (usubmx Z) (dsubmx Z) => Z1 Z2; congr col_mx.
- rewrite /hessXs /hessX res mulNmx; have q2 : p^-1 ^+ 2 = g^-1 by rewrite exprVn pg.
  exact: (@half _ _ A C B D p p^-1 a g^-1 Q Z1 Z2 BB BD QQ (mulfV pn) q2 (erefl _)).
have swap m n (X H' : 'M[R]_(m, r)) (Y K : 'M[R]_(n, r)) : (X *m K^T + H' *m Y^T)^T = Y *m H'^T + K *m X^T.
  by rewrite trmxD !trmx_mul !trmxK addrC.
rewrite /hessYs /hessY res swap trmxN trmxZ [(A *m B^T)^T]trmx_mul trmxK mulNmx.
exact: (@half _ _ B D A C p^-1 p b g Q Z2 Z1 AA AC QQ (mulVf pn) pg (erefl _)).
Qed.

(* Both matrices have one characteristic polynomial. *)
Theorem hessian_in_coordinates : char_poly (hessian_mx M a b (optX A p e *m Q) (optY B p e *m Q)) =
  char_poly (lin_mx (@coord_op n1 n2)).
Proof.
have [C [AC uC]] := complement AA; have [D [BD uD]] := complement BB.
pose U : 'M_((r + n1) + (r + n2)) := block_mx (row_mx A C) 0 0 (row_mx B D).
have uU : U \in unitmx by rewrite unitmxE det_ublock unitrM -!unitmxE uC uD.
have uQ : Q \in unitmx by have [] := mulmx1_unit QQ.
pose f := lin_mx (mulmxr Q \o mulmx U : 'M[R]_(_, r) -> 'M_(_, r)).
have fE Z : mxvec Z *m f = mxvec (U *m Z *m Q) by rewrite /f mul_vec_lin.
apply: (char_poly_similar (P := f)).
  pose f' := lin_mx (mulmxr (invmx Q) \o mulmx (invmx U) : 'M[R]_(_, r) -> 'M_(_, r)).
  suff : f *m f' = 1%:M by case/mulmx1_unit.
  apply/row_matrixP => i; rewrite row_mul !rowE -(vec_mxK (delta_mx 0 i)); move: (vec_mx _) => Z.
  by rewrite fE /f' mul_vec_lin mulmx1 /= !mulmxA mulVmx // mul1mx mulmxK.
apply/row_matrixP => i; rewrite !row_mul.
have -> : row i (lin_mx (@coord_op n1 n2)) = mxvec (coord_op (vec_mx (delta_mx 0 i))).
  by apply/rowP => j; rewrite !mxE.
rewrite [row i f]rowE -{1}(vec_mxK (delta_mx 0 i)); move: (vec_mx _) => Z.
by rewrite !fE hessian_mxE in_coordinates.
Qed.
End Coordinates.
