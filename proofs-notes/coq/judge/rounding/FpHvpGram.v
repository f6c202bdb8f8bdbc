(* SPDX-License-Identifier: Apache-2.0 *)
(* FpHvpGram.v: the bound on the Hessian applied to a direction (dx, dy), from Gram matrices.

   The Gram form of the gradient, X (Y^T Y) - M Y, has the derivative dX (Y^T Y) + X (dY^T Y + Y^T
   dY) - M dY. Its last part may also be the residual's, as X Y^T dY - M dY = (X Y^T - M) dY. The
   entry by X is stated; that by Y is the same with the factors exchanged. Exact value, absolute
   monomials and bound are those of FpHvp.v. Main result: hvp_gram_error (FP.hvp). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep FpHessian FpHvp.
Local Open Scope R_scope.

Section Plans.
Variables (o : operations) (converts : bool) (d r : nat).
Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value) (DX : nat -> value)
  (DY : nat -> nat -> value).
Notation product := (product o converts). Notation sum_of := (sum_of o).
(* One entry of dY^T Y, and of dY^T Y + Y^T dY in one sum. *)
Definition gram_mixed
    (l k : nat) : value := sum_of (map (fun j => product (DY j l) (Y j k)) (seq 0 d)).
Definition gram_change (l k : nat) : value :=
  sum_of (map (fun j => product (DY j l) (Y j k)) (seq 0 d) ++ map
    (fun j => product (Y j l) (DY j k)) (seq 0 d)).
(* dX (Y^T Y); X (dY^T Y + Y^T dY), or its halves apart (in a tree of rounded additions), or the
   second with -M dY as the residual times dY. *)
Definition terms_own
    (k : nat) : list value := map (fun l => product (gram o converts d Y l k) (DX l)) (seq 0 r).
Definition terms_change
    (k : nat) : list value := map (fun l => product (gram_change l k) (X l)) (seq 0 r).
Definition terms_mixed
    (k : nat) : list value := map (fun l => product (gram_mixed l k) (X l)) (seq 0 r).
Definition terms_mixed_too (k : nat) : list value :=
  map (fun l =>
    product (sum_of (map (fun j => product (Y j l) (DY j k)) (seq 0 d))) (X l)) (seq 0 r).
Definition terms_target
    (k : nat) : list value := map (fun j => neg (product (M j) (DY j k))) (seq 0 d).
Definition gram_terms_residual (k : nat) : list value :=
  map (fun j => product (defect o converts r X Y M j) (DY j k)) (seq 0 d).
Definition hvp_gram (k : nat) : value :=
  either (sum_of (terms_own k ++ terms_change k ++ terms_target k))
  (either (tree_of o (terms_own k ++ terms_mixed k ++ terms_mixed_too k ++ terms_target k))
          (sum_of (terms_own k ++ terms_mixed k ++ gram_terms_residual k))).
End Plans.

Section HvpGram.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation kap := (kap converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables (x y m dx dy : matrix) (i k : nat). Hypothesis k_r : (k < r)%nat.
Notation Aps_column := (Aps_column u lam converts d r u_ge0 lam_range d_ge1 k k_r).
Notation Ap_times := (Ap_times u lam converts d r u_ge0 lam_range d_ge1 k k_r).
Let A := Mabs x i. Let B := Mabs y. Let T := Mabs m i. Let E := Mabs dx i. Let G := Mabs dy.
Notation X := (read x i). Notation Y := (read y). Notation M := (read m i).
Notation DX := (read dx i). Notation DY := (read dy).
Notation Ap_read_product := (Ap_read_product u lam converts d u_ge0 lam_range d_ge1).
Notation column_units := (column_units converts d k).
Notation column_bound := (column_bound converts r k).
Notation column_ge0 := (column_ge0 lam converts d lam_range k). Notation swap := (swap d r k).
Notation columns_bound := (columns_bound converts d r d_ge1 k). Let al := big r (both x dx i).
Let be j := big r (both y dy j). Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).

Lemma Ap_change_of l :
  Ap (1 + 2 * cn + (d + d)) (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k))
  (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k))
  (big d (fun j => kap * (G j l + B j k) + 5) + big d (fun j => kap * (B j l + G j k) + 5))
    (gram_change o converts d Y DY l k).
