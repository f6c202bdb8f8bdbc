(* SPDX-License-Identifier: Apache-2.0 *)
(* Signs.v: the local theorem for independent random signs, where nothing is left to assume, and
   with numbers.

   The entries of Z1 are t1 or -t1, those of Z2 t2 or -t2, with d1 t1^2 = d2 t2^2 = s. n steps have
   #|outcomes|^n equally likely sequences of signs, and the share of those along which the run fails
   is what the theorem bounds. With s = 1/16, eta = 10^-10, from an excess of at most 1/4: at all
   times from 9.6 10^12 to 1.92 10^13 the excess is at most 1/100, except with a probability of at
   most 7/100.
   Main results: signs_law, signs_share, signs_count, signs_instance.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Process Window
  FiniteLaw UniformLaw LemmaFour Descent Excess GradientMoments LocalTheorem.

Lemma growth_ge1 (R : realFieldType) k : 1 <= growth R k.
Proof. by rewrite /growth ler1n; apply/prodn_gt0 => j; rewrite addn1. Qed.

Section Law.
Variables (R : realFieldType) (d1 d2 : nat) (t1 t2 s : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = s) (h2 : d2%:R * t2 ^+ 2 = s).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1).
Local Notation E := (Rademacher.all_signs R d1 d2 1).
Local Notation Z1 := (@Rademacher.Z1 R d1 d2 1 t1).
Local Notation Z2 := (@Rademacher.Z2 R d1 d2 1 t2).
Lemma sign_sq b : (Rademacher.sign R b) ^+ 2 = 1.
Proof. by case: b; rewrite /Rademacher.sign ?sqrrN expr1n. Qed.
Lemma normsq_signs1 w : normsq (Z1 w) = s.
Proof. rewrite /normsq inner_col (eq_bigr (fun=> t1 ^+ 2)) => [|i _]; last by rewrite mxE -expr2
    exprMn sign_sq mulr1. by rewrite sumr_const card_ord -h1 mulr_natl. Qed.
Lemma normsq_signs2 w : normsq (Z2 w) = s.
Proof. rewrite /normsq inner_col (eq_bigr (fun=> t2 ^+ 2)) => [|i _]; last by rewrite mxE -expr2
    exprMn sign_sq mulr1. by rewrite sumr_const card_ord -h2 mulr_natl. Qed.
Theorem signs_law : 0 <= s -> law E Z1 Z2 s.
Proof. move=> s0; split.
    split; [exact: Rademacher.Z1_centred|exact: Rademacher.Z2_centred| | |exact: Rademacher.Z12].
      by exists (@isotropic R d1 1 (t1 ^+ 2));
        [exact: Rademacher.Z1_second|rewrite gram_mean_isotropic h1].
    by exists (@isotropic R d2 1 (t2 ^+ 2));
      [exact: Rademacher.Z2_second|rewrite gram_mean_isotropic h2].
  move=> j k _ _; apply: upper_le (upper_mono _ (upper_const E (s ^+ (j + k)))) => [|w].
    by rewrite ler_peMl ?exprn_ge0 // mulr_ege1 ?growth_ge1.
  by rewrite normsq_signs1 normsq_signs2 exprD. Qed.

(* The average over all signs is that of equally likely outcomes. *)
Lemma signs_inhabited : (0 < #|{: outcomes}|)%N.
Proof. by apply/card_gt0P; exists ([ffun=> true], [ffun=> true]). Qed.
Lemma signs_uniform f e : E f e -> uniform R signs_inhabited f e.
Proof. move=> <-; rewrite /= uniformE /Rademacher.average pair_bigA card_prod natrM; congr (_ / _).
  by apply: eq_bigr => -[]. Qed.
End Law.

Section Count.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 s : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = s) (h2 : d2%:R * t2 ^+ 2 = s).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2) (eta : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1)
  (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1).
Local Notation run_step := (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta).
Definition exceeds (k : nat) (level : R) (t : nat)
    (z : state R d1 d2) : bool := (k <= t)%N && (level < excess_at u v s z).

(* The share of the sequences of signs along which a run is bad somewhere is what "fails" bounds. *)
Theorem signs_share bad n z b :
  fails (Rademacher.all_signs R d1 d2 1) run_step bad (fun _ _ => false) n 0 z b ->
  #|[set ws : n.-tuple outcomes | meets run_step bad 0 z ws]|%:R / (#|{: outcomes}| ^ n)%:R <= b.
Proof. by move=> h; apply: (share_count (inhabited := signs_inhabited d1 d2));
    apply: fails_same_means h; exact: signs_uniform. Qed.
