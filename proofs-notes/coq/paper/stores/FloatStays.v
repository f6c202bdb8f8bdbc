(* SPDX-License-Identifier: Apache-2.0 *)
(* FloatStays.v: one run of Fig. 4 in binary32, with nothing supposed of it: BandStays.v for
   stochastic rounding in the format of Flocq.

   At least 20 random bits, independent entries -q, 0, q with the probabilities 1/6, 2/3, 1/6, q^2/3
   = 1/400, and any stored start with 159/10 <= -D_0 <= 16 and |x_0 y_0 - 1| <= 47/100, as (1/4, 4)
   is one (fig4_starts).
   Main results: float_is_apart, fig4_starts, binary32_stays_three_points,
   binary32_stays_three_points_slow.
   Paper's place: Fig. 4 (in a finite format). *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import reals Rstruct.
From NoisyGD Require ThreePointLaw.
From NoisyGD Require Import Algebra Frobenius Smoothing IndependentEntries UniformLaw Balance
  DriftLine StoredDrift DriftFormats FloatStore StoredBand BandLine BandStays.

(* One of the two neighbours is stored, so one within a place; one word each, apart. *)
Section Format.
Variables (emin p : Z) (B : nat). Hypothesis (p0 : Z.lt 0 p).
Local Notation fexp := (FLT_exp emin p).
Let valid : Valid_exp fexp. Proof. exact: FLT_exp_valid. Qed.
Lemma float_within x (k : 'I_(2 ^ B)) : `|float_sto emin p x k - x| <= float_place emin p x.
Proof. rewrite /float_sto /float_place; have h := StochasticRounding.few_bits_support fexp
    (Z.of_nat B) x _ (@word_ok B k). case: eqP => [x0|/eqP n].
    have -> : Stores.stored fexp (Z.of_nat B) Zfloor x (Z.of_nat (nat_of_ord k)) = 0.
      rewrite x0 in h *; by case: h => ->;
        [rewrite /StochasticRounding.near0 round_0|rewrite /StochasticRounding.far round_0].
    by rewrite x0 subrr normr0.
  have u rnd (v : Valid_rnd rnd) :
    `|round radix2 fexp rnd x - x| <= StochasticRounding.place fexp x.
    rewrite /StochasticRounding.place -(ulp_neq_0 radix2 fexp x (elimN eqP n)); apply/RleP.
    by apply: Rlt_le; exact: (error_lt_ulp radix2 fexp rnd x (elimN eqP n)).
  by case: h => ->; exact: u. Qed.
Theorem float_is_apart d1 d2 r :
  apart_store (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type (two_words B)))
    (@word_store _ d1 d2 r _ (@float_sto emin p B))
    (float_mean emin p B) (float_variance emin p B) (float_place emin p).
Proof. by apply: word_store_apart; [exact: float_within|exact: mean_squares]. Qed.
End Format.

(* Noise of which nothing is left to suppose. *)
Lemma three_point_to_eight (R : realFieldType)
    (q : R) : gaussian_to_eight (times q (ThreePointLaw.power_mean R)) (q ^+ 2 / 3).
Proof. have h6 : times q (ThreePointLaw.power_mean R) 6 = 9 * (q ^+ 2 / 3) ^+ 3.
    by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.three_weight
      /ThreePointLaw.point /= /bump /=; field.
  have h8 : times q (ThreePointLaw.power_mean R) 8 = 27 * (q ^+ 2 / 3) ^+ 4.
    by rewrite /times /ThreePointLaw.power_mean !big_ord_recl big_ord0 /ThreePointLaw.three_weight
      /ThreePointLaw.point /= /bump /=; field.
  have v0 : 0 <= q ^+ 2 / 3 by exact: divr_ge0 (sqr_ge0 _) (ler0n _ 3).
  split; first exact: ThreePointLaw.power_means; rewrite ?h6 ?h8.
    by have := exprn_ge0 3 v0; move: (_ ^+ 3) => x *; apply/andP; split; lra.
  by have := exprn_ge0 4 v0; move: (_ ^+ 4) => x *; apply/andP; split; lra. Qed.

Local Notation kept := (float_kept (Zneg 149) (Zpos 24)).
Theorem fig4_starts : starts kept (((1 / 4)%:M, 4%:M) : 'M[R]_1 * 'M[R]_1).
Proof. have power e : Z.le (FLT_exp (Zneg 149) (Zpos 24) (e + 1)) e -> kept (bpow radix2 e).
    by move=> h; apply: format_kept => //; exact: generic_format_bpow.
  have quarter : 1 / 4 = bpow radix2 (- Z.of_nat 2) :> R by rewrite bpow_power; lra.
  have four : 4 = bpow radix2 2 :> R by rewrite -(INRE 4) INR_IZR_INZ.
  rewrite /starts /imbalance !normsq1 ![_%:M 0 0]mxE eqxx !mulr1n; apply/and3P; split.
  - by apply/andP; split; apply/forallP => i; apply/forallP => j;
      rewrite !mxE !ord1 eqxx mulr1n ?quarter ?four; exact: power.
  - by apply/andP; split; lra.
  by rewrite ler_norml; apply/andP; split; lra. Qed.

Section Runs.
Variables (B n : nat) (z : 'M[R]_1 * 'M[R]_1).
Hypotheses (hB : (20 <= B)%N) (start : starts kept z).
Let B0 : (0 < B)%N. Proof. exact: leq_trans hB. Qed.
Local Notation words :=
  (uniform R (words_inhabited (('I_1 * 'I_1) + ('I_1 * 'I_1))%type (two_words B))).
Local Notation store := (@word_store _ 1 1 1 _ (@float_sto (Zneg 149) (Zpos 24) B)).
Let rounds : float_rounding kept (float_mean (Zneg 149) (Zpos 24) B)
  (float_variance (Zneg 149) (Zpos 24) B) (float_place (Zneg 149) (Zpos 24))
  (1 / 10 ^+ 9) (1 / (8 * 10 ^+ 6)) (1 / 10 ^+ 6).
Proof. refine (float_rounding_le _ _ _ _ (float_is_rounding (Zneg 149) (p := Zpos 24) erefl B0));
    last lra.
  - by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 30)));
      [apply/RleP/bpow_le|rewrite bpow_power; lra].
  - by apply: (@le_trans _ _ (bpow radix2 (- Z.of_nat 23))); [exact: lexx|rewrite bpow_power; lra].
  by apply: le_trans (bits_share hB) _; lra. Qed.
Let q : R := Num.sqrt (3 / 400)%R.
Let q2 : q ^+ 2 = 3 / 400. Proof. by rewrite sqr_sqrtr; lra. Qed.
Let most (j : 'I_3) : `|q * ThreePointLaw.point R j| <= 87 / 1000.
Proof. have p1 : `|ThreePointLaw.point R j| <= 1.
    by rewrite ler_norml /ThreePointLaw.point; case: j => [[|[|[|]]]] //= _; apply/andP; split; lra.
  have qm : `|q| <= 87 / 1000.
    rewrite ger0_norm ?sqrtr_ge0 // -ler_sqr ?nnegrE ?sqrtr_ge0 //; last lra. by rewrite q2; lra.
  by rewrite normrM -[87 / 1000]mulr1; apply: ler_pM. Qed.
Arguments never_leaves {R T W} E EW Z1 Z2 store (eta C s level)%_ring_scope n z.
Local Notation runs :=
  (never_leaves (ThreePointLaw.three_law R 1 1 1) words (@ThreePointLaw.three1 R 1 1 1 q)
  (@ThreePointLaw.three2 R 1 1 1 q) store).
Let moments : gaussian_to_eight (times q (ThreePointLaw.power_mean R)) (1 / 400).
Proof. by have := three_point_to_eight q; have -> : q ^+ 2 / 3 = 1 / 400 by rewrite q2; lra. Qed.
Let bounded1 w : `|@ThreePointLaw.three1 R 1 1 1 q w 0 0| <= 87 / 1000.
Proof. by rewrite mxE; exact: most. Qed.
Let bounded2 w : `|@ThreePointLaw.three2 R 1 1 1 q w 0 0| <= 87 / 1000.
Proof. by rewrite mxE; exact: most. Qed.
Let entries := entries_of q q (@ThreePointLaw.three_point_independent R 1 1 1 8).
Let law := @float_is_store (Zneg 149) (Zpos 24) B erefl 1 1 1.
Let separate := @float_is_apart (Zneg 149) (Zpos 24) B erefl 1 1 1.
Theorem binary32_stays_three_points : (n <= 8 * (9 * 125))%N ->
  runs (1 / 100) (413 / 100) (36 / 10 ^+ 6) (14 / 5) n z.
Proof. by move=> hn; have h :=
    binary32_stays entries moments bounded1 bounded2 law separate rounds hn start; refine h. Qed.
Theorem binary32_stays_three_points_slow : (n <= 8 * (190 * 125))%N ->
  runs (1 / 1000) (13 / 25) (21 / 10 ^+ 8) 1 n z.
Proof. by move=> hn; have h := binary32_stays_slow entries moments bounded1 bounded2 law separate
    rounds hn start; refine h. Qed.
End Runs.
