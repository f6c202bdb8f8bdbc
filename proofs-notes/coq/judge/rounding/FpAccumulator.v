(* SPDX-License-Identifier: Apache-2.0 *)
(* FpAccumulator.v: sums of products as tensor cores form them.

   Exact products are added to an accumulator some at a time. These and the accumulator are aligned:
   each is cut to a multiple of a grid g, at most c times the largest of their magnitudes. They are
   added exactly, and the new accumulator is cut or rounded with a relative error of at most v, and
   an absolute one of lam where it is subnormal. With F fraction bits c = 2^-F; into binary32 v =
   2^-23.
   Main results: accumulated_error (the bound on such a sum, K numbers at a time), stored_error,
   accumulated_compensated (with unit roundoff u >= 2 c + 2 v it is one of the sums that FP.dot and
   all bounds made of it allow). *)
From Coq Require Import Reals Psatz Lia List.
From NoisyGD Require Import FpModel FpSum.
Import ListNotations. Local Open Scope R_scope.

Section Accumulator.
Variables c v lam : R. Hypotheses (c_ge0 : 0 <= c) (v_ge0 : 0 <= v) (lam_ge0 : 0 <= lam).

(* From the accumulator s, the numbers of l added, the accumulator becomes z. *)
Definition addition (s : R) (l : list R) (z : R) : Prop :=
  exists g ts, (exists p, In p (s :: l) /\ 0 <= g <= c * Rabs p)
    /\ Forall2 (fun p t => Rabs (t - p) <= g) (s :: l) ts
    /\ Rabs (z - Rsum ts) <= v * Rabs (Rsum ts) + lam.

(* n additions of at most K numbers each, all of l in any order of theirs, from an empty
   accumulator. *)
Inductive accumulates (K : nat) : nat -> list R -> R -> Prop :=
| accumulates_none : accumulates K 0 [] 0
| accumulates_more n l s b z : accumulates K n l s -> (1 <= length b <= K)%nat -> addition s b z ->
    accumulates K (S n) (l ++ b) z.
Lemma cut_sum g l ts : Forall2 (fun p t => Rabs (t - p) <= g) l ts ->
  Rabs (Rsum ts - Rsum l) <= INR (length l) * g.
Proof. induction 1 as [|p t l ts h _ IH]; [simpl; rewrite Rminus_0_r, Rabs_R0; lra|].
  change (Rsum (t :: ts)) with (t + Rsum ts). change (Rsum (p :: l)) with (p + Rsum l).
  change (length (p :: l)) with (S (length l)). rewrite S_INR. triangle. Qed.
Lemma member_size p l : In p l -> Rabs p <= Rasum l.
Proof. induction l as [|a l IH]; [easy|].
  intros [<-|h]; change (Rasum (a :: l)) with (Rabs a + Rasum l).
  - assert (0 <= Rasum l) by (eapply Rle_trans; [apply Rabs_pos|apply Rasum_abs]). lra.
  - assert (z := IH h). assert (y := Rabs_pos a). lra. Qed.

(* One addition: where the accumulator was off by at most A - S, it is off by at most (1 + v)(1 + (k
   + 1) c)(A + B) + lam less the new size. *)
Lemma addition_error s l b z A : addition s b z -> Rabs (s - Rsum l) <= A - Rasum l ->
  Rabs (z - Rsum (l ++ b)) <= (1 + v) * (1 + INR (length b + 1) * c) * (A + Rasum b) + lam
    - Rasum (l ++ b).
