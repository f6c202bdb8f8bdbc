(* SPDX-License-Identifier: Apache-2.0 *)
(* FpTraces.v: the traces of the smoothed loss, s2 ||X||^2 and s1 ||Y||^2, and half of two sums of
   terms.

   A trace is a weight times a sum of squares, or a sum of weighted squares. Half of the terms of
   two lists is taken after one sum, or apart, or apart and then added to half of each term.
   Main results: trace_case, halves_error. *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpLossPlans FpConstants FpGradient FpStep
  FpHessian FpHvp FpHvpGram.
Import ListNotations. Local Open Scope R_scope.

Section Plans.
Variables (o : operations) (converts : bool).
Notation product := (product o converts). Notation scale := (scale o converts).
Notation sum_of := (sum_of o).
(* The terms of the weight W times the sum of squares of the p x r matrix X. *)
Definition trace_terms (W : value) (p r : nat) (X : nat -> nat -> value) (L : list value) : Prop :=
  L = [product W (sum_of (grid_terms p r (fun i l => product (X i l) (X i l))))]
  \/ L = grid_terms p r
    (fun i l => either (product (product (X i l) (X i l)) W) (product (product W (X i l)) (X i l))).
(* Half of twice the loss L and of the traces N: in one sum, as two halves, or as halves in one
   sum. *)
Definition halves (L N : list value) : value := either (scale (/ 2) (sum_of (L ++ N)))
  (either (plus2 o (scale (/ 2) (sum_of L)) (scale (/ 2) (sum_of N)))
          (sum_of (scale (/ 2) (sum_of L) :: map (scale (/ 2)) N))).
End Plans.

Section Traces.
Variables (u lam : R) (converts : bool) (r : nat).
Hypotheses (u_ge0 : 0 <= u) (u_le : u <= 1 / 4) (lam_range : 0 <= lam <= 1 / 128).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts). Notation kap := (kap converts).
Notation read := (read lam). Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).
Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).

(* The terms for one factor x, of p rows; d the rows of the other. *)
Section One.
Variables (d p : nat) (sigma : R) (x : matrix).
Hypotheses (d_ge1 : (1 <= d)%nat) (p_ge1 : (1 <= p)%nat).
Let s := INR d * sigma ^ 2. Let sum := big p (fun i => big r (Mabs x i)).
Let norm := big p (fun i => big r (fun l => Mabs x i l * Mabs x i l)).
Lemma s_ge0 : 0 <= s. Proof. unfold s. apply Rmult_le_pos; [apply pos_INR|apply pow2_ge_0]. Qed.
Lemma sum_ge0 : 0 <= sum. Proof. apply big_ge0. intros. apply big_ge0. intros. apply p0. Qed.
Lemma norm_ge0 : 0 <= norm.
Proof. apply big_ge0. intros. apply big_ge0. intros. apply Rmult_le_pos; apply p0. Qed.
Lemma kap_range : 1 <= kap <= 2 /\ 0 <= c <= 1 /\ kap = 1 + c /\ 0 <= lam * kap <= 1 / 64.
Proof. destruct (kapl lam converts lam_range) as (k1 & k2 & k3). assert (cr := c_range converts).
  repeat split; lra. Qed.
Notation W := (weight_of o converts u lam d sigma).
Lemma Ap_W : Ap (3 + cn) s s (4 * INR d) W.
Proof. destruct kap_range as (_ & cr & _). assert (d1 := INR_ge1 d d_ge1).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_weight u lam converts d u_ge0 lam_range d_ge1 d sigma u_le));
    [lia|reflexivity|apply Rle_refl|].
  assert (INR d * c <= INR d * 1) by (apply Rmult_le_compat_l; lra). lra. Qed.
Lemma weight_le s1 k1 s2 k2 k1' k2' : 0 <= s1 -> 0 <= s2 -> 0 <= k1 <= k1' -> 0 <= k2 <= k2' ->
  weight lam s1 k1 s2 k2 <= weight lam s1 k1' s2 k2'.
Proof. intros a b h1 h2. unfold weight. assert (s1 * k2 <= s1 * k2' /\ k1 * s2 <= k1' * s2 /\
    k1 * k2 <= k1' * k2' /\ lam * (k1 * k2) <= lam * (k1' * k2')) by pieces. lra. Qed.
Lemma Ap_pair_of n1 v1 s1 k1 P n2 v2 s2 k2 Q : Ap n1 v1 s1 k1 P -> Ap n2 v2 s2 k2 Q -> 0 <= s1 ->
  0 <= s2 -> 0 <= k1 -> 0 <= k2 ->
  Ap (n1 + n2 + 1 + 2 * cn) (v1 * v2) (s1 * s2) (weight lam s1 (k1 + 1) s2 (k2 + 1) - 1)
    (product o converts P Q).
