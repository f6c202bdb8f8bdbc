(* SPDX-License-Identifier: Apache-2.0 *)
(* FpStep.v: the bounds on a gradient and on one perturbed update, as the judge computes them.

   Matrices are functions of two indices; only those below the dimensions matter. x is d1 x r, y d2
   x r, m d1 x d2, and zx, zy the noises. Inputs may be flushed where they are subnormal; step sizes
   are not subnormal, and exact in the format that a product converts to.
   Main results: gradient_error (FP.gradient), step_error (FP.step; wide: a state held wider than it
   is printed; apart: sums whose error is relative to their operands, as in double-double),
   gradient_more_error and step_more_error (the residual's entries rounded up to four times more, as
   by a program that differentiates half the square of a scaled norm). *)
From Coq Require Import Reals Psatz List Bool.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient.
Local Open Scope R_scope.

Definition matrix := nat -> nat -> R.
Definition transpose (m : matrix) : matrix := fun j i => m i j.
(* A row of (X Y^T - M) Y, and of |X| |Y|^T + |M| = rho. *)
Definition exact_gradient_of (d r : nat) (x y m : matrix) (i k : nat) :=
  big d (fun j => (big r (fun l => x i l * y j l) - m i j) * y j k).
Definition rho_of (r : nat) (A B T : matrix) (i j : nat) := big r (fun l => A i l * B j l) + T i j.
Definition absolute_gradient_of (d r : nat) (A B T : matrix)
    (i k : nat) := big d (fun j => rho_of r A B T i j * B j k).
Definition Mabs (x : matrix) : matrix := fun i j => Rabs (x i j).
Definition Mplus (x z : matrix) : matrix := fun i j => x i j + z i j.
(* The term U of the judge. *)
Definition underflow_of (d r conversions : nat) (eta : R) (A B T : matrix) (i k : nat) :=
  INR (underflow_factor conversions) *
  update_underflow r d eta (big r (A i)) (fun j => big r (B j)) (fun j => B j k) (rho_of r A B T i).

Section Steps.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam). Notation o := (model u lam). Notation cn := (cn converts).
Notation c := (c converts).
Definition conversions := (2 * cn)%nat.

(* What may be read where an input matrix stands. *)
Definition read (x : matrix) (i k : nat) : value := input lam (x i k).

(* A state that is held wider than it is printed, as x. *)
Definition held (x : R) : value := fun s => rounds u lam s x.
Lemma Ap_held x : u <= 1 / 4 -> Ap 2 x (Rabs x) 1 (held x).
Proof. intros hu s h. unfold held, rounds in h. split; [lra|split; [lra|]].
  assert (t : Rabs s <= Rabs x + Rabs (s - x)) by triangle. rewrite Rabs_minus_sym in h.
  assert (p := Rabs_pos x). assert (g : 1 <= (1 + u) * ((1 + u) * 1) * (1 - u)) by nra. nra. Qed.
(* The perturbed iterate. *)
Notation perturbed := (perturbed (model u lam) lam).
Lemma Ap_perturbed x z : Ap 1 (x + z) (Rabs (x + z)) 3 (perturbed x z).
Proof. intros p (a & b & ha & hb & h).
  destruct (Ap_input u lam (proj1 lam_range) x a ha) as (_ & _ & h1).
  destruct (Ap_input u lam (proj1 lam_range) z b hb) as (_ & _ & h2). simpl in h1, h2. simpl in h.
  unfold rounds in h. split; [lra|split; [lra|]]. simpl.
  replace (p - (x + z)) with ((p - (a + b)) + ((a - x) + (b - z))) by ring.
  assert (e1 := Rabs_triang (p - (a + b)) ((a - x) + (b - z))).
  assert (e2 := Rabs_triang (a - x) (b - z)).
  assert (e3 : Rabs (a + b) <= Rabs (x + z) + 2 * lam) by triangle.
  assert (u * Rabs (a + b) <= u * (Rabs (x + z) + 2 * lam) /\ 0 <= u * lam) by pieces. lra. Qed.
