(* SPDX-License-Identifier: Apache-2.0 *)
(* StaysNearLine.v: near the saddle a run stays near the line of (u, v), for noise that is known by its moments, Gaussian noise too.

   Rank one, the noise of GradientMoments.v (law), 0 < s <= 1/16, 20 eta <= 1. NearSaddle.v asks for noise of bounded length; here no outcome is bounded.
   Where transverse <= nu, 1600 nu <= 1, 2 nu <= s and x^T M y <= 1/2, the noisy gradient g has E g <= 9 and E g^2 <= 84, g its squared length, so that
       E transverse'^2 <= transverse^2 + 231 eta^3/s,      P((<u,x'> + <v,y'>)^2 > 5/2) <= 540000 eta^4,
   whatever d1 and d2 are. So while x^T M y <= 1/2 the run has transverse > nu or (<u,x> + <v,y>)^2 > 5/2 at some t <= m with probability
       (transverse_0^2 + 231 m eta^3/s)/nu^2 + 540000 m eta^4 at most: over 1/eta steps transverse is of the order eta, as for bounded noise.

   Main results: gradient_near, transverse_moments, stays_near_moments.
   Depends on: Frobenius, Objective, Smoothing, Process, LemmaFour, GradientDomination, Descent, Excess, GradientMoments, Barrier, Spread, Escape, Transverse,
   NearSaddle, SaddleEscape.
   Paper's place: Lemma 4 (Gaussian perturbations). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Process LemmaFour GradientDomination Descent Excess GradientMoments Barrier
  Spread Escape Transverse NearSaddle SaddleEscape.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Lemma fourth_polynomial (R : realFieldType) (N al s : R) : fourth_moment N al s = 4 * N ^+ 2 * al ^+ 2 + (16 * N * al ^+ 2 + 48 * N ^+ 3 * al) * s
  + (432 * N ^+ 4 + 432 * N ^+ 2 * al + 32 * al ^+ 2) * s ^+ 2 + (144 * 42 * N ^+ 3 + 144 * 12 * N * al) * s ^+ 3
  + (144 * 249 * N ^+ 2 + 144 * 16 * al) * s ^+ 4 + 144 * 660 * N * s ^+ 5 + 144 * 36 * 30 * s ^+ 6.
Proof. by rewrite /fourth_moment /moment_bound /fourth_gradient !big_cons big_nil /= !growths; ring. Qed.
Lemma moments_near (R : realFieldType) (s : R) : 0 < s -> 16 * s <= 1 -> second_moment (9 / 8) 3 s <= 9 /\ fourth_moment (9 / 8) 3 s <= 84.
Proof.
move=> s0 s16; have s1 : s <= 1 / 16 by move: s16; lra.
have p k : s ^+ k <= (1 / 16) ^+ k by rewrite lerXn2r ?nnegrE ?divr_ge0 ?ler0n // ltW.
rewrite second_momentE fourth_polynomial; move: (p 2) (p 3) (p 4) (p 5) (p 6).
by move: (s ^+ 2) (s ^+ 3) (s ^+ 4) (s ^+ 5) (s ^+ 6) => *; split; lra.
Qed.

Section Moments.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta nu : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Hypotheses (nu0 : 0 < nu) (nu16 : 1600 * nu <= 1) (nus : 2 * nu <= s).
Local Notation M := (u *m v^T).
Local Notation state := (state R d1 d2).
Local Notation transverse := (transverse u v).
Local Notation product := (product u v).
Local Notation across := (across u v).
Local Notation update := (update Z1 Z2 u v eta).
Local Notation g := (noisy_sq Z1 Z2 u v).
Local Notation push := (push Z1 Z2 u v).
Local Notation shake := (shake Z1 Z2 u v).
Implicit Types z : state.

(* Both parts of the noisy gradient are at most as long as it. *)
Lemma shake_le_gradient z w : shake z w <= g z w.
Proof.
rewrite /Transverse.shake /noisy_sq /along_u /along_v (normsq_parts (gradX _ _ _) u1) (normsq_parts (gradY _ _ _) v1).
move: (inner u _) (inner v _) (normsq _) (normsq _) => a b p q; have := sqr_ge0 (a + b).
have -> : (a + b) ^+ 2 = 2 * a ^+ 2 + 2 * b ^+ 2 - (a - b) ^+ 2 by ring.
by move: (a ^+ 2) (b ^+ 2) ((a - b) ^+ 2) => *; lra.
Qed.
Lemma push_le_gradient z w : push z w ^+ 2 <= 2 * g z w.
Proof.
have := along_sq Z1 Z2 u1 v1 z w; rewrite /Spread.push; move: (along_u _ _ _ _ _ _) (along_v _ _ _ _ _ _) (g z w) => a b h hh.
have := sqr_ge0 (a - b); have -> : (a + b) ^+ 2 = 2 * a ^+ 2 + 2 * b ^+ 2 - (a - b) ^+ 2 by ring.
by move: hh; move: (a ^+ 2) (b ^+ 2) ((a - b) ^+ 2) => *; lra.
Qed.
Lemma noisy_ge0 z w : 0 <= g z w. Proof. exact: addr_ge0 (normsq_ge0 _) (normsq_ge0 _). Qed.

Section OneStep.
Variable z : state.
Hypotheses (hT : transverse z <= nu) (hP : product z <= 1 / 2).
Lemma residual_near : 2 * normsq (residual M z.1 z.2) <= 3.
Proof.
have [hx hy] := sizes_le u1 v1 nu16 hT hP; have hc := sqr_ge0 (across z); have hg := gap_le hT; have e := across_product u v z.
have n : normsq (residual M z.1 z.2) = normsq z.1 * normsq z.2 - 2 * product z + 1.
  rewrite /residual normsqB !normsq_outer inner_outer /normsq u1 v1 /Barrier.product (innerC z.1 u) (innerC z.2 v); ring.
have m : normsq z.1 * normsq z.2 <= 9 / 16 * (9 / 16) by apply: ler_pM; rewrite ?normsq_ge0.
by rewrite n; move: hc hg e m nu16; move: (across z ^+ 2) (gap u v z ^+ 2) (product z) (normsq z.1 * normsq z.2) => *; lra.
Qed.
Theorem gradient_near : upper E (g z) 9 /\ upper E (fun w => g z w ^+ 2) 84.
Proof.
have N0 : 0 < 9 / 8 :> R by lra. have [m2 m4] := moments_near s0 s16.
have hN : size_sq z <= 9 / 8 by have [hx hy] := sizes_le u1 v1 nu16 hT hP; rewrite /size_sq; move: hx hy; lra.
by split; [apply: upper_le m2 (gradient_second N0 hN residual_near noise)|apply: upper_le m4 (gradient_fourth N0 hN residual_near noise)].
Qed.
Theorem transverse_moments : upper E (fun w => transverse (update z w) ^+ 2) (transverse z ^+ 2 + 231 * (eta ^+ 3 / s)).
Proof.
have [m2 m4] := gradient_near; set t := transverse z; have t0 : 0 <= t by exact: transverse_ge0.
have e2 := sqr_ge0 eta; have te2 : 0 <= 13 / 2 * (t * eta ^+ 2) by rewrite mulr_ge0 ?divr_ge0 ?ler0n // mulr_ge0.
have e4 : 0 <= 9 * eta ^+ 4 by rewrite mulr_ge0 ?ler0n // exprn_ge0 // ltW.
have point w : transverse (update z w) ^+ 2 <= t ^+ 2 + (13 / 2 * (t * eta ^+ 2) * g z w + 9 * eta ^+ 4 * g z w ^+ 2) + (- 4 * eta * t) * pull Z1 Z2 u v z w.
  rewrite transverse_step // -/t; have h := shake_le_gradient z w; have hs := shake_ge0 Z1 Z2 u v z w; have hp := pull_sq Z1 Z2 u1 v1 z w; rewrite -/t in hp.
  move: (pull _ _ _ _ _ _) (shake _ _) (g z w) h hs hp => b S G h hs hp.
  have S2 : S ^+ 2 <= G ^+ 2 by rewrite lerXn2r ?nnegrE // (le_trans hs).
  have c1 := ler_wpM2l te2 h; have c2 := ler_wpM2l e2 hp; have c3 := ler_wpM2l e4 S2.
  have q := sqr_ge0 (- eta * b / 2 - 2 * (eta ^+ 2 * S)).
  by move: c1 c2 c3 q; lra.
have hm := mean_pull u1 v1 noise z; set m := (X in E _ X) in hm.
have low : 15 / 16 * s * t <= m by exact: pull_numbers (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)) s0 nus hP hT.
have hh := upper_add (upper_add (upper_const E (t ^+ 2)) (upper_add (upper_scale te2 m2) (upper_scale e4 m4))) (upper_mean (mean_scale (- 4 * eta * t) hm)).
apply: upper_le (upper_mono point hh); have et : 0 <= eta * t by rewrite mulr_ge0 // ltW.
have c := ler_wpM2l et low; rewrite -!addrA lerD2l -(ler_pM2l s0).
have -> : s * (231 * (eta ^+ 3 / s)) = 231 * eta ^+ 3 by field; rewrite gt_eqF.
have key : 0 <= eta * (15 * s * t / 4 - 117 / 4 * eta) ^+ 2 * 4 / 15.
  by apply: divr_ge0; rewrite ?ler0n // mulr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0 // ltW.
