(* SPDX-License-Identifier: Apache-2.0 *)
(* FpHessian.v: the bounds on the Hessian, plain and smoothed, and on the smoothed gradient.

   The blocks by X are stated; those by Y are theirs with the factors exchanged. The smoothing
   weight is n sigma^2 with n the other dimension.
   Main results: hessian_diagonal_error, smoothed_hessian_diagonal_error, hessian_off_error
   (FP.hessian), smoothed_gradient_error (FP.smoothed, with the second). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep.
Import ListNotations. Local Open Scope R_scope.

Section Hessian.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).

(* An input as an operand. *)
Definition kap := 1 + c.
Lemma kap_facts : 1 <= kap <= 2 /\ lam * kap * kap <= 1 / 32 /\ kap = 1 + c
  /\ 8 / 3 * kap <= INR (underflow_factor conversions) /\ 4 <= INR (underflow_factor conversions).
Proof. unfold kap, underflow_factor, FpStep.conversions, FpModel.c, FpModel.cn.
  destruct converts; simpl; repeat split; lra. Qed.
Lemma Ap_read x a b : Ap 0 (x a b) (Mabs x a b) (kap - c) (read x a b).
Proof. unfold kap. replace (1 + c - c) with 1 by ring. now apply Ap_input. Qed.
Lemma Ap_read_product x a b y a' b' : Ap (1 + 2 * cn) (x a b * y a' b') (Mabs x a b * Mabs y a' b')
  (kap * (Mabs x a b + Mabs y a' b') + 2) (product o converts (read x a b) (read y a' b')).
Proof. destruct kap_facts as (k1 & k2 & _).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ _ _ _ _ _ _ _
      (Ap_read x a b) (Ap_read y a' b'))); [lia|reflexivity|lra|]. unfold weight. lra. Qed.

(* The weight. *)
Lemma Ap_weight n sigma : u <= 1 / 4 ->
  Ap (3 + cn) (INR n * sigma ^ 2) (INR n * sigma ^ 2) (INR n * (2 + c) + 1)
    (weight_of o converts u lam n sigma).
Proof. intros hu z (n' & a & b & q & hn & ha & hb & r1 & h). assert (n0 := pos_INR n).
  assert (cr := c_range converts). assert (s0 : 0 <= sigma ^ 2) by (simpl; nra).
  assert (hq : ap u lam 1 (sigma ^ 2) (sigma ^ 2) 2 q).
  { assert (e : a * b = sigma ^ 2 \/ (a * b = 0 /\ sigma ^ 2 <= lam)).
    { assert (small : Rabs sigma <= lam -> sigma ^ 2 <= lam).
      { intro h1. assert (p := Rabs_pos sigma). rewrite <- pow2_abs. simpl. nra. }
      destruct ha as [->|[-> h1]], hb as [->|[-> h2]]; try (right; split; [ring|auto]).
      left; simpl; ring. }
    unfold ap. simpl in r1. unfold rounds in r1. rewrite (Rabs_pos_eq (sigma ^ 2)) by assumption.
    split; [lra|split; [lra|]]. simpl ((1 + u) ^ 1). destruct e as [e|[e e1]]; rewrite e in r1.
    - rewrite (Rabs_pos_eq (sigma ^ 2)) in r1 by assumption.
      assert (0 <= u * lam) by (apply Rmult_le_pos; lra). lra.
    - rewrite Rabs_R0 in r1. replace (q - sigma ^ 2) with ((q - 0) + - sigma ^ 2) by ring.
      eapply Rle_trans; [apply Rabs_triang|]. rewrite Rabs_Ropp,
        (Rabs_pos_eq (sigma ^ 2)) by assumption. assert (0 <= u * lam) by (apply Rmult_le_pos; lra).
      assert (0 <= u * sigma ^ 2) by (apply Rmult_le_pos; lra). lra. }
  assert (hn' : ap u lam 1 (INR n) (INR n) 0 n').
  { unfold ap. rewrite (Rabs_pos_eq (INR n)) by assumption. split; [lra|split; [lra|]].
    simpl. lra. }
  destruct h as (q1 & q2 & -> & hr & hz).
  assert (hr' := ap_reads u lam converts u_ge0 l0 _ _ _ _ _ _ hq hr). assert (g := ap_rounds u lam
    u_ge0 l0 _ _ _ _ _ _ (ap_mul u lam l0 _ _ _ _ _ _ _ _ _ _ hn' hr') hz).
  apply (ap_weaken u lam u_ge0 l0 _ _ _ _ _ _ _ _) with (4 := g); [lia|lra|]. unfold kmul. lra. Qed.

(* Diagonal blocks. One sum of d products of entries of two matrices. *)
Lemma Ap_column (a b : matrix) l q :
  Ap (1 + 2 * cn + d) (big d (fun j => a j l * b j q)) (big d (fun j => Mabs a j l * Mabs b j q))
  (big d (fun j => kap * (Mabs a j l + Mabs b j q) + 5))
  (sum_of o (map (fun j => product o converts (read a j l) (read b j q)) (seq 0 d))).
Proof. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seq u lam u_ge0 l0 _ d _ _ _ _ (fun j _ =>
      Ap_read_product a j l b j q))); [lia|reflexivity|apply Rle_refl|]. apply big_le. intros; lra.
