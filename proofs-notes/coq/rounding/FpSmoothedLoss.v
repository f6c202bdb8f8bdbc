(* SPDX-License-Identifier: Apache-2.0 *)
(* FpSmoothedLoss.v: the bound on the smoothed loss, 1/2 (||X Y^T - M||^2 + s2 ||X||^2 + s1 ||Y||^2 + r s1 s2).

   s1 = d1 sigma1^2 and s2 = d2 sigma2^2. The first part is twice the loss in any of its plans: a sum of squares, a scaled norm,
   the expanded form. Each trace is a sum of squares times its weight, or a sum of weighted squares; r is read exactly.

   Main results: smoothed_loss_error, smoothed_norm_loss_error, smoothed_expanded_loss_error (FP.smoothed).
   Depends on: FpModel, FpSum, FpPlans, FpLossPlans, FpConstants, FpGradient, FpStep, FpHessian, FpHvp, FpHvpGram, FpLoss, FpExpanded, FpNorm. *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpConstants FpGradient FpStep FpHessian FpHvp FpHvpGram FpLoss FpExpanded FpNorm.
Import ListNotations.
Local Open Scope R_scope.

Section Plans.
Variables (o : operations) (converts : bool).
Notation product := (product o converts).
Notation scale := (scale o converts).
Notation sum_of := (sum_of o).
(* The terms of the weight W times the sum of squares of the p x r matrix X. *)
Definition trace_terms (W : value) (p r : nat) (X : nat -> nat -> value) (L : list value) : Prop :=
  L = [product W (sum_of (grid p r (fun i l => product (X i l) (X i l))))]
  \/ L = grid p r (fun i l => either (product (product (X i l) (X i l)) W) (product (product W (X i l)) (X i l))).
(* Half of twice the loss L and of the traces N: in one sum, as two halves, or as halves in one sum. *)
Definition halves (L N : list value) : value :=
  either (scale (/ 2) (sum_of (L ++ N)))
  (either (plus2 o (scale (/ 2) (sum_of L)) (scale (/ 2) (sum_of N)))
          (sum_of (scale (/ 2) (sum_of L) :: map (scale (/ 2)) N))).
End Plans.

Section Traces.
Variables (u lam : R) (converts : bool) (r : nat).
Hypothesis u_ge0 : 0 <= u.
Hypothesis u_le : u <= 1 / 4.
Hypothesis lam_range : 0 <= lam <= 1 / 128.
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation o := (model u lam).
Notation cn := (cn converts).
Notation c := (c converts).
Notation kap := (kap converts).
Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).
Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).

