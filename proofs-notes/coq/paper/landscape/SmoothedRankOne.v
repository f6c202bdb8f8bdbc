(* SPDX-License-Identifier: Apache-2.0 *)
(* SmoothedRankOne.v: the smoothed problem at rank one, M = u v^T with |u| = |v| = 1.

   With s = sigma^2 = E||Z1||^2 and g = gamma, E||Z2||^2 = s / g^2, so that (Smoothing.v), up to a
   constant,
       Fs(x,y) = 1/2 ( ||x y^T - u v^T||^2 + s/g^2 ||x||^2 + s ||y||^2 ).

   For 0 < s < g the stationary points are 0 and +-sqrt(g - s) (u, v/g); the latter two are exactly
   the global optima; the Hessian there has eigenvalues 1/g (d1-1 times), g (d2-1 times) and those
   of [[1/g, 1 - 2s/g], [1 - 2s/g, g]]; at 0 a direction has negative curvature. At s = g, which the
   printed hypothesis sigma^2 <= min(gamma, 1) admits when gamma <= 1, the origin is the only
   stationary point and no direction has negative curvature there.
   Main results: stationary_points_smoothed, optimum, spectrum_smoothed, saddle_at_origin, boundary.
   Paper's place: Lemma 3. *)
From NoisyGD Require Import Algebra Frobenius Objective RankOne.

Section SmoothedRankOne.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1). Variables (s g : R).
Hypotheses (g0 : 0 < g) (s0 : 0 < s).
Let M := u *m v^T. Let a := s / g ^+ 2. Let b := s.
Implicit Types (x h : 'cV[R]_d1) (y k : 'cV[R]_d2).

Lemma a_gt0 : 0 < a. Proof. by rewrite divr_gt0 ?exprn_gt0. Qed.
Lemma a_scaled : a * g ^+ 2 = b. Proof. by rewrite /a /b divfK // expf_neq0 // gt_eqF. Qed.

Lemma stationary_only x y : stationarys M a b x y ->
  (x = 0 /\ y = 0) \/ exists p, [/\ p ^+ 2 = g - s, p != 0, x = p *: u & y = (p / g) *: v].
Proof. rewrite /stationarys gradXs_rank1 gradYs_rank1 => -[/eqP]; rewrite subr_eq0 => /eqP hx /eqP;
    rewrite subr_eq0 => /eqP hy. have a0 := a_gt0; have gn : g != 0 by rewrite gt_eqF.
  have ya : 0 < normsq y + a by rewrite ltr_wpDl ?normsq_ge0.
  have xb : 0 < normsq x + b by rewrite ltr_wpDl ?normsq_ge0.
  have xu : x = (inner v y / (normsq y + a)) *: u.
    by rewrite mulrC -scalerA -hx scalerA mulVf ?scale1r ?gt_eqF.
  have yv : y = (inner u x / (normsq x + b)) *: v.
    by rewrite mulrC -scalerA -hy scalerA mulVf ?scale1r ?gt_eqF.
  move: (inner v y / _) (inner u x / _) xu yv => p q xu yv.
  move: hx hy; rewrite xu yv !normsqZ !innerZr /normsq u1 v1 !mulr1 !scalerA => hx hy.
  have hx' : (q ^+ 2 + a) * p = q by have := congr1 (inner u) hx; rewrite !innerZr u1 !mulr1.
  have hy' : (p ^+ 2 + b) * q = p by have := congr1 (inner v) hy; rewrite !innerZr v1 !mulr1.
  have [p0|p0] := eqVneq p 0; first by left; rewrite -hx' p0 mulr0 !scale0r.
  right; exists p; have ag := a_scaled. have e : b * q ^+ 2 = a * p ^+ 2.
    have h : p * ((q ^+ 2 + a) * p) = q * ((p ^+ 2 + b) * q) by rewrite hx' hy' mulrC. by lra.
  have /eqP : (g * q - p) * (g * q + p) = 0.
    apply/eqP; have : a * ((g * q - p) * (g * q + p)) == 0.
      by apply/eqP; move: e; rewrite -ag => e; lra.
    by rewrite mulf_eq0 gt_eqF.
  rewrite mulf_eq0 subr_eq0 addr_eq0 => /orP[] /eqP gq.
    have qE : q = p / g by rewrite -gq mulrAC divff ?mul1r. split=> //; last by rewrite -qE.
    have : (p ^+ 2 + b) * (g * q) = g * p by rewrite mulrCA hy'.
    by rewrite gq => /(mulIf p0); rewrite /b; lra.
  have : (p ^+ 2 + b) * (g * q) = g * p by rewrite mulrCA hy'. rewrite gq mulrN -mulNr =>
    /(mulIf p0) k; exfalso; have := sqr_ge0 p; have : 0 < b by []. by move: g0; rewrite -k; lra.
