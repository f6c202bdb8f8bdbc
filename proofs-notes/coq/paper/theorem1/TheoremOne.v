(* SPDX-License-Identifier: Apache-2.0 *)
(* TheoremOne.v: Theorem 1 from every start, at rank one with balanced noise, with every constant.

   Let root <= h - 1 at the start, h >= 1, 0 < s <= 1/16, 50 eta h <= 1; the noise is spread over
   all directions (Spread.v) with
       rho = (w1 + w2) s/(100 h^4),      70 eta <= rho^2, nu <= 1/16, 3 nu^2 <= rho^2 eta h^2.
   For ta + m <= t1, ta + m <= n and level > 0,
       P(some t in [t1, n] with an excess above level)
         <= 1190 n h^6 eta^2/s^2                               (Lemma 6: it stays in its region)
          + ((1 - 2 eta s)^ta off_0 + 25/2 h^4 eta/s^2 + 25 h^4 eta^2 m/s) / nu
                                                               (Lemma 4, by the time ta)
          + (1 - 3/64 rho eta)^m (1 + 1/(80 eta h^2))          (Lemma 5, within m steps)
          + ((1 - eta s/5)^(t1 - ta - m) h^2 + 325 h^6 eta/s^3 + 65 h^6 eta^2 n/s^2) / level.
                                                               (Lemmas 6 and 7)
   Main results: after_entry (what follows Phase I, however it ended), theorem_one,
   theorem_one_near.
   Paper's place: Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process Window LemmaFour
  GradientDomination Descent Excess GradientMoments Distance Bounded Barrier Spread Escape.

(* From the time p on, by which Phase I has ended: the run stays where it contracts. *)
Section AfterEntry.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta h : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h)
  (eh : 50 * (eta * h) <= 1).