Qed.
Lemma columns_ge0 (y : matrix) l : 0 <= big d (fun j => Mabs y j l).
Proof. apply big_ge0. intros; apply Rabs_pos. Qed.
Definition legal_hessian_diagonal (W : list value) (y : matrix) (l k : nat) : value :=
  printed o (hessian_diagonal o converts d (read y) W l k).
Theorem hessian_diagonal_error d1 y l k z :
  let n := hessian_roundings d1 d r conversions in INR n * u <= 1 / 4 ->
  legal_hessian_diagonal [] y l k z ->
  Rabs (z - big d (fun j => y j l * y j k)) <= gamma u n * big d (fun j => Mabs y j l * Mabs y j k)
    + lam * (INR (underflow_factor conversions) *
        hessian_diagonal_underflow d (big d (fun j => Mabs y j l)) (big d (fun j => Mabs y j k))).
Proof. intros n hn hz. destruct kap_facts as (k1 & k2 & _ & k3 & k4).
  assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ (Ap_column y y l k)).
  rewrite !big_plus, big_mul, big_plus, big_const in g.
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  { unfold n, hessian_roundings, FpStep.conversions. lia. }
  apply Rplus_le_compat_l. unfold hessian_diagonal_underflow.
  assert (s1 := columns_ge0 y l). assert (s2 := columns_ge0 y k). assert (d0 := pos_INR d).
  set (s := big d (fun j => Mabs y j l) + big d (fun j => Mabs y j k)) in *.
  rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
  set (F := INR (underflow_factor conversions)) in *. assert (8 / 3 * kap * s <= F * s /\
    0 <= kap * s /\ 4 * (4 * INR d + 8) <= F * (4 * INR d + 8)) by pieces. unfold s in *. lra. Qed.
Theorem smoothed_hessian_diagonal_error d1 y k sigma z :
  let n := hessian_roundings d1 d r conversions in INR n * u <= 1 / 4 ->
  legal_hessian_diagonal [weight_of o converts u lam d sigma] y k k z ->
  Rabs (z - (INR d * sigma ^ 2 + big d (fun j => y j k * y j k))) <=
    gamma u n * (INR d * sigma ^ 2 + big d (fun j => Mabs y j k * Mabs y j k))
    + lam * (INR (underflow_factor conversions) *
        hessian_diagonal_underflow d (big d (fun j => Mabs y j k)) (big d (fun j => Mabs y j k))).
Proof. intros n hn hz. destruct kap_facts as (k1 & k2 & kc & k3 & k4).
  assert (hu := unit_small u u_ge0 n ltac:(unfold n, hessian_roundings; lia) hn).
  assert (w := Ap_to _ _ _ _ _ (3 + 2 * cn) _ _ _ (Ap_weight d sigma hu) ltac:(lia) eq_refl
    (Rle_refl _) (Rle_refl _)). assert (h : Aps (3 + 2 * cn) ([weight_of o converts u lam d sigma]
      ++ map (fun j => product o converts (read y j k) (read y j k)) (seq 0 d)) (INR d * sigma ^ 2 +
      big d (fun j => y j k * y j k)) (INR d * sigma ^ 2 + big d (fun j => Mabs y j k * Mabs y j k))
    (INR d * (2 + c) + 1 + big d (fun j => kap * (Mabs y j k + Mabs y j k) + 2))).
  { apply Aps_app; [now apply Aps_one|]. apply Aps_seq. intros j _.
    apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_read_product y j k y j k)); [lia|reflexivity|lra|lra]. }
  rewrite big_plus, big_mul, big_plus, big_const in h.
  assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ (Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h)).
  simpl length in g. rewrite length_map, length_seq in g. assert (q := units_le (S d)).
  rewrite S_INR in q.
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  { unfold n, hessian_roundings, FpStep.conversions. lia. }
  apply Rplus_le_compat_l. unfold hessian_diagonal_underflow. assert (s1 := columns_ge0 y k).
  assert (d0 := pos_INR d). set (s := big d (fun j => Mabs y j k)) in *.
  rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
  unfold kap in *. unfold underflow_factor, FpStep.conversions, FpModel.c, FpModel.cn in *.
  destruct converts; simpl in *; lra. Qed.

(* Off the diagonal. *)
Definition legal_hessian_off (same : bool) (x y m : matrix) (i j k l : nat) : value :=
  printed o (hessian_off o converts r (read x i) (read y) (read m i) same j k l).
Definition delta (same : bool) (v : R) := if same then v else 0.
(* The residual, and an entry off the diagonal before it is printed. *)
Section Off.
Variables (x y m : matrix) (i j : nat).
Notation al := (big r (Mabs x i)). Notation be := (big r (Mabs y j)).
Notation rho := (rho_of r (Mabs x) (Mabs y) (Mabs m) i j).
Notation res := (big r (fun p => x i p * y j p) - m i j).
Lemma Ap_residual_of : Ap (r + 2 + 2 * cn) res rho (kap * (al + be) + 5 * INR r + 3)
  (defect o converts r (read x i) (read y) (read m i) j).
