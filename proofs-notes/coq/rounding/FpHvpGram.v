(* SPDX-License-Identifier: Apache-2.0 *)
(* FpHvpGram.v: the bound on the Hessian applied to a direction (dx, dy), from Gram matrices.

   The Gram form of the gradient, X (Y^T Y) - M Y, has the derivative dX (Y^T Y) + X (dY^T Y + Y^T dY) - M dY. Its last part
   may also be the residual's, as X Y^T dY - M dY = (X Y^T - M) dY. The entry by X is stated; that by Y is the same with
   the factors exchanged. Exact value, absolute monomials and bound are those of FpHvp.v.

   Main result: hvp_gram_error (FP.hvp). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep FpHessian FpHvp.
Import ListNotations.
Local Open Scope R_scope.

Section Plans.
Variables (o : operations) (converts : bool) (d r : nat).
Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value) (DX : nat -> value) (DY : nat -> nat -> value).
Notation product := (product o converts).
Notation sum_of := (sum_of o).
(* One entry of dY^T Y, and of dY^T Y + Y^T dY in one sum. *)
Definition gram_mixed (l k : nat) : value := sum_of (map (fun j => product (DY j l) (Y j k)) (seq 0 d)).
Definition gram_change (l k : nat) : value :=
  sum_of (map (fun j => product (DY j l) (Y j k)) (seq 0 d) ++ map (fun j => product (Y j l) (DY j k)) (seq 0 d)).
(* dX (Y^T Y); X (dY^T Y + Y^T dY), or its halves apart (in a tree of rounded additions), or the second with -M dY as the residual times dY. *)
Definition terms_own (k : nat) : list value := map (fun l => product (gram o converts d Y l k) (DX l)) (seq 0 r).
Definition terms_change (k : nat) : list value := map (fun l => product (gram_change l k) (X l)) (seq 0 r).
Definition terms_mixed (k : nat) : list value := map (fun l => product (gram_mixed l k) (X l)) (seq 0 r).
Definition terms_mixed_too (k : nat) : list value :=
  map (fun l => product (sum_of (map (fun j => product (Y j l) (DY j k)) (seq 0 d))) (X l)) (seq 0 r).
Definition terms_target (k : nat) : list value := map (fun j => neg (product (M j) (DY j k))) (seq 0 d).
Definition terms_residual (k : nat) : list value :=
  map (fun j => product (residual o converts r X Y M j) (DY j k)) (seq 0 d).
Definition hvp_gram (k : nat) : value :=
  either (sum_of (terms_own k ++ terms_change k ++ terms_target k))
  (either (tree_of o (terms_own k ++ terms_mixed k ++ terms_mixed_too k ++ terms_target k))
          (sum_of (terms_own k ++ terms_mixed k ++ terms_residual k))).
End Plans.

Section HvpGram.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation o := (model u lam).
Notation cn := (cn converts).
Notation kap := (kap converts).
Notation conversions := (conversions converts).
Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables (x y m dx dy : matrix) (i k : nat).
Hypothesis k_r : (k < r)%nat.
Notation Ap_times := (Ap_times u lam converts d r u_ge0 lam_range d_ge1 k k_r).
Let A := Mabs x i. Let B := Mabs y. Let T := Mabs m i. Let E := Mabs dx i. Let G := Mabs dy.
Notation X := (read x i). Notation Y := (read y). Notation M := (read m i). Notation DX := (read dx i). Notation DY := (read dy).
Notation Ap_pair := (Ap_pair u lam converts d u_ge0 lam_range d_ge1).
Let al := big r A + big r E.
Let be j := big r (B j) + big r (G j).
Let p0 (z : matrix) a b : 0 <= Mabs z a b := Rabs_pos (z a b).

(* One sum of d products of entries of two matrices. *)
Lemma Ap_column (a b : matrix) l q : Ap (1 + 2 * cn + d) (big d (fun j => a j l * b j q)) (big d (fun j => Mabs a j l * Mabs b j q))
  (big d (fun j => kap * (Mabs a j l + Mabs b j q) + 5))
  (sum_of o (map (fun j => product o converts (read a j l) (read b j q)) (seq 0 d))).
