(* SPDX-License-Identifier: Apache-2.0 *)
(* FpGradient.v: the error of a gradient's terms, in every admissible evaluation order, and of the
   gradient.

   Entry k of one row of the gradient by X, exact values x (the row of X), y, m (the row of M),
   absolute values A, B, T; what is read differs from them by n roundings and by underflow of k
   units, k + (1 if products convert) <= kappa.
   Main results: gradient_terms, folded_terms (sums and sensitivities of the two forms, folded or
   not), more_terms, more_folded_terms (with more roundings of the residual), Ap_gradient,
   Ap_gradient_more. *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants.
Local Open Scope R_scope.

Section Gradient.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).
Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value).
Variables (x m A T : nat -> R) (y B : nat -> nat -> R) (nt : nat) (kappa : R).
Notation Ap := (Ap u lam). Notation o := (model u lam). Notation Aps := (Aps u lam).
Notation Ap_to := (Ap_to u lam u_ge0 lam_ge0). Notation c := (c converts).
Notation cn := (cn converts).
Hypotheses (kappa_3 : 3 <= kappa) (kappa_lam : lam * kappa * kappa <= 1 / 8).
Hypotheses (kappa_c : 1 <= kappa - c) (d_ge1 : (1 <= d)%nat) (A_ge0 : forall l, 0 <= A l).
Hypotheses (B_ge0 : forall j l, 0 <= B j l) (T_ge0 : forall j, 0 <= T j).
Hypothesis HX : forall l, Ap nt (x l) (A l) (kappa - c) (X l).
Hypothesis HY : forall j l, Ap nt (y j l) (B j l) (kappa - c) (Y j l).
Hypothesis HM : forall j, Ap 0 (m j) (T j) 1 (M j).

Definition rho j := big r (fun l => A l * B j l) + T j.
Definition res j := big r (fun l => x l * y j l) - m j.
Definition alpha := big r A.
Definition beta j := big r (B j).

Lemma alpha_ge0 : 0 <= alpha. Proof. apply big_ge0; auto. Qed.
Lemma beta_ge0 j : 0 <= beta j. Proof. apply big_ge0; auto. Qed.
Lemma rho_ge0 j : 0 <= rho j.
Proof. apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos|]; auto. Qed.
Lemma d_real : 1 <= INR d. Proof. change 1 with (INR 1). now apply le_INR. Qed.

(* A product of two operands, plain or with a step size folded in. *)
Definition weight s1 k1 s2 k2 := s1 * k2 + k1 * s2 + lam * k1 * k2 + 2.
Lemma Ap_product_c n1 v1 s1 k1 P n2 v2 s2 k2 Q : Ap n1 v1 s1 (k1 - c) P -> Ap n2 v2 s2 (k2 - c) Q ->
  Ap (n1 + n2 + 1 + 2 * cn) (v1 * v2) (s1 * s2) (weight s1 k1 s2 k2 - 1) (product o converts P Q).
Proof. intros h1 h2. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product _ _ converts u_ge0 lam_ge0 _ _ _ _ _
      _ _ _ _ _ h1 h2)); [lia|reflexivity|lra|unfold weight, kmul; apply Req_le; ring]. Qed.
Lemma Ap_fold e n1 v1 s1 k1 P n2 v2 s2 k2 Q : 0 <= e -> 0 <= s1 -> 0 <= s2 -> 2 <= k1 -> 2 <= k2 ->
  Ap n1 v1 s1 (k1 - c) P -> Ap n2 v2 s2 (k2 - c) Q ->
  Ap (n1 + n2 + 2 + 3 * cn) (e * (v1 * v2)) (e * (s1 * s2)) ((1 + e) * weight s1 k1 s2 k2)
    (fold o converts e P Q).
