(* SPDX-License-Identifier: Apache-2.0 *)
(* FloatStore.v: stochastic rounding with B random bits in a floating format of Flocq is a store of
   StoredDrift.v.

   FLT_exp emin p has p bits and the least place 2^emin, and no largest exponent. Coq's reals are a
   real field (Rstruct.v of mathcomp-analysis). For bfloat16 emin = -133 and p = 8, for binary32
   -149 and 24, for e4m3 -9 and 4. So what StoredDrift.v and DriftFormats.v say of any store with
   such means and variances they say of runs in these formats.
   Main results: float_is_rounding, float_is_store, bfloat16_run, binary32_run, e4m3_run,
   bfloat16_three_points. *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import Rstruct.
From NoisyGD Require Stores StochasticRounding RoundedNumber ThreePointLaw.
From NoisyGD Require Import Algebra Smoothing GaussianMoments Process FiniteLaw UniformLaw
  StoredDrift DriftFormats.

Section Format.
Variables (emin p : Z) (B : nat). Hypotheses (p0 : Z.lt 0 p) (B0 : (0 < B)%N).
Local Notation fexp := (FLT_exp emin p). Local Notation BZ := (Z.of_nat B).
Local Notation word k := (Z.of_nat (nat_of_ord k)).
Let valid : Valid_exp fexp. Proof. exact: FLT_exp_valid. Qed.
Let B_pos : Z.lt 0 BZ. Proof. by case: B B0. Qed.
Definition float_kept (x : R) : bool := StochasticRounding.near0 fexp x == x.
Definition float_sto (x : R) (k : 'I_(2 ^ B)) : R := Stores.stored fexp BZ Zfloor x (word k).
Definition float_mean (x : R) : R := Stores.mean BZ (Stores.stored fexp BZ Zfloor x).
Definition float_variance
    (x : R) : R := StochasticRounding.variance BZ (Stores.stored fexp BZ Zfloor x).
Definition float_place (x : R) : R := if x == 0 then 0 else StochasticRounding.place fexp x.
Lemma two_power n : Z.pow 2 (Z.of_nat n) = Z.of_nat (2 ^ n).
Proof. by elim: n => [//|b IH]; rewrite expnS Nat2Z.inj_mul -IH Nat2Z.inj_succ Z.pow_succ_r //;
    exact: Zle_0_nat. Qed.
Lemma words_real : IZR (2 ^ BZ) = (2 ^ B)%:R. Proof. by rewrite two_power -INR_IZR_INZ INRE. Qed.
Lemma sum_words (g : Z -> R) n :
  Stores.sum (List.map g (List.map Z.of_nat (List.seq 0 n))) = \sum_(k < n) g (word k).
Proof. elim: n => [|n IH]; first by rewrite big_ord0.
  by rewrite List.seq_S !List.map_app Stores.sum_app IH big_ord_recr /= Rplus_0_r. Qed.
Lemma mean_words (g : Z -> R) : Stores.mean BZ g = (\sum_(k < 2 ^ B) g (word k)) / (2 ^ B)%:R.
Proof. by rewrite /Stores.mean /Stores.words two_power Nat2Z.id sum_words -two_power words_real.
Qed.
Lemma kept_format x : float_kept x -> generic_format radix2 fexp x.
Proof. by move=> /eqP <-; exact: (@generic_format_round radix2 fexp valid Ztrunc (valid_rnd_ZR) x).
Qed.
Lemma format_kept x : generic_format radix2 fexp x -> float_kept x.
Proof. by move=> h; apply/eqP; exact: (@round_generic radix2 fexp Ztrunc (valid_rnd_ZR) x h). Qed.
Lemma word_ok (k : 'I_(2 ^ B)) : StochasticRounding.is_word BZ (word k).
Proof. rewrite /StochasticRounding.is_word two_power; split; first exact: Zle_0_nat.
  exact: (proj1 (Nat2Z.inj_lt _ _) (elimT ssrnat.ltP (ltn_ord k))). Qed.
Lemma sto_kept x k : float_kept (float_sto x k).
Proof. apply: format_kept; rewrite /float_sto.
  have [->|->] := StochasticRounding.few_bits_support fexp BZ x _ (word_ok k).
    exact: (@generic_format_round radix2 fexp valid Ztrunc (valid_rnd_ZR) x).
  exact: (@generic_format_round radix2 fexp valid Zaway (valid_rnd_AW) x). Qed.
Local Lemma mean_sum x : (\sum_k float_sto x k) / (2 ^ B)%:R = float_mean x.
Proof. by rewrite /float_mean mean_words. Qed.
Lemma mean_squares x :
  (\sum_k float_sto x k ^+ 2) / (2 ^ B)%:R = float_mean x ^+ 2 + float_variance x.
Proof. rewrite /float_variance /StochasticRounding.variance mean_words -/(float_mean x).
  have m0 : (2 ^ B)%:R != 0 :> R by rewrite pnatr_eq0 -lt0n expn_gt0.
  have e : \sum_k float_sto x k = float_mean x * (2 ^ B)%:R by rewrite -mean_sum divfK.
  have -> : \sum_(k < 2 ^ B) pow (Stores.stored fexp BZ Zfloor x (word k) - float_mean x) 2 =
    \sum_k (float_sto x k ^+ 2 + (- 2 * float_mean x * float_sto x k + float_mean x ^+ 2)).
    by apply: eq_bigr => k _; rewrite RpowE RminusE -/(float_sto x k); ring.
  rewrite !big_split /= -mulr_sumr e sumr_const card_ord -[_ *+ _]mulr_natr; field; exact: m0. Qed.
Local Notation beta := ((2 ^ B)%:R^-1 : R).
Lemma share_words (y : R) : Rdiv y (IZR (2 ^ BZ)) = beta * y.
Proof. by rewrite words_real RdivE mulrC. Qed.
Lemma mean_near x : `|float_mean x - x| <= beta * StochasticRounding.place fexp x.
Proof. by rewrite -share_words; apply/RleP; exact: RoundedNumber.few_bits_near. Qed.
Lemma mean_zero : float_mean 0 = 0.
Proof. have [/RleP h _] := StochasticRounding.few_bits_short fexp BZ B_pos 0.
  apply/eqP; rewrite -normr_le0; move: h; rewrite Rabs_R0 subr_ge0; exact. Qed.
Lemma variance_zero : float_variance 0 = 0.
Proof. rewrite /float_variance StochasticRounding.few_bits_variance // -/(float_mean 0) mean_zero
    /StochasticRounding.above /StochasticRounding.near0.
  by rewrite round_0 Rabs_R0 Rminus_0_r Rmult_0_l. Qed.
Lemma variance_spread x y : float_kept x -> 0 <= float_variance (x - y) <=
  StochasticRounding.place fexp (x - y) * `|y| + beta * StochasticRounding.place fexp (x - y) ^+ 2.
Proof. move=> /kept_format h; have [/RleP a /RleP b] := @RoundedNumber.few_bits_spread fexp valid BZ
    B_pos x y h. rewrite share_words RpowE in b; by apply/andP; split. Qed.
Theorem float_is_rounding : float_rounding float_kept float_mean float_variance float_place
  (bpow radix2 emin) (bpow radix2 (1 - p)) beta.
Proof. have o0 : 0 <= bpow radix2 emin :> R by exact/RleP/bpow_ge_0.
  have e0 : 0 <= bpow radix2 (1 - p) :> R by exact/RleP/bpow_ge_0. have m1 : 1 <= (2 ^ B)%:R :> R
    by rewrite ler1n expn_gt0. have b0 : 0 <= beta by rewrite invr_ge0 ler0n.
  have place0 x : 0 <= StochasticRounding.place fexp x by exact/RleP/bpow_ge_0. split=> //.
  - by rewrite b0 invf_le1 // (lt_le_trans _ m1).
  - move=> x; rewrite /float_place; case: eqP => [_|/eqP n];
      first by rewrite lexx addr_ge0 ?mulr_ge0.
    by rewrite place0; apply/RleP; apply: RoundedNumber.place_floating => //; exact/eqP.
  - move=> x; rewrite /float_place; case: eqP => [->|_];
      first by rewrite mean_zero subrr normr0 mulr0. exact: mean_near.
  move=> x y kx; rewrite /float_place; case: eqP => [->|_]; last exact: variance_spread.
  by rewrite variance_zero mul0r expr0n mulr0 addr0 lexx. Qed.
Lemma two_words : (0 < 2 ^ B)%N. Proof. by rewrite expn_gt0. Qed.
Theorem float_is_store d1 d2 r :
  float_store (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type two_words))
    (@word_store _ d1 d2 r _ float_sto)
    float_kept float_mean float_variance.
Proof. exact: word_store_distribution sto_kept mean_sum mean_squares. Qed.
End Format.

(* Fig. 4 in three formats, for any noise with the moments of Gaussians to the fourth order; only
   2^-B at most is asked of the bits. *)
Lemma bpow_power n : bpow radix2 (- Z.of_nat n) = (2 ^+ n)^-1 :> R.
Proof. by rewrite bpow_opp -IZR_Zpower ?two_power;
    [rewrite -INR_IZR_INZ INRE natrX|exact: Zle_0_nat]. Qed.
Lemma bits_share B b : (b <= B)%N -> (2 ^ B)%:R^-1 <= (2 ^+ b)^-1 :> R.
Proof. move=> h; rewrite natrX lef_pV2 ?posrE ?exprn_gt0 ?ltr0n //; apply: ler_weXn2l => //.
  by rewrite ler1n. Qed.
Section Runs.
Variables (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1) (B n : nat)
  (z : 'M[R]_1 * 'M[R]_1).
Hypothesis B0 : (0 < B)%N.
(* What DriftFormats.v says of a run in the format of p bits and the least place 2^emin. *)
Definition drifts_in (emin p : Z) (v rho bX bY C : R) : Prop := kept_state (float_kept emin p) z ->
  drifts E (uniform R (words_inhabited (('I_1 * 'I_1) + ('I_1 * 'I_1))%type (two_words B))) Z1 Z2 v
    (@word_store _ 1 1 1 _ (@float_sto emin p B))
    rho bX bY C n z.
Arguments drifts_in emin p (v rho bX bY C)%_ring_scope.
Let smaller emin p omega eps beta : Z.lt 0 p -> bpow radix2 emin <= omega ->
  bpow radix2 (1 - p) <= eps -> (2 ^ B)%:R^-1 <= beta -> beta <= 1 ->
  float_rounding (float_kept emin p) (float_mean emin p B) (float_variance emin p B)
    (float_place emin p) omega eps beta.
Proof. by move=> p0 ho he hb b1; exact: float_rounding_le (float_is_rounding emin p0 B0). Qed.
Theorem bfloat16_run : (16 <= B)%N -> gaussian_moments E Z1 (1 / 400) Z2 (1 / 400) ->
  drifts_in (Zneg 133) (Zpos 8) (1 / 400) (3 / 10) (7 / 10) (9 / 2) 6.
Proof. move=> hB hE hz; have law := @float_is_store (Zneg 133) (Zpos 8) B erefl 1 1 1. refine
    (bfloat16_drift hE law n erefl (@smaller (Zneg 133) (Zpos 8) _ _ _ erefl _ _ _ _) hz); last lra.
  - by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 20)));
      [apply/RleP/bpow_le|rewrite bpow_power; lra].
  - by have := bpow_power 7; rewrite /= => ->; lra.
  by apply: le_trans (bits_share hB) _; lra. Qed.
