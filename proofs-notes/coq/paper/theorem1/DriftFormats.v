(* SPDX-License-Identifier: Apache-2.0 *)
(* DriftFormats.v: DriftLine.v with numbers: Fig. 4 of the paper stored in bfloat16, in binary32 and
   in e4m3 by stochastic rounding.

   d1 = d2 = r = 1, M = 1, eta = 1/100, noise with the moments of Gaussians to the fourth order. D_0
   = -16 or less; a = 2 eta v + eta^2 h.

       format     sigma   bits   |xy - 1|   |x|     |y|     error C
       bfloat16   1/20    16     3/10       7/10    9/2     6
       binary32   1/20    20     3/10       7/10    9/2     13/5
       e4m3       1/5     16     1          1/2     17/4    25/2

   In the mean D is (1 - a)^n D_0 up to C (1 - (1 - a)^n), carried on at the rate where a run leaves
   the region; so |D| falls to at most C + (|D_0| - C)/(1 + n a).
   Main results: power_below, drift_moves, bfloat16_drift, binary32_drift, e4m3_drift.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra Smoothing GaussianMoments Process Balance
  StoppedDrift StoredDrift DriftLine.

Lemma power_below (R : realFieldType) (a : R) n : 0 <= a <= 1 -> (1 - a) ^+ n <= (1 + n%:R * a)^-1.
Proof. case/andP=> a0 a1; have na m : 0 < 1 + m%:R * a by rewrite ltr_pwDl ?ltr01 ?mulr_ge0 ?ler0n.
  elim: n => [|n IH]; first by rewrite expr0 mul0r addr0 invr1.
  rewrite exprS; apply: (@le_trans _ _ ((1 - a) * (1 + n%:R * a)^-1));
    first by rewrite ler_wpM2l ?subr_ge0. rewrite ler_pdivrMr // mulrC ler_pdivlMr //.
  have h : 0 <= a ^+ 2 * (n%:R + 1) by rewrite mulr_ge0 ?sqr_ge0 // addr_ge0 ?ler0n.
  by rewrite -natr1; move: h; have -> : (1 - a) * (1 + (n%:R + 1) * a) = 1 + n%:R * a
    - a ^+ 2 * (n%:R + 1) by [ring]; move: (a ^+ 2 * _) (_ * a) => *; lra. Qed.

(* The numbers. *)
Section Numbers.
Variable R : realFieldType.
Local Notation eta := (1 / 100 : R).
Local Definition numbers (v rho bX bY omega eps beta tX tY C : R) : Prop :=
  line_rate v eta rho bX bY <= 1 /\
  line_error v eta rho bX bY omega eps beta tX tY <= C * line_rate v eta rho bX bY.
Lemma fig4_widths : 7 / 10 <= 9 / 2 :> R. Proof. lra. Qed.
Lemma e4m3_widths : 1 / 2 <= 17 / 4 :> R. Proof. lra. Qed.
Local Ltac compute_numbers := rewrite /numbers /line_error /line_rate /half_rate /factor_cost
  /store_cost /line_places /line_square /store_kap; split; lra.
Lemma numbers_bfloat16 :
  numbers (1 / 400) (3 / 10) (7 / 10) (9 / 2) (1 / 10 ^+ 6) (1 / 128) (1 / 65536) 3 (1 / 14) 6.
Proof. compute_numbers. Qed.
Lemma numbers_binary32 :
  numbers (1 / 400) (3 / 10) (7 / 10) (9 / 2) (1 / 10 ^+ 9) (1 / (8 * 10 ^+ 6)) (1 / 10 ^+ 6)
    (10 ^+ 5) (10 ^+ 3) (13 / 5).
Proof. compute_numbers. Qed.
Lemma numbers_e4m3 :
  numbers (1 / 25) 1 (1 / 2) (17 / 4) (1 / 512) (1 / 8) (1 / 65536) 1 (1 / 50) (25 / 2).
Proof. compute_numbers. Qed.
End Numbers.

Section Formats.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W)
  (Z1 Z2 : T -> 'M[R]_1) (v : R).
Hypothesis hE : gaussian_moments E Z1 v Z2 v.
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Variables (store : state -> W -> state) (kept : R -> bool) (mu var place : R -> R).
Hypothesis law : float_store EW store kept mu var.
(* The mean of D after n updates of step 1/100 is (1 - a)^n D_0 up to C (1 - (1 - a)^n), and how far
   |D| has fallen. *)
Definition drifts (rho bX bY C : R) n (z : state) : Prop :=
  let eta := 1 / 100 in let a := line_rate v eta rho bX bY in let q := (1 - a) ^+ n in
  let mean V b := carried (apart E EW) (stored_moved Z1 Z2 eta 1%:M store) (1 - a) V
    (line_inside rho bX bY) n z b in
  [/\ mean (fun z => imbalance z) (q * imbalance z + C * (1 - q)),
    mean (fun z => - imbalance z) (- (q * imbalance z) + C * (1 - q)) &
    C <= - imbalance z -> mean (fun z => - imbalance z) (C + (- imbalance z - C) / (1 + n%:R * a))].

Theorem drift_moves rho bX bY omega eps beta tX tY C n z : 0 < v -> 0 <= rho -> 0 <= bX ->
  bX <= bY -> 0 < tX -> 0 < tY ->
  float_rounding kept mu var place omega eps beta -> line_rate v (1 / 100) rho bX bY <= 1 ->
  line_error v (1 / 100) rho bX bY omega eps beta tX tY <= C * line_rate v (1 / 100) rho bX bY ->
  kept_state kept z -> drifts rho bX bY C n z.
Proof. move=> v0 rho0 bX0 bXY tX0 tY0 rounds rate1 hC hk;
    have eta0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n. have [hu hd] := line_survives hE v0
    eta0 rho0 bX0 bXY (omega_ge0 rounds) (eps_ge0 rounds) rounds law tX0 tY0 rate1 n hC hk.
  split=> // hz; apply: carried_le hd; set a := line_rate _ _ _ _ _ in rate1 *.
  have a0 : 0 < a by exact: line_rate_gt0.
  have hq : (1 - a) ^+ n <= (1 + n%:R * a)^-1 by apply: power_below; rewrite rate1 ltW.
  have hz' : 0 <= - imbalance z - C by rewrite subr_ge0. by have := ler_wpM2l hz' hq; move: (_^-1)
    (_ ^+ n) => p q; rewrite mulrBl; move: (imbalance z) => D; rewrite mulrBr; lra. Qed.

(* Fig. 4. *)
Theorem bfloat16_drift n z : v = 1 / 400 ->
  float_rounding kept mu var place (1 / 10 ^+ 6) (1 / 128) (1 / 65536) -> kept_state kept z ->
  drifts (3 / 10) (7 / 10) (9 / 2) 6 n z.
Proof. move=> ev rounds; have [r1 er] := numbers_bfloat16 R. by apply: (drift_moves (tX := 3) (tY :=
      1 / 14) n _ _ _ _ _ _ rounds); rewrite ?ev ?divr_gt0 ?divr_ge0 ?ltr0n ?ler0n // fig4_widths.
Qed.
Theorem binary32_drift n z : v = 1 / 400 -> float_rounding kept mu var place (1 / 10 ^+ 9)
  (1 / (8 * 10 ^+ 6)) (1 / 10 ^+ 6) -> kept_state kept z ->
  drifts (3 / 10) (7 / 10) (9 / 2) (13 / 5) n z.
Proof. move=> ev rounds; have [r1 er] := numbers_binary32 R.
  by apply: (drift_moves (tX := 10 ^+ 5) (tY := 10 ^+ 3) n _ _ _ _ _ _ rounds);
    rewrite ?ev ?exprn_gt0 ?divr_gt0 ?divr_ge0 ?ltr0n ?ler0n // fig4_widths. Qed.
Theorem e4m3_drift n z : v = 1 / 25 ->
  float_rounding kept mu var place (1 / 512) (1 / 8) (1 / 65536) -> kept_state kept z ->
  drifts 1 (1 / 2) (17 / 4) (25 / 2) n z.
Proof. move=> ev rounds; have [r1 er] := numbers_e4m3 R.
  by apply: (drift_moves (tX := 1) (tY := 1 / 50) n _ _ _ _ _ _ rounds);
    rewrite ?ev ?divr_gt0 ?divr_ge0 ?ltr0n ?ler0n ?ler01 // e4m3_widths. Qed.
End Formats.
