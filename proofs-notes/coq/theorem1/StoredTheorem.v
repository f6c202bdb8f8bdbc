(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredTheorem.v: Perturbed GD from any start below the saddle when every iterate is stored by random rounding, rank one, balanced noise.

   store z k is what is stored for z with the words k, drawn apart from the noise; "kept" states are those of the format. What a store
   adds, store z k - z, has the mean bias z and the mean square var z. For the update by p of a kept state var <= D |p| + q, as on a grid
   of spacing D/sqrt(d1 + d2) (StoredChain.v), with q = 0 where the store has no bias; |bias|^2 <= beta, |store z k - z|^2 <= V <= 1.
   Then while the excess has stayed at most 4/9
       E excess_n <= (1 - eta s/10)^n excess_0 + 210 eta/s^3 + 31 (D sqrt(7/s) + q/eta)/s^2 + 10 beta/(eta^2 s).
   Without a store it is 50 eta/s^3, at the rate eta s/5.

   Main results: stored_step, stored_local_mean.
   Depends on: Frobenius, Objective, Smoothing, Process, LemmaFour, GradientDomination, Descent, Excess, GradientMoments, LocalTheorem, BoundedNoise.
   Paper's place: Theorem 1, Lemmas 6 and 7 (in a finite format). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing GaussianMoments Process LemmaFour GradientDomination Descent Excess GradientMoments LocalTheorem BoundedNoise.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Apart.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W).
(* The words are drawn apart from the noise. *)
Definition apart : expectation R (T * W).
Proof.
apply: (@Expectation R (T * W) (fun f e => exists2 g, forall w, EW (fun k => f (w, k)) (g w) & E g e)).
- by move=> f g e fg [h hf he]; exists h => // w; apply: mean_ext (hf w) => k.
- by move=> c; exists (fun=> c) => [w|]; exact: mean_const.
- by move=> f f' e e' [g hg he] [g' hg' he']; exists (fun w => g w + g' w) => [w|]; exact: mean_add.
- by move=> c f e [g hg he]; exists (fun w => c * g w) => [w|]; exact: mean_scale.
- by move=> f e f0 [g hg he]; apply: mean_ge0 he => w; apply: mean_ge0 (hg w) => k.
Defined.
Lemma upper_apart (f F : T * W -> R) (g h : T -> R) b : (forall o, f o <= F o) -> (forall w, EW (fun k => F (w, k)) (g w)) ->
  (forall w, g w <= h w) -> upper E h b -> upper apart f b.
Proof.
move=> fF hg gh [h' [e [hh he eb]]]; exists (fun o => F o + (h' o.1 - g o.1)), e; split=> [o||//].
  by apply: le_trans (fF o) _; rewrite lerDl subr_ge0; exact: le_trans (hh _).
exists h' => // w; apply: mean_eq (mean_add (hg w) (mean_const EW (h' w - g w))) _; ring.
Qed.
End Apart.

Section Stored.
Variables (R : rcfType) (T W : Type) (E : expectation R T) (EW : expectation R W) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Local Notation M := (u *m v^T).
Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z).
Local Notation rt := (root u v s).
Local Notation update := (update Z1 Z2 u v eta).
Implicit Types (z : state) (w : T) (k : W).

Variables (store : state -> W -> state) (kept : state -> bool) (bias : state -> state) (var : state -> R) (D q V beta : R).
Definition added z k : state := ((store z k).1 - z.1, (store z k).2 - z.2).
Hypotheses (D0 : 0 <= D) (q0 : 0 <= q) (V1 : V <= 1).
Hypothesis store_kept : forall z k, kept (store z k).
Hypothesis store_mean : forall z, Mean EW (fun k => (added z k).1) (bias z).1 /\ Mean EW (fun k => (added z k).2) (bias z).2.
Hypothesis store_bias : forall z, size_sq (bias z) <= beta.
Hypothesis store_square : forall z, EW (fun k => size_sq (added z k)) (var z).
Hypothesis store_most : forall z k, size_sq (added z k) <= V.
Hypothesis store_var : forall z p, kept z -> var (z.1 - p.1, z.2 - p.2) <= D * Num.sqrt (size_sq p) + q.