Proof.
assert (h : Aps (1 + 2 * cn) (map (fun j => product o converts (read a j l) (read b j q)) (seq 0 d))
  (big d (fun j => a j l * b j q)) (big d (fun j => Mabs a j l * Mabs b j q)) (big d (fun j => kap * (Mabs a j l + Mabs b j q) + 2))).
{ apply Aps_seq. intros j _. apply Ap_pair. }
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite map_length, seq_length in g. assert (q' := units_le d).
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|].
rewrite !big_plus, !big_const. lra.
Qed.
Lemma column_ge0 (a b : matrix) l q : 0 <= big d (fun j => Mabs a j l * Mabs b j q)
  /\ 0 <= big d (fun j => kap * (Mabs a j l + Mabs b j q) + 5).
Proof.
destruct (kapl lam converts lam_range) as (k1 & _). split; apply big_ge0; intros j _.
- apply Rmult_le_pos; apply p0.
- assert (h := p0 a j l). assert (h' := p0 b j q). assert (0 <= kap * (Mabs a j l + Mabs b j q)) by (apply Rmult_le_pos; lra). lra.
Qed.
Lemma Ap_change_of l : Ap (1 + 2 * cn + (d + d)) (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k))
  (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k))
  (big d (fun j => kap * (G j l + B j k) + 5) + big d (fun j => kap * (B j l + G j k) + 5)) (gram_change o converts d Y DY l k).
Proof.
assert (h : Aps (1 + 2 * cn) (map (fun j => product o converts (DY j l) (Y j k)) (seq 0 d)
    ++ map (fun j => product o converts (Y j l) (DY j k)) (seq 0 d))
  (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k))
  (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k))
  (big d (fun j => kap * (G j l + B j k) + 2) + big d (fun j => kap * (B j l + G j k) + 2))).
{ apply Aps_app; apply Aps_seq; intros j _; apply Ap_pair. }
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite app_length, !map_length, seq_length in g.
assert (q := units_le (d + d)). rewrite plus_INR in q.
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|].
rewrite !big_plus, !big_const. lra.
Qed.

(* a b-column times c: units after the sum over l. *)
Let kt (a b : matrix) (C : nat -> R) l :=
  kap * big d (fun j => Mabs a j l * Mabs b j k) + (big d (fun j => kap * (Mabs a j l + Mabs b j k) + 5) + 1) * (C l + 1 / 64) + 1.
Lemma Aps_column (a b cc : matrix) p : Aps (3 + d + 4 * cn - 1)
  (map (fun l => product o converts (sum_of o (map (fun j => product o converts (read a j l) (read b j k)) (seq 0 d))) (read cc p l)) (seq 0 r))
  (big r (fun l => big d (fun j => a j l * b j k) * cc p l)) (big r (fun l => big d (fun j => Mabs a j l * Mabs b j k) * Mabs cc p l))
  (big r (kt a b (Mabs cc p))).
Proof.
apply Aps_seq. intros l _. destruct (column_ge0 a b l k) as [s0 s1].
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ cc p l (Ap_column a b l k) s0 s1)); [lia|reflexivity|apply Rle_refl|apply Rle_refl].
Qed.
Lemma Aps_change : Aps (2 + (d + d) + 4 * cn) (terms_change o converts d r X Y DY k)
  (big r (fun l => (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k)) * x i l))
  (big r (fun l => (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k)) * A l))
  (big r (fun l => kt dy y A l + kt y dy A l)).
Proof.
apply Aps_seq. intros l _. destruct (column_ge0 dy y l k) as [s0 s1]. destruct (column_ge0 y dy l k) as [s2 s3].
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ x i l (Ap_change_of l) (Rplus_le_le_0_compat _ _ s0 s2) (Rplus_le_le_0_compat _ _ s1 s3)));
  [lia|reflexivity|apply Rle_refl|].
