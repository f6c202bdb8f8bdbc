(* SPDX-License-Identifier: Apache-2.0 *)
(* Optimum.v: the least value of the smoothed objective at rank r, and where it is attained.

   M = A diag(s) B^T with A^T A = B^T B = I, g = gamma > 0, c = gamma sigma^2 > 0, W = A B^T, and
       Fs(X,Y) = 1/2 ( ||X Y^T - M||^2 + (c/g) ||X||^2 + (c g) ||Y||^2 ).
   For all X and Y
       Fs(X,Y) = least + 1/2 ( ||X Y^T - (M - c W)||^2 + (c/g) ||X - g W Y||^2 + (c g) ||Y - B B^T
       Y||^2 ),
       least   = c (s_1 + ... + s_r) - r c^2 / 2,
   so (X,Y) is a global optimum if the three squares vanish, that is, if X = g A N, Y = B N with
   g N N^T = diag(s) - c I. Such an N exists: N = diag(e) / p with p^2 = g and e_k^2 = s_k - c. The
   roots p and e_k are given; in a real closed field they exist as soon as g > 0 and s_k >= c.
   Main results: value_excess (the identity), optimum_is_global, optimum_least.
   Paper's place: Theorem 2. *)
From NoisyGD Require Import Algebra Frobenius Objective.

(* M = A diag(s) B^T. *)
Definition factored (R : realFieldType) d1 d2 r (A : 'M[R]_(d1, r)) (s : 'rV[R]_r)
    (B : 'M[R]_(d2, r)) :=
  A *m diag_mx s *m B^T.
(* The point that Theorem 2 names: (sqrt(g) A (S - c)^(1/2), sqrt(g)^-1 B (S - c)^(1/2)), with p for
   sqrt(g) and e_k for sqrt(s_k - c). *)
Definition optX (R : realFieldType) d1 r (A : 'M[R]_(d1, r)) (p : R)
    (e : 'rV[R]_r) := p *: (A *m diag_mx e).
Definition optY (R : realFieldType) d2 r (B : 'M[R]_(d2, r)) (p : R)
    (e : 'rV[R]_r) := p^-1 *: (B *m diag_mx e).

(* No values of Fs are below that at (X,Y). *)
Definition global_optimum (R : realFieldType) d1 d2 r (M : 'M[R]_(d1, d2)) (a b : R)
    (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) :=
  forall (X' : 'M[R]_(d1, r)) (Y' : 'M[R]_(d2, r)), Fs M a b X Y <= Fs M a b X' Y'.

Section Optimum.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r) (g c : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g) (c0 : 0 < c).
Local Notation M := (factored A s B). Local Notation W := (A *m B^T). Local Notation a := (c / g).
Local Notation b := (c * g).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition least : R := c * (\sum_k s 0 k) - r%:R * c ^+ 2 / 2.
Definition excess_over X Y : R :=
  (normsq (X *m Y^T - (M - c *: W)) + a * normsq (X - g *: (W *m Y))
    + b * normsq (Y - B *m (B^T *m Y))) / 2.

Lemma normsqW : normsq W = r%:R.
Proof. by rewrite normsq_mul_isometry // normsq_tr /normsq /inner BB mxtrace1. Qed.
Lemma innerMW : inner M W = \sum_k s 0 k.
Proof. rewrite /factored inner_mulr trmxK -(mulmxA A B^T) BB mulmx1 inner_mull AA.
  by rewrite /inner tr_diag_mx mulmx1 mxtrace_diag. Qed.

Theorem value_excess X Y : Fs M a b X Y = least + excess_over X Y.
Proof. have gn : g != 0 by rewrite gt_eqF.
  have wy : normsq (W *m Y) = normsq (B^T *m Y) by rewrite -mulmxA normsq_mul_isometry.
  have yb : normsq (Y - B *m (B^T *m Y)) = normsq Y - normsq (B^T *m Y).
    by rewrite [X in _ = X - _](normsq_proj_residual Y BB) [RHS]addrAC subrr add0r.
  have xw : inner (X *m Y^T) W = inner X (W *m Y) by rewrite inner_mulr trmxK.
  have -> : excess_over X Y = (normsq (residual M X Y) + 2 * c * (inner (X *m Y^T) W - inner M W)
    + c ^+ 2 * normsq W + a * (normsq X - 2 * g * inner X (W *m Y) + g ^+ 2 * normsq (W *m Y))
    + b * normsq (Y - B *m (B^T *m Y))) / 2.
    rewrite /excess_over; have ->
      : X *m Y^T - (M - c *: W) = residual M X Y + c *: W by rewrite /residual opprB addrCA addrC.
    rewrite normsqD [normsq (X - _)]normsqB !normsqZ !innerZr {2}/residual innerBl.
    move: (normsq _) (normsq _) (normsq _) (normsq _) (inner _ _) (inner _ _) (inner _ _) =>
      n1 n2 n3 n4 i1 i2 i3; by field.
  rewrite yb wy xw innerMW normsqW /Fs /F /least. move: (normsq _) (normsq _) (normsq _) (normsq _)
    (inner _ _) (\sum_k _) => n1 n2 n3 n4 i1 t; by field. Qed.

Lemma excess_over_ge0 X Y : 0 <= excess_over X Y.
Proof. have a0 : 0 < a by rewrite divr_gt0. have b0 : 0 < b by rewrite mulr_gt0.
    by rewrite /excess_over divr_ge0 ?ler0n // !addr_ge0 ?normsq_ge0 // mulr_ge0 ?normsq_ge0 // ltW.
Qed.

(* The three squares vanish exactly at these points. *)
Lemma excess_eq0 X Y : excess_over X Y = 0 <->
  [/\ X *m Y^T = M - c *: W, X = g *: (W *m Y) & Y = B *m (B^T *m Y)].
Proof. have a0 : 0 < a by rewrite divr_gt0. have b0 : 0 < b by rewrite mulr_gt0. split; last first.
    rewrite /excess_over => -[h1 h2 h3]; rewrite h1 -h3 subrr -h2 !subrr !normsq0 !mulr0 !addr0.
    by rewrite mul0r.
  rewrite /excess_over; set P := _ - (M - _); set Q := X - _; set T := Y - _ => /eqP.
  have P0 := normsq_ge0 P. have Q0 : 0 <= a * normsq Q by rewrite mulr_ge0 ?normsq_ge0 ?ltW.
  have T0 : 0 <= b * normsq T by rewrite mulr_ge0 ?normsq_ge0 ?ltW.
  rewrite mulf_eq0 invr_eq0 pnatr_eq0 orbF paddr_eq0 ?addr_ge0 // paddr_eq0 //.
  rewrite !mulf_eq0 !normsq_eq0 (gt_eqF g0) invr_eq0 (gt_eqF g0) (gt_eqF c0) !orFb =>
    /andP[/andP[/eqP p0 /eqP q0] /eqP t0]. by split; apply/subr0_eq. Qed.

(* The point that the theorem names, turned by any orthogonal Q. *)
Variables (p : R) (e : 'rV[R]_r).
Hypotheses (pg : p ^+ 2 = g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).

Lemma p_neq0 : p != 0. Proof. by apply: contraTneq g0 => p0; rewrite -pg p0 expr0n ltxx. Qed.
Lemma diag_roots : diag_mx e *m diag_mx e = diag_mx s - c%:M.
Proof. rewrite mulmx_diag; apply/matrixP => i j; rewrite !mxE -expr2 es.
  by case: eqP => [->|_]; rewrite ?mulr1n // !mulr0n subrr. Qed.
Lemma opt_product (Q : 'M_r) : Q *m Q^T = 1%:M ->
  (optX A p e *m Q) *m (optY B p e *m Q)^T = M - c *: W.
Proof. move=> QQ;
    rewrite /optX /optY trmx_mul mulmxA -(mulmxA _ Q) QQ mulmx1 trmxZ -scalemxAl -scalemxAr scalerA.
  rewrite divff ?p_neq0 // scale1r trmx_mul tr_diag_mx mulmxA -(mulmxA A) diag_roots.
  by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl. Qed.
Lemma opt_excess (Q : 'M_r) : Q *m Q^T = 1%:M ->
  excess_over (optX A p e *m Q) (optY B p e *m Q) = 0.
Proof. move=> QQ; have pn := p_neq0; apply/excess_eq0; rewrite opt_product //; split=> //.
    rewrite /optX /optY -!scalemxAl -scalemxAr scalerA -pg; congr (_ *: _); first by field.
    by rewrite !mulmxA -(mulmxA A B^T) BB mulmx1.
  by rewrite /optY -!scalemxAl -!scalemxAr; congr (_ *: _);
    rewrite !mulmxA -(mulmxA B B^T B) BB mulmx1. Qed.

Theorem optimum_is_global (Q : 'M_r) : Q *m Q^T = 1%:M ->
  global_optimum M a b (optX A p e *m Q) (optY B p e *m Q).
Proof. by move=> QQ X' Y'; rewrite !value_excess opt_excess // addr0 lerDl excess_over_ge0. Qed.

Theorem optimum_least (Q : 'M_r) : Q *m Q^T = 1%:M ->
  Fs M a b (optX A p e *m Q) (optY B p e *m Q) = least.
Proof. by move=> QQ; rewrite value_excess opt_excess // addr0. Qed.

End Optimum.
