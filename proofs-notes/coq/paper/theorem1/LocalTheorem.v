(* SPDX-License-Identifier: Apache-2.0 *)
(* LocalTheorem.v: Perturbed GD from an excess of at most 1/4, at rank one with balanced noise:
   Phases II and III.

   Let 0 < s <= 1/16, 0 < eta <= 1/20, |u| = |v| = 1 and excess = 2 (Fs - min Fs); its value at the
   saddle is (1-s)^2 >= 0.87. From an excess of at most 1/4, for all t1 <= n and level > 0,
       P(some t in [t1, n] with an excess above level)
         <= 720 n eta^2/s^2 + ((1 - eta s/5)^t1 excess_0 + 50 eta/s^3 + 10 eta^2 (n - t1)/s^2) /
         level,
   and in the mean, while the excess has stayed at most 4/9,
       E excess_n <= (1 - eta s/5)^n excess_0 + 50 eta/s^3.
   The region is {excess <= 4/9}: there <u,x> <v,y> >= 1/4, s (|x|^2 + |y|^2) <= 2/3 and |x y^T - M|
   <= 35/48, so that the noisy gradient's moments are at most 7/s and 111/s^2.
   Main results: region, theorem_local, theorem_local_mean, escape_from_below (the first term
   alone).
   Paper's place: Theorem 1, Lemmas 6 and 7. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window
  LemmaFour GradientDomination Descent Excess GradientMoments.

Section Local.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z). Local Notation rt := (root u v s).
Local Notation update := (update Z1 Z2 u v eta).

Lemma region (z : state) : rt z <= 2 / 3 ->
  [/\ Ez z <= 4 / 9, 1 <= 4 * (inner u z.1 * inner v z.2), s * size_sq z <= 2 / 3 &
    normsq (residual M z.1 z.2) <= (35 / 48) ^+ 2].
Proof. move=> h; have t0 : (0 : R) <= 2 / 3 by rewrite divr_ge0 ?ler0n. have [hE hr hN hR] :=
    level_bounds u1 v1 s0 t0 h; move: hr; rewrite ler_norml => /andP [r1 r2]; split.
  - by apply: le_trans hE _; have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field.
  - by move: r1 s16; move: (inner u z.1 * inner v z.2) => *; lra.
  - apply: le_trans hN _; have : 2 * s * (1 - s + 2 / 3) <= 2 * s * (5 / 3).
      by rewrite ler_wpM2l ?mulr_ge0 ?ler0n ?(ltW s0) //; move: s0; lra.
    have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field. by move: (2 * s * (1 - s + 2 / 3)) s16 => *; lra.
  by apply: le_trans hR _; apply: sq_le; move: s0 s16; lra. Qed.

(* The moments of the noisy gradient there. *)
Local Notation radius := (2 / (3 * s)). Local Notation al := (2 * (35 / 48) ^+ 2 : R).
Lemma ss_le : s ^+ 2 <= 1 / 256.
Proof. have -> : 1 / 256 = (1 / 16) ^+ 2 :> R by field.
  by apply: sq_le; [exact: ltW|move: s16; lra]. Qed.
Lemma second_local : second_moment radius al s <= 7 / s.
Proof. rewrite second_momentE; have -> : 2 * radius * al + 4 * al * s + 12 * radius ^+ 2 * s
    + 60 * radius * s ^+ 2 + 72 * s ^+ 3 = (4 / 3 * al + 16 / 3 + (4 * al + 40) * s ^+ 2
    + 72 * (s ^+ 2) ^+ 2) / s by field; rewrite gt_eqF.
  rewrite ler_wpM2r ?invr_ge0 ?(ltW s0) //; have h := ss_le; have q0 := sqr_ge0 s;
    move: (s ^+ 2) h q0 => q h q0. have q2 : q ^+ 2 <= q * (1 / 256) by rewrite expr2 ler_wpM2l.
  have -> : al = 49 / 48 * (25 / 24) :> R by field. by move: q2; move: (q ^+ 2) => p; lra. Qed.
