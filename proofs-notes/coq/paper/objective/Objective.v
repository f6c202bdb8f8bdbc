(* SPDX-License-Identifier: Apache-2.0 *)
(* Objective.v: the objective, its gradient and its Hessian, at any rank.

   F(X,Y)  = 1/2 ||X Y^T - M||^2,                       X : d1 x r, Y : d2 x r, M : d1 x d2
   Fs(X,Y) = F(X,Y) + a/2 ||X||^2 + b/2 ||Y||^2,        the smoothed objective up to a constant,
                                                        a = d2 sigma2^2, b = d1 sigma1^2
                                                        (Smoothing.v)

   No analysis is used. Along any line t -> (X + t H, Y + t K) either objective is a polynomial in t
   of degree at most four; its coefficients are given, and so are its first and second derivative at
   t = 0. That polynomial is unique, so what is differentiated is the objective and nothing else.
   Main results: taylor (exact expansion of F), taylor_smoothed, gradient_is_derivative,
   hessian_is_second_derivative, hessian_is_quadratic_form (the Hessian-vector
   product, symmetric), minimum_is_stationary.
   Paper's place: Lemma 1 (gradients), Section 2 (F), Section 4 (rank r). *)
From NoisyGD Require Import Algebra Frobenius.

Section Objective.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (a b : R).
Implicit Types (X H : 'M[R]_(d1, r)) (Y K : 'M[R]_(d2, r)).

Definition residual X Y : 'M[R]_(d1, d2) := X *m Y^T - M.

Definition F X Y : R := normsq (residual X Y) / 2.
Definition gradX X Y : 'M[R]_(d1, r) := residual X Y *m Y.
Definition gradY X Y : 'M[R]_(d2, r) := (residual X Y)^T *m X.
(* The Hessian at (X,Y) applied to (H,K), and the quadratic form it gives. *)
Definition hessX X Y H K : 'M[R]_(d1, r) := (X *m K^T + H *m Y^T) *m Y + residual X Y *m K.
Definition hessY X Y H K : 'M[R]_(d2, r) := (X *m K^T + H *m Y^T)^T *m X + (residual X Y)^T *m H.
Definition hess X Y H K : R := normsq (X *m K^T + H *m Y^T) + 2 * inner (residual X Y) (H *m K^T).

Definition Fs X Y : R := F X Y + (a * normsq X + b * normsq Y) / 2.
Definition gradXs X Y := gradX X Y + a *: X.
Definition gradYs X Y := gradY X Y + b *: Y.
Definition hessXs X Y H K := hessX X Y H K + a *: H.
Definition hessYs X Y H K := hessY X Y H K + b *: K.
Definition hesss X Y H K : R := hess X Y H K + a * normsq H + b * normsq K.

Definition stationary X Y := gradX X Y = 0 /\ gradY X Y = 0.
Definition stationarys X Y := gradXs X Y = 0 /\ gradYs X Y = 0.

Lemma residualD X Y H K :
  residual (X + H) (Y + K) = residual X Y + (X *m K^T + H *m Y^T) + H *m K^T.
Proof. rewrite /residual [(Y + K)^T]linearD /= mulmxDl !mulmxDr.
  by apply/matrixP => i j; rewrite !mxE; ring. Qed.

Lemma inner_residual X Y H K :
  inner (residual X Y) (X *m K^T + H *m Y^T) = inner (gradX X Y) H + inner (gradY X Y) K.
Proof. rewrite innerDr addrC /gradX /gradY; congr (_ + _); first by rewrite inner_mulr.
  by rewrite innerC inner_mull -[RHS]inner_tr trmx_mul trmxK innerC. Qed.

(* The exact expansion of F; the terms are of degree 0, 1, 2, 3, 4 in (H,K). *)
Theorem taylor X Y H K : F (X + H) (Y + K) =
    F X Y + (inner (gradX X Y) H + inner (gradY X Y) K) + hess X Y H K / 2
    + inner (X *m K^T + H *m Y^T) (H *m K^T) + normsq (H *m K^T) / 2.
Proof. rewrite -inner_residual /F /hess residualD !normsqD !innerDl.
  set E := residual X Y; set L := X *m K^T + H *m Y^T; lra. Qed.

Theorem taylor_smoothed X Y H K : Fs (X + H) (Y + K) =
    Fs X Y + (inner (gradXs X Y) H + inner (gradYs X Y) K) + hesss X Y H K / 2
    + inner (X *m K^T + H *m Y^T) (H *m K^T) + normsq (H *m K^T) / 2.
Proof. rewrite /Fs taylor /gradXs /gradYs /hesss !normsqD !innerDl !innerZl; lra. Qed.

(* The objective along a line, as a polynomial in t. *)
Definition quartic (c0 c1 c2 c3 c4 : R) : {poly R} := Poly [:: c0; c1; c2; c3; c4].

Lemma horner_quartic c0 c1 c2 c3 c4 t :
  (quartic c0 c1 c2 c3 c4).[t] = c0 + t * c1 + t ^+ 2 * c2 + t ^+ 3 * c3 + t ^+ 4 * c4.
Proof. by rewrite horner_Poly /=; ring. Qed.

Lemma quartic_derivatives c0 c1 c2 c3 c4 :
  (quartic c0 c1 c2 c3 c4)^`().[0] = c1 /\ (quartic c0 c1 c2 c3 c4)^`(2).[0] = 2 * c2.
Proof. by split; rewrite horner_coef0 ?coef_deriv ?coef_derivn coef_Poly //= mulr_natl. Qed.

Lemma line_scale X Y H K t : [/\ X *m (t *: K)^T + (t *: H) *m Y^T = t *: (X *m K^T + H *m Y^T)
    & (t *: H) *m (t *: K)^T = t ^+ 2 *: (H *m K^T)].
Proof. have -> : (t *: K)^T = t *: K^T by apply/matrixP => i j; rewrite !mxE.
  by rewrite -!scalemxAr -!scalemxAl scalerA -expr2 scalerDr. Qed.

Definition line X Y H K : {poly R} :=
  quartic (F X Y) (inner (gradX X Y) H + inner (gradY X Y) K) (hess X Y H K / 2)
    (inner (X *m K^T + H *m Y^T) (H *m K^T)) (normsq (H *m K^T) / 2).
Definition lines X Y H K : {poly R} :=
  quartic (Fs X Y) (inner (gradXs X Y) H + inner (gradYs X Y) K) (hesss X Y H K / 2)
    (inner (X *m K^T + H *m Y^T) (H *m K^T)) (normsq (H *m K^T) / 2).

Theorem line_is_objective X Y H K t : (line X Y H K).[t] = F (X + t *: H) (Y + t *: K).
Proof. rewrite horner_quartic taylor /hess; have [-> ->] := line_scale X Y H K t.
  by rewrite !innerZr !normsqZ innerZl; field. Qed.
Theorem lines_is_objective X Y H K t : (lines X Y H K).[t] = Fs (X + t *: H) (Y + t *: K).
Proof. rewrite horner_quartic taylor_smoothed /hesss /hess; have [-> ->] := line_scale X Y H K t.
  by rewrite !innerZr !normsqZ innerZl; field. Qed.

(* A polynomial over an infinite field is determined by its values. *)
Lemma poly_by_values (p q : {poly R}) : (forall t, p.[t] = q.[t]) -> p = q.
Proof. move=> h; apply/eqP; rewrite -subr_eq0; apply/negPn/negP => n0.
  pose ts := [seq i%:R : R | i <- iota 0 (size (p - q)).+1].
  have u : uniq ts by rewrite map_inj_uniq ?iota_uniq // => i j /eqP; rewrite eqr_nat => /eqP.
  have rt : all (root (p - q)) ts by apply/allP => t _; rewrite /root !hornerE h subrr.
  by have := max_poly_roots n0 rt u; rewrite size_map size_iota ltnNge leqnSn. Qed.

(* Gradient and Hessian: first and second derivative, at t = 0, of the only polynomial p that agrees
   with the objective along the line through (X,Y) in direction (H,K). *)
Theorem gradient_is_derivative X Y H K (p : {poly R}) :
  (forall t, p.[t] = F (X + t *: H) (Y + t *: K)) ->
  p^`().[0] = inner (gradX X Y) H + inner (gradY X Y) K.
Proof. move=> h; have -> : p = line X Y H K by apply: poly_by_values => t;
    rewrite h line_is_objective.
  by have [-> _] := quartic_derivatives (F X Y) (inner (gradX X Y) H + inner (gradY X Y) K)
    (hess X Y H K / 2) (inner (X *m K^T + H *m Y^T) (H *m K^T)) (normsq (H *m K^T) / 2). Qed.
Theorem hessian_is_second_derivative X Y H K (p : {poly R}) :
  (forall t, p.[t] = F (X + t *: H) (Y + t *: K)) -> p^`(2).[0] = hess X Y H K.
Proof. move=> h; have -> : p = line X Y H K by apply: poly_by_values => t;
    rewrite h line_is_objective.
  have [_ ->] := quartic_derivatives (F X Y) (inner (gradX X Y) H + inner (gradY X Y) K) (hess X Y H
    K / 2) (inner (X *m K^T + H *m Y^T) (H *m K^T)) (normsq (H *m K^T) / 2). by field. Qed.
(* The Hessian-vector product is symmetric and gives the quadratic form. *)
Lemma hessian_bilinear X Y H K H' K' : inner (hessX X Y H K) H' + inner (hessY X Y H K) K' =
    inner (X *m K^T + H *m Y^T) (X *m K'^T + H' *m Y^T)
    + inner (residual X Y) (H *m K'^T) + inner (residual X Y) (H' *m K^T).
Proof. rewrite /hessX /hessY; move: (X *m K^T + H *m Y^T) (residual X Y) => L E.
  rewrite !innerDl innerDr. have -> : inner (L *m Y) H' = inner L (H' *m Y^T) by rewrite inner_mulr.
  have -> : inner (E *m K) H' = inner E (H' *m K^T) by rewrite inner_mulr.
  have tr (P : 'M[R]_(d1, d2)) (Q : 'M[R]_(d1, r)) : inner (P^T *m Q) K' = inner P (Q *m K'^T).
    by rewrite inner_mulr -[RHS]inner_tr trmx_mul trmxK.
  rewrite !tr; ring. Qed.