Proof. intros e0 p1 p2 q1 q2 h1 h2. assert (cr := c_range converts).
  assert (0 <= lam * k1 * k2 /\ 0 <= s1 * (k2 - 2) /\ 0 <= s2 * (k1 - 2) /\ 0 <= e * s1 /\ 0 <=
    e * s2 /\ 0 <= e * (1 - c)) by pieces. unfold fold, weight. apply Ap_either; [|apply Ap_either].
  - assert (g := Ap_scale u lam converts u_ge0 lam_ge0 e _ _ _ _ _
      (Ap_product_c _ _ _ _ _ _ _ _ _ _ h1 h2)). rewrite Rabs_pos_eq in g by assumption.
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|unfold weight; nra].
  - assert (h := Ap_scale u lam converts u_ge0 lam_ge0 e _ _ _ _ _ h1). rewrite Rabs_pos_eq in h
      by assumption. replace (e * (k1 - c + c) + 1) with ((e * k1 + 1 + c) - c) in h by ring.
    assert (g := Ap_product_c _ _ _ _ _ _ _ _ _ _ h h2).
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|ring|apply Req_le; ring|]. unfold weight. nra.
  - assert (h := Ap_scale u lam converts u_ge0 lam_ge0 e _ _ _ _ _ h2). rewrite Rabs_pos_eq in h
      by assumption. replace (e * (k2 - c + c) + 1) with ((e * k2 + 1 + c) - c) in h by ring.
    assert (g := Ap_product_c _ _ _ _ _ _ _ _ _ _ h1 h).
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|ring|apply Req_le; ring|]. unfold weight. nra. Qed.

(* The residual as an operand. *)
Definition lever j := alpha + beta j + 2 * INR r + 2.
Lemma lever_ge j : 2 <= lever j.
Proof. unfold lever. assert (a := alpha_ge0). assert (b := beta_ge0 j).
  assert (q := pos_INR r). lra. Qed.
Lemma Ap_residual_units j : Ap (2 * nt + 2 + r + 2 * cn) (res j) (rho j)
  (kappa * (alpha + beta j) + INR r * (lam * kappa * kappa + 4) + 3)
    (defect o converts r X Y M j).
Proof. assert (h : Aps (nt + nt + 1 + 2 * cn) (neg (M j) :: map (fun l =>
      product o converts (X l) (Y j l)) (seq 0 r)) (- m j + big r (fun l => x l * y j l)) (T j
      + big r (fun l => A l * B j l)) (1 + big r (fun l => weight (A l) kappa (B j l) kappa - 1))).
  { constructor.
    - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg _ _ _ _ _ _ _ (HM j))); [lia|reflexivity|lra|lra].
    - apply Aps_seq. intros l _. now apply Ap_product_c. }
  assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h). simpl length in g. rewrite length_map,
    length_seq in g. apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|unfold res; ring|unfold rho; lra|].
  assert (e : big r (fun l => weight (A l) kappa (B j l) kappa - 1) = kappa * (alpha + beta j)
    + INR r * (lam * kappa * kappa + 1)).
  { unfold weight, alpha, beta. rewrite <- big_const, Rmult_plus_distr_l, <- !big_mul, <- !big_plus.
    apply big_ext. intros l _. ring. }
  rewrite e. assert (q := units_le (S r)). rewrite S_INR in q. unfold units in *.
  assert (q' : INR (3 * S r - 1) = 3 * INR r + 2).
  { replace (3 * S r - 1)%nat with (3 * r + 2)%nat by lia. rewrite plus_INR, mult_INR. simpl. lra. }
  rewrite q'. lra. Qed.
Lemma Ap_residual j :
  Ap (2 * nt + 2 + r + 2 * cn) (res j) (rho j) (kappa * lever j - c)
    (defect o converts r X Y M j).
Proof. assert (p := pos_INR r). apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_residual_units j));
    [lia|reflexivity|lra|unfold lever; nra]. Qed.
(* Each entry with at most f more roundings: r >= 1 or f <= 3 leaves room for their underflow. *)
Lemma Ap_residual_more f j : 3 <= kappa - c -> INR f <= INR r + 3 ->
  Ap (2 * nt + 2 + r + 2 * cn + f) (res j) (rho j) (kappa * lever j - c)
    (further o f (defect o converts r X Y M j)).
Proof. intros k3 hf. assert (p := pos_INR r). apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_further u lam u_ge0
      lam_ge0 f _ _ _ _ _ (Ap_residual_units j))); [lia|reflexivity|lra|]. unfold lever. nra. Qed.

