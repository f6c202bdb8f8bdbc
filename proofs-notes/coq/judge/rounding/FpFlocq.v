(* SPDX-License-Identifier: Apache-2.0 *)
(* FpFlocq.v: the arithmetics that can be declared keep the promise of FpModel.v.

   Rounding is Flocq's. With radix beta, precision prec and least exponent emin, u is half of
   beta^(1-prec) and lam the smallest normal number beta^(emin+prec-1): binary64 is beta = 2, prec =
   53, emin = -1074.
   Main results: nearest_rounds (subnormals kept), flushed_rounds (results flushed to zero),
   nearest_unbounded_rounds (binary:P, decimal:P: lam = 0), truncated_rounds (conversion by
   truncation: 2u), sum_has_no_underflow (a sum of two numbers of the format has no absolute error),
   dot_fused_chain (FP.dot for a loop of fused multiply-adds). *)
From Coq Require Import Reals Psatz List.
From Flocq Require Import Core Relative Plus_error.
From NoisyGD Require Import FpModel FpSum.
Import ListNotations. Local Open Scope R_scope.

Section Formats.
Variables (beta : radix) (emin prec : Z). Context {prec_gt_0_ : Prec_gt_0 prec}.
Variable choice : Z -> bool.
Definition unit_roundoff := / 2 * bpow beta (- prec + 1).
Definition smallest_normal := bpow beta (emin + prec - 1).
Definition nearest := round beta (FLT_exp emin prec) (Znearest choice).

Lemma unit_roundoff_ge0 : 0 <= unit_roundoff.
Proof. unfold unit_roundoff. assert (h := bpow_gt_0 beta (- prec + 1)). lra. Qed.
Lemma smallest_normal_ge0 : 0 <= smallest_normal. Proof. apply bpow_ge_0. Qed.
Theorem nearest_rounds a : rounds unit_roundoff smallest_normal a (nearest a).
Proof. apply (rounds_factors _ _ unit_roundoff_ge0 smallest_normal_ge0).
  destruct (error_N_FLT beta emin prec prec_gt_0_ choice a) as (d & e & hd & he & _ & h).
  exists d, e. split; [exact hd|split; [|exact h]]. eapply Rle_trans; [exact he|].
  assert (bpow beta emin <= smallest_normal).
  { apply bpow_le. assert (q := prec_gt_0_). unfold Prec_gt_0 in q. lia. }
  assert (q := bpow_gt_0 beta emin). lra. Qed.

(* Results flushed to zero where they would be subnormal. *)
Definition flush (x : R) := if Rlt_dec (Rabs x) smallest_normal then 0 else x.
Lemma normal_in_format : generic_format beta (FLT_exp emin prec) smallest_normal.
Proof. apply generic_format_bpow. unfold FLT_exp. assert (q := prec_gt_0_).
  unfold Prec_gt_0 in q. lia. Qed.
Lemma flushed_small a : Rabs (nearest a) < smallest_normal -> Rabs a <= smallest_normal.
Proof. intro h. apply Rnot_lt_le. intro k. apply (Rlt_not_le _ _ h). apply Rlt_le in k.
  unfold nearest. apply abs_round_ge_generic;
    [apply FLT_exp_valid; assumption|apply valid_rnd_N|apply normal_in_format|exact k]. Qed.
Theorem flushed_rounds a : rounds unit_roundoff smallest_normal a (flush (nearest a)).
Proof. unfold flush. destruct Rlt_dec as [h|h]; [|apply nearest_rounds]. unfold rounds.
  replace (0 - a) with (- a) by ring. rewrite Rabs_Ropp. assert (k := flushed_small _ h).
  assert (q := Rmult_le_pos _ _ unit_roundoff_ge0 (Rabs_pos a)). lra. Qed.

(* Truncation, or any rounding: twice the unit. *)
Theorem truncated_rounds rnd (valid : Valid_rnd rnd) a :
  rounds (2 * unit_roundoff) smallest_normal a (round beta (FLT_exp emin prec) rnd a).
