(* SPDX-License-Identifier: Apache-2.0 *)
(* DriftLine.v: StoredDrift.v at d1 = d2 = r = 1, M = 1, for noise with the moments of Gaussians to
   the fourth order: every number of the region.

   With d = x y - 1 and the variance v,
       E GX^2 = y^2 d^2 + v (y^4 + 6 d^2 + 6 d + 1) + v^2 (3 x^2 + 6 y^2) + 3 v^3,
       E D'   = (1 - 2 eta v - eta^2 (d^2 + v (x^2 + y^2) + 3 v^2)) D   (imbalance, MeanGram.v).
   The region is |d| <= rho, x^2 <= NX, y^2 <= NY with NX <= NY. There the rate of D is a = 2 eta v
   + eta^2 h, up to eta^2 h, with 2 h = rho^2 + v (NX + NY) + 3 v^2.
   Main results: gaussian_smoothing, gradient_trace (both at any rank), gradient_line, line_region,
   line_survives.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments UpdateCovariance
  MeanGram Process Descent Balance.
From NoisyGD Require Import StoppedDrift StoredDrift.

(* Noise with such moments is smoothing noise. *)
Section Smooth.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Let word1 s : (size s <= 4)%N -> E (entries Z1 s) (isserlis v1 s).
Proof. move=> hs; have := hE hs (isT : (size ([::] : seq ('I_d2 * 'I_r)) <= 4)%N); rewrite /= mulr1.
  by apply: mean_ext => w; rewrite /entries big_nil mulr1. Qed.
Let word2 s : (size s <= 4)%N -> E (entries Z2 s) (isserlis v2 s).
Proof. move=> hs; have := hE (isT : (size ([::] : seq ('I_d1 * 'I_r)) <= 4)%N) hs; rewrite /= mul1r.
  by apply: mean_ext => w; rewrite /entries big_nil mul1r. Qed.
Let short m n (Z : T -> 'M[R]_(m, n)) p : monomial Z p ->
  exists2 s, (size s <= 4)%N & p =1 entries Z s.
Proof. case=> [|i k|i k j l]; [exists [::]|exists [:: (i, k)]|exists [:: (i, k); (j, l)]] => // w;
    by rewrite /entries ?big_cons big_nil ?mulr1. Qed.
Let isserlis2 m n (v : R) (i j : 'I_m)
    (k l : 'I_n) : isserlis v [:: (i, k); (j, l)] = isotropic v i k j l.
Proof. by rewrite /= /same /= /kron /isotropic; case: eqP => _; case: eqP => _;
    rewrite /= ?(mulr0, mul0r, mulr1). Qed.
Let gram m n (v : R) : gram_mean (@isotropic R m n v) = (m%:R * v)%:M.
Proof. apply/matrixP => k l; rewrite !mxE /isotropic (eq_bigr (fun=> if k == l then v else 0)) =>
    [|i _]; last by rewrite eqxx.
  by rewrite sumr_const card_ord; case: (k == l); rewrite ?mul0rn // mulr_natl. Qed.
Theorem gaussian_smoothing : smoothing_noise E Z1 Z2 (d1%:R * v1) (d2%:R * v2).
Proof. split.
  - by move=> i k; have := @word1 [:: (i, k)] isT; apply: mean_ext => w; rewrite /entries big_seq1.
  - by move=> i k; have := @word2 [:: (i, k)] isT; apply: mean_ext => w; rewrite /entries big_seq1.
  - exists (@isotropic R d1 r v1); last exact: gram. by move=> i k j l; have := @word1 [:: (i, k);
      (j, l)] isT; rewrite isserlis2; apply: mean_ext => w; rewrite /entries big_cons big_seq1.
  - exists (@isotropic R d2 r v2); last exact: gram. by move=> i k j l; have := @word2 [:: (i, k);
      (j, l)] isT; rewrite isserlis2; apply: mean_ext => w; rewrite /entries big_cons big_seq1.
  move=> p q e e' /short [s hs ps] /short [t ht qt] he he'.
  have -> : e = isserlis v1 s by apply: mean_unique (mean_ext ps he) (word1 hs).
  have -> : e' = isserlis v2 t by apply: mean_unique (mean_ext qt he') (word2 ht).
  by apply: mean_ext (hE hs ht) => w; rewrite ps qt. Qed.
(* At any rank the numbers of the region are bounds on closed forms. *)
Theorem gradient_trace (M : 'M[R]_(d1, d2)) X Y :
  E (fun w => normsq (gradX M (X + Z1 w) (Y + Z2 w))) (\tr (second_gram M v1 v2 X Y)).
Proof. exact: mean_trace (mean_second_gram hE M X Y). Qed.
End Smooth.

Section Line.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1) (v : R).
Hypothesis hE : gaussian_moments E Z1 v Z2 v.
Definition gradient_square (x y : R) : R :=
  y ^+ 2 * (x * y - 1) ^+ 2 + v * (y ^+ 4 + 6 * (x * y - 1) ^+ 2 + 6 * (x * y - 1) + 1)
    + v ^+ 2 * (3 * x ^+ 2 + 6 * y ^+ 2) + 3 * v ^+ 3.
Lemma normsq1 (A : 'M[R]_1) : normsq A = A 0 0 ^+ 2. Proof. by rewrite normsq_sum !big_ord1. Qed.
Lemma second_gram_line
    (x y : R) : second_gram 1%:M v v (x%:M : 'M[R]_1) (y%:M : 'M[R]_1) 0 0 = gradient_square x y.
Proof. rewrite /second_gram /gram_quadratic /gram_linear /mean_gram /normsq /inner.
  have addS a b : (a%:M : 'M[R]_1) + b%:M = (a + b)%:M by rewrite raddfD.
  have oppS a : - (a%:M : 'M[R]_1) = (- a)%:M by rewrite -scaleN1r scale_scalar_mx mulN1r.
  have trS a : \tr (a%:M : 'M[R]_1) = a by rewrite mxtrace_scalar mulr1n.
  rewrite !(tr_scalar_mx, mul_scalar_mx, scale_scalar_mx, addS, oppS, trS).
  by rewrite ![_%:M 0 0]mxE eqxx !mulr1n /gradient_square; ring. Qed.
Lemma square1 (A : 'M[R]_1) : (A^T *m A) 0 0 = normsq A.
Proof. by rewrite normsq1 mxE big_ord1 mxE expr2. Qed.
Theorem gradient_line (X Y : 'M[R]_1) :
  E (fun w => normsq (gradX 1%:M (X + Z1 w) (Y + Z2 w))) (gradient_square (X 0 0) (Y 0 0)).
Proof. have h (x y : R) :
    E (fun w => normsq (gradX 1%:M (x%:M + Z1 w) (y%:M + Z2 w))) (gradient_square x y).
    apply: mean_eq (mean_ext _ (mean_second_gram hE 1%:M x%:M y%:M 0 0)) (second_gram_line x y) =>
      w; exact: square1.
  by have := h (X 0 0) (Y 0 0); rewrite -!mx11_scalar. Qed.
End Line.

(* The region |x y - 1| <= rho, |x| <= bX, |y| <= bY. *)
Section Region.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1)
  (v eta rho bX bY : R).
Hypothesis hE : gaussian_moments E Z1 v Z2 v.
Hypotheses (v0 : 0 < v) (eta0 : 0 < eta) (rho0 : 0 <= rho) (bX0 : 0 <= bX) (bXY : bX <= bY).
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Implicit Type z : state.
Let bY0 : 0 <= bY. Proof. exact: le_trans bXY. Qed.
Definition line_inside z : bool :=
  [&& `|z.1 0 0 * z.2 0 0 - 1| <= rho, `|z.1 0 0| <= bX & `|z.2 0 0| <= bY].
Definition half_rate : R := (rho ^+ 2 + v * (bX ^+ 2 + bY ^+ 2) + 3 * v ^+ 2) / 2.
Definition line_rate : R := 2 * eta * v + eta ^+ 2 * half_rate.
Definition line_square (x y : R) : R :=
  y ^+ 2 * rho ^+ 2 + v * (y ^+ 4 + 6 * rho ^+ 2 + 6 * rho + 1) + v ^+ 2 * (3 * x ^+ 2 + 6 * y ^+ 2)
    + 3 * v ^+ 3.

Lemma sq_bound (x b : R) : `|x| <= b -> x ^+ 2 <= b ^+ 2.
Proof. by move=> h; rewrite -(real_normK (num_real x)) lerXn2r ?nnegrE // (le_trans _ h). Qed.
Lemma half_rate_ge0 : 0 <= half_rate.
Proof. apply: divr_ge0 (ler0n _ _); apply: addr_ge0; last exact: mulr_ge0 (ler0n _ _) (sqr_ge0 _).
  by apply: addr_ge0 (sqr_ge0 _) _; apply: mulr_ge0 (ltW v0) _; apply: addr_ge0; exact: sqr_ge0.
Qed.
Lemma line_rate_gt0 : 0 < line_rate.
Proof. by rewrite ltr_wpDr ?mulr_gt0 ?ltr0n // mulr_ge0 ?sqr_ge0 ?half_rate_ge0. Qed.
Lemma line_square_le (x y bx b : R) : `|x * y - 1| <= rho -> `|x| <= bx -> `|y| <= b ->
  gradient_square v x y <= line_square bx b.
Proof. move=> hd hx hy; have d2 := sq_bound hd; have x2 := sq_bound hx; have y2 := sq_bound hy;
    have d1 := le_trans (ler_norm _) hd. have s2 (t : R) : t ^+ 4 = t ^+ 2 ^+ 2 by rewrite -exprM.
  have y4 : y ^+ 4 <= b ^+ 4 by rewrite !s2 lerXn2r ?nnegrE ?sqr_ge0.
  have vv : 0 <= v ^+ 2 by exact: sqr_ge0.
  rewrite /gradient_square /line_square lerD2r; apply: lerD; first apply: lerD.
  - by apply: ler_pM => //; exact: sqr_ge0.
  - parts.
  by apply: ler_wpM2l => //; move: x2 y2; move: (x ^+ 2) (y ^+ 2) (bx ^+ 2) (b ^+ 2) => *; lra. Qed.

Variables (omega eps : R). Hypotheses (omega0 : 0 <= omega) (eps0 : 0 <= eps).
Definition line_places (b : R) : R := (omega + eps * b) ^+ 2.
Lemma line_places_le (A : 'M[R]_1) b : `|A 0 0| <= b -> squared_places omega eps A <= line_places b.
Proof. move=> h; rewrite /squared_places !big_ord1 /line_places. have a0 := normr_ge0 (A 0 0);
    have b0 := le_trans a0 h. by rewrite lerXn2r ?nnegrE ?addr_ge0 ?mulr_ge0 // lerD2l ler_wpM2l.
Qed.
Theorem line_region : drift_region E Z1 Z2 v eta 1%:M omega eps line_inside line_rate (bX ^+ 2)
  (bY ^+ 2) (line_places bX) (line_places bY)
  (line_square bX bY) (line_square bY bX) (eta ^+ 2 * half_rate * bY ^+ 2).
Proof. split=> z /and3P [hd hx hy]; last by split; exact: line_places_le.
    exists (gradient_square v (z.1 0 0) (z.2 0 0)), (gradient_square v (z.2 0 0) (z.1 0 0)); split.
    - exact: gradient_line.
    - have h := gradient_line (gaussian_moments_sym hE) z.2 z.1; apply: mean_ext h => w.
      by rewrite /noisyY gradY_is_gradX_tr trmx1.
    - exact: line_square_le.
    - by apply: line_square_le => //; rewrite mulrC.
    have := sq_bound hd; have := sq_bound hx; have := sq_bound hy.
    have := sqr_ge0 (z.1 0 0 * z.2 0 0 - 1); have := sqr_ge0 (z.1 0 0); have := sqr_ge0 (z.2 0 0).
    rewrite /imbalance !normsq1; set x := z.1 0 0; set y := z.2 0 0 => qy qx qd hy2 hx2 hd2.
    have -> : (line_rate - 2 * eta * v) * (x ^+ 2 - y ^+ 2)
      + eta ^+ 2 * (gradient_square v x y - gradient_square v y x) = eta ^+ 2
      * ((half_rate - ((x * y - 1) ^+ 2 + v * (x ^+ 2 + y ^+ 2) + 3 * v ^+ 2)) * (x ^+ 2 - y ^+ 2)).
      by rewrite /line_rate /gradient_square; ring.
    rewrite -mulrA normrM ger0_norm ?sqr_ge0 //; apply: ler_wpM2l; first exact: sqr_ge0.
    have b2 : bX ^+ 2 <= bY ^+ 2 by rewrite lerXn2r ?nnegrE. have vx := ler_wpM2l (ltW v0) (lerD hx2
      hy2); have vx0 : 0 <= v * (x ^+ 2 + y ^+ 2) by apply: mulr_ge0 (ltW v0) _; exact: addr_ge0.
    rewrite normrM; apply: ler_pM => //; rewrite ler_norml /half_rate.
      move: hd2 vx vx0 qd (sqr_ge0 v); move: (x * y - 1) => d; move: (d ^+ 2) (rho ^+ 2)
        (v * (x ^+ 2 + _)) (v * (bX ^+ 2 + _)) (v ^+ 2). by move=> *; apply/andP; split; lra.
    by move: hx2 hy2 b2 qx qy; move: (x ^+ 2) (y ^+ 2) (bX ^+ 2) (bY ^+ 2) => *;
      apply/andP; split; lra.
  by rewrite !normsq1; split; exact: sq_bound. Qed.

(* So at this step and noise the drift survives any such store. *)
Variables (W : Type) (EW : expectation R W) (store : state -> W -> state) (kept : R -> bool)
  (mu var place : R -> R) (beta : R).
Hypotheses (rounds : float_rounding kept mu var place omega eps beta)
  (law : float_store EW store kept mu var).
Variables tX tY : R. Hypotheses (tX0 : 0 < tX) (tY0 : 0 < tY) (rate1 : line_rate <= 1).
Definition line_error : R := eta ^+ 2 * half_rate * bY ^+ 2
  + (factor_cost 1 eta omega eps beta 1 tX (line_places bX) (bX ^+ 2) (line_square bX bY)
   + factor_cost 1 eta omega eps beta 1 tY (line_places bY) (bY ^+ 2) (line_square bY bX)).
Lemma line_error_ge0 : 0 <= line_error.
Proof. have sq x y : 0 <= line_square x y.
    have v0' := ltW v0; have p4 : 0 <= y ^+ 4 by rewrite -[4%N]/(2 * 2)%N exprM sqr_ge0.
    have s0 (t : R) : 0 <= t ^+ 2 by exact: sqr_ge0.
    have m (k : nat) (t : R) : 0 <= t -> 0 <= k%:R * t by move=> t0; rewrite mulr_ge0 ?ler0n.
    apply: addr_ge0; last by apply: m; exact: exprn_ge0.
    apply: addr_ge0; first apply: addr_ge0; apply: mulr_ge0 => //.
      by apply: addr_ge0 ler01; apply: addr_ge0 (m _ _ rho0); apply: addr_ge0 p4 (m _ _ (s0 _)).
    by apply: addr_ge0; exact: m.
  apply: addr_ge0; first by apply: mulr_ge0 (sqr_ge0 _); apply: mulr_ge0 (sqr_ge0 _) half_rate_ge0.
  by apply: addr_ge0; apply: (factor_cost_ge0 _ _ rounds) => //; exact: sqr_ge0. Qed.
Theorem line_survives C n z : line_error <= C * line_rate -> kept_state kept z ->
  carried (apart E EW) (stored_moved Z1 Z2 eta 1%:M store) (1 - line_rate) (fun z => imbalance z)
    line_inside n z
    ((1 - line_rate) ^+ n * imbalance z + C * (1 - (1 - line_rate) ^+ n)) /\
  carried (apart E EW) (stored_moved Z1 Z2 eta 1%:M store) (1 - line_rate) (fun z => - imbalance z)
    line_inside n z
    (- ((1 - line_rate) ^+ n * imbalance z) + C * (1 - (1 - line_rate) ^+ n)).
Proof. move=> hC hk; have noise := gaussian_smoothing hE; rewrite !mul1r in noise.
    have a0 := line_rate_gt0; have q0 : 0 <= 1 - line_rate by rewrite subr_ge0. have [hu hd] :=
      stored_drift_survives noise rounds law line_region tX0 tY0 a0 rate1 line_error_ge0 n hk.
    have hn : 0 <= 1 - (1 - line_rate) ^+ n by rewrite subr_ge0 exprn_ile1 // gerBl ltW.
    have hc : line_error / line_rate * (1 - (1 - line_rate) ^+ n) <= C * (1 - (1 - line_rate) ^+ n).
      by apply: ler_wpM2r => //; rewrite ler_pdivrMr.
    by split; [apply: carried_le hu|apply: carried_le hd]; rewrite lerD2l. Qed.
End Region.
