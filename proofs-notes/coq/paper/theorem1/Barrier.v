(* SPDX-License-Identifier: Apache-2.0 *)
(* Barrier.v: once x^T M y has reached 1/2 it stays above 1/4, and the run converges, however large
   it is.

   Rank one, balanced noise, overlap = <u,x> <v,y> = x^T M y, off = |p|^2 + |q|^2, 0 < s <= 1/16, 50
   eta h <= 1, h >= 1. Where 0 <= overlap <= 1/2 and off <= 7/8 the overlap does not fall in the
   mean, to first order in eta. So (1/2 - overlap)_+^2 grows by at most 65 h^6 eta^2/s^2 a step
   while root <= h, and from overlap >= 1/2
       P(overlap <= 1/4 at some t <= n) <= 1040 n h^6 eta^2/s^2.
   With off <= 1/4 and root <= h - 1 at the start, for all t1 <= n and level > 0,
       P(some t in [t1, n] with an excess above level)
         <= 1190 n h^6 eta^2/s^2 + ((1 - eta s/5)^t1 excess_0 + 325 h^6 eta/s^3 + 65 h^6 eta^2 (n -
         t1)/s^2) / level.
   Main results: barrier, contracts, from_barrier, theorem_barrier.
   Paper's place: Lemma 6 (that x^T M y >= 1/4 at all times). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window
  LemmaFour GradientDomination Descent Excess GradientMoments Bounded.

(* The hinge of a sum. *)
Lemma hinge_linear (R : realFieldType)
    (l x d : R) : hinge l (x + d) <= hinge l x + 2 * Num.max 0 (x - l) * d + d ^+ 2.
Proof. rewrite /hinge; set m := Num.max 0 (x - l); have hm : x - l <= m by rewrite le_max lexx orbT.
  have -> : m ^+ 2 + 2 * m * d + d ^+ 2 = (m + d) ^+ 2 by ring. case: (leP (x + d - l) 0) => h;
    first by rewrite expr0n /= sqr_ge0. by apply: sq_le; [exact: ltW|move: hm; lra]. Qed.

Section Barrier.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta h : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (h1 : 1 <= h)
  (eh : 50 * (eta * h) <= 1).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z). Local Notation rt := (root u v s).
