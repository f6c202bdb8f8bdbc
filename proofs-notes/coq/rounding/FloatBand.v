(* SPDX-License-Identifier: Apache-2.0 *)
(* FloatBand.v: stochastic rounding in a floating format of Flocq is a store of StoredBand.v: FloatStore.v, with a probability.

   What is stored is one of the two neighbours, so within a place; with one word for each entry the entries are stored apart. So BandFormats.v speaks of
   runs in binary32, and UnequalSteps.v of runs in each format. Noise whose entries are -q, 0, q with the probabilities 1/6, 2/3, 1/6, and Gaussian
   noise, have the moments that are asked for.

   Main results: float_is_apart, float_matched_signs, binary32_in_band, binary32_three_points, binary32_gaussian.
   Depends on: Flocq, mathcomp-analysis, Stores, StochasticRounding, Frobenius, Smoothing, Rademacher, GaussianMoments, IndependentEntries,
   ThreePointLaw, NormalMoments, GaussianNoise, Process, FiniteLaw, UniformLaw, StoredTheorem, StoppedDrift, StoredDrift, UnequalSteps, DriftFormats, FloatStore, StoredBand, BandLine, BandFormats. *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import all_ssreflect all_algebra reals Rstruct.
From mathcomp Require Import ring lra.
From NoisyGD Require Stores StochasticRounding ThreePointLaw.
From NoisyGD Require NormalMoments GaussianNoise.
From NoisyGD Require Import Frobenius Smoothing Rademacher GaussianMoments IndependentEntries Process FiniteLaw UniformLaw StoredTheorem StoppedDrift.
From NoisyGD Require Import StoredDrift UnequalSteps DriftFormats FloatStore StoredBand BandLine BandFormats.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Format.
Variables (emin p : Z) (B : nat).
Hypothesis (p0 : Z.lt 0 p).
Local Notation fexp := (FLT_exp emin p).
Let valid : Valid_exp fexp. Proof. exact: FLT_exp_valid. Qed.
Lemma float_within x (k : 'I_(2 ^ B)) : `|float_sto emin p x k - x| <= float_place emin p x.
Proof.
rewrite /float_sto /float_place; have h := StochasticRounding.few_bits_support fexp (Z.of_nat B) x _ (@word_ok B k).
case: eqP => [x0|/eqP n].
  have -> : Stores.stored fexp (Z.of_nat B) Zfloor x (Z.of_nat (nat_of_ord k)) = 0.
    rewrite x0 in h *; by case: h => ->; [rewrite /StochasticRounding.near round_0|rewrite /StochasticRounding.far round_0].
  by rewrite x0 subrr normr0.
have u rnd (v : Valid_rnd rnd) : `|round radix2 fexp rnd x - x| <= StochasticRounding.place fexp x.
  rewrite /StochasticRounding.place -(ulp_neq_0 radix2 fexp x (elimN eqP n)); apply/RleP.
  by apply: Rlt_le; exact: (error_lt_ulp radix2 fexp rnd x (elimN eqP n)).
by case: h => ->; exact: u.
Qed.
Theorem float_is_apart d1 d2 r :
  apart_store (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type (two_words B))) (@word_store _ d1 d2 r _ (@float_sto emin p B))
    (float_mean emin p B) (float_variance emin p B) (float_place emin p).
Proof. by apply: word_store_apart; [exact: float_within|exact: mean_squares]. Qed.
(* Steps of their own, random signs matched to them. *)
Theorem float_matched_signs d1 d2 r (t1 t2 etaX etaY m N tX tY : R) (M : 'M[R]_(d1, d2)) n (z : 'M[R]_(d1, r) * 'M[R]_(d2, r))
    (E := apart (Rademacher.uniform R d1 d2 r) (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type (two_words B))))
    (step := stored_each (Rademacher.Z1 t1) (Rademacher.Z2 t2) etaX etaY M (@word_store _ d1 d2 r _ (@float_sto emin p B)))
    (inside := fun z : 'M[R]_(d1, r) * 'M[R]_(d2, r) => normsq z.1 + normsq z.2 <= N) (q := 1 - 2 * m)
    (error := matched_error r t1 t2 etaX etaY M N tX tY (bpow radix2 emin) (bpow radix2 (1 - p)) (2 ^ B)%:R^-1 / (2 * m) * (1 - q ^+ n)) :
  (0 < B)%N -> 0 < etaX -> 0 < etaY -> etaX * (d2%:R * t2 ^+ 2) = m -> etaY * (d1%:R * t1 ^+ 2) = m -> 0 < m -> 2 * m <= 1 -> 0 <= N -> 0 < tX -> 0 < tY ->
  kept_state (float_kept emin p) z ->
  carried E step q (weighed etaX etaY) inside n z (q ^+ n * weighed etaX etaY z + error) /\
  carried E step q (fun z => - weighed etaX etaY z) inside n z (- (q ^+ n * weighed etaX etaY z) + error).
Proof.
move=> B0 eX eY mX mY m0 m1 N0 hX hY hz.
exact: (matched_signs eX eY mX mY m0 m1 M (float_is_rounding emin p0 B0) (@float_is_store emin p B p0 d1 d2 r) N0 hX hY n hz).
Qed.
End Format.

(* Fig. 4 in binary32. *)
Section Runs.
Variables (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1) (B t1 n : nat) (level : R) (z : 'M[R]_1 * 'M[R]_1).
(* What BandFormats.v says of a run in the format of p bits and the least place 2^emin. *)
Definition in_band (emin p : Z) (v rho bX bY C s : R) : Prop := kept_state (float_kept emin p) z ->
  stays_in_band E (uniform R (words_inhabited (('I_1 * 'I_1) + ('I_1 * 'I_1))%type (two_words B))) Z1 Z2 v (@word_store _ 1 1 1 _ (@float_sto emin p B))
    rho bX bY C s t1 n level z.
Arguments in_band emin p (v rho bX bY C s)%ring_scope.
Theorem binary32_in_band mu : (20 <= B)%N -> 0 < level -> independent_entries E 8 Z1 mu Z2 mu -> gaussian_to_eight mu (1 / 400) ->
  in_band (Zneg 149) (Zpos 24) (1 / 400) (3 / 10) (7 / 10) (9 / 2) (13 / 5) (18 / 10 ^+ 6).
Proof.
move=> hB lev hE g8 hz; have B0 : (0 < B)%N by exact: leq_trans hB.
have law := @float_is_store (Zneg 149) (Zpos 24) B erefl 1 1 1; have separate := @float_is_apart (Zneg 149) (Zpos 24) B erefl 1 1 1.
refine (binary32_band hE g8 law separate t1 n erefl (float_rounding_le _ _ _ _ (float_is_rounding (Zneg 149) (p := Zpos 24) erefl B0)) lev hz); last lra.
- by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 30))); [apply/RleP/bpow_le|rewrite bpow_power; lra].
- by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 23))); [exact: lexx|rewrite bpow_power; lra].
by apply: le_trans (bits_share hB) _; lra.
Qed.
End Runs.

(* Noise of which nothing is left to suppose. *)
Lemma three_point_to_eight (R : realFieldType) (q : R) : gaussian_to_eight (times q (ThreePointLaw.power_mean R)) (q ^+ 2 / 3).
Proof.
have h6 : times q (ThreePointLaw.power_mean R) 6 = 9 * (q ^+ 2 / 3) ^+ 3.
  by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.weight /ThreePointLaw.point /= /bump /=; field.
have h8 : times q (ThreePointLaw.power_mean R) 8 = 27 * (q ^+ 2 / 3) ^+ 4.
  by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.weight /ThreePointLaw.point /= /bump /=; field.
have v0 : 0 <= q ^+ 2 / 3 by exact: divr_ge0 (sqr_ge0 _) (ler0n _ 3).
split; first exact: ThreePointLaw.power_means; rewrite ?h6 ?h8.
  by have := exprn_ge0 3 v0; move: (_ ^+ 3) => x *; apply/andP; split; lra.
by have := exprn_ge0 4 v0; move: (_ ^+ 4) => x *; apply/andP; split; lra.
Qed.
Lemma normal_to_eight (R : realType) (v : R) : 0 <= v -> gaussian_to_eight (times (Num.sqrt v) (NormalMoments.moment R)) v.
Proof.
move=> v0; have e k : Num.sqrt v ^+ (2 * k) = v ^+ k by rewrite exprM sqr_sqrtr.
split; first exact: GaussianNoise.times_moment; rewrite /times /= ?(e 3) ?(e 4).
  by have := exprn_ge0 3 v0; move: (_ ^+ 3) => x *; apply/andP; split; lra.
by have := exprn_ge0 4 v0; move: (_ ^+ 4) => x *; apply/andP; split; lra.
Qed.
Section Instances.
Arguments in_band {T} E Z1 Z2 B t1 n level z emin p (v rho bX bY C s)%ring_scope.
Variables (B t1 n : nat) (level : R) (z : 'M[R]_1 * 'M[R]_1).
Hypotheses (hB : (20 <= B)%N) (lev : 0 < level).
Let q : R := Num.sqrt (3 / 400)%R.
Let variance : q ^+ 2 / 3 = 1 / 400.
Proof. by rewrite sqr_sqrtr; lra. Qed.
Theorem binary32_three_points : in_band (ThreePointLaw.law R 1 1 1) (@ThreePointLaw.Z1 R 1 1 1 q) (@ThreePointLaw.Z2 R 1 1 1 q) B t1 n level z
  (Zneg 149) (Zpos 24) (1 / 400) (3 / 10) (7 / 10) (9 / 2) (13 / 5) (18 / 10 ^+ 6).
Proof.
have m := three_point_to_eight q; rewrite variance in m.
exact: binary32_in_band hB lev (entries_of q q (@ThreePointLaw.three_point_independent R 1 1 1 8)) m.
Qed.
Theorem binary32_gaussian : in_band (GaussianNoise.gaussian R 1 1 1) (@GaussianNoise.noise1 R 1 1 1 (1 / 400)) (@GaussianNoise.noise2 R 1 1 1 (1 / 400)) B t1 n level z
  (Zneg 149) (Zpos 24) (1 / 400) (3 / 10) (7 / 10) (9 / 2) (13 / 5) (18 / 10 ^+ 6).
Proof.
have v0 : 0 <= 1 / 400 :> R by lra.
have g := normal_to_eight v0; have e := @GaussianNoise.gaussian_entries R 1 1 1 8 (Num.sqrt (1 / 400)) (Num.sqrt (1 / 400)).
exact: (@binary32_in_band _ _ _ _ B t1 n level z _ hB lev e g).
Qed.
End Instances.
