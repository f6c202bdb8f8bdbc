(* SPDX-License-Identifier: Apache-2.0 *)
(* OrbitDomination.v: near the orbit of balanced optima the gradient of the smoothed objective
   dominates its excess, at any rank.

   M = A diag(s) B^T with A^T A = B^T B = I, balanced noise of strength c > 0, s_k >= c + delta for
   all k, delta > 0, and W the excess 2 (Fs - min Fs). In the parts of CoreDomination.v, S = diag(s)
   - c I,
       W = |e|^2 + |Yp P^T|^2 + |Xp Y^T|^2 + c (|u|^2 + |Xp|^2 + |Yp|^2),
   and
       4 W <= delta^2,   W <= c^2,   8 mu <= delta,   2 mu <= c      =>      |grad Fs|^2 >= mu W.
   The optima are where W = 0 (Orbit.v), one orbit; no point of it is singled out.
   Main results: orbit_parts, orbit_domination, gradient_le (the opposite: |grad Fs|^2 <= (2 |X|^2
   + 2 |Y|^2 + 4 c) W).
   Paper's place: Theorem 2 (convergence to the balanced optima, of which the paper has no
   theorem). *)
From NoisyGD Require Import Algebra Frobenius Objective Optimum Smoothing Process LemmaFour Descent
  GradientMoments CoreDomination.