have ck : eta * (15 * s * t / 4 - 117 / 4 * eta) ^+ 2 * 4 / 15 = 15 / 4 * (s * (eta * t * (s * t))) - 117 / 2 * (s * (t * eta ^+ 2)) + 4563 / 20 * eta ^+ 3 by field.
have e5 : s * eta ^+ 4 <= 1 / 320 * eta ^+ 3.
  have -> : s * eta ^+ 4 = s * eta * eta ^+ 3 by ring.
  apply: ler_wpM2r; first by rewrite exprn_ge0 // ltW.
  have -> : 1 / 320 = 1 / 16 * (1 / 20) :> R by field.
  by apply: ler_pM; rewrite ?(ltW s0) ?(ltW eta0) //; [move: s16|move: eta20]; lra.
have c' := ler_wpM2l (ltW s0) c; have e3 : 0 <= eta ^+ 3 by rewrite exprn_ge0 // ltW.
have -> : s * (13 / 2 * (t * eta ^+ 2) * 9 + (9 * eta ^+ 4 * 84 + - 4 * eta * t * m))
  = 117 / 2 * (s * (t * eta ^+ 2)) + 756 * (s * eta ^+ 4) - 4 * (s * (eta * t * m)) by field.
have e6 : s * (eta * t * (15 / 16 * s * t)) = 15 / 16 * (s * (eta * t * (s * t))) by field.
rewrite e6 in c'; rewrite ck in key; move: key c' e5.
by move: (s * (eta * t * (s * t))) (s * (t * eta ^+ 2)) (s * eta ^+ 4) (s * (eta * t * m)) (eta ^+ 3) e3 => *; lra.
Qed.
(* The other way out: along the line, by a jump. *)
Definition far z : R := if 5 / 2 < across z ^+ 2 then 1 else 0.
Lemma far_ge0 z' : 0 <= far z'. Proof. by rewrite /far; case: ifP => _; rewrite ?ler01. Qed.
Theorem far_moments : upper E (fun w => far (update z w)) (540 * 1000 * eta ^+ 4).
Proof.
have [_ m4] := gradient_near; have e4 : 0 <= 64 * 100 * eta ^+ 4 by apply: mulr_ge0 (exprn_ge0 4 (ltW eta0)); exact: mulr_ge0 (ler0n _ 64) (ler0n _ 100).
apply: upper_le (upper_mono _ (upper_scale e4 m4)) => [|w].
  by have : 0 <= eta ^+ 4 by [exact: exprn_ge0 (ltW eta0)]; move: (eta ^+ 4) => *; lra.