Qed.

Lemma stationary_are p : p ^+ 2 = g - s -> stationarys M a b (p *: u) ((p / g) *: v).
Proof. have gn : g != 0 by rewrite gt_eqF. move=> pe; rewrite /stationarys gradXs_rank1 gradYs_rank1
    !normsqZ !innerZr /normsq u1 v1 !mulr1 !scalerA expr_div_n pe /a /b.
  split; apply/eqP; rewrite subr_eq0; apply/eqP; congr (_ *: _).
    by rewrite -mulrDl subrK; field.
  by rewrite subrK mulrCA divff ?mulr1. Qed.

Theorem stationary_points_smoothed x y : stationarys M a b x y <->
  (x = 0 /\ y = 0) \/ exists p, [/\ p ^+ 2 = g - s, x = p *: u & y = (p / g) *: v].
Proof. split=> [/stationary_only [|[p [pe _ -> ->]]]|]; [by left|by right; exists p|].
  case=> [[-> ->]|[p [pe -> ->]]]; last exact: stationary_are.
  by rewrite /stationarys gradXs_rank1 gradYs_rank1 !inner0r !scaler0 !scale0r !subrr. Qed.

(* The value: Fs exceeds c = (1 - (1 - s/g)^2)/2 by half a sum of squares. *)
Let t := s / g.
Local Definition excess x y : R :=
  (normsq (x *m y^T - (1 - t) *: M) + a * normsq (x - (g * inner v y) *: u)
   + b * (normsq y - inner v y ^+ 2)) / 2.
Local Lemma value x y : Fs M a b x y = (1 - (1 - t) ^+ 2) / 2 + excess x y.
Proof. have gn : g != 0 by rewrite gt_eqF.
  have uu : normsq u = 1 := u1; have vv : normsq v = 1 := v1.
  rewrite /Fs /F /residual /excess !normsqB !normsqZ !innerZr /M !normsq_outer !inner_outer uu vv.
  by rewrite (innerC x u) (innerC y v) /b /a /t; field. Qed.
Local Lemma excess_ge0 x y : 0 <= excess x y.
Proof. have h : 0 <= b * (normsq y - inner v y ^+ 2) by rewrite mulr_ge0 ?subr_ge0 ?unit_proj_le //
    ltW. have k : 0 <= a * normsq (x - (g * inner v y) *: u) by rewrite mulr_ge0 ?normsq_ge0 // ltW
    // a_gt0. by rewrite /excess divr_ge0 ?ler0n // addr_ge0 // addr_ge0 // normsq_ge0. Qed.
Lemma excess_optimum p : p ^+ 2 = g - s -> excess (p *: u) ((p / g) *: v) = 0.
Proof. have gn : g != 0 by rewrite gt_eqF. have vv : normsq v = 1 := v1.
  move=> pe; rewrite /excess !innerZr v1 mulr1 normsqZ vv mulr1 subrr mulr0 addr0.
  have -> : g * (p / g) = p by field.
  rewrite subrr normsq0 mulr0 addr0 trmxZ -scalemxAl -scalemxAr scalerA -/M -scalerBl normsqZ.
  have -> : p * (p / g) - (1 - t) = 0 by rewrite /t mulrA -expr2 pe; field.
  by rewrite expr0n mul0r mul0r. Qed.

(* For 0 < s < g, the global optima are exactly the two points. (r is the root of g - s.) *)
Theorem optimum r x y : 0 < r -> r ^+ 2 = g - s ->
  (forall x' y', Fs M a b x y <= Fs M a b x' y') <->
  (x = r *: u /\ y = (r / g) *: v) \/ (x = - (r *: u) /\ y = - ((r / g) *: v)).
