(* SPDX-License-Identifier: Apache-2.0 *)
(* FpSmoothed.v: the bound on the smoothed gradient.

   The smoothed gradient by X adds d sigma^2 X to the gradient, d the rows of Y and sigma the
   deviation of Y's noise. Main result: smoothed_gradient_error (FP.smoothed). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep FpHessian.
Import ListNotations. Local Open Scope R_scope.

Section Smoothed.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam). Notation o := (model u lam). Notation cn := (cn converts).
Notation c := (c converts). Notation conversions := (conversions converts).
Notation read := (read lam). Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).

Definition legal_smoothed_gradient (x y m : matrix) (sigma : R) (i k : nat) : value :=
  printed o (further o 5 (smoothed_gradient o converts d r (read x i) (read y) (read m i)
    (weight_of o converts u lam d sigma) (read x i k) k)).
Theorem smoothed_gradient_error x y m sigma i k z : (k < r)%nat ->
  let n := smoothed_gradient_roundings r d conversions in let s := INR d * sigma ^ 2 in
  INR n * u <= 1 / 4 -> legal_smoothed_gradient x y m sigma i k z ->
  Rabs (z - (exact_gradient_of d r x y m i k + s * x i k)) <=
    gamma u n * (absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k + s * Mabs x i k)
    + lam * underflow_of d r conversions (1 + s) (Mabs x) (Mabs y) (Mabs m) i k.
