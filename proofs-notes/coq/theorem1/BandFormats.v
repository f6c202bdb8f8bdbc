(* SPDX-License-Identifier: Apache-2.0 *)
(* BandFormats.v: BandLine.v with numbers: Fig. 4 of the paper stored in binary32 by stochastic rounding.

   d1 = d2 = r = 1, M = 1, eta = 1/100, noise of sigma = 1/20 with the moments of BandLine.v, |x y - 1| <= 3/10, |x| <= 7/10, |y| <= 9/2, at least 20
   random bits; q = 1 - a. One stored update is off its drift by a mean square of at most 18/10^6, so that for any level
       P(|D_t - q^t D_0| > 13/5 (1 - q^t) + level for some t in [t1, n], the run having stayed there)
         <= 36/10^6 ((1 - q^(2 t1))/(1 - q^2) + n - t1)/level^2.

   Main result: binary32_band.
   Depends on: Smoothing, GaussianMoments, IndependentEntries, Process, StoredTheorem, Balance, StoppedDrift, StoredDrift, DriftLine, DriftFormats, StoredSpread,
   StoredBand, BandLine.
   Paper's place: Fig. 4 (in a finite format). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Smoothing GaussianMoments IndependentEntries Process StoredTheorem Balance StoppedDrift StoredDrift DriftLine DriftFormats.
From NoisyGD Require Import StoredSpread StoredBand BandLine.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Formats.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W) (Z1 Z2 : T -> 'M[R]_1) (mu : nat -> R) (v : R).
Hypotheses (hE : independent_entries E 8 Z1 mu Z2 mu) (g8 : gaussian_to_eight mu v).
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Variables (store : state -> W -> state) (kept : R -> bool) (m var place : R -> R).
Hypotheses (law : float_store EW store kept m var) (separate : apart_store EW store m var place).
(* D leaves (1 - a)^t D_0 by more than C (1 - (1 - a)^t) + level at a time in [t1, n], having stayed in the region, with this probability at most. *)
Definition stays_in_band (rho bX bY C s : R) (t1 n : nat) (level : R) (z : state) : Prop :=
  let eta := 1 / 100 in let a := line_rate v eta rho bX bY in
  fails (apart E EW) (stored_moved Z1 Z2 eta 1%:M store)
    (fun t z' => (t1 <= t)%N && (C * (1 - (1 - a) ^+ t) + level < `|imbalance z' - (1 - a) ^+ t * imbalance z|))
    (fun _ z => ~~ line_inside rho bX bY z) n 0 z (2 * s * ((1 - (1 - a) ^+ (2 * t1)) / (1 - (1 - a) ^+ 2) + (n - t1)%:R) / level ^+ 2).

Lemma spread_binary32 : line_spread (1 / 400) (1 / 100) (3 / 10) (7 / 10) (9 / 2) (1 / 10 ^+ 9) (1 / (8 * 10 ^+ 6)) (1 / 10 ^+ 6) (10 ^+ 5) (10 ^+ 3) (13 / 5)
  <= 18 / 10 ^+ 6 :> R.
Proof.
rewrite /line_spread /update_square /spread_cost /spread_places /spread_second /spread_fourth /widest /line_second /line_fourth /fourth_bound /line_pull.
by rewrite /cost_slope /line_rate /half_rate /factor_cost /store_cost /line_places /line_square /kap; lra.
Qed.
Theorem binary32_band t1 n level z : v = 1 / 400 -> float_rounding kept m var place (1 / 10 ^+ 9) (1 / (8 * 10 ^+ 6)) (1 / 10 ^+ 6) -> 0 < level ->
  kept_state kept z -> stays_in_band (3 / 10) (7 / 10) (9 / 2) (13 / 5) (18 / 10 ^+ 6) t1 n level z.
Proof.
move=> ev rounds lev hk; have [r1 er] := numbers_binary32 R; have hs := spread_binary32; have g := g8; rewrite ev in g.
rewrite /stays_in_band ev; apply: (line_band_survives hE g _ _ _ _ rounds law separate _ _ r1 _ lev t1 n er hs hk).
all: rewrite ?divr_gt0 ?divr_ge0 ?exprn_gt0 ?exprn_ge0 ?ltr0n ?ler0n //; exact: fig4_widths.
Qed.
End Formats.