Proof. move=> r0 re; have gn : g != 0 by rewrite gt_eqF.
  have two p : p ^+ 2 = g - s -> forall x' y', Fs M a b (p *: u) ((p / g) *: v) <= Fs M a b x' y'.
    by move=> pe x' y'; rewrite !value excess_optimum // addr0 lerDl excess_ge0.
  split; last first.
    case=> [[-> ->]|[-> ->]]; first exact: two.
    by rewrite -!scaleNr -mulNr; apply: two; rewrite sqrrN.
  move=> hm; have := minimum_is_stationary hm => /stationary_only [[x0 y0]|[p [pe pn -> ->]]].
    have := hm (r *: u) ((r / g) *: v). rewrite !value excess_optimum // addr0 x0 y0 /excess.
    have uu : normsq u = 1 := u1; have vv : normsq v = 1 := v1.
    rewrite mul0mx sub0r normsqN normsqZ /M normsq_outer inner0r mulr0 scale0r subr0 !normsq0 uu vv.
    have : 0 < (1 - t) ^+ 2.
      have -> : 1 - t = r ^+ 2 / g by rewrite re /t; field.
      by rewrite exprn_gt0 // divr_gt0 // exprn_gt0.
    by clear x0 y0; rewrite expr0n /= => h1 h2; exfalso; move: h1 h2; lra.
  have : (p - r) * (p + r) == 0 by apply/eqP; rewrite -subr_sqr pe re subrr.
  rewrite mulf_eq0 subr_eq0 addr_eq0 => /orP[] /eqP ->; first by left.
  by right; rewrite mulNr !scaleNr. Qed.

(* The Hessian at the optima. *)
Theorem spectrum_smoothed p : p ^+ 2 = g - s ->
  char_poly (hessian_matrix M a b (p *: u) ((p / g) *: v)) =
    ('X - (g^-1)%:P) ^+ d1.-1 * ('X - g%:P) ^+ d2.-1
    * (('X - (g^-1)%:P) * ('X - g%:P) - ((1 - 2 * t) ^+ 2)%:P).
Proof. have gn : g != 0 by rewrite gt_eqF. have uu : normsq u = 1 := u1;
    have vv : normsq v = 1 := v1. move=> pe; rewrite /hessian_matrix !normsqZ uu vv !mulr1 pe.
  have -> : (p / g) ^+ 2 + a = g^-1 by rewrite expr_div_n pe /a; field.
  have -> : g - s + b = g by rewrite /b subrK.
  have -> : 2 *: ((p *: u) *m ((p / g) *: v)^T) - M = (1 - 2 * t) *: M.
    have -> : (p *: u) *m ((p / g) *: v)^T = (1 - t) *: M.
      rewrite trmxZ -scalemxAl -scalemxAr scalerA; congr (_ *: _).
      by rewrite mulrA -expr2 pe /t; field.
    by apply/matrixP => i j; rewrite !mxE; ring.
  by rewrite char_poly_block. Qed.

Lemma hess_at_origin h k :
  hesss M a b 0 0 h k = a * normsq h + b * normsq k - 2 * (inner u h * inner v k).
Proof. rewrite /hesss /hess /residual !(trmx0, mulmx0, mul0mx, addr0, sub0r) normsq0 innerNl /M
    inner_outer; ring. Qed.

Theorem saddle_at_origin : s < g -> exists h k, hesss M a b 0 0 h k < 0.
Proof. move=> sg; exists (g *: u), v.
  rewrite hess_at_origin normsqZ !innerZr /normsq u1 v1 !mulr1 a_scaled /b; lra. Qed.

Theorem boundary : s = g -> [/\ forall x y, stationarys M a b x y -> x = 0 /\ y = 0,
      forall h k, 0 <= hesss M a b 0 0 h k & hesss M a b 0 0 (g *: u) v = 0].
Proof. move=> sg; have gn : g != 0 by rewrite gt_eqF. split.
  - move=> x y /stationary_only [//|[p []]]; rewrite sg subrr => /eqP.
    by rewrite expf_eq0 /= => /eqP ->; rewrite eqxx.
  - move=> h k; rewrite hess_at_origin. have hx := unit_proj_le h u1; have hy := unit_proj_le k v1.
    have aE : a = g^-1 by rewrite /a sg; field. rewrite aE /b sg;
      move: (inner u h) (inner v k) hx hy => p q hx hy. have gi : 0 < g^-1 by rewrite invr_gt0.
    have h1 := ler_wpM2l (ltW gi) hx; have h2 := ler_wpM2l (ltW g0) hy.
    have h3 : 0 <= g^-1 * (p - g * q) ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 ?ltW.
    have h4 : g^-1 * (p - g * q) ^+ 2 = g^-1 * p ^+ 2 - 2 * (p * q) + g * q ^+ 2 by field.
    by rewrite h4 in h3; lra.
  - rewrite hess_at_origin normsqZ !innerZr /normsq u1 v1 !mulr1 a_scaled /b sg; lra. Qed.
End SmoothedRankOne.
