(* SPDX-License-Identifier: Apache-2.0 *)
(* StaysFormats.v: BandStays.v with numbers: Fig. 4 of the paper stored in binary32 by stochastic
   rounding, of one run, with nothing supposed of it.

   d1 = d2 = r = 1, M = 1, noise of sigma = 1/20 with the moments of BandLine.v and no number above
   87/1000, at least 20 random bits; |x y - 1| <= 47/100, |x| <= 7/10, |y| <= 22/5 is the region.
   From 159/10 <= -D_0 <= 16, |x_0 y_0 - 1| <= 47/100, a = 2 eta v + eta^2 h:

       eta       n, at most C s level P(out of band or region within n updates), at most
       1/100     9000         413/100  36/10^6     14/5    0.083
       1/1000    190000       13/25    21/10^8     1       0.080
   Main results: binary32_stays, binary32_stays_slow.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra Smoothing GaussianMoments IndependentEntries Process
  Balance StoppedDrift StoredDrift DriftLine.
From NoisyGD Require Import StoredSpread StoredBand BandLine Residual BandStays.

(* A power from below. *)
Lemma keeps (R : realFieldType) (a : R) n k : 0 <= a -> (n <= 8 * k)%N -> k%:R * a <= 1 ->
  (1 - k%:R * a) ^+ 8 <= (1 - a) ^+ n.
Proof. move=> a0 nk ka; case: k nk ka => [|k] nk ka; first by move: nk;
    rewrite muln0 leqn0 => /eqP ->; rewrite mul0r subr0 expr1n.
  have a1 : a <= 1 by apply: le_trans ka; rewrite ler_peMl // ler1n.
  have p0 : 0 <= 1 - a by rewrite subr_ge0.
  apply: (@le_trans _ _ ((1 - a) ^+ (8 * k.+1))); last by apply: ler_wiXn2l; rewrite ?gerBl.
  rewrite mulnC exprM lerXn2r ?nnegrE ?subr_ge0 ?exprn_ge0 //.
  elim: k.+1 => [|m IH]; first by rewrite mul0r subr0 expr0. rewrite exprS; have := ler_wpM2l p0 IH;
    apply: le_trans; rewrite -natr1. have h : 0 <= m%:R * a ^+ 2 by rewrite mulr_ge0 ?sqr_ge0.
  by rewrite -subr_ge0; apply: le_trans h _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.

Section Numbers.
Variable R : realFieldType.
Local Notation rho := (47 / 100 : R). Local Notation bX := (7 / 10 : R).
Local Notation bY := (22 / 5 : R). Local Notation b := (87 / 1000 : R).
Local Notation lo := (393 / 100 : R). Local Notation omega := (1 / 10 ^+ 9 : R).
Local Notation eps := (1 / (8 * 10 ^+ 6) : R). Local Notation beta := (1 / 10 ^+ 6 : R).
Local Notation rate eta := (line_rate (1 / 400) eta rho bX bY).
Definition stay_numbers (eta tX tY C s level : R) (k : nat) : Prop :=
  [/\ k%:R * rate eta <= 1 /\ rate eta <= 1,
    line_error (1 / 400) eta rho bX bY omega eps beta tX tY <= C * rate eta,
   line_spread (1 / 400) eta rho bX bY omega eps beta tX tY C <= s,
     lo + C + level <= (1 - k%:R * rate eta) ^+ 8 * (159 / 10 + C) &
   eta * (bX ^+ 2 + bY ^+ 2 + b * (bX + bY)) <= 1 /\
   second_order eta b rho bX bY + stored_residual eta b rho bX bY omega eps <=
     eta * least_pull b lo * (rho - noise_share b bX bY)].
Local Ltac compute_numbers := rewrite /stay_numbers /line_spread /update_square /spread_cost
  /spread_places /spread_second /spread_fourth /spread_widest /line_second
  /line_fourth /fourth_bound /line_pull /cost_slope /line_error /line_rate /half_rate /factor_cost
    /store_cost /line_places /line_square /store_kap
  /second_order /stored_residual /widest_place /widest_move /push_most /least_pull /noise_share;
    split; [split| | | |split]; lra.
Lemma numbers_stay k : k%:R = 9 * 125 :> R ->
  stay_numbers (1 / 100) (10 ^+ 5) (10 ^+ 3) (413 / 100) (36 / 10 ^+ 6) (14 / 5) k.
Proof. by move=> kE; rewrite /stay_numbers kE; compute_numbers. Qed.
Lemma numbers_stay_slow k : k%:R = 190 * 125 :> R ->
  stay_numbers (1 / 1000) (10 ^+ 4) (10 ^+ 2) (13 / 25) (21 / 10 ^+ 8) 1 k.
Proof. by move=> kE; rewrite /stay_numbers kE; compute_numbers. Qed.
Lemma region_numbers :
  [/\ bX <= bY, (1 + rho) ^+ 2 <= bX ^+ 2 * (bX ^+ 2 + lo), 1887 / 100 + bX ^+ 2 <= bY ^+ 2,
  noise_share b bX bY <= rho & 0 <= least_pull b lo].
Proof. by rewrite /noise_share /least_pull; split; lra. Qed.
Lemma sign_numbers :
  [/\ 0 < 1 / 400 :> R, 0 <= bX, 0 <= lo, 0 <= 159 / 10 :> R & 16 + 287 / 100 <= 1887 / 100 :> R].
Proof. by split; lra. Qed.

Variables (T W : Type) (E : expectation R T) (EW : expectation R W) (Z1 Z2 : T -> 'M[R]_1)
  (mu : nat -> R).
Hypotheses (hE : independent_entries E 8 Z1 mu Z2 mu) (g8 : gaussian_to_eight mu (1 / 400)).
Hypotheses (bounded1 : forall w, `|Z1 w 0 0| <= b) (bounded2 : forall w, `|Z2 w 0 0| <= b).
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Variables (store : state -> W -> state) (kept : R -> bool) (m var place : R -> R).
Hypotheses (law : float_store EW store kept m var) (separate : apart_store EW store m var place)
  (rounds : float_rounding kept m var place omega eps beta).
(* The run from z leaves band or region within n updates with this probability at most. *)
Definition never_leaves (eta C s level : R) (n : nat)
    (z : state) : Prop := fails (apart E EW) (stored_moved Z1 Z2 eta 1%:M store)
  (fun t z' => out_of_band (1 / 400) eta rho bX bY C level z t z'
    || ~~ line_inside rho bX bY z') (fun _ _ => false) n 0 z (2 * s * n%:R / level ^+ 2).
Definition starts (z : state) : bool :=
  [&& kept_state kept z, 159 / 10 <= - imbalance z <= 16 & `|z.1 0 0 * z.2 0 0 - 1| <= rho].
Local Theorem stays eta tX tY C s level k n z : 0 < eta -> 0 < tX -> 0 < tY -> 0 <= C ->
  C <= 159 / 10 -> 0 <= s -> 0 < level -> level <= 287 / 100 ->
  stay_numbers eta tX tY C s level k -> (n <= 8 * k)%N -> starts z ->
  never_leaves eta C s level n z.
Proof. move=> eta0 tX0 tY0 C0 C16 s0 level0 level3 [[ka a1] hC hs hlo [short room]] nk /and3P
    [hk /andP [d1 d2] hr].
  have [bXY hX hY small pulls] := region_numbers; have [v0 bX0 lo0 p0 top] := sign_numbers.
  have q := keeps (ltW (line_rate_gt0 rho bX bY v0 eta0)) nk ka;
    have p8 : 0 <= (1 - k%:R * line_rate (1 / 400) eta rho bX bY) ^+ 8.
    by rewrite exprn_ge0 // subr_ge0.
  have lower : lo + C + level <= (1 - line_rate (1 / 400) eta rho bX bY) ^+ n * (- imbalance z + C).
    by apply: le_trans hlo _; apply: ler_pM => //; rewrite ?lerD2r // addr_ge0.
  have upper_end : - imbalance z + level <= 1887 / 100 by exact: le_trans (lerD d2 level3) top.
  exact: (bounded_line_stays hE g8 v0 eta0 bX0 bXY rounds law separate tX0 tY0 a1 s0 level0 hC hs
    lo0 C0 (le_trans C16 d1) hr hk lower upper_end hX hY bounded1 bounded2 small short pulls room).
Qed.
Theorem binary32_stays n z : (n <= 8 * (9 * 125))%N -> starts z ->
  never_leaves (1 / 100) (413 / 100) (36 / 10 ^+ 6) (14 / 5) n z.
Proof. have kE : (9 * 125)%:R = 9 * 125 :> R by rewrite natrM.
  move: (numbers_stay kE) => {kE} h hn hz; apply: (stays _ _ _ _ _ _ _ _ h hn hz); lra. Qed.
Theorem binary32_stays_slow n z : (n <= 8 * (190 * 125))%N -> starts z ->
  never_leaves (1 / 1000) (13 / 25) (21 / 10 ^+ 8) 1 n z.
Proof. have kE : (190 * 125)%:R = 190 * 125 :> R by rewrite natrM.
  move: (numbers_stay_slow kE) => {kE} h hn hz; apply: (stays _ _ _ _ _ _ _ _ h hn hz); lra. Qed.
End Numbers.