Proof. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seqs u lam u_ge0 l0 _ _ _ d _ _ _ _ d _ _ _ _
      (fun j _ => Ap_read_product dy j l y j k) (fun j _ => Ap_read_product y j l dy j k) (le_n _)
      (le_n _))); [lia|reflexivity|apply Rle_refl|].
  apply Rplus_le_compat; apply big_le; intros; unfold B, G; lra. Qed.
Lemma Aps_change : Aps (2 + (d + d) + 4 * cn) (terms_change o converts d r X Y DY k)
  (big r (fun l => (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k)) * x i l))
  (big r (fun l => (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k)) * A l))
  (big r (fun l => column_units dy y A l + column_units y dy A l)).
Proof. apply Aps_seq. intros l _. destruct (column_ge0 dy y l) as [s0 s1].
  destruct (column_ge0 y dy l) as [s2 s3].
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ x i l (Ap_change_of l) (Rplus_le_le_0_compat _
      _ s0 s2) (Rplus_le_le_0_compat _ _ s1 s3))); [lia|reflexivity|apply Rle_refl|].
  unfold FpHvp.column_units, A, B, G. assert (a0 := p0 x i l). lra. Qed.
Lemma Aps_target :
  Aps (1 + 2 * cn) (terms_target o converts d M DY k) (big d (fun j => - (m i j * dy j k)))
  (big d (fun j => T j * G j k)) (big d (fun j => kap * (T j + G j k) + 2)).
Proof. apply Aps_seq. intros j _. apply Ap_neg. exact (Ap_read_product m i j dy j k). Qed.
Let kr j := kap * (big r (fun l => A l * B j l) + T j)
  + (kap * (big r A + big r (B j)) + 5 * INR r + 4) * (G j k + 1 / 64) + 1.
Lemma Aps_residual : Aps (r + 3 + 4 * cn) (gram_terms_residual o converts d r X Y M DY k)
  (big d (fun j => (big r (fun l => x i l * y j l) - m i j) * dy j k))
  (big d (fun j => (big r (fun l => A l * B j l) + T j) * G j k)) (big d kr).
Proof. destruct (kapl lam converts lam_range) as (k1 & _). apply Aps_seq. intros j _.
  assert (s0 : 0 <= rho_of r (Mabs x) (Mabs y) (Mabs m) i j) by exact (R1_ge0 r x y m i j).
  assert (s1 : 0 <= kap * (big r A + big r (B j)) + 5 * INR r + 3).
  { destruct (size_facts r x y dx dy i j) as (_ & _ & _ & _ & _ & _ & a0 & _ & b0 & _).
    fold A in a0. fold (B j) in b0. pieces. }
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dy j k (Ap_residual_of u lam converts d r u_ge0
      lam_range d_ge1 x y m i j) s0 s1)); [lia|reflexivity|apply Rle_refl|].
  unfold kr, rho_of, A, B, T, G. lra. Qed.

(* What the judge has, per j. *)
Let rh j := rho_of r (both x dx) (both y dy) (Mabs m) i j.
Let W j := (al + be j + (2 * INR r + 4)) * (both y dy j k + 1) + rh j + 2 * (al + 1).
Let phi := 3 / 2 * INR (underflow_factor conversions).
Lemma sizes j : 0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <= big r (G j) /\
  0 <= B j k /\ 0 <= G j k /\ 0 <= T j.
Proof. repeat split; try apply p0; apply big_ge0; intros; apply p0. Qed.
Lemma rho_parts j : rh j = big r (fun l => A l * B j l) + T j
  + (big r (fun l => E l * B j l) + big r (fun l => A l * G j l))
  + big r (fun l => E l * G j l).
Proof. exact (rh_split r x y m dx dy i j). Qed.
Lemma per_j j : column_bound y y E j + column_bound y dy A j + column_bound dy y A j
  + (kap * (T j + G j k) + 2) + (6 * INR r + 4) <= phi * W j
  /\ column_bound y y E j + column_bound dy y A j + kr j + (6 * INR r + 4) <= phi * W j.