Theorem hessian_symmetric X Y H K H' K' : inner (hessX X Y H K) H' + inner (hessY X Y H K) K' =
  inner (hessX X Y H' K') H + inner (hessY X Y H' K') K.
Proof. by rewrite !hessian_bilinear (innerC (X *m K^T + _)); ring. Qed.
Theorem hessian_is_quadratic_form X Y H K :
  hess X Y H K = inner (hessX X Y H K) H + inner (hessY X Y H K) K.
Proof. by rewrite hessian_bilinear /hess /normsq; ring. Qed.
Theorem hessian_is_quadratic_form_smoothed X Y H K :
  hesss X Y H K = inner (hessXs X Y H K) H + inner (hessYs X Y H K) K.
Proof. rewrite /hesss hessian_is_quadratic_form /hessXs /hessYs !innerDl !innerZl /normsq; ring.
Qed.
Theorem hessian_symmetric_smoothed X Y H K H' K' :
  inner (hessXs X Y H K) H' + inner (hessYs X Y H K) K' =
  inner (hessXs X Y H' K') H + inner (hessYs X Y H' K') K.
Proof. have := hessian_symmetric X Y H K H' K'.
  rewrite /hessXs /hessYs !innerDl !innerZl (innerC H H') (innerC K K'); lra. Qed.