Proof. intros h1 h2 a1 a2 b1 b2. destruct kap_range as (_ & cr & _).
  replace k1 with (k1 + c - c) in h1 by ring. replace k2 with (k2 + c - c) in h2 by ring.
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ _ _ _ _ _ _ _
      h1 h2)); [lia|reflexivity|apply Rle_refl|].
  assert (w := weight_le s1 (k1 + c) s2 (k2 + c) (k1 + 1) (k2 + 1) a1 a2 ltac:(lra) ltac:(lra)).
  lra. Qed.
Lemma Ap_x i l : Ap 0 (x i l) (Mabs x i l) 1 (read x i l). Proof. now apply Ap_input. Qed.
Lemma Ap_xx i l : Ap (1 + 2 * cn) (x i l * x i l) (Mabs x i l * Mabs x i l) (4 * Mabs x i l + 2)
  (product o converts (read x i l) (read x i l)).
Proof. destruct kap_range as (k1 & _). assert (q := p0 x i l).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_read_product u lam converts d u_ge0 lam_range d_ge1 x i l x i
      l)); [lia|reflexivity|apply Rle_refl|]. assert (kap * (Mabs x i l + Mabs x i l) <=
    2 * (Mabs x i l + Mabs x i l)) by (apply Rmult_le_compat_r; lra). lra. Qed.
(* What a list of terms may be, units with nine more for each. *)
Definition trace_bound :=
  12 * noise_underflow p d r s sum norm - 2 * ((s + INR d) * (INR p * (INR r + 1))) * 6.
Lemma trace_case L : trace_terms o converts W p r (read x) L -> exists n k,
  (n + length L <= p * r + 8 + 5 * cn)%nat /\ (length L <= p * r + 1)%nat /\ 0 <= k /\
  k + 9 * INR (length L) <= trace_bound /\
  Aps n L (s * big p (fun i => big r (fun l => x i l * x i l))) (s * norm) k.