have g2 : 0 <= 64 * 100 * eta ^+ 4 * g z w ^+ 2 by apply: mulr_ge0 => //; exact: sqr_ge0.
rewrite /far; case: ifP => // hf; have hc := across_le2 hT hP; rewrite across_step in hf.
have hp := ler_wpM2l (sqr_ge0 eta) (push_le_gradient z w).
have := sqr_ge0 (across z / 8 + eta * push z w).
have -> : (across z / 8 + eta * push z w) ^+ 2 = (9 / 8 * across z ^+ 2 + 9 * (eta ^+ 2 * push z w ^+ 2) - (across z + - eta * push z w) ^+ 2) / 8 by field.
move=> sq; have x : 1 / 80 <= eta ^+ 2 * g z w.
  by move: hf hc hp sq nu16; move: (across z) (push z w) (g z w) => c P G *; lra.
have -> : 64 * 100 * eta ^+ 4 * g z w ^+ 2 = 64 * 100 * (eta ^+ 2 * g z w) ^+ 2 by ring.
have : (1 / 80) ^+ 2 <= (eta ^+ 2 * g z w) ^+ 2 by rewrite lerXn2r ?nnegrE ?divr_ge0 ?ler0n // (le_trans _ x) // divr_ge0.
by move: ((eta ^+ 2 * _) ^+ 2) => *; lra.
Qed.
End OneStep.

