(* SPDX-License-Identifier: Apache-2.0 *)
(* SignsBalance.v: what Balance.v supposes of a run can be met at any rank, for any M: noise that is
   bounded at every outcome meets it.

   Where |X|^2 + |Y|^2 <= N and |Z1|^2 + |Z2|^2 <= b, the perturbed iterate has a squared length of
   at most S = 2 N + 2 b, and the noisy gradient
       |GX|^2 + |GY|^2 <= K = (S^2/2 + 2 |M|^2) S.
   So k2 = K and k4 = K^2. Random signs of the sizes t1 and t2 with d1 t1^2 = d2 t2^2 = c have b = 2
   r c.
   Main results: length_bounded, balance_bounded, balance_signs.
   Paper's place: Theorem 2 and Phase III (the noise selects the balanced optimum), any rank. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  LemmaFour Descent Excess GradientMoments Signs Balance.

Section Bounded.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta b N : R) (M : 'M[R]_(d1, d2)).
Hypotheses (noise : smoothing_noise E Z1 Z2 c c)
  (bounded : forall w, normsq (Z1 w) + normsq (Z2 w) <= b).
Hypotheses (b0 : 0 <= b) (N0 : 0 <= N).
Implicit Type z : 'M[R]_(d1, r) * 'M[R]_(d2, r).
Definition reach : R := 2 * N + 2 * b.
Definition longest : R := (reach ^+ 2 / 2 + 2 * normsq M) * reach.

Lemma reach_ge0 : 0 <= reach. Proof. by rewrite addr_ge0 ?mulr_ge0 ?ler0n. Qed.
Lemma longest_ge0 : 0 <= longest.
Proof. apply: mulr_ge0 reach_ge0; apply: addr_ge0; first exact: divr_ge0 (sqr_ge0 _) (ler0n _ _).
  exact: mulr_ge0 (ler0n _ _) (normsq_ge0 _). Qed.
Lemma residual_bounded (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) : normsq X + normsq Y <= reach ->
  normsq (residual M X Y) <= reach ^+ 2 / 2 + 2 * normsq M.
Proof. move=> hS; have h := normsqD2 (X *m Y^T) (- M); rewrite normsqN in h; apply: le_trans h _;
    rewrite lerD2r. have product := normsq_mul_le X Y^T; rewrite normsq_tr in product.
  have square : (normsq X + normsq Y) ^+ 2 <= reach ^+ 2 by rewrite ler_sqr ?nnegrE ?reach_ge0 //
    addr_ge0 ?normsq_ge0. have := sqr_ge0 (normsq X - normsq Y); have e : (normsq X + normsq Y) ^+ 2
    = (normsq X - normsq Y) ^+ 2 + 4 * (normsq X * normsq Y) by ring. by move: product square;
    rewrite e; move: (normsq (_ *m _)) (_ * _) ((_ - _) ^+ 2) (reach ^+ 2) => *; lra. Qed.
Lemma perturbed_bounded z w : normsq z.1 + normsq z.2 <= N ->
  normsq (z.1 + Z1 w) + normsq (z.2 + Z2 w) <= reach.
Proof. have h1 := normsqD2 z.1 (Z1 w); have h2 := normsqD2 z.2 (Z2 w); have := bounded w;
    rewrite /reach; move: h1 h2.
  by move: (normsq _) (normsq _) (normsq _) (normsq _) (normsq _) (normsq _) => *; lra. Qed.
Theorem length_bounded z w : normsq z.1 + normsq z.2 <= N -> noisy_length Z1 Z2 M z w <= longest.
Proof. move=> hN; rewrite /noisy_length /noisyX /noisyY /gradX /gradY; have := perturbed_bounded w
    hN. move: (z.1 + Z1 w) (z.2 + Z2 w) => A B hS; have hr := residual_bounded hS.
  have gX := normsq_mul_le (residual M A B) B; have gY := normsq_mul_le (residual M A B)^T A;
    rewrite normsq_tr in gY.
  apply: (@le_trans _ _ (normsq (residual M A B) * (normsq A + normsq B))); first by rewrite mulrDr
    addrC; exact: lerD. by apply: ler_pM; rewrite ?addr_ge0 ?normsq_ge0. Qed.
Lemma moments_bounded_noise z : normsq z.1 + normsq z.2 <= N -> [/\ normsq z.1 + normsq z.2 <= N,
  upper E (noisy_length Z1 Z2 M z) longest &
  upper E (fun w => noisy_length Z1 Z2 M z w ^+ 2) (longest ^+ 2)].
Proof. move=> hN; split=> //; apply: upper_mono (upper_const E _) => w; first exact: length_bounded.
  by rewrite ler_sqr ?nnegrE ?longest_ge0 ?length_bounded // addr_ge0 ?normsq_ge0. Qed.

Hypotheses (eta0 : 0 < eta) (c0 : 0 < c) (etac : 4 * eta * c <= 1).
Theorem balance_bounded t1 n level z : 0 < level ->
  fails E (moved Z1 Z2 eta M) (fun t z => (t1 <= t)%N && (level < imbalance z ^+ 2))
    (fun _ z => ~~ (normsq z.1 + normsq z.2 <= N)) n 0 z
    (((1 - 4 * eta * c) ^+ t1 * imbalance z ^+ 2
        + grows eta N longest (longest ^+ 2) / (4 * eta * c)
      + grows eta N longest (longest ^+ 2) * (n - t1)%:R) / level).
Proof. exact: (balance_lasts noise eta0 c0 etac N0 longest_ge0 (sqr_ge0 _)
    (inside := fun z => normsq z.1 + normsq z.2 <= N) moments_bounded_noise). Qed.
End Bounded.

(* Random signs: nothing is left to suppose of the noise. *)
Section Signs.
Variables (R : realFieldType) (d1 d2 r : nat) (t1 t2 c : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = c) (h2 : d2%:R * t2 ^+ 2 = c) (c0 : 0 < c).
Local Notation E := (Rademacher.all_signs R d1 d2 r).
Local Notation Z1 := (@Rademacher.Z1 R d1 d2 r t1).
Local Notation Z2 := (@Rademacher.Z2 R d1 d2 r t2).

Lemma signs_smoothing : smoothing_noise E Z1 Z2 c c.
Proof. split; [exact: Rademacher.Z1_centred|exact: Rademacher.Z2_centred| | |exact: Rademacher.Z12].
    by exists (@isotropic R d1 r (t1 ^+ 2));
      [exact: Rademacher.Z1_second|rewrite gram_mean_isotropic h1].
  by exists (@isotropic R d2 r (t2 ^+ 2));
    [exact: Rademacher.Z2_second|rewrite gram_mean_isotropic h2]. Qed.
Lemma normsq_signs d (t : R) (A : 'M[R]_(d, r)) : (forall i a, A i a ^+ 2 = t ^+ 2) ->
  normsq A = r%:R * (d%:R * t ^+ 2).
Proof. move=> h; rewrite normsq_sum (eq_bigr (fun=> r%:R * t ^+ 2)) => [|i _].
    by rewrite sumr_const card_ord -[LHS]mulr_natl mulrCA.
  by rewrite (eq_bigr (fun=> t ^+ 2)) => [|a _];
    [rewrite sumr_const card_ord -[LHS]mulr_natl|exact: h]. Qed.
Lemma signs_bounded w : normsq (Z1 w) + normsq (Z2 w) <= 2 * (r%:R * c).
Proof. have -> : normsq (Z1 w) = r%:R * c by rewrite -h1; apply: normsq_signs => i a; rewrite mxE
    exprMn sign_sq mulr1. have -> : normsq (Z2 w) = r%:R * c by rewrite -h2; apply: normsq_signs =>
    i a; rewrite mxE exprMn sign_sq mulr1. by rewrite mulr2n mulrDl mul1r. Qed.

Variables (eta N : R) (M : 'M[R]_(d1, d2)).
Hypotheses (eta0 : 0 < eta) (etac : 4 * eta * c <= 1) (N0 : 0 <= N).
Local Notation K := (longest (2 * (r%:R * c)) N M).
Theorem balance_signs k n level z : 0 < level ->
  fails E (moved Z1 Z2 eta M) (fun t z => (k <= t)%N && (level < imbalance z ^+ 2))
    (fun _ z => ~~ (normsq z.1 + normsq z.2 <= N)) n 0 z
    (((1 - 4 * eta * c) ^+ k * imbalance z ^+ 2 + grows eta N K (K ^+ 2) / (4 * eta * c)
        + grows eta N K (K ^+ 2) * (n - k)%:R) / level).
Proof. by apply: (balance_bounded M signs_smoothing signs_bounded _ N0 eta0 c0 etac);
    rewrite !mulr_ge0 ?ler0n ?ltW. Qed.
End Signs.
