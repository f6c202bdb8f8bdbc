(* SPDX-License-Identifier: Apache-2.0 *)
(* BandStays.v: the band of StoredBand.v with nothing supposed of the run: it is the band itself
   that keeps the run in the region.

   The region of Fig. 4 is |x y - 1| <= rho, |x| <= bX, |y| <= bY. Where D = x^2 - y^2 is between
   -hi and -lo the first condition gives the other two; D is there while it is in its band; and
   where noise is at most b the first condition keeps itself (Residual.v), the store's errors with
   it. So the run leaves the region only after it has left the band, and
       P(D_t leaves (1 - a)^t D_0 by more than C (1 - (1 - a)^t) + level at some t <= n, or the run
       leaves the region) <= 2 s n/level^2.
   For noise without bound, let c bound the probability that |x y - 1| > rho at some t <= n, before
   the run has left region or band otherwise: then the left side is at most 2 s n/level^2 + c.
   Stored in binary32 with at least 20 random bits, sigma = 1/20, noise of at most 87/1000, |x y -
   1| <= 47/100, |x| <= 7/10, |y| <= 22/5, from 159/10 <= -D_0 <= 16, |x_0 y_0 - 1| <= 47/100:
       eta       n, at most C s level P(out of band or region within n updates), at most
       1/100     9000         413/100  36/10^6     14/5    0.083
       1/1000    190000       13/25    21/10^8     1       0.080
   Main results: closed_band (any noise, any region), line_stays (two variables, bounded noise),
   binary32_stays, binary32_stays_slow.
   Paper's place: Fig. 4 (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments IndependentEntries
  Process Descent Balance StoppedDrift.
From NoisyGD Require Import StoredDrift DriftLine StoredSpread StoredBand BandLine Residual.

(* A run leaves "inside" only by what is bad, or by leaving "safe", up to the time n. *)
Section Closed.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type)
  (step : S -> T -> S) (n : nat).
Local Notation never := (fun _ _ => false).
(* Up to n only what happens until then counts, and what stops a run after it has failed does
   not. *)
Lemma fails_within
    (bad bad' stop : nat -> S -> bool) k t z b : (forall t z, (t <= n)%N -> bad' t z -> bad t z) ->
  (forall t z, (t <= n)%N -> stop t z -> bad t z) -> (t + k <= n)%N ->
  fails E step bad stop k t z b -> fails E step bad' never k t z b.
Proof. move=> hb hs; elim: k t z b => [|k IH] t z b hk [h|[nb b0 h]]; try by left.
    by right; split=> //; [apply: contra nb; apply: hb; rewrite -(addn0 t)|right].
  have ht : (t <= n)%N by apply: leq_trans hk; exact: leq_addr.
  right; split=> //; first by apply: contra nb; exact: hb.
  case: h => [h|[g [e [hg he eb]]]]; first by move: nb; rewrite hs.
  by right; exists g, e; split=> // w; apply: IH (hg w); rewrite addSnnS. Qed.
Variables (bad : nat -> S -> bool) (inside safe : S -> bool).
Theorem closed_band z b c : (forall t z, (t <= n)%N -> ~~ bad t z -> safe z -> inside z) ->
  fails E step bad (fun _ z => ~~ inside z) n 0 z b ->
  fails E step (fun _ z => ~~ safe z) (fun t z => ~~ inside z || bad t z) n 0 z c ->
  fails E step (fun t z => bad t z || ~~ inside z) never n 0 z (b + c).
Proof. move=> closed hb hc; have out t z' : (t <= n)%N -> ~~ inside z' -> bad t z' || ~~ safe z'.
    by move=> ht; apply: contraR; rewrite negb_or negbK => /andP [nb hs]; exact: closed ht nb hs.
  by apply: (fails_within _ _ _ (fails_or hb hc)) => // t z' ht; case/orP => [->|] //; exact: out.
Qed.
(* Where each step that counts is safe again. *)
Lemma fails_kept_safe stop k t z : safe z ->
  (forall t z w, (t < n)%N -> ~~ stop t z -> safe z -> safe (step z w)) -> (t + k <= n)%N ->
  fails E step (fun _ z => ~~ safe z) stop k t z 0.
Proof. move=> hz h; elim: k t z hz => [|k IH] t z hz hk; right; rewrite negbK hz; split=> //.
    by right.
  case hs: (stop t z); [by left|right]; exists (fun=> 0), 0; split=> [w||] //;
    last exact: mean_const. apply: IH; last by rewrite addSnnS.
  by apply: (h t) hz; [apply: leq_trans hk; rewrite addnS ltnS leq_addr|rewrite hs]. Qed.