Proof. destruct (kapl lam converts lam_range) as (k1 & _).
    destruct (phi_facts lam converts lam_range) as [p1 p2]. fold phi in p1, p2.
    destruct (sizes j) as (a0 & e0 & b0 & g0 & Bk & Gk & t0).
    assert (r1 : 1 <= INR r) by (change 1 with (INR 1); apply le_INR; lia).
    assert (q := rho_parts j). assert (ab : 0 <= big r (fun l => A l * B j l)) by (apply big_ge0;
      intros; apply Rmult_le_pos; apply p0). assert (eb : 0 <= big r (fun l => E l * B j l))
      by (apply big_ge0; intros; apply Rmult_le_pos; apply p0). assert (ag : 0 <=
      big r (fun l => A l * G j l)) by (apply big_ge0; intros; apply Rmult_le_pos; apply p0).
    assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply big_ge0; intros; apply Rmult_le_pos;
      apply p0). assert (kq : kap * rh j <= phi * rh j) by (apply Rmult_le_compat_r; lra).
    unfold FpHvp.column_bound, kr, W, al, be. rewrite (al_split r x dx i), (be_split r y dy j).
    fold A E (B j) (G j). change (Mabs y j) with (B j). change (Mabs dy j) with (G j).
    change (both y dy j k) with (B j k + G j k). set (bA := big r A) in *. set (bE := big r E) in *.
    set (bB := big r (B j)) in *. set (bG := big r (G j)) in *.
    set (AB := big r (fun l => A l * B j l)) in *. set (EB := big r (fun l => E l * B j l)) in *.
    set (AG := big r (fun l => A l * G j l)) in *. set (EG := big r (fun l => E l * G j l)) in *.
    set (b := B j k) in *. set (g := G j k) in *. set (t := T j) in *. set (R := rh j) in *.
    set (R' := INR r) in *. set (Z := bA + bE + (bB + bG)). assert (z0 : 0 <= Z) by (unfold Z; lra).
    assert (kap * (Z * (b + g)) <= phi * (Z * (b + g)) /\ 6 * Z <= phi * Z /\ 6 * ((2 * R' + 4)
        * (b + g + 1)) <= phi * ((2 * R' + 4) * (b + g + 1)) /\ 6 * (2 * (bA + bE + 1)) <=
      phi * (2 * (bA + bE + 1)) /\ kap * (bB + bG + bA) <= 2 * (bB + bG + bA) /\ 0 <= R' * b /\ 0 <=
      R' * g /\ kap * (R' * b) <= 2 * (R' * b) /\ kap * (R' * g) <= 2 * (R' * g) /\ kap * (b + g) <=
      2 * (b + g) /\ 0 <= kap * (bE * g) /\ 0 <= kap * (bG * g) /\ 0 <= kap * (bB * g) /\
      0 <= kap * (bA * g) /\ 0 <= kap * EG /\ 0 <= kap * AG /\ kap * bB <= 2 * bB /\ 0 <= kap * bA
      /\ 0 <= kap * b) by pieces. unfold Z in *. rewrite q in kq |- *. split; lra. Qed.
Lemma big_split (f g h : nat -> R) :
  big r (fun l => (f l + g l) * h l) = big r (fun l => f l * h l) + big r (fun l => g l * h l).
Proof. rewrite <- big_plus. apply big_ext. intros; ring. Qed.
Lemma own_exact : big r (fun l => big d (fun j => y j l * y j k) * dx i l)
  + (big r (fun l => (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k)) * x i l)
    + big d (fun j => - (m i j * dy j k)))
  = exact_hvp d r x y m dx dy i k.
Proof. rewrite big_split, !swap. unfold exact_hvp; cbv zeta beta. rewrite <- !big_plus.
  apply big_ext. intros j _. cbv beta. ring. Qed.
Lemma own_absolute : big r (fun l => big d (fun j => B j l * B j k) * E l)
  + (big r (fun l => (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k)) * A l)
    + big d (fun j => T j * G j k))
  = absolute_hvp d r x y m dx dy i k.
Proof. unfold A, B, E, G, T. rewrite big_split, !swap. unfold absolute_hvp; cbv zeta beta.
  rewrite <- !big_plus. apply big_ext. intros j _. unfold A, B, E, G, T. ring. Qed.
Lemma Ap_hvp_gram : Ap (3 * d + 3 * r + 3 + 4 * cn - Nat.min d r) (exact_hvp d r x y m dx dy i k)
  (absolute_hvp d r x y m dx dy i k) (phi * big d W) (hvp_gram o converts d r X Y M DX DY k).
Proof. assert (d1 := d_real d d_ge1). assert (r1 : 1 <= INR r)
    by (change 1 with (INR 1); apply le_INR; lia). assert (kE := columns_bound y y E (p0 dx i)).
  assert (kA := columns_bound y dy A (p0 x i)). assert (kB := columns_bound dy y A (p0 x i)).
  assert (S1 : big d (column_bound y y E) + big d (column_bound y dy A) + big d (column_bound dy y
      A) + big d (fun j => kap * (T j + G j k) + 2) + INR d * (6 * INR r + 4) <= phi * big d W).
  { rewrite <- (big_const d), <- (big_mul d phi), <- !big_plus. apply big_le. intros j _.
    apply per_j. }
  assert (S2 : big d (column_bound y y E) + big d (column_bound dy y A) + big d kr
    + INR d * (6 * INR r + 4) <= phi * big d W).
  { rewrite <- (big_const d), <- (big_mul d phi), <- !big_plus. apply big_le. intros j _.
    apply per_j. }
  assert (dr : 0 <= (INR d - 1) * INR r) by (apply Rmult_le_pos; lra).
  assert (own := Aps_column y y dx i).
  assert (w : forall n' n P v s K, Aps n P v s K -> (n <= n')%nat -> Aps n' P v s K)
    by (intros n' n P v s K h hn; exact (Aps_weaken u lam u_ge0 l0 n n' _ _ _ _ hn h)).
  unfold hvp_gram. apply Ap_either; [|apply Ap_either].
  - set (n := (2 + (d + d) + 4 * cn)%nat). assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _
      (w n _ _ _ _ _ own ltac:(unfold n; lia)) (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _
        Aps_change ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_target ltac:(unfold n; lia)))).
    assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). unfold terms_change, terms_target in g.
    rewrite !length_app, !length_map, !length_seq in g. assert (q := units_le (r + (r + d))).
    rewrite !plus_INR in q. rewrite (big_plus r (column_units dy y A)) in g. apply (Ap_to _ _ _ _ _
      _ _ _ _ g); [unfold n; lia|apply own_exact|apply Req_le, own_absolute|unfold E, A in *; lra].
  - set (n := (2 + d + 4 * cn)%nat). assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ own
        ltac:(unfold n; lia)) (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column dy y x i)
        ltac:(unfold n; lia)) (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column y dy x i)
        ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_target ltac:(unfold n; lia))))).
    assert (g := Ap_tree_of u lam u_ge0 l0 _ _ _ _ _ h).
    unfold terms_target in g. rewrite !length_app, !length_map, !length_seq, !plus_INR in g.
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n; lia| | |unfold A, E in *; lra].
    + rewrite <- own_exact, big_split. ring.
    + rewrite <- own_absolute, big_split. unfold A, B, E, G. apply Req_le. ring.
  - set (n := (3 + d + r + 4 * cn - 1)%nat). assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _
        _ _ own ltac:(unfold n; lia)) (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column dy
        y x i) ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_residual ltac:(unfold n; lia)))).
    assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h).
    unfold gram_terms_residual in g. rewrite !length_app, !length_map, !length_seq in g.
    assert (q := units_le (r + (r + d))). rewrite !plus_INR in q.
    apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n; lia| | |unfold A, E in *; lra].
    + rewrite !swap. unfold exact_hvp; cbv zeta beta. rewrite <- !big_plus. apply big_ext.
      intros j _. ring.
    + rewrite !swap. unfold absolute_hvp; cbv zeta beta. rewrite <- !big_plus.
      apply Req_le, big_ext. intros j _. unfold A, B, E, G, T. ring. Qed.
Definition legal_hvp_gram : value := printed o (hvp_gram o converts d r X Y M DX DY k).
Theorem hvp_gram_error d1 z : let n := hvp_roundings d1 d r d conversions in INR n * u <= 1 / 4 ->
  legal_hvp_gram z ->
  Rabs (z - exact_hvp d r x y m dx dy i k) <= gamma u n * absolute_hvp d r x y m dx dy i k
    + lam * underflow_of d r conversions 1 (both x dx) (both y dy) (Mabs m) i k.
Proof. intro n.
  apply (hvp_enough u lam converts d r u_ge0 lam_range x y m dx dy i k _ n _ z Ap_hvp_gram).
  unfold n, hvp_roundings, FpStep.conversions.
  assert (d * 1 <= d * r)%nat by (apply Nat.mul_le_mono_l; lia).
  assert (1 * r <= d * r)%nat by (apply Nat.mul_le_mono_r; lia). lia. Qed.
End HvpGram.
