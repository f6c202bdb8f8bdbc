(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianOrbit.v: balance from any start and convergence to the balanced optima, at any rank, for
   Gaussian noise, where nothing is left to assume about the noise.

   The entries of Z1 and Z2 are independent Gaussian numbers of the variances v1 and v2, d1 v1 = d2
   v2 = c. Then |Z1|^2 + |Z2|^2 has powers with means as NoisePowers.v asks, with b = 2 r c: nothing
   is cut off, and no event is left out. The probability is the integral of GaussianTheorem.v.
   Main results: moment_even, gaussian_powers, orbit_converges_gaussian, orbit_instance_gaussian
   (the numbers of OrbitNumbers.v), gently_stays, gently_balances, balance_powers,
   balance_powers_mean, balance_gaussian (as AnyStartBalance.v, for noise without a bound).
   Paper's place: Theorem 2 (U^T U = V^T V; convergence, of which the paper has no theorem). *)
From mathcomp Require Import boolp classical_sets reals ereal measure lebesgue_measure
  lebesgue_integral.
From NoisyGD Require Import Algebra Frobenius Objective Optimum Smoothing GaussianMoments
  IndependentEntries NormalMoments GaussianNoise Process Window LemmaFour Descent GradientMoments
  Balance MatrixImbalance AnyStartBalance OrbitDomination OrbitConvergence NoisePowers
  OrbitNumbers IndependentNoise GaussianTheorem DriftLine.

Section Moments.
Variable R : realType.
Lemma moment_even k : moment R (2 * k) = growth R k.
Proof. by elim: k => [|k IH]; [rewrite growths|rewrite growthS -IH mulnS /= addn1 mulrC]. Qed.
Lemma entry_even (I : finType) i k n : (k <= n)%N ->
  copies (normal R) I (fun w => w i ^+ (2 * k)) (growth R k).
Proof. move=> hk; pose a (x : I) := if x == i then (2 * k)%N else 0%N.
  have an x : (a x <= 2 * n)%N by rewrite /a; case: eqP => // _; rewrite leq_mul2l.
  have h := copies_independent (A := normal R) (I := I) (n := 2 * n) (mu := moment R)
    (fun k _ => normal_moment R k) an. apply: mean_eq (mean_ext _ h) _ => [w|].
    by rewrite (bigD1 i) //= /a eqxx big1 ?mulr1 // => x /negPf ->; rewrite expr0.
  by rewrite (bigD1 i) //= /a eqxx big1 ?mulr1 ?moment_even // => x /negPf ->. Qed.
End Moments.

Section Gaussian.
Variables (R : realType) (d1 d2 r : nat) (v1 v2 c : R).
Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2) (h1 : d1%:R * v1 = c) (h2 : d2%:R * v2 = c) (c0 : 0 < c)
  (r0 : (0 < r)%N).
Local Notation Z1 := (@noise1 R d1 d2 r v1). Local Notation Z2 := (@noise2 R d1 d2 r v2).
Local Notation b := (2 * (r%:R * c)).
Theorem gaussian_powers n : powers (gaussian R d1 d2 r) Z1 Z2 b n.
Proof. apply: (@independent_powers R _ (gaussian R d1 d2 r) d1 d2 r n (Num.sqrt v1) (Num.sqrt v2) c
    (fun w => w)); rewrite ?sqr_sqrtr //. by move=> i k; exact: entry_even. Qed.

Variables (eta h : R) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (delta mu top : R).
Hypotheses (eta0 : 0 < eta) (h0 : 0 < h).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (delta0 : 0 < delta)
  (gap : forall k, c + delta <= s 0 k).
Hypotheses (mu0 : 0 < mu) (mud : 8 * mu <= delta) (muc : 2 * mu <= c) (etamu : 2 * eta * mu <= 1).
Hypotheses (topd : 4 * top <= delta ^+ 2) (topc : top <= c ^+ 2)
  (toph : 2 * least s c + top <= h ^+ 2).
Local Notation W := (orbit_excess A B s c). Local Notation K := (power1 c b h).
Local Notation m := (rises_by c eta b h).
Theorem orbit_converges_gaussian l t1 n (level : R) z : l < top -> W z <= l -> 0 < level ->
  (probability (moved Z1 Z2 eta (factored A s B))
    (fun t z => (t1 <= t)%N && (level < W z)%R) n 0 z <=
    (n%:R * orbit_leaves c eta h top m K (spreads_by c eta b h) l
     + ((1 - 2 * eta * mu) ^+ t1 * W z + m / (eta * mu) + 2 * m * (n - t1)%:R) / level)%:E)%E.
