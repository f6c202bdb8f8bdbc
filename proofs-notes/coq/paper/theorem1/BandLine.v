(* SPDX-License-Identifier: Apache-2.0 *)
(* BandLine.v: StoredBand.v at d1 = d2 = r = 1, M = 1, in the region of DriftLine.v: every number of
   one update's mean square.

   Noise with independent entries whose moments are a Gaussian's to the fourth order and at most a
   Gaussian's in the sixth and the eighth. With d = x y - 1 and the variance v, P = <X, GX> - <Y,
   GY> - c D has
       E P^2 <= E (P + c D)^2 = v d^2 (x^2 + y^2) + 3 v^2 (x^4 + y^4) - 2 v^2 x^2 y^2 - 4 v^2 d x y
       + 3 v^3 (x^2 + y^2),
   and where |d| <= rho, |x| <= b, |y| <= b',
       E |GX|^4 <= 3 C^2 A^2 + 10 C A^3 v + 9 A^4 v^2,   A = 17/16 b'^2 + 68 v, C = 3/2 rho^2 + 12
                                                         b^2 v.
   Main results: pull_line, fourth_line, line_band (the numbers of StoredBand.v),
   line_band_survives.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments IndependentEntries
  Process Descent Balance StoppedDrift.
From NoisyGD Require Import StoredDrift DriftLine StoredSpread StoredBand.

(* The moments of one entry: a Gaussian's of variance v to the fourth order, at most a Gaussian's in
   the sixth and the eighth. *)
Definition gaussian_to_eight (R : realFieldType) (mu : nat -> R) v : Prop :=
  [/\ gaussian_to_four mu v, 0 <= mu 6 <= 15 * v ^+ 3 & 0 <= mu 8 <= 105 * v ^+ 4].

Section Moments.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1)
  (mu : nat -> R) (v : R).
Hypotheses (hE : independent_entries E 8 Z1 mu Z2 mu) (g8 : gaussian_to_eight mu v) (v0 : 0 < v).
Let hg : gaussian_to_four mu v. Proof. by case: g8. Qed.
Lemma line_moments : gaussian_moments E Z1 v Z2 v.
Proof. exact: independent_gaussian (isT : (4 <= 8)%N) hg hg hE. Qed.
Local Notation p w := (Z1 w 0 0). Local Notation q w := (Z2 w 0 0).
Lemma power_moments i j : (i <= 8)%N -> (j <= 8)%N ->
  E (fun w => p w ^+ i * q w ^+ j) (mu i * mu j).