Proof. intros hk n s hn hz. assert (cr := c_range converts).
  assert (hu := unit_small u u_ge0 n ltac:(unfold n, smoothed_gradient_roundings; lia) hn).
  assert (s0 : 0 <= s) by (unfold s; apply Rmult_le_pos; [apply pos_INR|simpl; nra]).
  assert (d1 := d_real d d_ge1). assert (r0 := pos_INR r).
  assert (p : forall x a b, 0 <= Mabs x a b) by (intros; apply Rabs_pos).
  assert (c3 : 1 <= 3 - c) by lra. assert (h1 : forall x a b,
    Ap 0 (x a b) (Mabs x a b) 1 (read x a b)) by (intros; now apply Ap_input).
  assert (h3 : forall x a b, Ap 0 (x a b) (Mabs x a b) (3 - c) (read x a b)).
  { intros x' a b. apply (Ap_to _ _ _ _ _ _ _ _ _ (h1 x' a b)); [lia|reflexivity|lra|lra]. }
  set (J := J d r (Mabs x i) (Mabs m i) (Mabs y) k). set (A := Mabs x i k).
  set (al := big r (Mabs x i)).
  assert (A1 : A <= al) by (apply (big_le_one r (Mabs x i)); [intros; apply p|exact hk]).
  assert (A0 : 0 <= A) by apply p. assert (J1 : 2 * INR d * (al + 1) <= J).
  { unfold J, FpGradient.J, alpha. fold al.
    assert (0 <= big d (fun j => (al + beta r (Mabs y) j + (2 * INR r + 4)) * (Mabs y j k + 1))).
    { apply big_ge0. intros j _. assert (b0 := beta_ge0 r (Mabs y) (p y) j). assert (y0 := p y j k).
      apply Rmult_le_pos; lra. }
    assert (0 <= big d (rho r (Mabs x i) (Mabs m i) (Mabs y)))
      by (apply big_ge0; intros; apply rho_ge0; auto). lra. }
  (* The weight times x. *)
  assert (w := Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ (INR d * (2 + c) + 1 + c) _ 0 _ _
    (kap converts) _ ltac:(replace (INR d * (2 + c) + 1 + c - c) with (INR d * (2 + c) + 1) by ring;
      exact (Ap_weight u lam converts d u_ge0 lam_range d_ge1 d sigma hu))
    (Ap_read u lam converts lam_range x i k)).
  fold s A in w. set (KW := weight lam s (INR d * (2 + c) + 1 + c) A (kap converts) - 1) in w.
  assert (KW1 : KW <= 2 * s + 5 * (INR d * al) + INR d + 2).
  { unfold KW, weight, kap. assert (dA : INR d * A <= INR d * al) by (apply Rmult_le_compat_l; lra).
    assert (AdA : A <= INR d * A) by nra. assert (sc : s * c <= s) by nra.
    assert (t1 : (INR d * (2 + c) + 1 + c) * A <= (3 * INR d + 2) * A) by (apply Rmult_le_compat_r;
      nra). assert (t2 : lam * (INR d * (2 + c) + 1 + c) * (1 + c) <= 1 / 128 * (5 * INR d) * 2).
    { assert (z1 : 0 <= INR d * (2 + c) + 1 + c <= 5 * INR d) by nra. pieces. }
    lra. }
  destruct (gradient_terms u lam converts d r u_ge0 l0 (read x i) (read y) (read m i) (x i) (m i)
    (Mabs x i) (Mabs m i) y (Mabs y) 0 3 ltac:(lra) ltac:(lra) c3 d_ge1 (h3 x i) (h3 y) (h1 m i) k)
    as [gr gg]. assert (qb : Q lam d r (Mabs x i) (Mabs m i) (Mabs y) 3 k + spare d r 3 <= 3 * J)
    by (apply Q_bound; auto; lra). assert (gb : G lam d r (Mabs x i) (Mabs m i) (Mabs y) 3 k
    + spare d r 3 <= 3 * J) by (apply G_bound; auto; lra).
  assert (sp : spare d r 3 = 3 * INR r * INR d + 12 * INR d) by (unfold spare; ring).
  assert (0 <= INR r * (INR d - 1) /\ 0 <= INR d * al) by pieces.
  set (N := (r + 2 * d + 5 + 4 * cn)%nat). set (K := 3 * ((2 + s) * J + (INR d + 4)) - 6).
  assert (s * (2 * INR d * (al + 1)) <= s * J /\ 0 <= s * (INR d - 1)) by pieces.
  assert (sda : 0 <= s * (INR d * al)) by (apply Rmult_le_pos; lra).
  assert (h : Ap N (exact_gradient_of d r x y m i k + s * x i k) (absolute_gradient_of d r (Mabs x)
      (Mabs y) (Mabs m) i k + s * A) K (smoothed_gradient o converts d r (read x i) (read y)
      (read m i) (weight_of o converts u lam d sigma) (read x i k) k)).
  { set (W := product o converts (weight_of o converts u lam d sigma) (read x i k)) in *.
    assert (w' : forall n, (3 + cn + 0 + 1 + 2 * cn <= n)%nat -> Ap n (s * x i k) (s * A) KW W).
    { intros n' hn'. apply (Ap_to _ _ _ _ _ _ _ _ _ w); [exact hn'|reflexivity|lra|lra]. }
    assert (one : forall n' Ps k', (4 + 3 * cn <= n')%nat -> (n' + S (length Ps) <= N)%nat ->
      INR (length Ps) <= INR r + INR d -> k' + spare d r 3 <= 3 * J -> Aps u lam n' Ps
      (exact_gradient d r (x i) (m i) y k) (absolute_gradient d r (Mabs x i) (Mabs m i) (Mabs y) k)
      k' -> Ap N (exact_gradient_of d r x y m i k + s * x i k)
      (absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k + s * A) K (sum_of o (W :: Ps))).
    { intros n' Ps k' hn' hl hr hk' h. assert (n1 : (3 + cn + 0 + 1 + 2 * cn <= n')%nat) by lia.
      assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ (Aps_cons u lam _ _ _ _ _ _ _ _ _ (w' _ n1)
          h)). simpl length in g. assert (q := units_le (S (length Ps))). rewrite S_INR in q.
      apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|unfold exact_gradient, exact_gradient_of, res;
        ring| unfold absolute_gradient, absolute_gradient_of, rho, rho_of; lra|unfold K; lra]. }
    apply Ap_either; [|apply Ap_either].
    - apply (one (4 + r + 4 * cn)%nat _ _ ltac:(lia)) with (4 := Aps_weaken u lam u_ge0 l0
        (3 * 0 + r + 3 + 4 * cn) (4 + r + 4 * cn) _ _ _ _ ltac:(lia) gr); [rewrite length_map,
        length_seq; unfold N; lia|rewrite length_map, length_seq; lra|exact qb].
    - apply (one (4 + d + 4 * cn)%nat _ _ ltac:(lia)) with (4 := Aps_weaken u lam u_ge0 l0
        (3 * 0 + d + 2 + 4 * cn) (4 + d + 4 * cn) _ _ _ _ ltac:(lia) gg); rewrite ?length_app,
        ?length_map, ?length_seq; [unfold N; lia|rewrite plus_INR; lra|exact gb].
    - assert (gx := Ap_gradient u lam converts d r u_ge0 l0 (read x i) (read y) (read m i) (x i)
        (m i) (Mabs x i) (Mabs m i) y (Mabs y)
        0 3 ltac:(lra) ltac:(lra) c3 d_ge1 (p x i) (p y) (h3 x i) (h3 y) (h1 m i) k).
      fold J in gx. assert (n1 : (3 + cn + 0 + 1 + 2 * cn <= 4 + r + 2 * d + 4 * cn)%nat) by lia.
      assert (gx' : Ap (4 + r + 2 * d + 4 * cn) (exact_gradient d r (x i) (m i) y k)
        (absolute_gradient d r (Mabs x i) (Mabs m i) (Mabs y) k) (3 * J - 6)
        (gradient o converts d r (read x i) (read y) (read m i) k)).
      { apply (Ap_to _ _ _ _ _ _ _ _ _ gx); [lia|reflexivity|lra|lra]. }
      apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_plus2 u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (w' _ n1) gx'));
        [unfold N; lia|unfold exact_gradient, exact_gradient_of, res;
        ring| unfold absolute_gradient, absolute_gradient_of, rho, rho_of; lra|unfold K; lra]. }
  assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ (Ap_further u lam u_ge0 l0 5 _ _ _ _ _ h)).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  - unfold n, N, smoothed_gradient_roundings, FpStep.conversions. lia.
  - apply Rplus_le_compat_l.
    apply (underflow_enough lam converts d r lam_range _ _ _ i k (p x) (p y) (p m)); [lra|].
    fold J. unfold K, kappa. simpl INR. assert (0 <= (2 + s) * J) by (apply Rmult_le_pos; nra).
    assert (0 <= c * ((2 + s) * J + (INR d + 4))) by (apply Rmult_le_pos; lra). lra. Qed.
End Smoothed.
