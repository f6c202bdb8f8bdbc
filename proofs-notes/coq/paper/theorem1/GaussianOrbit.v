(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianOrbit.v: convergence to the balanced optima at any rank for Gaussian noise, where nothing
   is left to assume about the noise.

   The entries of Z1 and Z2 are independent Gaussian numbers of the variances v1 and v2, d1 v1 = d2
   v2 = c. Then |Z1|^2 + |Z2|^2 has powers with means as NoisePowers.v asks, with b = 2 r c: nothing
   is cut off, and no event is left out. The probability is the integral of GaussianTheorem.v.
   Main results: moment_even, gaussian_powers, orbit_converges_gaussian, orbit_instance_gaussian
   (the numbers of OrbitNumbers.v).
   Paper's place: Theorem 2 (convergence to the balanced optima, of which the paper has no
   theorem). *)
From mathcomp Require Import boolp classical_sets reals ereal measure lebesgue_measure
  lebesgue_integral.
From NoisyGD Require Import Algebra Frobenius Objective Optimum Smoothing GaussianMoments
  IndependentEntries NormalMoments GaussianNoise Process LemmaFour Descent GradientMoments Balance
  AnyStartBalance OrbitDomination OrbitConvergence NoisePowers OrbitNumbers IndependentNoise
  GaussianTheorem DriftLine.

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
