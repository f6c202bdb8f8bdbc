(* SPDX-License-Identifier: Apache-2.0 *)
(* NegativeEigenvalue.v: a direction of negative curvature is a negative eigenvalue.

   Over a real closed field R a symmetric matrix has real eigenvalues, by the spectral theorem over
   R[i]; if its quadratic form is negative somewhere, one of them is. So at a strict saddle the
   Hessian has a negative eigenvalue.
   Main results: hessian_mx_form, hessian_mx_sym (the matrix of the Hessian-vector product has the
   Hessian's form and is symmetric), negative_eigenvalue (of any symmetric matrix),
   optimum_or_negative_eigenvalue (any rank, smoothed), eigenvalue_x and eigenvalue_y (Lemma 1's
   saddles).
   Paper's place: Lemma 1 (ii), Theorem 2, "strict saddles". *)
From HB Require Import structures.
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import complex.
From mathcomp Require Import spectral.
From NoisyGD Require Import Frobenius Objective RankOne Optimum Saddles.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory. Local Open Scope ring_scope.

(* The Hessian as a matrix over the (d1+d2) r entries of the stacked matrix [X; Y]. *)
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

Section Spectral.
Variables (R : rcfType) (n : nat) (H : 'M[R]_n). Hypothesis symmetric : H^T = H.
Local Notation C := (R[i]). Local Notation toC := (map_mx (real_complex R)).
Let A : 'M[C]_n := toC H. Let P := spectralmx A. Let d := spectral_diag A.

Lemma conj_real m k (W : 'M[R]_(m, k)) : map_mx conjC (toC W) = toC W.
Proof. by apply/matrixP => i j; rewrite !mxE conj_Creal // complex_real. Qed.
Lemma hermitian : A \is hermsymmx.
Proof. by apply/is_hermitianmxP; rewrite expr0 scale1r /A map_trmx symmetric conj_real. Qed.
Lemma decomposed : A = P^t* *m diag_mx d *m P.
Proof. by rewrite -invmx_unitary ?spectral_unitarymx //;
    apply/orthomx_spectralP/hermitian_normalmx/hermitian. Qed.
Local Lemma form (w : 'rV[R]_n) :
  real_complex R ((w *m H *m w^T) 0 0) = \sum_i d 0 i * `|(toC w *m P^t*) 0 i| ^+ 2.
Proof. have -> : real_complex R ((w *m H *m w^T) 0 0) = (toC w *m A *m (toC w)^T) 0 0
    by rewrite /A map_trmx -!map_mxM [RHS]mxE. rewrite decomposed !mulmxA; set y := toC w *m P^t*.
  have -> : y *m diag_mx d *m P *m (toC w)^T = y *m diag_mx d *m y^t*.
    by rewrite -mulmxA /y trmx_mul map_mxM trmxCK map_trmx conj_real -map_trmx.
  rewrite mxE; apply: eq_bigr => i _; rewrite mul_mx_diag !mxE mulrAC mulrC; congr (_ * _).
  by rewrite normCK. Qed.
Theorem negative_eigenvalue (w : 'rV[R]_n) : (w *m H *m w^T) 0 0 < 0 ->
  exists2 l, l < 0 & eigenvalue H l.
Proof. have real i : d 0 i \is Num.real by have /mxOverP := hermitian_spectral_diag_real hermitian;
    apply. move=> neg; have [i di|all] := pickP (fun i => d 0 i < 0); last first.
    move: neg; rewrite -ltcR (form w) => h; suff : 0 <= \sum_i d 0 i * `|(toC w *m P^t*) 0 i| ^+ 2.
      by move/le_lt_trans/(_ h); rewrite ltxx.
    by apply: sumr_ge0 => i _; rewrite mulr_ge0 ?exprn_ge0 // real_leNgt ?rpred0 // all.
  have /complex_realP [l dl] := real i; exists l; first by rewrite -ltcR -dl.
  have ei : eigenvalue A (d 0 i).
    apply/eigenvalueP; exists (row i P).
      rewrite decomposed -!row_mul !mulmxA.
      have -> : P *m P^t* = 1%:M by apply/unitarymxP/spectral_unitarymx.
      by rewrite mul1mx row_mul row_diag_mx -scalemxAl -rowE.
    have /row_freeP [Q PQ] : row_free P by rewrite row_free_unit spectral_unit.
    apply/negP => /eqP z; have := congr1 (row i) PQ; rewrite row_mul z mul0mx =>
      /(congr1 (fun v : 'rV_n => v 0 i)). by rewrite !mxE eqxx => /esym/eqP; rewrite oner_eq0.
  by move: ei; rewrite dl !eigenvalue_root_char -map_char_poly fmorph_root. Qed.
End Spectral.

(* The Hessian as a matrix over the entries of [X; Y]. *)
Lemma curvature_eigenvalue (R : rcfType) d1 d2 r (M : 'M[R]_(d1, d2)) a b (X : 'M[R]_(d1, r))
    (Y : 'M[R]_(d2, r)) :
  (exists H K, hesss M a b X Y H K < 0) -> exists2 l, l < 0 & eigenvalue (hessian_mx M a b X Y) l.
Proof. case=> H [K neg]; apply: (negative_eigenvalue (hessian_mx_sym M a b X Y)
    (w := mxvec (col_mx H K))). by rewrite hessian_mx_form mxE eqxx. Qed.

Section Saddles.
Variables (R : rcfType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r) (g c : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g) (c0 : 0 < c)
  (sc : forall k, c < s 0 k).
Local Notation M := (factored A s B).
Theorem optimum_or_negative_eigenvalue (X : 'M[R]_(d1, r))
    (Y : 'M[R]_(d2, r)) : stationarys M (c / g) (c * g) X Y ->
  global_optimum M (c / g) (c * g) X Y \/ exists2 l, l < 0 &
    eigenvalue (hessian_mx M (c / g) (c * g) X Y) l.
Proof. by move=> /(optimum_or_saddle AA BB g0 c0 sc) [|/curvature_eigenvalue]; [left|right]. Qed.
End Saddles.

Section RankOne.
Variables (R : rcfType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation M := (u *m v^T).
Let plain (X : 'cV_d1) (Y : 'cV_d2) H K : hesss M 0 0 X Y H K = hess M X Y H K.
Proof. by rewrite /hesss !mul0r !addr0. Qed.
Theorem eigenvalue_x x : inner u x = 0 ->
  exists2 l, l < 0 & eigenvalue (hessian_mx M 0 0 x (0 : 'cV_d2)) l.
Proof. move=> ux; apply: curvature_eigenvalue; have [h [k neg]] := strict_saddle_x u1 v1 ux.
  by exists h, k; rewrite plain. Qed.
Theorem eigenvalue_y y : inner v y = 0 ->
  exists2 l, l < 0 & eigenvalue (hessian_mx M 0 0 (0 : 'cV_d1) y) l.
Proof. move=> vy; apply: curvature_eigenvalue; have [h [k neg]] := strict_saddle_y u1 v1 vy.
  by exists h, k; rewrite plain. Qed.
End RankOne.