Definition start (wide : bool) (x : R) : value := if wide then held x else input lam x.
Local Definition iterate (wide apart : bool) (x z : matrix) (i k : nat) : value :=
  if wide
    || apart then plus2 o (start wide (x i k)) (input lam (z i k)) else perturbed (x i k) (z i k).
Definition iterate_size (wide apart : bool) (x z : matrix) : matrix :=
  if wide || apart then Mplus (Mabs x) (Mabs z) else Mabs (Mplus x z).
Definition iterate_roundings (wide : bool) : nat := if wide then 3 else 1.
Lemma Ap_start wide x : u <= 1 / 4 -> Ap 2 x (Rabs x) 1 (start wide x).
Proof. intro hu. destruct wide; [now apply Ap_held|].
  exact (Ap_to u lam u_ge0 (proj1 lam_range) _ _ _ _ _ 2 _ _ _ (Ap_input u lam (proj1 lam_range) x)
    ltac:(lia) eq_refl (Rle_refl _) (Rle_refl _)). Qed.
Lemma Ap_iterate wide apart x z i k : u <= 1 / 4 ->
  Ap (iterate_roundings wide) (Mplus x z i k) (iterate_size wide apart x z i k) 3
    (iterate wide apart x z i k).
Proof. intro hu. destruct lam_range as [l0 _].
  unfold iterate, iterate_size, iterate_roundings, Mplus, Mabs.
  destruct wide; [|destruct apart]; simpl; [| |apply Ap_perturbed].
  - replace 3 with (1 + 1 + 1) by ring. apply (Ap_plus2 u lam u_ge0 l0); [now apply Ap_held|].
    exact (Ap_to u lam u_ge0 l0 _ _ _ _ _ 2 _ _ _ (Ap_input u lam l0 (z i k)) ltac:(lia) eq_refl
      (Rle_refl _) (Rle_refl _)).
  - replace 3 with (1 + 1 + 1) by ring. apply (Ap_plus2 u lam u_ge0 l0); now apply Ap_input. Qed.

(* Factors of underflow. *)
Definition kappa := 3 + c.
Lemma kappa_facts : 3 <= kappa /\ lam * kappa * kappa <= 1 / 8 /\ 3 <= kappa - c /\ kappa <= 4
  /\ 4 / 3 * kappa <= INR (underflow_factor conversions).
Proof. unfold kappa, underflow_factor, conversions, FpModel.c, FpModel.cn.
  destruct converts; simpl; repeat split; lra. Qed.

Section Entry.
Variables (x y m A B T : matrix) (LX LY LM : nat -> nat -> value) (i k nt : nat).
Hypotheses (A_ge0 : forall a b, 0 <= A a b) (B_ge0 : forall a b, 0 <= B a b).
Hypotheses (T_ge0 : forall a b, 0 <= T a b) (HX : forall a b, Ap nt (x a b) (A a b) 3 (LX a b)).
Hypothesis HY : forall a b, Ap nt (y a b) (B a b) 3 (LY a b).
Hypothesis HM : forall a b, Ap 0 (m a b) (T a b) 1 (LM a b).
Let J := J d r (A i) (T i) B k.
Notation legal_gradient := (gradient o converts d r (LX i) LY (LM i) k).
Notation legal_update X0 e := (stepped o converts d r (LX i) LY (LM i) X0 e k).

Lemma weaken_leaf v s P : Ap nt v s 3 P -> Ap nt v s (kappa - c) P.
Proof. intro h. destruct kappa_facts as (_ & _ & k3 & _). exact (Ap_to u lam u_ge0 (proj1 lam_range)
    _ _ _ _ _ nt _ _ _ h ltac:(lia) eq_refl (Rle_refl _) k3). Qed.