Proof. destruct kap_facts as (_ & k2 & _). apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_residual_units u lam
      converts d r u_ge0 l0 (read x i) (read y) (read m i) (x i) (m i) (Mabs x i) (Mabs m i) y
      (Mabs y) 0 kap d_ge1 (Ap_read x i) (Ap_read y) (fun p => Ap_input u lam l0 (m i p)) j));
    [lia|reflexivity|apply Rle_refl|]. unfold alpha, beta. assert (r0 := pos_INR r). nra. Qed.
Lemma Ap_off same k l :
  Ap (r + 3 + 2 * cn) (delta same res + x i l * y j k) (delta same rho + Mabs x i l * Mabs y j k)
  (kap * (Mabs x i l + Mabs y j k) + 2 + delta same (kap * (al + be) + 5 * INR r + 6))
  (hessian_off o converts r (read x i) (read y) (read m i) same j k l).
Proof. assert (p := Ap_read_product x i l y j k). unfold hessian_off. destruct same; simpl delta.
  - apply Ap_either.
    + assert (p' := Ap_to _ _ _ _ _ (r + 2 + 2 * cn)%nat _ _ _ p ltac:(lia) eq_refl (Rle_refl _)
        (Rle_refl _)). apply (Ap_to _ _ _ _ _ _ _ _ _
        (Ap_plus2 u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ Ap_residual_of p')); [lia|reflexivity|lra|lra].
    + assert (h : Aps (1 + 2 * cn) (product o converts (read x i l) (read y j k) :: neg (read m i j)
          :: map (fun q => product o converts (read x i q) (read y j q)) (seq 0 r))
        (x i l * y j k + (- m i j + big r (fun q => x i q * y j q))) (Mabs x i l * Mabs y j k
          + (Mabs m i j + big r (fun q => Mabs x i q * Mabs y j q))) (kap * (Mabs x i l
          + Mabs y j k) + 2 + (1 + big r (fun q => kap * (Mabs x i q + Mabs y j q) + 2)))).
      { constructor; [exact p|constructor].
        - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg u lam _ _ _ _ _ (Ap_input u lam l0 (m i j))));
            [lia|reflexivity|apply Rle_refl|lra].
        - apply Aps_seq. intros q _. apply Ap_read_product. }
      rewrite big_plus, big_mul, big_plus, big_const in h.
      assert (s := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). simpl length in s.
      rewrite length_map, length_seq in s. assert (q := units_le (S (S r))). rewrite !S_INR in q.
      apply (Ap_to _ _ _ _ _ _ _ _ _ s); [lia|ring|unfold rho_of; lra|].
      unfold units in *. replace (3 * S (S r) - 1)%nat with (3 * r + 5)%nat by lia.
      rewrite plus_INR, mult_INR. simpl. lra.
  - apply (Ap_to _ _ _ _ _ _ _ _ _ p); [lia|ring|lra|lra]. Qed.
End Off.
Theorem hessian_off_error d1 same x y m i j k l z : (k < r)%nat -> (l < r)%nat ->
  let n := hessian_roundings d1 d r conversions in INR n * u <= 1 / 4 ->
  legal_hessian_off same x y m i j k l z ->
  Rabs (z - (delta same (big r (fun p => x i p * y j p) - m i j) + x i l * y j k)) <=
    gamma u n * (delta same (rho_of r (Mabs x) (Mabs y) (Mabs m) i j) + Mabs x i l * Mabs y j k)
    + lam * (INR (underflow_factor conversions)
      * hessian_off_underflow r (big r (Mabs x i)) (big r (Mabs y j))).
Proof. intros hk hl n hn hz. destruct kap_facts as (k1 & _ & _ & k3 & k4).
  set (al := big r (Mabs x i)). set (be := big r (Mabs y j)).
  assert (a1 : Mabs x i l <= al) by (apply big_le_one; [intros; apply Rabs_pos|assumption]).
  assert (b1 : Mabs y j k <= be) by (apply big_le_one; [intros; apply Rabs_pos|assumption]).
  assert (a0 : 0 <= Mabs x i l) by apply Rabs_pos. assert (b0 : 0 <= Mabs y j k) by apply Rabs_pos.
  assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ (Ap_off x y m i j same k l)).
  assert (r0 := pos_INR r).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  { unfold n, hessian_roundings, FpStep.conversions. lia. }
  apply Rplus_le_compat_l. unfold hessian_off_underflow.
  rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|]. fold al be.
  set (F := INR (underflow_factor conversions)) in *. assert (8 / 3 * kap * (al + be) <=
    F * (al + be) /\ kap * (Mabs x i l + Mabs y j k) <= kap * (al + be) /\ 4 * (2 * INR r + 8) <=
    F * (2 * INR r + 8) /\ 0 <= kap * (al + be)) by pieces. destruct same; simpl delta; lra. Qed.
End Hessian.
