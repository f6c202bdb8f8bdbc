(* SPDX-License-Identifier: Apache-2.0 *)
(* Main.v: what is proved of the paper's main sentences, each with all its hypotheses.

   Throughout F = 1/2 ||X Y^T - M||^2, Fs the same smoothed by the noise, and a run is Perturbed GD:
   z' = z - eta gradF(z + noise). E f e says that f has the mean e (Smoothing.v). At rank one, M =
   u v^T, |u| = |v| = 1, s = sigma^2 is the mean squared length of each factor's noise.
       excess_at u v s z       2 (Fs(z) - min Fs); at the saddle (1 - s)^2 (Excess.v)
       near u v eps z          z is within eps of (u, v), or within eps of -(u, v) (Distance.v)
       off u v z               the squared norm of what is perpendicular to u and v (LemmaFour.v)
       overlap u v z           <u, x> <v, y> = x^T M y (Barrier.v)
       update                  one step of a run with the noise Z1, Z2 (LemmaFour.v)
       law, spread, bounded_noise, small_steps      what is asked of noise and eta, in
                               GradientMoments.v, Spread.v, BoundedNoise.v, PowerBound.v
       probability, fails      that the run from z is bad at one of the times 0 to n: an integral
                               over Gaussian noise (GaussianTheorem.v), and for any law the
                               recursion of Process.v that bounds it; "fails ... b" says that it is
                               at most b
       carried                 a mean over n steps, carried on at the rate from the first time
                               outside the region (StoppedDrift.v)
   Main results: the theorems below; drift_lost is in MainRounding.v.
   Paper's place: Theorems 1 and 2, Lemmas 1 to 7, Fig. 4. In words: ../../../theorem1.md. *)
From Coq Require Import Reals.
From mathcomp Require Import all_ssreflect all_algebra Rstruct reals ereal lra.
From NoisyGD Require Import Frobenius Objective Smoothing RankOne SmoothedRankOne Optimum
  Hypotheses TheoremTwo StoppedDrift Process FiniteLaw Mirror LemmaFour Descent Excess
  GradientMoments Distance Barrier Escape BoundedNoise PowerBound Spread FromSaddle
  GaussianTheorem UniformLaw Balance StoredDrift DriftLine FloatStore EachDelta GaussianMoments.
From NoisyGD Require Rademacher ThreePointLaw.
Set Implicit Arguments. Unset Strict Implicit. Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory. Local Open Scope ring_scope.

(* "With probability at least 1 - delta, we have ||x_t - u*|| <= epsilon and ||y_t - v*|| <= epsilon
   for all t1 <= t <= T1" (Theorem 1)
   "Perturbed GD converges regardless of initializations." (the text after it)
   For Gaussian noise of the entries' deviations sigma1 and sigma2, from every start z; h - 1 bounds
   the root of its excess, n is T1; within ta the run is near the line of (u, v) (off is at most
   nu), within m more it has left the saddle, at the rate rho. From t1 to n it is near (u, v) or
   -(u, v) at each time, except with the probability bounded here. That this falls to 0 with eta is
   by hand; that the run is near the same of the two at all these times is not proved. *)
Theorem theorem_1 (R : realType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
    (s sigma1 sigma2 eta h nu eps : R) (ta m t1 n : nat)
    (z : 'cV[R]_d1 * 'cV[R]_d2) (rho := (sigma1 ^+ 2 + sigma2 ^+ 2) * s / (100 * h ^+ 4)) :
  inner u u = 1 -> inner v v = 1 ->
  d1%:R * sigma1 ^+ 2 = s -> d2%:R * sigma2 ^+ 2 = s -> 0 < s -> 16 * s <= 1 -> 3 * s <= eps ->
  eps <= 2 -> 1 <= h -> Num.sqrt (excess_at u v s z) <= h - 1 -> 0 < eta -> 50 * (eta * h) <= 1 ->
  70 * eta <= rho ^+ 2 -> 0 < nu -> 16 * nu <= 1 -> 3 * nu ^+ 2 <= rho ^+ 2 * eta * h ^+ 2 ->
  (ta + m <= t1)%N -> (ta + m <= n)%N ->
  (probability (update (normal1 sigma1) (normal2 sigma2) u v eta)
      (fun t z => (t1 <= t)%N && ~~ near u v eps z) n 0 z <=
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2)
     + (((1 - 2 * (eta * s)) ^+ ta * off u v z + 25 / 2 * h ^+ 4 * eta / s ^+ 2
         + 25 * h ^+ 4 * eta ^+ 2 / s * m%:R) / nu
        + (1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2)))
     + 4 * ((1 - eta * s / 5) ^+ (t1 - (ta + m)) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3
       + 65 * h ^+ 6 * eta ^+ 2 / s ^+ 2 * n%:R)
       / (s * eps ^+ 2))%:E)%E.