unfold kt, A, B, G. assert (a0 := p0 x i l). lra.
Qed.
Lemma Aps_target : Aps (1 + 2 * cn) (terms_target o converts d M DY k) (big d (fun j => - (m i j * dy j k)))
  (big d (fun j => T j * G j k)) (big d (fun j => kap * (T j + G j k) + 2)).
Proof.
apply Aps_seq. intros j _. apply Ap_neg. exact (Ap_pair m dy i j j k).
Qed.
Let kr j := kap * (big r (fun l => A l * B j l) + T j) + (kap * (big r A + big r (B j)) + 5 * INR r + 4) * (G j k + 1 / 64) + 1.
Lemma Aps_residual : Aps (r + 3 + 4 * cn) (terms_residual o converts d r X Y M DY k)
  (big d (fun j => (big r (fun l => x i l * y j l) - m i j) * dy j k))
  (big d (fun j => (big r (fun l => A l * B j l) + T j) * G j k)) (big d kr).
Proof.
destruct (kapl lam converts lam_range) as (k1 & _).
apply Aps_seq. intros j _.
assert (s0 : 0 <= big r (fun l => A l * B j l) + T j).
{ apply Rplus_le_le_0_compat; [apply big_ge0; intros; apply Rmult_le_pos; apply p0|apply p0]. }
assert (s1 : 0 <= kap * (big r A + big r (B j)) + 5 * INR r + 3).
{ assert (0 <= big r A) by (apply big_ge0; intros; apply p0). assert (0 <= big r (B j)) by (apply big_ge0; intros; apply p0).
  assert (0 <= kap * (big r A + big r (B j))) by (apply Rmult_le_pos; lra). assert (q := pos_INR r). lra. }
apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dy j k (Ap_res u lam converts d r u_ge0 lam_range d_ge1 x y m i k k_r j) s0 s1));
  [lia|reflexivity|apply Rle_refl|]. unfold kr, A, B, T, G. apply Req_le. ring.
Qed.

(* Sums over l, then over j. *)
Lemma swap (a b : matrix) (C : nat -> R) :
  big r (fun l => big d (fun j => a j l * b j k) * C l) = big d (fun j => big r (fun l => C l * a j l) * b j k).
Proof.
rewrite (big_ext r _ (fun l => big d (fun j => C l * a j l * b j k))).
2: { intros l _. rewrite <- big_mulr. apply big_ext. intros; ring. }
rewrite big_exchange. apply big_ext. intros j _. now rewrite big_mulr.
Qed.
Let kj (a b : matrix) (C : nat -> R) j := kap * (big r (Mabs a j) * Mabs b j k) + kap * big r (fun l => C l * Mabs a j l)
  + (kap * Mabs b j k + 6) * big r C + 1 / 64 * (kap * big r (Mabs a j)) + INR r * (1 / 64 * (kap * Mabs b j k + 6) + 1).
Lemma kt_sum a b C : (forall l, 0 <= C l) -> big r (kt a b C) <= big d (kj a b C).
Proof.
intro C0. assert (d1 := d_real d d_ge1).
assert (e : big d (kj a b C) = big r (fun l => big d (fun j => kap * (Mabs a j l * Mabs b j k)
  + (kap * (Mabs a j l + Mabs b j k) + 6) * (C l + 1 / 64) + 1))).
{ rewrite big_exchange. apply big_ext. intros j _. unfold kj.
  rewrite <- big_const, <- !big_mulr, <- !big_mul, <- !big_plus. apply big_ext. intros; ring. }
rewrite e. apply big_le. intros l _. unfold kt.
rewrite !big_plus, big_mulr, !big_plus, !big_mul, !big_plus, !big_const.
assert (h := C0 l). assert (0 <= (INR d - 1) * (C l + 1 / 64)) by (apply Rmult_le_pos; lra). lra.
Qed.