End Closed.

(* While it is in its band D is between -hi and -lo. *)
Lemma band_between (R : realFieldType) (a C level lo hi D0 D : R) n t : 0 <= a -> a <= 1 ->
  0 <= C -> (t <= n)%N -> C <= - D0 ->
  lo + C + level <= (1 - a) ^+ n * (- D0 + C) -> - D0 + level <= hi ->
  `|D - (1 - a) ^+ t * D0| <= C * (1 - (1 - a) ^+ t) + level -> lo <= - D <= hi.
Proof. move=> a0 a1 C0 tn hC hlo hhi; rewrite ler_norml => /andP [h1 h2].
  have q0 : 0 <= 1 - a by rewrite subr_ge0. have q1 : 1 - a <= 1 by rewrite gerBl.
  have qn : (1 - a) ^+ n <= (1 - a) ^+ t by exact: ler_wiXn2l.
  have qt : (1 - a) ^+ t <= 1 by exact: exprn_ile1.
  have c1 := ler_wpM2r (_ : 0 <= - D0 + C) qn; have c2 := ler_wpM2r (_ : 0 <= - D0 - C) qt.
  have p1 : 0 <= - D0 + C by move: hC C0; lra. have p2 : 0 <= - D0 - C by move: hC; lra.
  move: {c1 c2} (c1 p1) (c2 p2) hlo h1 h2 hhi; rewrite !mulrDr !mulrN mul1r mulr1 ![C * _]mulrC.
  by move: (_ ^+ t * D0) (_ ^+ t * C) (_ ^+ n * D0) (_ ^+ n * C) => *; apply/andP; split; lra. Qed.

Section Line.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (Z1 Z2 : T -> 'M[R]_1)
  (mu : nat -> R) (v eta rho bX bY : R).
Hypotheses (hE : independent_entries E 8 Z1 mu Z2 mu) (g8 : gaussian_to_eight mu v).
Hypotheses (v0 : 0 < v) (eta0 : 0 < eta) (bX0 : 0 <= bX) (bXY : bX <= bY).
Local Notation state := ('M[R]_1 * 'M[R]_1)%type.
Implicit Types (z : state) (w : T).
Let bY0 : 0 <= bY. Proof. exact: le_trans bXY. Qed.
Variables (W : Type) (EW : expectation R W) (store : state -> W -> state) (kept : R -> bool)
  (m var place : R -> R) (omega eps beta : R).
Hypotheses (rounds : float_rounding kept m var place omega eps beta)
  (law : float_store EW store kept m var) (separate : apart_store EW store m var place).
Variables (tX tY C s level : R).
Hypotheses (tX0 : 0 < tX) (tY0 : 0 < tY) (rate1 : line_rate v eta rho bX bY <= 1) (s0 : 0 <= s)
  (level0 : 0 < level).
Hypotheses (hC : line_error v eta rho bX bY omega eps beta tX tY <= C * line_rate v eta rho bX bY)
  (hs : line_spread v eta rho bX bY omega eps beta tX tY C <= s).
Local Notation a := (line_rate v eta rho bX bY).
Local Notation step := (stored_moved Z1 Z2 eta 1%:M store).
Definition out_of_band z t z' : bool :=
  C * (1 - (1 - a) ^+ t) + level < `|imbalance z' - (1 - a) ^+ t * imbalance z|.