Proof. by move=> *; exact: gaussian_any_start_near. Qed.

(* The same sentence as printed, of u and not of -u, is false: with independent random signs, from
   x_0 = y_0 = 0, for all eta, t1 <= n and eps < 1, ||x_t - u|| > eps at some t from t1 to n with a
   probability of at least 1/2. *)
Theorem theorem_1_printed_fails (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
    (q1 q2 eta eps : R) (t1 n : nat) : inner u u = 1 -> 0 <= eps < 1 -> (t1 <= n)%N ->
  1 / 2 <= prob (@Rademacher.average R d1 d2 1)
    (update (@Rademacher.Z1 R d1 d2 1 q1) (@Rademacher.Z2 R d1 d2 1 q2) u v eta)
    (fun t z => (t1 <= t)%N && (eps ^+ 2 < normsq (z.1 - u))) n 0 (0, 0).
Proof. by move=> *; exact: printed_claim_fails. Qed.

(* Theorem 1 and Lemma 7 put right, from a start below the saddle, and for any noise with the
   moments of Gaussians to the eighth order: centred, uncorrelated, with joint moments at most
   theirs (law). *)
Theorem theorem_1_local (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2)
    (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta eps : R) (t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2) :
  law E Z1 Z2 s -> inner u u = 1 -> inner v v = 1 -> 0 < s -> 16 * s <= 1 -> 0 < eta ->
  20 * eta <= 1 -> 3 * s <= eps -> eps <= 2 -> excess_at u v s z <= 1 / 4 ->
  fails E (update Z1 Z2 u v eta)
    (fun t z => (t1 <= t)%N && ~~ near u v eps z) (fun _ _ => false) n 0 z
    (n%:R * (720 * eta ^+ 2 / s ^+ 2)
     + 4 * ((1 - eta * s / 5) ^+ t1 * excess_at u v s z + 50 * eta / s ^+ 3
       + 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R) / (s * eps ^+ 2)).
Proof. by move=> *; exact: theorem_near. Qed.

(* The same once more, in the form of print: for each delta, with probability at least 1 - delta, at
   all times from t1 = C/eta to T1 = c/eta^2. There is such a time where 2 eta <= c/C = delta^2 s^5
   eps^4/57600. For Gaussian noise use gaussian_distribution and fails_probability. *)
Theorem theorem_1_each_delta (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2)
    (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eps delta eta : R) (t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2) :
  law E Z1 Z2 s -> inner u u = 1 -> inner v v = 1 ->
  0 < s -> 16 * s <= 1 -> 3 * s <= eps -> eps <= 2 -> 0 < delta -> delta <= 1 ->
  excess_at u v s z <= 1 / 4 -> 0 < eta -> eta <= delta * s ^+ 4 * eps ^+ 2 / 800 ->
  20 / (delta * s ^+ 2 * eps ^+ 2) <= eta * t1%:R ->
  eta ^+ 2 * n%:R <= delta * s ^+ 3 * eps ^+ 2 / 2880 ->
  fails E (update Z1 Z2 u v eta)
    (fun t z => (t1 <= t)%N && ~~ near u v eps z) (fun _ _ => false) n 0 z delta.
Proof. exact: near_for_each_delta. Qed.

(* "where t1 = O(eta^-1 sigma^-2 log(1/eta) log(1/delta))" and "T1 = O(1/eta^2)" (Theorem 1)
   For noise whose squared lengths are at most their mean s at every outcome (so almost surely s:
   random signs, a uniform law on a sphere), from an excess below 1/4 - level/8, the bound falls as
   a power p; by hand, p of the order log(1/(delta eta)) is enough. *)
Theorem theorem_1_bounded_noise (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2)
    (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta level : R) (p t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2)
    (r := p%:R * eta * s / 20) :
  bounded_noise E Z1 Z2 s -> inner u u = 1 -> inner v v = 1 -> 0 < s -> 16 * s <= 1 -> 0 < eta ->
  small_steps s eta level p ->
  fails E (update Z1 Z2 u v eta)
    (fun t z => (t1 <= t)%N && (level < excess_at u v s z)) (fun _ _ => false) n 0 z
    ((4 * excess_at u v s z + level / 2) ^+ p + (1 + r * n%:R) * (2 * level) ^+ p
     + ((1 - r) ^+ t1 * (excess_at u v s z / level + 1 / 8) ^+ p + (1 + r * (n - t1)%:R) / 2 ^+ p)).
Proof. by move=> *; exact: theorem_bounded_noise. Qed.

(* "Perturbed GD converges regardless of initializations": from the saddle x = y = 0, with larger
   steps. For such noise, with entries of the variances w1 and w2 (spread), the
   run leaves the saddle within m steps, near the line of (u, v), and then it converges. *)
Theorem theorem_1_from_saddle (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2)
    (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s w1 w2 eta nu level : R) (p m t1 n : nat)
    (r := p%:R * eta * s / 20) (e := (1 / 2 - s) ^+ 2 + 2 * nu) :
  law E Z1 Z2 s -> bounded_noise E Z1 Z2 s -> spread E Z1 Z2 u v w1 w2 ->
  inner u u = 1 -> inner v v = 1 -> d1%:R * w1 = s -> d2%:R * w2 = s -> 0 < s -> 16 * s <= 1 ->
  0 < eta -> small_steps s eta level p -> 110 * 100 * eta <= w1 + w2 -> 0 < nu ->
  1600 * nu <= 1 -> 2 * nu <= s -> 16 * nu <= w1 + w2 -> 22 * nu ^+ 3 <= (w1 + w2) * eta ->
  fails E (update Z1 Z2 u v eta)
    (fun t z => (m + t1 <= t)%N && (level < excess_at u v s z)) (fun _ _ => false) (m + n) 0 (0, 0)
    (m%:R * (3 / 4 * eta ^+ 3 / s) / nu ^+ 2
      + (1 - eta / 32) ^+ m * (1 + 5 / (12 * (w1 + w2) * eta))
     + ((4 * e + level / 2) ^+ p + (1 + r * (m + n)%:R) * (2 * level) ^+ p
        + ((1 - r) ^+ t1 * (e / level + 1 / 8) ^+ p + (1 + r * n%:R) / 2 ^+ p))).
Proof. by move=> *; exact: from_saddle_itself. Qed.

(* "Let sigma_min(M) be the smallest singular value of M. Suppose E||xi_1||_F^2 = gamma^2
   E||xi_2||_F^2 = r gamma^2 sigma^2, and gamma sigma^2 < sigma_min(M). Then for all (U, V) such
   that grad Fs(U, V) = 0, we have U^T U = gamma^2 V^T V. Moreover [...] the set {(U~, V~) R : R R^T
   = R^T R = I} contains all the global optima. All other stationary points are strict saddles."
   (Theorem 2) For sigma > 0, and sigma_min the smallest singular value that is not 0. *)
Theorem theorem_2 (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 r : nat)
    (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r))
    (v1 v2 : R) (A : 'M[R]_(d1, r)) (B : 'M[R]_(d2, r)) (s : 'rV[R]_r) (gamma sigma : R)
    (M := A *m diag_mx s *m B^T) (a := sigma ^+ 2) (b := gamma ^+ 2 * sigma ^+ 2)
    (root := diag_mx (\row_k Num.sqrt (s 0 k - gamma * sigma ^+ 2)))
    (orbit := fun (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) => exists Q : 'M[R]_r,
      [/\ Q *m Q^T = 1%:M, Q^T *m Q = 1%:M,
      X = (Num.sqrt gamma *: (A *m root)) *m Q & Y = ((Num.sqrt gamma)^-1 *: (B *m root)) *m Q]) :
  centred E Z1 -> centred E Z2 -> uncorrelated E Z1 Z2 ->
  second_moments E Z1 (@isotropic R d1 r v1) -> second_moments E Z2 (@isotropic R d2 r v2) ->
  A^T *m A = 1%:M -> B^T *m B = 1%:M -> (forall k, 0 < s 0 k) -> (0 < r)%N -> 0 < gamma ->
  0 < sigma -> r%:R * (d1%:R * v1) = r%:R * (gamma ^+ 2 * sigma ^+ 2) ->
  r%:R * (d2%:R * v2) = r%:R * sigma ^+ 2 ->
  (forall t, singular_value M t -> t != 0 -> gamma * sigma ^+ 2 < t) ->
  [/\ exists const, forall (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)),
        E (fun w => F M (X + Z1 w) (Y + Z2 w)) (Fs M a b X Y + const),
      forall (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)), stationarys M a b X Y ->
        X^T *m X = gamma ^+ 2 *: (Y^T *m Y),
      forall (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)), global_optimum M a b X Y <-> orbit X Y
    & forall (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)), stationarys M a b X Y -> ~ orbit X Y ->
        exists H K, hesss M a b X Y H K < 0].