Local Lemma room f : (f <= 4)%nat -> (1 <= r)%nat -> INR f <= INR r + 3.
Proof. intros hf hr. assert (a := le_INR _ _ hf). assert (b := le_INR _ _ hr). simpl in a, b. lra.
Qed.
Lemma J_ge0 : 0 <= J.
Proof. unfold J, FpGradient.J. assert (a0 := alpha_ge0 r (A i) (A_ge0 i)). assert (r0 := pos_INR r).
  assert (d0 := pos_INR d). repeat apply Rplus_le_le_0_compat.
  - apply big_ge0. intros j _. assert (b0 := beta_ge0 r B B_ge0 j). assert (q := B_ge0 j k).
    apply Rmult_le_pos; lra.
  - apply big_ge0. intros j _. now apply rho_ge0.
  - repeat apply Rmult_le_pos; lra. Qed.
Lemma Ap_gradient_at : Ap (3 * nt + r + 2 * d + 2 + 4 * cn) (exact_gradient_of d r x y m i k)
  (absolute_gradient_of d r A B T i k) (kappa * J - 6) legal_gradient.
Proof. destruct kappa_facts as (k1 & k2 & k3 & _). destruct lam_range as [l0 _].
  assert (kc : 1 <= kappa - c) by lra. exact (Ap_gradient u lam converts d r u_ge0 l0 (LX i) LY
    (LM i) (x i) (m i) (A i) (T i) y B nt kappa k1 k2 kc d_ge1 (A_ge0 i) B_ge0
    (fun l => weaken_leaf _ _ _ (HX i l)) (fun j l => weaken_leaf _ _ _ (HY j l)) (HM i) k). Qed.
Lemma Ap_gradient_more_at f : (f <= 4)%nat -> (1 <= r)%nat ->
  Ap (3 * nt + r + d + 3 + f + 4 * cn) (exact_gradient_of d r x y m i k)
    (absolute_gradient_of d r A B T i k) (kappa * J - 6)
      (gradient_more o converts d r (LX i) LY (LM i) f k).
Proof. intros hf hr. destruct kappa_facts as (k1 & k2 & k3 & _). destruct lam_range as [l0 _].
  exact (Ap_gradient_more u lam converts d r u_ge0 l0 (LX i) LY (LM i) (x i) (m i) (A i) (T i) y B
    nt kappa k1 k2 d_ge1 (A_ge0 i) B_ge0 (fun l => weaken_leaf _ _ _ (HX i l))
    (fun j l => weaken_leaf _ _ _ (HY j l)) (HM i) k f k3 (room f hf hr)). Qed.

(* The image of x0, the gradient being computed in whatever way: the step size e last, or folded
   into the terms of one sum. *)
Section Image.
Variables (e x0 : R) (X0 : value). Hypotheses (e_ge0 : 0 <= e) (H0 : Ap 2 x0 (Rabs x0) 1 X0).
Notation image := (x0 - e * exact_gradient_of d r x y m i k).
Notation size := (Rabs x0 + e * absolute_gradient_of d r A B T i k).
Notation K := (kappa * ((1 + e) * J + (INR d + 4)) - 1).
Lemma Ap_last n P : (2 <= n)%nat ->
  Ap n (exact_gradient_of d r x y m i k) (absolute_gradient_of d r A B T i k) (kappa * J - 6) P ->
  Ap (n + 4 + cn) image size K (plus2 o X0 (neg (scale o converts e (further o 2 P)))).
Proof. intros hn h. destruct kappa_facts as (k1 & _). destruct lam_range as [l0 _].
  assert (cr := c_range converts). assert (j0 := J_ge0). assert (d1 := d_real d d_ge1).
  assert (0 <= kappa * J /\ 0 <= (kappa - 3) * INR d) by pieces. assert (g := Ap_neg u lam _ _ _ _ _
    (Ap_scale u lam converts u_ge0 l0 e _ _ _ _ _ (Ap_further u lam u_ge0 l0 2 _ _ _ _ _ h))).
  rewrite (Rabs_pos_eq e) in g by assumption. assert (h0 : Ap (n + 2 + 1 + cn) x0 (Rabs x0) 1 X0).
  { apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ H0); [lia|reflexivity|lra|lra]. }
  apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (Ap_plus2 u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ h0 g));
    [lia|ring|lra|]. simpl INR. assert (0 <= e * (4 - c)) by (apply Rmult_le_pos; lra). lra. Qed.
