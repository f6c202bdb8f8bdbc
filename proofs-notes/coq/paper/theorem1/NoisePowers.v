(* SPDX-License-Identifier: Apache-2.0 *)
(* NoisePowers.v: noise without a bound raises the smoothed objective gently too, at any rank, if
   the powers of its size have means as a Gaussian's.

   The noise is like AnyStartBalance.v's, E Z1^T Z1 = E Z2^T Z2 = c I, but in the place of |Z1|^2 +
   |Z2|^2 <= b stands
       E (|Z1|^2 + |Z2|^2)^k <= growth k * b^k      for k <= 12, growth = 1, 1, 3, 15, 105, ... (the
                                                    moments of a normal number).
   Where Fs <= h^2/2, K as there and g = |GX|^2 + |GY|^2,
       E g <= k1 = K + 30 N b^2 + 42 b^3,      E g^j <= kj = (1 + growth (3 j)) K^j for j = 2, 4,
   so that the noise raises Fs gently with m = eta^2 (N + h/2 + c/2) k1 + eta^4 k2/4, K = k1 and
       v = 4 eta^4 (N + h/2 + c/2)^2 k2 + eta^8 k4/4.
   A sum of independent squares is such: (p_1 x_1 + ... + p_n x_n)^k <= (p_1 + ... + p_n)^(k - 1)
   (p_1 x_1^k + ... + p_n x_n^k).
   Main results: power_mean, powers_rise, independent_powers.
   Paper's place: Theorem 2 and Phase III, any rank; Section 2 (Gaussian perturbations). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing IndependentEntries Process
  LemmaFour Descent GradientMoments Balance AnyStartBalance.

(* The mean of powers. *)
Section PowerMean.
Variables (R : realFieldType) (I : finType) (p x : I -> R).
Hypotheses (p0 : forall i, 0 <= p i) (x0 : forall i, 0 <= x i).
Lemma same_order (a b : R) m : 0 <= a -> 0 <= b -> 0 <= (a - b) * (a ^+ m - b ^+ m).
Proof. have mono (y z : R) : 0 <= y -> y <= z -> y ^+ m <= z ^+ m by move=> y0 yz;
    rewrite lerXn2r ?nnegrE // (le_trans y0). move=> a0 b0; case: (leP a b) => h;
    last by apply: mulr_ge0; rewrite subr_ge0; [exact: ltW|apply: mono (ltW h)].
  by rewrite -mulrNN !opprB; apply: mulr_ge0; rewrite subr_ge0 //; exact: mono. Qed.
Lemma sums_order m :
  (\sum_i p i * x i) * (\sum_i p i * x i ^+ m) <= (\sum_i p i) * (\sum_i p i * x i ^+ m.+1).
Proof. have S0 : 0 <= \sum_i p i by exact: sumr_ge0. have [e|S1] := eqVneq (\sum_i p i) 0.
    have z i : p i = 0 by apply/eqP; move/eqP: e; rewrite psumr_eq0 // => /allP /(_ i); rewrite
      mem_index_enum => /(_ isT) /implyP; exact. by rewrite !big1 ?mul0r // => i _; rewrite z mul0r.
  pose t := (\sum_i p i * x i) / \sum_i p i.
  have t0 : 0 <= t by apply: divr_ge0 => //; apply: sumr_ge0 => i _; exact: mulr_ge0.
  have tS : \sum_i p i * x i = t * \sum_i p i by rewrite mulfVK. have : 0 <= \sum_i p i * ((x i - t)
    * (x i ^+ m - t ^+ m)) by apply: sumr_ge0 => i _; apply: mulr_ge0 (same_order m (x0 i) t0).
  have -> : \sum_i p i * ((x i - t) * (x i ^+ m - t ^+ m)) = \sum_i p i * x i ^+ m.+1
    - t * (\sum_i p i * x i ^+ m) - t ^+ m * (\sum_i p i * x i) + t ^+ m.+1 * \sum_i p i.
    rewrite !mulr_sumr -!sumrB -big_split /=; apply: eq_bigr => i _; rewrite !exprS; ring.
  rewrite tS => h; have {}h : t * (\sum_i p i * x i ^+ m) <= \sum_i p i * x i ^+ m.+1.
    by move: h; rewrite exprS; move: (\sum_i _) (\sum_i p i * x i ^+ m) (\sum_i p i) => a b d; lra.
  by rewrite mulrAC [X in _ <= X]mulrC; apply: ler_wpM2r. Qed.
Local Theorem power_mean k :
  (\sum_i p i * x i) ^+ k.+1 <= (\sum_i p i) ^+ k * \sum_i p i * x i ^+ k.+1.
Proof. have s0 : 0 <= \sum_i p i * x i by apply: sumr_ge0 => i _; exact: mulr_ge0. elim: k =>
    [|k IH]; first by rewrite expr1 expr0 mul1r; under [X in _ <= X]eq_bigr do rewrite expr1.
  rewrite exprS; apply: le_trans (ler_wpM2l s0 IH) _; rewrite mulrCA exprSr -mulrA.
  by apply: ler_wpM2l; [exact: exprn_ge0 (sumr_ge0 _ _)|exact: sums_order]. Qed.
End PowerMean.

Section Powers.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta b h : R) (M : 'M[R]_(d1, d2)).
Local Notation size w := (normsq (Z1 w) + normsq (Z2 w)).
Definition powers n : Prop := forall k, (k <= n)%N ->
  upper E (fun w => size w ^+ k) (growth R k * b ^+ k).
Hypotheses (noise : smoothing_noise E Z1 Z2 c c) (sizes : powers 12) (b0 : 0 < b).
Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (h0 : 0 < h).
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Local Notation g := (noisy_length Z1 Z2 M). Local Notation N := (widest c h).
Local Notation K x := (noisiest c x h).
Let N0 : 0 <= N. Proof. by apply: divr_ge0; [exact: sqr_ge0|exact: ltW]. Qed.
Let size0 w : 0 <= size w. Proof. exact: addr_ge0 (normsq_ge0 _) (normsq_ge0 _). Qed.
Let g0 z w : 0 <= g z w. Proof. exact: addr_ge0 (normsq_ge0 _) (normsq_ge0 _). Qed.

Definition power1 : R := K b + 30 * N * b ^+ 2 + 42 * b ^+ 3.
Definition power j : R := (1 + growth R (3 * j)) * K b ^+ j.
Lemma length_of_size z w : objective c M z <= h ^+ 2 / 2 -> g z w <= K (size w).
Proof. by move=> low; exact: (@length_low R unit _ _ _ (fun=> Z1 w) (fun=> Z2 w) c (size w) h M
    (fun=> lexx _) (size0 w) c0 z low tt). Qed.
Lemma mean_power1 z : objective c M z <= h ^+ 2 / 2 -> upper E (g z) power1.
Proof. move=> low; have n2 : 0 <= 15 * N by exact: mulr_ge0 (ler0n _ 15) N0.
  have n1 : 0 <= 4 * h ^+ 2 + 12 * N ^+ 2
    by exact: addr_ge0 (mulr_ge0 (ler0n _ 4) (sqr_ge0 _)) (mulr_ge0 (ler0n _ 12) (sqr_ge0 _)).
  have hu := upper_add (upper_add (upper_const E (4 * h ^+ 2 * N)) (upper_scale n1
      (sizes (isT : 1 <= 12)%N))) (upper_add (upper_scale n2 (sizes (isT : 2 <= 12)%N))
    (upper_scale (ler0n R 3) (sizes (isT : 3 <= 12)%N))). apply: upper_le (upper_mono _ hu) => [|w].
    by rewrite !growths /power1 /noisiest le_eqVlt; apply/orP; left; apply/eqP; field.
  apply: le_trans (length_of_size w low) _; rewrite /noisiest; move: (size w) => x.
  by rewrite le_eqVlt; apply/orP; left; apply/eqP; field. Qed.
Lemma noisiest_power x j : 0 <= x -> K x ^+ j <= K b ^+ j * (1 + (x / b) ^+ (3 * j)).
Proof. move=> x0; have bb := ltW b0; have h2 := sqr_ge0 h.
  have first0 y : 0 <= y -> 0 <= 2 * h ^+ 2 + 6 * N * y + 3 / 2 * y ^+ 2.
    by move=> y0; have := mulr_ge0 N0 y0; have := sqr_ge0 y; rewrite -mulrA;
      move: (h ^+ 2) h2 (y ^+ 2) (N * y) => *; lra.
  have last0 y : 0 <= y -> 0 <= 2 * N + 2 * y by move: N0; lra.
  have K0 y : 0 <= y -> 0 <= K y by move=> y0; exact: mulr_ge0 (first0 _ y0) (last0 _ y0).
  have Kb := exprn_ge0 j (K0 b bb). case: (leP x b) => hx.
    apply: (@le_trans _ _ (K b ^+ j)); last by rewrite ler_peMr // lerDl exprn_ge0 // divr_ge0.
    rewrite lerXn2r ?nnegrE ?K0 //; apply: ler_pM; rewrite ?first0 ?last0 //; last by move: hx; lra.
    have := ler_wpM2l N0 hx; have : x ^+ 2 <= b ^+ 2 by rewrite lerXn2r ?nnegrE.
    by rewrite -!mulrA; move: (x ^+ 2) (b ^+ 2) (N * x) (N * b) (h ^+ 2) => *; lra.
  have t1 : 1 <= x / b by rewrite ler_pdivlMr // mul1r ltW. move: (x / b) t1
    (divfK (lt0r_neq0 b0) x : x / b * b = x) => t t1 <-; have t0 : 0 <= t by exact: le_trans t1.
  apply: (@le_trans _ _ ((t ^+ 3 * K b) ^+ j)); last first.
    by rewrite exprMn mulrC -exprM; apply: ler_wpM2l => //; rewrite lerDr.
  have tb0 : 0 <= t * b by exact: mulr_ge0.
  have tK0 : 0 <= t ^+ 3 * K b by exact: mulr_ge0 (exprn_ge0 3 t0) (K0 b bb).
  rewrite lerXn2r ?nnegrE ?(K0 _ tb0) //. have -> : t ^+ 3 * K b = t ^+ 2
    * (2 * h ^+ 2 + 6 * N * b + 3 / 2 * b ^+ 2) * (t * (2 * N + 2 * b)) by rewrite /noisiest; ring.
  apply: ler_pM; rewrite ?first0 ?last0 ?mulr_ge0 //.
    have t2 : t <= t ^+ 2 by rewrite expr2 ler_peMl.
    have q1 : 0 <= (t ^+ 2 - 1) * h ^+ 2 by rewrite mulr_ge0 // subr_ge0 (le_trans t1).
    have q2 : 0 <= (t ^+ 2 - t) * (N * b) by rewrite mulr_ge0 ?subr_ge0 // mulr_ge0.
    have -> : t ^+ 2 * (2 * h ^+ 2 + 6 * N * b + 3 / 2 * b ^+ 2) = 2 * h ^+ 2 + 6 * N * (t * b)
      + 3 / 2 * (t * b) ^+ 2 + (2 * ((t ^+ 2 - 1) * h ^+ 2) + 6 * ((t ^+ 2 - t) * (N * b))) by ring.
    by rewrite lerDl; move: q1 q2; lra.
  have := mulr_ge0 (_ : 0 <= t - 1) N0; rewrite subr_ge0 mulrBl mul1r => /(_ t1). by have -> : t
    * (2 * N + 2 * b) = 2 * (t * N) + 2 * (t * b) by [ring]; move: (t * N) (t * b) N => *; lra. Qed.
Lemma mean_power j z : (3 * j <= 12)%N -> objective c M z <= h ^+ 2 / 2 ->
  upper E (fun w => g z w ^+ j) (power j).
Proof. move=> hj low; have Kb : 0 <= K b ^+ j by apply: exprn_ge0; exact: noisiest_ge0 (ltW b0) c0.
  have i0 : 0 <= (b ^+ (3 * j))^-1 by rewrite invr_ge0 exprn_ge0 // ltW.
  have hu := upper_scale Kb (upper_add (upper_const E 1) (upper_scale i0 (sizes hj))).
  apply: upper_le (upper_mono _ hu) => [|w].
    by rewrite mulrCA mulVf ?expf_neq0 ?gt_eqF // mulr1 /power mulrC.
  apply: le_trans (_ : K (size w) ^+ j <= _);
    first by rewrite lerXn2r ?nnegrE ?g0 ?length_of_size // (le_trans (g0 z w)) ?length_of_size.
  by rewrite -[_^-1 * _]mulrC -expr_div_n; exact: noisiest_power. Qed.

Let K0 : 0 <= K b. Proof. exact: noisiest_ge0 (ltW b0) c0. Qed.
Lemma power1_ge0 : 0 <= power1.
Proof. apply: addr_ge0 (addr_ge0 K0 _) (mulr_ge0 (ler0n _ 42) (exprn_ge0 3 (ltW b0))).
  exact: mulr_ge0 (mulr_ge0 (ler0n _ 30) N0) (sqr_ge0 _). Qed.
Lemma power_ge0 j : 0 <= power j.
Proof. exact: mulr_ge0 (addr_ge0 ler01 (growth_ge0 R (3 * j))) (exprn_ge0 j K0). Qed.
Local Notation slack := (slack c h).
Definition rises_by : R := eta ^+ 2 * slack * power1 + eta ^+ 4 * power 2 / 4.
Definition spreads_by : R := 4 * eta ^+ 4 * slack ^+ 2 * power 2 + eta ^+ 8 * power 4 / 4.
Lemma rises_by_ge0 : 0 <= rises_by.
Proof. apply: addr_ge0; first exact: mulr_ge0 (mulr_ge0 (sqr_ge0 _) (slack_ge0 c0 h0)) power1_ge0.
  by apply: divr_ge0 => //; apply: mulr_ge0 (power_ge0 2); rewrite (exprM _ 2 2) sqr_ge0. Qed.
Theorem powers_rise : rises_gently E Z1 Z2 c eta h M rises_by power1 spreads_by.
Proof. move=> z low; have s0 : 0 <= eta ^+ 2 * slack by exact: mulr_ge0 (sqr_ge0 _)
    (slack_ge0 c0 h0). have e40 : 0 <= eta ^+ 4 by exact: exprn_ge0 (ltW eta0).
  have e44 : 0 <= eta ^+ 4 / 4 by exact: divr_ge0. have m1 := mean_power1 low; have m2 :=
    mean_power (isT : 3 * 2 <= 12)%N low; have m4 := mean_power (isT : 3 * 4 <= 12)%N low.
  exists (rise Z1 Z2 c eta h M z); split; first exact: objective_rises.
  - have hs := upper_mean (mean_scale (- eta) (mean_slope M noise z)). apply: upper_le
      (upper_mono _ (upper_add (upper_add (upper_scale s0 m1) (upper_scale e44 m2)) hs)) => [|w].
      by rewrite /rises_by mulNr [_ / 4 * _]mulrAC.
    by rewrite /rise mulNr [eta ^+ 4 / 4 * _]mulrAC.
  have G0 : 0 <= 2 * eta ^+ 2 * gradient_sq c M z
    by exact: mulr_ge0 (mulr_ge0 (ler0n _ 2) (sqr_ge0 _)) (gradient_sq_ge0 _ _ _).
  have s2 : 0 <= 4 * (eta ^+ 2 * slack) ^+ 2 by exact: mulr_ge0 (ler0n _ 4) (sqr_ge0 _).
  have e8 : 0 <= eta ^+ 8 / 4 by rewrite divr_ge0 // (exprM _ 4 2) sqr_ge0.
  have hu := upper_add (upper_scale G0 m1) (upper_add (upper_scale s2 m2) (upper_scale e8 m4)).
  apply: upper_le (upper_mono _ hu) => [|w].
    by rewrite /spreads_by le_eqVlt; apply/orP; left; apply/eqP; field.
  have q := ler_wpM2l (sqr_ge0 eta) (slope_sq Z1 Z2 c M z w); rewrite /rise. move: (g z w)
    (slope Z1 Z2 c M z w) (gradient_sq c M z) q => x y G; set p := eta ^+ 2 * slack * x; set o :=
    eta ^+ 4 * x ^+ 2 / 4 => q. have a1 := sqr_ge0 (p + o + eta * y); have a2 := sqr_ge0 (p - o).
  have -> : 2 * eta ^+ 2 * G * x + (4 * (eta ^+ 2 * slack) ^+ 2 * x ^+ 2 + eta ^+ 8 / 4 * x ^+ 4) =
    2 * (eta ^+ 2 * (G * x)) + (4 * p ^+ 2 + 4 * o ^+ 2) by rewrite /p /o; field.
  have b1 : (p + o + eta * y) ^+ 2 = 2 * (p + o) ^+ 2 + 2 * (eta ^+ 2 * y ^+ 2) - (p + o - eta
    * y) ^+ 2 by ring. have b2 : (p - o) ^+ 2 = 2 * p ^+ 2 + 2 * o ^+ 2 - (p + o) ^+ 2 by ring.
  move: a1 a2 q; rewrite b1 b2; move: (p ^+ 2) (o ^+ 2) ((p + o) ^+ 2) ((p + o - eta * y) ^+ 2)
    (eta ^+ 2 * y ^+ 2) (eta ^+ 2 * (G * x)) => *; lra. Qed.
End Powers.

(* Independent numbers, q1 or q2 of each, with even moments of at most a normal number's. *)
Section Independent.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r n : nat) (q1 q2 c : R)
  (mu : nat -> R).
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Variable w : T -> place -> R.
Hypotheses (each : forall i k, (k <= n)%N -> E (fun t => w t i ^+ (2 * k)) (growth R k)).
Hypotheses (h1 : d1%:R * q1 ^+ 2 = c) (h2 : d2%:R * q2 ^+ 2 = c).
Let p (i : place) : R := if i is inl _ then q1 ^+ 2 else q2 ^+ 2.
Lemma size_sum t : normsq (matrix1 w q1 t) + normsq (matrix2 w q2 t) = \sum_i p i * w t i ^+ 2.
Proof. rewrite big_sumType /= !normsq_sum !pair_big /=; congr (_ + _); apply: eq_bigr => -[i k] _;
    by rewrite mxE exprMn. Qed.
Lemma weights : \sum_i p i = 2 * (r%:R * c).
Proof. rewrite big_sumType /= !sumr_const !card_prod !card_ord -[X in X + _]mulr_natl
    -[X in _ + X]mulr_natl !natrM. have -> : d1%:R * r%:R * q1 ^+ 2 + d2%:R * r%:R * q2 ^+ 2 =
    r%:R * (d1%:R * q1 ^+ 2 + d2%:R * q2 ^+ 2) by ring. by rewrite h1 h2; ring. Qed.
Theorem independent_powers : powers E (matrix1 w q1) (matrix2 w q2) (2 * (r%:R * c)) n.
Proof. have p0 i : 0 <= p i by case: i => i; exact: sqr_ge0.
  case=> [|k] hk; first by rewrite !growths expr0 mul1r; exact: upper_mono (upper_const E 1).
  have mean : E (fun t => (\sum_i p i) ^+ k * \sum_i p i * (w t i ^+ 2) ^+ k.+1)
    ((\sum_i p i) ^+ k * \sum_i p i * growth R k.+1).
    by apply/mean_scale/mean_sum => i; apply: mean_scale; apply: mean_ext (each i hk) => t;
      rewrite exprM.
  apply: upper_le (upper_mono _ (upper_mean mean)) => [|t].
    by rewrite -mulr_suml mulrA -exprSr weights mulrC.
  by rewrite size_sum; exact: power_mean p0 (fun i => sqr_ge0 _) k. Qed.
End Independent.