Definition residual_in z : bool := `|z.1 0 0 * z.2 0 0 - 1| <= rho.

(* The numbers lo and hi of a run of n updates from z. *)
Variables (lo hi : R) (n : nat) (z : state).
Hypotheses (lo0 : 0 <= lo) (C0 : 0 <= C) (start : C <= - imbalance z) (starts : residual_in z)
  (hk : kept_state kept z).
Hypotheses (lower : lo + C + level <= (1 - a) ^+ n * (- imbalance z + C))
  (upper_end : - imbalance z + level <= hi).
Hypotheses (hX : (1 + rho) ^+ 2 <= bX ^+ 2 * (bX ^+ 2 + lo)) (hY : hi + bX ^+ 2 <= bY ^+ 2).
Lemma imbalance_line z' : - imbalance z' = z'.2 0 0 ^+ 2 - z'.1 0 0 ^+ 2.
Proof. by rewrite /imbalance !normsq1 opprB. Qed.
Lemma band_is_inside t z' : (t <= n)%N -> ~~ out_of_band z t z' -> residual_in z' ->
  line_inside rho bX bY z' /\ lo <= - imbalance z'.
Proof. rewrite /out_of_band -leNgt => tn hb hr; have a0 := ltW (line_rate_gt0 rho bX bY v0 eta0).
  have hl := band_between a0 rate1 C0 tn start lower upper_end hb; have hl' := hl;
    rewrite imbalance_line in hl'.
  have [hx hy] := residual_widths bX0 bY0 lo0 hX hY hr hl'; case/andP: hl => -> _; split=> //.
  by rewrite /line_inside hx hy !andbT. Qed.

(* Any noise: c bounds how often the residual alone is too large. *)
Theorem line_stays c : fails (apart E EW) step (fun _ z => ~~ residual_in z)
  (fun t z' => ~~ line_inside rho bX bY z' || out_of_band z t z') n 0 z c ->
  fails (apart E EW) step (fun t z' => out_of_band z t z'
    || ~~ line_inside rho bX bY z') (fun _ _ => false) n 0 z (2 * s * n%:R / level ^+ 2 + c).
Proof. move=> hc; have h := line_band_survives hE g8 v0 eta0 bX0 bXY rounds law separate tX0 tY0
    rate1 s0 level0 0 n hC hs hk. rewrite muln0 expr0 subrr mul0r add0r subn0 in h.
  by apply: closed_band h hc => t z' ht hb hr; have [] := band_is_inside ht hb hr. Qed.

(* Bounded noise: nothing is left to suppose. *)
Variable b : R.
Hypotheses (bounded1 : forall w, `|Z1 w 0 0| <= b) (bounded2 : forall w, `|Z2 w 0 0| <= b).
Hypotheses (small : noise_share b bX bY <= rho)
  (short : eta * (bX ^+ 2 + bY ^+ 2 + b * (bX + bY)) <= 1) (pulls : 0 <= least_pull b lo).
Hypothesis room : second_order eta b rho bX bY + stored_residual eta b rho bX bY omega eps <=
  eta * least_pull b lo * (rho - noise_share b bX bY).
Lemma residual_kept z' (o : T * W) : line_inside rho bX bY z' -> lo <= - imbalance z' ->
  residual_in (step z' o).
Proof. case: o => w k /and3P [hd hx hy] hl; set y := moved Z1 Z2 eta 1%:M z' w.
  have near e : `|entry_of (store y k) e - entry_of y e| <= omega + eps * `|entry_of y e|.
    by apply: le_trans (apart_within separate y k e) _;
      case/andP: (place_bounds rounds (entry_of y e)).
  have h1 := near (inl (0, 0)); have h2 := near (inr (0, 0)); rewrite /= in h1 h2.
  have e1 : y.1 0 0 = z'.1 0 0
    - eta * (((z'.1 0 0 + Z1 w 0 0) * (z'.2 0 0 + Z2 w 0 0) - 1) * (z'.2 0 0 + Z2 w 0 0)).
    by rewrite /y /moved /noisyX /gradX /residual !(mxE, big_ord1) eqxx.
  have e2 : y.2 0 0 = z'.2 0 0
    - eta * (((z'.1 0 0 + Z1 w 0 0) * (z'.2 0 0 + Z2 w 0 0) - 1) * (z'.1 0 0 + Z1 w 0 0)).
    by rewrite /y /moved /noisyY /gradY /residual !(mxE, big_ord1) eqxx mulr1n
      [(z'.1 0 0 + _) * (z'.2 0 0 + _)]mulrC.
  rewrite e1 e2 in h1 h2; have hm : lo <= z'.1 0 0 ^+ 2 + z'.2 0 0 ^+ 2.
    by move: hl (sqr_ge0 (z'.1 0 0)); rewrite imbalance_line; move: (_ ^+ 2) (_ ^+ 2) => *; lra.
  rewrite /residual_in /StoredDrift.stored_moved -/y. exact: (residual_stays eta0 small short hd hx
    hy (bounded1 w) (bounded2 w) hm (eps_ge0 rounds) pulls room h1 h2). Qed.
Theorem bounded_line_stays :
  fails (apart E EW) step (fun t z' => out_of_band z t z'
    || ~~ line_inside rho bX bY z') (fun _ _ => false) n 0 z (2 * s * n%:R / level ^+ 2).
Proof. rewrite -[X in fails _ _ _ _ _ _ _ X]addr0; apply: line_stays;
    apply: (@fails_kept_safe _ _ _ _ _ n) => // t z' o tn. rewrite negb_or negbK => /andP [hin hb]
    hr; have [_ hl] := band_is_inside (ltnW tn) hb hr; exact: residual_kept hin hl. Qed.
End Line.

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