Theorem binary32_run : (20 <= B)%N -> gaussian_moments E Z1 (1 / 400) Z2 (1 / 400) ->
  drifts_in (Zneg 149) (Zpos 24) (1 / 400) (3 / 10) (7 / 10) (9 / 2) (13 / 5).
Proof. move=> hB hE hz; have law := @float_is_store (Zneg 149) (Zpos 24) B erefl 1 1 1.
  refine (binary32_drift hE law n erefl (@smaller (Zneg 149) (Zpos 24) _ _ _ erefl _ _ _ _) hz);
    last lra.
  - by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 30)));
      [apply/RleP/bpow_le|rewrite bpow_power; lra].
  - by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 23))); [exact: lexx|rewrite bpow_power; lra].
  by apply: le_trans (bits_share hB) _; lra. Qed.
Theorem e4m3_run : (16 <= B)%N -> gaussian_moments E Z1 (1 / 25) Z2 (1 / 25) ->
  drifts_in (Zneg 9) (Zpos 4) (1 / 25) 1 (1 / 2) (17 / 4) (25 / 2).
Proof. move=> hB hE hz; have law := @float_is_store (Zneg 9) (Zpos 4) B erefl 1 1 1.
  refine (e4m3_drift hE law n erefl (@smaller (Zneg 9) (Zpos 4) _ _ _ erefl _ _ _ _) hz); last lra.
  - by have := bpow_power 9; rewrite /= => ->; lra.
  - by have := bpow_power 3; rewrite /= => ->; lra.
  by apply: le_trans (bits_share hB) _; lra. Qed.
End Runs.

(* Nothing is left to suppose for independent entries of -q, 0, q with the probabilities 1/6, 2/3,
   1/6 and q^2/3 = 1/400. *)
Section ThreePoints.
Arguments drifts_in {T} E Z1 Z2 B n z emin p (v rho bX bY C)%_ring_scope.
Let q : R := Num.sqrt (3 / 400)%R.
Let variance : q ^+ 2 / 3 = 1 / 400. Proof. by rewrite sqr_sqrtr; lra. Qed.
Theorem bfloat16_three_points B n z : (16 <= B)%N ->
  drifts_in (@ThreePointLaw.three_law R 1 1 1) (@ThreePointLaw.three1 R 1 1 1 q)
    (@ThreePointLaw.three2 R 1 1 1 q) B n z
    (Zneg 133) (Zpos 8) (1 / 400) (3 / 10) (7 / 10) (9 / 2) 6.
Proof. move=> hB; have m := @ThreePointLaw.three_point_moments R 1 1 1 q q; rewrite variance in m.
  exact: (@bfloat16_run _ _ _ _ B n z (@leq_trans 16 1 B isT hB) hB m). Qed.
End ThreePoints.
