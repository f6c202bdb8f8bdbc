(* SPDX-License-Identifier: Apache-2.0 *)
(* CoreDomination.v: the gradient of the smoothed objective in the coordinates of the singular
   vectors, and its square block near the optima.

   X = A P + Xp and Y = B Q + Yp with A^T A = B^T B = I, A^T Xp = 0, B^T Yp = 0, M = A (S + c I)
   B^T, u = P - Q and e = P Q^T - S. Then
       |X Y^T - A S B^T|^2 = |e|^2 + |Yp P^T|^2 + |Xp Y^T|^2,       |X - A Q|^2 = |u|^2 + |Xp|^2,
       A^T grad_X = e Q + c u + P Yp^T Yp,       grad_X - A A^T grad_X = Xp (Y^T Y + c I), and so
                                                 for Y.
   Of the square block: let S be symmetric with S >= delta I, P = m + v, Q = m - v, and es, ea the
   symmetric and the antisymmetric part of e, so that es = m m^T - v v^T - S and ea = v m^T - m v^T.
   Then m m^T >= (delta - |es|) I and <ea m, v> = |ea|^2/2, and no rotation comes in:
       4 |e|^2 <= delta^2, 2 |u|^2 <= delta    => |e Q + c u|^2 + |e^T P - c u|^2 >= delta/4 |e|^2 +
                                               c^2 |u|^2.
   Main results: core_domination, product_parts, factor_parts, gradient_parts, half_domination,
   half_upper.
   Paper's place: Theorem 2. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour Descent
  GradientMoments.

Section Norms.
Variable R : realFieldType.
Lemma half_le m n (A B : 'M[R]_(m, n)) : normsq A / 2 - normsq B <= normsq (A + B).
Proof. have := normsqD2 (A + B) (- B); rewrite addrK normsqN.
  by move: (normsq A) (normsq B) (normsq (A + B)) => *; lra. Qed.
Lemma isometry_split m n p (B : 'M[R]_(m, n)) (C : 'M[R]_(n, p))
    (Z : 'M[R]_(m, p)) : B^T *m B = 1%:M -> B^T *m Z = 0 ->
  normsq (B *m C + Z) = normsq C + normsq Z.
Proof. by move=> BB BZ; rewrite normsqD normsq_mul_isometry // inner_mull BZ inner0r mulr0 addr0.
Qed.
Lemma normsq_parallelogram m n
    (A B : 'M[R]_(m, n)) : normsq (A + B) + normsq (A - B) = 2 * (normsq A + normsq B).
Proof. by rewrite normsqB normsqD; ring. Qed.
End Norms.

(* The square blocks: P = m + v, Q = m - v. *)
Section Core.
Variables (R : realFieldType) (r : nat) (S m v : 'M[R]_r) (c delta : R).
Hypotheses (Ssym : S^T = S) (Sdelta : forall Z : 'M[R]_r, delta * normsq Z <= inner (Z *m S) Z).
Hypotheses (delta0 : 0 <= delta) (c0 : 0 <= c).
Local Notation P := (m + v). Local Notation Q := (m - v). Local Notation e := (P *m Q^T - S).
Local Notation es := (m *m m^T - v *m v^T - S). Local Notation ea := (v *m m^T - m *m v^T).

Local Lemma parts : e = es + ea.
Proof. rewrite trmxB mulmxDl !mulmxBr; move: (m *m m^T) (m *m v^T) (v *m m^T) (v *m v^T) => a b d f.
  by apply/matrixP => i j; rewrite !mxE; ring. Qed.
Lemma es_tr : es^T = es. Proof. by rewrite !trmxB !trmx_mul !trmxK Ssym. Qed.
Lemma ea_tr : ea^T = - ea. Proof. by rewrite !trmxB !trmx_mul !trmxK opprB. Qed.
Lemma parts_normsq : normsq e = normsq es + normsq ea.
Proof. rewrite parts normsqD; suff -> : inner es ea = 0 by rewrite mulr0 addr0.
  have h : inner es ea = - inner es ea by rewrite -[LHS]inner_tr es_tr ea_tr innerNr.
  by move: h; move: (inner _ _) => x; lra. Qed.
(* The antisymmetric part and v. *)
Lemma ea_pull : 2 * inner (ea *m m) v = normsq ea.
Proof. have h1 : inner (ea *m m) v = inner ea (v *m m^T) by rewrite inner_mulr.
  have h2 : inner ea (m *m v^T) = - inner ea (v *m m^T).
    by rewrite -[LHS]inner_tr ea_tr trmx_mul trmxK innerNl.
  by rewrite /normsq innerBr h2 h1; ring. Qed.
Lemma gram_large : 4 * normsq e <= delta ^+ 2 ->
  forall Z : 'M[R]_r, delta / 2 * normsq Z <= normsq (Z *m m).
Proof. move=> small Z; have hZ := Sdelta Z.
  have e1 : normsq (Z *m m) = inner (Z *m S) Z + inner (Z *m es) Z + normsq (Z *m v).
    rewrite !(inner_mulr Z) [normsq (Z *m m)]/normsq [normsq (Z *m v)]/normsq
      [inner (Z *m m) _]inner_mulr [inner (Z *m v) _]inner_mulr -!mulmxA.
    rewrite Ssym es_tr !mulmxBr !innerBr; move: (inner _ _) (inner _ _) (inner _ _) => *; ring.
  have hs : `|inner (Z *m es) Z| <= delta / 2 * normsq Z.
    have z0 := normsq_ge0 Z; have d0 : 0 <= delta / 2 by rewrite divr_ge0 ?ler0n. rewrite -ler_sqr
      ?nnegrE ?(mulr_ge0 d0 z0) // real_normK ?num_real //; apply: le_trans (cauchy _ _) _.
    have h1 := normsq_mul_le Z es; have h2 : normsq es <= (delta / 2) ^+ 2.
      have := normsq_ge0 ea; move: small; rewrite parts_normsq; have -> : (delta / 2) ^+ 2 =
        delta ^+ 2 / 4 by field. by move: (normsq es) (normsq ea) (delta ^+ 2) => *; lra.
    have -> : (delta / 2 * normsq Z) ^+ 2 = normsq Z * (delta / 2) ^+ 2 * normsq Z by ring.
    by apply: ler_wpM2r => //; apply: le_trans h1 _; apply: ler_wpM2l.
  move: hs; rewrite ler_norml e1 => /andP [hs _]; have := normsq_ge0 (Z *m v).
  by move: hs hZ; move: (inner _ _) (inner _ _) (normsq (Z *m v)) (normsq Z) => *; lra. Qed.
Theorem core_domination : 4 * normsq e <= delta ^+ 2 -> 8 * normsq v <= delta ->
  delta / 4 * normsq e + 4 * c ^+ 2 * normsq v <= normsq (e *m Q + (2 * c) *: v)
    + normsq (e^T *m P - (2 * c) *: v).
Proof. move=> small vsmall; have hm := gram_large small. set a := e *m Q + _; set b := e^T *m P - _.
  have hp : a + b = 2 *: (es *m m + - (ea *m v)).
    have -> : a + b = e *m Q + e^T *m P by rewrite /a /b addrACA subrr addr0.
    rewrite parts trmxD es_tr ea_tr !(mulmxDl, mulmxDr, mulmxN, mulNmx).
    by move: (es *m m) (es *m v) (ea *m m) (ea *m v) => *; apply/matrixP => i j; rewrite !mxE; ring.
  have hq : a - b = 2 *: (ea *m m + (2 * c) *: v + - (es *m v)).
    have -> : a - b = e *m Q - e^T *m P + (2 * (2 * c)) *: v by rewrite /a /b; apply/matrixP => i j;
      rewrite !mxE; ring. rewrite parts trmxD es_tr ea_tr !(mulmxDl, mulmxDr, mulmxN, mulNmx).
    by move: (es *m m) (es *m v) (ea *m m) (ea *m v) => *; apply/matrixP => i j; rewrite !mxE; ring.
  have := normsq_parallelogram a b; rewrite hp hq !normsqZ => hab.
  have k1 := half_le (es *m m) (- (ea *m v)); have k2 := half_le (ea *m m + (2 * c) *: v)
    (- (es *m v)). rewrite !normsqN in k1 k2; rewrite [normsq (ea *m m + _)]normsqD in k2.
  have l1 := hm es; have l2 := hm ea; have l3 := normsq_mul_le ea v; have l4 := normsq_mul_le es v.
  have l5 := ea_pull; have l6 : 0 <= c * normsq ea by rewrite mulr_ge0 ?normsq_ge0.
  have s0 := normsq_ge0 es; have a0 := normsq_ge0 ea. have l7 : normsq ea * normsq v <=
    normsq ea * (delta / 8) by apply: ler_wpM2l => //; move: vsmall; lra.
  have l8 : normsq es * normsq v <= normsq es * (delta / 8) by apply: ler_wpM2l => //; move: vsmall;
    lra. have l9 : normsq ((2 * c) *: v) = 4 * (c ^+ 2 * normsq v) by rewrite normsqZ; ring.
  have l10 : 2 * inner (ea *m m) ((2 * c) *: v) = 2 * (c * normsq ea) by rewrite innerZr -l5; ring.
  rewrite l9 l10 in k2; rewrite parts_normsq -mulrA; have -> : 4 * c ^+ 2 * normsq v = 4 * (c ^+ 2
    * normsq v) by ring. move: hab k1 k2 l1 l2 l3 l4 l6 l7 l8; have -> : 2 ^+ 2 = 4 :> R by ring.
  move: (normsq (es *m m + _)) (normsq (_ + _ + _)) (normsq a) (normsq b) (normsq (es *m m)) (normsq
    (ea *m m)) (normsq (es *m v)) (normsq (ea *m v)). move: (c * normsq ea) (c ^+ 2 * normsq v)
    (normsq es * normsq v) (normsq ea * normsq v) (normsq es) (normsq ea) => *; lra. Qed.
End Core.

(* One factor beside the other: X = A P + Xp and Y = B Q + Yp with Xp and Yp perpendicular to A and
   B. *)
Section Half.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (S P Q : 'M[R]_r) (c : R).
Variables (Xp : 'M[R]_(d1, r)) (Yp : 'M[R]_(d2, r)).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (AX : A^T *m Xp = 0) (BY : B^T *m Yp = 0).
Local Notation M := (A *m (S + c%:M) *m B^T). Local Notation X := (A *m P + Xp).
Local Notation Y := (B *m Q + Yp). Local Notation e := (P *m Q^T - S).

Lemma across_other : normsq (Xp *m Y^T) = normsq (Xp *m Q^T) + normsq (Xp *m Yp^T).
Proof. rewrite -normsq_tr trmx_mul trmxK mulmxDl -mulmxA isometry_split //; last by rewrite (mulmxA
    B^T Yp) BY mul0mx. by rewrite -(normsq_tr (Q *m _)) -(normsq_tr (Yp *m _)) !trmx_mul !trmxK.
Qed.
(* The distance of the product. *)
Lemma product_parts :
  normsq (X *m Y^T - A *m S *m B^T) = normsq e + normsq (Yp *m P^T) + normsq (Xp *m Y^T).
Proof. have -> : X *m Y^T - A *m S *m B^T = A *m (e *m B^T + P *m Yp^T) + Xp *m Y^T.
    rewrite mulmxDl addrAC; congr (_ + _).
    by rewrite trmxD trmx_mul !(mulmxDr, mulmxDl, mulmxN, mulNmx) !mulmxA addrAC.
  rewrite isometry_split //; last by rewrite (mulmxA A^T Xp) AX mul0mx.
  congr (_ + _); rewrite -normsq_tr trmxD !trmx_mul !trmxK (@isometry_split _ _ _ _ B) //.
    by rewrite normsq_tr.
  by rewrite (mulmxA B^T Yp) BY mul0mx. Qed.
Lemma factor_parts : normsq (X - A *m Q) = normsq (P - Q) + normsq Xp.
Proof. by rewrite addrAC -mulmxBr isometry_split. Qed.

(* The gradient. *)
Lemma gram_parts : Y^T *m Y = Q^T *m Q + Yp^T *m Yp.
Proof. have h : Yp^T *m B = 0 by apply: trmx_inj; rewrite trmx_mul trmxK BY trmx0.
  by rewrite trmxD trmx_mul mulmxDl !mulmxDr -!mulmxA (mulmxA B^T B) BB mul1mx BY mulmx0 addr0
    (mulmxA Yp^T B) h mul0mx add0r. Qed.
Lemma gradient_parts : gradXs M c X Y =
  A *m (e *m Q + c *: (P - Q) + P *m (Yp^T *m Yp)) + (Xp *m (Y^T *m Y) + c *: Xp).
Proof. have hB : B^T *m Y = Q by rewrite mulmxDr (mulmxA B^T B) BB mul1mx BY addr0.
  have hM : M *m Y = A *m (S *m Q + c *: Q) by rewrite -!mulmxA hB mulmxDl mul_scalar_mx.
  rewrite /gradXs /gradX /residual mulmxBl hM -mulmxA gram_parts. move: (Yp^T *m Yp) => W; rewrite
    !(mulmxDl, mulmxDr, mulmxBl, mulmxBr, mulmxN, mulNmx, scalerDr, scalerN) -!scalemxAr !mulmxA.
  by move: (A *m P *m Q^T *m Q) (A *m P *m W) (A *m S *m Q) (A *m Q) (A *m P) (Xp *m Q^T *m Q)
    (Xp *m W) => *; apply/matrixP => i j; rewrite !mxE; ring. Qed.
(* So the gradient of X has a share of e and u, and one that is perpendicular. *)
Lemma half_domination : normsq Yp <= c ->
  normsq (e *m Q + c *: (P - Q)) / 2 - c * normsq (Yp *m P^T) + 2 * c * normsq (Xp *m Y^T)
    + c ^+ 2 * normsq Xp <= normsq (gradXs M c X Y).
Proof. move=> small; rewrite gradient_parts (@isometry_split _ _ _ _ A) //; last first.
    by rewrite mulmxDr mulmxA AX mul0mx -scalemxAr AX scaler0 addr0.
  have h1 := half_le (e *m Q + c *: (P - Q)) (P *m (Yp^T *m Yp)).
  have h2 : normsq (P *m (Yp^T *m Yp)) <= c * normsq (Yp *m P^T).
    rewrite mulmxA; apply: le_trans (normsq_mul_le _ _) _; rewrite mulrC -[normsq (P *m _)]normsq_tr
      trmx_mul trmxK. by apply: ler_wpM2r => //; exact: normsq_ge0.
  have h3 : 2 * c * normsq (Xp *m Y^T) + c ^+ 2 * normsq Xp <= normsq (Xp *m (Y^T *m Y) + c *: Xp).
    have -> : normsq (Xp *m (Y^T *m Y) + c *: Xp) = normsq (Xp *m (Y^T *m Y))
      + (2 * c * normsq (Xp *m Y^T) + c ^+ 2 * normsq Xp).
      rewrite normsqD normsqZ innerZr mulmxA inner_mulr -/(normsq (Xp *m Y^T)); ring.
    by rewrite lerDr normsq_ge0.
  move: h1 h2 h3; move: (normsq (_ + P *m _)) (normsq (_ + c *: Xp)) (normsq (e *m Q + _)) =>
    x1 x2 x3. by move: (2 * c * normsq _) (c ^+ 2 * normsq Xp) (c * normsq (Yp *m P^T))
    (normsq (P *m _)) => *; lra. Qed.
Lemma half_upper N : normsq Y <= N -> normsq (gradXs M c X Y) <=
  2 * N * normsq (X *m Y^T - A *m S *m B^T) + 2 * c ^+ 2 * normsq (X - A *m Q).
Proof. move=> hN; have -> : gradXs M c X Y = (X *m Y^T - A *m S *m B^T) *m Y + c *: (X - A *m Q).
    have hB : B^T *m Y = Q by rewrite mulmxDr (mulmxA B^T B) BB mul1mx BY addr0.
    have hM : M *m Y = A *m S *m Q + c *: (A *m Q) by rewrite -!mulmxA hB mulmxDl mul_scalar_mx
      mulmxDr -scalemxAr mulmxA. rewrite /gradXs /gradX /residual mulmxBl hM mulmxBl -[A *m S *m B^T
      *m Y]mulmxA hB scalerBr opprD addrA. by rewrite -!addrA; congr (_ + (_ + _)); rewrite addrC.
  apply: le_trans (normsqD2 _ _) _; rewrite normsqZ. have h := normsq_mul_le
    (X *m Y^T - A *m S *m B^T) Y; have h0 := normsq_ge0 (X *m Y^T - A *m S *m B^T).
  have hh := le_trans h (ler_wpM2l h0 hN); rewrite -[2 * N * _]mulrA -[2 * c ^+ 2 * _]mulrA
    [N * _]mulrC. by apply: lerD => //; apply: ler_wpM2l => //; exact: ler0n. Qed.
End Half.