Lemma Ap_folded n Ps S : (2 <= n)%nat -> (length Ps <= r + d)%nat ->
  S + spare d r kappa <= kappa * J ->
  Aps u lam n Ps (- (e * exact_gradient_of d r x y m i k)) (e * absolute_gradient_of d r A B T i k)
    ((1 + e) * S) -> Ap (n + (1 + length Ps)) image size K (sum_of o (X0 :: Ps)).
Proof. intros hn hl hS h. destruct kappa_facts as (k1 & _). destruct lam_range as [l0 _].
  assert (d1 := d_real d d_ge1).
  assert (0 <= INR r /\ 0 <= (kappa - 3) * INR d /\ 0 <= INR r * (INR d - 1)) by pieces.
  assert (sp := spare_ge d r kappa k1 d_ge1). assert (h0 : Ap n x0 (Rabs x0) 1 X0).
  { apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ H0); [lia|reflexivity|lra|lra]. }
  assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ (Aps_cons u lam _ _ _ _ _ _ _ _ _ h0 h)).
  simpl length in g. assert (q := units_le (Datatypes.S (length Ps))). rewrite S_INR in q.
  assert (hl' := le_INR _ _ hl). rewrite plus_INR in hl'.
  apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ g); [lia|ring|lra|].
  assert ((1 + e) * (S + spare d r kappa) <= (1 + e) * (kappa * J)) by (apply Rmult_le_compat_l;
    lra). assert (0 <= e * spare d r kappa) by (apply Rmult_le_pos; lra). lra. Qed.
Lemma Ap_image n P : Ap n image size K P ->
  Ap (S n) image size (kappa * ((1 + e) * J + (INR d + 4))) (printed o P).
Proof. intro h. destruct lam_range as [l0 _]. apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _
    (Ap_rounded u lam u_ge0 l0 _ _ _ _ _ h)); [lia|reflexivity|lra|lra]. Qed.
Lemma Ap_update :
  Ap (3 * nt + r + 2 * d + 7 + 5 * cn) image size (kappa * ((1 + e) * J + (INR d + 4)))
    (printed o (legal_update X0 e)).
Proof. destruct kappa_facts as (k1 & k2 & k3 & _). destruct lam_range as [l0 _].
  assert (kc : 1 <= kappa - c) by lra.
  destruct (folded_terms u lam converts d r u_ge0 l0 (LX i) LY (LM i) (x i) (m i) (A i) (T i) y B nt
    kappa k1 k2 kc d_ge1 (A_ge0 i) B_ge0 (T_ge0 i) (fun l => weaken_leaf _ _ _ (HX i l))
    (fun j l => weaken_leaf _ _ _ (HY j l)) (HM i) k e e_ge0) as [hr hg].
  assert (qb : Q lam d r (A i) (T i) B kappa k + spare d r kappa <= kappa * J) by (apply Q_bound;
    auto). assert (gb : G lam d r (A i) (T i) B kappa k + spare d r kappa <= kappa * J)
    by (apply G_bound; auto). assert (w : forall n P, Ap n image size K P -> (n <= 3 * nt + r
      + 2 * d + 6 + 5 * cn)%nat -> Ap (3 * nt + r + 2 * d + 6 + 5 * cn) image size K P).
  { intros n P h hn.
    exact (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ h hn eq_refl (Rle_refl _) (Rle_refl _)). }
  replace (3 * nt + r + 2 * d + 7 + 5 * cn)%nat with (S (3 * nt + r + 2 * d + 6 + 5 * cn)) by lia.
  apply Ap_image, Ap_either; [|apply Ap_either].
  - eapply w; [eapply Ap_last; [|exact Ap_gradient_at]; lia|lia].
  - eapply w; [eapply Ap_folded; [|rewrite length_map; unfold terms_residual;
        rewrite length_map, length_seq; lia|exact qb|exact hr]; lia|].
    unfold terms_residual. rewrite !length_map, length_seq. lia.
  - eapply w; [eapply Ap_folded; [|rewrite length_map; unfold terms_gram;
        rewrite length_app, !length_map, !length_seq; lia|exact gb|exact hg]; lia|].
    unfold terms_gram. rewrite length_map, length_app, !length_map, !length_seq. lia. Qed.