Definition stored_update z (o : T * W) : state := store (update z o.1) o.2.
Local Notation gs z := (normsq (gradXs M s z.1 z.2) + normsq (gradYs M s z.1 z.2)).
Local Notation G := (noisy_sq Z1 Z2 u v).
Local Notation along z w := (along Z1 Z2 u v s z w).
Local Notation kappa := (Num.sqrt (7 / s)).
Local Notation c := (2 * eta ^+ 2).
Definition pull z (a : state) : R := inner (gradXs M s z.1 z.2) a.1 + inner (gradYs M s z.1 z.2) a.2.

Lemma kappa_gt0 : 0 < kappa. Proof. by rewrite sqrtr_gt0 divr_gt0 ?ltr0n. Qed.
Lemma kappa_sq : kappa ^+ 2 = 7 / s. Proof. by rewrite sqr_sqrtr // divr_ge0 ?ler0n // ltW. Qed.
Lemma size_ge0' z : 0 <= size_sq z. Proof. by rewrite addr_ge0 ?normsq_ge0. Qed.

(* What one update and its store do to the excess, at every outcome. *)
Lemma outcome z w k : rt z <= 2 / 3 -> Ez (stored_update z (w, k)) <=
  Ez z - 2 * (eta * along z w) + 2 * pull z (added (update z w) k)
  + (2 * size_sq z + 35 / 48 + s) * (c * G z w + 2 * size_sq (added (update z w) k))
  + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 4 * V * size_sq (added (update z w) k)).
Proof.
move=> h; have [_ _ _ hR] := region u1 v1 s0 s16 h; have rho0 : (0 : R) < 35 / 48 by rewrite divr_gt0 ?ltr0n.
set a := added (update z w) k; pose gx := gradX M (z.1 + Z1 w) (z.2 + Z2 w); pose gy := gradY M (z.1 + Z1 w) (z.2 + Z2 w).
have d := descent (eta *: gx - a.1) (eta *: gy - a.2) rho0 hR (lexx s) (lexx s).
have eS : stored_update z (w, k) = (z.1 - (eta *: gx - a.1), z.2 - (eta *: gy - a.2)).
  rewrite /stored_update /a /added /=; case: (store _ _) => p1 p2 /=; rewrite /gx /gy /update /=.
  by congr (_, _); apply/matrixP => i j; rewrite !mxE; ring.
have hV : size_sq a <= V := store_most _ _; clearbody a.
have e1 := excess_smoothed s u1 v1 z.1 z.2; have e2 := excess_smoothed s u1 v1 (z.1 - (eta *: gx - a.1)) (z.2 - (eta *: gy - a.2)).
rewrite -surjective_pairing in e1; rewrite -eS in e2.
have hl : inner (gradXs M s z.1 z.2) (eta *: gx - a.1) + inner (gradYs M s z.1 z.2) (eta *: gy - a.2) = eta * along z w - pull z a.
  by rewrite !innerBr !innerZr /BoundedNoise.along /pull -/gx -/gy; ring.
have hq : normsq (eta *: gx - a.1) + normsq (eta *: gy - a.2) <= c * G z w + 2 * size_sq a.
  have q1 := normsqD2 (eta *: gx) (- a.1); have q2 := normsqD2 (eta *: gy) (- a.2).
  rewrite !normsqN !normsqZ in q1 q2; rewrite /noisy_sq /size_sq -/gx -/gy; move: q1 q2.
  by move: (normsq gx) (normsq gy) (normsq a.1) (normsq a.2) (eta ^+ 2) => x y p1 p2 t; move: (normsq _) (normsq _) => m n; lra.