(* The terms' sensitivity, Q of the residual form and G of the Gram form, both within J. *)
Variable k : nat.
Definition J := big d (fun j => (alpha + beta j + (2 * INR r + 4)) * (B j k + 1)) + big d rho
  + 2 * INR d * (alpha + 1).
Definition Q := big d (fun j => weight (rho j) (kappa * lever j) (B j k) kappa).
Local Definition square l := big d (fun j => B j l * B j k).
Definition arm l := big d (fun j => B j l + B j k + 2) + 1 / 3.
Definition G := big r (fun l => weight (A l) kappa (square l) (kappa * arm l))
  + big d (fun j => weight (T j) kappa (B j k) kappa).
Definition spare := kappa * (INR d * (INR r + 4)).

Lemma spare_ge : 3 * INR r * INR d + 12 * INR d <= spare.
Proof. assert (d1 := d_real). assert (r0 := pos_INR r).
  assert (0 <= (kappa - 3) * (INR d * (INR r + 4))) by pieces. unfold spare. lra. Qed.
Lemma Q_bound : Q + spare <= kappa * J.
Proof. unfold Q, spare, J. rewrite (Rmult_comm 2 (INR d)), Rmult_assoc, <- !big_const, <- !big_plus,
    <- !big_mul, <- big_plus. apply big_le. intros j _. unfold weight. assert (a0 := alpha_ge0).
  assert (b0 := beta_ge0 j). assert (q0 := pos_INR r). assert (l0 := lever_ge j). replace (lever j)
    with (alpha + beta j + 2 * INR r + 2) in * by reflexivity. assert (0 <= B j k) by auto. nra.
Qed.
Lemma sum_arm : big r arm = big d beta + INR r * (big d (fun j => B j k) + 2 * INR d + 1 / 3).
Proof. assert (e : forall j, big r (fun l => B j l + B j k + 2) = beta j + INR r * (B j k + 2)).
  { intro j. rewrite !big_plus, !big_const. unfold beta. ring. }
  unfold arm. rewrite big_plus, big_exchange, big_const, (big_ext _ _ _ (fun j _ => e j)), big_plus,
    big_mul, big_plus, big_const. ring. Qed.
Lemma sum_arm_A : big r (fun l => A l * arm l)
  = big d rho - big d T + alpha * (big d (fun j => B j k) + 2 * INR d + 1 / 3).
Proof. unfold alpha. rewrite <- big_mulr.
  replace (big d rho) with (big r (fun l => A l * big d (fun j => B j l)) + big d T).
  - match goal with |- _ = ?a + ?b - ?b + ?e => replace (a + b - b + e) with (a + e) by ring end.
    rewrite <- big_plus. apply big_ext. intros l _. unfold arm. rewrite !big_plus, big_const. ring.
  - unfold rho. rewrite big_plus. f_equal. rewrite big_exchange. apply big_ext. intros l _.
    now rewrite big_mul. Qed.
Lemma sum_square : big r square = big d (fun j => beta j * B j k).
Proof. unfold square. rewrite big_exchange. apply big_ext. intros j _. unfold beta.
  now rewrite big_mulr. Qed.
Lemma arm_ge0 l : 0 <= arm l.
Proof. unfold arm. apply Rplus_le_le_0_compat; [|lra]. apply big_ge0. intros j _.
  assert (0 <= B j l) by auto. assert (0 <= B j k) by auto. lra. Qed.
Lemma square_ge0 l : 0 <= square l. Proof. apply big_ge0. intros; apply Rmult_le_pos; auto. Qed.
Lemma G_bound : G + spare <= kappa * J.
Proof. assert (h : G <= kappa * (big r (fun l => A l * arm l) + big r square) + 1 / 8 * big r arm
    + 2 * INR r + kappa * (big d T + big d (fun j => B j k)) + (1 / 8 + 2) * INR d).
  { unfold G. rewrite (Rmult_comm 2), (Rmult_comm (1 / 8 + 2)), <- !big_const, <- big_plus, <-
      !big_mul, <- !big_plus, Rplus_assoc. rewrite <- !big_mul, <- big_plus.
    apply Rplus_le_compat; apply big_le; [intros l _|intros j _]; unfold weight.
    - assert (a := arm_ge0 l). assert (lam * kappa * (kappa * arm l) <= 1 / 8 * arm l) by nra. lra.
    - lra. }
  rewrite sum_arm, sum_arm_A, sum_square in h. unfold spare, J.
  replace (big d (fun j => (alpha + beta j + (2 * INR r + 4)) * (B j k + 1)))
    with (alpha * big d (fun j => B j k) + alpha * INR d + big d (fun j => beta j * B j k)
    + big d beta + (2 * INR r + 4) * (big d (fun j => B j k) + INR d)).
  2: { rewrite Rmult_plus_distr_l, (Rmult_comm alpha (INR d)), (Rmult_comm (2 * INR r + 4) (INR d)),
         <- !big_const, <- !big_mul, <- !big_plus. apply big_ext. intros j _. ring. }
  assert (d1 := d_real). assert (r0 := pos_INR r). assert (a0 := alpha_ge0).
  assert (b0 : 0 <= big d beta) by (apply big_ge0; intros; apply beta_ge0).
  assert (B0 : 0 <= big d (fun j => B j k)) by (apply big_ge0; auto).
  set (SB := big d (fun j => B j k)) in *. set (Sb := big d beta) in *. set (D := INR d) in *.
  set (r' := INR r) in *.
  assert (0 <= kappa * (alpha * (D - 1)) /\ 0 <= kappa * (r' * (D - 1)) /\ 0 <= (kappa - 3) * (r'
      * D) /\ 0 <= (kappa - 3) * (r' * SB) /\ 0 <= r' * SB /\ 0 <= r' * (D - 1) /\ 0 <= (kappa - 3)
    * Sb /\ 0 <= (kappa - 3) * D /\ 0 <= kappa * SB /\ 0 <= kappa * alpha) by pieces. lra. Qed.

(* The two forms have the same exact value and the same sum of absolute monomials. *)
Definition exact_gradient := big d (fun j => res j * y j k).
Definition absolute_gradient := big d (fun j => rho j * B j k).
Lemma gram_exact : big r (fun l => x l * big d (fun j => y j l * y j k))
  + big d (fun j => - (m j * y j k)) = exact_gradient.
Proof. unfold exact_gradient, res. rewrite (big_ext r _ (fun l => big d (fun j =>
      x l * (y j l * y j k)))) by (intros; now rewrite big_mul). rewrite big_exchange, <- big_plus.
  apply big_ext. intros j _. rewrite (big_ext r _ (fun l => x l * y j l * y j k)) by (intros; ring).
  rewrite big_mulr. ring. Qed.
Lemma gram_absolute :
  big r (fun l => A l * square l) + big d (fun j => T j * B j k) = absolute_gradient.
Proof. unfold absolute_gradient, rho, square. rewrite (big_ext r _ (fun l => big d (fun j =>
      A l * (B j l * B j k)))) by (intros; now rewrite big_mul). rewrite big_exchange, <- big_plus.
  apply big_ext. intros j _. rewrite (big_ext r _ (fun l => A l * B j l * B j k)) by (intros; ring).
  rewrite big_mulr. ring. Qed.
Lemma Ap_gram l :
  Ap (2 * nt + 1 + d + 2 * cn) (big d (fun j => y j l * y j k)) (square l) (kappa * arm l - c)
  (gram o converts d Y l k).
Proof. assert (cr := c_range converts). assert (d1 := d_real).
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seq u lam u_ge0 lam_ge0 _ d _ _ _ _ (fun j _ =>
      Ap_product_c _ _ _ _ _ _ _ _ _ _ (HY j l) (HY j k)))); [lia|reflexivity|apply Rle_refl|].
  rewrite (big_ext d _ (fun j => kappa * (B j l + B j k) + (lam * kappa * kappa + 4))) by (intros;
    unfold weight; ring). unfold arm. rewrite !big_plus, big_mul, big_plus, !big_const. nra. Qed.
Lemma Ap_gram_folded e l : 0 <= e ->
  Ap (2 * nt + 2 + d + 3 * cn) (e * big d (fun j => y j l * y j k)) (e * square l)
    ((1 + e) * kappa * arm l - c)
  (gram_folded o converts d Y e l k).
Proof. intro e0. assert (cr := c_range converts). assert (d1 := d_real).
  assert (k2 : 2 <= kappa) by lra.
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seq u lam u_ge0 lam_ge0 _ d _ _ _ _ (fun j _ =>
      Ap_fold e _ _ _ _ _ _ _ _ _ _ e0 (B_ge0 j l) (B_ge0 j k) k2 k2 (HY j l) (HY j k))));
    [lia|apply big_mul|apply Req_le, big_mul|]. rewrite (big_ext d _
    (fun j => (1 + e) * (kappa * (B j l + B j k)) + ((1 + e) * (lam * kappa * kappa + 2) + 3)))
    by (intros; unfold weight; ring). unfold arm. rewrite !big_plus, !big_mul, big_plus, !big_const.
  assert (0 <= (1 + e) * ((kappa - 3) * (2 * INR d + 1 / 3)) /\
    0 <= (1 + e) * INR d * (1 / 8 - lam * kappa * kappa) /\ 0 <= e * INR d) by pieces. lra. Qed.