Proof. assert (d1 := INR_ge1 d d_ge1). assert (s0 := s_ge0). assert (A0 := sum_ge0).
  assert (N0 := norm_ge0). assert (r0 := pos_INR r).
  assert (pr1 : 1 <= INR p) by (change 1 with (INR 1); now apply le_INR). assert (0 <= INR p * INR r
    /\ 0 <= s * (INR p * INR r) /\ 0 <= INR d * (INR p * INR r) /\ s * 1 <= s * INR p /\
    INR d * 1 <= INR d * INR p /\ 0 <= s * sum /\ 0 <= INR d * sum /\ 0 <= INR d * norm) by pieces.
  assert (dpr1 : INR p * INR r <= INR d * (INR p * INR r)) by (assert (1 * (INR p * INR r) <=
      INR d * (INR p * INR r)) by (apply Rmult_le_compat_r; lra); lra). intros [-> | ->].
  - (* The sum of squares first. *) assert (h : Aps (1 + 2 * cn) (grid_terms p r (fun i l => product
        o converts (read x i l) (read x i l))) (big p (fun i => big r (fun l => x i l * x i l)))
      norm (big p (fun i => big r (fun l => 4 * Mabs x i l + 2)))).
    { apply Aps_grid. intros i l _ _. apply Ap_xx. }
    assert (e : big p (fun i => big r (fun l => 4 * Mabs x i l + 2)) = 4 * sum
      + 2 * (INR p * INR r)).
    { rewrite (big_ext p _ (fun i => 4 * big r (Mabs x i) + INR r * 2)) by (intros; now rewrite
        big_plus, big_mul, big_const). rewrite big_plus, big_mul, big_const. unfold sum. ring. }
    rewrite e in h. assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite grid_length in g.
    assert (q := units_le (p * r)). rewrite mult_INR in q.
    assert (q0 : 0 <= units (p * r)) by apply pos_INR.
    assert (g' := Ap_pair_of _ _ _ _ _ _ _ _ _ _ Ap_W g s0 N0 ltac:(lra) ltac:(lra)).
    set (k2 := 4 * sum + 5 * (INR p * INR r) + 1).
    assert (w := weight_le s (4 * INR d + 1) norm (4 * sum + 2 * (INR p * INR r) + units (p * r)
        + 1) (5 * INR d) k2 s0 N0 ltac:(lra) ltac:(unfold k2; lra)).
    exists (3 + cn + (1 + 2 * cn + p * r) + 1 + 2 * cn)%nat, (weight lam s (5 * INR d) norm k2).
    simpl length. assert (lk : lam * (5 * INR d) * k2 <= 1 / 128 * (5 * INR d) * k2).
    { apply Rmult_le_compat_r; [unfold k2; lra|]. apply Rmult_le_compat_r; lra. }
    split; [lia|]. split; [lia|]. split.
    { pieces. }
    split.
    + unfold trace_bound, noise_underflow, weight. simpl INR. unfold k2 in *. lra.
    + rewrite <- (Rplus_0_r (s * _)), <- (Rplus_0_r (s * norm)), <- (Rplus_0_r (weight _ _ _ _ _)).
      constructor; [|constructor].
      apply (Ap_to _ _ _ _ _ _ _ _ _ g'); [lia|reflexivity|apply Rle_refl|lra].
  - (* Each square weighted. *) exists (5 + 5 * cn)%nat,
      (big p (fun i => big r (fun l => 4 * (s * Mabs x i l) + 3 * s + 5 * (INR d
        * (Mabs x i l * Mabs x i l)) + 4 * (INR d * Mabs x i l) + 3 * INR d))). rewrite grid_length.
    assert (e : big p (fun i => big r (fun l => 4 * (s * Mabs x i l) + 3 * s + 5
        * (INR d * (Mabs x i l * Mabs x i l)) + 4 * (INR d * Mabs x i l) + 3 * INR d)) = 4 * s * sum
      + 3 * s * (INR p * INR r) + 5 * INR d * norm + 4 * INR d * sum + 3 * INR d * (INR p * INR r)).
    { rewrite (big_ext p _ (fun i => (4 * s + 4 * INR d) * big r (Mabs x i)
          + (5 * INR d) * big r (fun l => Mabs x i l * Mabs x i l) + INR r * (3 * s + 3 * INR d))).
      - rewrite !big_plus, !big_mul, big_const. unfold sum, norm. ring.
      - intros i _. rewrite <- !big_mul, <- big_const, <- !big_plus. apply big_ext. intros; ring. }
    split; [lia|]. split; [lia|]. rewrite e. split; [|split].
    + lra.
    + rewrite mult_INR. unfold trace_bound, noise_underflow. lra.
    + rewrite <- e. unfold norm. rewrite <- !(big_mul p s).
      rewrite (big_ext p (fun i => s * big r (fun l => x i l * x i l))
        (fun i => big r (fun l => s * (x i l * x i l)))) by (intros; now rewrite big_mul).
      rewrite (big_ext p (fun i => s * big r (fun l => Mabs x i l * Mabs x i l))
        (fun i => big r (fun l => s * (Mabs x i l * Mabs x i l)))) by (intros; now rewrite big_mul).
      apply Aps_grid. intros i l _ _. assert (a0 := p0 x i l). set (a := Mabs x i l) in *.
      assert (0 <= a * a /\ 0 <= s * a /\ 0 <= INR d * a /\ 0 <= INR d * (a * a)) as
        (aa & sa & da & daa) by pieces. assert (ad : a <= INR d * a)
        by (assert (1 * a <= INR d * a) by (apply Rmult_le_compat_r; lra); lra). apply Ap_either.
      * assert (g := Ap_pair_of _ _ _ _ _ _ _ _ _ _ (Ap_xx i l) Ap_W aa s0 ltac:(fold a;
            lra) ltac:(lra)). fold a in g. assert (w := weight_le (a * a) (4 * a + 2 + 1) s
          (4 * INR d + 1) (4 * a + 3) (5 * INR d) aa s0 ltac:(lra) ltac:(lra)).
        apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|ring|apply Req_le; ring|]. unfold weight in *. nra.
      * assert (g := Ap_pair_of _ _ _ _ _ _ _ _ _ _ Ap_W (Ap_x i l) s0 a0 ltac:(lra) ltac:(lra)).
        fold a in g. set (k1 := 2 * s + 5 * (INR d * a) + 13 / 12 * INR d).
        assert (wk : 0 <= weight lam s (4 * INR d + 1) a (1 + 1) - 1 <= k1).
        { assert (w := weight_le s (4 * INR d + 1) a (1 + 1) (5 * INR d) 2 s0 a0 ltac:(lra)
            ltac:(lra)). unfold weight in *. assert (lam * (5 * INR d) * 2 <= 1 / 128 * (5 * INR d)
            * 2 /\ 0 <= lam * (4 * INR d + 1) * (1 + 1) /\ 0 <= s * (1 + 1)) by pieces.
          assert (0 <= (4 * INR d + 1) * a) by (apply Rmult_le_pos; lra). unfold k1. lra. }
        assert (g2 := Ap_pair_of _ _ _ _ _ _ _ _ _ _ g (Ap_x i l) sa a0 (proj1 wk) ltac:(lra)).
        fold a in g2. set (k0 := weight lam s (4 * INR d + 1) a (1 + 1) - 1) in *.
        assert (w := weight_le (s * a) (k0 + 1) a (1 + 1) (k1 + 1) 2 sa a0 ltac:(lra) ltac:(lra)).
        apply (Ap_to _ _ _ _ _ _ _ _ _ g2); [lia|ring|apply Req_le; ring|]. unfold weight in *.
        assert (lam * (k1 + 1) * 2 <= 1 / 128 * (k1 + 1) * 2) by (apply Rmult_le_compat_r; [lra|];
          apply Rmult_le_compat_r; lra). unfold k1 in *. lra. Qed.
End One. End Traces.

(* Halves of two lists. *)
Section Halves.
Variables (u lam : R) (converts : bool). Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).
Notation o := (model u lam). Notation Ap := (Ap u lam). Notation Aps := (Aps u lam).
Notation cn := (cn converts). Notation Ap_to := (Ap_to u lam u_ge0 lam_ge0).
Notation Ap_half :=
  (fun n v s k P => Ap_scaled u lam converts u_ge0 lam_ge0 (/ 2) n v s k P ltac:(lra)).