Section Orbit.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r)
  (c delta : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (c0 : 0 < c) (delta0 : 0 < delta)
  (gap : forall k, c + delta <= s 0 k).
Local Notation M := (factored A s B). Local Notation S := (diag_mx s - c%:M).
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Definition orbit_excess z : R := 2 * (Fs M c c z.1 z.2 - least s c).
Local Notation W := orbit_excess.

Let Ssym : S^T = S. Proof. by rewrite trmxB tr_diag_mx tr_scalar_mx. Qed.
Let Sdelta (Z : 'M[R]_r) : delta * normsq Z <= inner (Z *m S) Z.
Proof. rewrite mulmxBr mul_mx_scalar innerBl innerZl -/(normsq Z) lerBrDr -mulrDl /normsq !innerE
    mulr_sumr. apply: ler_sum => j _; rewrite mulr_sumr; apply: ler_sum => i _.
  have h : 0 <= (s 0 j - (c + delta)) * Z i j ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 // subr_ge0.
  by rewrite mul_mx_diag !mxE; move: h; rewrite -subr_ge0; congr (0 <= _); ring. Qed.
Let ME : M = A *m (S + c%:M) *m B^T. Proof. by rewrite subrK. Qed.
Let MT : M^T = B *m (S + c%:M) *m A^T.
Proof. by rewrite subrK /factored !trmx_mul trmxK tr_diag_mx mulmxA. Qed.
Lemma across_range d (C : 'M[R]_(d, r)) (Z : 'M[R]_(d, r)) : C^T *m C = 1%:M ->
  C^T *m (Z - C *m (C^T *m Z)) = 0.
Proof. by move=> CC; rewrite mulmxBr (mulmxA C^T C) CC mul1mx subrr. Qed.

Variable z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Local Notation P := (A^T *m z.1). Local Notation Q := (B^T *m z.2).
Local Notation Xp := (z.1 - A *m P). Local Notation Yp := (z.2 - B *m Q).
Local Notation e := (P *m Q^T - S). Let AX := across_range z.1 AA. Let BY := across_range z.2 BB.
Let XE : A *m P + Xp = z.1. Proof. by rewrite addrC subrK. Qed.
Let YE : B *m Q + Yp = z.2. Proof. by rewrite addrC subrK. Qed.

Lemma excess_distances :
  W z = normsq (z.1 *m z.2^T - A *m S *m B^T) + c * (normsq (z.1 - A *m Q) + normsq Yp).
Proof. have := Optimum.value_excess s c AA BB (@ltr01 R) z.1 z.2;
    rewrite divr1 mulr1 /orbit_excess => ->.
    rewrite /Optimum.excess_over scale1r divr1 mulr1 -mulmxA;
      have -> : M - c *: (A *m B^T) = A *m S *m B^T.
      by rewrite mulmxBr mulmxBl mul_mx_scalar -scalemxAl.
    by move: (normsq _) (normsq _) (normsq _) => *; field. Qed.
Theorem orbit_parts :
  W z = normsq e + normsq (Yp *m P^T) + normsq (Xp *m z.2^T)
    + c * (normsq (P - Q) + normsq Xp + normsq Yp).
Proof. rewrite excess_distances; have h1 := product_parts S P Q AA BB AX BY;
    have h2 := factor_parts P Q AA AX. by rewrite XE YE in h1; rewrite XE in h2; rewrite h1 h2. Qed.
Lemma orbit_excess_ge0 : 0 <= W z.
Proof. by rewrite orbit_parts !addr_ge0 ?normsq_ge0 // mulr_ge0 ?addr_ge0 ?normsq_ge0 // ltW. Qed.

Let gradY : gradYs M c z.1 z.2 = gradXs (B *m (S + c%:M) *m A^T) c z.2 z.1.
Proof. by rewrite /gradYs gradY_is_gradX_tr MT. Qed.
Let eT : Q *m P^T - S = e^T. Proof. by rewrite trmxB (trmx_mul P Q^T) trmxK Ssym. Qed.
Theorem gradient_le : normsq (gradXs M c z.1 z.2) + normsq (gradYs M c z.1 z.2) <=
  (2 * (normsq z.1 + normsq z.2) + 4 * c) * W z.
Proof. have hX := half_upper (Q := Q) A S P c Xp BB BY (lexx _); have hY := half_upper (Q := P) B S
    Q c Yp AA AX (lexx _). rewrite XE YE -ME in hX; rewrite XE YE -gradY in hY; move: hX hY.
  have -> : normsq (z.2 *m z.1^T - B *m S *m A^T) = normsq (z.1 *m z.2^T - A *m S *m B^T).
    by rewrite -normsq_tr trmxB !trmx_mul !trmxK Ssym mulmxA.
  have h1 := factor_parts P Q AA AX; have h2 := factor_parts Q P BB BY; rewrite XE in h1;
    rewrite YE in h2. have h3 : normsq (Q - P) = normsq (P - Q) by rewrite -normsqN opprB.
  rewrite excess_distances h1 h2 h3; have x0 := normsq_ge0 z.1; have y0 := normsq_ge0 z.2.
  have u0 := normsq_ge0 (P - Q); have p0 := normsq_ge0 Xp; have q0 := normsq_ge0 Yp;
    have D0 := normsq_ge0 (z.1 *m z.2^T - A *m S *m B^T).
  have k1 : 0 <= (normsq z.1 + normsq z.2) * (c * (normsq (P - Q) + normsq Xp + normsq Yp)).
    by rewrite mulr_ge0 ?addr_ge0 // mulr_ge0 ?addr_ge0 // ltW.
  have k2 : 0 <= c * normsq (z.1 *m z.2^T - A *m S *m B^T) by rewrite mulr_ge0 // ltW.
  have k3 : 0 <= c ^+ 2 * (normsq Xp + normsq Yp) by rewrite mulr_ge0 ?addr_ge0 ?sqr_ge0.
  move: k1 k2 k3; move: (normsq (gradXs _ _ _ _)) (normsq (gradYs _ _ _ _))
    (normsq (_ - A *m S *m B^T)) (normsq (P - Q)) (normsq Xp) (normsq Yp). move: (normsq z.1)
    (normsq z.2) => x y gX gY D u p q; rewrite !mulrDl !mulrDr !expr2 !mulrA => *; lra. Qed.

Theorem orbit_domination (mu : R) : 8 * mu <= delta -> 2 * mu <= c -> 0 <= mu ->
  4 * W z <= delta ^+ 2 -> W z <= c ^+ 2 ->
  mu * W z <= normsq (gradXs M c z.1 z.2) + normsq (gradYs M c z.1 z.2).
Proof. move=> mud muc mu0 hd hc; have md : mu <= delta / 8 by move: mud; lra. have mc : mu <= c
    by move: muc mu0; lra. have W0 := orbit_excess_ge0; have ep := orbit_parts; have cc := ltW c0.
  have n1 := normsq_ge0 e; have n2 := normsq_ge0 (Yp *m P^T); have n3 := normsq_ge0 (Xp *m z.2^T).
  have n4 := normsq_ge0 (P - Q); have n5 := normsq_ge0 Xp; have n6 := normsq_ge0 Yp;
    have n7 := normsq_ge0 (Yp *m z.1^T).
  have m4 := mulr_ge0 cc n4; have m5 := mulr_ge0 cc n5; have m6 := mulr_ge0 cc n6.
  rewrite !mulrDr in ep.
  have small_e : 4 * normsq e <= delta ^+ 2 by move: hd; rewrite ep; move: n2 n3 m4 m5 m6; lra.
  have below x : c * x <= W z -> x <= c by move=> h; rewrite -(ler_pM2l c0) -expr2; exact: le_trans
    hc. have small_X : normsq Xp <= c by apply: below; rewrite ep; move: n1 n2 n3 m4 m6; lra.
  have small_Y : normsq Yp <= c by apply: below; rewrite ep; move: n1 n2 n3 m4 m5; lra.
  have small_u : 2 * normsq (P - Q) <= delta.
    have h : 2 * W z <= c * delta.
      rewrite -ler_sqr ?nnegrE ?(mulr_ge0 (ler0n _ 2) W0) ?(mulr_ge0 cc (ltW delta0)) //.
      have -> : (2 * W z) ^+ 2 = W z * (4 * W z) by ring.
      by rewrite exprMn; apply: ler_pM => //; exact: mulr_ge0 (ler0n _ 4) W0.
    rewrite -(ler_pM2l c0) mulrCA; apply: le_trans h; rewrite ler_pM2l ?ltr0n // ep.
    by move: n1 n2 n3 m5 m6; lra.
  pose m := 2^-1 *: (P + Q); pose v := 2^-1 *: (P - Q). have hP : m + v = P by rewrite -scalerDr
    addrACA subrr addr0 -mulr2n -scaler_nat scalerA mulVf ?scale1r // pnatr_eq0.
  have hQ : m - v = Q.
    by rewrite -scalerBr opprD opprK addrACA subrr add0r -mulr2n -scaler_nat scalerA mulVf ?scale1r
      // pnatr_eq0.
  have hv : (2 * c) *: v = c *: (P - Q) by rewrite scalerA mulrAC divff ?mul1r // pnatr_eq0.
  have nv : 4 * normsq v = normsq (P - Q) by rewrite normsqZ; field.
  have core := @core_domination R r S m v c delta Ssym Sdelta (ltW delta0) cc.
  rewrite hP hQ hv in core; have {core} := core small_e.
  have -> : 8 * normsq v = 2 * normsq (P - Q) by rewrite -nv; ring.
  have -> : 4 * c ^+ 2 * normsq v = c ^+ 2 * normsq (P - Q) by rewrite -nv; ring.
  move=> /(_ small_u) core. have hX := half_domination S P Q AA BB AX BY small_Y; rewrite XE YE -ME
    in hX. have hY := half_domination S Q P BB AA BY AX small_X; rewrite XE YE -gradY eT in hY.
  have oX := across_other Q Xp BB BY; have oY := across_other P Yp AA AX; rewrite YE in oX;
    rewrite XE in oY. have o1 := normsq_ge0 (Xp *m Yp^T); have o2 := normsq_ge0 (Yp *m Xp^T).
  have sw : c *: (Q - P) = - (c *: (P - Q)) by rewrite -scalerN opprB. rewrite sw in hY; rewrite ep.
  have b1 : c * normsq (Xp *m Q^T) <= c * normsq (Xp *m z.2^T) by apply: ler_wpM2l => //; rewrite oX
    lerDl. have b2 : c * normsq (Yp *m P^T) <= c * normsq (Yp *m z.1^T) by apply: ler_wpM2l => //;
    rewrite oY lerDl. have t1 : mu * normsq e <= delta / 8 * normsq e by apply: ler_wpM2r.
  have t2 : mu * normsq (Yp *m P^T) <= c * normsq (Yp *m P^T) by apply: ler_wpM2r.
  have t3 : mu * normsq (Xp *m z.2^T) <= c * normsq (Xp *m z.2^T) by apply: ler_wpM2r.
  have t4 x : 0 <= x -> 2 * (mu * (c * x)) <= c ^+ 2 * x.
    move=> x0; rewrite -subr_ge0; have -> : c ^+ 2 * x - 2 * (mu * (c * x)) = (c - 2 * mu) * (c * x)
      by ring. by apply: mulr_ge0; [rewrite subr_ge0|exact: mulr_ge0].
  have t4u := t4 _ n4; have t4x := t4 _ n5; have t4y := t4 _ n6.
  have q5 : 0 <= c ^+ 2 * normsq Xp by rewrite mulr_ge0 ?sqr_ge0.
  have q6 : 0 <= c ^+ 2 * normsq Yp by rewrite mulr_ge0 ?sqr_ge0. clear hd hc mud muc mu0 md mc W0
    small_e below small_X small_Y small_u m4 m5 m6 n1 n2 n3 n4 n5 n6 n7 o1 o2 t4 ep.
  rewrite !mulrDr; move: hX hY core b1 b2 t1 t2 t3 t4u t4x t4y q5 q6; rewrite -![2 * c * _]mulrA.
  move: (normsq (gradXs _ _ _ _)) (normsq (gradYs _ _ _ _)) (normsq (e *m Q + _))
    (normsq (e^T *m P - _)) => gX gY a b. move: (c * normsq (Xp *m Q^T)) (c * normsq (Xp *m _))
    (c * normsq (Yp *m P^T)) (c * normsq (Yp *m _)) => a1 a2 a3 a4. move: (mu * normsq e) (mu
    * normsq _) (mu * normsq _) (mu * (c * _)) (mu * (c * _)) (mu * (c * _)) => *. move: (normsq e)
    (c ^+ 2 * normsq (P - Q)) (c ^+ 2 * normsq Xp) (c ^+ 2 * normsq Yp) => *; lra. Qed.
End Orbit.