(* A quartic that is nowhere below its value at 0 has no linear term. *)
Lemma quartic_min (c1 c2 c3 c4 : R) :
  (forall t, 0 <= t * c1 + t ^+ 2 * c2 + t ^+ 3 * c3 + t ^+ 4 * c4) -> c1 = 0.
Proof. move=> h; apply/eqP/negPn/negP => c0.
  (* t = - c1 e with 0 < e <= 1 so small that the higher terms stay below c1^2 / 2. *)
  pose B := `|c2| + `|c1 * c3| + `|c1 ^+ 2 * c4|. have B0 : 0 <= B by rewrite !addr_ge0.
  pose e := (2 * (1 + B))^-1. have e0 : 0 < e by rewrite invr_gt0; lra.
  have eB : e * (1 + B) = 1 / 2 by rewrite /e; field; rewrite gt_eqF //; lra. have e1 : e <= 1.
    have : 0 <= e * B by rewrite mulr_ge0 // ltW. by lra.
  have := h (- (c1 * e)).
  have -> : - (c1 * e) * c1 + (- (c1 * e)) ^+ 2 * c2 + (- (c1 * e)) ^+ 3 * c3 + (- (c1 * e)) ^+ 4
    * c4 = c1 ^+ 2 * e * (- 1 + e * (c2 - e * (c1 * c3) + e ^+ 2 * (c1 ^+ 2 * c4))) by ring.
  have p : 0 < c1 ^+ 2 * e by rewrite mulr_gt0 // exprn_even_gt0. rewrite pmulr_rge0 //.
  have l2 := ler_norm c2. have small (x z : R) : 0 <= x -> x <= 1 -> `|x * z| <= `|z|.
    by move=> x0 x1; rewrite normrM (ger0_norm x0) ler_piMl.
  have l3 : - (e * (c1 * c3)) <= `|c1 * c3|.
    by rewrite -mulrN -(normrN (c1 * c3)); apply: le_trans (ler_norm _) (small _ _ (ltW e0) e1).
  have l4 : e ^+ 2 * (c1 ^+ 2 * c4) <= `|c1 ^+ 2 * c4|.
    by apply: le_trans (ler_norm _) (small _ _ _ _); rewrite ?exprn_ge0 ?exprn_ile1 // ltW.
  have : e * (c2 - e * (c1 * c3) + e ^+ 2 * (c1 ^+ 2 * c4)) <= e * B.
    by rewrite ler_pM2l // /B; lra.
  by lra. Qed.

Theorem minimum_is_stationary X Y : (forall X' Y', Fs X Y <= Fs X' Y') -> stationarys X Y.
Proof. move=> hm; have g H K : inner (gradXs X Y) H + inner (gradYs X Y) K = 0.
    apply: (@quartic_min _ (hesss X Y H K / 2) (inner (X *m K^T + H *m Y^T) (H *m K^T))
      (normsq (H *m K^T) / 2)) => t.
    have := hm (X + t *: H) (Y + t *: K); rewrite -lines_is_objective horner_quartic; lra.
  split; apply/eqP; rewrite -normsq_eq0.
  - by have := g (gradXs X Y) 0; rewrite inner0r addr0 => h; rewrite /normsq h.
  - by have := g 0 (gradYs X Y); rewrite inner0r add0r => h; rewrite /normsq h. Qed.
End Objective.

(* The gradients at rank one. *)
Section RankOne.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (a b : R).
Implicit Types (x : 'cV[R]_d1) (y : 'cV[R]_d2).
Local Notation M := (u *m v^T).

Lemma gradX_rank1 x y : gradX M x y = normsq y *: x - inner v y *: u.
Proof. by rewrite /gradX /residual mulmxBl !mul_outerV. Qed.
Lemma gradY_rank1 x y : gradY M x y = normsq x *: y - inner u x *: v.
Proof. by rewrite /gradY /residual trmxB !trmx_mul !trmxK mulmxBl !mul_outerV. Qed.
Lemma gradXs_rank1 x y : gradXs M a x y = (normsq y + a) *: x - inner v y *: u.
Proof. by rewrite /gradXs gradX_rank1 scalerDl addrAC. Qed.
Lemma gradYs_rank1 x y : gradYs M b x y = (normsq x + b) *: y - inner u x *: v.
Proof. by rewrite /gradYs gradY_rank1 scalerDl addrAC. Qed.
End RankOne.
