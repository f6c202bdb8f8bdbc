(* SPDX-License-Identifier: Apache-2.0 *)
(* TwoSteps.v: convergence to the optima that the noise selects, with gamma of Theorem 2 not 1 and two step sizes matched to the noise.

   X/p and p Y have the product X Y^T. So one update of (X, Y) with steps etaX, etaY and noise Z1, Z2 is, exactly, one of (X/p, p Y) with
       steps etaX/p^2, etaY p^2      and noise Z1/p, p Z2,
   for all steps and all noise. With E Z1^T Z1 = c g I, E Z2^T Z2 = c/g I and p^2 = g the noise of the other is balanced, c I and c I. Its steps
   are equal, eta, where etaX = eta g, etaY = eta/g: where the steps are matched to the noise, etaX E Z2^T Z2 = etaY E Z1^T Z1 (UnequalSteps.v).
   Then the theorems with gamma = 1 and one step hold of it. The excess is
       W = 2 (Fs - min Fs),      Fs(X,Y) = 1/2 (|X Y^T - M|^2 + c/g |X|^2 + c g |Y|^2),
   0 on the optima of Theorem 2, X = g A N, Y = B N (Optimum.v). No other p makes both equal elsewhere.

   Main results: rescaled_moved, fails_rescaled, rescaled_excess, matched_converges_signs, matched_converges_gaussian, matched_instance_four.
   Depends on: Frobenius, Objective, Optimum, Smoothing, Rademacher, IndependentEntries, GaussianNoise, Process, Descent, Balance, AnyStartBalance,
   OrbitDomination, OrbitConvergence, OrbitNumbers, NoisePowers, GaussianTheorem, UnequalSteps, DriftLine, GaussianOrbit.
   Paper's place: Theorem 2 (convergence to its optima, of which the paper has no theorem). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From mathcomp Require Import reals ereal.
From NoisyGD Require Import Frobenius Objective Optimum Smoothing Rademacher IndependentEntries GaussianNoise Process Descent Balance.
From NoisyGD Require Import AnyStartBalance OrbitDomination OrbitConvergence OrbitNumbers NoisePowers GaussianTheorem UnequalSteps DriftLine GaussianOrbit.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Rescaled.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 Z1' : T -> 'M[R]_(d1, r)) (Z2 Z2' : T -> 'M[R]_(d2, r)) (etaX etaY p : R) (M : 'M[R]_(d1, d2)).
Hypotheses (p0 : p != 0) (e1 : forall w, Z1' w = p^-1 *: Z1 w) (e2 : forall w, Z2' w = p *: Z2 w).
Definition rescaled (q : R) (z : 'M[R]_(d1, r) * 'M[R]_(d2, r)) := (q^-1 *: z.1, q *: z.2).
Lemma rescaled_product (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) : (p^-1 *: X) *m (p *: Y)^T = X *m Y^T.
Proof. by rewrite trmxZ -scalemxAl -scalemxAr scalerA mulVf // scale1r. Qed.
Lemma rescaledK : cancel (rescaled p) (rescaled p^-1).
Proof. by move=> [X Y]; rewrite /rescaled /= invrK !scalerA divff // mulVf // !scale1r. Qed.
Lemma rescaledVK : cancel (rescaled p^-1) (rescaled p).
Proof. by move=> [X Y]; rewrite /rescaled /= invrK !scalerA divff // mulVf // !scale1r. Qed.
Local Notation move := (moved_each Z1 Z2 etaX etaY M).
Local Notation move' := (moved_each Z1' Z2' (etaX / p ^+ 2) (etaY * p ^+ 2) M).
Theorem rescaled_moved z w : rescaled p (move z w) = move' (rescaled p z) w.
Proof.
rewrite /moved_each /rescaled /= /noisyX /noisyY /gradX /gradY /residual /= e1 e2 -!scalerDr rescaled_product.
rewrite !scalerBr -!scalemxAr !scalerA; congr (_ - _ *: _, _ - _ *: _); by field.
Qed.
Theorem fails_rescaled bad stop n t z b :
  fails E move' (fun t z => bad t (rescaled p^-1 z)) (fun t z => stop t (rescaled p^-1 z)) n t (rescaled p z) b -> fails E move bad stop n t z b.
Proof.
move=> h; rewrite -[z]rescaledK; apply: fails_forget h => z' w.
by rewrite -[RHS]rescaledK rescaled_moved rescaledVK.
Qed.

(* The excess of the smoothed objective with gamma = g. *)
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (c g : R).
Definition excess_each (z : 'M[R]_(d1, r) * 'M[R]_(d2, r)) : R := 2 * (Fs (factored A s B) (c / g) (c * g) z.1 z.2 - least s c).
Lemma rescaled_excess z : p ^+ 2 = g -> orbit_excess A B s c (rescaled p z) = excess_each z.
Proof.
move=> pg; rewrite /orbit_excess /excess_each -pg /Fs /F /residual /= rescaled_product !normsqZ.
by move: (normsq _) (normsq _) (normsq _) => *; field.
Qed.
Lemma excess_rescaled z : p ^+ 2 = g -> excess_each (rescaled p^-1 z) = orbit_excess A B s c z.
Proof. by move=> pg; rewrite -rescaled_excess // rescaledVK. Qed.
End Rescaled.

(* Steps matched to the noise: what fails for one step and balanced noise, fails for the two. *)
Section Matched.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 Z1' : T -> 'M[R]_(d1, r)) (Z2 Z2' : T -> 'M[R]_(d2, r)) (eta p g c : R) (M : 'M[R]_(d1, d2)).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r).
Hypotheses (p0 : p != 0) (pg : p ^+ 2 = g) (e1 : forall w, Z1' w = p^-1 *: Z1 w) (e2 : forall w, Z2' w = p *: Z2 w).
Lemma fails_matched t1 n (level : R) z b :
  fails E (moved Z1' Z2' eta M) (fun t z => (t1 <= t)%N && (level < orbit_excess A B s c z)) (fun _ _ => false) n 0 (rescaled p z) b ->
  fails E (moved_each Z1 Z2 (eta * g) (eta / g) M) (fun t z => (t1 <= t)%N && (level < excess_each A B s c g z)) (fun _ _ => false) n 0 z b.
Proof.
move=> h; have g0 : g != 0 by rewrite -pg expf_neq0.
apply: (fails_rescaled p0 e1 e2); rewrite pg mulfK // divfK //; apply: fails_mono h => // t z'.
by rewrite excess_rescaled.
Qed.
End Matched.

(* Random signs. *)
Section Signs.
Variables (R : rcfType) (d1 d2 r : nat) (q1 q2 c g eta h : R).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = c * g) (h2 : d2%:R * q2 ^+ 2 = c / g) (c0 : 0 < c) (g0 : 0 < g) (eta0 : 0 < eta) (h0 : 0 < h).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (delta mu top : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (delta0 : 0 < delta) (gap : forall k, c + delta <= s 0 k).
Hypotheses (mu0 : 0 < mu) (mud : 8 * mu <= delta) (muc : 2 * mu <= c) (etamu : 2 * eta * mu <= 1).
Hypotheses (topd : 4 * top <= delta ^+ 2) (topc : top <= c ^+ 2) (toph : 2 * least s c + top <= h ^+ 2).
Local Notation b := (2 * (r%:R * c)).
Local Notation W := (excess_each A B s c g).
Local Notation m := (overshoot c eta b h).
Local Notation K := (noisiest c b h).
Theorem matched_converges_signs l t1 n (level : R) z : l < top -> W z <= l -> 0 < level ->
  fails (Rademacher.uniform R d1 d2 r) (moved_each (Rademacher.Z1 q1) (Rademacher.Z2 q2) (eta * g) (eta / g) (factored A s B))
    (fun t z => (t1 <= t)%N && (level < W z)) (fun _ _ => false) n 0 z
    (n%:R * orbit_leaves c eta h top m K (2 * m ^+ 2) l + ((1 - 2 * eta * mu) ^+ t1 * W z + m / (eta * mu) + 2 * m * (n - t1)%:R) / level).
Proof.
have pg : Num.sqrt g ^+ 2 = g by rewrite sqr_sqrtr // ltW.
have p0 : Num.sqrt g != 0 by rewrite gt_eqF // sqrtr_gt0.
have gn : g != 0 by rewrite gt_eqF.
have s1 : d1%:R * (q1 / Num.sqrt g) ^+ 2 = c by rewrite expr_div_n pg mulrA h1 mulfK.
have s2 : d2%:R * (q2 * Num.sqrt g) ^+ 2 = c by rewrite exprMn pg mulrA h2 divfK.
rewrite -(rescaled_excess p0 A B s c z pg) => hl hz lev.
apply: (fails_matched p0 pg (Z1' := Rademacher.Z1 (q1 / Num.sqrt g)) (Z2' := Rademacher.Z2 (q2 * Num.sqrt g))).
- by move=> w; apply/matrixP => i k; rewrite !mxE; ring.
- by move=> w; apply/matrixP => i k; rewrite !mxE; ring.
exact: (orbit_converges_signs s1 s2 c0 eta0 h0 AA BB delta0 gap mu0 mud muc etamu topd topc toph).
Qed.
End Signs.

(* Gaussian noise. *)
Section Gaussian.
Variables (R : realType) (d1 d2 r : nat) (v1 v2 c g eta h : R).
Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2) (h1 : d1%:R * v1 = c * g) (h2 : d2%:R * v2 = c / g) (c0 : 0 < c) (g0 : 0 < g) (r0 : (0 < r)%N).
Hypotheses (eta0 : 0 < eta) (h0 : 0 < h).
Variables (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (delta mu top : R).
Hypotheses (AA : A^T *m A = 1%:M) (BB : B^T *m B = 1%:M) (delta0 : 0 < delta) (gap : forall k, c + delta <= s 0 k).
Hypotheses (mu0 : 0 < mu) (mud : 8 * mu <= delta) (muc : 2 * mu <= c) (etamu : 2 * eta * mu <= 1).
Hypotheses (topd : 4 * top <= delta ^+ 2) (topc : top <= c ^+ 2) (toph : 2 * least s c + top <= h ^+ 2).
Local Notation b := (2 * (r%:R * c)).
Local Notation W := (excess_each A B s c g).
Local Notation m := (rises_by c eta b h).
Theorem matched_converges_gaussian l t1 n (level : R) z : l < top -> W z <= l -> 0 < level ->
  (probability (moved_each (noise1 v1) (noise2 v2) (eta * g) (eta / g) (factored A s B)) (fun t z => (t1 <= t)%N && (level < W z)%R) n 0 z <=
    (n%:R * orbit_leaves c eta h top m (power1 c b h) (spreads_by c eta b h) l
     + ((1 - 2 * eta * mu) ^+ t1 * W z + m / (eta * mu) + 2 * m * (n - t1)%:R) / level)%:E)%E.
Proof.
have pg : Num.sqrt g ^+ 2 = g by rewrite sqr_sqrtr // ltW.
have p0 : Num.sqrt g != 0 by rewrite gt_eqF // sqrtr_gt0.
have gn : g != 0 by rewrite gt_eqF.
have w1 : 0 <= v1 / g by rewrite divr_ge0 // ltW. have w2 : 0 <= v2 * g by rewrite mulr_ge0 // ltW.
have s1 : d1%:R * (v1 / g) = c by rewrite mulrA h1 mulfK. have s2 : d2%:R * (v2 * g) = c by rewrite mulrA h2 divfK.
rewrite -(rescaled_excess p0 A B s c z pg) => hl hz lev; have b0 : 0 < b by rewrite !mulr_gt0 ?ltr0n.
have smooth : smoothing_noise (gaussian R d1 d2 r) (noise1 (v1 / g)) (noise2 (v2 * g)) c c.
  by have := gaussian_smoothing (@gaussian_noise R d1 d2 r _ _ w1 w2); rewrite s1 s2.
have gently := powers_rise (M := factored A s B) smooth (@gaussian_powers R d1 d2 r _ _ c w1 w2 s1 s2 12) b0 eta0 c0 h0.
apply: fails_probability; apply: (fails_matched p0 pg (Z1' := noise1 (v1 / g)) (Z2' := noise2 (v2 * g))).
- by move=> w; apply/matrixP => i k; rewrite !mxE mulrA sqrtrM // sqrtrV ?(ltW g0) // [_ * (Num.sqrt g)^-1]mulrC.
- by move=> w; apply/matrixP => i k; rewrite !mxE mulrA sqrtrM // [_ * Num.sqrt g]mulrC.
exact: (orbit_converges gently (rises_by_ge0 eta b0 c0 h0) (power1_ge0 h b0 c0) eta0 c0 AA BB delta0 gap mu0 mud muc etamu topd topc toph).
Qed.
End Gaussian.

(* Numbers, where nothing is left to suppose: those of orbit_instance_four with gamma = 4, signs of the sizes 1/4 and 1/16, the steps 4 10^-11 and
   10^-11/4, from X = 2 (1, 0; 0, 1; 0, 0; 0, 0) and Y = 15/64 X. *)
Local Notation C := (10 * (100 * 100 * (100 * 100) * 100)).
Local Notation k := (14 * (16 * (10 * (100 * 100 * (100 * 100) * 100))))%N.
Theorem matched_instance_four (R : realFieldType) (X := pid_mx 2 : 'M[R]_(4, 2)) :
  fails (Rademacher.uniform R 4 4 2) (moved_each (Rademacher.Z1 (1 / 4)) (Rademacher.Z2 (1 / 16)) (C^-1 * 4) (C^-1 / 4) (pid_mx 2))
    (fun t z => (k <= t)%N && (1 / 51200 < excess_each X X (const_mx 1) (1 / 16) 4 z)) (fun _ _ => false) (2 * k) 0 (2 *: X, 15 / 32 *: X) (1 / 10).
Proof.
have n2 : 2 != 0 :> R by rewrite pnatr_eq0. have two : 2 ^+ 2 = 4 :> R by ring.
have e : rescaled 2 (2 *: X, 15 / 32 *: X) = (X, 15 / 16 *: X).
  by rewrite /rescaled /= !scalerA mulVf // scale1r; congr (_, _ *: _); field.
apply: (fails_matched n2 two (Z1' := Rademacher.Z1 (1 / 8)) (Z2' := Rademacher.Z2 (1 / 8))).
- by move=> w; apply/matrixP => i j; rewrite !mxE; field.
- by move=> w; apply/matrixP => i j; rewrite !mxE; field.
rewrite e; exact: orbit_instance_four.
Qed.
