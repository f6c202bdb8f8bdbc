(* SPDX-License-Identifier: Apache-2.0 *)
(* OrbitConvergence.v: near the orbit of balanced optima, at any rank, the excess of the smoothed
   objective contracts in the mean and stays low.

   The setting of OrbitDomination.v: M = A diag(s) B^T, s_k >= c + delta, W = 2 (Fs - min Fs), 8 mu
   <= delta, 2 mu <= c. The noise raises Fs gently where Fs <= h^2/2: one step raises it by at most
   some u with E u <= m - eta |grad Fs|^2 and E u^2 <= 2 eta^2 K |grad Fs|^2 + v. So does bounded
   noise with E Z1^T Z1 = E Z2^T Z2 = c I (AnyStartBalance.v, v = 2 m^2). In the region W <= top,
   with 4 top <= delta^2, top <= c^2 and 2 min Fs + top <= h^2, and with N = h^2/c,
       E W' <= (1 - 2 eta mu) W + 2 m,
   so that W_n has, while the run stays in the region, a mean of at most (1 - 2 eta mu)^n W_0 +
   m/(eta mu). From W_0 <= l < top the run leaves the region within n steps with a probability of at
   most n q, q = (4 (top - l) m + 8 eta^2 (2 N + 4 c) top K + 4 v)/(top - l)^2; and
       P(W_t > level for some t in [t1, n]) <= n q + ((1 - 2 eta mu)^t1 W_0 + m/(eta mu) + 2 m (n -
       t1))/level.
   Main results: orbit_mean, orbit_stays, orbit_converges, orbit_converges_signs,
   excess_bounds_distances (what a small W says of X and Y).
   Paper's place: Theorem 2 (convergence to the balanced optima, of which the paper has no
   theorem). *)
From NoisyGD Require Import Algebra Frobenius Objective Optimum Smoothing Rademacher Process Window
  LemmaFour Descent GradientMoments Balance SignsBalance.
From NoisyGD Require Import MatrixImbalance AnyStartBalance CoreDomination OrbitDomination.

Section Convergence.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta h : R).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (delta mu top m K v : R).
Local Notation M := (factored A s B).
Hypotheses (gently : rises_gently E Z1 Z2 c eta h M m K v) (m0 : 0 <= m) (K0 : 0 <= K).
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (delta0 : 0 < delta)
  (gap : forall k, c + delta <= s 0 k).
Hypotheses (mu0 : 0 < mu) (mud : 8 * mu <= delta) (muc : 2 * mu <= c) (etamu : 2 * eta * mu <= 1).
Hypotheses (topd : 4 * top <= delta ^+ 2) (topc : top <= c ^+ 2)
  (toph : 2 * least s c + top <= h ^+ 2).
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Local Notation W := (orbit_excess A B s c). Local Notation move := (moved Z1 Z2 eta M).
Local Notation N := (widest c h).

Lemma objective_excess z : W z = 2 * (objective c M z - least s c). Proof. by []. Qed.
Local Lemma low z : W z <= top -> objective c M z <= h ^+ 2 / 2.
Proof. by rewrite objective_excess; move: toph;
    move: (objective _ _ _) (least s c) (h ^+ 2) => *; lra. Qed.
Definition orbit_spread : R := 8 * eta ^+ 2 * ((2 * N + 4 * c) * top * K) + 4 * v.
Local Lemma excess_step z : W z <= top ->
  exists u, [/\ forall w, W (move z w) <= W z + u w, upper E u (2 * m - 2 * eta * mu * W z) &
  upper E (fun w => u w ^+ 2) orbit_spread].