(* What the judge has, per j. *)
Let V j := B j k + G j k.
Let rh j := rho_of r (both x dx) (both y dy) (Mabs m) i j.
Let W j := (al + be j + (2 * INR r + 4)) * (V j + 1) + rh j + 2 * (al + 1).
Let phi := 3 / 2 * INR (underflow_factor conversions).
Lemma sizes j : 0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <= big r (G j) /\ 0 <= B j k /\ 0 <= G j k /\ 0 <= T j.
Proof. repeat split; try apply p0; apply big_ge0; intros; apply p0. Qed.
Lemma rho_parts j : rh j = big r (fun l => A l * B j l) + T j + (big r (fun l => E l * B j l) + big r (fun l => A l * G j l))
  + big r (fun l => E l * G j l).
Proof. exact (rh_split r x y m dx dy i j). Qed.
Lemma per_j j : kj y y E j + kj y dy A j + kj dy y A j + (kap * (T j + G j k) + 2) + (6 * INR r + 4) <= phi * W j
  /\ kj y y E j + kj dy y A j + kr j + (6 * INR r + 4) <= phi * W j.
Proof.
destruct (kapl lam converts lam_range) as (k1 & _). destruct (phi_facts lam converts lam_range) as [p1 p2]. fold phi in p1, p2.
destruct (sizes j) as (a0 & e0 & b0 & g0 & Bk & Gk & t0). assert (r1 : 1 <= INR r) by (change 1 with (INR 1); apply le_INR; lia).
assert (q := rho_parts j).
assert (ab : 0 <= big r (fun l => A l * B j l)) by (apply big_ge0; intros; apply Rmult_le_pos; apply p0).
assert (eb : 0 <= big r (fun l => E l * B j l)) by (apply big_ge0; intros; apply Rmult_le_pos; apply p0).
assert (ag : 0 <= big r (fun l => A l * G j l)) by (apply big_ge0; intros; apply Rmult_le_pos; apply p0).
assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply big_ge0; intros; apply Rmult_le_pos; apply p0).
assert (kq : kap * rh j <= phi * rh j) by (apply Rmult_le_compat_r; lra).
unfold kj, kr, W, V, al, be. fold (big r A) (big r E).
change (Mabs y j) with (B j). change (Mabs dy j) with (G j).
set (bA := big r A) in *. set (bE := big r E) in *. set (bB := big r (B j)) in *. set (bG := big r (G j)) in *.
set (AB := big r (fun l => A l * B j l)) in *. set (EB := big r (fun l => E l * B j l)) in *.
set (AG := big r (fun l => A l * G j l)) in *. set (EG := big r (fun l => E l * G j l)) in *.
set (b := B j k) in *. set (g := G j k) in *. set (t := T j) in *. set (R := rh j) in *. set (R' := INR r) in *.
set (Z := bA + bE + (bB + bG)).
assert (z0 : 0 <= Z * (b + g)) by (apply Rmult_le_pos; unfold Z; lra).
assert (f1 : kap * (Z * (b + g)) <= phi * (Z * (b + g))) by (apply Rmult_le_compat_r; lra).
assert (f2 : 6 * Z <= phi * Z) by (apply Rmult_le_compat_r; unfold Z; lra).
assert (f3 : 6 * ((2 * R' + 4) * (b + g + 1)) <= phi * ((2 * R' + 4) * (b + g + 1))) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]).
assert (f4 : 6 * (2 * (bA + bE + 1)) <= phi * (2 * (bA + bE + 1))) by (apply Rmult_le_compat_r; lra).
assert (f5 : kap * (bB + bG + bA) <= 2 * (bB + bG + bA)) by (apply Rmult_le_compat_r; lra).
assert (m0 : 0 <= R' * b) by (apply Rmult_le_pos; lra). assert (m1 : 0 <= R' * g) by (apply Rmult_le_pos; lra).
assert (f6 : kap * (R' * b) <= 2 * (R' * b)) by (apply Rmult_le_compat_r; lra).
assert (f7 : kap * (R' * g) <= 2 * (R' * g)) by (apply Rmult_le_compat_r; lra).
assert (f8 : kap * (b + g) <= 2 * (b + g)) by (apply Rmult_le_compat_r; lra).
assert (n1 : 0 <= kap * (bE * g)) by (repeat apply Rmult_le_pos; lra). assert (n2 : 0 <= kap * (bG * g)) by (repeat apply Rmult_le_pos; lra).
assert (n3 : 0 <= kap * (bB * g)) by (repeat apply Rmult_le_pos; lra). assert (n4 : 0 <= kap * (bA * g)) by (repeat apply Rmult_le_pos; lra).
assert (n5 : 0 <= kap * EG) by (apply Rmult_le_pos; lra). assert (n6 : 0 <= kap * AG) by (apply Rmult_le_pos; lra).
assert (n8 : kap * bB <= 2 * bB) by (apply Rmult_le_compat_r; lra). assert (n9 : 0 <= kap * bA) by (apply Rmult_le_pos; lra).
unfold Z in *. rewrite q in kq |- *. assert (n10 : 0 <= kap * b) by (apply Rmult_le_pos; lra).
split; lra.
Qed.
Lemma big_split (f g h : nat -> R) : big r (fun l => (f l + g l) * h l) = big r (fun l => f l * h l) + big r (fun l => g l * h l).
Proof. rewrite <- big_plus. apply big_ext. intros; ring. Qed.
Lemma own_exact : big r (fun l => big d (fun j => y j l * y j k) * dx i l)
  + (big r (fun l => (big d (fun j => dy j l * y j k) + big d (fun j => y j l * dy j k)) * x i l) + big d (fun j => - (m i j * dy j k)))
  = exact_hvp d r x y m dx dy i k.
