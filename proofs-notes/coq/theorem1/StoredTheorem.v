(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredTheorem.v: Perturbed GD from an excess of at most 1/4 when every iterate is stored by random rounding, rank one, balanced noise.

   store z k is what is stored for z with the words k, drawn apart from the noise; "kept" states are those of the format. What a store
   adds, store z k - z, has the mean bias z and the mean square var z. For the update by p of a kept state var <= D |p| + q, as on a grid
   of spacing D/sqrt(d1 + d2) (StoredChain.v), with q = 0 where the store has no bias; |bias|^2 <= beta, |store z k - z|^2 <= 1.
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

(* A store by random words, of states of which "kept" are those of the format. *)
Definition added (R : realFieldType) W d1 d2 (store : state R d1 d2 -> W -> state R d1 d2) z k : state R d1 d2 := ((store z k).1 - z.1, (store z k).2 - z.2).
Record random_store (R : rcfType) W (EW : expectation R W) d1 d2 (store : state R d1 d2 -> W -> state R d1 d2) (kept : state R d1 d2 -> bool)
    (bias : state R d1 d2 -> state R d1 d2) (var : state R d1 d2 -> R) (D q beta : R) : Prop := RandomStore {
  store_D : 0 <= D;
  store_q : 0 <= q;
  store_kept : forall z k, kept (store z k);
  store_mean : forall z, Mean EW (fun k => (added store z k).1) (bias z).1 /\ Mean EW (fun k => (added store z k).2) (bias z).2;
  store_bias : forall z, size_sq (bias z) <= beta;
  store_square : forall z, EW (fun k => size_sq (added store z k)) (var z);
  store_most : forall z k, size_sq (added store z k) <= 1;
  store_var : forall z p, kept z -> var (z.1 - p.1, z.2 - p.2) <= D * Num.sqrt (size_sq p) + q
}.

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

Variables (store : state -> W -> state) (kept : state -> bool) (bias : state -> state) (var : state -> R) (D q beta : R).
Hypothesis random : random_store EW store kept bias var D q beta.
Let D0 := store_D random. Let q0 := store_q random.

Definition stored_update z (o : T * W) : state := store (update z o.1) o.2.
Local Notation added := (added store).
Local Notation gs z := (normsq (gradXs M s z.1 z.2) + normsq (gradYs M s z.1 z.2)).
Local Notation G := (noisy_sq Z1 Z2 u v).
Local Notation along z w := (along Z1 Z2 u v s z w).
Local Notation kappa := (Num.sqrt (7 / s)).
Local Notation c := (2 * eta ^+ 2).
Definition pull z (a : state) : R := inner (gradXs M s z.1 z.2) a.1 + inner (gradYs M s z.1 z.2) a.2.

Lemma kappa_gt0 : 0 < kappa. Proof. by rewrite sqrtr_gt0 divr_gt0 ?ltr0n. Qed.
Lemma kappa_sq : kappa ^+ 2 = 7 / s. Proof. by rewrite sqr_sqrtr // divr_ge0 ?ler0n // ltW. Qed.
Lemma size_ge0' z : 0 <= size_sq z. Proof. by rewrite addr_ge0 ?normsq_ge0. Qed.

(* The way of one update and its store, and what stands for its second order, at every outcome. *)
Definition way z w k : state := (eta *: gradX M (z.1 + Z1 w) (z.2 + Z2 w) - (added (update z w) k).1, eta *: gradY M (z.1 + Z1 w) (z.2 + Z2 w) - (added (update z w) k).2).
Local Notation L z := (2 * size_sq z + 35 / 48 + s).
Definition second_order z w k : R := L z * (c * G z w + 2 * size_sq (added (update z w) k))
  + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 4 * size_sq (added (update z w) k)).
