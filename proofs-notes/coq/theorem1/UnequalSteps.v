(* SPDX-License-Identifier: Apache-2.0 *)
(* UnequalSteps.v: the drift to balance with step sizes etaX and etaY of their own, at any rank, for any M, and through a random store.

   D = |X|^2/etaX - |Y|^2/etaY is what the gradient flow conserves. With E Z2^T Z2 = a I, E Z1^T Z1 = b I and one exact update
       E D' = D - 2 (a |X|^2 - b |Y|^2) + etaX E |GX|^2 - etaY E |GY|^2,
   so it contracts, by 1 - 2 m, where the noise is matched to the steps: etaX a = etaY b = m. Else it is off (1 - 2 m) D by
   2 ((a - m/etaX) |X|^2 - (b - m/etaY) |Y|^2), for every m. Stored at random in a floating format it is off by SX/etaX + SY/etaY more, and after n
   updates the mean of D, carried on at the rate where a run has left the region, is (1 - 2 m)^n D_0 up to K/(2 m) (1 - (1 - 2 m)^n).

   Random signs of the sizes t1 and t2 with etaX d2 t2^2 = etaY d1 t1^2 = m are matched; in |X|^2 + |Y|^2 <= N every number is explicit for them.

   Main results: unequal_mean (one step, exactly), unequal_survives, matched_signs (nothing is left to suppose of the noise).
   Depends on: Frobenius, Objective, Smoothing, Rademacher, Process, Descent, GradientMoments, Signs, StoredTheorem, Balance, SignsBalance, StoppedDrift,
   StoredDrift.
   Paper's place: Theorem 2 and Phase III (with two step sizes). *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Rademacher Process Descent GradientMoments Signs StoredTheorem Balance SignsBalance StoppedDrift.
From NoisyGD Require Import StoredDrift.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Unequal.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (a b etaX etaY : R) (M : 'M[R]_(d1, d2)).
Hypotheses (noise : smoothing_noise E Z1 Z2 b a) (etaX0 : 0 < etaX) (etaY0 : 0 < etaY).
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Implicit Types (z : state) (w : T) (k : W).
Local Notation nX := (noisyX Z1 Z2 M).
Local Notation nY := (noisyY Z1 Z2 M).
Definition weighed z : R := normsq z.1 / etaX - normsq z.2 / etaY.
Definition moved_each z w : state := (z.1 - etaX *: nX z w, z.2 - etaY *: nY z w).
Lemma weighed_moved z w : weighed (moved_each z w) = weighed z - 2 * pull Z1 Z2 M z w + (etaX * normsq (nX z w) - etaY * normsq (nY z w)).
Proof. by rewrite /weighed /moved_each /pull /= !normsqB !innerZr !normsqZ; field; rewrite !gt_eqF. Qed.
Lemma mean_pull_each z : E (pull Z1 Z2 M z) (a * normsq z.1 - b * normsq z.2).
Proof.
have [gx gy] := mean_gradients noise M z.1 z.2.
have h := mean_add (mean_inner_Mean z.1 gx) (mean_scale (-1) (mean_inner_Mean z.2 gy)).
apply: (mean_ext (f := fun w => inner z.1 (nX z w) + -1 * inner z.2 (nY z w))) => [w|]; first by rewrite mulN1r.
apply: mean_eq h _; rewrite /gradXs /gradYs !innerDr !innerZr -/(normsq _) -/(normsq _).
have -> : inner z.2 (gradY M z.1 z.2) = inner z.1 (gradX M z.1 z.2) by rewrite /gradX /gradY [LHS]innerC inner_mull trmxK.
ring.
Qed.
Theorem unequal_mean z gx gy : E (fun w => normsq (nX z w)) gx -> E (fun w => normsq (nY z w)) gy ->
  E (fun w => weighed (moved_each z w)) (weighed z - 2 * (a * normsq z.1 - b * normsq z.2) + (etaX * gx - etaY * gy)).
Proof.
move=> hx hy; have h := mean_add (mean_add (mean_const E (weighed z)) (mean_scale (-2) (mean_pull_each z)))
  (mean_add (mean_scale etaX hx) (mean_scale (- etaY) hy)).
by apply: mean_eq (mean_ext _ h) _ => [w|]; rewrite ?weighed_moved; ring.
Qed.

(* Stored. *)
Variables (store : state -> W -> state) (kept : R -> bool) (mu var place : R -> R) (omega eps beta : R).
Hypotheses (rounds : float_rounding kept mu var place omega eps beta) (law : float_store EW store kept mu var).
Local Notation shift := (shift mu var).
Definition stored_each z (o : T * W) : state := store (moved_each z o.1) o.2.
Lemma stored_each_kept z o : kept_state kept (stored_each z o).
Proof.
have [hx hy] := float_kept law (moved_each z o.1) o.2.
by apply/andP; split; apply/forallP => i; apply/forallP => j; [exact: hx|exact: hy].
Qed.
Definition weighed_shift z : R := (\sum_i \sum_j shift (z.1 i j)) / etaX - (\sum_i \sum_j shift (z.2 i j)) / etaY.
Lemma mean_stored_each z : EW (fun k => weighed (store z k)) (weighed z + weighed_shift z).
Proof.
have [hx hy] := float_second law z.
have h := mean_add (mean_scale etaX^-1 (mean_sum (fun i => mean_sum (hx i)))) (mean_scale (- etaY^-1) (mean_sum (fun j => mean_sum (hy j)))).
have e m n (A : 'M[R]_(m, n)) : \sum_i \sum_j (mu (A i j) ^+ 2 + var (A i j)) = normsq A + \sum_i \sum_j shift (A i j).
  by rewrite normsq_sum -big_split; apply: eq_bigr => i _; rewrite -big_split; apply: eq_bigr => j _; rewrite /StoredDrift.shift /=; ring.
by apply: mean_eq (mean_ext _ h) _ => [k|]; rewrite ?e /weighed ?normsq_sum /weighed_shift; ring.
Qed.

(* The region, and its numbers. *)
Variables (inside : state -> bool) (m NX NY PX PY kX kY K0 tX tY : R).
Record unequal_region : Prop := UnequalRegion {
  unequal_exact : forall z, inside z -> exists gx gy, [/\ E (fun w => normsq (nX z w)) gx, E (fun w => normsq (nY z w)) gy, gx <= kX, gy <= kY &
    `|2 * m * weighed z - 2 * (a * normsq z.1 - b * normsq z.2) + (etaX * gx - etaY * gy)| <= K0];
  unequal_size : forall z, inside z -> normsq z.1 <= NX /\ normsq z.2 <= NY;
  unequal_places : forall z, inside z -> squared_places omega eps z.1 <= PX /\ squared_places omega eps z.2 <= PY
}.
Hypotheses (region : unequal_region) (tX0 : 0 < tX) (tY0 : 0 < tY).
Local Notation costX g := (factor_cost r etaX omega eps beta d1 tX PX NX g / etaX).
Local Notation costY g := (factor_cost r etaY omega eps beta d2 tY PY NY g / etaY).
Definition unequal_error : R := K0 + (costX kX + costY kY).
Let total w z := costX (normsq (nX z w)) + costY (normsq (nY z w)).
Lemma weighed_shift_le z w : kept_state kept z -> inside z -> `|weighed_shift (moved_each z w)| <= total w z.
Proof.
move=> /andP [/forallP kx /forallP ky] hin; have [hx hy] := unequal_size region hin; have [px py] := unequal_places region hin.
have ix : 0 < etaX^-1 by rewrite invr_gt0. have iy : 0 < etaY^-1 by rewrite invr_gt0.
apply: le_trans (ler_normB _ _) _; rewrite !normrM (gtr0_norm ix) (gtr0_norm iy); apply: lerD; rewrite ler_pM2r //.
  by apply: (factor_cost_le etaX rounds (nX z w) tX0 _ px hx) => i j; have /forallP := kx i; exact.
by apply: (factor_cost_le etaY rounds (nY z w) tY0 _ py hy) => i j; have /forallP := ky i; exact.
Qed.
Lemma cost_mono d t P N eta g g' : 0 < t -> 0 < eta -> g <= g' -> factor_cost r eta omega eps beta d t P N g / eta <= factor_cost r eta omega eps beta d t P N g' / eta.
Proof.
move=> t0 e0 h; have h2 := ler_wpM2l (sqr_ge0 eta) h; rewrite ler_pM2r ?invr_gt0 //.
by apply: (store_cost_le r rounds d) => //; rewrite lerD2l ler_wpM2l.
Qed.
Theorem unequal_step z : kept_state kept z -> inside z ->
  upper (apart E EW) (fun o => weighed (stored_each z o)) ((1 - 2 * m) * weighed z + unequal_error) /\
  upper (apart E EW) (fun o => - weighed (stored_each z o)) (- ((1 - 2 * m) * weighed z) + unequal_error).
Proof.
move=> hk hin; have [gx [gy [hx hy gxk gyk]]] := unequal_exact region hin; rewrite ler_norml => /andP [lo hi].
have hm := unequal_mean hx hy.
have ht : E (fun w => total w z) (costX gx + costY gy).
  have h := mean_add (mean_scale etaX^-1 (factor_mean etaX omega eps beta tX PX NX hx)) (mean_scale etaY^-1 (factor_mean etaY omega eps beta tY PY NY hy)).
  by apply: mean_eq (mean_ext _ h) _ => [w|]; rewrite /total; ring.
have hc : costX gx + costY gy <= costX kX + costY kY by apply: lerD; exact: cost_mono.
have sides w : - total w z <= weighed_shift (moved_each z w) <= total w z by rewrite -ler_norml weighed_shift_le.
split.
  apply: (upper_apart (g := fun w => weighed (moved_each z w) + weighed_shift (moved_each z w)) (h := fun w => weighed (moved_each z w) + total w z)
    (fun o => lexx _)) => [w|w|]; first exact: (mean_stored_each (moved_each z w)).
    by case/andP: (sides w) => _ h; rewrite lerD2l.
  apply: upper_le (upper_mean (mean_add hm ht)); rewrite /unequal_error; move: hc lo hi.
  by move: (costX gx + costY gy) (costX kX + costY kY) (etaX * gx - etaY * gy) (weighed z) (a * normsq z.1 - b * normsq z.2) => *; lra.
apply: (upper_apart (F := fun o => -1 * weighed (stored_each z o)) (g := fun w => -1 * (weighed (moved_each z w) + weighed_shift (moved_each z w)))
  (h := fun w => -1 * weighed (moved_each z w) + total w z)) => [o|w|w|]; first by rewrite mulN1r.
- exact: (mean_scale (-1) (mean_stored_each (moved_each z w))).
- by case/andP: (sides w) => h _; rewrite !mulN1r opprD lerD2l lerNl.
apply: upper_le (upper_mean (mean_add (mean_scale (-1) hm) ht)); rewrite /unequal_error; move: hc lo hi.
by move: (costX gx + costY gy) (costX kX + costY kY) (etaX * gx - etaY * gy) (weighed z) (a * normsq z.1 - b * normsq z.2) => *; lra.
Qed.

(* n updates. *)
Hypotheses (m0 : 0 < m) (m1 : 2 * m <= 1) (error0 : 0 <= unequal_error).
Theorem unequal_survives n z (q := 1 - 2 * m) (off := unequal_error / (2 * m) * (1 - q ^+ n)) : kept_state kept z ->
  carried (apart E EW) stored_each q weighed inside n z (q ^+ n * weighed z + off) /\
  carried (apart E EW) stored_each q (fun z => - weighed z) inside n z (- (q ^+ n * weighed z) + off).
Proof.
move=> hk; have q0 : 0 <= q by rewrite subr_ge0. have q1 : q < 1 by rewrite gtrBl mulr_gt0 ?ltr0n.
have up z' : kept_state kept z' && inside z' -> upper (apart E EW) (fun o => weighed (stored_each z' o)) (q * weighed z' + unequal_error).
  by case/andP => h1 h2; have [] := unequal_step h1 h2.
have down z' : kept_state kept z' && inside z' -> upper (apart E EW) (fun o => - weighed (stored_each z' o)) (- (q * weighed z') + unequal_error).
  by case/andP => h1 h2; have [] := unequal_step h1 h2.
have [hu hd] := stopped_drift q0 q1 error0 up down n z.
have e : StoppedDrift.off q unequal_error n = off by rewrite /StoppedDrift.off /off /q; congr (_ / _ * _); ring.
by rewrite e in hu hd; split; apply: carried_kept hk _; [exact: stored_each_kept|exact: hu|exact: stored_each_kept|exact: hd].
Qed.
End Unequal.

(* Random signs, matched to the steps: nothing is left to suppose of the noise. *)
Section Signs.
Variables (R : realFieldType) (W : Type) (EW : expectation R W) (d1 d2 r : nat) (t1 t2 etaX etaY m : R).
Hypotheses (etaX0 : 0 < etaX) (etaY0 : 0 < etaY) (mX : etaX * (d2%:R * t2 ^+ 2) = m) (mY : etaY * (d1%:R * t1 ^+ 2) = m) (m0 : 0 < m) (m1 : 2 * m <= 1).
Local Notation E := (Rademacher.uniform R d1 d2 r).
Local Notation Z1 := (@Rademacher.Z1 R d1 d2 r t1).
Local Notation Z2 := (@Rademacher.Z2 R d1 d2 r t2).
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Variables (M : 'M[R]_(d1, d2)) (N tX tY : R).
Variables (store : state -> W -> state) (kept : R -> bool) (mu var place : R -> R) (omega eps beta : R).
Hypotheses (rounds : float_rounding kept mu var place omega eps beta) (law : float_store EW store kept mu var).
Hypotheses (N0 : 0 <= N) (tX0 : 0 < tX) (tY0 : 0 < tY).
Lemma signs_each : smoothing_noise E Z1 Z2 (d1%:R * t1 ^+ 2) (d2%:R * t2 ^+ 2).
Proof.
split; [exact: Rademacher.Z1_centred|exact: Rademacher.Z2_centred| | |exact: Rademacher.Z12].
  by exists (@isotropic R d1 r (t1 ^+ 2)); [exact: Rademacher.Z1_second|rewrite gram_mean_isotropic].
by exists (@isotropic R d2 r (t2 ^+ 2)); [exact: Rademacher.Z2_second|rewrite gram_mean_isotropic].
Qed.
Definition signs_size : R := r%:R * (d1%:R * t1 ^+ 2) + r%:R * (d2%:R * t2 ^+ 2).
Lemma signs_length w : normsq (Z1 w) + normsq (Z2 w) <= signs_size.
Proof.
have -> : normsq (Z1 w) = r%:R * (d1%:R * t1 ^+ 2) by apply: normsq_signs => i j; rewrite mxE exprMn sign_sq mulr1.
by have -> : normsq (Z2 w) = r%:R * (d2%:R * t2 ^+ 2) by [apply: normsq_signs => i j; rewrite mxE exprMn sign_sq mulr1].
Qed.
Lemma signs_total f : exists e, E f e.
Proof. by eexists. Qed.
Local Notation K := (longest signs_size N M).
Definition most_places d : R := 2 * ((d * r)%:R * omega ^+ 2 + eps ^+ 2 * N).
Lemma most_places_le d (A : 'M[R]_(d, r)) : normsq A <= N -> squared_places omega eps A <= most_places d.
Proof.
move=> h; apply: (@le_trans _ _ (\sum_i \sum_j (2 * omega ^+ 2 + 2 * eps ^+ 2 * A i j ^+ 2))).
  apply: ler_sum => i _; apply: ler_sum => j _; rewrite -(real_normK (num_real (A i j))).
  have h2 := sqr_ge0 (omega - eps * `|A i j|); rewrite -subr_ge0; apply: le_trans h2 _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
have -> : \sum_i \sum_j (2 * omega ^+ 2 + 2 * eps ^+ 2 * A i j ^+ 2) = (d * r)%:R * (2 * omega ^+ 2) + 2 * eps ^+ 2 * normsq A.
  rewrite normsq_sum mulr_sumr (eq_bigr (fun i => 2 * omega ^+ 2 *+ r + 2 * eps ^+ 2 * \sum_j A i j ^+ 2)) => [|i _].
    by rewrite big_split /= sumr_const card_ord -mulrnA mulnC [(d * r)%:R * _]mulr_natl.
  by rewrite big_split /= sumr_const card_ord mulr_sumr.
have -> : most_places d = (d * r)%:R * (2 * omega ^+ 2) + 2 * eps ^+ 2 * N by rewrite /most_places; ring.
by rewrite lerD2l; apply: ler_wpM2l h; rewrite mulr_ge0 ?sqr_ge0.
Qed.
Definition matched_error : R := unequal_error d1 d2 r etaX etaY omega eps beta N N (most_places d1) (most_places d2) K K ((etaX + etaY) * K) tX tY.
Theorem matched_signs n z (q := 1 - 2 * m) (off := matched_error / (2 * m) * (1 - q ^+ n)) : kept_state kept z ->
  carried (apart E EW) (stored_each Z1 Z2 etaX etaY M store) q (weighed etaX etaY) (fun z => normsq z.1 + normsq z.2 <= N) n z (q ^+ n * weighed etaX etaY z + off) /\
  carried (apart E EW) (stored_each Z1 Z2 etaX etaY M store) q (fun z => - weighed etaX etaY z) (fun z => normsq z.1 + normsq z.2 <= N) n z
    (- (q ^+ n * weighed etaX etaY z) + off).
Proof.
have b0 : 0 <= signs_size by rewrite addr_ge0 // mulr_ge0 ?ler0n // mulr_ge0 ?sqr_ge0.
have K0 : 0 <= K := longest_ge0 M b0 N0.
have region : unequal_region E Z1 Z2 (d2%:R * t2 ^+ 2) (d1%:R * t1 ^+ 2) etaX etaY M omega eps (fun z => normsq z.1 + normsq z.2 <= N) m N N (most_places d1) (most_places d2)
    K K ((etaX + etaY) * K).
  have sizes (z' : state) : normsq z'.1 + normsq z'.2 <= N -> normsq z'.1 <= N /\ normsq z'.2 <= N.
    by have := normsq_ge0 z'.1; have := normsq_ge0 z'.2; move: (normsq z'.1) (normsq z'.2) => *; split; lra.
  split=> z' hz.
  - have hl w : noisy_length Z1 Z2 M z' w <= K := length_bounded M signs_length b0 N0 w hz.
    have hx w : normsq (noisyX Z1 Z2 M z' w) <= K by apply: le_trans (hl w); rewrite lerDl normsq_ge0.
    have hy w : normsq (noisyY Z1 Z2 M z' w) <= K by apply: le_trans (hl w); rewrite lerDr normsq_ge0.
    have [gx ex] := signs_total (fun w => normsq (noisyX Z1 Z2 M z' w)); have [gy ey] := signs_total (fun w => normsq (noisyY Z1 Z2 M z' w)).
    have x0 : 0 <= gx by apply: mean_ge0 ex => w; exact: normsq_ge0.
    have y0 : 0 <= gy by apply: mean_ge0 ey => w; exact: normsq_ge0.
    have xK : gx <= K := mean_le hx ex (mean_const E K). have yK : gy <= K := mean_le hy ey (mean_const E K).
    exists gx, gy; split=> //.
    have -> : 2 * m * weighed etaX etaY z' - 2 * (d2%:R * t2 ^+ 2 * normsq z'.1 - d1%:R * t1 ^+ 2 * normsq z'.2) = 0.
      have -> : 2 * m * weighed etaX etaY z' = 2 * (m / etaX * normsq z'.1 - m / etaY * normsq z'.2) by rewrite /weighed; ring.
      by rewrite -{1}mX -mY ![_ * (_ * _ ^+ 2) / _]mulrAC !divff ?gt_eqF // !mul1r subrr.
    rewrite add0r; have ax := ler_wpM2l (ltW etaX0) xK; have ay := ler_wpM2l (ltW etaY0) yK.
    have ax0 := mulr_ge0 (ltW etaX0) x0; have ay0 := mulr_ge0 (ltW etaY0) y0; rewrite ler_norml mulrDl.
    by move: ax ay ax0 ay0; move: (etaX * gx) (etaY * gy) (etaX * K) (etaY * K) => *; apply/andP; split; lra.
  - exact: sizes.
  by have [h1 h2] := sizes _ hz; split; exact: most_places_le.
have p0 d : 0 <= most_places d by rewrite mulr_ge0 // addr_ge0 // mulr_ge0 ?ler0n ?sqr_ge0.
have error0 : 0 <= matched_error.
  rewrite /matched_error /unequal_error; apply: addr_ge0; first by rewrite mulr_ge0 // addr_ge0 ?ltW.
  by apply: addr_ge0; apply: divr_ge0 (ltW _) => //; apply: (factor_cost_ge0 _ _ rounds).
exact: (unequal_survives signs_each etaX0 etaY0 rounds law region tX0 tY0 m0 m1 error0).
Qed.
End Signs.