(* The residual's terms with a step size folded in, however it was computed. *)
Lemma residual_folded n P e : 0 <= e ->
  (forall j, Ap n (res j) (rho j) (kappa * lever j - c) (P j)) ->
  Aps (n + nt + 2 + 3 * cn) (map neg (map (fun j => fold o converts e (P j) (Y j k)) (seq 0 d)))
    (- (e * exact_gradient)) (e * absolute_gradient) ((1 + e) * Q).
Proof. intros e0 h. unfold exact_gradient, absolute_gradient, Q.
  rewrite map_map, <- !big_mul, <- big_opp. apply Aps_seq. intros j _. assert (l0 := lever_ge j).
  apply Ap_neg. apply Ap_fold; auto; [apply rho_ge0|nra|lra]. Qed.
Theorem gradient_terms :
  Aps (3 * nt + r + 3 + 4 * cn)
    (map (fun j => product o converts (defect o converts r X Y M j) (Y j k)) (seq 0 d))
    exact_gradient absolute_gradient Q /\
  Aps (3 * nt + d + 2 + 4 * cn)
    (map (fun l => product o converts (X l) (gram o converts d Y l k)) (seq 0 r)
      ++ map (fun j => neg (product o converts (M j) (Y j k))) (seq 0 d))
    exact_gradient absolute_gradient G.
Proof. assert (HM' : forall j, Ap 0 (m j) (T j) (kappa - c) (M j)).
  { intro j. apply (Ap_to _ _ _ _ _ _ _ _ _ (HM j)); [lia|reflexivity|lra|lra]. }
  split.
  - apply Aps_seq. intros j _. apply (Ap_to _ _ _ _ _ _ _ _ _
      (Ap_product_c _ _ _ _ _ _ _ _ _ _ (Ap_residual j) (HY j k))); [lia|reflexivity|lra|lra].
  - rewrite <- gram_exact, <- gram_absolute. unfold G. apply Aps_app.
    + apply Aps_seq. intros l _. apply (Ap_to _ _ _ _ _ _ _ _ _
        (Ap_product_c _ _ _ _ _ _ _ _ _ _ (HX l) (Ap_gram l))); [lia|reflexivity|lra|lra].
    + apply Aps_seq. intros j _. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg _ _ _ _ _ _ _
          (Ap_product_c _ _ _ _ _ _ _ _ _ _ (HM' j) (HY j k)))); [lia|reflexivity|lra|lra]. Qed.
Theorem folded_terms e : 0 <= e ->
  Aps (3 * nt + r + 4 + 5 * cn) (map neg (terms_residual o converts d r X Y M e k))
    (- (e * exact_gradient)) (e * absolute_gradient) ((1 + e) * Q) /\
  Aps (3 * nt + d + 3 + 5 * cn) (map neg (terms_gram o converts d r X Y M e k))
    (- (e * exact_gradient)) (e * absolute_gradient) ((1 + e) * G).
Proof. intro e0. assert (HM' : forall j, Ap 0 (m j) (T j) (kappa - c) (M j)).
  { intro j. apply (Ap_to _ _ _ _ _ _ _ _ _ (HM j)); [lia|reflexivity|lra|lra]. }
  split.
  - eapply Aps_weaken; [assumption|assumption| |exact (residual_folded _ _ e e0 Ap_residual)]. lia.
  - unfold terms_gram. rewrite map_app, !map_map, <- gram_exact, <- gram_absolute. unfold G.
    rewrite !Rmult_plus_distr_l, Ropp_plus_distr, <- !big_mul, <- !big_opp. apply Aps_app.
    + apply Aps_seq. intros l _. assert (a0 := arm_ge0 l). assert (s0 := square_ge0 l).
      assert (A0 := A_ge0 l). assert (a1 : 2 / 3 <= arm l).
      { unfold arm. assert (h := big_le d (fun _ => 2) (fun j => B j l + B j k + 2)).
        rewrite big_const in h. assert (d1 := d_real).
        assert (2 * INR d <= big d (fun j => B j l + B j k + 2)); [|lra]. rewrite Rmult_comm.
        apply h. intros j _. assert (0 <= B j l) by auto. assert (0 <= B j k) by auto. lra. }
      assert (k2 : 2 <= kappa) by lra. assert (k3 : 2 <= kappa * arm l) by nra.
      apply Ap_neg, Ap_either.
      * apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_fold e _ _ _ _ _ _ _ _ _ _ e0 A0 s0 k2 k3 (HX l)
            (Ap_gram l))); [lia|reflexivity|lra|lra].
      * apply (Ap_to _ _ _ _ _ _ _ _ _
          (Ap_product_c _ _ _ _ _ _ _ _ _ _ (HX l) (Ap_gram_folded e l e0))); [lia|ring|lra|].
        unfold weight. assert (0 <= kappa * square l) by (apply Rmult_le_pos; lra). lra.
    + apply Aps_seq. intros j _. assert (k3 : 2 <= kappa) by lra.
      apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg _ _ _ _ _ _ _ (Ap_neg _ _ _ _ _ _ _ (Ap_fold e _ _ _ _
          _ _ _ _ _ _ e0 (T_ge0 j) (B_ge0 j k) k3 k3 (HM' j) (HY j k))))); [lia|ring|lra|lra]. Qed.
(* The same with the residual of gradient_more. *)
Theorem more_terms f : 3 <= kappa - c -> INR f <= INR r + 3 ->
  Aps (3 * nt + r + 3 + f + 4 * cn)
    (map (fun j => product o converts (residual_more o converts r X Y M f j) (Y j k)) (seq 0 d))
    exact_gradient absolute_gradient Q.
Proof. intros k3 hf. apply Aps_seq. intros j _. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_product_c _ _ _ _
      _ _ _ _ _ _ (Ap_residual_more f j k3 hf) (HY j k))); [lia|reflexivity|lra|lra]. Qed.
Theorem more_folded_terms f e : 0 <= e -> 3 <= kappa - c -> INR f <= INR r + 3 ->
  Aps (3 * nt + r + 4 + f + 5 * cn) (map neg (terms_more o converts d r X Y M f e k))
    (- (e * exact_gradient)) (e * absolute_gradient) ((1 + e) * Q).
Proof. intros e0 k3 hf. eapply Aps_weaken; [assumption|assumption| |].
  2: exact (residual_folded _ _ e e0 (fun j => Ap_residual_more f j k3 hf)). lia. Qed.

(* The gradient of either form, before it is printed. *)
Theorem Ap_gradient :
  Ap (3 * nt + r + 2 * d + 2 + 4 * cn) exact_gradient absolute_gradient (kappa * J - 6)
  (gradient o converts d r X Y M k).
Proof. destruct gradient_terms as [h1 h2]. assert (d1 := d_real). assert (r0 := pos_INR r).
  assert (0 <= INR r * (INR d - 1)) by (apply Rmult_le_pos; lra). assert (sp := spare_ge).
  apply Ap_either.
  - assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h1). rewrite length_map, length_seq in g.
    assert (b := Q_bound). assert (q := units_le d).
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|lra].
  - assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ h2). rewrite length_app, !length_map,
      !length_seq in g. assert (b := G_bound). assert (q := units_le (r + d)).
    rewrite plus_INR in q. apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|lra]. Qed.
Theorem Ap_gradient_more f : 3 <= kappa - c -> INR f <= INR r + 3 ->
  Ap (3 * nt + r + d + 3 + f + 4 * cn) exact_gradient absolute_gradient (kappa * J - 6)
    (gradient_more o converts d r X Y M f k).
Proof. intros k3 hf. assert (d1 := d_real). assert (r0 := pos_INR r).
  assert (0 <= INR r * INR d) by (apply Rmult_le_pos; lra). assert (sp := spare_ge).
  assert (g := Ap_sum_of u lam u_ge0 lam_ge0 _ _ _ _ _ (more_terms f k3 hf)).
  rewrite length_map, length_seq in g. assert (b := Q_bound). assert (q := units_le d).
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|lra]. Qed.
End Gradient.
