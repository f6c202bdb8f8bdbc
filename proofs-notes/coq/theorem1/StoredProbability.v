(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredProbability.v: StoredTheorem.v and FiniteHorizon.v with probabilities, for starts with an excess of at most 1/4.

   K = 21 eta^2/s^2 + 31/10 (D eta sqrt(7/s) + q)/s + beta/eta is what one update and its store add to the excess in the mean (StoredTheorem.v). The
   root of the excess changes by as little in the mean square. So from a stored state with an excess of at most 1/4, for t1 <= n and level > 0,
       P(E_t > 4/9 for some t <= n) <= 72 n K,
       P(E_t > level for some t in [t1, n]) <= 72 n K + ((1 - eta s/10)^t1 E_0 + 10 K/(eta s) + K (n - t1)) / level.
   Without a store it is the same with 10 eta^2/s^2 for K and eta s/5 for the rate (LocalTheorem.v). For noise with |Z1|^2, |Z2|^2 <= s the exact
   run under the same noise is near: from z' with an excess of at most 1/4,
       P(|z_t - z'_t|^2 > level for some t <= n) <= n (72 K + 720 eta^2/s^2) + (C^n |z - z'|^2 + (v + beta/eta) (C^n - 1)/(C - 1)) / level,
   v above the mean square error of the store, C = (1 + eta)^2 (1 + eta (5 N^2 + 4)), N = 4/(3 s) + 4 s.

   Main results: stored_escape, stored_theorem, stored_near.
   Depends on: Frobenius, Objective, Smoothing, Process, Window, LemmaFour, Excess, GradientMoments, LocalTheorem, StoppedDrift, StoredTheorem,
   FiniteHorizon.
   Paper's place: Theorem 1, Lemmas 6 and 7 (in a finite format). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Process Window LemmaFour GradientDomination Descent Excess GradientMoments LocalTheorem StoredTheorem FiniteHorizon.
From NoisyGD Require Import StoppedDrift.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* What bounds a run bounds each that has it as a part. *)
Lemma fails_part (R : realFieldType) T T' (E : expectation R T) (E' : expectation R T') S S' (step : S -> T -> S) (step' : S' -> T' -> S')
    (part : S' -> S) (pick : T' -> T) bad stop n t z b :
  (forall f e, E f e -> E' (fun w => f (pick w)) e) -> (forall z w, part (step' z w) = step (part z) (pick w)) ->
  fails E step bad stop n t (part z) b -> fails E' step' (fun t z => bad t (part z)) (fun t z => stop t (part z)) n t z b.
Proof.
move=> hE hs; elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by left.
  by right; split=> //; right.
right; split=> //; case: h => [h|[g [e [hg he eb]]]]; [by left|right].
by exists (fun w => g (pick w)), e; split=> [w||] //; [apply: IH; rewrite hs; exact: hg|exact: hE].
Qed.

Section Stored.
Variables (R : rcfType) (T W : Type) (E : expectation R T) (EW : expectation R W) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z).
Local Notation rt := (root u v s).
Variables (store : state -> W -> state) (kept : state -> bool) (bias : state -> state) (var : state -> R) (D q beta : R).
Hypothesis random : random_store EW store kept bias var D q beta.
Local Notation step := (stored_update Z1 Z2 u v eta store).
Local Notation K := (21 * eta ^+ 2 / s ^+ 2 + 31 / 10 * ((D * eta * Num.sqrt (7 / s) + q) / s) + beta / eta).

Let rate0 := rate_gt0 s0 eta0.
Let rate1 := rate_le1 s0 s16 eta0 eta20.
Let K0 : 0 <= K := store_noise_ge0 s0 eta0 random.
Let rt0 (z : state) : 0 <= rt z. Proof. exact: sqrtr_ge0. Qed.
Lemma stored_square z : kept z -> rt z <= 2 / 3 -> upper (apart E EW) (fun o => rt (step z o) ^+ 2) ((1 - eta * s / 10) * rt z ^+ 2 + K).
Proof.
move=> hk h; rewrite (root_sq u1 v1 s0); have m := stored_step noise u1 v1 s0 s16 eta0 eta20 random hk h.
by apply: upper_mono m => o; rewrite (root_sq u1 v1 s0).
Qed.
Lemma stored_change z : kept z -> rt z <= 2 / 3 -> upper (apart E EW) (fun o => (rt (step z o) - rt z) ^+ 2) K.
Proof.
move=> hk h; have m := second_upper noise u1 v1 s0 s16 eta0 eta20 random hk h.
apply: upper_le (upper_mono _ m) => [|[w k]]; last exact: (root_outcome Z1 Z2 eta u1 v1 s0 s16 random).
by rewrite lerDl divr_ge0 ?(ltW eta0) // (le_trans _ (store_bias random z)) // addr_ge0 ?normsq_ge0.
Qed.
Let kept_step z o : kept (step z o). Proof. exact: store_kept random _ _. Qed.
Let below : 1 / 2 < 2 / 3 :> R. Proof. by lra. Qed.
Let half : 0 <= 1 / 2 :> R. Proof. by lra. Qed.
Let edge n : n%:R * (K + K) / (2 / 3 - 1 / 2) ^+ 2 = n%:R * (72 * K). Proof. by move: K => x; field. Qed.

(* The run leaves the region with a probability of the order of n K. *)
Theorem stored_escape n z : kept z -> Ez z <= 1 / 4 ->
  fails (apart E EW) step (fun _ z => 4 / 9 < Ez z) (fun _ _ => false) n 0 z (n%:R * (72 * K)).