Lemma fourth_local : fourth_moment radius al s <= 111 / s ^+ 2.
Proof. have q0 := sqr_ge0 s; have i0 : 0 <= (s ^+ 2)^-1 by rewrite invr_ge0.
  have e : s * radius = 2 / 3 by field; rewrite gt_eqF. have -> : fourth_moment radius al s =
    s ^+ 2 * fourth_moment radius al s / s ^+ 2 by field; rewrite gt_eqF.
  rewrite fourth_momentE e; apply: ler_wpM2r => //; have h := ss_le; move: (s ^+ 2) q0 h => q q0 h.
  (* By Horner's rule, with q <= 1/256. *)
  have next c c' m : c + m * (1 / 256) <= c' -> 0 <= m -> c + m * q <= c'.
    by move=> hc m0; apply: le_trans hc; rewrite lerD2l ler_wpM2l.
  have a0 : 0 <= al by rewrite mulr_ge0 ?ler0n // sqr_ge0. have a1 : al <= 67 / 63.
    have -> : al = 49 / 48 * (25 / 24) :> R by field. by lra.
  have a2 : al ^+ 2 <= 67 / 63 * al by rewrite expr2 ler_wpM2r. have -> (A B C D F : R) : A + B * q
    + C * q ^+ 2 + D * q ^+ 3 + F * q ^+ 4 = A + (B + (C + (D + F * q) * q) * q) * q by ring.
  have -> : (2 / 3 : R) ^+ 2 = 4 / 9 by field. have -> : (2 / 3 : R) ^+ 3 = 8 / 27 by field.
  have -> : (2 / 3 : R) ^+ 4 = 16 / 81 by field. set A := al in a0 a1 a2 *; have A2 := sqr_ge0 A.
  have h3 : 144 * 16 * A + 144 * 660 * (2 / 3) + 144 * 36 * 30 * q <= 144 * 462 by apply: next;
    [lra|lra].
  have pos c m : 0 <= c -> 0 <= m -> 0 <= c + m * q by move=> c0 m0; rewrite addr_ge0 // mulr_ge0.
  have h2 : 32 * A ^+ 2 + 144 * 12 * (2 / 3) * A + 144 * 249 * (4 / 9)
    + (144 * 16 * A + 144 * 660 * (2 / 3) + 144 * 36 * 30 * q) * q <= 144 * 122.
    apply: next; last by apply: (pos _ _); lra.
    by move: h3; move: (_ + 144 * 36 * 30 * q) => m; move: (A ^+ 2) A2 a2 => *; lra.
  have h1 : 16 * (2 / 3) * A ^+ 2 + 144 * 3 * (4 / 9) * A + 144 * 42 * (8 / 27)
    + (32 * A ^+ 2 + 144 * 12 * (2 / 3) * A + 144 * 249 * (4 / 9)
    + (144 * 16 * A + 144 * 660 * (2 / 3) + 144 * 36 * 30 * q) * q) * q <= 144 * (29 / 2).
    apply: next; last by apply: (pos _ _); [move: (A ^+ 2) A2 => *; lra|apply: (pos _ _); lra].
    by move: h2; move: (_ + _ * q) => m; move: (A ^+ 2) A2 a2 => *; lra.
  apply: next; last by apply: (pos _ _); [move: (A ^+ 2) A2 => *; lra|apply: (pos _ _);
    [move: (A ^+ 2) A2 => *; lra|apply: (pos _ _); lra]].
  by move: h1; move: (_ + _ * q) => m; move: (A ^+ 2) A2 a2 => *; lra. Qed.
Lemma moments_local z : rt z <= 2 / 3 -> upper E (noisy_sq Z1 Z2 u v z) (7 / s) /\
  upper E (fun w => noisy_sq Z1 Z2 u v z w ^+ 2) (111 / s ^+ 2).
Proof. move=> h; have [_ _ hN hR] := region h;
    have r0 : 0 < radius by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. have hN' : size_sq z <= radius.
    rewrite ler_pdivlMr ?mulr_gt0 ?ltr0n //; have -> : size_sq z * (3 * s) = 3 * (s * size_sq z)
      by ring. by move: hN; move: (s * size_sq z) => *; lra.
  have hal : 2 * normsq (residual M z.1 z.2) <= al by rewrite ler_wpM2l ?ler0n.
  split; first exact: upper_le second_local (gradient_second r0 hN' hal noise).
  exact: upper_le fourth_local (gradient_fourth r0 hN' hal noise). Qed.

Local Notation k := (10 * eta ^+ 2 / s ^+ 2).
Local Lemma numbers (n c : R) : s * n <= 2 / 3 -> 0 <= n -> s * c <= 13 / 256 ->
  eta ^+ 2 * (2 * n + c) * (7 / s) + eta ^+ 4 / 2 * (111 / s ^+ 2) <= k.
Proof. move=> hn n0 hc; have i0 : 0 < s ^+ 2 by rewrite exprn_gt0.
  have -> : eta ^+ 2 * (2 * n + c) * (7 / s) + eta ^+ 4 / 2 * (111 / s ^+ 2) =
    eta ^+ 2 / s ^+ 2 * (14 * (s * n) + 7 * (s * c) + 111 / 2 * eta ^+ 2) by field; rewrite gt_eqF.
  have -> : k = eta ^+ 2 / s ^+ 2 * 10 by ring.
  apply: ler_wpM2l; first by rewrite divr_ge0 ?sqr_ge0. have e2 : eta ^+ 2 <= 1 / 400.
    have -> : 1 / 400 = (1 / 20) ^+ 2 :> R by field. by apply: sq_le; [exact: ltW|move: eta20; lra].
  by move: hn hc e2; move: (s * n) (s * c) (eta ^+ 2) => *; lra. Qed.
Local Lemma size_ge0 (z : state) : 0 <= size_sq z. Proof. by rewrite addr_ge0 ?normsq_ge0. Qed.
(* The two inequalities of one step. *)
Lemma step_square z : rt z <= 2 / 3 ->
  upper E (fun w => rt (update z w) ^+ 2) ((1 - eta * s / 5) * rt z ^+ 2 + k).
Proof. move=> h; have [hE P4 hN hR] := region h; have [m2 m4] := moments_local h;
    have rho0 : (0 : R) < 35 / 48 by rewrite divr_gt0 ?ltr0n.
  have hc := contraction_step (law_smoothing noise) u1 v1 s0 (ltW eta0) rho0 hR m2 m4 s16 P4.
  apply: upper_le (upper_mono _ hc) => [|w]; last by rewrite (root_sq u1 v1 s0). rewrite (root_sq u1
    v1 s0) lerD2l -[_ + 35 / 48 + s]addrA; apply: numbers => //; first exact: size_ge0.
  by have := ss_le; rewrite mulrDr -expr2; move: s16; move: (s ^+ 2) => x; lra. Qed.
Lemma step_change z : rt z <= 2 / 3 -> upper E (fun w => (rt (update z w) - rt z) ^+ 2) k.
Proof. move=> h; have [hE P4 hN hR] := region h; have [m2 m4] := moments_local h;
    have n0 := size_ge0 z. have e2 := sqr_ge0 eta;
    have e4 : 0 <= eta ^+ 4 / 2 by rewrite divr_ge0 ?ler0n // -[4%N]/(2 * 2)%N exprM sqr_ge0.
  have l0 : 0 <= eta ^+ 2 * (2 * size_sq z + 2 * s) by apply: mulr_ge0 => //; move: n0 (ltW s0);
    lra. have hh := upper_add (upper_scale l0 m2) (upper_scale e4 m4).
  apply: upper_le (upper_mono _ hh) => [|w].
    by apply: numbers => //; have := ss_le; rewrite mulrCA -expr2; move: (s ^+ 2) => x; lra.
  apply: le_trans (root_step u1 v1 s0 z (eta *: gradX M (z.1 + Z1 w) (z.2 + Z2 w))
    (eta *: gradY M (z.1 + Z1 w) (z.2 + Z2 w))) _.
  rewrite !normsqZ -[_ + eta ^+ 2 * _]mulrDr -/(noisy_sq Z1 Z2 u v z w);
    move: (noisy_sq _ _ _ _ _ _) => g. by rewrite le_eqVlt; apply/orP; left; apply/eqP; field. Qed.

Lemma root_below z (c : R) : 0 <= c -> Ez z <= c ^+ 2 -> rt z <= c.
Proof. by move=> c0 h; rewrite /root -(ger0_norm c0) -sqrtr_sqr ler_wsqrtr. Qed.
Let W0 (z : state) : 0 <= rt z. Proof. exact: sqrtr_ge0. Qed.
Let k0 : 0 <= k. Proof. by rewrite divr_ge0 ?mulr_ge0 ?sqr_ge0 ?ler0n // ltW. Qed.
Let r0 : 0 < eta * s / 5. Proof. by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. Qed.
Let r1 : eta * s / 5 <= 1.
Proof. have : eta * s <= 1 * 1 by apply: ler_pM; rewrite ?ltW //; move: eta20 s16 eta0 s0; lra.
  by move: (eta * s) => x; lra. Qed.
Lemma start_below z : Ez z <= 1 / 4 -> rt z <= 1 / 2.
Proof. by move=> h; apply: root_below;
    [rewrite divr_ge0 ?ler0n|move: h; have -> : (1 / 2) ^+ 2 = 1 / 4 :> R by field]. Qed.

(* The run leaves the region with a probability of the order of n eta^2. *)
Theorem escape_from_below n z : Ez z <= 1 / 4 ->
  fails E update (fun _ z => 4 / 9 < Ez z) (fun _ _ => false) n 0 z
    (n%:R * (720 * eta ^+ 2 / s ^+ 2)).
Proof. move=> hz; have l0 : (0 : R) <= 1 / 2 by rewrite divr_ge0 ?ler0n.
  have lt : (1 / 2 : R) < 2 / 3 by lra. have grows z' (_ : true) (h : rt z' <= 2 / 3) :
    upper E (fun w => rt (update z' w) ^+ 2) (rt z' ^+ 2 + k).
    by apply: upper_le (step_square h); rewrite lerD2r ler_piMl ?sqr_ge0 // gerBl ltW.
  have := stays W0 k0 k0 l0 lt (inside := xpredT) (fun z _ => @step_change z) n grows
    (start_below hz). have -> : n%:R * (k + k) / (2 / 3 - 1 / 2) ^+ 2 =
    n%:R * (720 * eta ^+ 2 / s ^+ 2) by field; rewrite gt_eqF.
  apply: fails_mono => // t z'; rewrite -(root_sq u1 v1 s0) !ltNge; apply: contra => h.
  have -> : 4 / 9 = (2 / 3) ^+ 2 :> R by field. exact: sq_le. Qed.
Theorem theorem_local t1 n level z : 0 < level -> Ez z <= 1 / 4 ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    (n%:R * (720 * eta ^+ 2 / s ^+ 2)
      + ((1 - eta * s / 5) ^+ t1 * Ez z + 50 * eta / s ^+ 3 + k * (n - t1)%:R) / level).
Proof. move=> lev hz; have l0 : (0 : R) <= 1 / 2 by rewrite divr_ge0 ?ler0n.
  have lt : (1 / 2 : R) < 2 / 3 by lra.
  have := local_theorem W0 k0 k0 l0 lt (inside := xpredT) (fun z _ => @step_change z) r0 r1
    (fun z _ => @step_square z) t1 n lev (start_below hz). rewrite (root_sq u1 v1 s0).
  have -> : n%:R * (k + k) / (2 / 3 - 1 / 2) ^+ 2 = n%:R * (720 * eta ^+ 2 / s ^+ 2) by field;
    rewrite gt_eqF. have -> : k / (eta * s / 5) = 50 * eta / s ^+ 3 by field; rewrite !gt_eqF.
  by apply: fails_mono => // t z'; rewrite (root_sq u1 v1 s0). Qed.
(* In the mean, from any start. *)
Theorem theorem_local_mean n z :
  stopped E update (fun z => Ez z) (fun z => Ez z <= 4 / 9) n z
    ((1 - eta * s / 5) ^+ n * Ez z + 50 * eta / s ^+ 3).
Proof. have drift z' : Ez z' <= 4 / 9 ->
    upper E (fun w => Ez (update z' w)) ((1 - eta * s / 5) * Ez z' + k).
    move=> h; have hr : rt z' <= 2 / 3 by apply: root_below; [rewrite divr_ge0 ?ler0n|move: h;
      have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field]. by have := step_square hr;
      rewrite (root_sq u1 v1 s0); apply: upper_mono => w; rewrite (root_sq u1 v1 s0).
  have := stopped_mean n z (excess_ge0 u1 v1 s0) r0 r1 k0 drift.
  by have -> : k / (eta * s / 5) = 50 * eta / s ^+ 3 by field; rewrite !gt_eqF. Qed.
End Local.