Proof. move=> hl hz lev; have b0 : 0 < b by rewrite !mulr_gt0 ?ltr0n.
  have smooth : smoothing_noise (gaussian R d1 d2 r) Z1 Z2 c c by have :=
    gaussian_smoothing (@gaussian_noise R d1 d2 r v1 v2 v10 v20); rewrite h1 h2.
  have gently := powers_rise (M := factored A s B) smooth (@gaussian_powers 12) b0 eta0 c0 h0.
  apply: fails_probability. exact: (orbit_converges gently (rises_by_ge0 eta b0 c0 h0)
    (power1_ge0 h b0 c0) eta0 c0 AA BB delta0 gap mu0 mud muc etamu topd topc toph). Qed.
End Gaussian.

(* The numbers of OrbitNumbers.v, for the moments of a Gaussian. *)
Section Small.
Variables (R : realFieldType) (e : R).
Local Notation a := (e ^+ 2). Local Notation k1 := (power1 (1 / 16) (1 / 4) (1 / 2) : R).
Local Notation m := (rises_by (1 / 16) e (1 / 4) (1 / 2)).
Local Notation v := (spreads_by (1 / 16) e (1 / 4) (1 / 2)).
Hypothesis tiny : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * a <= 1.
Let a0 : 0 <= a. Proof. exact: sqr_ge0. Qed.
Let wide : widest (1 / 16) (1 / 2) = 4 :> R. Proof. by rewrite /widest; field. Qed.
Let KE : noisiest (1 / 16) (1 / 4) (1 / 2) = 7174 / 128 :> R.
Proof. by rewrite /noisiest wide; field. Qed.
Let slackE : slack (1 / 16) (1 / 2) = 137 / 32 :> R. Proof. by rewrite /slack wide; field. Qed.
Let k1E : k1 = 8218 / 128. Proof. by rewrite /power1 wide KE; field. Qed.
Let growth6 : growth R 6 = 105 * 9 * 11. Proof. by rewrite !growthS growths /=; ring. Qed.
Let growth12 : growth R 12 = 105 * 9 * 11 * 13 * 15 * 17 * 19 * 21 * 23.
Proof. by rewrite !growthS growths /=; ring. Qed.
Local Notation k2 := (power (1 / 16) (1 / 4) (1 / 2) 2 : R).
Local Notation k4 := (power (1 / 16) (1 / 4) (1 / 2) 4 : R).
Lemma two : 0 <= k2 <= 100 * 100 * (100 * 40).
Proof. by rewrite /power growth6 KE expr2; apply/andP; split; lra. Qed.
Lemma four : 0 <= k4 <= 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * 1000.
Proof. by rewrite /power growth12 KE !exprS expr0; apply/andP; split; lra. Qed.
Let squares : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 4 <= a.
Proof. by have := ler_wpM2r a0 tiny; rewrite mul1r -[_ * a * a]mulrA -exprD; apply. Qed.
Let e40 : 0 <= e ^+ 4. Proof. by rewrite (exprM _ 2 2) sqr_ge0. Qed.
Let eighths : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100))
  * (100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 8) <= a.
Proof. have a1 : a <= 1 by move: tiny a0; move: a => x *; lra.
  apply: (@le_trans _ _ (a * a)); last by rewrite -[X in _ <= X]mulr1; apply: ler_wpM2l.
  have -> : 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * (100 * 100 * (100 * 100)
    * (100 * 100 * (100 * 100)) * e ^+ 8) = (100 * 100 * (100 * 100) * (100 * 100 * (100 * 100))
    * e ^+ 4) * (100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 4) :> R by ring.
  have h : 0 <= 100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * e ^+ 4 by move: e40; lra.
  exact: ler_pM. Qed.
Lemma rises_small : 0 <= m <= 280 * a.
Proof. rewrite /rises_by slackE k1E; have /andP [p0 p1] := two. have h : 0 <= e ^+ 4 * k2 <= e ^+ 4
    * (100 * 100 * (100 * 40)) by apply/andP; split; [exact: mulr_ge0|exact: ler_wpM2l]. by move: h
    squares a0 e40; move: (e ^+ 4 * k2) (e ^+ 4) a => x y z /andP [] *; apply/andP; split; lra. Qed.