(* The terms for one factor x, of p rows; d the rows of the other. *)
Section One.
Variables (d p : nat) (sigma : R) (x : matrix).
Hypothesis d_ge1 : (1 <= d)%nat.
Hypothesis p_ge1 : (1 <= p)%nat.
Let s := INR d * sigma ^ 2.
Let sum := big p (fun i => big r (Mabs x i)).
Let norm := big p (fun i => big r (fun l => Mabs x i l * Mabs x i l)).
Lemma d_ge1R : 1 <= INR d. Proof. change 1 with (INR 1). now apply le_INR. Qed.
Lemma s_ge0 : 0 <= s. Proof. unfold s. apply Rmult_le_pos; [apply pos_INR|apply pow2_ge_0]. Qed.
Lemma sum_ge0 : 0 <= sum. Proof. apply big_ge0. intros. apply big_ge0. intros. apply p0. Qed.
Lemma norm_ge0 : 0 <= norm. Proof. apply big_ge0. intros. apply big_ge0. intros. apply Rmult_le_pos; apply p0. Qed.
Lemma kap_range : 1 <= kap <= 2 /\ 0 <= c <= 1 /\ kap = 1 + c /\ 0 <= lam * kap <= 1 / 64.
Proof.
destruct (kapl lam converts lam_range) as (k1 & k2 & k3). assert (cr := c_range converts).
repeat split; lra.
Qed.
Notation W := (weight_of o converts u lam d sigma).
Lemma Ap_W : Ap (3 + cn) s s (4 * INR d) W.
Proof.
destruct kap_range as (_ & cr & _). assert (d1 := d_ge1R).
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_weight u lam converts d u_ge0 lam_range d_ge1 d sigma u_le)); [lia|reflexivity|apply Rle_refl|].
assert (INR d * c <= INR d * 1) by (apply Rmult_le_compat_l; lra). lra.
Qed.
Lemma weight_le s1 k1 s2 k2 k1' k2' : 0 <= s1 -> 0 <= s2 -> 0 <= k1 <= k1' -> 0 <= k2 <= k2' -> weight lam s1 k1 s2 k2 <= weight lam s1 k1' s2 k2'.
Proof.
intros a b h1 h2. unfold weight. assert (s1 * k2 <= s1 * k2') by (apply Rmult_le_compat_l; lra).
assert (k1 * s2 <= k1' * s2) by (apply Rmult_le_compat_r; lra).
assert (k1 * k2 <= k1' * k2') by (apply Rmult_le_compat; lra).
assert (lam * (k1 * k2) <= lam * (k1' * k2')) by (apply Rmult_le_compat_l; lra). lra.
Qed.
Lemma Ap_pair_of n1 v1 s1 k1 P n2 v2 s2 k2 Q : Ap n1 v1 s1 k1 P -> Ap n2 v2 s2 k2 Q -> 0 <= s1 -> 0 <= s2 -> 0 <= k1 -> 0 <= k2 ->
  Ap (n1 + n2 + 1 + 2 * cn) (v1 * v2) (s1 * s2) (weight lam s1 (k1 + 1) s2 (k2 + 1) - 1) (product o converts P Q).
Proof.
intros h1 h2 a1 a2 b1 b2. destruct kap_range as (_ & cr & _).
replace k1 with (k1 + c - c) in h1 by ring. replace k2 with (k2 + c - c) in h2 by ring.
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ _ _ _ _ _ _ _ h1 h2)); [lia|reflexivity|apply Rle_refl|].
assert (w := weight_le s1 (k1 + c) s2 (k2 + c) (k1 + 1) (k2 + 1) a1 a2 ltac:(lra) ltac:(lra)). lra.
Qed.
Lemma Ap_x i l : Ap 0 (x i l) (Mabs x i l) 1 (read x i l).
Proof. now apply Ap_input. Qed.
Lemma Ap_xx i l : Ap (1 + 2 * cn) (x i l * x i l) (Mabs x i l * Mabs x i l) (4 * Mabs x i l + 2) (product o converts (read x i l) (read x i l)).
Proof.
destruct kap_range as (k1 & _). assert (q := p0 x i l).
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_pair u lam converts d u_ge0 lam_range d_ge1 x x i l i l)); [lia|reflexivity|apply Rle_refl|].
assert (kap * (Mabs x i l + Mabs x i l) <= 2 * (Mabs x i l + Mabs x i l)) by (apply Rmult_le_compat_r; lra). lra.
Qed.
(* What a list of terms may be, units with nine more for each. *)
Definition trace_bound := 12 * noise_underflow p d r s sum norm - 2 * ((s + INR d) * (INR p * (INR r + 1))) * 6.
Lemma trace_case L : trace_terms o converts W p r (read x) L -> exists n k,
  (n + length L <= p * r + 8 + 5 * cn)%nat /\ (length L <= p * r + 1)%nat /\ 0 <= k /\ k + 9 * INR (length L) <= trace_bound /\
  Aps n L (s * big p (fun i => big r (fun l => x i l * x i l))) (s * norm) k.