Proof. move=> hi hj; have one (A : 'M[R]_1) k : \prod_(x <- nseq k (0, 0)) A x.1 x.2 = A 0 0 ^+ k.
    by rewrite big_nseq /=; elim: k => [|k IH] //=; rewrite IH exprS.
  have count k : moment_product mu (nseq k ((0, 0) : 'I_1 * 'I_1)) = mu k.
    rewrite /moment_product (big_pred1 ((0, 0) : 'I_1 * 'I_1)) => [|[i' j']];
      last by rewrite !ord1 /= eqxx. by rewrite count_nseq /= ?eqxx ?mul1n.
  have := hE (s1 := nseq i (0, 0)) (s2 := nseq j (0, 0)); rewrite !size_nseq !count => /(_ hi hj);
    apply: mean_ext => w. by rewrite /entries !one. Qed.

(* A polynomial of degree 4 in q^2, times an even power of p, is in the mean at most what it is at
   q^2 = 4 v. *)
Lemma upper_power k l : (k <= 4)%N -> (l <= 2)%N ->
  upper E (fun w => (q w ^+ 2) ^+ k * (p w ^+ 2) ^+ l) ((4 * v) ^+ k * mu (2 * l)).
Proof. move=> hk hl; have l8 : (2 * l <= 8)%N by case: l hl => [|[|[|]]].
  have k8 : (2 * k <= 8)%N by case: k hk => [|[|[|[|[|]]]]]. apply: upper_le
    (upper_mono _ (upper_mean (power_moments l8 k8))) => [|w]; last by rewrite -!exprM mulrC.
  case: hg g8 => m0 m1 m2 m3 m4 [_ /andP [_ m6] /andP [_ m8]]; have v1 := ltW v0. have l0 : 0 <= mu
    (2 * l) by case: l hl {l8} => [|[|[|]]] // _; rewrite ?m0 ?m2 ?m4 ?ler01 // mulr_ge0 ?sqr_ge0.
  rewrite mulrC; apply: ler_wpM2r => //; case: k hk {k8} => [|[|[|[|[|]]]]] // _;
    rewrite ?m0 ?m2 ?m4 ?expr0 ?expr1 //.
  - by move: v1; lra.
  - by rewrite exprMn; have := sqr_ge0 v; lra.
  - by apply: le_trans m6 _; rewrite exprMn; have : 0 <= v ^+ 3 by [exact: exprn_ge0];
      move: (v ^+ 3) => x; lra.
  by apply: le_trans m8 _; rewrite exprMn; have : 0 <= v ^+ 4 by [exact: exprn_ge0];
    move: (v ^+ 4) => x; lra. Qed.
Lemma upper_polynomial l (c0 c1 c2 c3 c4 : R) : (l <= 2)%N -> 0 <= c0 -> 0 <= c1 -> 0 <= c2 ->
  0 <= c3 -> 0 <= c4 ->
  let f s := c0 + c1 * s + c2 * s ^+ 2 + c3 * s ^+ 3 + c4 * s ^+ 4 in
  upper E (fun w => f (q w ^+ 2) * (p w ^+ 2) ^+ l) (f (4 * v) * mu (2 * l)).
Proof. move=> hl h0 h1 h2 h3 h4 f;
    have u k (hk : (k <= 4)%N) c (hc : 0 <= c) := upper_scale hc (upper_power hk hl).
  have h := upper_add (upper_add (upper_add (upper_add (u 0%N isT _ h0) (u 1%N isT _ h1))
      (u 2%N isT _ h2)) (u 3%N isT _ h3)) (u 4%N isT _ h4). by apply: upper_le (upper_mono _ h) =>
    [|w]; rewrite le_eqVlt; apply/orP; left; apply/eqP; rewrite /f; ring. Qed.
Definition fourth_bound
    (C A : R) : R := 3 * C ^+ 2 * A ^+ 2 + 10 * C * A ^+ 3 * v + 9 * A ^+ 4 * v ^+ 2.
Local Ltac signs := repeat (exact: ler0n || exact: exprn_ge0 || assumption || apply: addr_ge0
  || apply: mulr_ge0).
Lemma upper_fourth (C D A B : R) : 0 <= C -> 0 <= D -> 0 <= A -> 0 <= B ->
  upper E (fun w => 3 * (C + D * q w ^+ 2) ^+ 2 * (A + B * q w ^+ 2) ^+ 2
    + 10 * (C + D * q w ^+ 2) * (A + B * q w ^+ 2) ^+ 3 * p w ^+ 2
    + 3 * (A + B * q w ^+ 2) ^+ 4 * (p w ^+ 2) ^+ 2) (fourth_bound (C + 4 * D * v) (A + 4 * B * v)).
Proof. move=> C0 D0 A0 B0; have n0 (k : nat) : 0 <= k%:R :> R by exact: ler0n.
  have h1 := @upper_polynomial 0 (C ^+ 2 * A ^+ 2) (2 * (C * D * A ^+ 2) + 2 * (C ^+ 2 * A * B))
    (D ^+ 2 * A ^+ 2 + 4 * (C * D * A * B) + C ^+ 2 * B ^+ 2) (2 * (D ^+ 2 * A * B) + 2 * (C * D * B
      ^+ 2)) (D ^+ 2 * B ^+ 2) isT ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs).
  have h2 := @upper_polynomial 1 (C * A ^+ 3) (D * A ^+ 3 + 3 * (C * A ^+ 2 * B))
    (3 * (D * A ^+ 2 * B) + 3 * (C * A * B ^+ 2)) (3 * (D * A * B ^+ 2) + C * B ^+ 3) (D * B ^+ 3)
    isT ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs).
  have h3 := @upper_polynomial 2 (A ^+ 4) (4 * (A ^+ 3 * B)) (6 * (A ^+ 2 * B ^+ 2)) (4
    * (A * B ^+ 3)) (B ^+ 4) isT ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs) ltac:(signs).
  have h := upper_add (upper_add (upper_scale (n0 3) h1) (upper_scale (n0 10) h2)) (upper_scale
    (n0 3) h3). case: hg => m0 _ m2 _ m4; rewrite muln0 muln1 -[(2 * 2)%N]/4%N m0 m2 m4 in h.
  by apply: upper_le (upper_mono _ h) => [|w]; rewrite le_eqVlt; apply/orP; left; apply/eqP;
    rewrite /fourth_bound; ring. Qed.