Proof. move=> hz; have [u [hu meanu squareu]] := gently (low hz); exists (fun w => 2 * u w); split.
  - by move=> w; have := hu w; rewrite !objective_excess;
      move: (objective _ _ _) (objective _ _ _) (u w) (least s c) => *; lra.
  - have hd := orbit_domination AA BB c0 delta0 gap mud muc (ltW mu0) (le_trans (ler_wpM2l
        (ler0n R 4) hz) topd) (le_trans hz topc). apply: upper_le (upper_scale (ler0n R 2) meanu);
      have := ler_wpM2l (ltW eta0) hd; rewrite -/(gradient_sq c M z) mulrBr -!mulrA.
    by move: (eta * (mu * W z)) (eta * gradient_sq _ _ _) => *; lra.
  apply: upper_le (upper_mono _ (upper_scale (ler0n R 4) squareu)) => [|w]; last by rewrite exprMn;
    have -> : 2 ^+ 2 = 4 :> R by ring. have N1 : 0 <= 2 * N + 4 * c.
    by apply: addr_ge0 (mulr_ge0 (ler0n _ 2) _) (mulr_ge0 (ler0n _ 4) (ltW c0));
      exact: divr_ge0 (sqr_ge0 _) (ltW c0).
  have hg : gradient_sq c M z <= (2 * N + 4 * c) * top.
    apply: le_trans (gradient_le s AA BB c0 z) _; apply: ler_pM => //; last 2 first.
    - exact: orbit_excess_ge0.
    - by rewrite lerD2r; apply: ler_wpM2l; [exact: ler0n|exact: (size_low c0 (low hz))].
    by apply: addr_ge0 (mulr_ge0 (ler0n _ 2) (addr_ge0 _ _)) (mulr_ge0 (ler0n _ 4) (ltW c0));
      exact: normsq_ge0.
  have := ler_wpM2l (sqr_ge0 eta) (ler_wpM2r K0 hg);
    rewrite /orbit_spread -[2 * eta ^+ 2 * _]mulrA -[8 * eta ^+ 2 * _]mulrA.
  by move: (eta ^+ 2 * (_ * top * K)) (eta ^+ 2 * (gradient_sq _ _ _ * K)) => *; lra. Qed.
Theorem orbit_contracts z : W z <= top ->
  upper E (fun w => W (move z w)) ((1 - 2 * eta * mu) * W z + 2 * m).
Proof. case/excess_step => u [hu meanu _]; apply: upper_le (upper_mono hu (upper_add
      (upper_const E (W z)) meanu)). by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring. Qed.
Let W0 z : 0 <= W z. Proof. exact: orbit_excess_ge0. Qed.
Let rate0 : 0 < 2 * eta * mu. Proof. by rewrite !mulr_gt0 ?ltr0n. Qed.
Let twice0 : 0 <= 2 * m. Proof. exact: mulr_ge0 (ler0n _ 2) m0. Qed.
Let noise_mean : 2 * m / (2 * eta * mu) = m / (eta * mu). Proof. by field; rewrite !gt_eqF. Qed.
Theorem orbit_mean n z :
  stopped E move W (fun z => W z <= top) n z ((1 - 2 * eta * mu) ^+ n * W z + m / (eta * mu)).
Proof. by rewrite -noise_mean; apply: stopped_mean => // z'; exact: orbit_contracts. Qed.

(* It leaves the region rarely. *)
Definition orbit_leaves (l : R) : R := (2 * (top - l) * (2 * m) + orbit_spread) / (top - l) ^+ 2.
Theorem orbit_stays l n z : l < top -> W z <= l ->
  fails E move (fun _ z => top < W z) (fun _ _ => false) n 0 z (n%:R * orbit_leaves l).
Proof. move=> hl hz; have spread0 : 0 <= orbit_spread.
    have [u [_ _ [g [e [hg he eb]]]]] := excess_step (le_trans hz (ltW hl)).
    by apply: le_trans eb; apply: mean_ge0 he => w; exact: le_trans (sqr_ge0 _) (hg w).
  rewrite /orbit_leaves mulrA. apply: (rises hl twice0 spread0 (inside := xpredT)) hz =>
    z' _ /excess_step [u [hu meanu squareu]]; exists u; split=> //.
  by apply: upper_le meanu; rewrite gerBl mulr_ge0 ?W0 // ltW. Qed.
Theorem orbit_converges l t1 n (level : R) z : l < top -> W z <= l -> 0 < level ->
  fails E move (fun t z => (t1 <= t)%N && (level < W z)) (fun _ _ => false) n 0 z
    (n%:R * orbit_leaves l
      + ((1 - 2 * eta * mu) ^+ t1 * W z + m / (eta * mu) + 2 * m * (n - t1)%:R) / level).