Lemma spreads_small : 0 <= v <= a / 100.
Proof. rewrite /spreads_by slackE; have /andP [p0 p1] := two; have /andP [q0 q1] := four.
  have e80 : 0 <= e ^+ 8 by rewrite (exprM _ 4 2) sqr_ge0. have h2 : 0 <= e ^+ 4 * k2 <= e ^+ 4
    * (100 * 100 * (100 * 40)) by apply/andP; split; [exact: mulr_ge0|exact: ler_wpM2l]. have h4 :
    0 <= e ^+ 8 * k4 <= e ^+ 8 * (100 * 100 * (100 * 100) * (100 * 100 * (100 * 100)) * 1000).
    by apply/andP; split; [exact: mulr_ge0|exact: ler_wpM2l].
  rewrite [4 * e ^+ 4 * _ * _]mulrAC -[4 * e ^+ 4 * _]mulrA.
  move: h2 h4 squares eighths a0 e40 e80; move: (e ^+ 4 * k2) (e ^+ 8 * k4) (e ^+ 4) (e ^+ 8) a =>
    x y z t b /andP [] ? ? /andP [] *; apply/andP; split; lra. Qed.
Lemma leaving_gaussian :
  orbit_leaves (1 / 16) e (1 / 2) (1 / 256) m k1 v (1 / 512) <= 5000 * 1000 * a.
Proof. have /andP [m0 m1] := rises_small; have /andP [v0 v1] := spreads_small.
  rewrite /orbit_leaves /orbit_spread wide k1E ler_pdivrMr; last by rewrite exprn_gt0 //; lra.
  have -> : (1 / 256 - 1 / 512) ^+ 2 = 1 / (512 * 512) :> R by field.
  by move: m1 v1; move: m v a a0 => *; lra. Qed.
End Small.