Proof. by move=> *; exact: theorem_two. Qed.

(* "F has two types of stationary points: (i) for any alpha != 0, (alpha u*, v*/alpha) is a global
   optimum; (ii) for any x, y such that x^T u* = y^T v* = 0, (x, 0) and (0, y) are strict saddle."
   (Lemma 1) *)
Theorem lemma_1 (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
    (M := u *m v^T) :
  inner u u = 1 -> inner v v = 1 ->
  [/\ forall x y, stationary M x y <->
        [\/ exists2 al, al != 0 & x = al *: u /\ y = al^-1 *: v, inner u x = 0 /\ y = 0
          | x = 0 /\ inner v y = 0],
      forall al, al != 0 ->
        F M (al *: u) (al^-1 *: v) = 0 /\ forall (x : 'cV[R]_d1) (y : 'cV[R]_d2), 0 <= F M x y,
      forall x, inner u x = 0 -> exists h k, hess M x 0 h k < 0
    & forall y, inner v y = 0 -> exists h k, hess M 0 y h k < 0].
Proof. move=> u1 v1; split; [exact: stationary_points|exact: RankOne.optimum_value|exact:
    strict_saddle_x|exact: strict_saddle_y]. Qed.

(* "The condition number of the Hessian matrix of F at the global optimum (alpha u*, v*/alpha) is
   max{alpha^4, alpha^-4} + 1." (Lemma 2) Over the eigenvalues that are not 0, and for
   d1, d2 >= 2. *)
Theorem lemma_2 (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (al : R) :
  inner u u = 1 -> inner v v = 1 -> al != 0 -> (1 < d1)%N -> (1 < d2)%N ->
  condition_number (hessian_matrix (u *m v^T) 0 0 (al *: u) (al^-1 *: v))
    (Num.max (al ^+ 4) (al ^- 4) + 1).
Proof. by move=> *; exact: hessian_kappa. Qed.

(* "For any noise ratio gamma > 0, if we take sigma^2 [...] <= min{gamma, 1}, (3) has two global
   optima +-sqrt(gamma - sigma^2) (u*, v*/gamma) and one saddle point (0, 0)" (Lemma 3), here for
   s = sigma^2 < g = gamma: at s = g the origin is no saddle (boundary). *)
Theorem lemma_3 (R : rcfType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s g : R)
    (M := u *m v^T) (a := s / g ^+ 2) (p := Num.sqrt (g - s)) :
  inner u u = 1 -> inner v v = 1 -> 0 < s -> s < g ->
  [/\ forall (x : 'cV[R]_d1) (y : 'cV[R]_d2), stationarys M a s x y <->
        (x = 0 /\ y = 0) \/ exists q, [/\ q ^+ 2 = g - s, x = q *: u & y = (q / g) *: v],
      forall (x : 'cV[R]_d1) (y : 'cV[R]_d2),
        (forall (x' : 'cV[R]_d1) (y' : 'cV[R]_d2), Fs M a s x y <= Fs M a s x' y') <->
        (x = p *: u /\ y = (p / g) *: v) \/ (x = - (p *: u) /\ y = - ((p / g) *: v))
    & exists (h : 'cV[R]_d1) (k : 'cV[R]_d2), hesss M a s 0 0 h k < 0].
Proof. move=> u1 v1 s0 sg; have g0 := lt_trans s0 sg; split=> [x y|x y|].
  - exact: stationary_points_smoothed.
  - by apply: optimum; rewrite ?sqrtr_gt0 ?sqr_sqrtr ?subr_gt0 // ltW ?subr_gt0.
  exact: saddle_at_origin. Qed.

(* "Suppose ||x_t||_2^2 + ||y_t||_2^2 <= 2/sigma^2 holds for all t > 0" (Lemma 4): until the run
   leaves such a bound B, off is at most nu at all times from t1 to n. *)
Theorem lemma_4 (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
    (v1 v2 s eta nu B : R) (t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2) (s1 := d1%:R * v1)
    (s2 := d2%:R * v2) : gaussian_moments E Z1 v1 Z2 v2 -> inner u u = 1 -> inner v v = 1 ->
  0 <= v1 -> 0 <= v2 -> 0 < s -> s <= s1 -> s <= s2 -> 0 < eta -> 3 * eta * B <= 1 -> s <= B ->
  0 < nu -> fails E (update Z1 Z2 u v eta) (fun t z => (t1 <= t)%N && (nu < off u v z))
    (fun _ z => ~~ (normsq z.1 + normsq z.2 + s1 + s2 <= B)) n 0 z (((1 - eta * s) ^+ t1 * off u v z
      + 3 * eta * B ^+ 2 * (s1 + s2) * (1 / s + eta * (n - t1)%:R)) / nu).
Proof. by move=> *; exact: lemma4. Qed.

(* "x_t^T M y_t >= 1/4" (Lemma 5) "||x_t y_t^T - M||_F <= epsilon" (Lemma 6), for tau <= t <= T1.
   While off <= nu and root <= h: x^T M y >= 1/2 within m steps; from there it stays above 1/4; and
   while it does the excess, by hand at least ||x y^T - (1 - s) M||_F^2, falls to level. *)
Theorem lemmas_5_6 (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat)
    (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
    (s w1 w2 eta h nu level : R) (m t1 n : nat) (z : 'cV[R]_d1 * 'cV[R]_d2)
    (rho := (w1 + w2) * s / (100 * h ^+ 4)) (run := update Z1 Z2 u v eta)
    (inside := fun z => (Num.sqrt (excess_at u v s z) <= h) && (off u v z <= nu)) :
  law E Z1 Z2 s -> spread E Z1 Z2 u v w1 w2 -> inner u u = 1 -> inner v v = 1 -> d1%:R * w1 = s ->
  d2%:R * w2 = s -> 0 < s -> 16 * s <= 1 -> 0 < eta -> 1 <= h -> 50 * (eta * h) <= 1 ->
  70 * eta <= rho ^+ 2 -> 16 * nu <= 1 -> 3 * nu ^+ 2 <= rho ^+ 2 * eta * h ^+ 2 -> 0 < level ->
  [/\ fails E run (fun t z => [&& (m <= t)%N, inside z & overlap u v z < 1 / 2])
        (fun _ z => ~~ inside z || (1 / 2 <= overlap u v z)) m 0 z
        ((1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2))),
      1 / 2 <= overlap u v z -> fails E run (fun _ z => inside z && (overlap u v z <= 1 / 4))
        (fun _ z => ~~ inside z) n 0 z (n%:R * (1040 * h ^+ 6 * eta ^+ 2 / s ^+ 2))
    & fails E run (fun t z => (t1 <= t)%N && (level < excess_at u v s z))
        (fun _ z => ~~ (inside z && (1 / 4 < overlap u v z))) n 0 z
        (((1 - eta * s / 5) ^+ t1 * excess_at u v s z + 325 * h ^+ 6 * eta / s ^+ 3
          + 65 * h ^+ 6 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R) / level)].
Proof. move=> noise moves u1 v1 s1 s2 s0 s16 e0 h1 eh small nu16 nu2 lev; split=> [|hz|].
  - apply: (fails_mono (stop := fun _ z => ~~ inside z || (1 / 2 <= overlap u v z))
      (bad := fun t z => [&& (0 + m <= t)%N, root u v s z <= h & overlap u v z < 1 / 2])) =>
      [t' z'|//|].
      by rewrite add0n => /and3P [-> /andP [-> _] ->].
    apply: (escape noise moves u1 v1 s1 s2 s0 s16 e0 h1 small nu16 nu2) => t' z' _.
    by rewrite negb_or negbK -ltNge => /andP [/andP [a b] c]; split=> //; exact: ltW.
  - apply: fails_mono (barrier noise u1 v1 s0 s16 e0 h1 eh n 0 hz) => [t' z' /andP [] //|t' z'].
    rewrite negb_and => /orP [->//|c]; rewrite orbC -ltNge (lt_trans _ c) //; move: nu16; lra.
  apply: fails_mono (contracts noise u1 v1 s0 s16 e0 h1 eh t1 n z lev) => // t' z'.
  by rewrite /inside !negb_and => /orP [->|->]; rewrite ?orbT. Qed.

(* Fig. 4 of the paper in bfloat16, stored by stochastic rounding with B >= 16 random bits: M = 1,
   eta = 1/100, the noise's entries -q, 0, q with the probabilities 1/6, 2/3, 1/6 and q^2/3 = 1/400.
   The mean of D = |X|^2 - |Y|^2 after n updates, carried on at the rate from the first time outside
   |x y - 1| <= 3/10, |x| <= 7/10, |y| <= 9/2, is (1 - a)^n D_0 up to 6 (1 - (1 - a)^n), with a rate
   a above 2 eta/400. How often a run leaves that region is not proved. *)
Local Notation R := Rdefinitions.R.
Theorem drift_survives (B n : nat) (z : 'M[R]_1 * 'M[R]_1) (q : R := Num.sqrt (3 / 400))
    (noise := ThreePointLaw.three_law R 1 1 1)
    (words := uniform R (words_inhabited (('I_1 * 'I_1) + ('I_1 * 'I_1))%type (two_words B)))
    (store := @word_store _ 1 1 1 _ (@float_sto (Zneg 133) (Zpos 8) B))
    (run :=
      stored_moved (@ThreePointLaw.three1 R 1 1 1 q) (@ThreePointLaw.three2 R 1 1 1 q)
        (1 / 100) 1%:M store)
    (region := @line_inside R (3 / 10) (7 / 10) (9 / 2))
    (a := @line_rate R (1 / 400) (1 / 100) (3 / 10) (7 / 10) (9 / 2))
    (error := 6 * (1 - (1 - a) ^+ n)) :
  (16 <= B)%N -> kept_state (float_kept (Zneg 133) (Zpos 8)) z ->
  carried (apart noise words) run (1 - a) (fun z => imbalance z) region n z
    ((1 - a) ^+ n * imbalance z + error) /\
  carried (apart noise words) run (1 - a) (fun z => - imbalance z) region n z
    (- ((1 - a) ^+ n * imbalance z) + error).
Proof. by move=> hB hz; have [h1 h2 _] := @bfloat16_three_points B n z hB hz; split;
    [exact: h1|exact: h2]. Qed.