Proof. move=> hl hz lev; have hs := orbit_stays n hl hz. have hw := window W0 rate0 etamu twice0
    (inside := fun z => W z <= top) orbit_contracts t1 n lev z; rewrite noise_mean in hw.
  apply: (fails_mono (bad := fun t z => (top < W z) || ((t1 <= t)%N && (level < W z)))
    (stop := fun _ _ => false)) => //.
    by move=> t z' k; apply/orP; right.
  by apply: fails_or hs _; apply: fails_mono hw => // t z' /=; rewrite -ltNge. Qed.
End Convergence.

(* What a small excess says: the product is near M - c A B^T, and the factors belong together. They
   are on the orbit where it is 0. *)
Section Distances.
Variables (R : realFieldType) (d1 d2 r : nat) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r))
  (s : 'rV[R]_r) (c : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (c0 : 0 < c).
Theorem excess_bounds_distances z : let W := orbit_excess A B s c z in
  [/\ normsq (z.1 *m z.2^T - A *m (diag_mx s - c%:M) *m B^T) <= W,
    c * normsq (z.1 - A *m (B^T *m z.2)) <= W
    & c * normsq (z.2 - B *m (B^T *m z.2)) <= W].
Proof. rewrite /= (excess_distances s c AA BB);
    have h1 := mulr_ge0 (ltW c0) (normsq_ge0 (z.1 - A *m (B^T *m z.2))).
  have h2 := mulr_ge0 (ltW c0) (normsq_ge0 (z.2 - B *m (B^T *m z.2))); have h3 := normsq_ge0
    (z.1 *m z.2^T - A *m (diag_mx s - c%:M) *m B^T). by rewrite mulrDr; split; move: h1 h2 h3;
    move: (c * normsq (z.1 - _)) (c * normsq (z.2 - _)) (normsq (z.1 *m _ - _)) => *; lra. Qed.
End Distances.

(* Random signs: nothing is left to suppose of the noise. *)
Section Signs.
Variables (R : realFieldType) (d1 d2 r : nat) (q1 q2 c eta h : R).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = c) (h2 : d2%:R * q2 ^+ 2 = c) (c0 : 0 < c) (eta0 : 0 < eta)
  (h0 : 0 < h).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (delta mu top : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (delta0 : 0 < delta)
  (gap : forall k, c + delta <= s 0 k).
Hypotheses (mu0 : 0 < mu) (mud : 8 * mu <= delta) (muc : 2 * mu <= c) (etamu : 2 * eta * mu <= 1).
Hypotheses (topd : 4 * top <= delta ^+ 2) (topc : top <= c ^+ 2)
  (toph : 2 * least s c + top <= h ^+ 2).
Local Notation b := (2 * (r%:R * c)). Local Notation W := (orbit_excess A B s c).
Local Notation m := (overshoot c eta b h). Local Notation K := (noisiest c b h).
Theorem orbit_converges_signs l t1 n (level : R) z : l < top -> W z <= l -> 0 < level ->
  fails (Rademacher.all_signs R d1 d2 r)
    (moved (Rademacher.Z1 q1) (Rademacher.Z2 q2) eta (factored A s B))
    (fun t z => (t1 <= t)%N && (level < W z)) (fun _ _ => false) n 0 z
    (n%:R * orbit_leaves c eta h top m K (2 * m ^+ 2) l
      + ((1 - 2 * eta * mu) ^+ t1 * W z + m / (eta * mu) + 2 * m * (n - t1)%:R) / level).
Proof. have b0 : 0 <= b by apply: mulr_ge0 (ler0n _ 2) (mulr_ge0 (ler0n _ r) (ltW c0)).
  have gently := bounded_rises (M := factored A s B) eta (signs_smoothing r h1 h2) (signs_bounded
    (r := r) h1 h2) b0 c0 h0. exact: (orbit_converges gently (overshoot_ge0 eta b0 c0 h0)
    (noisiest_ge0 h b0 c0) eta0 c0 AA BB delta0 gap mu0 mud muc etamu topd topc toph). Qed.
End Signs.