Lemma halves_error n n1 L v s k n2 M v' s' k' W W' z : Aps n1 L v s k -> Aps n2 M v' s' k' ->
  (n1 + length L + length M + 3 + cn <= n)%nat -> (n2 + length L + length M + 3 + cn <= n)%nat ->
  INR n * u <= 1 / 4 -> k + 3 * INR (length L) + 5 <= 12 * W ->
  k' + 9 * INR (length M) + 11 <= 12 * W' -> rounded o (halves o converts L M) z ->
  Rabs (z - / 2 * (v + v')) <= gamma u n * (/ 2 * (s + s')) + lam * (8 * (W + W')).
Proof. intros h1 h2 hn hn' hu hW hW' hz. assert (cr := c_range converts).
  assert (q1 := units_le (length L)). assert (q2 := units_le (length M)).
  assert (l1 := pos_INR (length L)). assert (l2 := pos_INR (length M)).
  assert (w1 := fun m (e : (n1 <= m)%nat) => Aps_weaken u lam u_ge0 lam_ge0 n1 m _ _ _ _ e h1).
  assert (w2 := fun m (e : (n2 <= m)%nat) => Aps_weaken u lam u_ge0 lam_ge0 n2 m _ _ _ _ e h2).
  set (n0 := Nat.max n1 n2). enough
    (h : Ap (n - 1) (/ 2 * (v + v')) (/ 2 * (s + s')) (6 * (W + W') - 1) (halves o converts L M)).
  { assert (g := Ap_rounded u lam u_ge0 lam_ge0 _ _ _ _ _ h). eapply Rle_trans; [eapply (Ap_bound u
        lam u_ge0 lam_ge0 _ n); [|exact hu|exact g|exact hz]; lia|]. apply Rplus_le_compat_l.
    rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact lam_ge0|]. lra. }
  unfold halves. apply Ap_either; [|apply Ap_either].
  - assert (g := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ (Aps_app u lam _ _ _ _ _
        _ _ _ _ (w1 n0 ltac:(unfold n0; lia)) (w2 n0 ltac:(unfold n0; lia))))).
    rewrite length_app in g. assert (q := units_le (length L + length M)). rewrite plus_INR in q.
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n0; lia|reflexivity|lra|lra].
  - assert (g1 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h1)).
    assert (g2 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h2)). assert (g1' :=
      Ap_to _ _ _ _ _ (n - 2)%nat _ _ _ g1 ltac:(lia) eq_refl (Rle_refl _) (Rle_refl _)). assert
      (g2' := Ap_to _ _ _ _ _ (n - 2)%nat _ _ _ g2 ltac:(lia) eq_refl (Rle_refl _) (Rle_refl _)).
    apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_plus2 u lam u_ge0 lam_ge0 _ _ _ _ _ _ _ _ _ g1' g2'));
      [lia|ring|lra|lra].
  - assert (g1 := Ap_half _ _ _ _ _ (Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h1)).
    assert (g2 := Aps_map u lam _ _ _ _ _ _ (Ap_half n2) _ _ _ _ h2).
    set (n3 := Nat.max (n1 + length L + 1 + cn) (n2 + 1 + cn)). assert (g1' := Ap_to _ _ _ _ _ n3 _
      _ _ g1 ltac:(unfold n3; lia) eq_refl (Rle_refl _) (Rle_refl _)). assert (g2' := Aps_weaken u
      lam u_ge0 lam_ge0 (n2 + 1 + cn) n3 _ _ _ _ ltac:(unfold n3; lia) g2).
    assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ (Aps_cons u lam _ _ _ _ _ _ _ _ _ g1'
        g2')). simpl length in g. rewrite length_map in g. assert (q := units_le (S (length M))).
    rewrite S_INR in q. apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n3; lia|ring|lra|lra]. Qed.
End Halves.