Proof.
rewrite big_split, !swap. unfold exact_hvp; cbv zeta beta. rewrite <- !big_plus. apply big_ext. intros j _. cbv beta.  ring.
Qed.
Lemma own_absolute : big r (fun l => big d (fun j => B j l * B j k) * E l)
  + (big r (fun l => (big d (fun j => G j l * B j k) + big d (fun j => B j l * G j k)) * A l) + big d (fun j => T j * G j k))
  = absolute_hvp d r x y m dx dy i k.
Proof.
unfold A, B, E, G, T. rewrite big_split, !swap. unfold absolute_hvp; cbv zeta beta. rewrite <- !big_plus. apply big_ext. intros j _. unfold A, B, E, G, T. ring.
Qed.
Lemma Ap_hvp_gram : Ap (3 * d + 3 * r + 3 + 4 * cn - Nat.min d r) (exact_hvp d r x y m dx dy i k)
  (absolute_hvp d r x y m dx dy i k) (phi * big d W) (hvp_gram o converts d r X Y M DX DY k).
Proof.
assert (d1 := d_real d d_ge1). assert (r1 : 1 <= INR r) by (change 1 with (INR 1); apply le_INR; lia).
assert (kE := kt_sum y y E (p0 dx i)). assert (kA := kt_sum y dy A (p0 x i)). assert (kB := kt_sum dy y A (p0 x i)).
assert (S1 : big d (kj y y E) + big d (kj y dy A) + big d (kj dy y A) + big d (fun j => kap * (T j + G j k) + 2) + INR d * (6 * INR r + 4) <= phi * big d W).
{ rewrite <- (big_const d), <- (big_mul d phi), <- !big_plus. apply big_le. intros j _. apply per_j. }
assert (S2 : big d (kj y y E) + big d (kj dy y A) + big d kr + INR d * (6 * INR r + 4) <= phi * big d W).
{ rewrite <- (big_const d), <- (big_mul d phi), <- !big_plus. apply big_le. intros j _. apply per_j. }
assert (dr : 0 <= (INR d - 1) * INR r) by (apply Rmult_le_pos; lra).
assert (own := Aps_column y y dx i).
assert (w : forall n' n P v s K, Aps n P v s K -> (n <= n')%nat -> Aps n' P v s K) by (intros n' n P v s K h hn; exact (Aps_weaken u lam u_ge0 l0 n n' _ _ _ _ hn h)).
unfold hvp_gram. apply Ap_either; [|apply Ap_either].
- set (n := (2 + (d + d) + 4 * cn)%nat).
  assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ own ltac:(unfold n; lia))
    (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ Aps_change ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_target ltac:(unfold n; lia)))).
  assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h).
  unfold terms_change, terms_target in g. rewrite !app_length, !map_length, !seq_length in g.
  assert (q := units_le (r + (r + d))). rewrite !plus_INR in q. rewrite (big_plus r (kt dy y A)) in g.
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n; lia|apply own_exact|apply Req_le, own_absolute|unfold E, A in *; lra].
- set (n := (2 + d + 4 * cn)%nat).
  assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ own ltac:(unfold n; lia))
    (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column dy y x i) ltac:(unfold n; lia))
    (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column y dy x i) ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_target ltac:(unfold n; lia))))).
  assert (g := Ap_tree_of u lam u_ge0 l0 _ _ _ _ _ h).
  unfold terms_target in g. rewrite !app_length, !map_length, !seq_length, !plus_INR in g.
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n; lia| | |unfold A, E in *; lra].
  + rewrite <- own_exact, big_split. ring.
  + rewrite <- own_absolute, big_split. unfold A, B, E, G. apply Req_le. ring.
