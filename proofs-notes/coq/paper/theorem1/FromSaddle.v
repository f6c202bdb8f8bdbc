(* SPDX-License-Identifier: Apache-2.0 *)
(* FromSaddle.v: Theorem 1 from the saddle, for bounded noise, with a step that a simulation can
   take, any d1 and d2.

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, spread over all directions; w
   = w1 + w2, 0 < s <= 1/16. Under the conditions of SaddleEscape.v (1600 nu <= 1, 2 nu <= s, 16 nu
   <= w, 22 nu^3 <= w eta, 11000 eta <= w) and small_steps (PowerBound.v), with r = p eta s/20, from
   every start with transverse <= nu and (<u,x> + <v,y>)^2 <= 5/2, the saddle among them,
       P(some t in [m + t1, m + n] with an excess above level)
         <= (transverse_0^2 + 3/4 m eta^3/s)/nu^2   (it stays near the line of (u, v): Lemma 4)
          + (1 - eta/32)^m (1 + 5/(12 w eta))       (it leaves the saddle within m steps: Lemma 5)
          + (4 e + level/2)^p + (1 + r (m + n)) (2 level)^p
          + (1 - r)^t1 (e/level + 1/8)^p + (1 + r n)/2^p,                        (Lemmas 6 and 7)
   e = (1/2 - s)^2 + 2 nu.
   Main results: left_excess, theorem_from_saddle, from_saddle_itself.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments BoundedNoise Barrier Spread
  Escape Transverse NearSaddle SaddleEscape PowerBound.

Section FromSaddle.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s w1 w2 eta nu : R).
Hypotheses (noise : law E Z1 Z2 s) (bounded : bounded_noise E Z1 Z2 s)
  (moves : spread E Z1 Z2 u v w1 w2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s1 : d1%:R * w1 = s) (s2 : d2%:R * w2 = s).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (small : 110 * 100 * eta <= w1 + w2).
Hypotheses (nu0 : 0 < nu) (nu16 : 1600 * nu <= 1) (nus : 2 * nu <= s) (nuw : 16 * nu <= w1 + w2)
  (nu3 : 22 * nu ^+ 3 <= (w1 + w2) * eta).
