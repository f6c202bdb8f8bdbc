(* SPDX-License-Identifier: Apache-2.0 *)
(* FloatStays.v: one run of Fig. 4 in binary32, with nothing supposed of it: StaysFormats.v for
   stochastic rounding in the format of Flocq.

   At least 20 random bits, independent entries -q, 0, q with the probabilities 1/6, 2/3, 1/6, q^2/3
   = 1/400, and any stored start with 159/10 <= -D_0 <= 16 and |x_0 y_0 - 1| <= 47/100, as (1/4, 4)
   is one (fig4_starts).
   Main results: fig4_starts, binary32_stays_three_points, binary32_stays_three_points_slow.
   Paper's place: Fig. 4 (in a finite format). *)
From Coq Require Import Reals ZArith.
From Flocq Require Import Core.
From mathcomp Require Import reals Rstruct.
From NoisyGD Require ThreePointLaw.
From NoisyGD Require Import Algebra Frobenius Smoothing IndependentEntries UniformLaw Balance
  DriftLine StoredDrift FloatStore BandLine FloatBand StaysFormats.

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