rewrite hl in d; set g := normsq (eta *: gx - a.1) + normsq (eta *: gy - a.2) in d hq.
have g0 : 0 <= g by rewrite addr_ge0 ?normsq_ge0.
have hG : 0 <= G z w by rewrite addr_ge0 ?normsq_ge0.
have ha := size_ge0' a.
have L0 : 0 <= 2 * size_sq z + 35 / 48 + s by move: (size_ge0' z) s0; lra.
have hg := ler_wpM2l L0 hq.
have hg2 : g ^+ 2 / 2 <= 4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 4 * V * size_sq a.
  have m : g ^+ 2 <= (c * G z w + 2 * size_sq a) ^+ 2 by apply: sq_le.
  have m2 : (c * G z w + 2 * size_sq a) ^+ 2 <= 8 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 8 * size_sq a ^+ 2.
    by have := sqr_ge0 (c * G z w - 2 * size_sq a); rewrite -subr_ge0 => m2; rewrite -subr_ge0; apply: le_trans m2 _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  have m3 : size_sq a ^+ 2 <= V * size_sq a by rewrite expr2 ler_wpM2r.
  by move: m m2 m3; rewrite -[8 * _ * _]mulrA -[4 * _ * _]mulrA -[4 * V * _]mulrA; move: (g ^+ 2) (_ ^+ 2 * G z w ^+ 2) (size_sq a ^+ 2) (V * size_sq a) ((_ + _) ^+ 2) => *; lra.
rewrite -/(size_sq z) in d; move: d e1 e2 hg hg2.
have -> : (size_sq z + 35 / 48 / 2 + s / 2) * g = (2 * size_sq z + 35 / 48 + s) * g / 2 by field.
move: ((2 * size_sq z + 35 / 48 + s) * g) ((2 * size_sq z + 35 / 48 + s) * (_ + _)) (g ^+ 2) (Fs _ _ _ _ _) (Fs _ _ _ _ _) (Ez z) (Ez (stored_update _ _))
  (eta * along z w) (pull z a) (_ + 4 * V * _) => *; lra.
Qed.

Local Notation K := (21 * eta ^+ 2 / s ^+ 2 + 31 / 10 * ((D * eta * kappa + q) / s) + beta / eta).
Lemma pull_le z b : 2 * pull z b <= eta * gs z + size_sq b / eta.
Proof.
have y1 := young (gradXs M s z.1 z.2) b.1 eta0; have y2 := young (gradYs M s z.1 z.2) b.2 eta0.
have -> : eta * gs z + size_sq b / eta = (eta * normsq (gradXs M s z.1 z.2) + eta^-1 * normsq b.1) + (eta * normsq (gradYs M s z.1 z.2) + eta^-1 * normsq b.2).
  by rewrite /size_sq; ring.
by rewrite /pull mulrDr; exact: lerD.
Qed.
Lemma var_le z w : kept z -> 2 * var (update z w) <= D * eta * (G z w / kappa + kappa) + 2 * q.
Proof.
move=> hk; pose p : state := (eta *: gradX M (z.1 + Z1 w) (z.2 + Z2 w), eta *: gradY M (z.1 + Z1 w) (z.2 + Z2 w)).
have -> : update z w = (z.1 - p.1, z.2 - p.2) by [].
apply: le_trans (ler_wpM2l (ler0n R 2) (store_var p hk)) _.
have -> : size_sq p = eta ^+ 2 * G z w by rewrite /size_sq /p /= !normsqZ -mulrDr.
have hG : 0 <= G z w by rewrite addr_ge0 ?normsq_ge0.
rewrite sqrtrM ?sqr_ge0 // sqrtr_sqr (ger0_norm (ltW eta0)).
have k0 := kappa_gt0; have e := sqr_sqrtr hG; set r := Num.sqrt (G z w) in e *; rewrite -e.
have -> : 2 * (D * (eta * r) + q) = D * eta * (2 * r) + 2 * q by ring.
rewrite lerD2r; apply: ler_wpM2l; first by rewrite mulr_ge0 // ltW.
rewrite -subr_ge0; have -> : r ^+ 2 / kappa + kappa - 2 * r = (r - kappa) ^+ 2 / kappa by field; rewrite gt_eqF.
by rewrite divr_ge0 ?sqr_ge0 // ltW.
Qed.
Lemma numbers (L X : R) : 0 <= X -> s * L <= 1383 / 1000 ->
  2 * (L * X) + 4 * X + 14 * L * eta ^+ 2 / s + 444 * (eta ^+ 2) ^+ 2 / s ^+ 2 <= 21 * eta ^+ 2 / s ^+ 2 + 31 / 10 * (X / s).
Proof.
move=> X0 hL; have x0 : 0 <= X / s by rewrite divr_ge0 // ltW.
have e0 : 0 <= eta ^+ 2 / s ^+ 2 by rewrite divr_ge0 ?sqr_ge0.
have e2 : eta ^+ 2 <= 1 / 400.
  have -> : 1 / 400 = (1 / 20) ^+ 2 :> R by field.
  by apply: sq_le; [exact: ltW|move: eta20; lra].
have h1 := ler_wpM2r x0 hL; have h2 := ler_wpM2r e0 hL; have h3 := ler_wpM2r e0 e2; have h4 := ler_wpM2r x0 s16.
have -> : 2 * (L * X) + 4 * X + 14 * L * eta ^+ 2 / s + 444 * (eta ^+ 2) ^+ 2 / s ^+ 2
  = 2 * (s * L * (X / s)) + 16 * s * (X / s) / 4 + 14 * (s * L * (eta ^+ 2 / s ^+ 2)) + 444 * (eta ^+ 2 * (eta ^+ 2 / s ^+ 2)).
  by field; rewrite gt_eqF.
rewrite -[21 * eta ^+ 2 / s ^+ 2]mulrA; move: h1 h2 h3 h4 x0 e0.
move: (s * L * (X / s)) (s * L * (eta ^+ 2 / s ^+ 2)) (eta ^+ 2 * (eta ^+ 2 / s ^+ 2)) (16 * s * (X / s)) (X / s) (eta ^+ 2 / s ^+ 2) => *; lra.
Qed.
Theorem stored_step z : kept z -> rt z <= 2 / 3 -> upper (apart E EW) (fun o => Ez (stored_update z o)) ((1 - eta * s / 10) * Ez z + K).
Proof.
move=> hk h; have [_ P4 hN hR] := region u1 v1 s0 s16 h; have [m2 m4] := moments_local noise u1 v1 s0 s16 h.
set L := 2 * size_sq z + 35 / 48 + s; have L0 : 0 <= L by rewrite /L; move: (size_ge0' z) s0; lra.
have k0 := kappa_gt0.
have De : 0 <= D * eta by rewrite mulr_ge0 // ltW.
pose a w k := added (update z w) k; pose y w := D * eta * (G z w / kappa + kappa) + 2 * q.
pose F (o : T * W) := Ez z - 2 * (eta * along z o.1) + 2 * pull z (a o.1 o.2) + L * (c * G z o.1 + 2 * size_sq (a o.1 o.2))
  + (4 * (eta ^+ 2) ^+ 2 * G z o.1 ^+ 2 + 4 * V * size_sq (a o.1 o.2)).
pose g w := Ez z - 2 * (eta * along z w) + 2 * pull z (bias (update z w)) + L * (c * G z w + 2 * var (update z w))
  + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 4 * V * var (update z w)).
pose hh w := Ez z - 2 * (eta * along z w) + (eta * gs z + beta / eta) + L * (c * G z w + y w) + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 2 * y w).
apply: (upper_apart (F := F) (g := g) (h := hh)) => [[w k]|w|w|].
- exact: outcome.
- have [mx my] := store_mean (update z w); have mp := mean_add (mean_inner_Mean (gradXs M s z.1 z.2) mx) (mean_inner_Mean (gradYs M s z.1 z.2) my).
  have mv := store_square (update z w).
  have m := mean_add (mean_const EW (Ez z - 2 * (eta * along z w) + L * (c * G z w) + 4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2))
    (mean_add (mean_scale 2 mp) (mean_scale (2 * L + 4 * V) mv)).
  apply: mean_eq (mean_ext _ m) _ => [k|]; first by rewrite /F /a /pull /=; ring.
  by rewrite /g /pull; ring.