Variables (level : R) (p : nat). Hypothesis steps : small_steps s eta level p.
Local Notation state := (state R d1 d2). Local Notation Ez z := (excess_at u v s z).
Local Notation transverse := (transverse u v). Local Notation product := (overlap u v).
Local Notation across := (across u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation r := (p%:R * eta * s / 20).
Implicit Types z : state.

Definition left_saddle
    (_ : nat) z : bool := [&& 1 / 2 <= product z, transverse z <= nu & across z ^+ 2 <= 5 / 2].
(* The excess is then below 1/4: well below the saddle. *)
Local Notation start := ((1 / 2 - s) ^+ 2 + 2 * nu).
Lemma left_excess t z : left_saddle t z -> Ez z <= start.
Proof. case/and3P=> hP hT hc; have n0 := ltW nu0; have hpc := across_product u v z;
    rewrite /excess_at /excess; move: hP hT hc hpc.
  rewrite /Transverse.transverse /off /gap /Barrier.overlap /Escape.across; set a := inner u z.1;
    set b := inner v z.2. have p0' := normsq_ge0 (perp u z.1); have q0 := normsq_ge0 (perp v z.2).
  move: (normsq (perp u z.1)) (normsq (perp v z.2)) p0' q0 => x y x0 y0 hP hT hc hpc.
  have g0 := sqr_ge0 (a - b); have a2 := sqr_ge0 a; have b2 := sqr_ge0 b.
  have ha : a ^+ 2 + b ^+ 2 <= 3 / 2.
    have -> : a ^+ 2 + b ^+ 2 = ((a + b) ^+ 2 + (a - b) ^+ 2) / 2 by field.
    by move: hc hT x0 y0 nu16 g0; move: ((a + b) ^+ 2) ((a - b) ^+ 2) => *; lra.
  have d : (a * b - (1 - s)) ^+ 2 <= (1 / 2 - s) ^+ 2.
    have -> : (a * b - (1 - s)) ^+ 2 = (1 - s - a * b) ^+ 2 by ring. apply: sq_le; last by move: hP;
      lra. by move: hpc hc s16 g0; move: ((a + b) ^+ 2) ((a - b) ^+ 2) (a * b) => *; lra.
  have n1 : x + y + (a - b) ^+ 2 <= 2 * nu by move: hT x0 y0; move: ((a - b) ^+ 2) => *; lra.
  have e1 : x * b ^+ 2 + y * a ^+ 2 <= nu * (3 / 2).
    apply: (@le_trans _ _ ((x + y) * (a ^+ 2 + b ^+ 2))).
      rewrite -subr_ge0; have -> : (x + y) * (a ^+ 2 + b ^+ 2) - (x * b ^+ 2 + y * a ^+ 2) =
        x * a ^+ 2 + y * b ^+ 2 by ring. by rewrite addr_ge0 // mulr_ge0.
    by apply: ler_pM; rewrite ?addr_ge0 //; move: hT g0; move: ((a - b) ^+ 2) => *; lra.
  have e2 : x * y <= nu * (1 / 16).
    by apply: ler_pM => //; move: hT x0 y0 g0 nu16 n0; move: ((a - b) ^+ 2) => *; lra.
  have e3 : s * (x + y + (a - b) ^+ 2) <= 1 / 16 * (2 * nu).
    by apply: ler_pM => //; [exact: ltW|rewrite !addr_ge0|move: s16; lra].
  by move: d e1 e2 e3; move: (_ ^+ 2) (_ ^+ 2) (x * b ^+ 2) (y * a ^+ 2) (x * y) (s * _) => *; lra.
Qed.
Lemma power_step (a b : R) : 0 <= a -> a <= b -> a ^+ p <= b ^+ p.
Proof. by move=> a0 ab; rewrite lerXn2r ?nnegrE // (le_trans a0). Qed.

Local Notation near_line m z := ((transverse z ^+ 2 + m%:R * (3 / 4 * eta ^+ 3 / s)) / nu ^+ 2).
Local Notation escapes m := ((1 - eta / 32) ^+ m * (1 + 5 / (12 * (w1 + w2) * eta))).
Local Notation converges m t1 n :=
  ((4 * start + level / 2) ^+ p + (1 + r * (m + n)%:R) * (2 * level) ^+ p
  + ((1 - r) ^+ t1 * (start / level + 1 / 8) ^+ p + (1 + r * n%:R) / 2 ^+ p)).
Local Lemma rates : 0 <= r /\ r <= 1.
Proof. have pe0 : 0 < p%:R * eta by rewrite mulr_gt0 ?ltr0n ?(power_gt0 steps).
  split; first by rewrite divr_ge0 ?ler0n // mulr_ge0 ?ltW. have : p%:R * eta * s <= 1 * 1 by apply:
    ler_pM; rewrite ?(ltW pe0) ?(ltW s0) //; move: (step_power steps) s16; lra.
  by move: (p%:R * eta * s) => *; lra. Qed.
Lemma converges_ge0 m t1 n : 0 <= converges m t1 n.
Proof. have [r0 r1] := rates; have l0 := level_gt0 eta0 steps;
    have x0 : 0 <= start by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // ltW.
  have pos (x : R) : 0 <= x -> 0 <= x ^+ p by move=> h; exact: exprn_ge0.
  have q k : 0 <= 1 + r * k%:R by rewrite addr_ge0 // mulr_ge0 ?ler0n.
  apply: addr_ge0; apply: addr_ge0.
  - by apply: pos; rewrite addr_ge0 ?divr_ge0 ?ler0n ?(ltW l0) // mulr_ge0 ?ler0n.
  - by apply: mulr_ge0 => //; apply: pos; rewrite mulr_ge0 ?ler0n // ltW.
  - apply: mulr_ge0; first by rewrite exprn_ge0 // subr_ge0.
    by apply: pos; rewrite addr_ge0 ?divr_ge0 ?ler0n // ltW.
  by rewrite divr_ge0 // pos ?ler0n. Qed.
(* From wherever the run leaves the saddle. *)
Lemma from_left m t1 n t z : (t <= m)%N -> left_saddle t z ->
  fails E update (fun t z => (m + t1 <= t)%N && (level < Ez z)) (fun _ _ => false) (m + n - t) t z
    (converges m t1 n).
Proof. move=> tm hz; have hx := left_excess hz; have x0 := excess_ge0 u1 v1 s0 z;
    have [r0 r1] := rates; have l0 := level_gt0 eta0 steps.
  have f := theorem_bounded_noise bounded u1 v1 s0 s16 eta0 steps (m + t1 - t) (m + n - t) z.
  rewrite -[X in fails _ _ _ _ _ X]addn0; apply: fails_shift.
  apply: fails_le (fails_mono _ _ f) => // [|t' z']; last by rewrite leq_subLR. have q k k' :
    (k <= k')%N -> 1 + r * k%:R <= 1 + r * k'%:R by move=> kk; rewrite lerD2l ler_wpM2l // ler_nat.
  apply: lerD; apply: lerD.
  - by apply: power_step; [rewrite addr_ge0 ?divr_ge0 ?ler0n ?(ltW l0) // mulr_ge0 ?ler0n|rewrite
      lerD2r ler_wpM2l ?ler0n].
  - by apply: ler_wpM2r; [rewrite exprn_ge0 // mulr_ge0 ?ler0n // ltW|exact/q/leq_subr].
  - apply: ler_pM; rewrite ?exprn_ge0 ?subr_ge0 ?addr_ge0 ?divr_ge0 ?ler0n ?(ltW l0) //.
      by apply: ler_wiXn2l;
        rewrite ?subr_ge0 ?gerBl // leq_subRL ?(leq_trans tm) ?leq_addr // leq_add2r.
    by apply: power_step;
      [rewrite addr_ge0 ?divr_ge0 ?ler0n // ltW|rewrite lerD2r ler_wpM2r // invr_ge0 ltW].
  apply: ler_wpM2r; first by rewrite invr_ge0 exprn_ge0 ?ler0n. by apply: q; rewrite subnBA
    ?(leq_trans tm) ?leq_addr // subnK ?(leq_trans tm) ?leq_addr // subnDl leq_subr. Qed.

Theorem theorem_from_saddle m t1 n z : transverse z <= nu -> across z ^+ 2 <= 5 / 2 ->
  fails E update (fun t z => (m + t1 <= t)%N && (level < Ez z)) (fun _ _ => false) (m + n) 0 z
    (near_line m z + escapes m + converges m t1 n).
Proof. move=> hT hc; have going t z' : ~~ left_saddle t z' -> transverse z' <= nu ->
    across z' ^+ 2 <= 5 / 2 -> product z' <= 1 / 2.
    by rewrite /left_saddle => h h1' h2'; move: h; rewrite h1' h2' !andbT -ltNge => /ltW.
  have [_ b1 b2] := bounded.
  have f1 := stays_near noise b1 b2 u1 v1 s1 s2 s0 s16 eta0 small nu0 nu16 nus m going hc.
  have f2 := leaves noise b1 b2 moves u1 v1 s1 s2 s0 s16 eta0 small nu0 nu16 nuw nu3 m going z.
  have first := fails_or f1 f2.
  have {}first : fails E update (fun t z => (0 + m <= t)%N && ~~ left_saddle t z)
    (fun t z => (fun _ _ => false) t z || left_saddle t z) m 0 z (near_line m z + escapes m).
    apply: fails_mono first => // t z'; rewrite add0n => /andP [ht _]; rewrite ht /strays /=.
    by case: (leP (across z' ^+ 2) (5 / 2)); rewrite ?orbT.
  have second t' z' : (0 <= t' <= 0 + m)%N -> left_saddle t' z' -> fails E update (fun t z =>
    (m + t1 <= t)%N && (level < Ez z)) (fun _ _ => false) (0 + m + n - t') t' z' (converges m t1 n).
    by rewrite add0n => /andP [_ ht]; exact: from_left.
  apply: fails_mono (fails_reach (converges_ge0 m t1 n) first second) => // t z' /andP [h1' h2'].
  by rewrite add0n h1' h2' (leq_trans (leq_addr _ _) h1'). Qed.
(* The saddle is on the line of (u, v). *)
Lemma saddle_line : transverse (0, 0) = 0 /\ across (0, 0) = 0.
Proof. have q d (t : 'cV[R]_d) : perp t 0 = 0 by rewrite /perp inner0r scale0r subr0.
  split; last by rewrite /across /= !inner0r addr0.
  by rewrite /transverse /off /gap /= !q !normsq0 !inner0r subr0 expr0n mul0r !addr0. Qed.
Theorem from_saddle_itself m t1 n :
  fails E update (fun t z => (m + t1 <= t)%N && (level < Ez z)) (fun _ _ => false) (m + n) 0 (0, 0)
    (m%:R * (3 / 4 * eta ^+ 3 / s) / nu ^+ 2 + escapes m + converges m t1 n).
Proof. have [T0 c0] := saddle_line; have hT : transverse (0, 0) <= nu by rewrite T0 ltW.
  have hc : across (0, 0) ^+ 2 <= 5 / 2 by rewrite c0 expr0n divr_ge0 ?ler0n.
  by have := theorem_from_saddle m t1 n hT hc; rewrite T0 expr0n /= add0r. Qed.
End FromSaddle.