Proof.
move=> hk hz; apply: (fails_kept_inside (inside := xpredT)) kept_step hk _.
have grows z' (hi : kept z') (h : rt z' <= 2 / 3) : upper (apart E EW) (fun o => rt (step z' o) ^+ 2) (rt z' ^+ 2 + K).
  by apply: upper_le (stored_square hi h); rewrite lerD2r ler_piMl ?sqr_ge0 // gerBl ltW.
have := stays rt0 K0 K0 half below stored_change n grows (start_below hz); rewrite edge.
apply: fails_mono => t z'; rewrite ?andbT // -(root_sq u1 v1 s0) !ltNge; apply: contra => h.
have -> : 4 / 9 = (2 / 3) ^+ 2 :> R by field.
exact: sq_le.
Qed.
Theorem stored_theorem t1 n level z : 0 < level -> kept z -> Ez z <= 1 / 4 ->
  fails (apart E EW) step (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    (n%:R * (72 * K) + ((1 - eta * s / 10) ^+ t1 * Ez z + K / (eta * s / 10) + K * (n - t1)%:R) / level).
Proof.
move=> lev hk hz; apply: (fails_kept_inside (inside := xpredT)) kept_step hk _.
have := local_theorem rt0 K0 K0 half below stored_change rate0 rate1 stored_square t1 n lev (start_below hz).
by rewrite edge (root_sq u1 v1 s0); apply: fails_mono => t z'; rewrite ?andbT ?(root_sq u1 v1 s0).
Qed.

(* Beside the exact run, for bounded noise. *)
Hypotheses (bounded1 : forall w, normsq (Z1 w) <= s) (bounded2 : forall w, normsq (Z2 w) <= s).
Variable most : R.
Hypothesis store_mse : forall z, var z <= most.
Local Notation pairs := (both Z1 Z2 (u *m v^T) eta store).
Local Notation N := (2 * (2 / (3 * s)) + 4 * s).
Local Notation C := ((1 + eta) ^+ 2 * (1 + eta * (5 * N ^+ 2 + 4))).
Theorem stored_near n level z z' : 0 < level -> kept z -> Ez z <= 1 / 4 -> Ez z' <= 1 / 4 ->
  fails (apart E EW) pairs (fun _ p => level < between p.1 p.2) (fun _ _ => false) n 0 (z, z')
    (n%:R * (72 * K) + n%:R * (720 * eta ^+ 2 / s ^+ 2)
     + (C ^+ n * between z z' + (most + beta / eta) * ((C ^+ n - 1) / (C - 1))) / level).
Proof.
move=> lev hk hz hz'.
pose out (p : state * state) := (4 / 9 < Ez p.1) || (4 / 9 < Ez p.2).
have h1 : fails (apart E EW) pairs (fun _ p => 4 / 9 < Ez p.1) (fun _ _ => false) n 0 (z, z') (n%:R * (72 * K)).
  exact: (fails_part (part := fst) (pick := id) (step := step) (step' := pairs) (bad := fun _ y => 4 / 9 < Ez y) (stop := fun _ _ => false)
    (z := (z, z')) (fun f e hf => hf) (fun p o => erefl) (stored_escape n hk hz)).
have h2 : fails (apart E EW) pairs (fun _ p => 4 / 9 < Ez p.2) (fun _ _ => false) n 0 (z, z') (n%:R * (720 * eta ^+ 2 / s ^+ 2)).
  have hE f e : E f e -> apart E EW (fun o => f o.1) e by move=> hf; exists f => // w; exact: (mean_const EW (f w)).
  exact: (fails_part (part := snd) (pick := fst) (step' := pairs) (bad := fun _ y => 4 / 9 < Ez y) (stop := fun _ _ => false)
    (z := (z, z')) hE (fun p o => erefl) (escape_from_below noise u1 v1 s0 s16 eta0 eta20 n hz')).
have leaves : fails (apart E EW) pairs (fun _ => out) (fun _ _ => false) n 0 (z, z') (n%:R * (72 * K) + n%:R * (720 * eta ^+ 2 / s ^+ 2)).
  by apply: fails_or h1 _; apply: fails_mono h2.
have nM : normsq (u *m v^T) = 1 by rewrite normsq_outer /normsq u1 v1 mulr1.
have inside (y : state) : Ez y <= 4 / 9 -> size_of y <= 2 / (3 * s).
  move=> h; have [_ _ hs _] : [/\ Ez y <= 4 / 9, 1 <= 4 * (inner u y.1 * inner v y.2), s * size_sq y <= 2 / 3 & normsq (residual (u *m v^T) y.1 y.2) <= (35 / 48) ^+ 2].
    apply: (region u1 v1 s0 s16); apply: root_below; first by rewrite divr_ge0 ?ler0n.
    by move: h; have -> : (2 / 3) ^+ 2 = 4 / 9 :> R by field.
  rewrite ler_pdivlMr ?mulr_gt0 ?ltr0n //; have -> : size_of y * (3 * s) = 3 * (s * size_sq y) by rewrite /size_of /size_sq; ring.
  by move: hs; move: (s * size_sq y) => *; lra.
have near := finite_horizon_probability E (u *m v^T) (2 / (3 * s)) bounded1 bounded2 eta0 (store_mean random) (store_bias random) (store_square random)
  store_mse n (z, z') lev.
rewrite nM mulr1 /= in near.
apply: (fails_mono (bad := fun t p => out p || (level < between p.1 p.2)) (stop := fun _ _ => false)) => //.
  by move=> t p ->; rewrite orbT.
apply: fails_or leaves _; apply: fails_mono near => // t p /=; rewrite negb_and -!ltNge /out.
by case/orP => h; apply/orP; [left|right]; rewrite ltNge; apply: contraTN h => h; rewrite -leNgt; exact: inside.
Qed.
End Stored.