Local Notation off := (off u v). Local Notation update := (update Z1 Z2 u v eta).
Local Notation k := (65 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
Implicit Types z : state.

Definition overlap z : R := inner u z.1 * inner v z.2.
(* The noisy gradient along u and v, and how its step changes the overlap. *)
Definition along_u z w : R := inner u (gradX M (z.1 + Z1 w) (z.2 + Z2 w)).
Definition along_v z w : R := inner v (gradY M (z.1 + Z1 w) (z.2 + Z2 w)).
Definition linear_change z w : R := along_u z w * inner v z.2 + inner u z.1 * along_v z w.
Lemma along_sq z w : along_u z w ^+ 2 + along_v z w ^+ 2 <= noisy_sq Z1 Z2 u v z w.
Proof. by apply: lerD; apply: unit_proj_le. Qed.
Lemma product_step z w : - overlap (update z w) = - overlap z
  + (eta * linear_change z w - eta ^+ 2 * (along_u z w * along_v z w)).
Proof. by rewrite /overlap /update /stepX /stepY /= !innerBr !innerZr -/(along_u z w)
    -/(along_v z w) /linear_change; ring. Qed.
Lemma mean_along z : E (along_u z) ((normsq z.2 + s) * inner u z.1 - inner v z.2) /\
  E (along_v z) ((normsq z.1 + s) * inner v z.2 - inner u z.1).
Proof. have [gx gy] := mean_gradients (law_smoothing noise) M z.1 z.2.
  split; [apply: mean_eq (mean_inner_Mean u gx) _|apply: mean_eq (mean_inner_Mean v gy) _].
    by rewrite gradXs_rank1 innerBr !innerZr u1 mulr1.
  by rewrite gradYs_rank1 innerBr !innerZr v1 mulr1. Qed.
Lemma mean_linear_change z :
  E (linear_change z) ((size_sq z + 2 * s) * overlap z - (inner u z.1 ^+ 2 + inner v z.2 ^+ 2)).
Proof. have [hA hB] := mean_along z. apply: mean_ext
    (mean_eq (mean_add (mean_scale (inner v z.2) hA) (mean_scale (inner u z.1) hB)) _) => [w|].
    by rewrite /linear_change mulrC.
  by rewrite /size_sq /overlap; ring. Qed.
(* To first order the overlap does not fall. *)
Lemma product_rises z : 0 <= overlap z <= 1 / 2 -> off z <= 7 / 8 ->
  (size_sq z + 2 * s) * overlap z - (inner u z.1 ^+ 2 + inner v z.2 ^+ 2) <= 0.
Proof. case/andP=> P0 P2 hV; have -> : size_sq z = off z + (inner u z.1 ^+ 2 + inner v z.2 ^+ 2)
    by rewrite /size_sq /off !normsq_perp //; ring.
  have sq : 2 * overlap z <= inner u z.1 ^+ 2 + inner v z.2 ^+ 2.
    by have := sqr_ge0 (inner u z.1 - inner v z.2); rewrite sqrrB -mulr_natl /overlap;
      move: (inner u z.1 ^+ 2) (inner v z.2 ^+ 2) => *; lra.
  move: sq P0 P2; move: (inner u z.1 ^+ 2 + inner v z.2 ^+ 2) (overlap z) => Q P sq P0 P2.
  have a : 0 <= (Q - 2 * P) * (1 - P) by apply: mulr_ge0; [rewrite subr_ge0|move: P2; lra].
  have b : 0 <= P * (2 - 2 * P - 2 * s - off z) by apply: mulr_ge0 => //; move: P2 s16 hV; lra.
  have -> : (off z + Q + 2 * s) * P - Q = - ((Q - 2 * P) * (1 - P)
    + P * (2 - 2 * P - 2 * s - off z)) by ring. by rewrite oppr_le0 addr_ge0. Qed.
Lemma step_product_le z w : eta * linear_change z w - eta ^+ 2 * (along_u z w * along_v z w) <=
  eta * linear_change z w + eta ^+ 2 / 2 * noisy_sq Z1 Z2 u v z w.
Proof. rewrite lerD2l; have q := sqr_ge0 (along_u z w + along_v z w); have g := along_sq z w.
  have e2 := sqr_ge0 eta; rewrite -mulrN -[_ / 2 * _]mulrA ler_wpM2l //. by move: q g; rewrite sqrrD
    -mulr_natl; move: (along_u z w ^+ 2) (along_v z w ^+ 2) (along_u z w * along_v z w) => *; lra.
Qed.
Lemma step_product_sq z w :
  (eta * linear_change z w - eta ^+ 2 * (along_u z w * along_v z w)) ^+ 2 <=
  eta ^+ 2 * (2 * size_sq z) * noisy_sq Z1 Z2 u v z w + eta ^+ 4 / 2 * noisy_sq Z1 Z2 u v z w ^+ 2.
Proof. have g := along_sq z w;
    have g0 : 0 <= along_u z w ^+ 2 + along_v z w ^+ 2 by rewrite addr_ge0 ?sqr_ge0.
  have n : inner u z.1 ^+ 2 + inner v z.2 ^+ 2 <= size_sq z by apply: lerD; apply: unit_proj_le.
  have n0 : 0 <= inner u z.1 ^+ 2 + inner v z.2 ^+ 2 by rewrite addr_ge0 ?sqr_ge0.
  have c1 : linear_change z w ^+ 2 <= size_sq z * noisy_sq Z1 Z2 u v z w.
    apply: le_trans (ler_pM n0 g0 n g); rewrite /linear_change -subr_ge0.
    move: (inner u z.1) (inner v z.2) (along_u z w) (along_v z w) => a b A B.
    have -> : (a ^+ 2 + b ^+ 2) * (A ^+ 2 + B ^+ 2) - (A * b + a * B) ^+ 2 = (a * A - b * B) ^+ 2
      by ring. exact: sqr_ge0.
  have c2 : 4 * (along_u z w * along_v z w) ^+ 2 <= noisy_sq Z1 Z2 u v z w ^+ 2.
    apply: le_trans (sq_le g0 g); rewrite -subr_ge0; move: (along_u z w) (along_v z w) => A B.
    have -> : (A ^+ 2 + B ^+ 2) ^+ 2 - 4 * (A * B) ^+ 2 = (A ^+ 2 - B ^+ 2) ^+ 2 by ring.
    exact: sqr_ge0.
  have e2 := ler_wpM2l (sqr_ge0 eta) c1; have e4 := ler_wpM2l (sqr_ge0 (eta ^+ 2)) c2.
  have q := sqr_ge0 (eta * linear_change z w + eta ^+ 2 * (along_u z w * along_v z w)).
  move: e2 e4 q; move: (linear_change z w) (along_u z w * along_v z w) (noisy_sq Z1 Z2 u v z w)
    (size_sq z) => L C G N e2 e4 q.
  have -> : (eta * L - eta ^+ 2 * C) ^+ 2 = 2 * (eta ^+ 2 * L ^+ 2) + 2 * ((eta ^+ 2) ^+ 2 * C ^+ 2)
    - (eta * L + eta ^+ 2 * C) ^+ 2 by ring. have -> : eta ^+ 2 * (2 * N) * G
    + eta ^+ 4 / 2 * G ^+ 2 = 2 * (eta ^+ 2 * (N * G)) + (eta ^+ 2) ^+ 2 * G ^+ 2 / 2 by field.
  have e5 : (eta ^+ 2) ^+ 2 * (4 * C ^+ 2) = 4 * ((eta ^+ 2) ^+ 2 * C ^+ 2) by ring.
  rewrite e5 in e4; move: e2 e4 q; move: (eta ^+ 2 * L ^+ 2) (eta ^+ 2 * (N * G))
    ((eta ^+ 2) ^+ 2 * C ^+ 2) ((eta ^+ 2) ^+ 2 * G ^+ 2) ((eta * L + _) ^+ 2) => *; lra. Qed.

Theorem product_hinge z : rt z <= h -> 1 / 4 <= overlap z -> off z <= 7 / 8 ->
  upper E (fun w => hinge (- (1 / 2)) (- overlap (update z w)))
    (hinge (- (1 / 2)) (- overlap z) + k).
Proof. move=> hz P4 hV; have [m2 m4] := moments_bounded noise u1 v1 s0 s16 h1 hz;
    have [hN _] := size_bounded u1 v1 s0 s16 h1 hz.
  have e2 := sqr_ge0 eta; have e4 : 0 <= eta ^+ 4 / 2 by rewrite divr_ge0 ?exprn_ge0 ?ler0n // ltW.
  have n0 : 0 <= eta ^+ 2 * (2 * size_sq z)
    by rewrite mulr_ge0 // mulr_ge0 ?ler0n // addr_ge0 ?normsq_ge0.
  have hs := upper_mono (step_product_sq z) (upper_add (upper_scale n0 m2) (upper_scale e4 m4)).
  have hc : s * (1 / 4) <= 9 / 128 * h ^+ 2 by have := exprn_ege1 2 h1; move: s16;
    move: (h ^+ 2) => *; lra. have hk := numbers_bounded s0 eta0 h1 eh hN hc. have k20 : 0 <=
    25 * h ^+ 4 / s by rewrite divr_ge0 ?(ltW s0) // mulr_ge0 ?ler0n ?exprn_ge0 // (le_trans ler01).
  have hsum : eta ^+ 2 * (2 * size_sq z) * (25 * h ^+ 4 / s)
    + eta ^+ 4 / 2 * (1400 * h ^+ 8 / s ^+ 2) + eta ^+ 2 / 4 * (25 * h ^+ 4 / s) <= k.
    by apply: le_trans hk; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have ek : 0 <= eta ^+ 2 / 4 * (25 * h ^+ 4 / s) by rewrite mulr_ge0 // divr_ge0 ?ler0n.
  have step w := hinge_linear (- (1 / 2)) (- overlap z) (eta * linear_change z w
    - eta ^+ 2 * (along_u z w * along_v z w)). set m := Num.max 0 (- overlap z - - (1 / 2)) in step.
  case: (leP (overlap z) (1 / 2)) => P2; last first.
    have m0 : m = 0 by rewrite /m max_l //; move: P2; lra. apply: upper_le
      (upper_mono _ (upper_add (upper_const E (hinge (- (1 / 2)) (- overlap z))) hs)) => [|w].
      by rewrite lerD2l; move: hsum ek; lra.
    by rewrite product_step; have := step w; rewrite m0 mulr0 mul0r addr0.
  have m0 : 0 <= 2 * m by rewrite mulr_ge0 ?ler0n // le_max lexx.
  have m1 : 2 * m <= 1 / 2 by rewrite /m max_r; move: P4 P2; lra. have hl : upper E (fun w => eta *
    linear_change z w - eta ^+ 2 * (along_u z w * along_v z w)) (eta ^+ 2 / 2 * (25 * h ^+ 4 / s)).
    have c0 : 0 <= eta ^+ 2 / 2 by rewrite divr_ge0 ?ler0n.
    apply: upper_le (upper_mono (step_product_le z)
      (upper_add (upper_scale (ltW eta0) (upper_mean (mean_linear_change z))) (upper_scale c0 m2))).
    rewrite gerDr; apply: mulr_ge0_le0; first exact: ltW.
    by apply: product_rises => //; rewrite P2 andbT; move: P4; lra.
  have hh := upper_add (upper_add (upper_const E (hinge (- (1 / 2)) (- overlap z))) (upper_scale m0
      hl)) hs. apply: upper_le (upper_mono _ hh) => [|w]; last by rewrite product_step; exact: step.
  have ek2 : 0 <= eta ^+ 2 / 2 * (25 * h ^+ 4 / s) by rewrite mulr_ge0 // divr_ge0 ?ler0n.
  have := ler_wpM2r ek2 m1; have -> : 1 / 2 * (eta ^+ 2 / 2 * (25 * h ^+ 4 / s)) =
    eta ^+ 2 / 4 * (25 * h ^+ 4 / s) by field; rewrite gt_eqF. by move: hsum; move: (2 * m * _)
    (eta ^+ 2 / 4 * _) (eta ^+ 2 * _ * _) (eta ^+ 4 / 2 * _) (hinge _ _) => *; lra. Qed.

Let kp : 0 <= k.
Proof. by rewrite divr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0 // mulr_ge0 ?ler0n ?exprn_ge0 //
    (le_trans ler01). Qed.
Theorem barrier n t z : 1 / 2 <= overlap z ->
  fails E update (fun _ z => overlap z <= 1 / 4) (fun _ z => ~~ (rt z <= h)
    || (81 / 100 < off z)) n t z (n%:R * (1040 * h ^+ 6 * eta ^+ 2 / s ^+ 2)).
Proof. move=> hz; rewrite -[t]addn0; apply: fails_shift;
    pose Psi (t : nat) z := 16 * (hinge (- (1 / 2)) (- overlap z) + (n - t)%:R * k).
  have -> : n%:R * (1040 * h ^+ 6 * eta ^+ 2 / s ^+ 2) = Psi 0 z.
    by rewrite /Psi subn0 hinge_small ?lerN2 //; ring.
  apply: ville => [t' z'|t' z' h'|t' z' /andP [_ tn] h'].
  - by rewrite /Psi mulr_ge0 ?ler0n // addr_ge0 ?hinge_ge0 // mulr_ge0 ?ler0n.
  - have q : - (1 / 2) + 1 / 4 <= - overlap z' by move: h'; lra. have := hinge_large
      (divr_ge0 ler01 (ler0n R 4)) q; have -> : (1 / 4) ^+ 2 = 1 / 16 :> R by field.
    have := mulr_ge0 (ler0n R (n - t')) kp; rewrite /Psi; move: (hinge _ _) (_ * k) => *; lra.
  rewrite negb_or negbK -leNgt => /andP [hr ho]; rewrite -ltNge in h'.
  have hV : off z' <= 7 / 8 by apply: le_trans ho _; lra. have := upper_scale (ler0n R 16)
    (upper_add (product_hinge hr (ltW h') hV) (upper_const E ((n - t'.+1)%:R * k))).
  apply: upper_le; rewrite /Psi ler_wpM2l ?ler0n //; have -> : (n - t')%:R = (n - t'.+1)%:R + 1 :> R
    by rewrite natr1 subnSK. by move: (hinge _ _) ((n - t'.+1)%:R) k => a b c; lra. Qed.

(* While x^T M y is above 1/4 and root <= h, the excess contracts. *)
Theorem contracts t1 n level z : 0 < level ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z))
    (fun _ z => ~~ ((rt z <= h) && (1 / 4 < overlap z))) n 0 z
    (((1 - eta * s / 5) ^+ t1 * Ez z + 325 * h ^+ 6 * eta / s ^+ 3 + k * (n - t1)%:R) / level).
Proof. move=> lev; have r0 : 0 < eta * s / 5 by rewrite divr_gt0 ?mulr_gt0 ?ltr0n.
  have r1 : eta * s / 5 <= 1.
    have : eta * s <= 1 * 1 by apply: ler_pM; rewrite ?ltW //; [have := ler_peMr (ltW eta0) h1;
      move: eh; move: (eta * h) => *; lra|move: s16; lra]. by move: (eta * s) => *; lra.
  have drift z' : (rt z' <= h) && (1 / 4 < overlap z') ->
    upper E (fun w => Ez (update z' w)) ((1 - eta * s / 5) * Ez z' + k).
    by case/andP=> hr hp; apply: (contraction_bounded noise) => //; move: hp; rewrite /overlap; lra.
  have -> : 325 * h ^+ 6 * eta / s ^+ 3 = k / (eta * s / 5) by field; rewrite !gt_eqF.
  exact: (window (excess_ge0 u1 v1 s0) r0 r1 kp drift t1 n lev z). Qed.
Theorem from_barrier n t t1 level z : 0 < level -> 1 / 2 <= overlap z -> off z <= 1 / 4 ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ z => ~~ (rt z <= h)) n t z
    (n%:R * (1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2)
     + ((1 - eta * s / 5) ^+ (t1 - t) * Ez z + 325 * h ^+ 6 * eta / s ^+ 3 + k * (n - (t1 - t))%:R)
       / level).
Proof. move=> lev hP hV. have f1 := off_stays noise u1 v1 s0 s16 eta0 h1 n t hV;
    have f2 := barrier n t hP. have := fails_or f1 f2; rewrite -mulrDr.
  have -> : 20 * h ^+ 6 * eta ^+ 2 / s ^+ 2 + 1040 * h ^+ 6 * eta ^+ 2 / s ^+ 2 = 1060 * h ^+ 6
    * eta ^+ 2 / s ^+ 2 by ring. move=> f12; have f3 := contracts (t1 - t) n z lev.
  rewrite -[X in fails _ _ _ _ _ X]addn0; set b3 := (X in _ + X); rewrite -/b3 in f3.
  have fw : fails E update (fun t' z' => (t1 <= t')%N && (level < Ez z'))
    (fun _ z' => ~~ ((rt z' <= h) && (1 / 4 < overlap z'))) n (t + 0) z b3.
    by apply: fails_shift; apply: fails_mono f3 => // t' z'; rewrite leq_subLR.
  apply: (fails_mono (bad := fun t' z' => (81 / 100 < off z')
    || (overlap z' <= 1 / 4) || ((t1 <= t')%N && (level < Ez z')))
    (stop := fun _ z' => ~~ (rt z' <= h))) => //; first by move=> t' z' ->; rewrite orbT.
  apply: fails_or; first by rewrite addn0.
  apply: fails_mono fw => // t' z'; rewrite negb_and -leNgt.
  by move=> /orP [->//|->]; rewrite !orbT. Qed.
(* The whole run. *)
Theorem theorem_barrier t1 n level z : 0 < level -> 1 / 2 <= overlap z -> off z <= 1 / 4 ->
  rt z <= h - 1 ->
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2)
     + ((1 - eta * s / 5) ^+ t1 * Ez z + 325 * h ^+ 6 * eta / s ^+ 3 + k * (n - t1)%:R) / level).
Proof. move=> lev hP hV hz; have f1 := stays_bounded noise u1 v1 s0 s16 eta0 h1 eh n 0 hz.
  have := from_barrier n 0 t1 lev hP hV; rewrite subn0 => f2.
  have -> : n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) = n%:R * (130 * h ^+ 6 * eta ^+ 2 / s ^+ 2)
    + n%:R * (1060 * h ^+ 6 * eta ^+ 2 / s ^+ 2) by ring. rewrite -addrA; apply: (fails_mono (bad :=
      fun t z => (h < rt z) || ((t1 <= t)%N && (level < Ez z))) (stop := fun _ _ => false)) => //.
    by move=> t z' ->; rewrite orbT.
  apply: fails_or f1 _; apply: fails_mono f2 => // t z'. by rewrite -ltNge. Qed.
End Barrier.