End Moments.

Section Line.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1)
  (mu : nat -> R) (v eta rho bX bY : R).
Hypotheses (hE : independent_entries E 8 Z1 mu Z2 mu) (g8 : gaussian_to_eight mu v).
Hypotheses (v0 : 0 < v) (eta0 : 0 < eta) (rho0 : 0 <= rho) (bX0 : 0 <= bX) (bXY : bX <= bY).
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Implicit Types (z : state) (w : T).
Let bY0 : 0 <= bY. Proof. exact: le_trans bXY. Qed.
Local Notation nX := (noisyX Z1 Z2 1%:M). Local Notation nY := (noisyY Z1 Z2 1%:M).
Lemma noisyX_line z w :
  normsq (nX z w) = (((z.1 0 0 + Z1 w 0 0) * (z.2 0 0 + Z2 w 0 0) - 1) * (z.2 0 0 + Z2 w 0 0)) ^+ 2.
Proof. by rewrite normsq1 /noisyX /gradX /residual !(mxE, big_ord1) eqxx. Qed.
Lemma noisyY_line z w :
  normsq (nY z w) = (((z.2 0 0 + Z2 w 0 0) * (z.1 0 0 + Z1 w 0 0) - 1) * (z.1 0 0 + Z1 w 0 0)) ^+ 2.
Proof. by rewrite normsq1 /noisyY /gradY /residual !(mxE, big_ord1) eqxx mulr1n
    [(z.1 0 0 + _) * (z.2 0 0 + _)]mulrC. Qed.

(* The fourth power of a noisy gradient, whatever the outcome. *)
Let split_square (k x y : R) : 0 < k -> (x + y) ^+ 2 <= (1 + k) * x ^+ 2 + (1 + k^-1) * y ^+ 2.
Proof. move=> k0; rewrite -subr_ge0; have -> : (1 + k) * x ^+ 2 + (1 + k^-1) * y ^+ 2 - (x + y) ^+ 2
    = (k * x - y) ^+ 2 / k by field; rewrite gt_eqF. exact: divr_ge0 (sqr_ge0 _) (ltW k0). Qed.
