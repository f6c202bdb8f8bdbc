(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianBalance.v: the balance of the whole matrix from any start, at any rank, for any M, for
   noise without a bound and for Gaussian noise.

   Noise whose powers have means as NoisePowers.v asks raises the smoothed objective gently, and
   where it is at most h^2/2 the noisy gradient has E g <= k1, E g^2 <= k2 of that file. So what
   AnyStartBalance.v says of bounded noise holds of it: the mean of |X^T X - Y^T Y|^2 while the run
   stays there, and that it stays low, with a probability, with nothing left to suppose of the run.
   Gaussian entries with d1 sigma1^2 = d2 sigma2^2 = c are such noise; for them the probability is
   the integral of GaussianTheorem.v.
   Main results: gently_stays, gently_balances, balance_powers, balance_powers_mean,
   balance_gaussian.
   Paper's place: Theorem 2 (U^T U = V^T V) and Phase III, any rank; Section 2 (Gaussian
   perturbations). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From mathcomp Require Import reals ereal.
From NoisyGD Require Import Frobenius Objective Smoothing NormalMoments GaussianNoise Process Window
  Descent GradientMoments Balance MatrixImbalance.
From NoisyGD Require Import AnyStartBalance NoisePowers GaussianTheorem DriftLine GaussianOrbit.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory. Local Open Scope ring_scope.

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