Proof.
assert (d1 := d_ge1R). assert (s0 := s_ge0). assert (A0 := sum_ge0). assert (N0 := norm_ge0). assert (r0 := pos_INR r).
assert (pr1 : 1 <= INR p) by (change 1 with (INR 1); now apply le_INR).
assert (pr : 0 <= INR p * INR r) by (apply Rmult_le_pos; lra).
assert (spr : 0 <= s * (INR p * INR r)) by (apply Rmult_le_pos; lra). assert (dpr : 0 <= INR d * (INR p * INR r)) by (apply Rmult_le_pos; lra).
assert (sp : s * 1 <= s * INR p) by (apply Rmult_le_compat_l; lra). assert (dp : INR d * 1 <= INR d * INR p) by (apply Rmult_le_compat_l; lra).
assert (sA : 0 <= s * sum) by (apply Rmult_le_pos; lra). assert (dA : 0 <= INR d * sum) by (apply Rmult_le_pos; lra).
assert (dN : 0 <= INR d * norm) by (apply Rmult_le_pos; lra).
assert (dpr1 : INR p * INR r <= INR d * (INR p * INR r)) by (assert (1 * (INR p * INR r) <= INR d * (INR p * INR r)) by (apply Rmult_le_compat_r; lra); lra).
assert (cells : forall a, big p (fun i => big r (fun l => a)) = INR p * INR r * a).
{ intro a. rewrite (big_ext p _ (fun _ => INR r * a)) by (intros; apply big_const). rewrite big_const. ring. }
assert (lam1 := proj2 lam_range).
intros [-> | ->].
- (* The sum of squares first. *)
  assert (h : Aps (1 + 2 * cn) (grid p r (fun i l => product o converts (read x i l) (read x i l)))
    (big p (fun i => big r (fun l => x i l * x i l))) norm (big p (fun i => big r (fun l => 4 * Mabs x i l + 2)))).
  { apply Aps_grid. intros i l _ _. apply Ap_xx. }
  assert (e : big p (fun i => big r (fun l => 4 * Mabs x i l + 2)) = 4 * sum + 2 * (INR p * INR r)).
  { rewrite (big_ext p _ (fun i => 4 * big r (Mabs x i) + INR r * 2)) by (intros; now rewrite big_plus, big_mul, big_const).
    rewrite big_plus, big_mul, big_const. unfold sum. ring. }
  rewrite e in h. assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite grid_length in g.
  assert (q := units_le (p * r)). rewrite mult_INR in q. assert (q0 : 0 <= units (p * r)) by apply pos_INR.
  assert (g' := Ap_pair_of _ _ _ _ _ _ _ _ _ _ Ap_W g s0 N0 ltac:(lra) ltac:(lra)).
  set (k2 := 4 * sum + 5 * (INR p * INR r) + 1).
  assert (w := weight_le s (4 * INR d + 1) norm (4 * sum + 2 * (INR p * INR r) + units (p * r) + 1) (5 * INR d) k2 s0 N0 ltac:(lra) ltac:(unfold k2; lra)).
  exists (3 + cn + (1 + 2 * cn + p * r) + 1 + 2 * cn)%nat, (weight lam s (5 * INR d) norm k2). simpl length.
  assert (lk : lam * (5 * INR d) * k2 <= 1 / 128 * (5 * INR d) * k2).
  { apply Rmult_le_compat_r; [unfold k2; lra|]. apply Rmult_le_compat_r; lra. }
  split; [lia|]. split; [lia|]. split.
  { unfold weight. assert (0 <= lam * (5 * INR d) * k2) by (repeat apply Rmult_le_pos; unfold k2; lra).
    assert (0 <= s * k2) by (apply Rmult_le_pos; unfold k2; lra). assert (0 <= 5 * INR d * norm) by lra. lra. }
  split.
  + unfold trace_bound, noise_underflow, weight. simpl INR. unfold k2 in *. lra.
  + rewrite <- (Rplus_0_r (s * _)), <- (Rplus_0_r (s * norm)), <- (Rplus_0_r (weight _ _ _ _ _)).
    constructor; [|constructor].
    apply (Ap_to _ _ _ _ _ _ _ _ _ g'); [lia|reflexivity|apply Rle_refl|lra].
- (* Each square weighted. *)
  exists (5 + 5 * cn)%nat, (big p (fun i => big r (fun l => 4 * (s * Mabs x i l) + 3 * s + 5 * (INR d * (Mabs x i l * Mabs x i l)) + 4 * (INR d * Mabs x i l) + 3 * INR d))).
  rewrite grid_length.
  assert (e : big p (fun i => big r (fun l => 4 * (s * Mabs x i l) + 3 * s + 5 * (INR d * (Mabs x i l * Mabs x i l)) + 4 * (INR d * Mabs x i l) + 3 * INR d))
    = 4 * s * sum + 3 * s * (INR p * INR r) + 5 * INR d * norm + 4 * INR d * sum + 3 * INR d * (INR p * INR r)).
  { rewrite (big_ext p _ (fun i => (4 * s + 4 * INR d) * big r (Mabs x i) + (5 * INR d) * big r (fun l => Mabs x i l * Mabs x i l) + INR r * (3 * s + 3 * INR d))).
    - rewrite !big_plus, !big_mul, big_const. unfold sum, norm. ring.
    - intros i _. rewrite <- !big_mul, <- big_const, <- !big_plus. apply big_ext. intros; ring. }
  split; [lia|]. split; [lia|]. rewrite e. split; [|split].
  + lra.
  + rewrite mult_INR. unfold trace_bound, noise_underflow. lra.
  + rewrite <- e. unfold norm. rewrite <- !(big_mul p s).
    rewrite (big_ext p (fun i => s * big r (fun l => x i l * x i l)) (fun i => big r (fun l => s * (x i l * x i l)))) by (intros; now rewrite big_mul).
    rewrite (big_ext p (fun i => s * big r (fun l => Mabs x i l * Mabs x i l)) (fun i => big r (fun l => s * (Mabs x i l * Mabs x i l)))) by (intros; now rewrite big_mul).
    apply Aps_grid. intros i l _ _. assert (a0 := p0 x i l). set (a := Mabs x i l) in *.
    assert (aa : 0 <= a * a) by (apply Rmult_le_pos; lra). assert (sa : 0 <= s * a) by (apply Rmult_le_pos; lra).
    assert (da : 0 <= INR d * a) by (apply Rmult_le_pos; lra). assert (daa : 0 <= INR d * (a * a)) by (apply Rmult_le_pos; lra).
    assert (ad : a <= INR d * a) by (assert (1 * a <= INR d * a) by (apply Rmult_le_compat_r; lra); lra).
    apply Ap_either.
    * assert (g := Ap_pair_of _ _ _ _ _ _ _ _ _ _ (Ap_xx i l) Ap_W aa s0 ltac:(fold a; lra) ltac:(lra)). fold a in g.
      assert (w := weight_le (a * a) (4 * a + 2 + 1) s (4 * INR d + 1) (4 * a + 3) (5 * INR d) aa s0 ltac:(lra) ltac:(lra)).
      apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|ring|apply Req_le; ring|]. unfold weight in *.
      assert (lam * (4 * a + 3) * (5 * INR d) <= 1 / 128 * (4 * a + 3) * (5 * INR d)).
      { apply Rmult_le_compat_r; [lra|]. apply Rmult_le_compat_r; lra. }
      lra.
    * assert (g := Ap_pair_of _ _ _ _ _ _ _ _ _ _ Ap_W (Ap_x i l) s0 a0 ltac:(lra) ltac:(lra)). fold a in g.
      set (k1 := 2 * s + 5 * (INR d * a) + 13 / 12 * INR d).
      assert (wk : 0 <= weight lam s (4 * INR d + 1) a (1 + 1) - 1 <= k1).
      { assert (w := weight_le s (4 * INR d + 1) a (1 + 1) (5 * INR d) 2 s0 a0 ltac:(lra) ltac:(lra)). unfold weight in *.
        assert (lam * (5 * INR d) * 2 <= 1 / 128 * (5 * INR d) * 2) by (apply Rmult_le_compat_r; [lra|]; apply Rmult_le_compat_r; lra).
        assert (0 <= lam * (4 * INR d + 1) * (1 + 1)) by (repeat apply Rmult_le_pos; lra).
        assert (0 <= s * (1 + 1)) by lra. assert (0 <= (4 * INR d + 1) * a) by (apply Rmult_le_pos; lra). unfold k1. lra. }
      assert (g2 := Ap_pair_of _ _ _ _ _ _ _ _ _ _ g (Ap_x i l) sa a0 (proj1 wk) ltac:(lra)). fold a in g2.
      set (k0 := weight lam s (4 * INR d + 1) a (1 + 1) - 1) in *.
      assert (w := weight_le (s * a) (k0 + 1) a (1 + 1) (k1 + 1) 2 sa a0 ltac:(lra) ltac:(lra)).
      apply (Ap_to _ _ _ _ _ _ _ _ _ g2); [lia|ring|apply Req_le; ring|]. unfold weight in *.
      assert (lam * (k1 + 1) * 2 <= 1 / 128 * (k1 + 1) * 2) by (apply Rmult_le_compat_r; [lra|]; apply Rmult_le_compat_r; lra).
      unfold k1 in *. lra.
Qed.
End One.
End Traces.

(* Halves of two lists. *)
Section Halves.
Variables (u lam : R) (converts : bool).
Hypothesis u_ge0 : 0 <= u.
Hypothesis lam_ge0 : 0 <= lam.
Notation o := (model u lam).
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation cn := (cn converts).
Notation c := (c converts).
Notation Ap_to := (Ap_to u lam u_ge0 lam_ge0).
Lemma Ap_half n v s k P : Ap n v s k P -> Ap (n + 1 + cn) (/ 2 * v) (/ 2 * s) (/ 2 * k + 3 / 2) (scale o converts (/ 2) P).
Proof.
intro h. assert (cr := c_range converts). assert (g := Ap_scale u lam converts u_ge0 lam_ge0 (/ 2) _ _ _ _ _ h).
rewrite (Rabs_pos_eq (/ 2)) in g by lra. apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|lra].
Qed.
Lemma Aps_half n Ps v s k : Aps n Ps v s k ->
  Aps (n + 1 + cn) (map (scale o converts (/ 2)) Ps) (/ 2 * v) (/ 2 * s) (/ 2 * k + 3 / 2 * INR (length Ps)).
