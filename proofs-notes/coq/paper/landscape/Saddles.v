(* SPDX-License-Identifier: Apache-2.0 *)
(* Saddles.v: at rank r, every stationary point of the smoothed problem that is not a global optimum
   has a direction of negative curvature.

   In Optimum.v's setting, with every s_k > c. A stationary point is X = A N1, Y = B N2 with r x r
   matrices N1, N2, and N1^T N1 = g^2 N2^T N2 (Theorem2.v). If N1 w = 0 for some w != 0, then the
   direction (g A z w^T, B z w^T) has the curvature -2 g |w|^2 <z, (S - c) z> < 0, for any z != 0.
   Otherwise N1 = g O N2 with O orthogonal, and the equations say S = O (g N2 N2^T + c I): the polar
   factor being unique, O = I, and the three squares of Optimum.v vanish.
   Main results: stationary_in_range, singular_curvature, optimum_or_saddle, not_both, saddles.
   Paper's place: Theorem 2, "All other stationary points are strict saddles". *)
From NoisyGD Require Import Algebra Frobenius Objective Theorem2 Optimum Orbit.

(* A global optimum has no direction of negative curvature: along a line Fs is a quartic without
   linear term. *)
Section SecondOrder.
Variable R : realFieldType.
Lemma quartic_min2 (c2 c3 c4 : R) :
  (forall t, 0 <= t ^+ 2 * c2 + t ^+ 3 * c3 + t ^+ 4 * c4) -> 0 <= c2.
Proof. move=> h; rewrite leNgt; apply/negP => n2. have B0 : 0 < 1 + `|c3| + `|c4|
    by rewrite -addrA ltr_wpDr ?addr_ge0. pose t := Num.min 1 (- c2 / 2 / (1 + `|c3| + `|c4|)).
  have u0 : 0 < - c2 / 2 / (1 + `|c3| + `|c4|) by rewrite !divr_gt0 ?oppr_gt0.
  have t0 : 0 < t by rewrite lt_min ltr01. have t1 : t <= 1 by rewrite ge_min lexx.
  have tb : t * (1 + `|c3| + `|c4|) <= - c2 / 2 by rewrite -ler_pdivlMr // ge_min lexx orbT.
  have := h t; have -> : t ^+ 2 * c2 + t ^+ 3 * c3 + t ^+ 4 * c4 = t ^+ 2 * (c2 + t * (c3 + t * c4))
    by ring. rewrite pmulr_rge0 ?exprn_gt0 // => k.
  have k3 : t * c3 <= t * `|c3| by rewrite ler_wpM2l ?ler_norm // ltW.
  have k4 : t * (t * c4) <= t * `|c4|.
    rewrite ler_wpM2l ?(ltW t0) //; apply: le_trans (ler_norm _) _.
    by rewrite normrM gtr0_norm // ler_piMl.
  by move: (`|c3|) (`|c4|) k k3 k4 tb => n3 n4; rewrite !mulrDr; lra. Qed.

Lemma optimum_curvature d1 d2 r (M : 'M[R]_(d1, d2)) a b (X H : 'M[R]_(d1, r))
    (Y K : 'M[R]_(d2, r)) :
  global_optimum M a b X Y -> 0 <= hesss M a b X Y H K.
Proof. move=> opt; have [gx gy] := minimum_is_stationary opt.
  suff : 0 <= hesss M a b X Y H K / 2 by rewrite pmulr_lge0 ?invr_gt0 ?ltr0n. apply: (quartic_min2
    (c3 := inner (X *m K^T + H *m Y^T) (H *m K^T)) (c4 := normsq (H *m K^T) / 2)) => t.
  have := opt (X + t *: H) (Y + t *: K); rewrite -lines_is_objective horner_quartic gx gy !inner0l
    addr0 mulr0 addr0. by move: (Fs _ _ _ X Y) (_ * _) (_ * _) (_ * _) => v1 v2 v3 v4; lra. Qed.
End SecondOrder.

Section Saddles.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r) (g c : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (g0 : 0 < g) (c0 : 0 < c).
Local Notation M := (factored A s B). Local Notation a := (c / g). Local Notation b := (c * g).
Local Notation S := (diag_mx s).
Implicit Types (X H : 'M[R]_(d1, r)) (Y K : 'M[R]_(d2, r)).

(* Gram matrix + t I is positive definite, hence invertible. *)
Lemma gram_posdef m n (Z : 'M[R]_(m, n)) t u : 0 <= t -> 0 < u -> posdef (t *: (Z^T *m Z) + u%:M).
Proof. move=> t0 u0; split=> [|z z0].
    by rewrite trmxD trmxZ trmx_mul trmxK tr_scalar_mx.
  rewrite mulmxDl mul_scalar_mx -scalemxAl innerDr !innerZr -mulmxA -inner_mull -/(normsq (Z *m z))
    -/(normsq z). by rewrite ltr_wpDl ?mulr_ge0 ?normsq_ge0 // mulr_gt0 // normsq_gt0. Qed.

Theorem stationary_in_range X Y : stationarys M a b X Y ->
  X = A *m (A^T *m X) /\ Y = B *m (B^T *m Y).
Proof. have a0 : 0 < a by rewrite divr_gt0. have b0 : 0 < b by rewrite mulr_gt0.
  have range m (C : 'M[R]_(m, r)) (Z : 'M[R]_(m, r)) (P N : 'M[R]_r) :
    C^T *m C = 1%:M -> posdef P -> Z *m P = C *m N -> Z = C *m (C^T *m Z).
    move=> CC /posdef_unit uP e; have -> : Z = C *m (N *m invmx P) by rewrite mulmxA -e mulmxK.
    by rewrite (mulmxA C^T) CC mul1mx.
  case=> hx hy; split.
  - apply: (range _ _ _ (1 *: (Y^T *m Y) + a%:M) (S *m (B^T *m Y)) AA); first exact: gram_posdef.
    move: hx; rewrite /gradXs /gradX /residual mulmxBl scale1r mulmxDr mul_mx_scalar /factored =>
      /eqP. by rewrite addrAC subr_eq0 => /eqP; rewrite !mulmxA.
  - apply: (range _ _ _ (1 *: (X^T *m X) + b%:M) (S *m (A^T *m X)) BB); first exact: gram_posdef.
    move: hy; rewrite /gradYs /gradY /residual trmxB /factored !trmx_mul !trmxK tr_diag_mx mulmxBl
      scale1r mulmxDr mul_mx_scalar => /eqP. by rewrite addrAC subr_eq0 => /eqP; rewrite !mulmxA.
Qed.

(* The curvature in the direction (g A z w^T, B z w^T). *)
Theorem singular_curvature (N1 N2 : 'M[R]_r) (z w : 'cV[R]_r) : N1 *m w = 0 -> N2 *m w = 0 ->
  z^T *m N1 = 0 -> hesss M a b (A *m N1) (B *m N2) (g *: (A *m z *m w^T)) (B *m z *m w^T) =
    - (2 * g * normsq w * inner z ((S - c%:M) *m z)).
Proof. move=> n1 n2 zn; have gn : g != 0 by rewrite gt_eqF.
  have nz m (C : 'M[R]_(m, r)) : C^T *m C = 1%:M -> normsq (C *m z *m w^T) = normsq z * normsq w.
    by move=> CC; rewrite normsq_outer normsq_mul_isometry.
  rewrite /hesss /hess normsqZ !nz //. have -> : (A *m N1) *m (B *m z *m w^T)^T = 0.
    by rewrite trmx_mul trmxK mulmxA -(mulmxA A) n1 mulmx0 mul0mx.
  have -> : (g *: (A *m z *m w^T)) *m (B *m N2)^T = 0.
    by rewrite -scalemxAl trmx_mul mulmxA -(mulmxA _ w^T) -trmx_mul n2 trmx0 mulmx0 mul0mx scaler0.
  rewrite addr0 normsq0 add0r. have ->
    : (g *: (A *m z *m w^T)) *m (B *m z *m w^T)^T = (g * normsq w) *: ((A *m z) *m (B *m z)^T).
    by rewrite -scalemxAl trmx_mul trmxK mulmxA -(mulmxA _ w^T) mul_trV mul_mx_scalar
      -scalemxAl scalerA.
  rewrite innerZr.
  have -> : inner (residual M (A *m N1) (B *m N2)) (A *m z *m (B *m z)^T) = - inner z (S *m z).
    have -> : residual M (A *m N1) (B *m N2) = A *m (N1 *m N2^T - S) *m B^T.
      by rewrite /residual trmx_mul mulmxBr mulmxBl !mulmxA.
    rewrite inner_mulr trmxK trmx_mul -!mulmxA BB mulmx1 inner_mull mulmxA AA mul1mx.
    rewrite -inner_mulr mulmxBl innerBl -mulmxA inner_mull innerC.
    by rewrite -[N1^T *m z]trmxK trmx_mul trmxK zn trmx0 inner0l sub0r innerC.
  rewrite mulmxBl mul_scalar_mx innerBr innerZr -/(normsq z).
  move: (normsq z) (normsq w) (inner _ _) => nz' nw i; by field. Qed.

Hypothesis sc : forall k, c < s 0 k.
Lemma shifted_posdef (z : 'cV[R]_r) : z != 0 -> 0 < inner z ((S - c%:M) *m z).
Proof. move=> z0; have -> : S - c%:M = diag_mx (\row_k (s 0 k - c)).
    by apply/matrixP => i j; rewrite !mxE; case: eqP => [->|_]; rewrite ?mulr1n // !mulr0n subrr.
  rewrite innerE big_ord1. have h i : 0 <= z i 0 * (diag_mx (\row_k (s 0 k - c)) *m z) i 0.
    by rewrite mul_diag_mx !mxE mulrCA mulr_ge0 ?subr_ge0 ?(ltW (sc _)) // -expr2 sqr_ge0.
  rewrite lt_def sumr_ge0 // andbT psumr_eq0 //; apply: contra z0 => /allP /= k.
  apply/eqP/matrixP => i j; rewrite !mxE ord1. have := k i (mem_index_enum i); rewrite mul_diag_mx
    !mxE mulrCA mulf_eq0 subr_eq0 (gt_eqF (sc i)) /=. by rewrite mulf_eq0 orbb => /eqP. Qed.
Lemma S_posdef : posdef S.
Proof. split=> [|z z0]; first by rewrite tr_diag_mx.
  have := shifted_posdef z0; rewrite mulmxBl mul_scalar_mx innerBr innerZr -/(normsq z) subr_gt0.
  by apply: lt_trans; rewrite mulr_gt0 // normsq_gt0. Qed.

(* A singular square matrix has a vector in its kernel on either side. *)
Lemma singular_kernel (N : 'M[R]_r) : N \notin unitmx -> exists2 w : 'cV[R]_r, w != 0 & N *m w = 0.
Proof. rewrite -unitmx_tr -row_free_unit -kermx_eq0 => /rowV0Pn [v /sub_kermxP h v0].
  by exists v^T; rewrite ?trmx_eq0 //; apply: trmx_inj; rewrite trmx_mul trmxK h trmx0. Qed.

Theorem optimum_or_saddle X Y : stationarys M a b X Y ->
  global_optimum M a b X Y \/ exists H K, hesss M a b X Y H K < 0.
Proof. move=> st; have gn : g != 0 by rewrite gt_eqF.
    have [eX eY] := stationary_in_range st; have bal := balanced g0 c0 (erefl a) (erefl b) st.
    move: (A^T *m X) (B^T *m Y) eX eY => N1 N2 eX eY; rewrite {}eX {}eY in st bal *.
    have {}bal : N1^T *m N1 = g ^+ 2 *: (N2^T *m N2).
      by move: bal; rewrite !trmx_mul !mulmxA -(mulmxA _ A^T) AA -(mulmxA _ B^T) BB !mulmx1.
    have same w : N1 *m w = 0 -> N2 *m w = 0.
      move=> h; apply/eqP; rewrite -normsq_eq0 /normsq inner_mull mulmxA. have ->
        : N2^T *m N2 = g ^- 2 *: (N1^T *m N1) by rewrite bal scalerA mulVf ?scale1r // expf_neq0.
      by rewrite -scalemxAl -mulmxA h mulmx0 scaler0 inner0r.
    have [u1|n1] := boolP (N1 \in unitmx); last first.
      right; have [w w0 w1] := singular_kernel n1. have [|z z0 z1] := @singular_kernel N1^T;
        first by rewrite unitmx_tr. exists (g *: (A *m z *m w^T)), (B *m z *m w^T).
      rewrite singular_curvature ?same //; last by apply: trmx_inj; rewrite trmx_mul trmxK z1 trmx0.
      by rewrite oppr_lt0 !mulr_gt0 ?ltr0n ?normsq_gt0 // shifted_posdef.
    left; have u2 : N2 \in unitmx.
      apply: contraT => /singular_kernel [w w0 w2]; have w1 : N1 *m w = 0.
        apply/eqP; rewrite -normsq_eq0 /normsq inner_mull mulmxA bal.
        by rewrite -scalemxAl -mulmxA w2 mulmx0 scaler0 inner0r.
      by move: w0; rewrite -[w](mulKmx u1) w1 mulmx0 eqxx.
    pose O := g^-1 *: (N1 *m invmx N2). have eN : N1 = g *: (O *m N2)
      by rewrite /O -scalemxAl scalerA divff // scale1r mulmxKV. have OO : O^T *m O = 1%:M.
      rewrite /O trmxZ -scalemxAl -scalemxAr scalerA trmx_mul !mulmxA -(mulmxA _ N1^T) bal.
      rewrite -scalemxAr -scalemxAl scalerA !mulmxA trmx_inv mulVmx ?unitmx_tr // mul1mx mulmxV //.
      by rewrite -expr2 -exprMn mulVf // expr1n scale1r.
    (* The first equation of stationarity says N1 N2^T - S = - c O. *)
    have eP : N1 *m N2^T - S = - (c *: O).
      case: st => h _; have {}h : A^T *m gradXs M a (A *m N1) (B *m N2) = 0 by rewrite h mulmx0.
      move: h; rewrite /gradXs /gradX /residual mulmxDr -scalemxAr !mulmxA AA mul1mx.
      have -> : A^T *m (A *m N1 *m (B *m N2)^T - M) *m B = N1 *m N2^T - S.
        rewrite trmx_mul mulmxBr mulmxBl /factored !mulmxA AA !mul1mx -(mulmxA _ B^T) BB mulmx1.
        by rewrite -(mulmxA _ B^T) BB mulmx1.
      rewrite [X in _ + _ *: X]eN scalerA divfK // scalemxAl -mulmxDl => /(congr1
        (mulmx^~ (invmx N2))). by rewrite mul0mx mulmxK // => /eqP; rewrite addr_eq0 => /eqP.
    have eS : S = O *m (g *: (N2 *m N2^T) + c%:M).
      have -> : S = N1 *m N2^T + c *: O by rewrite -[c *: O]opprK -eP opprB addrCA subrr addr0.
      by rewrite mulmxDr mul_mx_scalar eN -scalemxAr -scalemxAl mulmxA.
    have hP : posdef (g *: (N2 *m N2^T) + c%:M) by rewrite -{1}[N2]trmxK; apply: gram_posdef => //;
      exact: ltW. have [O1 SP] := polar_unique OO hP S_posdef eS. have eN' : N1 = g *: N2
      by rewrite eN O1 mul1mx. move=> X' Y'; rewrite !(value_excess s c AA BB g0).
    suff -> : excess_over A B s g c (A *m N1) (B *m N2) = 0 by rewrite addr0 lerDl excess_over_ge0.
    apply/excess_eq0 => //; split.
    - rewrite trmx_mul mulmxA -(mulmxA A) /factored SP mulmxDr mulmxDl eN' -scalemxAl mul_mx_scalar
        -scalemxAl. by rewrite addrK.
    - by rewrite !mulmxA -(mulmxA A) BB mulmx1 eN' scalemxAr.
    - by rewrite !mulmxA -(mulmxA B) BB mulmx1. Qed.

(* The two cases exclude each other. *)
Theorem not_both X Y : global_optimum M a b X Y -> ~ exists H K, hesss M a b X Y H K < 0.
Proof. by move=> opt [H [K]]; rewrite ltNge optimum_curvature. Qed.

(* With the orbit of Orbit.v: a stationary point that is not on it is a strict saddle. *)
Theorem saddles (p : R) (e : 'rV[R]_r) X Y : p ^+ 2 = g -> (forall k, e 0 k ^+ 2 = s 0 k - c) ->
  stationarys M a b X Y ->
  ~ (exists Q : 'M_r, [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M, X = optX A p e *m Q &
      Y = optY B p e *m Q]) -> exists H K, hesss M a b X Y H K < 0.
Proof. by move=> pg es /optimum_or_saddle [/(orbit AA BB g0 c0 pg es sc) //|]. Qed.
End Saddles.