(* That of the sequences along which the excess is above level at some time from k to n. *)
Theorem signs_count k n level z : 0 < level -> excess_at u v s z <= 1 / 4 ->
  #|[set ws : n.-tuple outcomes
    | meets run_step (exceeds k level) 0 z ws]|%:R / (#|{: outcomes}| ^ n)%:R <=
    n%:R * (720 * eta ^+ 2 / s ^+ 2)
     + ((1 - eta * s / 5) ^+ k * excess_at u v s z + 50 * eta / s ^+ 3
       + 10 * eta ^+ 2 / s ^+ 2 * (n - k)%:R) / level.
Proof. by move=> lev hz; apply/signs_share/(theorem_local (signs_law h1 h2 (ltW s0))). Qed.
End Count.

(* Numbers: s = 1/16, eta = 10^-10, k = 960 10^10. *)
Section Instance.
Variables (R : rcfType) (x E : R) (m : nat).
Hypotheses (x0 : 0 <= x) (x4 : x <= 1 / 4) (E10 : E = 100 * 100 * (100 * 100) * 100)
  (mE : m%:R = 80 * E).
Local Notation k := (12 * m)%N.
Lemma numbers_small :
  (2 * k)%:R * (720 * E^-1 ^+ 2 / (1 / 16) ^+ 2)
    + ((1 - E^-1 * (1 / 16) / 5) ^+ k * x + 50 * E^-1 / (1 / 16) ^+ 3
    + 10 * E^-1 ^+ 2 / (1 / 16) ^+ 2 * (2 * k - k)%:R) / (1 / 100) <= 7 / 100.
Proof. have E0 : 0 < E by rewrite E10; do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
  have ne : E != 0 by rewrite gt_eqF. have i0 : 0 <= E^-1 by rewrite invr_ge0 ltW.
  have i1 : E^-1 <= 1 by rewrite invf_le1 // E10; lra.
  have a01 : 0 <= E^-1 * (1 / 16) / 5 <= 1 by apply/andP; split; lra. have ca : 1 <= m%:R
    * (E^-1 * (1 / 16) / 5) by rewrite mE; have -> : 80 * E * (E^-1 * (1 / 16) / 5) = 1 by field.
  have := contraction 12 a01 ca; rewrite mulnC; have : 0 <= (1 - E^-1 * (1 / 16) / 5) ^+ k.
    by rewrite exprn_ge0 // subr_ge0; case/andP: a01.
  have -> : (2 * k - k)%N = k by rewrite mul2n -addnn addnK.
  have -> : (2 * k)%:R = 2 * (12 * (80 * E)) by rewrite natrM natrM mE.
  have -> : k%:R = 12 * (80 * E) by rewrite natrM mE.
  move: ((1 - E^-1 * (1 / 16) / 5) ^+ k) => c c0 hc. have -> : 2 * (12 * (80 * E))
    * (720 * E^-1 ^+ 2 / (1 / 16) ^+ 2) = 2 * 12 * 80 * 720 * 256 * E^-1 by field.
  have -> : (c * x + 50 * E^-1 / (1 / 16) ^+ 3 + 10 * E^-1 ^+ 2 / (1 / 16) ^+ 2 * (12 * (80 * E)))
    / (1 / 100) = 100 * (c * x) + 100 * (50 * 16 * 256 * E^-1) + 100 * (10 * 256 * 12 * 80 * E^-1)
    by field. have iE : E^-1 * (100 * 100 * (100 * 100) * 100) = 1 by rewrite -E10 mulVf.
  have cx : c * x <= 1 / (64 * 64) * (1 / 4).
    by apply: ler_pM => //; apply: le_trans hc _;
      have -> : 2^-1 ^+ 12 = 1 / (64 * 64) :> R by field.
  by move: cx iE; move: (c * x) (E^-1) => y e *; lra. Qed.
End Instance.
Section SignsInstance.
Variables (R : rcfType) (d1 d2 : nat) (t1 t2 : R).
Hypotheses (h1 : d1%:R * t1 ^+ 2 = 1 / 16) (h2 : d2%:R * t2 ^+ 2 = 1 / 16).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2). Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation eta := ((100 * 100 * (100 * 100) * 100)^-1 : R).
Local Notation k := (12 * (80 * (100 * 100 * (100 * 100) * 100)))%N.
Theorem signs_instance z : excess_at u v (1 / 16) z <= 1 / 4 ->
  #|[set ws : (2 * k).-tuple (Rademacher.outcomes d1 d2 1) |
      meets (update (Rademacher.Z1 t1) (Rademacher.Z2 t2) u v eta)
        (exceeds (1 / 16) u v k (1 / 100)) 0 z ws]|%:R
    / (#|{: Rademacher.outcomes d1 d2 1}| ^ (2 * k))%:R <= 7 / 100 :> R.
Proof. have mE : (80 * (100 * 100 * (100 * 100) * 100))%N%:R =
    80 * (100 * 100 * (100 * 100) * 100) :> R by rewrite 4!natrM.
  move: (80 * _)%N mE => m mE hz; have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
  have q1 : 16 * (1 / 16) <= 1 :> R by lra.
  have eE : 0 < 100 * 100 * (100 * 100) * 100 :> R by do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
  have e0 : 0 < eta by rewrite invr_gt0. have e20 : 20 * eta <= 1 by rewrite ler_pdivrMr // mul1r;
    lra. have l0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
  apply: le_trans (signs_count h1 h2 u1 v1 q0 q1 e0 e20 (12 * m) (2 * (12 * m)) l0 hz) _.
  exact: numbers_small (excess_ge0 u1 v1 q0 z) hz erefl mE. Qed.
End SignsInstance.
