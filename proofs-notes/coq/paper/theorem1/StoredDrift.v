(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredDrift.v: the drift to balance survives a random store in a floating format, at any rank,
   for any M.

   A number x is stored as a random one, of mean mu x and variance var x; "kept" numbers are those
   of the format, place x is the spacing at x,
       place x <= omega + eps |x|,   |mu x - x| <= beta place x, var (x - p) <= place (x - p) |p| +
                                     beta place (x - p)^2 for kept x,
   as by stochastic rounding with B random bits, beta = 2^-B (RoundedNumber.v); omega is the least
   place and eps = 2^(1-p) for p bits. D = |X|^2 - |Y|^2, noise of equal strength c, one step size
   eta. Where |X|^2 <= NX, the places of X have squares of a sum of at most PX, E |GX|^2 <= kX, the
   same of Y, and the exact update takes D to (1 - a) D up to K0 in the mean, one stored update does
   so up to
       K = K0 + SX + SY,
       SX = (tX/2) PX + (1/(2 tX) + eps) eta^2 kX + 2 beta (d1 r (omega^2 + kap) + (eps (1 + eps) +
       kap) (2 NX + 2 eta^2 kX)),
   kap = omega (1/2 + eps), for any tX > 0. The choice eta sqrt(kX/PX) makes of the first two terms
   eta sqrt(PX kX) + eps eta^2 kX. So after n updates the mean of D, carried on at the rate where a
   run has left the region, is (1 - a)^n D_0 up to (K/a) (1 - (1 - a)^n).
   Main results: stored_number, stored_factor (what a store adds to a square),
   stored_imbalance_drift (one update), stored_drift_survives (n updates).
   Paper's place: Theorem 2 and Phase III (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process FiniteLaw UniformLaw
  Descent GradientMoments Balance StoppedDrift.

(* One number. *)
Record float_rounding (R : realFieldType) (kept : R -> bool) (mu var place : R -> R)
    (omega eps beta : R) : Prop := FloatRounding {
  omega_ge0 : 0 <= omega;
  eps_ge0 : 0 <= eps;
  beta_01 : 0 <= beta <= 1;
  place_bounds : forall x, 0 <= place x <= omega + eps * `|x|;
  rounding_bias : forall x, `|mu x - x| <= beta * place x;
  rounding_var : forall x p, kept x ->
  0 <= var (x - p) <= place (x - p) * `|p| + beta * place (x - p) ^+ 2
}.

(* Larger numbers bound it too. *)
Lemma float_rounding_le (R : realFieldType)
    (kept : R -> bool) mu var place omega eps beta omega' eps' beta' :
  omega <= omega' -> eps <= eps' -> beta <= beta' -> beta' <= 1 ->
  float_rounding kept mu var place omega eps beta ->
  float_rounding kept mu var place omega' eps' beta'.
Proof. move=> ho he hb b1 [o0 e0 /andP [b0 _] hp hm hv];
    have p0 x : 0 <= place x by case/andP: (hp x).
  split=> [|||x|x|x p kx]; [exact: le_trans ho|exact: le_trans he|by rewrite b1 (le_trans b0)| | |].
  - by case/andP: (hp x) => -> h; apply: le_trans h _; apply: lerD => //; exact: ler_wpM2r.
  - by apply: le_trans (hm x) _; exact: ler_wpM2r.
  by case/andP: (hv x p kx) => -> h; apply: le_trans h _; rewrite lerD2l; apply: ler_wpM2r => //;
    exact: sqr_ge0. Qed.

Section Number.
Variables (R : realFieldType) (kept : R -> bool) (mu var place : R -> R) (omega eps beta : R).
Hypothesis rounds : float_rounding kept mu var place omega eps beta.
Let o0 := omega_ge0 rounds. Let e0 := eps_ge0 rounds.
Let b0 : 0 <= beta. Proof. by case/andP: (beta_01 rounds). Qed.
Let b1 : beta <= 1. Proof. by case/andP: (beta_01 rounds). Qed.
Definition store_kap : R := omega * (2^-1 + eps).
(* What the store adds to the mean square. *)
Definition shift (x : R) : R := mu x ^+ 2 + var x - x ^+ 2.
Lemma kap_ge0 : 0 <= store_kap. Proof. by rewrite mulr_ge0 ?addr_ge0 ?invr_ge0. Qed.

Lemma bias_square x
    (L := omega + eps * `|x|) : `|mu x ^+ 2 - x ^+ 2| <= beta * (L * (L + 2 * `|x|)).
