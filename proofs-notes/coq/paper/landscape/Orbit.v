(* SPDX-License-Identifier: Apache-2.0 *)
(* Orbit.v: the global optima of the smoothed problem at rank r are exactly one rotation orbit.

   In Optimum.v's setting, with every s_k > c: (X,Y) is a global optimum if and only if
       X = sqrt(g) A (S - c)^(1/2) Q  and  Y = sqrt(g)^-1 B (S - c)^(1/2) Q     for an orthogonal r
           x r matrix Q.
   Different Q give different points. The roots are given in orbit; orbit_sqrt takes them from a
   real closed field. That the printed hypothesis c < sigma_min(M) is c < s_k for every k, is
   singular_values_of_factored in Hypotheses.v.
   Main results: optimum_iff_squares, orbit, orbit_sqrt, orbit_injective.
   Paper's place: Theorem 2, "the set ... contains all the global optima". *)
From NoisyGD Require Import Algebra Frobenius Objective Optimum.

Section Orbit.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r) (g c : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g) (c0 : 0 < c).
Local Notation M := (factored A s B). Local Notation W := (A *m B^T). Local Notation a := (c / g).
Local Notation b := (c * g).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)). Variables (p : R) (e : 'rV[R]_r).
Hypotheses (pg : p ^+ 2 = g) (es : forall k, e 0 k ^+ 2 = s 0 k - c).

Theorem optimum_iff_squares X Y : global_optimum M a b X Y <->
  [/\ X *m Y^T = M - c *: W, X = g *: (W *m Y) & Y = B *m (B^T *m Y)].
Proof. rewrite -(excess_eq0 A B s g0 c0); split=> [h|h X' Y'].
    apply/le_anti; rewrite (excess_over_ge0 A B s g0 c0) andbT.
    have := h (optX A p e *m 1%:M) (optY B p e *m 1%:M).
    rewrite (optimum_least AA BB g0 c0 pg es) ?trmx1 ?mulmx1 // (value_excess s c AA BB g0) //.
    by rewrite gerDl.
  by rewrite !(value_excess s c AA BB g0) h addr0 lerDl excess_over_ge0. Qed.

Hypothesis sc : forall k, c < s 0 k.

Lemma root_neq0 k : e 0 k != 0.
Proof. by apply/eqP => z; have := sc k; rewrite -subr_gt0 -es z expr0n ltxx. Qed.
(* diag(e) has an inverse. *)
Lemma roots_unit : diag_mx e \in unitmx.
Proof. by rewrite unitmxE det_diag unitfE; apply/prodf_neq0 => k _; exact: root_neq0. Qed.

Theorem orbit X Y : global_optimum M a b X Y <->
  exists Q : 'M_r, [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M, X = optX A p e *m Q & Y = optY B p e *m Q].
Proof. split=> [/optimum_iff_squares [hp hx hy]|[Q [QQ _ -> ->]]]; last exact: optimum_is_global.
  have pn := p_neq0 g0 pg; have ue := roots_unit. set E := diag_mx e in ue *; set N := B^T *m Y
    in hy. have hX : X = g *: (A *m N) by rewrite hx mulmxA. have NN : g *: (N *m N^T) = E *m E.
    have h : A^T *m (X *m Y^T) *m B = A^T *m (M - c *: W) *m B by rewrite hp.
    move: h; rewrite hX hy -/N trmx_mul -!scalemxAl -!scalemxAr -!scalemxAl !mulmxA AA mul1mx.
    rewrite -(mulmxA _ B^T) BB mulmx1 => ->.
    rewrite mulmxBr mulmxBl -!scalemxAr -!scalemxAl /factored !mulmxA AA !mul1mx BB -(mulmxA _ B^T)
      BB mulmx1. by rewrite (diag_roots es) scalemx1.
  pose Q := p *: (invmx E *m N). have NQ : N = p^-1 *: (E *m Q) by rewrite /Q -scalemxAr scalerA
    mulVf // scale1r mulmxA mulmxV // mul1mx. have QQ : Q *m Q^T = 1%:M.
    rewrite /Q trmxZ -scalemxAl -scalemxAr scalerA -expr2 pg trmx_mul mulmxA -(mulmxA _ N) scalemxAl
      scalemxAr NN. by rewrite !mulmxA mulVmx // mul1mx trmx_inv /E tr_diag_mx mulmxV.
  exists Q; split=> //; first exact: mulmx1C.
    rewrite hX NQ /optX -scalemxAl -scalemxAr scalerA mulmxA -pg; congr (_ *: _); by field.
  by rewrite hy -/N NQ /optY -scalemxAl -scalemxAr mulmxA. Qed.

(* No two rotations give the same optimum. *)
Theorem orbit_injective (Q Q' : 'M_r) : optX A p e *m Q = optX A p e *m Q' -> Q = Q'.
Proof. have pn := p_neq0 g0 pg; have ue := roots_unit.
  rewrite /optX -!scalemxAl => /(scalerI pn) /(congr1 (mulmx A^T)). by rewrite !mulmxA AA !mul1mx =>
    /(congr1 (mulmx (invmx (diag_mx e)))); rewrite !mulmxA mulVmx // !mul1mx. Qed.
End Orbit.

(* The same with square roots taken, as the theorem is printed. *)
Theorem orbit_sqrt (R : rcfType) d1 d2 r (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
    (s : 'rV[R]_r) (g c : R) :
  A^T *m A = 1%:M -> B^T *m B = 1%:M -> 0 < g -> 0 < c -> (forall k, c < s 0 k) ->
  forall (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)),
  global_optimum (factored A s B) (c / g) (c * g) X Y <->
  exists Q : 'M_r, [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M,
    X = (Num.sqrt g *: (A *m diag_mx (\row_k Num.sqrt (s 0 k - c)))) *m Q &
    Y = ((Num.sqrt g)^-1 *: (B *m diag_mx (\row_k Num.sqrt (s 0 k - c)))) *m Q].
Proof. move=> AA BB g0 c0 sc X Y; apply: orbit => //; first by rewrite sqr_sqrtr // ltW.
  by move=> k; rewrite mxE sqr_sqrtr // subr_ge0 ltW. Qed.