Proof.
intro h. induction h as [|Q Ps v s k v' s' k' hp h IH].
- simpl. replace (/ 2 * 0) with 0 by ring. replace (0 + 3 / 2 * 0) with 0 by ring. constructor.
- simpl map. simpl length. rewrite S_INR, !Rmult_plus_distr_l.
  replace (/ 2 * k + / 2 * k' + (3 / 2 * INR (length Ps) + 3 / 2 * 1)) with ((/ 2 * k + 3 / 2) + (/ 2 * k' + 3 / 2 * INR (length Ps))) by ring.
  constructor; [now apply Ap_half|exact IH].
Qed.
Lemma halves_error n n1 L v s k n2 M v' s' k' W W' z :
  Aps n1 L v s k -> Aps n2 M v' s' k' ->
  (n1 + length L + length M + 3 + cn <= n)%nat -> (n2 + length L + length M + 3 + cn <= n)%nat -> INR n * u <= 1 / 4 ->
  k + 3 * INR (length L) + 5 <= 12 * W -> k' + 9 * INR (length M) + 11 <= 12 * W' -> rounded o (halves o converts L M) z ->
  Rabs (z - / 2 * (v + v')) <= gamma u n * (/ 2 * (s + s')) + lam * (8 * (W + W')).
Proof.
intros h1 h2 hn hn' hu hW hW' hz. assert (cr := c_range converts).
assert (q1 := units_le (length L)). assert (q2 := units_le (length M)). assert (l1 := pos_INR (length L)). assert (l2 := pos_INR (length M)).
assert (w1 := fun m (e : (n1 <= m)%nat) => Aps_weaken u lam u_ge0 lam_ge0 n1 m _ _ _ _ e h1).
assert (w2 := fun m (e : (n2 <= m)%nat) => Aps_weaken u lam u_ge0 lam_ge0 n2 m _ _ _ _ e h2).
set (n0 := Nat.max n1 n2).
enough (h : Ap (n - 1) (/ 2 * (v + v')) (/ 2 * (s + s')) (6 * (W + W') - 1) (halves o converts L M)).
{ assert (g := Ap_rounded u lam u_ge0 lam_ge0 _ _ _ _ _ h).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 lam_ge0 _ n); [|exact hu|exact g|exact hz]; lia|].
  apply Rplus_le_compat_l. rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact lam_ge0|]. lra. }
unfold halves. apply Ap_either; [|apply Ap_either].
- assert (g := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ (Aps_app u lam _ _ _ _ _ _ _ _ _ (w1 n0 ltac:(unfold n0; lia)) (w2 n0 ltac:(unfold n0; lia))))).
  rewrite app_length in g. assert (q := units_le (length L + length M)). rewrite plus_INR in q.
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n0; lia|reflexivity|lra|lra].
- assert (g1 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h1)). assert (g2 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h2)).
  assert (g1' := Ap_to _ _ _ _ _ (n - 2)%nat _ _ _ g1 ltac:(lia) eq_refl (Rle_refl _) (Rle_refl _)).
  assert (g2' := Ap_to _ _ _ _ _ (n - 2)%nat _ _ _ g2 ltac:(lia) eq_refl (Rle_refl _) (Rle_refl _)).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_plus2 u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ g1' g2')); [lia|ring|lra|lra].
- assert (g1 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h1)). assert (g2 := Aps_half _ _ _ _ _ h2).
  set (n3 := Nat.max (n1 + length L + 1 + cn) (n2 + 1 + cn)).
  assert (g1' := Ap_to _ _ _ _ _ n3 _ _ _ g1 ltac:(unfold n3; lia) eq_refl (Rle_refl _) (Rle_refl _)).
  assert (g2' := Aps_weaken u lam u_ge0 lam_ge0 (n2 + 1 + cn) n3 _ _ _ _ ltac:(unfold n3; lia) g2).
  assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ (Aps_cons u lam _ _ _ _ _ _ _ _ _ g1' g2')).
  simpl length in g. rewrite map_length in g. assert (q := units_le (S (length M))). rewrite S_INR in q.
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n3; lia|ring|lra|lra].
Qed.
End Halves.

Section SmoothedLoss.
Variables (u lam : R) (converts : bool) (d1 d2 r : nat).
Hypothesis u_ge0 : 0 <= u.
Hypothesis lam_range : 0 <= lam <= 1 / 128.
Hypothesis d1_ge1 : (1 <= d1)%nat.
Hypothesis d2_ge1 : (1 <= d2)%nat.
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation o := (model u lam).
Notation cn := (cn converts).
Notation c := (c converts).
Notation conversions := (conversions converts).
Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Variables (x y m : matrix) (sigma1 sigma2 : R).
Let s1 := INR d1 * sigma1 ^ 2.
Let s2 := INR d2 * sigma2 ^ 2.
Let sum (p : nat) (z : matrix) := big p (fun i => big r (Mabs z i)).
Let norm (p : nat) (z : matrix) := big p (fun i => big r (fun l => Mabs z i l * Mabs z i l)).
Let cn_le : (cn <= 1)%nat. Proof. unfold FpModel.cn. destruct converts; lia. Qed.

(* Twice the loss as a sum of squares, or by a scaled norm, and the three traces. *)
Definition square_lists (L : list value) : Prop :=
  L = squares o converts d1 d2 r (read x) (read y) (read m)
  \/ L = [sum_of o (squares o converts d1 d2 r (read x) (read y) (read m))].
Definition norm_lists (L : list value) : Prop := L = [norm_square o converts d1 d2 r (read x) (read y) (read m) u].
Notation W1 := (weight_of o converts u lam d1 sigma1).
Notation W2 := (weight_of o converts u lam d2 sigma2).
Definition trace_lists (N : list value) : Prop := exists LX LY,
  trace_terms o converts W2 d1 r (read x) LX /\ trace_terms o converts W1 d2 r (read y) LY
  /\ N = LX ++ LY ++ [fold o converts (INR r) W1 W2].
Definition exact_traces := s2 * big d1 (fun i => big r (fun l => x i l * x i l))
  + (s1 * big d2 (fun j => big r (fun l => y j l * y j l)) + INR r * (s1 * s2)).
Definition absolute_traces := s2 * norm d1 x + (s1 * norm d2 y + INR r * (s1 * s2)).
Definition traces_underflow := noise_underflow d1 d2 r s2 (sum d1 x) (norm d1 x) + noise_underflow d2 d1 r s1 (sum d2 y) (norm d2 y).
Lemma trace_lists_error N : u <= 1 / 4 -> trace_lists N -> exists n k,
  (n + length N <= (d1 + d2) * r + 11 + 5 * cn)%nat /\ (length N <= (d1 + d2) * r + 3)%nat /\ 0 <= k /\
  k + 9 * INR (length N) + 11 <= 12 * traces_underflow /\ Aps n N exact_traces absolute_traces k.
Proof.
intros hu (LX & LY & hX & hY & ->). assert (cr := c_range converts). assert (lam1 := proj2 lam_range).
destruct (trace_case u lam converts r u_ge0 hu lam_range d2 d1 sigma2 x d2_ge1 d1_ge1 LX hX) as (nX & kX & a1 & a2 & a3 & a4 & a5).
destruct (trace_case u lam converts r u_ge0 hu lam_range d1 d2 sigma1 y d1_ge1 d2_ge1 LY hY) as (nY & kY & b1 & b2 & b3 & b4 & b5).
fold s1 in b4, b5. fold s2 in a4, a5.
assert (D1 : 1 <= INR d1) by (change 1 with (INR 1); now apply le_INR). assert (D2 : 1 <= INR d2) by (change 1 with (INR 1); now apply le_INR).
assert (p1 : 0 <= s1) by (unfold s1; apply Rmult_le_pos; [lra|apply pow2_ge_0]). assert (p2 : 0 <= s2) by (unfold s2; apply Rmult_le_pos; [lra|apply pow2_ge_0]).
assert (r0 := pos_INR r).
assert (w1 : Ap (3 + cn) s1 s1 (5 * INR d1 - c) W1).
{ apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (Ap_W u lam converts u_ge0 hu lam_range d1 d2 sigma1 d1_ge1 d2_ge1)); [lia|reflexivity|apply Rle_refl|lra]. }
assert (w2 : Ap (3 + cn) s2 s2 (5 * INR d2 - c) W2).
{ apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (Ap_W u lam converts u_ge0 hu lam_range d2 d1 sigma2 d2_ge1 d1_ge1)); [lia|reflexivity|apply Rle_refl|lra]. }
assert (e1 : 2 <= 5 * INR d1) by lra. assert (e2 : 2 <= 5 * INR d2) by lra.
assert (f := Ap_fold u lam converts d1 u_ge0 l0 d1_ge1 (INR r) _ _ _ _ _ _ _ _ _ _ r0 p1 p2 e1 e2 w1 w2).
set (kw := (1 + INR r) * weight lam s1 (5 * INR d1) s2 (5 * INR d2)) in *.
assert (dd : 1 <= INR d1 * INR d2) by nra.
assert (wb : 0 <= weight lam s1 (5 * INR d1) s2 (5 * INR d2) <= 5 * (s1 * INR d2 + s2 * INR d1) + (1 / 5) * (INR d1 * INR d2) + 2).
{ unfold weight. assert (0 <= s1 * INR d2) by (apply Rmult_le_pos; lra). assert (0 <= s2 * INR d1) by (apply Rmult_le_pos; lra).
  assert (0 <= lam * (INR d1 * INR d2)) by (apply Rmult_le_pos; lra).
  assert (lam * (INR d1 * INR d2) <= 1 / 128 * (INR d1 * INR d2)) by (apply Rmult_le_compat_r; lra). lra. }