Lemma Ap_update_more f : (f <= 4)%nat -> (1 <= r)%nat ->
  Ap (3 * nt + r + 2 * d + 7 + f + 5 * cn) image size (kappa * ((1 + e) * J + (INR d + 4)))
    (printed o (update_more o converts d r (LX i) LY (LM i) f X0 e k)).
Proof. intros hf hr1. destruct kappa_facts as (k1 & k2 & k3 & _). destruct lam_range as [l0 _].
  assert (hr := more_folded_terms u lam converts d r u_ge0 l0 (LX i) LY (LM i) (x i) (m i) (A i)
    (T i) y B nt kappa k1 k2 d_ge1 (A_ge0 i) B_ge0 (T_ge0 i) (fun l => weaken_leaf _ _ _ (HX i l))
    (fun j l => weaken_leaf _ _ _ (HY j l)) (HM i) k f e e_ge0 k3 (room f hf hr1)).
  assert (qb : Q lam d r (A i) (T i) B kappa k + spare d r kappa <= kappa * J)
    by (apply Q_bound; auto). replace (3 * nt + r + 2 * d + 7 + f + 5 * cn)%nat
    with (S (3 * nt + r + 2 * d + 6 + f + 5 * cn)) by lia. apply Ap_image, Ap_either.
  - eapply (Ap_to u lam u_ge0 l0);
      [eapply Ap_last; [|exact (Ap_gradient_more_at f hf hr1)]; lia|lia|reflexivity|lra|lra].
  - eapply (Ap_to u lam u_ge0 l0); [eapply Ap_folded; [|rewrite length_map; unfold terms_more;
        rewrite length_map, length_seq; lia|exact qb|exact hr]; lia| |reflexivity|lra|lra].
    unfold terms_more. rewrite !length_map, length_seq. lia. Qed.