Local Notation state := (state R d1 d2). Local Notation Ez z := (excess_at u v s z).
Local Notation rt := (root u v s). Local Notation off := (off u v).
Local Notation product := (overlap u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation k := (65 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
Local Notation outside := (fun (_ : nat) (z : state) => ~~ (rt z <= h)).
Implicit Types z : state.

(* Phase I is over: x^T M y >= 1/2, or the run has left root <= h. *)
Definition entered
    (_ : nat) z : bool := ~~ (rt z <= h) || ((1 / 2 <= product z) && (off z <= 1 / 4)).
Theorem after_entry p b t1 n level z : 0 < level -> (p <= t1)%N -> (p <= n)%N -> rt z <= h - 1 ->
  fails E update (fun t z => (0 + p <= t)%N && ~~ entered t z) (fun t z => ~~ (rt z <= h)
    || entered t z) p 0 z b ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + b
     + ((1 - eta * s / 5) ^+ (t1 - p) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + k * n%:R) / level).
Proof. move=> lev ht hn hz first; set b3 := (X in _ + _ + X / level).
  have h0 : 0 <= h by exact: le_trans h1.
  have kp : 0 <= k by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n ?exprn_ge0.
  have k1 : 0 <= 1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2
    by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n ?exprn_ge0.
  have k2 : 0 <= 325 * h ^+ 6 * eta / s ^+ 3 by rewrite divr_ge0 ?exprn_ge0 ?(ltW s0) // mulr_ge0
    ?(ltW eta0) // mulr_ge0 ?ler0n ?exprn_ge0. have r01 : 0 <= 1 - eta * s / 5 <= 1.
    have : eta * s <= 1 * 1.
      apply: ler_pM; rewrite ?(ltW eta0) ?(ltW s0) //; last by move: s16; lra.
      by have := ler_peMr (ltW eta0) h1; move: eh; move: (eta * h) => *; lra.
    by have := mulr_ge0 (ltW eta0) (ltW s0); move: (eta * s) => *; apply/andP; split; lra.
  case/andP: (r01) => r0 r1; have b30 : 0 <= b3.
    apply: addr_ge0; last by rewrite mulr_ge0 ?ler0n.
    by apply: addr_ge0 => //; rewrite mulr_ge0 ?sqr_ge0 // exprn_ge0.
  have c0 : 0 <= n%:R * (1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + b3 / level
    by rewrite addr_ge0 ?divr_ge0 ?(ltW lev) // mulr_ge0 ?ler0n.
  pose bad (t : nat) z := (rt z <= h) && ((t1 <= t)%N && (level < Ez z)).
  have second t' z' : (0 <= t' <= 0 + p)%N -> entered t' z' -> fails E update bad outside
    (0 + p + (n - p) - t') t' z' (n%:R * (1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + b3 / level).
    rewrite add0n subnKC // => /andP [_ ht']; case: (boolP (rt z' <= h)) => hr; last first.
      move=> _; have nb : ~~ bad t' z' by rewrite /bad (negPf hr).
      by case: (n - t')%N => [|j]; right; split=> //; left.
    rewrite /entered hr /= => /andP [hp ho].
    have f := from_barrier noise u1 v1 s0 s16 eta0 h1 eh (n - t') t' t1 lev hp ho.
    apply: fails_le (fails_mono _ _ f) => // [|t2 z2 /andP [_ //]].
    apply: lerD; first by rewrite ler_wpM2r // ler_nat leq_subr.
    apply: ler_wpM2r; first by rewrite invr_ge0 ltW. have [hE _ _ _] := level_bounds u1 v1 s0 h0 hr.
    rewrite /b3; apply: lerD; first (apply: lerD => //).
      apply: ler_pM => //; [exact: exprn_ge0|exact: (excess_ge0 u1 v1 s0)|].
      by apply: ler_wiXn2l => //; exact: leq_sub2l.
    by apply: ler_wpM2l => //; rewrite ler_nat (leq_trans (leq_subr _ _)) // leq_subr.
  have f2 := fails_reach c0 first second; rewrite subnKC // in f2.
  have f1 := stays_bounded noise u1 v1 s0 s16 eta0 h1 eh n 0 hz.
  have -> : n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + b + b3 / level = n%:R * (130 * h ^+ 6
    * eta ^+ 2 / s ^+ 2) + (b + (n%:R * (1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + b3 / level)).
    by move: (b3 / level) => b'; ring.
  apply: (fails_mono (bad := fun t z => (h < rt z) || ((0 + p <= t)%N && bad t z))
    (stop := fun _ _ => false)) => //.
    move=> t z' /andP [h1' h2']; rewrite /bad h1' h2' add0n (leq_trans ht h1') /= andbT.
    by case: (leP (rt z') h).
  apply: fails_or f1 _; apply: fails_mono f2 => // t z'. by rewrite -ltNge. Qed.
End AfterEntry.

Section TheoremOne.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2)
  (s w1 w2 eta h nu : R).
Hypotheses (noise : law E Z1 Z2 s) (moves : spread E Z1 Z2 u v w1 w2) (u1 : inner u u = 1)
  (v1 : inner v v = 1).
Hypotheses (s1 : d1%:R * w1 = s) (s2 : d2%:R * w2 = s).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h)
  (eh : 50 * (eta * h) <= 1).
Local Notation rho := ((w1 + w2) * s / (100 * h ^+ 4)).
Hypotheses (small : 70 * eta <= rho ^+ 2) (nu0 : 0 < nu) (nu16 : 16 * nu <= 1)
  (nu_le : 3 * nu ^+ 2 <= rho ^+ 2 * eta * h ^+ 2).
Local Notation state := (state R d1 d2). Local Notation Ez z := (excess_at u v s z).
Local Notation rt := (root u v s). Local Notation off := (off u v).
Local Notation product := (overlap u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation k := (65 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
Implicit Types z : state.

(* Phase I: by the time ta + m the run has x^T M y >= 1/2 at some time, or has left root <= h. *)
Local Notation entered := (entered u v s h).
Local Notation phase1 ta m z := (((1 - 2 * (eta * s)) ^+ ta * off z + 25 / 2 * h ^+ 4 * eta / s ^+ 2
    + 25 * h ^+ 4 * eta ^+ 2 / s * m%:R) / nu
  + (1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2))).
Theorem phase_one ta m z :
  fails E update (fun t z => (0 + (ta + m) <= t)%N && ~~ entered t z) (fun t z => ~~ (rt z <= h)
    || entered t z) (ta + m) 0 z (phase1 ta m z).
Proof. have es : 0 < 2 * (eta * s) by rewrite mulr_gt0 ?ltr0n // mulr_gt0.
  have es1 : 2 * (eta * s) <= 1.
    have : eta * s <= (1 / 50) * (1 / 16).
      apply: ler_pM; rewrite ?(ltW eta0) ?(ltW s0) //; last by move: s16; lra.
      by have := ler_peMr (ltW eta0) h1; move: eh; move: (eta * h) => *; lra.
    by move: (eta * s) => *; lra.
  have k0 : 0 <= 25 * h ^+ 4 * eta ^+ 2 / s.
    by rewrite divr_ge0 ?(ltW s0) // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // exprn_ge0 //
      (le_trans ler01).
  have off0 z' : 0 <= off z' by rewrite addr_ge0 ?normsq_ge0.
  have drift z' (hr : rt z' <= h) := drift_off noise u1 v1 s0 s16 eta0 h1 hr.
  have f1 := window off0 es es1 k0 drift ta (ta + m) nu0 z.
  have going t z' : (ta <= t)%N -> ~~ ((~~ (rt z' <= h) || entered t z') || high off ta nu t z') ->
    [/\ rt z' <= h, off z' <= nu & product z' <= 1 / 2].
    move=> ht; rewrite !negb_or negbK /high ht /TheoremOne.entered /= -leNgt => /andP [/andP [hr]].
    rewrite hr /= negb_and -!ltNge => hp ho; split=> //.
    by case/orP: hp => [/ltW//|]; move: ho nu16; lra.
  have c0 : 0 <= (1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2)).
    have /andP [d0 _] := decay01 s1 s2 s0 s16 eta0 h1 small; apply: mulr_ge0; first exact:
      exprn_ge0. by rewrite addr_ge0 // divr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n // ltW.
  have f2 := fails_reach (goal := fun t _ => (ta <= t)%N) (bad := fun t z => [&& (ta + m <= t)%N,
      rt z <= h & product z < 1 / 2]) (stop := fun t z => (~~ (rt z <= h) || entered t z) ||
    high off ta nu t z) (m := ta) (k := m) (t := 0) (z := z) (b := 0) c0.
  have {}f2 : fails E update (fun t z => [&& (ta + m <= t)%N, rt z <= h & product z < 1 / 2])
    (fun t z => (~~ (rt z <= h) || entered t z) || high off ta nu t z) (ta + m) 0 z
    ((1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2))).
    rewrite -[X in fails _ _ _ _ _ _ _ X]add0r; apply: (fails_mono
      (bad := fun t z => (0 + ta <= t)%N && [&& (ta + m <= t)%N, rt z <= h & product z < 1 / 2])
      (stop := fun t z => (~~ (rt z <= h) || entered t z) || high off ta nu t z)) => //.
      by move=> t z' /and3P [h1' h2' h3']; rewrite h1' h2' h3' (leq_trans (leq_addr _ _) h1').
    apply: f2 => [|t' z' /andP [_ h2'] h1'].
      by apply: fails_never => t2 z2; rewrite add0n andbN.
    have e : t' = ta by apply/eqP; rewrite eqn_leq h1' andbT -[ta]add0n. rewrite e add0n addKn;
      apply: (escape noise moves u1 v1 s1 s2 s0 s16 eta0 h1 small nu16 nu_le) => t z2; exact: going.
  have -> : phase1 ta m z = ((1 - 2 * (eta * s)) ^+ ta * off z + 25 * h ^+ 4 * eta ^+ 2 / s
    / (2 * (eta * s)) + 25 * h ^+ 4 * eta ^+ 2 / s * (ta + m - ta)%:R) / nu
    + (1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2)).
    rewrite addKn; congr (_ + _); congr (_ / _); congr (_ + _ + _). by field; rewrite !gt_eqF.
  apply: (fails_mono (bad := fun t z => high off ta nu t z || [&& (ta + m <= t)%N, rt z <= h &
      product z < 1 / 2]) (stop := fun t z => ~~ (rt z <= h) || entered t z)) => //.
    move=> t z'; rewrite add0n => /andP [ht];
      rewrite /TheoremOne.entered negb_or negbK => /andP [hr]; rewrite negb_and -!ltNge => hp.
    rewrite /high (leq_trans (leq_addr _ _) ht) ht hr /=; case/orP: hp => [->|ho];
      first by rewrite orbT. by apply/orP; left; apply: le_lt_trans ho; move: nu16; lra.
  apply: fails_or f2; apply: fails_mono f1 => // t z'. by move=> ->. Qed.

Theorem theorem_one ta m t1 n level z : 0 < level -> (ta + m <= t1)%N -> (ta + m <= n)%N ->
  rt z <= h - 1 ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + phase1 ta m z
     + ((1 - eta * s / 5) ^+ (t1 - (ta + m)) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + k * n%:R)
       / level).
Proof. by move=> lev ht hn hz; exact: after_entry (phase_one ta m z). Qed.

(* In terms of the iterate: both signs, and the floor s <= eps/3. *)
Theorem theorem_one_near ta m t1 n eps z : 3 * s <= eps -> eps <= 2 -> (ta + m <= t1)%N ->
  (ta + m <= n)%N -> rt z <= h - 1 ->
  fails E update (fun t z => (t1 <= t)%N && ~~ near u v eps z) (fun _ _ => false) n 0 z
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + phase1 ta m z
     + 4 * ((1 - eta * s / 5) ^+ (t1 - (ta + m)) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + k * n%:R)
       / (s * eps ^+ 2)).
Proof. move=> se e2 ht hn hz; have e0 : 0 < eps by apply: lt_le_trans se; rewrite mulr_gt0 ?ltr0n.
  have l0 : 0 < s * eps ^+ 2 / 4 by rewrite divr_gt0 ?mulr_gt0 ?exprn_gt0 ?ltr0n.
  have := theorem_one l0 ht hn hz. set b := (X in _ + _ + X / (s * eps ^+ 2 / 4));
    have -> : b / (s * eps ^+ 2 / 4) = 4 * b / (s * eps ^+ 2) by field; rewrite !gt_eqF.
  apply: fails_mono => // t z' /andP [h1' h2']; rewrite h1' ltNge; apply: contra h2' => hE.
  exact: (near_level u1 v1 s0 s16 se e2 hE). Qed.
End TheoremOne.