assert (kb : 0 <= kw <= (1 + INR r) * (5 * (s1 * INR d2 + s2 * INR d1) + (1 / 5) * (INR d1 * INR d2) + 2)).
{ unfold kw. split; [apply Rmult_le_pos; lra|apply Rmult_le_compat_l; lra]. }
set (n := Nat.max (Nat.max nX nY) (8 + 5 * cn)).
exists n, (kX + (kY + (kw + 0))). rewrite !app_length. simpl length. split; [unfold n; lia|]. split; [lia|]. split; [lra|]. split.
- rewrite !plus_INR. simpl INR. unfold trace_bound, traces_underflow in *. fold s2 in a4. fold s1 in b4. fold (sum d1 x) (norm d1 x) in a4. fold (sum d2 y) (norm d2 y) in b4.
  assert (rd : 1 * (1 + INR r) <= INR d1 * INR d2 * (1 + INR r)) by (apply Rmult_le_compat_r; lra).
  assert (0 <= s1 * INR d2 * (1 + INR r)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  assert (0 <= s2 * INR d1 * (1 + INR r)) by (apply Rmult_le_pos; [apply Rmult_le_pos|]; lra).
  set (NX := noise_underflow _ _ _ _ _ _) in a4 |- *. set (NY := noise_underflow _ _ _ _ _ _) in b4 |- *. lra.
- unfold exact_traces, absolute_traces.
  rewrite <- (Rplus_0_r (INR r * (s1 * s2))).
  apply Aps_app; [apply (Aps_weaken u lam u_ge0 l0 nX); [unfold n; lia|exact a5]|].
  apply Aps_app; [apply (Aps_weaken u lam u_ge0 l0 nY); [unfold n; lia|exact b5]|].
  constructor; [|constructor].
  apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ f); [unfold n; lia|reflexivity|apply Rle_refl|apply Rle_refl].