End Image.
(* From kappa to the judge's U. *)
Lemma underflow_enough K e : 0 <= e -> K <= kappa * ((1 + e) * J + (INR d + 4)) ->
  4 / 3 * lam * K <= lam * underflow_of d r conversions e A B T i k.
Proof. intros e0 hK. destruct kappa_facts as (_ & _ & _ & _ & kf). destruct lam_range as [l0 _].
  assert (j0 := J_ge0). unfold underflow_of. set (W := (1 + e) * J + (INR d + 4)) in *.
  assert (0 <= W).
  { unfold W. assert (q := pos_INR d). apply Rplus_le_le_0_compat; [apply Rmult_le_pos|]; lra. }
  assert (4 / 3 * K <= INR (underflow_factor conversions) * W).
  { eapply Rle_trans; [|apply Rmult_le_compat_r; [assumption|exact kf]]. lra. }
  replace (4 / 3 * lam * K) with (lam * (4 / 3 * K)) by ring. now apply Rmult_le_compat_l. Qed.
End Entry.

Lemma Mabs_ge0 x a b : 0 <= Mabs x a b. Proof. apply Rabs_pos. Qed.
Lemma read_one x a b : Ap 0 (x a b) (Mabs x a b) 1 (read x a b).
Proof. destruct lam_range as [l0 _]. now apply Ap_input. Qed.
Lemma read_three x a b : Ap 0 (x a b) (Mabs x a b) 3 (read x a b).
Proof. destruct lam_range as [l0 _].
  apply (Ap_to u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ (read_one x a b)); [lia|reflexivity|lra|lra]. Qed.
Lemma Ap_printed_gradient n v s k P : Ap n v s k P ->
  Ap (S (n + 5)) v s (k + INR 5 + 1) (printed o (further o 5 P)).
Proof. intro h. destruct lam_range as [l0 _].
  exact (Ap_rounded u lam u_ge0 l0 _ _ _ _ _ (Ap_further u lam u_ge0 l0 5 _ _ _ _ _ h)). Qed.
Lemma gradient_underflow x y m i k :
  4 / 3 * lam * (kappa * FpGradient.J d r (Mabs x i) (Mabs m i) (Mabs y) k - 6 + INR 5 + 1)
    <= lam * underflow_of d r conversions 1 (Mabs x) (Mabs y) (Mabs m) i k.
Proof. destruct kappa_facts as (k1 & _). assert (p : forall w a b, 0 <= Mabs w a b)
    by apply Mabs_ge0. assert (j0 := J_ge0 (Mabs x) (Mabs y) (Mabs m) i k (p x) (p y) (p m)).
  apply underflow_enough; auto; [lra|]. simpl INR.
  assert (0 <= kappa * (FpGradient.J d r (Mabs x i) (Mabs m i) (Mabs y) k)) by (apply Rmult_le_pos;
    lra). assert (0 <= kappa * INR d) by (apply Rmult_le_pos; [lra|apply pos_INR]). lra. Qed.

(* FP.gradient: any entry of the gradient by one factor, x; the other is y. At most five more
   roundings. *)
Definition legal_gradient (x y m : matrix) (i k : nat) : value :=
  printed o (further o 5 (gradient o converts d r (read x i) (read y) (read m i) k)).
Theorem gradient_error x y m i k z :
  let n := gradient_roundings r d conversions in INR n * u <= 1 / 4 -> legal_gradient x y m i k z ->
  Rabs (z - exact_gradient_of d r x y m i k) <=
    gamma u n * absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k
    + lam * underflow_of d r conversions 1 (Mabs x) (Mabs y) (Mabs m) i k.
Proof. intros n hn hz. destruct lam_range as [l0 _]. assert (g := Ap_gradient_at x y m _ _ _ _ _ _ i
    k 0 (Mabs_ge0 x) (Mabs_ge0 y) (read_three x) (read_three y) (read_one m)).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n);
    [|exact hn|exact (Ap_printed_gradient _ _ _ _ _ g)|exact hz]|].
  - unfold n, gradient_roundings, conversions. lia.
  - apply Rplus_le_compat_l, gradient_underflow. Qed.
(* The same with up to four more roundings of each entry of the residual; r >= 1. *)
Definition legal_gradient_more (x y m : matrix) (i k : nat) : value :=
  printed o (further o 5 (gradient_more o converts d r (read x i) (read y) (read m i) 4 k)).
Theorem gradient_more_error x y m i k z :
  let n := (gradient_roundings r d conversions + residual_more_roundings)%nat in
  (1 <= r)%nat -> INR n * u <= 1 / 4 -> legal_gradient_more x y m i k z ->
  Rabs (z - exact_gradient_of d r x y m i k) <=
    gamma u n * absolute_gradient_of d r (Mabs x) (Mabs y) (Mabs m) i k
    + lam * underflow_of d r conversions 1 (Mabs x) (Mabs y) (Mabs m) i k.
Proof. intros n hr hn hz. destruct lam_range as [l0 _]. assert (g := Ap_gradient_more_at x y m _ _ _
    _ _ _ i k 0 (Mabs_ge0 x) (Mabs_ge0 y) (read_three x) (read_three y) (read_one m) 4 (le_n _) hr).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n);
    [|exact hn|exact (Ap_printed_gradient _ _ _ _ _ g)|exact hz]|].
  - unfold n, gradient_roundings, residual_more_roundings, conversions. lia.
  - apply Rplus_le_compat_l, gradient_underflow. Qed.
Lemma size_ge0 wide apart x z a b : 0 <= iterate_size wide apart x z a b.
Proof. unfold iterate_size, Mplus, Mabs. destruct (wide || apart); [|apply Rabs_pos].
  apply Rplus_le_le_0_compat; apply Rabs_pos. Qed.