Section Instance.
Variables (R : realType) (d1 d2 : nat) (v1 v2 : R) (A : 'M[R]_(d1, 2)) (B : 'M[R]_(d2, 2)).
Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2) (h1 : d1%:R * v1 = 1 / 16) (h2 : d2%:R * v2 = 1 / 16).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M).
Local Notation s := (const_mx 1 : 'rV[R]_2). Local Notation W := (orbit_excess A B s (1 / 16)).
Local Notation run e := (moved (noise1 v1) (noise2 v2) e (A *m B^T)).
Lemma gaussian_numbers (E : R) m z : E = 10 * (100 * 100 * (100 * 100) * 100) -> m%:R = 16 * E ->
  W z <= 1 / 512 ->
  (probability (run E^-1) (fun t z => (14 * m <= t)%N && (1 / 51200 < W z)%R) (2 * (14 * m)) 0 z <=
    (1 / 10)%:E)%E.
Proof. move=> E11 mE hz; have tiny := step_small E11;
    have [/andP [_ hr] hl] := (rises_small tiny, leaving_gaussian tiny).
    have hn := numbers E11 mE (orbit_excess_ge0 s AA BB (sixteenth R) z) hz hr hl.
    have h := orbit_converges_gaussian v10 v20 h1 h2 (sixteenth R) (isT : (0 < 2)%N)
      (step_positive E11) (half R) AA BB (rest R) (gap_numbers R) (slow R) (slow_rest R)
      (slow_level R) (step_slow E11) (top_rest R) (top_level R) (top_low R) (14 * m) (2 * (14 * m))
      (inside_top R) hz (level_positive R).
    by rewrite all_ones orbit_noise_size in h; apply: le_trans h _; rewrite lee_fin. Qed.
Local Notation E := (10 * (100 * 100 * (100 * 100) * 100)).
Local Notation k := (14 * (16 * (10 * (100 * 100 * (100 * 100) * 100))))%N.
Theorem orbit_instance_gaussian z : W z <= 1 / 512 ->
  (probability (run E^-1) (fun t z => (k <= t)%N && (1 / 51200 < W z)%R) (2 * k) 0 z <=
    (1 / 10)%:E)%E.
Proof. have mE : (16 * (10 * (100 * 100 * (100 * 100) * 100)))%N%:R = 16 * E :> R
    by rewrite 5!natrM. by move: (16 * _)%N mE => m mE; exact: gaussian_numbers. Qed.
End Instance.

(* Noise that raises Fs gently below h^2/2, where the noisy gradient has means of at most k2 and
   k4. *)
Section Gently.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta h : R) (M : 'M[R]_(d1, d2))
  (m K v k2 k4 : R).
Local Notation g := (noisy_length Z1 Z2 M). Local Notation move := (moved Z1 Z2 eta M).
Hypotheses (noise : smoothing_noise E Z1 Z2 c c) (gently : rises_gently E Z1 Z2 c eta h M m K v)
  (m0 : 0 <= m) (K0 : 0 <= K).
Hypothesis lengths : forall z, objective c M z <= h ^+ 2 / 2 ->
  upper E (g z) k2 /\ upper E (fun w => g z w ^+ 2) k4.
Hypotheses (k20 : 0 <= k2) (k40 : 0 <= k4) (eta0 : 0 < eta) (c0 : 0 < c) (etac : 4 * eta * c <= 1).
Local Notation grow := (grows eta (widest c h) k2 k4).
Definition leaves_gently (l : R) : R :=
  (2 * (h ^+ 2 / 2 - l) * m + (2 * eta ^+ 2 * (steepest c h * K) + v)) / (h ^+ 2 / 2 - l) ^+ 2.
Theorem gently_stays l n z : l < h ^+ 2 / 2 -> objective c M z <= l ->
  fails E move (fun _ z => h ^+ 2 / 2 < objective c M z) (fun _ _ => false) n 0 z
    (n%:R * leaves_gently l).
Proof. move=> hl hz; have square (z' : 'M[R]_(d1, r) * 'M[R]_(d2, r)) : objective c M z' <= h ^+ 2
    / 2 -> 2 * eta ^+ 2 * (gradient_sq c M z' * K) + v <= 2 * eta ^+ 2 * (steepest c h * K) + v.
    by move=> low; rewrite lerD2r; apply: (ler_wpM2l (mulr_ge0 (ler0n _ 2) (sqr_ge0 _)));
      exact: (ler_wpM2r K0 (gradient_low c0 low)).
  have spread0 : 0 <= 2 * eta ^+ 2 * (steepest c h * K) + v.
    have low := le_trans hz (ltW hl); have [u [_ _ [f [e [hf he eb]]]]] := gently low.
    have e0 : 0 <= e by apply: mean_ge0 he => w; exact: le_trans (sqr_ge0 _) (hf w).
    exact: (le_trans e0 (le_trans eb (square z low))).
  rewrite /leaves_gently mulrA; apply: (rises hl m0 spread0 (inside := xpredT)) hz => z' _ low;
    have [u [hu mu vu]] := gently low; exists u; split=> //.
    by apply: upper_le mu; rewrite gerBl mulr_ge0 ?gradient_sq_ge0 // ltW.
  exact: upper_le (square _ low) vu. Qed.
Let N0 : 0 <= widest c h. Proof. by apply: divr_ge0; [exact: sqr_ge0|exact: ltW]. Qed.
Let inside z : objective c M z <= h ^+ 2 / 2 ->
  [/\ normsq z.1 + normsq z.2 <= widest c h, upper E (g z) k2 & upper E (fun w => g z w ^+ 2) k4].
Proof. by move=> low; have [] := lengths low; split=> //; exact: (size_low c0 low). Qed.
Theorem gently_balances_mean n z :
  stopped E move (fun z => normsq (imbalances z)) (fun z => objective c M z <= h ^+ 2 / 2) n z
  ((1 - 4 * eta * c) ^+ n * normsq (imbalances z) + grow / (4 * eta * c)).
Proof. exact: (matrix_mean_square noise eta0 c0 etac N0 k20 k40
    (inside := fun z => objective c M z <= h ^+ 2 / 2) inside). Qed.
Theorem gently_balances l t1 n level z : l < h ^+ 2 / 2 -> objective c M z <= l -> 0 < level ->
  fails E move (fun t z => (t1 <= t)%N && (level < normsq (imbalances z))) (fun _ _ => false) n 0 z
    (n%:R * leaves_gently l + ((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z)
        + grow / (4 * eta * c) + grow * (n - t1)%:R) / level).
Proof. move=> hl hz lev; have hs := gently_stays n hl hz. have hb := matrix_lasts noise eta0 c0 etac
    N0 k20 k40 (inside := fun z => objective c M z <= h ^+ 2 / 2) inside t1 n z lev.
  apply: (fails_mono (bad := fun t z => (h ^+ 2 / 2 < objective c M z) ||
      ((t1 <= t)%N && (level < normsq (imbalances z)))) (stop := fun _ _ => false)) => //.
    by move=> t z' k; apply/orP; right.
  by apply: fails_or hs _; apply: fails_mono hb => // t z' /=; rewrite -ltNge. Qed.
End Gently.

(* Any noise with such powers. *)
Section Powers.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta b h : R) (M : 'M[R]_(d1, d2)).
Hypotheses (noise : smoothing_noise E Z1 Z2 c c) (sizes : powers E Z1 Z2 b 12) (b0 : 0 < b).
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (h0 : 0 < h) (etac : 4 * eta * c <= 1).
Local Notation grow := (grows eta (widest c h) (power1 c b h) (power c b h 2)).
Local Notation m := (rises_by c eta b h).
Let lengths z : objective c M z <= h ^+ 2 / 2 ->
  upper E (noisy_length Z1 Z2 M z) (power1 c b h) /\
  upper E (fun w => noisy_length Z1 Z2 M z w ^+ 2) (power c b h 2).
Proof. by move=> low; split;
    [exact: (mean_power1 sizes c0 low)|exact: (mean_power sizes b0 c0 (j := 2) isT low)]. Qed.
Theorem balance_powers_mean n z : stopped E (moved Z1 Z2 eta M) (fun z => normsq (imbalances z))
  (fun z => objective c M z <= h ^+ 2 / 2) n z
  ((1 - 4 * eta * c) ^+ n * normsq (imbalances z) + grow / (4 * eta * c)).
Proof. exact: (gently_balances_mean noise lengths (power1_ge0 h b0 c0) (power_ge0 h b0 c0 2) eta0
    c0 etac). Qed.
Theorem balance_powers l t1 n level z : l < h ^+ 2 / 2 -> objective c M z <= l -> 0 < level ->
  fails E (moved Z1 Z2 eta M) (fun t z => (t1 <= t)%N && (level < normsq (imbalances z)))
    (fun _ _ => false) n 0 z
    (n%:R * leaves_gently c eta h m (power1 c b h) (spreads_by c eta b h) l
     + ((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z) + grow / (4 * eta * c) + grow * (n - t1)%:R)
       / level).
Proof. have k1 := power1_ge0 h b0 c0.
  exact: (gently_balances noise (powers_rise (M := M) noise sizes b0 eta0 c0 h0)
    (rises_by_ge0 eta b0 c0 h0) k1 lengths k1 (power_ge0 h b0 c0 2) eta0 c0 etac). Qed.
End Powers.

(* Gaussian noise: nothing is left to suppose. *)
Section Gaussian.
Variables (R : realType) (d1 d2 r : nat) (v1 v2 c eta h : R) (M : 'M[R]_(d1, d2)).
Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2) (h1 : d1%:R * v1 = c) (h2 : d2%:R * v2 = c) (c0 : 0 < c)
  (r0 : (0 < r)%N).
Hypotheses (eta0 : 0 < eta) (h0 : 0 < h) (etac : 4 * eta * c <= 1).
Local Notation b := (2 * (r%:R * c)). Local Notation k1 := (power1 c b h).
Local Notation grow := (grows eta (widest c h) k1 (power c b h 2)).
Theorem balance_gaussian l t1 n level (z : 'M[R]_(d1, r) * 'M[R]_(d2, r)) : l < h ^+ 2 / 2 ->
  objective c M z <= l -> 0 < level ->
  (probability (moved (noise1 v1) (noise2 v2) eta M)
    (fun t z => (t1 <= t)%N && (level < normsq (imbalances z))%R) n 0 z <=
    (n%:R * leaves_gently c eta h (rises_by c eta b h) k1 (spreads_by c eta b h) l
     + ((1 - 4 * eta * c) ^+ t1 * normsq (imbalances z) + grow / (4 * eta * c) + grow * (n - t1)%:R)
       / level)%:E)%E.
Proof. move=> hl hz lev; apply: fails_probability; have b0 : 0 < b by rewrite !mulr_gt0 ?ltr0n.
  have smooth : smoothing_noise (gaussian R d1 d2 r) (noise1 v1) (noise2 v2) c c.
    by have := gaussian_smoothing (@gaussian_noise R d1 d2 r v1 v2 v10 v20); rewrite h1 h2.
  exact: (balance_powers smooth (@gaussian_powers R d1 d2 r v1 v2 c v10 v20 h1 h2 12) b0 eta0 c0
    h0 etac). Qed.
End Gaussian.