Proof. case/andP: (place_bounds rounds x) => p0 pL; have hb := rounding_bias rounds x.
  have L0 : 0 <= L by exact: le_trans pL.
  have hb' : `|mu x - x| <= beta * L by apply: le_trans hb _; exact: ler_wpM2l.
  have -> : mu x ^+ 2 - x ^+ 2 = (mu x - x) * ((mu x - x) + 2 * x) by ring.
  rewrite normrM mulrA; apply: ler_pM => //; apply: le_trans (ler_normD _ _) _; apply: lerD.
    by apply: le_trans hb' _; rewrite ler_piMl.
  by rewrite normrM ger0_norm. Qed.
Theorem stored_number x p : kept x -> `|shift (x - p)| <=
  (omega + eps * `|x|) * `|p| + eps * p ^+ 2
    + 2 * beta * (omega ^+ 2 + store_kap + (eps * (1 + eps) + store_kap) * (x - p) ^+ 2).
Proof. move=> hx; case/andP: (rounding_var rounds p hx) => v0 hv; have hs := bias_square (x - p).
  case/andP: (place_bounds rounds (x - p)) => p0 pL; move: hs; set y := x - p in hv v0 p0 pL *;
    set L := omega + eps * `|y| => hs. have L0 : 0 <= L by exact: le_trans pL.
  have pa := normr_ge0 p; have ya := normr_ge0 y. have hv' : var y <= L * `|p| + beta * L ^+ 2.
    apply: le_trans hv _; apply: lerD; first exact: ler_wpM2r.
    by apply: ler_wpM2l => //; rewrite lerXn2r.
  have hL : L * `|p| <= (omega + eps * `|x|) * `|p| + eps * p ^+ 2.
    have t : `|y| <= `|x| + `|p| by exact: ler_normB.
    have := ler_wpM2r pa (ler_wpM2l e0 t); rewrite /L -(real_normK (num_real p)).
    have -> : eps * (`|x| + `|p|) * `|p| = eps * `|x| * `|p| + eps * `|p| ^+ 2 by ring. by rewrite
      !mulrDl; move: (eps * `|y| * _) (eps * `|x| * _) (eps * _ ^+ 2) (omega * _) => *; lra.
  have hq : L * (L + `|y|) <= omega ^+ 2 + store_kap + (eps * (1 + eps) + store_kap) * y ^+ 2.
    rewrite -(real_normK (num_real y)) /L; move: (`|y|) ya => t t0.
    have k := mulr_ge0 kap_ge0 (sqr_ge0 (t - 1)); rewrite -subr_ge0; apply: le_trans k _.
    by rewrite le_eqVlt /store_kap; apply/orP; left; apply/eqP; field.
  apply: (@le_trans _ _ (L * `|p| + 2 * beta * (L * (L + `|y|)))); last first.
    by apply: lerD => //; apply: ler_wpM2l => //; rewrite mulr_ge0.
  have -> : shift y = (mu y ^+ 2 - y ^+ 2) + var y by rewrite /shift; ring.
  apply: le_trans (ler_normD _ _) _; rewrite (ger0_norm v0). have -> : L * `|p| + 2 * beta * (L * (L
      + `|y|)) = beta * (L * (L + 2 * `|y|)) + (L * `|p| + beta * L ^+ 2) by ring. exact: lerD. Qed.

(* One factor: A is kept, and goes by P. *)
Section Factor.
Variables (m r : nat) (A P : 'M[R]_(m, r)) (t : R).
Hypotheses (t0 : 0 < t) (hA : forall i a, kept (A i a)).
Definition squared_places (B : 'M[R]_(m, r)) : R := \sum_i \sum_a (omega + eps * `|B i a|) ^+ 2.
Definition store_cost (places way size : R) : R := t / 2 * places + (1 / (2 * t) + eps) * way
  + 2 * beta * ((m * r)%:R * (omega ^+ 2 + store_kap) + (eps * (1 + eps) + store_kap) * size).
Lemma young_number (x y : R) : x * y <= t / 2 * x ^+ 2 + 1 / (2 * t) * y ^+ 2.
Proof. rewrite -subr_ge0; have -> : t / 2 * x ^+ 2 + 1 / (2 * t) * y ^+ 2 - x * y = (t * x - y) ^+ 2
    / (2 * t) by field; rewrite gt_eqF. by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 // ltW. Qed.
Theorem stored_factor :
  `|\sum_i \sum_a shift ((A - P) i a)| <= store_cost (squared_places A) (normsq P) (normsq (A - P)).
Proof. pose f i a := t / 2 * (omega + eps * `|A i a|) ^+ 2 + (1 / (2 * t) + eps) * P i a ^+ 2
    + 2 * beta * (omega ^+ 2 + store_kap + (eps * (1 + eps) + store_kap) * (A - P) i a ^+ 2).
    apply: (@le_trans _ _ (\sum_i \sum_a f i a)).
      apply: le_trans (ler_norm_sum _ _ _) _; apply: ler_sum => i _; apply: le_trans (ler_norm_sum _
        _ _) _; apply: ler_sum => a _. have -> : (A - P) i a = A i a - P i a by rewrite !mxE.
      apply: le_trans (stored_number (P i a) (hA i a)) _; rewrite /f [(A - P) i a]mxE [(- P) i a]mxE
        lerD2r. have := young_number (omega + eps * `|A i a|) `|P i a|;
        rewrite (real_normK (num_real _)) => h. have -> : (1 / (2 * t) + eps) * P i a ^+ 2 =
        1 / (2 * t) * P i a ^+ 2 + eps * P i a ^+ 2 by ring. by rewrite addrA; apply: lerD.
    rewrite /store_cost /squared_places !normsq_sum /f le_eqVlt; apply/orP; left; apply/eqP. have ->
      : (m * r)%:R * (omega ^+ 2 + store_kap) = \sum_(i < m) \sum_(a < r) (omega ^+ 2 + store_kap).
      by rewrite (eq_bigr (fun=> (omega ^+ 2 + store_kap) *+ r)) => [|i _];
        rewrite sumr_const card_ord // -mulrnA mulnC mulr_natl.
    rewrite [2 * beta * (_ + _)]mulrDr !mulr_sumr -!big_split /=; apply: eq_bigr => i _.
    by rewrite !mulr_sumr -!big_split /=; apply: eq_bigr => a _; ring. Qed.
End Factor. End Number.

(* A state: every entry by itself, by words of any law. *)
Record float_store (R : realFieldType) W (EW : expectation R W) d1 d2 r
    (store : 'M[R]_(d1, r) * 'M[R]_(d2, r) -> W -> 'M[R]_(d1, r) * 'M[R]_(d2, r))
    (kept : R -> bool) (mu var : R -> R) : Prop := FloatStore {
  float_kept : forall z k, (forall i a, kept ((store z k).1 i a)) /\ forall j a,
  kept ((store z k).2 j a);
  float_first : forall z, (forall i a, EW (fun k => (store z k).1 i a) (mu (z.1 i a))) /\
    forall j a, EW (fun k => (store z k).2 j a) (mu (z.2 j a));
  float_second : forall z,
  (forall i a, EW (fun k => (store z k).1 i a ^+ 2) (mu (z.1 i a) ^+ 2 + var (z.1 i a))) /\
    forall j a, EW (fun k => (store z k).2 j a ^+ 2) (mu (z.2 j a) ^+ 2 + var (z.2 j a))
}.

(* With one word for each entry, all equally likely, sto x k is what is stored for x with the word
   k. *)
Section Words.
Variables (R : realFieldType) (d1 d2 r m : nat) (m0 : (0 < m)%N) (sto : R -> 'I_m -> R)
  (kept : R -> bool) (mu var : R -> R).
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Local Notation entry := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Definition word_store (z : state) (k : {ffun entry -> 'I_m}) : state :=
  (\matrix_(i, a) sto (z.1 i a) (k (inl (i, a))), \matrix_(j, a) sto (z.2 j a) (k (inr (j, a)))).
Theorem word_store_distribution : (forall x k, kept (sto x k)) ->
  (forall x, (\sum_k sto x k) / m%:R = mu x) ->
  (forall x, (\sum_k sto x k ^+ 2) / m%:R = mu x ^+ 2 + var x) ->
  float_store (uniform R (words_inhabited entry m0)) word_store kept mu var.
Proof. move=> hk h1 h2; split=> z; first by move=> k; split=> i a; rewrite mxE.
    split=> i a; rewrite -h1.
      by apply: mean_ext (words_at m0 (inl (i, a) : entry) (sto (z.1 i a))) => k; rewrite mxE.
    by apply: mean_ext (words_at m0 (inr (i, a) : entry) (sto (z.2 i a))) => k; rewrite mxE.
  split=> i a; rewrite -h2.
    by apply: mean_ext (words_at m0 (inl (i, a) : entry) (fun k => sto (z.1 i a) k ^+ 2)) => k;
      rewrite mxE.
  by apply: mean_ext (words_at m0 (inr (i, a) : entry) (fun k => sto (z.2 i a) k ^+ 2)) => k;
    rewrite mxE. Qed.
End Words.

Section Drift.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W)
  (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta : R) (M : 'M[R]_(d1, d2)).
Hypothesis noise : smoothing_noise E Z1 Z2 c c.
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Variables (store : state -> W -> state) (kept : R -> bool) (mu var place : R -> R)
  (omega eps beta : R).
Hypotheses (rounds : float_rounding kept mu var place omega eps beta)
  (law : float_store EW store kept mu var).
Implicit Types (z : state) (w : T) (k : W).
Local Notation moved := (moved Z1 Z2 eta M). Local Notation nX := (noisyX Z1 Z2 M).
Local Notation nY := (noisyY Z1 Z2 M). Local Notation shift := (shift mu var).
Definition stored_moved z (o : T * W) : state := store (moved z o.1) o.2.
Definition kept_state z : bool := [forall i, forall a, kept (z.1 i a)] &&
  [forall j, forall a, kept (z.2 j a)].
Lemma stored_kept z o : kept_state (stored_moved z o).
Proof. have [hx hy] := float_kept law (moved z o.1) o.2.
  by apply/andP; split; apply/forallP => i; apply/forallP => a; [exact: hx|exact: hy]. Qed.

(* What the store adds to D, in the mean. *)
Definition state_shift z : R := \sum_i \sum_a shift (z.1 i a) - \sum_j \sum_a shift (z.2 j a).
Local Lemma mean_stored z : EW (fun k => imbalance (store z k)) (imbalance z + state_shift z).
Proof. have [hx hy] := float_second law z. have h := mean_add (mean_sum (fun i => mean_sum (hx i)))
    (mean_scale (-1) (mean_sum (fun j => mean_sum (hy j)))).
  apply: mean_eq (mean_ext _ h) _ => [k|]; first by rewrite mulN1r /imbalance !normsq_sum.
  have e m n (A : 'M[R]_(m, n)) :
    \sum_i \sum_a (mu (A i a) ^+ 2 + var (A i a)) = normsq A + \sum_i \sum_a shift (A i a).
    rewrite normsq_sum -big_split; apply: eq_bigr => i _; rewrite -big_split; apply: eq_bigr => a _.
    by rewrite /StoredDrift.shift /=; ring.
  by rewrite !e /state_shift /imbalance; ring. Qed.

(* The region, and its numbers. *)
Variables (inside : state -> bool) (a NX NY PX PY kX kY K0 tX tY : R).
Record drift_region : Prop := DriftRegion {
  region_exact : forall z, inside z -> exists gx gy,
  [/\ E (fun w => normsq (nX z w)) gx, E (fun w => normsq (nY z w)) gy, gx <= kX, gy <= kY &
    `|(a - 2 * eta * c) * imbalance z + eta ^+ 2 * (gx - gy)| <= K0];
  region_size : forall z, inside z -> normsq z.1 <= NX /\ normsq z.2 <= NY;
  region_places : forall z, inside z ->
  squared_places omega eps z.1 <= PX /\ squared_places omega eps z.2 <= PY
}.
Hypotheses (region : drift_region) (tX0 : 0 < tX) (tY0 : 0 < tY).
Definition factor_cost d t P N g : R :=
  store_cost omega eps beta d r t P (eta ^+ 2 * g) (2 * N + 2 * (eta ^+ 2 * g)).
Definition drift_error : R := K0 + (factor_cost d1 tX PX NX kX + factor_cost d2 tY PY NY kY).

Lemma store_cost_le m t P P' p p' s s' : 0 < t -> P <= P' -> p <= p' -> s <= s' ->
  store_cost omega eps beta m r t P p s <= store_cost omega eps beta m r t P' p' s'.
Proof. move=> t0 hP hp hs; have e0 := eps_ge0 rounds; case/andP: (beta_01 rounds) => b0 _;
    have k0 := kap_ge0 rounds. apply: lerD; first apply: lerD.
  - by apply: ler_wpM2l => //; rewrite divr_ge0 ?ler0n // ltW.
  - by apply: ler_wpM2l => //; rewrite addr_ge0 // divr_ge0 ?ler01 // mulr_ge0 ?ler0n // ltW.
  apply: ler_wpM2l; first by rewrite mulr_ge0.
  by rewrite lerD2l; apply: ler_wpM2l => //; rewrite addr_ge0 // mulr_ge0 // addr_ge0. Qed.
Lemma factor_cost_ge0 m t P N g : 0 < t -> 0 <= P -> 0 <= N -> 0 <= g -> 0 <= factor_cost m t P N g.
Proof. move=> t0 P0 N0 g0; have h0 : 0 <= eta ^+ 2 * g by rewrite mulr_ge0 ?sqr_ge0.
  apply: (@le_trans _ _ (store_cost omega eps beta m r t 0 0 0));
    last by apply: store_cost_le => //; rewrite addr_ge0 // mulr_ge0.
  rewrite /store_cost !mulr0 addr0 !add0r addr0; case/andP: (beta_01 rounds) => b0 _.
  by rewrite mulr_ge0 ?mulr_ge0 ?ler0n // addr_ge0 ?sqr_ge0 ?(kap_ge0 rounds). Qed.
Lemma factor_cost_le m t P N (A G : 'M[R]_(m, r)) : 0 < t -> (forall i b, kept (A i b)) ->
  squared_places omega eps A <= P -> normsq A <= N ->
  `|\sum_i \sum_b shift ((A - eta *: G) i b)| <= factor_cost m t P N (normsq G).
Proof. move=> t0 hA hP hN; apply: le_trans (stored_factor rounds (eta *: G) t0 hA) _; rewrite
    normsqZ. apply: store_cost_le => //; have := normsqD2 A (- (eta *: G)); rewrite normsqN normsqZ.
  by move: hN; move: (normsq A) (normsq (_ - _)) (eta ^+ 2 * _) => *; lra. Qed.
Lemma factor_mean m t P N (G : T -> 'M[R]_(m, r)) g : E (fun w => normsq (G w)) g ->
  E (fun w => factor_cost m t P N (normsq (G w))) (factor_cost m t P N g).
Proof. move=> h; pose p := (1 / (2 * t) + eps) * eta ^+ 2
    + 2 * beta * ((eps * (1 + eps) + store_kap omega eps) * (2 * eta ^+ 2)).
  have := mean_add (mean_const E (factor_cost m t P N 0)) (mean_scale p h). by move=> h';
    apply: mean_eq (mean_ext _ h') _ => [w|]; rewrite /factor_cost /store_cost /p; ring. Qed.

Let total w z :=
  factor_cost d1 tX PX NX (normsq (nX z w)) + factor_cost d2 tY PY NY (normsq (nY z w)).
Lemma state_shift_le z w : kept_state z -> inside z -> `|state_shift (moved z w)| <= total w z.
Proof. move=> /andP [/forallP kx /forallP ky] hin; have [nx ny] := region_size region hin;
    have [px py] := region_places region hin.
  apply: le_trans (ler_normB _ _) _; apply: lerD; apply: factor_cost_le => // i b.
    by have /forallP := kx i; exact.
  by have /forallP := ky i; exact. Qed.
(* One stored update. *)
Theorem stored_imbalance_drift z : kept_state z -> inside z ->
  upper (apart E EW) (fun o => imbalance (stored_moved z o)) ((1 - a) * imbalance z + drift_error)
    /\
  upper (apart E EW) (fun o => - imbalance (stored_moved z o))
    (- ((1 - a) * imbalance z) + drift_error).
Proof. move=> hk hin; have [gx [gy [hx hy gxk gyk]]] := region_exact region hin; rewrite ler_norml
    => /andP [lo hi]. have e2 := sqr_ge0 eta. have hm := mean_imbalance eta noise hx hy.
  have ht : E (fun w => total w z) (factor_cost d1 tX PX NX gx + factor_cost d2 tY PY NY gy)
    by apply: mean_add; exact: factor_mean. have hc : factor_cost d1 tX PX NX gx
    + factor_cost d2 tY PY NY gy <= factor_cost d1 tX PX NX kX + factor_cost d2 tY PY NY kY.
    have le2 u v : u <= v -> eta ^+ 2 * u <= eta ^+ 2 * v by exact: ler_wpM2l.
    by apply: lerD; apply: store_cost_le => //; rewrite ?le2 // lerD2l ler_wpM2l ?le2.
  have sides w : - total w z <= state_shift (moved z w) <= total w z
    by rewrite -ler_norml state_shift_le. split.
    apply: (upper_apart (g := fun w => imbalance (moved z w) + state_shift (moved z w))
      (h := fun w => imbalance (moved z w) + total w z) (fun o => lexx _)) => [w|w|];
      first exact: (mean_stored (moved z w)).
      by case/andP: (sides w) => _ h; rewrite lerD2l.
    apply: upper_le (upper_mean (mean_add hm ht)); rewrite /drift_error; move: hc lo hi.
    by move: (factor_cost _ _ _ _ _ + factor_cost _ _ _ _ _) (factor_cost _ _ _ _ _
      + factor_cost _ _ _ _ _) (eta ^+ 2 * (gx - gy)) (imbalance z) => *; lra.
  apply: (upper_apart (F := fun o => -1 * imbalance (stored_moved z o))
    (g := fun w => -1 * (imbalance (moved z w) + state_shift (moved z w)))
    (h := fun w => -1 * imbalance (moved z w) + total w z)) => [o|w|w|]; first by rewrite mulN1r.
  - exact: (mean_scale (-1) (mean_stored (moved z w))).
  - by case/andP: (sides w) => h _; rewrite !mulN1r opprD lerD2l lerNl.
  apply: upper_le (upper_mean (mean_add (mean_scale (-1) hm) ht)); rewrite /drift_error;
    move: hc lo hi. by move: (factor_cost _ _ _ _ _ + factor_cost _ _ _ _ _) (factor_cost _ _ _ _ _
    + factor_cost _ _ _ _ _) (eta ^+ 2 * (gx - gy)) (imbalance z) => *; lra. Qed.

(* n updates. *)
Hypotheses (a0 : 0 < a) (a1 : a <= 1) (error0 : 0 <= drift_error).
Theorem stored_drift_survives n z : kept_state z ->
  carried (apart E EW) stored_moved (1 - a) (fun z => imbalance z) inside n z
    ((1 - a) ^+ n * imbalance z + drift_error / a * (1 - (1 - a) ^+ n)) /\
  carried (apart E EW) stored_moved (1 - a) (fun z => - imbalance z) inside n z
    (- ((1 - a) ^+ n * imbalance z) + drift_error / a * (1 - (1 - a) ^+ n)).
Proof. move=> hk; have q0 : 0 <= 1 - a by rewrite subr_ge0. have q1 : 1 - a < 1 by rewrite gtrBl.
  have up z' : kept_state z' && inside z' -> upper (apart E EW)
    (fun o => imbalance (stored_moved z' o)) ((1 - a) * imbalance z' + drift_error).
    by case/andP => h1 h2; have [] := stored_imbalance_drift h1 h2.
  have down z' : kept_state z' && inside z' -> upper (apart E EW)
    (fun o => - imbalance (stored_moved z' o)) (- ((1 - a) * imbalance z') + drift_error).
    by case/andP => h1 h2; have [] := stored_imbalance_drift h1 h2.
  have [hu hd] := stopped_drift q0 q1 error0 up down n z.
  by move: hu hd; rewrite /lag; have -> : 1 - (1 - a) = a by [ring]; move=> hu hd; split;
    apply: carried_kept hk _; [exact: stored_kept|exact: hu|exact: stored_kept|exact: hd]. Qed.
End Drift.