Qed.
Definition legal_smoothed_loss (lists : list value -> Prop) : value := fun z => exists L N, lists L /\ trace_lists N /\ rounded o (halves o converts L N) z.
Definition exact_smoothed_loss := exact_loss d1 d2 r x y m + / 2 * exact_traces.
Definition absolute_smoothed_loss := absolute_loss d1 d2 r x y m + / 2 * absolute_traces.
Hypothesis row_sums : forall i j, lam * (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) <= 1 / 2.
Lemma quarter n : (1 <= n)%nat -> INR n * u <= 1 / 4 -> u <= 1 / 4.
Proof.
intros h hn. assert (1 <= INR n) by (change 1 with (INR 1); now apply le_INR).
assert (1 * u <= INR n * u) by (apply Rmult_le_compat_r; lra). lra.
Qed.
Theorem smoothed_expanded_loss_error z :
  let n := (expanded_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat in INR n * u <= 1 / 4 ->
  legal_smoothed_loss (expanded_lists o converts d1 d2 r (read x) (read y) (read m)) z ->
  Rabs (z - exact_smoothed_loss) <= gamma u n * absolute_smoothed_loss
    + lam * (INR loss_factor * (loss_underflow d1 d2 r x y m
        + expanded_underflow d1 d2 r (sum d1 x) (sum d2 y) (big d1 (fun i => big r (Mabs x i) ^ 2)) (big d2 (fun j => big r (Mabs y j) ^ 2))
        + traces_underflow)).
Proof.
intros n hn (L & N & hL & hN & hz).
assert (hu : u <= 1 / 4) by (apply (quarter n); [unfold n, smoothed_loss_more; lia|exact hn]).
destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
destruct (expanded_terms_error u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m row_sums L hL) as (n1 & k1 & b1 & b0 & b2 & b3).
assert (e := expanded_enough d1 d2 r d1_ge1 d2_ge1 x y m).
replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
unfold exact_smoothed_loss, absolute_smoothed_loss, exact_loss, absolute_loss. rewrite <- !Rmult_plus_distr_l.
apply (halves_error u lam converts u_ge0 l0 n n1 L _ _ k1 n2 N _ _ k2); [exact b3|exact a5| | |exact hn|unfold sum; lra|exact a4|exact hz].
all: unfold n, expanded_roundings, smoothed_loss_more, FpStep.conversions, expanded_steps in *; lia.
Qed.

Variable top : R.
Hypothesis rho_top : forall i j, (i < d1)%nat -> (j < d2)%nat -> rho_of r (Mabs x) (Mabs y) (Mabs m) i j <= top.
Let res i j := big r (fun l => x i l * y j l) - m i j.
Let rh i j := rho_of r (Mabs x) (Mabs y) (Mabs m) i j.
Notation underflow := (loss_underflow d1 d2 r x y m + scaled_norm_underflow d1 d2 top).
Lemma squares_error : exists k, Aps (2 * r + 5 + 6 * cn) (squares o converts d1 d2 r (read x) (read y) (read m))
  (big d1 (fun i => big d2 (fun j => res i j ^ 2))) (big d1 (fun i => big d2 (fun j => rh i j ^ 2))) k /\
  k + 3 * INR (d1 * d2) + 8 <= 12 * underflow.
Proof.
assert (D1 : 1 <= INR d1) by (change 1 with (INR 1); now apply le_INR). assert (D2 : 1 <= INR d2) by (change 1 with (INR 1); now apply le_INR).
set (w := fun i j => big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)).
exists (big d1 (fun i => big d2 (fun j => 6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1))). split.
- unfold squares. apply Aps_concat. intros i _. apply Aps_seq. intros j _. exact (Ap_square u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m i j).
- assert (dd : 1 <= INR d1 * INR d2) by nra. rewrite mult_INR.
  set (V := big d1 (fun i => big d2 (fun j => loss_cell_underflow r (rh i j) (big r (Mabs x i)) (big r (Mabs y j))))).
  assert (b : big d1 (fun i => big d2 (fun j => 6 * (rh i j * w i j) + 9 * (lam * w i j) * w i j + 1)) + 3 * (INR d1 * INR d2) <= 12 * V).
  { replace (3 * (INR d1 * INR d2)) with (INR d1 * (INR d2 * 3)) by ring. unfold V.
    rewrite <- (big_const d1), <- (big_mul d1 12), <- (big_plus d1). apply big_le. intros i _.
    rewrite <- (big_const d2), <- (big_mul d2 12), <- (big_plus d2). apply big_le. intros j _. unfold loss_cell_underflow.
    change (big r (Mabs x i) + big r (Mabs y j) + (2 * INR r + 4)) with (w i j).
    assert (rp : 0 <= rh i j) by exact (rh_ge0 r x y m i j). assert (wp : 4 <= w i j) by exact (w_ge4 r x y i j).
    assert (h : lam * w i j * w i j <= 1 / 2 * w i j) by (apply Rmult_le_compat_r; [lra|exact (row_sums i j)]).
    assert (0 <= rh i j * w i j) by (apply Rmult_le_pos; lra). lra. }
  assert (re := rest_ge d1 d2 r x y).
  assert (t0 : 0 <= (top + 1) * (top + 1)) by (replace ((top + 1) * (top + 1)) with ((top + 1) ^ 2) by ring; apply pow2_ge_0).
  assert (sn : 0 <= scaled_norm_underflow d1 d2 top) by (unfold scaled_norm_underflow; apply Rmult_le_pos; [lra|exact t0]).
  match type of re with _ <= ?rest => change (loss_underflow d1 d2 r x y m) with (V + rest); set (rest' := rest) in * end. lra.
Qed.
Theorem smoothed_loss_error z :
  let n := (loss_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat in INR n * u <= 1 / 4 ->
  legal_smoothed_loss square_lists z ->
  Rabs (z - exact_smoothed_loss) <= gamma u n * absolute_smoothed_loss + lam * (INR loss_factor * (underflow + traces_underflow)).
Proof.
intros n hn (L & N & hL & hN & hz).
assert (hu : u <= 1 / 4) by (apply (quarter n); [unfold n, smoothed_loss_more; lia|exact hn]).
destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
destruct squares_error as (ks & h1 & h2).
assert (len : length (squares o converts d1 d2 r (read x) (read y) (read m)) = (d1 * d2)%nat) by apply (grid_length d1 d2).
assert (dd : (1 <= d1 * d2)%nat) by (assert (d1 * 1 <= d1 * d2)%nat by (apply Nat.mul_le_mono_l; lia); lia).
replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
unfold exact_smoothed_loss, absolute_smoothed_loss, exact_loss, absolute_loss. rewrite <- !Rmult_plus_distr_l.
destruct hL as [-> | ->].
- apply (halves_error u lam converts u_ge0 l0 n (2 * r + 5 + 6 * cn) (squares o converts d1 d2 r (read x) (read y) (read m)) _ _ ks n2 N _ _ k2); [exact h1|exact a5| | |exact hn| |exact a4|exact hz].
  + rewrite len. unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
  + rewrite len. unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
  + rewrite len. lra.
- assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h1). rewrite len in g. assert (q := units_le (d1 * d2)).
  apply (halves_error u lam converts u_ge0 l0 n (2 * r + 5 + 6 * cn + d1 * d2) [sum_of o (squares o converts d1 d2 r (read x) (read y) (read m))] _ _ (ks + units (d1 * d2)) n2 N _ _ k2);
    [now apply Aps_one|exact a5| | |exact hn| |exact a4|exact hz]; simpl length.
  + unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
  + unfold n, loss_roundings, smoothed_loss_more, FpStep.conversions. lia.
  + simpl INR. lra.
Qed.
Theorem smoothed_norm_loss_error z :
  let n := (scaled_norm_roundings d1 d2 r conversions + smoothed_loss_more d1 d2 r)%nat in INR n * u <= 1 / 4 ->
  legal_smoothed_loss norm_lists z ->
  Rabs (z - exact_smoothed_loss) <= gamma u n * absolute_smoothed_loss + lam * (INR loss_factor * (underflow + traces_underflow)).
Proof.
intros n hn (L & N & -> & hN & hz).
assert (hu : u <= 1 / 4) by (apply (quarter n); [unfold n, smoothed_loss_more; lia|exact hn]).
destruct (trace_lists_error N hu hN) as (n2 & k2 & a1 & a2 & a3 & a4 & a5).
assert (dd : (1 <= d1 * d2)%nat) by (assert (d1 * 1 <= d1 * d2)%nat by (apply Nat.mul_le_mono_l; lia); lia).
replace (INR loss_factor) with 8 by (unfold loss_factor; simpl; ring).
unfold exact_smoothed_loss, absolute_smoothed_loss, exact_loss, absolute_loss. rewrite <- !Rmult_plus_distr_l.
assert (few : INR (scaled_norm_roundings d1 d2 r conversions) * u <= 1 / 4).
{ eapply Rle_trans; [|exact hn]. apply Rmult_le_compat_r; [exact u_ge0|]. apply le_INR. unfold n. lia. }
destruct (norm_square_enough u lam converts d1 d2 r u_ge0 lam_range d1_ge1 d2_ge1 x y m row_sums top rho_top few) as (k & g1 & g2).
apply (halves_error u lam converts u_ge0 l0 n (2 * r + 12 + d1 * d2 + 12 * cn)
    [norm_square o converts d1 d2 r (read x) (read y) (read m) u] _ _ k n2 N _ _ k2);
    [now apply Aps_one|exact a5| | |exact hn| |exact a4|exact hz]; simpl length.
- unfold n, scaled_norm_roundings, smoothed_loss_more, FpStep.conversions. lia.
- unfold n, scaled_norm_roundings, smoothed_loss_more, FpStep.conversions. lia.
- simpl INR. lra.
Qed.
End SmoothedLoss.