Proof. intros (g & ts & (p & hp & hg) & cut & rounded) off. apply cut_sum in cut.
  change (Rsum (s :: b)) with (s + Rsum b) in cut.
  change (length (s :: b)) with (S (length b)) in cut. rewrite Rsum_app, Rasum_app.
  rewrite plus_INR. rewrite S_INR in cut. change (INR 1) with 1. set (k := INR (length b)) in *.
  assert (k0 : 0 <= k) by apply pos_INR. assert (hS := Rasum_abs l). assert (hB := Rasum_abs b).
  assert (b0 : 0 <= Rasum b) by (eapply Rle_trans; [apply Rabs_pos|exact hB]).
  assert (hs : Rabs s <= A) by triangle. assert (hm : Rabs p <= A + Rasum b).
  { destruct hp as [<-|hp]; [lra|]. assert (z0 := member_size _ _ hp).
    assert (0 <= Rabs s) by apply Rabs_pos. lra. }
  assert (hg' : (k + 1) * g <= (k + 1) * (c * (A + Rasum b))).
  { apply Rmult_le_compat_l; [lra|]. eapply Rle_trans; [apply hg|]. now apply Rmult_le_compat_l. }
  set (e := A - Rasum l + (k + 1) * c * (A + Rasum b)).
  assert (he : Rabs (Rsum ts - (Rsum l + Rsum b)) <= e) by (unfold e; triangle).
  assert (ht : Rabs (Rsum ts) <= Rasum l + Rasum b + e) by triangle.
  replace (z - (Rsum l + Rsum b)) with ((z - Rsum ts) + (Rsum ts - (Rsum l + Rsum b))) by ring.
  eapply Rle_trans; [apply Rabs_triang|]. assert (v * Rabs (Rsum ts) <= v * (Rasum l + Rasum b + e))
    by now apply Rmult_le_compat_l. unfold e in *. lra. Qed.
Lemma Rasum_ge0 l : 0 <= Rasum l. Proof. eapply Rle_trans; [apply Rabs_pos|apply Rasum_abs]. Qed.

(* 1 + q, the growth of an addition of K numbers. *)
Local Definition growth (K : nat) := (1 + v) * (1 + INR (K + 1) * c).
Theorem accumulated_error K n l x : accumulates K n l x ->
  Rabs (x - Rsum l) <= growth K ^ n * (Rasum l + INR n * lam) - Rasum l.
Proof. induction 1 as [|n l s b z _ IH hb more]; [simpl; rewrite Rminus_0_r, Rabs_R0; lra|].
  eapply Rle_trans; [exact (addition_error _ _ _ _ _ more IH)|]. rewrite Rasum_app.
  assert (b0 := Rasum_ge0 b). assert (l0 := Rasum_ge0 l). assert (g1 : 1 <= growth K).
  { unfold growth.
    assert (0 <= INR (K + 1) * c) by (apply Rmult_le_pos; [apply pos_INR|lra]). nra. }
  assert (gn : 1 <= growth K ^ n) by now apply pow_R1_Rle.
  assert (hk : (1 + v) * (1 + INR (length b + 1) * c) <= growth K).
  { apply Rmult_le_compat_l; [lra|].
    assert (INR (length b + 1) <= INR (K + 1)) by (apply le_INR; lia). nra. }
  assert (n0 := pos_INR n). assert (nl : 0 <= INR n * lam) by now apply Rmult_le_pos.
  set (G := growth K ^ n) in *. change (growth K ^ S n) with (growth K * G). rewrite S_INR.
  set (A := G * (Rasum l + INR n * lam)).
  assert (A0 : 0 <= A) by (unfold A; apply Rmult_le_pos; lra).
  assert (h2 : growth K * Rasum b <= growth K * G * Rasum b).
  { rewrite <- (Rmult_1_r (growth K)) at 1. apply Rmult_le_compat_r; [assumption|].
    apply Rmult_le_compat_l; lra. }
  assert (h3 : lam <= growth K * G * lam).
  { rewrite <- (Rmult_1_l lam) at 1. apply Rmult_le_compat_r; [assumption|]. nra. }
  unfold A in *. nra. Qed.

(* The accumulator's value rounded once more, as it is stored. *)
Theorem stored_error K n l x y u lamS : accumulates K n l x -> 0 <= u -> rounds u lamS x y ->
  Rabs (y - Rsum l) <= (1 + u) * (growth K ^ n * (Rasum l + INR n * lam)) + lamS - Rasum l.
Proof. intros h hu r. apply accumulated_error in h. unfold rounds in r.
  set (A := growth K ^ n * (Rasum l + INR n * lam)) in *. assert (hs := Rasum_abs l).
  assert (hx : Rabs x <= A) by triangle. replace (y - Rsum l) with ((y - x) + (x - Rsum l)) by ring.
  eapply Rle_trans; [apply Rabs_triang|].
  assert (u * Rabs x <= u * A) by now apply Rmult_le_compat_l. lra. Qed.

Variable u : R. Hypotheses (u_large : 2 * c + 2 * v <= u) (c_small : c <= 1 / 2).
Lemma growth_power k : (1 <= k)%nat -> (1 + v) * (1 + INR (k + 1) * c) <= (1 + u) ^ k.
Proof. intros hk. apply Rle_trans with (1 + INR k * u).
  - rewrite plus_INR. change (INR 1) with 1.
    assert (1 <= INR k) by (change 1 with (INR 1); now apply le_INR).
    set (j := INR k) in *. assert (a : (j + 1) * c <= 2 * j * c) by (apply Rmult_le_compat_r; lra).
    assert (b : v * ((j + 1) * c) <= v * j).
    { apply Rmult_le_compat_l; [assumption|].
      apply Rle_trans with ((j + 1) * (1 / 2)); [apply Rmult_le_compat_l; lra|lra]. }
    assert (1 * v <= j * v /\ j * (2 * c + 2 * v) <= j * u) by pieces. lra.
  - destruct (Req_dec u 0) as [->|n]; [rewrite Rplus_0_r, pow1; lra|apply poly; lra]. Qed.

(* Whatever the number at a time. *)
Theorem accumulated_compensated K n l x : accumulates K n l x -> compensated u lam l x.
Proof. intros h. assert (hr : Rabs (x - Rsum l) <=
    (1 + u) ^ length l * (Rasum l + lam * units (length l)) - Rasum l).
  { induction h as [|n l s b z _ IH hb more]; [unfold units; simpl; rewrite Rminus_0_r, Rabs_R0;
      lra|]. eapply Rle_trans; [exact (addition_error _ _ _ _ _ more IH)|].
    rewrite Rasum_app, length_app, pow_add. assert (b0 := Rasum_ge0 b). assert (l0 := Rasum_ge0 l).
    assert (g1 : 1 <= (1 + u) ^ length l) by (apply pow_R1_Rle; lra).
    assert (k1 : 1 <= (1 + u) ^ length b) by (apply pow_R1_Rle; lra).
    assert (hk := growth_power (length b) (proj1 hb)).
    assert (un0 : 0 <= units (length l)) by apply pos_INR.
    assert (un : units (length l) + 1 <= units (length l + length b)).
    { unfold units. change 1 with (INR 1). rewrite <- plus_INR. apply le_INR. lia. }
    set (G := (1 + u) ^ length l) in *. set (H := (1 + u) ^ length b) in *.
    set (U := units (length l)) in *. set (W := units (length l + length b)) in *.
    set (A := G * (Rasum l + lam * U)). assert (A0 : 0 <= A) by (unfold A; apply Rmult_le_pos;
      [lra|]; assert (0 <= lam * U) by (now apply Rmult_le_pos); lra).
    assert (h2 : H * Rasum b <= G * H * Rasum b) by (apply Rmult_le_compat_r; [assumption|]; nra).
    assert (h3 : lam * (U + 1) <= lam * W) by now apply Rmult_le_compat_l.
    assert (GH : 1 <= G * H) by nra. unfold A in *. nra. }
  split; [apply Rasum_abs|split; [apply pos_INR|exact hr]]. Qed.

End Accumulator.