Variables (stop : nat -> state -> bool) (m : nat).
Hypothesis going : forall t z, ~~ stop t z -> transverse z <= nu -> across z ^+ 2 <= 5 / 2 -> product z <= 1 / 2.
Local Notation k := (231 * (eta ^+ 3 / s) / nu ^+ 2 + 540 * 1000 * eta ^+ 4).
Theorem stays_near_moments z : across z ^+ 2 <= 5 / 2 -> fails E update (strays u v nu) stop m 0 z (transverse z ^+ 2 / nu ^+ 2 + m%:R * k).
Proof.
move=> hz; have n2 : 0 < nu ^+ 2 by rewrite exprn_gt0. have e0 := ltW eta0.
have k0 : 0 <= k.
  apply: addr_ge0; last by apply: mulr_ge0 (exprn_ge0 4 e0); exact: mulr_ge0 (ler0n _ 540) (ler0n _ 1000).
  by apply: divr_ge0 (ltW n2); apply: mulr_ge0 (ler0n _ 231) _; apply: divr_ge0 (ltW s0); exact: exprn_ge0.
pose Psi t z' := transverse z' ^+ 2 / nu ^+ 2 + far z' + (m - t)%:R * k.
have main0 z' : 0 <= transverse z' ^+ 2 / nu ^+ 2 by apply: divr_ge0 (sqr_ge0 _) (ltW n2).
have -> : transverse z ^+ 2 / nu ^+ 2 + m%:R * k = Psi 0 z by rewrite /Psi subn0 /far ltNge hz addr0.
have rest t : 0 <= (m - t)%:R * k by rewrite mulr_ge0 ?ler0n.
apply: ville => [t z'|t z'|t z' /andP [_ tn] hb hs]; first by rewrite !addr_ge0 // far_ge0.
  move=> hb; rewrite /Psi; apply: ler_wpDr; first exact: rest; case/orP: hb => [hn|hc]; last by rewrite /far hc lerDr main0.
  apply: ler_wpDr; first exact: far_ge0.
  by rewrite ler_pdivlMr // mul1r lerXn2r ?nnegrE ?(ltW nu0) ?transverse_ge0 // ltW.
move: hb; rewrite /strays negb_or -!leNgt => /andP [hT hc]; have hP := going hs hT hc.
have i0 : 0 <= (nu ^+ 2)^-1 by rewrite invr_ge0 ltW.
have hh := upper_add (upper_add (upper_scale i0 (transverse_moments hT hP)) (far_moments hT hP)) (upper_const E ((m - t.+1)%:R * k)).
apply: upper_le (upper_mono _ hh) => [|w]; last by rewrite /Psi ![_ / nu ^+ 2]mulrC.
rewrite /Psi; have -> : (m - t)%:R = (m - t.+1)%:R + 1 :> R by rewrite natr1 subnSK.
rewrite /far ltNge hc /= le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
End Moments.