(* FP.step: any entry of the image of x under one perturbed update with the noises zx and zy. *)
Definition legal_step (wide apart : bool) (x y m zx zy : matrix) (eta : R) (i k : nat) : value :=
  printed o (stepped o converts d r (iterate wide apart x zx i) (iterate wide apart y zy) (read m i)
    (start wide (x i k)) eta k).
Theorem step_error (wide apart : bool) x y m zx zy eta i k z :
  let n := step_roundings r d conversions (if wide then 1 else 0)%nat in
  let A := iterate_size wide apart x zx in let B := iterate_size wide apart y zy in
  0 <= eta -> INR n * u <= 1 / 4 -> legal_step wide apart x y m zx zy eta i k z ->
  Rabs (z - (x i k - eta * exact_gradient_of d r (Mplus x zx) (Mplus y zy) m i k)) <=
    gamma u n * (Rabs (x i k) + eta * absolute_gradient_of d r A B (Mabs m) i k)
    + lam * underflow_of d r conversions eta A B (Mabs m) i k.
Proof. intros n A B e0 hn hz. destruct lam_range as [l0 _]. assert (hu : u <= 1 / 4)
    by (apply (unit_small u u_ge0 n); [unfold n, step_roundings; lia|exact hn]).
  assert (g := Ap_update (Mplus x zx) (Mplus y zy) m A B (Mabs m) _ _ _ i k _ (size_ge0 _ _ _ _)
    (size_ge0 _ _ _ _) (Mabs_ge0 m) (fun a b => Ap_iterate wide apart x zx a b hu) (fun a b =>
      Ap_iterate wide apart y zy a b hu) (read_one m) eta (x i k) _ e0 (Ap_start wide (x i k) hu)).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  - unfold n, step_roundings, conversions, iterate_roundings. destruct wide; lia.
  - apply Rplus_le_compat_l, underflow_enough; auto; try apply size_ge0; try apply Mabs_ge0; lra.
Qed.
(* The same with up to four more roundings of each entry of the residual; r >= 1. *)
Definition legal_step_more (wide apart : bool) (x y m zx zy : matrix) (eta : R)
    (i k : nat) : value :=
  printed o (update_more
    o converts d r (iterate wide apart x zx i) (iterate wide apart y zy) (read m i) 4
    (start wide (x i k)) eta k).
Theorem step_more_error (wide apart : bool) x y m zx zy eta i k z :
  let n := (step_roundings r d conversions (if wide then 1 else 0) + residual_more_roundings)%nat in
  let A := iterate_size wide apart x zx in let B := iterate_size wide apart y zy in
  (1 <= r)%nat -> 0 <= eta -> INR n * u <= 1 / 4 -> legal_step_more wide apart x y m zx zy eta i k
    z -> Rabs (z - (x i k - eta * exact_gradient_of d r (Mplus x zx) (Mplus y zy) m i k)) <=
    gamma u n * (Rabs (x i k) + eta * absolute_gradient_of d r A B (Mabs m) i k)
    + lam * underflow_of d r conversions eta A B (Mabs m) i k.
Proof. intros n A B hr e0 hn hz. destruct lam_range as [l0 _]. assert (hu : u <= 1 / 4)
    by (apply (unit_small u u_ge0 n); [unfold n, step_roundings; lia|exact hn]).
  assert (g := Ap_update_more (Mplus x zx) (Mplus y zy) m A B (Mabs m) _ _ _ i k _
    (size_ge0 _ _ _ _) (size_ge0 _ _ _ _) (Mabs_ge0 m)
    (fun a b => Ap_iterate wide apart x zx a b hu) (fun a b => Ap_iterate wide apart y zy a b hu)
    (read_one m) eta (x i k) _ e0 (Ap_start wide (x i k) hu) 4 (le_n _) hr).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
  - unfold n, step_roundings, residual_more_roundings, conversions, iterate_roundings.
    destruct wide; lia.
  - apply Rplus_le_compat_l, underflow_enough; auto; try apply size_ge0; try apply Mabs_ge0; lra.
Qed.
End Steps.