Lemma fourth_point (x y p q b b' : R) (e2 := 3 / 2 * rho ^+ 2 + 3 * b ^+ 2 * q ^+ 2)
    (t2 := 17 / 16 * b' ^+ 2 + 17 * q ^+ 2) :
  `|x * y - 1| <= rho -> `|x| <= b -> `|y| <= b' ->
  ((((x + p) * (y + q) - 1) * (y + q)) ^+ 2) ^+ 2 <= 3 * e2 ^+ 2 * t2 ^+ 2
    + 10 * e2 * t2 ^+ 3 * p ^+ 2 + 3 * t2 ^+ 4 * (p ^+ 2) ^+ 2.
Proof. move=> hd hx hy; have {}hd := sq_bound hd; have {}hx := sq_bound hx; have {}hy :=
    sq_bound hy; have q2 := sqr_ge0 q; have p2 := sqr_ge0 p. set t := y + q; set e := x * y - 1
    + x * q; have -> : (x + p) * t - 1 = e + p * t by rewrite /e /t; ring. have he : e ^+ 2 <= e2.
    have h2 : 0 < 1 / 2 :> R by rewrite divr_gt0.
    have := split_square (x * y - 1) (x * q) h2; rewrite /e2 exprMn; have hx' := ler_wpM2r q2 hx.
    have -> : 1 + 1 / 2 = 3 / 2 :> R by field. have -> : 1 + (1 / 2)^-1 = 3 :> R by field.
    by rewrite -[3 * b ^+ 2 * _]mulrA -/e; move: hd hx';
      move: (e ^+ 2) ((x * y - 1) ^+ 2) (rho ^+ 2) (x ^+ 2 * _) (b ^+ 2 * _) => *; lra.
  have ht : t ^+ 2 <= t2.
    have h16 : 0 < 1 / 16 :> R by rewrite divr_gt0. have := split_square y q h16; rewrite /t2 -/t.
    have -> : 1 + 1 / 16 = 17 / 16 :> R by field. have -> : 1 + (1 / 16)^-1 = 17 :> R by field.
    by move: hy; move: (t ^+ 2) (y ^+ 2) (b' ^+ 2) (q ^+ 2) => *; lra.
  have e0 := sqr_ge0 e; have t0 := sqr_ge0 t; have e2' := le_trans e0 he;
    have t2' := le_trans t0 ht. apply: (@le_trans _ _ (3 * (e ^+ 2) ^+ 2 * (t ^+ 2) ^+ 2
      + 10 * e ^+ 2 * (t ^+ 2) ^+ 3 * p ^+ 2 + 3 * (t ^+ 2) ^+ 4 * (p ^+ 2) ^+ 2)).
    have h : 0 <= 2 * (t ^+ 2) ^+ 2 * (e ^+ 2 + (p * t) ^+ 2) * (e - p * t) ^+ 2 by parts.
    by rewrite -subr_ge0; apply: le_trans h _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have pw (s s' : R) k : 0 <= s -> s <= s' -> s ^+ k <= s' ^+ k by move=> s0 h;
    rewrite lerXn2r ?nnegrE // (le_trans s0).
  move: (e ^+ 2) (t ^+ 2) (p ^+ 2) e0 t0 p2 he ht => x2 y2 z2 x0 y0 z0 hx2 hy2.
  apply: lerD; first apply: lerD.
  - parts.
  - parts.
  by apply: ler_wpM2r; rewrite ?sqr_ge0 //; apply: ler_wpM2l => //; exact: pw. Qed.
Definition line_fourth (b b' : R) : R :=
  fourth_bound v (3 / 2 * rho ^+ 2 + 12 * b ^+ 2 * v) (17 / 16 * b' ^+ 2 + 68 * v).
Let swapped : independent_entries E 8 Z2 mu Z1 mu.
Proof. by move=> s1 s2 h1 h2; rewrite mulrC; apply: mean_ext (hE h2 h1) => w; rewrite mulrC. Qed.
Let fourth_upper (Z Z' : T -> 'M[R]_1) (x y b b' : R) : independent_entries E 8 Z mu Z' mu ->
  `|x * y - 1| <= rho -> `|x| <= b -> `|y| <= b' ->
  upper E (fun w => ((((x + Z w 0 0) * (y + Z' w 0 0) - 1) * (y + Z' w 0 0)) ^+ 2) ^+ 2)
    (line_fourth b b').
Proof. move=> h hd hx hy.
  have sg (k x' : R) : 0 <= k -> 0 <= k * x' ^+ 2 by move=> k0; exact: mulr_ge0 k0 (sqr_ge0 _).
  have u := upper_fourth h g8 v0 (sg (3 / 2) rho (divr_ge0 (ler0n _ 3) (ler0n _ 2)))
    (sg 3 b (ler0n _ 3)) (sg (17 / 16) b' (divr_ge0 (ler0n _ 17) (ler0n _ 16))) (ler0n _ 17).
  apply: upper_le (upper_mono _ u) => [|w]; last exact: fourth_point.
  by rewrite /line_fourth le_eqVlt; apply/orP; left; apply/eqP; congr fourth_bound; ring. Qed.
Theorem fourth_line z : line_inside rho bX bY z ->
  upper E (fun w => normsq (nX z w) ^+ 2) (line_fourth bX bY) /\
  upper E (fun w => normsq (nY z w) ^+ 2) (line_fourth bY bX).
Proof. case/and3P => hd hx hy; split.
    by apply: upper_mono (fourth_upper hE hd hx hy) => w; rewrite noisyX_line.
  rewrite mulrC in hd; by apply: upper_mono (fourth_upper swapped hd hy hx) => w;
    rewrite noisyY_line. Qed.

(* The pull. *)
Definition pull_square (x y : R) : R := v * (x * y - 1) ^+ 2 * (x ^+ 2 + y ^+ 2)
  + 3 * v ^+ 2 * (x ^+ 4 + y ^+ 4) - 2 * v ^+ 2 * (x ^+ 2 * y ^+ 2)
  - 4 * v ^+ 2 * ((x * y - 1) * (x * y)) + 3 * v ^+ 3 * (x ^+ 2 + y ^+ 2).
Lemma pull_point z w : Balance.pull Z1 Z2 1%:M z w
  = ((z.1 0 0 + Z1 w 0 0) * (z.2 0 0 + Z2 w 0 0) - 1) * (z.1 0 0 * Z2 w 0 0 - z.2 0 0 * Z1 w 0 0).
Proof. by rewrite /Balance.pull /noisyX /noisyY /gradX /gradY /residual !innerE !(mxE, big_ord1)
    eqxx !mulr1n; ring. Qed.
Theorem pull_line z :
  E (fun w => Balance.pull Z1 Z2 1%:M z w ^+ 2) (pull_square (z.1 0 0) (z.2 0 0)).
Proof. set x := z.1 0 0; set y := z.2 0 0; set d := x * y - 1.
  have m c i j (hi : (i <= 8)%N) (hj : (j <= 8)%N) := mean_scale c (power_moments hE hi hj).
  have h := mean_add (mean_add (mean_add (m (d ^+ 2 * x ^+ 2) 0%N 2 isT isT)
      (m (- (2 * d ^+ 2 * x * y)) 1%N 1%N isT isT)) (mean_add (m (d ^+ 2 * y ^+ 2) 2 0%N isT isT)
      (m (x ^+ 4) 0%N 4 isT isT))) (mean_add (mean_add (m (- (2 * x ^+ 2 * y ^+ 2 + 4 * d * x * y))
      2 2 isT isT) (m (y ^+ 4) 4 0%N isT isT)) (mean_add (mean_add (m (x ^+ 2) 2 4 isT isT)
      (m (- (2 * x * y)) 3 3 isT isT)) (m (y ^+ 2) 4 2 isT isT))). have h' := mean_add (mean_add
    (mean_add (m (2 * d * x ^+ 3) 0%N 3 isT isT) (m (- (2 * d * x * y ^+ 2)) 2 1%N isT isT))
    (mean_add (m (- (2 * d * x ^+ 2 * y)) 1%N 2 isT isT) (m (2 * d * y ^+ 3) 3 0%N isT isT)))
    (mean_add (mean_add (m (2 * d * x ^+ 2) 1%N 3 isT isT) (m (2 * d * y ^+ 2) 3 1%N isT isT))
    (mean_add (mean_add (m (2 * x ^+ 3) 1%N 4 isT isT) (m (- (2 * x * y ^+ 2)) 3 2 isT isT))
      (mean_add (m (- (2 * x ^+ 2 * y)) 2 3 isT isT) (m (2 * y ^+ 3) 4 1%N isT isT)))).
  case: g8 => -[m0 m1 m2 m3 m4] _ _; apply: mean_eq (mean_ext _ (mean_add h h')) _ => [w|].
    by rewrite pull_point -/x -/y /d; ring.
  by rewrite !(m0, m1, m2, m3, m4) /pull_square -/d; ring. Qed.
Definition line_pull : R := v * rho ^+ 2 * (bX ^+ 2 + bY ^+ 2) + 3 * v ^+ 2 * (bX ^+ 4 + bY ^+ 4)
  + 4 * v ^+ 2 * rho + 3 * v ^+ 3 * (bX ^+ 2 + bY ^+ 2).
Lemma pull_square_le z : line_inside rho bX bY z -> pull_square (z.1 0 0) (z.2 0 0) <= line_pull.
Proof. case/and3P; set x := z.1 0 0; set y := z.2 0 0; set d := x * y - 1 => hd hx hy.
  have d2 := sq_bound hd; have x2 := sq_bound hx; have y2 := sq_bound hy; have v1 := ltW v0;
    have vv := sqr_ge0 v; have v3 : 0 <= v ^+ 3 by exact: exprn_ge0. have s4 (s b : R) : s ^+ 2 <= b
    ^+ 2 -> s ^+ 4 <= b ^+ 4 by move=> h; rewrite -[4%N]/(2 * 2)%N !exprM lerXn2r ?nnegrE ?sqr_ge0.
  have hs := lerD x2 y2; have s0 : 0 <= x ^+ 2 + y ^+ 2 := addr_ge0 (sqr_ge0 _) (sqr_ge0 _).
  have h1 : v * d ^+ 2 * (x ^+ 2 + y ^+ 2) <= v * rho ^+ 2 * (bX ^+ 2 + bY ^+ 2) by parts.
  have h2 := ler_wpM2l vv (lerD (s4 _ _ x2) (s4 _ _ y2)); have h3 := ler_wpM2l v3 hs.
  have h4 : 0 <= v ^+ 2 * (x ^+ 2 * y ^+ 2) by rewrite mulr_ge0 // mulr_ge0 ?sqr_ge0.
  have h5 : - (v ^+ 2 * (d * (x * y))) <= v ^+ 2 * rho.
    rewrite -mulrN; apply: ler_wpM2l => //; have -> : x * y = d + 1 by rewrite /d subrK.
    by move: hd; rewrite ler_norml => /andP [lo _]; have := sqr_ge0 d; move: lo;
      rewrite mulrDr mulr1 -expr2; move: (d ^+ 2) => *; lra.
  have -> : pull_square x y = v * d ^+ 2 * (x ^+ 2 + y ^+ 2) + 3 * (v ^+ 2 * (x ^+ 4 + y ^+ 4))
    - 2 * (v ^+ 2 * (x ^+ 2 * y ^+ 2)) + 4 * (- (v ^+ 2 * (d * (x * y))))
    + 3 * (v ^+ 3 * (x ^+ 2 + y ^+ 2)) by rewrite /pull_square -/d; ring.
  have -> : line_pull = v * rho ^+ 2 * (bX ^+ 2 + bY ^+ 2) + 3 * (v ^+ 2 * (bX ^+ 4 + bY ^+ 4)) + 4
    * (v ^+ 2 * rho) + 3 * (v ^+ 3 * (bX ^+ 2 + bY ^+ 2)) by rewrite /line_pull; ring. parts. Qed.
Let noise : smoothing_noise E Z1 Z2 v v.
Proof. by have := gaussian_smoothing (line_moments hE g8); rewrite !mul1r. Qed.
Lemma pull_line_upper z : line_inside rho bX bY z ->
  upper E (fun w => (Balance.pull Z1 Z2 1%:M z w - v * imbalance z) ^+ 2) line_pull.
Proof. move=> hz; have hp := mean_pull 1%:M noise z; have hk := pull_square_le hz;
    set k := v * imbalance z in hp *.
  have h := mean_add (pull_line z) (mean_add (mean_scale (- (2 * k)) hp) (mean_const E (k ^+ 2))).
  apply: upper_le (upper_mono _ (upper_mean h)) => [|w]; last by rewrite le_eqVlt; apply/orP; left;
    apply/eqP; ring.
  apply: le_trans hk; have := sqr_ge0 k; have -> : - (2 * k) * k + k ^+ 2 = - k ^+ 2 by ring.
  by move: (k ^+ 2) => *; lra. Qed.

Definition line_second : R := eta ^+ 2 * half_rate v rho bX bY * bY ^+ 2.
Theorem line_band : band_region E Z1 Z2 v eta 1%:M (line_inside rho bX bY)
  (line_rate v eta rho bX bY) bX bY line_pull (line_fourth bX bY) (line_fourth bY bX) line_second.
Proof. split=> z hz.
  - by case/and3P: hz => _ hx hy; split=> i b; rewrite !ord1.
  - exact: pull_line_upper.
  - exact: fourth_line.
  have h0 := half_rate_ge0 rho bX bY v0; case/and3P: hz => _ hx hy; rewrite /line_rate /line_second.
  have -> : 2 * eta * v + eta ^+ 2 * half_rate v rho bX bY - 2 * eta * v = eta ^+ 2 * half_rate v
    rho bX bY by ring. have e0 : 0 <= eta ^+ 2 * half_rate v rho bX bY by rewrite mulr_ge0 ?sqr_ge0.
  rewrite normrM ger0_norm //; apply: ler_wpM2l => //; rewrite /imbalance !normsq1 ler_norml.
  have x2 := sq_bound hx; have y2 := sq_bound hy; have b2 : bX ^+ 2 <= bY ^+ 2
    by rewrite lerXn2r ?nnegrE. by move: x2 y2 b2 (sqr_ge0 (z.1 0 0)) (sqr_ge0 (z.2 0 0));
    move: (bX ^+ 2) (bY ^+ 2) (z.1 0 0 ^+ 2) (z.2 0 0 ^+ 2) => *; apply/andP; split; lra. Qed.

(* So for such a store and such noise: C bounds the error of the mean, s the mean square. *)
Variables (W : Type) (EW : expectation R W) (store : state -> W -> state) (kept : R -> bool)
  (m var place : R -> R) (omega eps beta : R).
Hypotheses (rounds : float_rounding kept m var place omega eps beta)
  (law : float_store EW store kept m var) (separate : apart_store EW store m var place).
Variables (tX tY C s level : R).
Hypotheses (tX0 : 0 < tX) (tY0 : 0 < tY) (rate1 : line_rate v eta rho bX bY <= 1) (s0 : 0 <= s)
  (level0 : 0 < level).
Local Notation a := (line_rate v eta rho bX bY).
Definition line_spread : R := update_square 1 1 1 eta omega eps beta (bX ^+ 2) (bY ^+ 2)
  (line_places omega eps bX) (line_places omega eps bY)
  (line_square v rho bX bY) (line_square v rho bY bX) tX tY bX bY line_pull (line_fourth bX bY)
    (line_fourth bY bX) line_second (C * a).
Theorem line_band_survives t1 n z : line_error v eta rho bX bY omega eps beta tX tY <= C * a ->
  line_spread <= s -> kept_state kept z ->
  fails (apart E EW) (stored_moved Z1 Z2 eta 1%:M store)
    (fun t z' => (t1 <= t)%N &&
      (C * (1 - (1 - a) ^+ t) + level < `|imbalance z' - (1 - a) ^+ t * imbalance z|))
    (fun _ z => ~~ line_inside rho bX bY z) n 0 z
      (2 * s * ((1 - (1 - a) ^+ (2 * t1)) / (1 - (1 - a) ^+ 2) + (n - t1)%:R) / level ^+ 2).
Proof. move=> hC hs hk; have a0 := line_rate_gt0 rho bX bY v0 eta0. have region := line_region eta
    rho (line_moments hE g8) v0 bX0 bXY (omega_ge0 rounds) (eps_ge0 rounds).
  have h := band_survives rounds law separate region tX0 tY0 line_band bX0 bY0 noise a0 rate1 s0
    level0 hC hs t1 n hk. by rewrite mulfK ?gt_eqF // in h. Qed.
End Line.