- set (n := (3 + d + r + 4 * cn - 1)%nat).
  assert (h := Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ own ltac:(unfold n; lia))
    (Aps_app u lam _ _ _ _ _ _ _ _ _ (w n _ _ _ _ _ (Aps_column dy y x i) ltac:(unfold n; lia)) (w n _ _ _ _ _ Aps_residual ltac:(unfold n; lia)))).
  assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h).
  unfold terms_residual in g. rewrite !app_length, !map_length, !seq_length in g.
  assert (q := units_le (r + (r + d))). rewrite !plus_INR in q.
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [unfold n; lia| | |unfold A, E in *; lra].
  + rewrite !swap. unfold exact_hvp; cbv zeta beta. rewrite <- !big_plus. apply big_ext. intros j _. ring.
  + rewrite !swap. unfold absolute_hvp; cbv zeta beta. rewrite <- !big_plus. apply Req_le, big_ext. intros j _. unfold A, B, E, G, T. ring.
Qed.

Definition legal_hvp_gram : value := printed o (hvp_gram o converts d r X Y M DX DY k).
Theorem hvp_gram_error d1 z : let n := hvp_roundings d1 d r d conversions in INR n * u <= 1 / 4 -> legal_hvp_gram z ->
  Rabs (z - exact_hvp d r x y m dx dy i k) <= gamma u n * absolute_hvp d r x y m dx dy i k
    + lam * underflow_of d r conversions 1 (both x dx) (both y dy) (Mabs m) i k.
Proof.
intros n hn hz. destruct (phi_facts lam converts lam_range) as [p1 p2]. fold phi in p1, p2.
assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ Ap_hvp_gram).
eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
{ unfold n, hvp_roundings, FpStep.conversions.
  assert (d * 1 <= d * r)%nat by (apply Nat.mul_le_mono_l; lia). assert (1 * r <= d * r)%nat by (apply Nat.mul_le_mono_r; lia). lia. }
apply Rplus_le_compat_l. unfold underflow_of, update_underflow.
rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
assert (e : big d W = big d (fun j => (big r (both x dx i) + big r (both y dy j) + (2 * INR r + 4)) * (both y dy j k + 1))
  + big d (rho_of r (both x dx) (both y dy) (Mabs m) i) + 2 * INR d * (big r (both x dx i) + 1)).
{ rewrite (Rmult_comm 2 (INR d)), Rmult_assoc, <- big_const, <- !big_plus. apply big_ext. intros j _.
  unfold W, al, be, V, rh, both. rewrite !big_plus. reflexivity. }
rewrite <- e. unfold phi in *. assert (d1' := pos_INR d).
assert (0 <= INR (underflow_factor conversions) * INR d) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra.
Qed.
End HvpGram.