Proof. unfold rounds, unit_roundoff.
  replace (2 * (/ 2 * bpow beta (- prec + 1))) with (bpow beta (- prec + 1)) by field.
  assert (p := bpow_gt_0 beta (- prec + 1)). assert (q := prec_gt_0_). unfold Prec_gt_0 in q.
  assert (0 <= bpow beta (- prec + 1) * Rabs a) by (apply Rmult_le_pos; [lra|apply Rabs_pos]).
  destruct (Rle_lt_dec smallest_normal (Rabs a)) as [h|h].
  - assert (k := relative_error_FLT beta emin prec prec_gt_0_ rnd a h).
    assert (z := smallest_normal_ge0). lra.
  - assert (e : Rabs (round beta (FLT_exp emin prec) rnd a - a) < bpow beta emin \/ a = 0).
    { destruct (Req_dec a 0) as [z|z]; [now right|left]. eapply Rlt_le_trans;
        [apply error_lt_ulp; [apply FLT_exp_valid; assumption|assumption|assumption]|].
      rewrite ulp_neq_0 by assumption. apply bpow_le. unfold cexp, FLT_exp.
      assert (m : (mag beta a <= emin + prec - 1)%Z) by (apply mag_le_bpow; assumption). lia. }
    assert (bpow beta emin <= smallest_normal) by (apply bpow_le; lia).
    destruct e as [e|a0]; [lra|]. rewrite a0 in *. rewrite round_0 by assumption. triangle. Qed.

(* The sum of two numbers of the format, subnormals kept. *)
Theorem sum_has_no_underflow x y :
  generic_format beta (FLT_exp emin prec) x -> generic_format beta (FLT_exp emin prec) y ->
  rounds unit_roundoff 0 (x + y) (nearest (x + y)).
Proof. intros hx hy. apply (rounds_factors _ _ unit_roundoff_ge0 (Rle_refl 0)).
  destruct (FLT_plus_error_N_ex beta emin prec choice x y hx hy) as (d & hd & e).
  exists d, 0. rewrite Rabs_R0. split; [|split; [lra|unfold nearest; rewrite e; ring]].
  eapply Rle_trans; [exact hd|]. unfold u_ro. fold unit_roundoff. assert (q := unit_roundoff_ge0).
  apply Rmult_le_reg_r with (1 + unit_roundoff); [lra|]. unfold Rdiv. rewrite Rmult_assoc, Rinv_l
    by lra. assert (0 <= unit_roundoff * unit_roundoff) by (apply Rmult_le_pos; assumption). lra.
Qed.

(* Unlimited exponents. *)
Theorem nearest_unbounded_rounds a :
  rounds unit_roundoff 0 a (round beta (FLX_exp prec) (Znearest choice) a).
Proof. apply (rounds_factors _ _ unit_roundoff_ge0 (Rle_refl 0)).
  destruct (relative_error_N_FLX_ex beta prec prec_gt_0_ choice a) as (d & hd & e).
  exists d, 0. rewrite Rabs_R0. split; [exact hd|split; [lra|rewrite e; ring]]. Qed.

(* A loop of fused multiply-adds that starts with a product. *)
Fixpoint fused_chain (d : nat) (a b : nat -> R) : R :=
  match d with
  | O => nearest (a O * b O)
  | S n => nearest (a d * b d + fused_chain n a b)
  end.
Lemma fused_chain_is_tree d a b :
  tree_of (model unit_roundoff smallest_normal) (products unit_roundoff smallest_normal (S d) a b)
    (fused_chain d a b).
Proof. induction d as [|d IH].
  - exists [nearest (a O * b O)]. split; [|constructor]. constructor; [|constructor].
    exists (a O), (b O), (a O), (b O). repeat split; try now left. apply nearest_rounds.
  - destruct IH as (xs & f & t). exists (xs ++ [a (S d) * b (S d)]). split.
    + unfold products. rewrite seq_S, map_app. apply Forall2_app; [exact f|].
      constructor; [|constructor]. exists (a (S d)), (b (S d)), (a (S d)), (b (S d)). repeat split;
        try now left. apply rounds_exact; [apply unit_roundoff_ge0|apply smallest_normal_ge0].
    + apply tree_node with (a := fused_chain d a b) (b := a (S d) * b (S d));
        [exact t|constructor|]. apply rounds_adds; [apply unit_roundoff_ge0|]. simpl fused_chain.
      rewrite (Rplus_comm (fused_chain d a b)). apply nearest_rounds. Qed.
Theorem dot_fused_chain d a b : INR (S d) * unit_roundoff <= 1 / 4 ->
  Rabs (fused_chain d a b - big (S d) (fun j => a j * b j)) <=
    gamma unit_roundoff (S d) * big (S d) (fun j => Rabs (a j * b j))
    + 4 / 3 * smallest_normal * (2 * INR (S d) - 1).
Proof. intro h.
  apply (dot _ _ unit_roundoff_ge0 smallest_normal_ge0); [exact h|apply fused_chain_is_tree]. Qed.
End Formats.