- have hp : 2 * pull z (bias (update z w)) <= eta * gs z + beta / eta.
    by apply: le_trans (pull_le _ _) _; rewrite lerD2l ler_wpM2r // invr_ge0 ltW.
  have hv : 2 * var (update z w) <= y w := var_le w hk.
  have hy : 0 <= y w.
    apply: addr_ge0; last by rewrite mulr_ge0.
    by apply: mulr_ge0 => //; apply: addr_ge0; [rewrite divr_ge0 ?(ltW k0) // addr_ge0 ?normsq_ge0|exact: ltW].
  have hV : 4 * V * var (update z w) <= 2 * y w.
    have vp : 0 <= var (update z w) := mean_ge0 (fun k => size_ge0' _) (store_square _).
    have -> : 4 * V * var (update z w) = 2 * (V * (2 * var (update z w))) by ring.
    apply: ler_wpM2l => //; apply: le_trans hv; rewrite -[X in _ <= X]mul1r; apply: ler_wpM2r V1.
    by rewrite mulr_ge0.
  have hL := ler_wpM2l L0 (lerD (lexx (c * G z w)) hv); rewrite /g /hh.
  by apply: lerD; [apply: lerD => //; rewrite lerD2l|rewrite lerD2l].
have e2 : 0 <= eta ^+ 2 by exact: sqr_ge0.
have c2 : 0 <= L * (c + D * eta / kappa) + 2 * (D * eta / kappa).
  have d0 : 0 <= D * eta / kappa by rewrite divr_ge0 // ltW.
  by apply: addr_ge0; apply: mulr_ge0 => //; apply: addr_ge0 => //; exact: mulr_ge0.
have c4 : 0 <= 4 * (eta ^+ 2) ^+ 2 by rewrite mulr_ge0 // sqr_ge0.
have u1' := upper_add (upper_const E (Ez z + (eta * gs z + beta / eta) + (L + 2) * (D * eta * kappa + 2 * q)))
  (upper_add (upper_mean (mean_scale (- (2 * eta)) (along_mean u v (law_smoothing noise) z))) (upper_add (upper_scale c2 m2) (upper_scale c4 m4))).
apply: upper_le (upper_mono _ u1') => [|w]; last by rewrite /hh /y; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have dom := gradient_domination s0 s16 (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)) P4.
rewrite -(gradsq_smoothed s u1 v1) -/(excess_at u v s z) in dom.
have hL : s * L <= 1383 / 1000.
  have ss := ss_le s0 s16; have -> : s * L = 2 * (s * size_sq z) + 35 / 48 * s + s ^+ 2 by [rewrite /L; ring]; move: hN ss s16; move: (s * size_sq z) (s ^+ 2) => *; lra.
have X0 : 0 <= D * eta * kappa + q by rewrite addr_ge0 // mulr_ge0 // ltW.
have nm := numbers X0 hL.
have kn := lt0r_neq0 k0; have ek : 7 / s / kappa = kappa by apply: (mulIf kn); rewrite divfK // -expr2 kappa_sq.
have -> : (L * (c + D * eta / kappa) + 2 * (D * eta / kappa)) * (7 / s) = 14 * L * eta ^+ 2 / s + (L + 2) * (D * eta * (7 / s / kappa)).
  by ring.
rewrite ek; have -> : 4 * (eta ^+ 2) ^+ 2 * (111 / s ^+ 2) = 444 * (eta ^+ 2) ^+ 2 / s ^+ 2 by ring.
have {}dom := ler_wpM2l (ltW eta0) dom.
have -> : (1 - eta * s / 10) * Ez z = Ez z - eta * (s * Ez z) / 10 by field.
set X := D * eta * kappa + q in X0 nm *.
have e1 : (L + 2) * (D * eta * kappa + 2 * q) + (L + 2) * (D * eta * kappa) = 2 * (L * X) + 4 * X by rewrite /X; ring.
have e4 : eta * (10 * gs z) = 10 * (eta * gs z) by ring.
have e5 : - (2 * eta) * gs z = - (2 * (eta * gs z)) by ring.
rewrite e5; rewrite e4 in dom; move: nm dom e1.
move: ((L + 2) * (D * eta * kappa + 2 * q)) ((L + 2) * (D * eta * kappa)) (2 * (L * X) + 4 * X) (14 * L * eta ^+ 2 / s) (444 * _ / _) (21 * _ / _) (31 / 10 * _) (beta / eta) (eta * gs z) (eta * (s * Ez z)) (Ez z) => *; lra.
Qed.
(* In the mean, from any start that is stored. *)
Theorem stored_local_mean n z : kept z ->
  stopped (apart E EW) stored_update (fun z => Ez z) (fun z => Ez z <= 4 / 9) n z
    ((1 - eta * s / 10) ^+ n * Ez z + (210 * eta / s ^+ 3 + 31 * (D * kappa + q / eta) / s ^+ 2 + 10 * beta / (eta ^+ 2 * s))).
Proof.
move=> hk; have r0 : 0 < eta * s / 10 by rewrite divr_gt0 ?mulr_gt0 ?ltr0n.
have r1 : eta * s / 10 <= 1.
  have : eta * s <= 1 * 1 by apply: ler_pM; rewrite ?ltW //; move: eta20 s16 eta0 s0; lra.
  by move: (eta * s) => x; lra.
have b0 : 0 <= beta by apply: le_trans (store_bias z); exact: size_ge0'.
have K0 : 0 <= K.
  have x0 : 0 <= (D * eta * kappa + q) / s.
    by rewrite divr_ge0 ?(ltW s0) // addr_ge0 // mulr_ge0 ?(ltW kappa_gt0) // mulr_ge0 // ltW.
  have e0 : 0 <= 21 * eta ^+ 2 / s ^+ 2 by apply: divr_ge0; rewrite ?sqr_ge0 // mulr_ge0 ?sqr_ge0 ?ler0n.
  have q31 : 0 <= 31 / 10 * ((D * eta * kappa + q) / s) by apply: mulr_ge0 => //; rewrite divr_ge0 ?ler0n.
  by apply: addr_ge0; [exact: addr_ge0|rewrite divr_ge0 // ltW].
have drift z' : kept z' && (Ez z' <= 4 / 9) -> upper (apart E EW) (fun o => Ez (stored_update z' o)) ((1 - eta * s / 10) * Ez z' + K).
  move=> /andP [hz h]; apply: stored_step hz _; apply: root_below; first by rewrite divr_ge0 ?ler0n.
  by move: h; have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field.
have := stopped_mean n z (excess_ge0 u1 v1 s0) r0 r1 K0 drift.
have -> : K / (eta * s / 10) = 210 * eta / s ^+ 3 + 31 * (D * kappa + q / eta) / s ^+ 2 + 10 * beta / (eta ^+ 2 * s) by field; rewrite !gt_eqF.
move: (_ + _) => b; elim: n z hk b => [//|n IH] x hx b /= [b0' h]; split=> //.
case: h => [|[g [e [hg he eb]]]]; first by rewrite hx; left.
by right; exists g, e; split=> // o; exact: IH (store_kept _ _) _ (hg o).
Qed.
End Stored.
