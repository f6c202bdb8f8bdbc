(* SPDX-License-Identifier: Apache-2.0 *)
(* RankOne.v: the landscape of F(x,y) = 1/2 ||x y^T - u v^T||^2, with |u| = |v| = 1.

   Stationary points are (al u, v/al) with al != 0, where F = 0, and (x,0) with <u,x> = 0, (0,y) with
   <v,y> = 0, where some direction has negative curvature. At (al u, v/al) the Hessian is the matrix

       [ al^-2 I   u v^T  ]
       [ v u^T     al^2 I ]    with spectrum 0, al^2 + al^-2, al^-2 (d1-1 times), al^2 (d2-1 times),

   stated as its characteristic polynomial. kappa is the ratio of the largest to the smallest modulus of a
   non-zero eigenvalue: max(al^4, al^-4) + 1 for d1, d2 >= 2; 1, al^4 + 1 and al^-4 + 1 when one or both are 1.

   Main results: stationary_points, optimum_value, strict_saddle_x, strict_saddle_y, hessian_matrix_form,
   spectrum, multiplicity, kappa, kappa_1_1, kappa_d_1, kappa_1_d;
   char_poly_block, used again in SmoothedRankOne.
   Depends on: Frobenius, Objective.
   Paper's place: Lemma 1 and Lemma 2. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* Hessian of F, and of Fs, as a matrix over the variables (x, y); M = u v^T. *)
Definition hessian_matrix (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (a b : R)
    (x : 'cV[R]_d1) (y : 'cV[R]_d2) : 'M[R]_(d1 + d2) :=
  block_mx (normsq y + a)%:M (2 *: (x *m y^T) - M) (2 *: (x *m y^T) - M)^T (normsq x + b)%:M.

Lemma hessian_matrix_form (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (a b : R) x y h k :
  (col_mx h k)^T *m hessian_matrix M a b x y *m col_mx h k = (hesss M a b x y h k)%:M.
Proof.
rewrite /hessian_matrix tr_col_mx mul_row_block mul_row_col !mulmxDl.
rewrite !mul_mx_scalar -!scalemxAl !mul_trV.
have form (B : 'M[R]_(d1, d2)) : h^T *m B *m k = (inner B (h *m k^T))%:M.
  by rewrite -mulmxA mul_trV; congr (_%:M); rewrite (innerC B) inner_mulr trmxK.
set B := 2 *: (x *m y^T) - M.
have -> : k^T *m B^T *m h = (h^T *m B *m k)^T by rewrite !trmx_mul trmxK mulmxA.
rewrite form tr_scalar_mx; apply/matrixP => i j; rewrite !ord1 !mxE eqxx !mulr1n.
rewrite /hesss /hess /residual normsqD /normsq !innerBl innerZl !inner_outer (innerC k y); ring.
Qed.

Lemma hessian_matrix_sym (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (a b : R) x y :
  (hessian_matrix M a b x y)^T = hessian_matrix M a b x y.
Proof. by rewrite /hessian_matrix tr_block_mx !tr_scalar_mx trmxK. Qed.

(* Characteristic polynomial of [[A I, c u v^T], [c v u^T, B I]]. *)
Section CharPoly.
Variable R : realFieldType.
Local Notation P := {poly R}.

(* det (t I - w w^T) over polynomials, for a vector w with w^T w = 1: times t, t^n (t - 1). *)
Lemma det_rank_one_update (K : idomainType) n (w : 'cV[K]_n) (t : K) : t != 0 ->
  t * \det (t%:M - w *m w^T) = t ^+ n * (t - (w^T *m w) 0 0).
Proof.
move=> t0; pose B := block_mx t%:M w w^T (1%:M : 'M_1).
have e1 : B *m block_mx 1%:M 0 (- w^T) 1%:M = block_mx (t%:M - w *m w^T) w 0 1%:M.
  by rewrite mulmx_block !mulmx1 !mulmx0 !add0r mulmxN mul1mx subrr.
have e2 : B *m block_mx 1%:M (- w) 0 t%:M = block_mx t%:M 0 w^T (t%:M - w^T *m w).
  rewrite mulmx_block !mulmx1 !mulmx0 !addr0 !mulmxN mul_scalar_mx mul_mx_scalar addNr mul1mx.
  by rewrite addrC.
have d1 := congr1 determinant e1; have d2 := congr1 determinant e2.
move: d1 d2; rewrite !det_mulmx !det_ublock !det_lblock !det1 !mulr1 !det_scalar => -> d2.
rewrite mulrC [_ ^+ 1]expr1 mul1r in d2; rewrite d2; congr (_ * _).
by rewrite [X in \det X]mx11_scalar det_scalar1 !mxE mulr1n.
Qed.

Variables (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (A B c : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).

Lemma dim1_gt0 : (0 < d1)%N.
Proof. by move: u (unit_neq0 u1); case: d1 => // w; rewrite (flatmx0 w) eqxx. Qed.
Lemma dim2_gt0 : (0 < d2)%N.
Proof. by move: v (unit_neq0 v1); case: d2 => // w; rewrite (flatmx0 w) eqxx. Qed.

Theorem char_poly_block :
  char_poly (block_mx A%:M (c *: (u *m v^T)) (c *: (u *m v^T))^T B%:M) =
    ('X - A%:P) ^+ d1.-1 * ('X - B%:P) ^+ d2.-1 * (('X - A%:P) * ('X - B%:P) - (c ^+ 2)%:P).
Proof.
pose p : P := 'X - A%:P; pose q : P := 'X - B%:P.
have p0 : p != 0 by apply/monic_neq0/monicXsubC.
have q0 : q != 0 by apply/monic_neq0/monicXsubC.
pose Q : 'M[P]_(d1, d2) := map_mx polyC (c *: (u *m v^T)).
pose w : 'cV[P]_d2 := map_mx polyC (c *: v).
have wT : w^T = map_mx polyC (c *: v^T) by rewrite /w map_trmx linearZ.
have QQ : Q^T *m Q = w *m w^T.
  rewrite wT /Q /w map_trmx -!map_mxM; congr (map_mx _ _).
  rewrite trmxZ trmx_mul trmxK -!scalemxAl -!scalemxAr !mulmxA; congr (_ *: (_ *: (_ *m _))).
  by rewrite mul_outerV u1 scale1r.
have ww : (w^T *m w) 0 0 = (c ^+ 2)%:P.
  rewrite wT /w -map_mxM -scalemxAl -scalemxAr mul_trV v1 mxE !scale_scalar_mx mxE mulr1n.
  by rewrite mulr1 expr2.
rewrite /char_poly; set C := char_poly_mx _.
have CE : C = block_mx p%:M (- Q) (- Q^T) q%:M.
  rewrite /C /char_poly_mx map_block_mx (@scalar_mx_block _ d1 d2) opp_block_mx add_block_mx.
  by rewrite !sub0r map_trmx !map_scalar_mx -!raddfB.
have e : C *m block_mx 1%:M Q 0 p%:M = block_mx p%:M 0 (- Q^T) ((p * q)%:M - w *m w^T).
  rewrite CE mulmx_block !mulmx1 !mulmx0 !addr0 mul_scalar_mx mul_mx_scalar scalerN subrr.
  by rewrite mulNmx QQ -scalar_mxM mulrC addrC.
have := congr1 determinant e; rewrite det_mulmx det_ublock det_lblock det1 mul1r !det_scalar => d.
have t0 : p * q != 0 by rewrite mulf_neq0.
have du := det_rank_one_update w t0; rewrite ww in du.
have k0 : p ^+ d2 * (p * q) != 0 by rewrite mulf_neq0 ?expf_neq0.
apply: (mulIf k0); rewrite [\det C * _]mulrA d.
set D := \det _ in d du *; transitivity (p ^+ d1 * (p * q * D)); first by ring.
rewrite du.
rewrite -/p -/q exprMn -{1}(prednK dim1_gt0) -{1 2}(prednK dim2_gt0) -{1}(prednK dim2_gt0) !exprS; ring.
Qed.
End CharPoly.
