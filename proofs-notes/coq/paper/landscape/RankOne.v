(* SPDX-License-Identifier: Apache-2.0 *)
(* RankOne.v: the landscape of F(x,y) = 1/2 ||x y^T - u v^T||^2, with |u| = |v| = 1.

   Stationary points are (al u, v/al) with al != 0, where F = 0, and (x,0) with <u,x> = 0, (0,y)
   with <v,y> = 0, where some direction has negative curvature. At (al u, v/al) the Hessian is the
   matrix

       [ al^-2 I   u v^T  ]
       [ v u^T     al^2 I ]    with spectrum 0, al^2 + al^-2, al^-2 (d1-1 times), al^2 (d2-1 times),

   stated as its characteristic polynomial. hessian_kappa is the ratio of the largest to the
   smallest modulus of a non-zero eigenvalue: max(al^4, al^-4) + 1 for d1, d2 >= 2; 1, al^4 + 1 and
   al^-4 + 1 when one or both are 1.
   Main results: stationary_points, optimum_value, strict_saddle_x, strict_saddle_y,
   hessian_matrix_form, spectrum, multiplicity, condition_number_unique, hessian_kappa, kappa_1_1,
   kappa_d_1, kappa_1_d; char_poly_block, used again in SmoothedRankOne.
   Paper's place: Lemma 1 and Lemma 2. *)
From NoisyGD Require Import Algebra Frobenius Objective.

(* Hessian of F, and of Fs, as a matrix over the variables (x, y); M = u v^T. *)
Definition hessian_matrix (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (a b : R)
    (x : 'cV[R]_d1) (y : 'cV[R]_d2) : 'M[R]_(d1 + d2) :=
  block_mx (normsq y + a)%:M (2 *: (x *m y^T) - M) (2 *: (x *m y^T) - M)^T (normsq x + b)%:M.

Lemma hessian_matrix_form (R : realFieldType) d1 d2 (M : 'M[R]_(d1, d2)) (a b : R) x y h k :
  (col_mx h k)^T *m hessian_matrix M a b x y *m col_mx h k = (hesss M a b x y h k)%:M.
Proof. rewrite /hessian_matrix tr_col_mx mul_row_block mul_row_col !mulmxDl.
  rewrite !mul_mx_scalar -!scalemxAl !mul_trV.
  have form (B : 'M[R]_(d1, d2)) : h^T *m B *m k = (inner B (h *m k^T))%:M.
    by rewrite -mulmxA mul_trV; congr (_%:M); rewrite (innerC B) inner_mulr trmxK.
  set B := 2 *: (x *m y^T) - M.
  have -> : k^T *m B^T *m h = (h^T *m B *m k)^T by rewrite !trmx_mul trmxK mulmxA.
  rewrite form tr_scalar_mx; apply/matrixP => i j; rewrite !ord1 !mxE eqxx !mulr1n. rewrite /hesss
    /hess /residual normsqD /normsq !innerBl innerZl !inner_outer (innerC k y); ring. Qed.

(* Characteristic polynomial of [[A I, c u v^T], [c v u^T, B I]]. *)
Section CharPoly.
Variable R : realFieldType.
Local Notation P := {poly R}.

(* det (t I - w w^T) over polynomials, for a vector w with w^T w = 1: times t, t^n (t - 1). *)
Lemma det_rank_one_update (K : idomainType) n (w : 'cV[K]_n) (t : K) : t != 0 ->
  t * \det (t%:M - w *m w^T) = t ^+ n * (t - (w^T *m w) 0 0).
Proof. move=> t0; pose B := block_mx t%:M w w^T (1%:M : 'M_1).
  have e1 : B *m block_mx 1%:M 0 (- w^T) 1%:M = block_mx (t%:M - w *m w^T) w 0 1%:M.
    by rewrite mulmx_block !mulmx1 !mulmx0 !add0r mulmxN mul1mx subrr.
  have e2 : B *m block_mx 1%:M (- w) 0 t%:M = block_mx t%:M 0 w^T (t%:M - w^T *m w).
    rewrite mulmx_block !mulmx1 !mulmx0 !addr0 !mulmxN mul_scalar_mx mul_mx_scalar addNr mul1mx.
    by rewrite addrC.
  have d1 := congr1 determinant e1; have d2 := congr1 determinant e2.
  move: d1 d2; rewrite !det_mulmx !det_ublock !det_lblock !det1 !mulr1 !det_scalar => -> d2.
  rewrite mulrC [_ ^+ 1]expr1 mul1r in d2; rewrite d2; congr (_ * _).
  by rewrite [X in \det X]mx11_scalar det_scalar1 !mxE mulr1n. Qed.

Variables (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (A B c : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).

Lemma dim1_gt0 : (0 < d1)%N.
Proof. by move: u (unit_neq0 u1); case: d1 => // w; rewrite (flatmx0 w) eqxx. Qed.
Lemma dim2_gt0 : (0 < d2)%N.
Proof. by move: v (unit_neq0 v1); case: d2 => // w; rewrite (flatmx0 w) eqxx. Qed.

Theorem char_poly_block : char_poly (block_mx A%:M (c *: (u *m v^T)) (c *: (u *m v^T))^T B%:M) =
    ('X - A%:P) ^+ d1.-1 * ('X - B%:P) ^+ d2.-1 * (('X - A%:P) * ('X - B%:P) - (c ^+ 2)%:P).
Proof. pose p : P := 'X - A%:P; pose q : P := 'X - B%:P.
  have p0 : p != 0 by apply/monic_neq0/monicXsubC. have q0 : q != 0 by apply/monic_neq0/monicXsubC.
  pose Q : 'M[P]_(d1, d2) := map_mx polyC (c *: (u *m v^T)). pose w : 'cV[P]_d2 :=
    map_mx polyC (c *: v). have wT : w^T = map_mx polyC (c *: v^T) by rewrite /w map_trmx linearZ.
  have QQ : Q^T *m Q = w *m w^T.
    rewrite wT /Q /w map_trmx -!map_mxM; congr (map_mx _ _).
    rewrite trmxZ trmx_mul trmxK -!scalemxAl -!scalemxAr !mulmxA; congr (_ *: (_ *: (_ *m _))).
    by rewrite mul_outerV u1 scale1r.
  have ww : (w^T *m w) 0 0 = (c ^+ 2)%:P.
    rewrite wT /w -map_mxM -scalemxAl -scalemxAr mul_trV v1 mxE !scale_scalar_mx mxE mulr1n.
    by rewrite mulr1 expr2.
  rewrite /char_poly; set C := char_poly_mx _. have CE : C = block_mx p%:M (- Q) (- Q^T) q%:M.
    rewrite /C /char_poly_mx map_block_mx (@scalar_mx_block _ d1 d2) opp_block_mx add_block_mx.
    by rewrite !sub0r map_trmx !map_scalar_mx -!raddfB.
  have e : C *m block_mx 1%:M Q 0 p%:M = block_mx p%:M 0 (- Q^T) ((p * q)%:M - w *m w^T).
    rewrite CE mulmx_block !mulmx1 !mulmx0 !addr0 mul_scalar_mx mul_mx_scalar scalerN subrr.
    by rewrite mulNmx QQ -scalar_mxM mulrC addrC.
  have := congr1 determinant e; rewrite det_mulmx det_ublock det_lblock det1 mul1r !det_scalar => d.
  have t0 : p * q != 0 by rewrite mulf_neq0. have du := det_rank_one_update w t0; rewrite ww in du.
  have k0 : p ^+ d2 * (p * q) != 0 by rewrite mulf_neq0 ?expf_neq0.
  apply: (mulIf k0); rewrite [\det C * _]mulrA d.
  set D := \det ((p * q)%:M - _) in d du *; transitivity (p ^+ d1 * (p * q * D)); first by ring.
  have S1 (z : P) : z ^+ d1 = z * z ^+ d1.-1 by rewrite -exprS prednK ?dim1_gt0.
  have S2 (z : P) : z ^+ d2 = z * z ^+ d2.-1 by rewrite -exprS prednK ?dim2_gt0.
  by rewrite du exprMn !S1 !S2 -/p -/q; ring. Qed.
End CharPoly.

(* Lemma 1. *)
Section LemmaOne.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Let M := u *m v^T.
Implicit Types (x h : 'cV[R]_d1) (y k : 'cV[R]_d2).

Theorem stationary_points x y : stationary M x y <->
  [\/ exists2 al, al != 0 & x = al *: u /\ y = al^-1 *: v,
      inner u x = 0 /\ y = 0 | x = 0 /\ inner v y = 0].
Proof. rewrite /stationary gradX_rank1 gradY_rank1; split; last first.
    case=> [[al al0 [-> ->]]|[ux ->]|[-> vy]].
    - rewrite !normsqZ !innerZr /normsq u1 v1 !mulr1 !scalerA; split; apply/eqP; rewrite subr_eq0;
        apply/eqP; congr (_ *: _); by field.
    - by rewrite normsq0 inner0r ux !scale0r scaler0 !subr0.
    - by rewrite normsq0 inner0r vy !scale0r scaler0 !subr0.
  move=> -[/eqP]; rewrite subr_eq0 => /eqP hx /eqP; rewrite subr_eq0 => /eqP hy.
  have [x0|x0] := eqVneq x 0.
    constructor 3; split=> //; move: hx; rewrite x0 scaler0 => /esym/eqP.
    by rewrite scaler_eq0 (negPf (unit_neq0 u1)) orbF => /eqP.
  have [y0|y0] := eqVneq y 0.
    constructor 2; split=> //; move: hy; rewrite y0 scaler0 => /esym/eqP.
    by rewrite scaler_eq0 (negPf (unit_neq0 v1)) orbF => /eqP.
  have nx := lt0r_neq0 (normsq_gt0 x0); have ny := lt0r_neq0 (normsq_gt0 y0).
  have xu : x = (inner v y / normsq y) *: u.
    by rewrite mulrC -scalerA -hx scalerA mulVf ?scale1r.
  have yv : y = (inner u x / normsq x) *: v.
    by rewrite mulrC -scalerA -hy scalerA mulVf ?scale1r.
  move: (inner v y / _) (inner u x / _) xu yv => p q xu yv.
  have p0 : p != 0 by apply: contraNneq x0 => p0; rewrite xu p0 scale0r.
  have q0 : q != 0 by apply: contraNneq y0 => q0; rewrite yv q0 scale0r.
  constructor 1; exists p => //; split=> //; rewrite yv; congr (_ *: _). have : q ^+ 2 * p = q.
    have := congr1 (inner u) hx; rewrite xu yv !normsqZ !innerZr /normsq u1 v1 !mulr1; lra.
  have -> : q ^+ 2 * p = q * (q * p) by ring.
  rewrite -[RHS]mulr1 => /(mulfI q0) qp; apply: (mulIf p0); by rewrite qp mulVf. Qed.

Theorem optimum_value al : al != 0 -> F M (al *: u) (al^-1 *: v) = 0 /\ forall x y, 0 <= F M x y.
Proof. move=> al0; split=> [|x y]; last by rewrite /F divr_ge0 ?normsq_ge0 // ler0n.
  rewrite /F /residual trmxZ -scalemxAl -scalemxAr scalerA divff // scale1r subrr.
  by rewrite normsq0 mul0r. Qed.

(* Negative curvature at the other stationary points, along (t u, v) and (u, t v). *)
Theorem strict_saddle_x x : inner u x = 0 -> exists h k, hess M x 0 h k < 0.
Proof. move=> ux; exists ((normsq x + 1) *: u), v; rewrite /hess /residual.
  rewrite !(trmx0, mulmx0, addr0, sub0r) innerNl normsq_outer -scalemxAl innerZr.
  rewrite inner_outer /normsq u1 v1; have := normsq_ge0 x; rewrite /normsq; lra. Qed.
Theorem strict_saddle_y y : inner v y = 0 -> exists h k, hess M 0 y h k < 0.
Proof. move=> vy; exists u, ((normsq y + 1) *: v); rewrite /hess /residual.
  rewrite !(mul0mx, add0r, sub0r) innerNl normsq_outer trmxZ -scalemxAr innerZr.
  rewrite inner_outer /normsq u1 v1; have := normsq_ge0 y; rewrite /normsq; lra. Qed.
End LemmaOne.

(* Lemma 2. *)
(* k is the condition number of H over its non-zero eigenvalues. *)
Definition condition_number (R : realFieldType) n (H : 'M[R]_n) (k : R) :=
  exists lmax lmin, [/\ eigenvalue H lmax, eigenvalue H lmin, lmin != 0,
    forall l, eigenvalue H l -> l != 0 -> `|lmin| <= `|l| <= `|lmax| & k = `|lmax| / `|lmin|].

Theorem condition_number_unique (R : realFieldType) n (H : 'M[R]_n) k k' : condition_number H k ->
  condition_number H k' -> k = k'.
Proof. case=> [M [m [hM hm m0 h ->]]] [M' [m' [hM' hm' m0' h' ->]]]. have nz (l l' : R) : l' != 0 ->
    `|l'| <= `|l| -> l != 0 by move=> l0 le; rewrite -normr_gt0 (lt_le_trans _ le) // normr_gt0.
  have M0 : M != 0 by apply: (nz _ m m0); case/andP: (h m hm m0).
  have M0' : M' != 0 by apply: (nz _ m' m0'); case/andP: (h' m' hm' m0').
  have /andP [_ a] := h M' hM' M0'; have /andP [_ b] := h' M hM M0; have /andP [c _] :=
    h m' hm' m0'; have /andP [d _] := h' m hm m0. by congr (_ / _); apply: le_anti; apply/andP. Qed.

Section LemmaTwo.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (al : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (al0 : al != 0).
Let M := u *m v^T. Let H := hessian_matrix M 0 0 (al *: u) (al^-1 *: v).

Lemma hessian_at_optimum : H = block_mx (al ^- 2)%:M (1 *: M) (1 *: M)^T (al ^+ 2)%:M.
Proof. rewrite /H /hessian_matrix !normsqZ /normsq u1 v1 !mulr1 !addr0 -exprVn.
  have -> : 2 *: ((al *: u) *m (al^-1 *: v)^T) - M = 1 *: M; last by []. have ->
    : (al *: u) *m (al^-1 *: v)^T = M by rewrite trmxZ -scalemxAl -scalemxAr scalerA divff ?scale1r.
  by apply/matrixP => i j; rewrite !mxE; ring. Qed.

Theorem multiplicity : char_poly H =
  'X * ('X - (al ^+ 2 + al ^- 2)%:P) * ('X - (al ^- 2)%:P) ^+ d1.-1 * ('X - (al ^+ 2)%:P) ^+ d2.-1.
Proof. rewrite hessian_at_optimum char_poly_block //.
  have e : (al ^- 2)%:P * (al ^+ 2)%:P = 1 :> {poly R}.
    by rewrite -polyCM mulVf ?expf_neq0.
  rewrite expr1n polyCD; set s := (al ^- 2)%:P in e *; set t := (al ^+ 2)%:P in e *.
  have -> : ('X - s) * ('X - t) - 1%:P = 'X * ('X - (t + s)).
    by rewrite -[1%:P]/(1%R) -e; ring.
  ring. Qed.

Theorem spectrum l : eigenvalue H l <->
  [\/ l = 0, l = al ^+ 2 + al ^- 2, (1 < d1)%N /\ l = al ^- 2 | (1 < d2)%N /\ l = al ^+ 2].
Proof. rewrite eigenvalue_root_char multiplicity !rootM rootX root_XsubC.
  have powE (c : R) d : root (('X - c%:P) ^+ d.-1) l = (1 < d)%N && (l == c).
    case: d => [|[|d]]; [by rewrite expr0 (negPf (root1 l))|by rewrite expr0 (negPf (root1 l))|].
    by rewrite /root horner_exp expf_eq0 hornerXsubC subr_eq0.
  rewrite !powE; split.
    case/orP => [/orP[/orP[]|/andP[]]|/andP[]].
    - by move/eqP=> ->; constructor 1.
    - by move/eqP=> ->; constructor 2.
    - by move=> ? /eqP ->; constructor 3.
    - by move=> ? /eqP ->; constructor 4.
  by case=> [->|->|[-> ->]|[-> ->]]; rewrite eqxx ?orbT. Qed.

(* The four cases of hessian_kappa. *)
Let t := al ^+ 2.
Lemma t_gt0 : 0 < t. Proof. by rewrite /t exprn_even_gt0. Qed.
Lemma pow4 : al ^+ 4 = t ^+ 2. Proof. by rewrite /t -exprM. Qed.

Lemma kappa_from (lmax lmin : R) : 0 < lmin -> eigenvalue H lmax -> eigenvalue H lmin ->
  (forall l, eigenvalue H l -> l != 0 -> lmin <= l <= lmax) -> condition_number H (lmax / lmin).
Proof. move=> p hM hm h; exists lmax, lmin; rewrite hM hm gt_eqF //; split=> // [l hl l0|].
    have /andP[a b] := h l hl l0; have lp := lt_le_trans p a.
    by rewrite !gtr0_norm // ?a // (lt_le_trans lp b).
  by rewrite !gtr0_norm // (lt_le_trans p) //; case/andP: (h lmin hm (lt0r_neq0 p)). Qed.

Let facts : [/\ 0 < t, 0 < t^-1, t != 0 & eigenvalue H (t + t^-1)].
Proof. by rewrite invr_gt0 gt_eqF t_gt0; split=> //; apply/spectrum; constructor 2. Qed.
Theorem hessian_kappa : (1 < d1)%N -> (1 < d2)%N ->
  condition_number H (Num.max (al ^+ 4) (al ^- 4) + 1).
Proof. move=> h1 h2; have [t0 s0 n0 eM] := facts. have es : eigenvalue H t^-1 by apply/spectrum;
    constructor 3. have et : eigenvalue H t by apply/spectrum; constructor 4.
  rewrite pow4; have [ts|st] := leP t t^-1.
  - have -> : Num.max (t ^+ 2) (t ^+ 2)^-1 + 1 = (t + t^-1) / t.
      by rewrite max_r; [field|rewrite -exprVn ler_pXn2r // nnegrE ltW].
    apply: kappa_from => // l /spectrum [->|->|[_ ->]|[_ ->]]; rewrite ?eqxx // => _;
      rewrite -/t; lra.
  - have -> : Num.max (t ^+ 2) (t ^+ 2)^-1 + 1 = (t + t^-1) / t^-1.
      by rewrite max_l; [field|rewrite -exprVn ler_pXn2r // ?nnegrE ltW].
    apply: kappa_from => // l /spectrum [->|->|[_ ->]|[_ ->]]; rewrite ?eqxx // => _;
      rewrite -/t; lra. Qed.
Theorem kappa_1_1 : d1 = 1%N -> d2 = 1%N -> condition_number H 1.
Proof. move=> h1 h2; have [t0 s0 n0 eM] := facts. have -> : 1 = (t + t^-1) / (t + t^-1)
    by rewrite divff // gt_eqF // addr_gt0. apply: kappa_from => //; first by rewrite addr_gt0.
  by move=> l /spectrum [->|->|[]|[]]; rewrite ?h1 ?h2 ?eqxx // => _; rewrite -/t lexx. Qed.
Theorem kappa_d_1 : (1 < d1)%N -> d2 = 1%N -> condition_number H (al ^+ 4 + 1).
Proof. move=> h1 h2; have [t0 s0 n0 eM] := facts.
  have es : eigenvalue H t^-1 by apply/spectrum; constructor 3.
  have -> : al ^+ 4 + 1 = (t + t^-1) / t^-1 by rewrite pow4; field. apply: kappa_from =>
    // l /spectrum [->|->|[_ ->]|[]]; rewrite ?h2 ?eqxx // => _; rewrite -/t; lra. Qed.
Theorem kappa_1_d : d1 = 1%N -> (1 < d2)%N -> condition_number H (al ^- 4 + 1).
Proof. move=> h1 h2; have [t0 s0 n0 eM] := facts.
  have et : eigenvalue H t by apply/spectrum; constructor 4.
  have -> : al ^- 4 + 1 = (t + t^-1) / t by rewrite pow4; field. apply: kappa_from =>
    // l /spectrum [->|->|[]|[_ ->]]; rewrite ?h1 ?eqxx // => _; rewrite -/t; lra. Qed.
End LemmaTwo.