Lemma L_ge0 z : 0 <= L z. Proof. by move: (size_ge0' z) s0; lra. Qed.
Lemma wayE z w k : stored_update z (w, k) = (z.1 - (way z w k).1, z.2 - (way z w k).2).
Proof.
rewrite /stored_update /way /added /=; case: (store _ _) => p1 p2 /=; rewrite /update /=.
by congr (_, _); apply/matrixP => i j; rewrite !mxE; ring.
Qed.
Lemma way_le z w k : L z * size_sq (way z w k) + size_sq (way z w k) ^+ 2 / 2 <= second_order z w k.
Proof.
have hV := store_most random (update z w) k; rewrite /second_order /way; move: (added _ _) hV => a hV.
set gx := gradX M _ _; set gy := gradY M _ _; set g := size_sq (_, _).
have hq : g <= c * G z w + 2 * size_sq a.
  have q1 := normsqD2 (eta *: gx) (- a.1); have q2 := normsqD2 (eta *: gy) (- a.2).
  rewrite !normsqN !normsqZ in q1 q2; rewrite /g /noisy_sq /size_sq -/gx -/gy /=; move: q1 q2.
  by move: (normsq gx) (normsq gy) (normsq a.1) (normsq a.2) (eta ^+ 2) => x y p1 p2 t; move: (normsq _) (normsq _) => m n; lra.
have g0 : 0 <= g by exact: size_ge0'.
have hG : 0 <= G z w by rewrite addr_ge0 ?normsq_ge0.
have ha := size_ge0' a; apply: lerD; first by apply: ler_wpM2l hq; exact: L_ge0.
have m : g ^+ 2 <= (c * G z w + 2 * size_sq a) ^+ 2 by apply: sq_le.
have m2 : (c * G z w + 2 * size_sq a) ^+ 2 <= 8 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 8 * size_sq a ^+ 2.
  by have := sqr_ge0 (c * G z w - 2 * size_sq a); rewrite -subr_ge0 => m2; rewrite -subr_ge0; apply: le_trans m2 _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have m3 : size_sq a ^+ 2 <= size_sq a by rewrite expr2 -[X in _ <= X]mul1r ler_wpM2r.
by move: m m2 m3; rewrite -[8 * _ * _]mulrA -[4 * _ * _]mulrA; move: (g ^+ 2) (_ ^+ 2 * G z w ^+ 2) (size_sq a ^+ 2) (size_sq a) ((_ + _) ^+ 2) => *; lra.
Qed.
(* What they do to the excess, and to its root. *)
Lemma outcome z w k : rt z <= 2 / 3 ->
  Ez (stored_update z (w, k)) <= Ez z + (- (2 * eta) * along z w + 2 * pull z (added (update z w) k)) + second_order z w k.
Proof.
move=> h; have [_ _ _ hR] := region u1 v1 s0 s16 h; have rho0 : (0 : R) < 35 / 48 by rewrite divr_gt0 ?ltr0n.
have d := descent (way z w k).1 (way z w k).2 rho0 hR (lexx s) (lexx s).
have hw := way_le z w k.
have e1 := excess_smoothed s u1 v1 z.1 z.2; have e2 := excess_smoothed s u1 v1 (z.1 - (way z w k).1) (z.2 - (way z w k).2).
rewrite -surjective_pairing in e1; rewrite -wayE in e2.
have hl : inner (gradXs M s z.1 z.2) (way z w k).1 + inner (gradYs M s z.1 z.2) (way z w k).2 = eta * along z w - pull z (added (update z w) k).
  by rewrite /way; move: (added _ _) => a /=; rewrite !innerBr !innerZr /BoundedNoise.along /pull; ring.
rewrite hl -!/(size_sq _) in d; move: d e1 e2 hw.
have -> : (size_sq z + 35 / 48 / 2 + s / 2) * size_sq (way z w k) = L z * size_sq (way z w k) / 2 by field.
have -> : - (2 * eta) * along z w = - (2 * (eta * along z w)) by ring.
move: (L z * size_sq (way z w k)) (size_sq (way z w k) ^+ 2) (Fs _ _ _ _ _) (Fs _ _ _ _ _) (Ez z) (Ez (stored_update _ _))
  (eta * along z w) (pull z _) (second_order z w k) => *; lra.
Qed.
Lemma root_outcome z w k : (rt (stored_update z (w, k)) - rt z) ^+ 2 <= second_order z w k.
Proof.
rewrite wayE; apply: le_trans (root_step u1 v1 s0 z _ _) _; apply: le_trans (way_le z w k); rewrite lerD2r.
by apply: ler_wpM2r; [exact: size_ge0'|move: s16; lra].
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
apply: le_trans (ler_wpM2l (ler0n R 2) (store_var random p hk)) _.
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
(* In the mean: the first order, and the second. *)
Lemma first_upper z : upper (apart E EW) (fun o => - (2 * eta) * along z o.1 + 2 * pull z (added (update z o.1) o.2)) (- eta * gs z + beta / eta).
Proof.
apply: (upper_apart (g := fun w => - (2 * eta) * along z w + 2 * pull z (bias (update z w)))
  (h := fun w => - (2 * eta) * along z w + (eta * gs z + beta / eta)) (fun o => lexx _)) => [w|w|].
- have [mx my] := store_mean random (update z w); have mp := mean_add (mean_inner_Mean (gradXs M s z.1 z.2) mx) (mean_inner_Mean (gradYs M s z.1 z.2) my).
  have m := mean_add (mean_const EW (- (2 * eta) * along z w)) (mean_scale 2 mp); exact: m.
- by rewrite lerD2l; apply: le_trans (pull_le _ _) _; rewrite lerD2l ler_wpM2r ?(store_bias random) // invr_ge0 ltW.
have m := mean_add (mean_scale (- (2 * eta)) (along_mean u v (law_smoothing noise) z)) (mean_const E (eta * gs z + beta / eta)).
by apply: upper_le (upper_mean m); rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
Lemma second_upper z : kept z -> rt z <= 2 / 3 ->
  upper (apart E EW) (fun o => second_order z o.1 o.2) (21 * eta ^+ 2 / s ^+ 2 + 31 / 10 * ((D * eta * kappa + q) / s)).
Proof.
move=> hk h; have [_ _ hN _] := region u1 v1 s0 s16 h; have [m2 m4] := moments_local noise u1 v1 s0 s16 h.
have L0 := L_ge0 z; have k0 := kappa_gt0; have De : 0 <= D * eta by rewrite mulr_ge0 // ltW.
pose y w := D * eta * (G z w / kappa + kappa) + 2 * q.
apply: (upper_apart (g := fun w => L z * (c * G z w + 2 * var (update z w)) + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 4 * var (update z w)))
  (h := fun w => L z * (c * G z w + y w) + (4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2 + 2 * y w)) (fun o => lexx _)) => [w|w|].
- have m := mean_add (mean_const EW (L z * (c * G z w) + 4 * (eta ^+ 2) ^+ 2 * G z w ^+ 2)) (mean_scale (2 * L z + 4) (store_square random (update z w))).
  by apply: mean_eq (mean_ext _ m) _ => [k|]; rewrite /second_order; ring.
- have hv : 2 * var (update z w) <= y w := var_le w hk.
  apply: lerD; first by apply: ler_wpM2l => //; rewrite lerD2l.
  by rewrite lerD2l; move: hv; move: (var _) (y w) => *; lra.
have c2 : 0 <= L z * (c + D * eta / kappa) + 2 * (D * eta / kappa).
  have d0 : 0 <= D * eta / kappa by rewrite divr_ge0 // ltW.
  by apply: addr_ge0; apply: mulr_ge0 => //; apply: addr_ge0 => //; rewrite mulr_ge0 ?sqr_ge0.
have c4 : 0 <= 4 * (eta ^+ 2) ^+ 2 by rewrite mulr_ge0 // sqr_ge0.
have u' := upper_add (upper_const E ((L z + 2) * (D * eta * kappa + 2 * q))) (upper_add (upper_scale c2 m2) (upper_scale c4 m4)).
apply: upper_le (upper_mono _ u') => [|w]; last by rewrite /y le_eqVlt; apply/orP; left; apply/eqP; ring.
have hL : s * L z <= 1383 / 1000.
  have ss := ss_le s0 s16; have -> : s * L z = 2 * (s * size_sq z) + 35 / 48 * s + s ^+ 2 by [ring]; move: hN ss s16; move: (s * size_sq z) (s ^+ 2) => *; lra.
have X0 : 0 <= D * eta * kappa + q by rewrite addr_ge0 // mulr_ge0 // ltW.
apply: le_trans (numbers X0 hL); rewrite le_eqVlt; apply/orP; left; apply/eqP.
have ek : 7 / s / kappa = kappa by apply: (mulIf (lt0r_neq0 k0)); rewrite divfK ?lt0r_neq0 // -expr2 kappa_sq.
have -> : (L z * (c + D * eta / kappa) + 2 * (D * eta / kappa)) * (7 / s) = 14 * L z * eta ^+ 2 / s + (L z + 2) * (D * eta * (7 / s / kappa)).
  by ring.
by rewrite ek; ring.
Qed.
Theorem stored_step z : kept z -> rt z <= 2 / 3 -> upper (apart E EW) (fun o => Ez (stored_update z o)) ((1 - eta * s / 10) * Ez z + K).
Proof.
move=> hk h; have [_ P4 _ _] := region u1 v1 s0 s16 h.
have u' := upper_add (upper_add (upper_const (apart E EW) (Ez z)) (first_upper z)) (second_upper hk h).
apply: upper_le (upper_mono _ u') => [|[w k]]; last exact: outcome.
have dom := gradient_domination s0 s16 (normsq_ge0 (perp u z.1)) (normsq_ge0 (perp v z.2)) P4.
rewrite -(gradsq_smoothed s u1 v1) -/(excess_at u v s z) in dom; have {}dom := ler_wpM2l (ltW eta0) dom.
have -> : (1 - eta * s / 10) * Ez z = Ez z - eta * (s * Ez z) / 10 by field.
have e4 : eta * (10 * gs z) = 10 * (eta * gs z) by ring.
rewrite mulNr; rewrite e4 in dom; move: dom.
move: (21 * _ / _) (31 / 10 * _) (beta / eta) (eta * gs z) (eta * (s * Ez z)) (Ez z) => *; lra.
Qed.
Lemma store_noise_ge0 : 0 <= K.
Proof.
have b0 : 0 <= beta by apply: le_trans (store_bias random 0); exact: size_ge0'.
have x0 : 0 <= (D * eta * kappa + q) / s.
  by rewrite divr_ge0 ?(ltW s0) // addr_ge0 // mulr_ge0 ?(ltW kappa_gt0) // mulr_ge0 // ltW.
have e0 : 0 <= 21 * eta ^+ 2 / s ^+ 2 by apply: divr_ge0; rewrite ?sqr_ge0 // mulr_ge0 ?sqr_ge0 ?ler0n.
have q31 : 0 <= 31 / 10 * ((D * eta * kappa + q) / s) by apply: mulr_ge0 => //; rewrite divr_ge0 ?ler0n.
by apply: addr_ge0; [exact: addr_ge0|rewrite divr_ge0 // ltW].
Qed.
Lemma rate_gt0 : 0 < eta * s / 10. Proof. by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. Qed.
Lemma rate_le1 : eta * s / 10 <= 1.
Proof.
have : eta * s <= 1 * 1 by apply: ler_pM; rewrite ?ltW //; move: eta20 s16 eta0 s0; lra.
by move: (eta * s) => x; lra.
Qed.
(* In the mean, from any start that is stored. *)
Theorem stored_local_mean n z : kept z ->
  stopped (apart E EW) stored_update (fun z => Ez z) (fun z => Ez z <= 4 / 9) n z
    ((1 - eta * s / 10) ^+ n * Ez z + (210 * eta / s ^+ 3 + 31 * (D * kappa + q / eta) / s ^+ 2 + 10 * beta / (eta ^+ 2 * s))).
Proof.
move=> hk; have drift z' : kept z' && (Ez z' <= 4 / 9) -> upper (apart E EW) (fun o => Ez (stored_update z' o)) ((1 - eta * s / 10) * Ez z' + K).
  move=> /andP [hz h]; apply: stored_step hz _; apply: root_below; first by rewrite divr_ge0 ?ler0n.
  by move: h; have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field.
have := stopped_mean n z (excess_ge0 u1 v1 s0) rate_gt0 rate_le1 store_noise_ge0 drift.
have -> : K / (eta * s / 10) = 210 * eta / s ^+ 3 + 31 * (D * kappa + q / eta) / s ^+ 2 + 10 * beta / (eta ^+ 2 * s) by field; rewrite !gt_eqF.
move: (_ + _) => b; elim: n z hk b => [//|n IH] x hx b /= [b0' h]; split=> //.
case: h => [|[g [e [hg he eb]]]]; first by rewrite hx; left.
by right; exists g, e; split=> // o; exact: IH (store_kept random _ _) _ (hg o).
Qed.
End Stored.
