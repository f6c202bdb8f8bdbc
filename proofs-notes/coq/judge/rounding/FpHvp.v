(* SPDX-License-Identifier: Apache-2.0 *)
(* FpHvp.v: the bound on the Hessian applied to a direction (dx, dy).

   The entry by X is stated; that by Y is the same with the factors exchanged.
   Main result: hvp_error (FP.hvp), for the formula and for the matrix applied row by row. *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep FpHessian.
Import ListNotations. Local Open Scope R_scope.

Section Hvp.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam). Notation Aps := (Aps u lam). Notation o := (model u lam).
Notation cn := (cn converts). Notation c := (c converts). Notation kap := (kap converts).
Notation conversions := (conversions converts). Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range. Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables (x y m dx dy : matrix) (i k : nat). Hypothesis k_r : (k < r)%nat.
Let A := Mabs x i. Let B := Mabs y. Let T := Mabs m i. Let E := Mabs dx i. Let G := Mabs dy.
Notation X := (read x i). Notation Y := (read y). Notation M := (read m i).
Notation DX := (read dx i). Notation DY := (read dy).

(* |X| + |dX|, |Y| + |dY|. *)
Definition both (a b : matrix) : matrix := fun p q => Mabs a p q + Mabs b p q.
Let al := big r (both x dx i). Let be j := big r (both y dy j).
Let rh j := rho_of r (both x dx) (both y dy) (Mabs m) i j.
Let S1 j := big r (fun l => E l * B j l) + big r (fun l => A l * G j l).
Let R1 j := big r (fun l => A l * B j l) + T j.

Lemma kapl : 1 <= kap <= 2 /\ lam * kap <= 1 / 64 /\ 0 <= lam * kap.
Proof. destruct (kap_facts lam converts lam_range) as (k1 & _). split; [lra|]. destruct lam_range.
  split.
  - assert (lam * kap <= 1 / 128 * 2) by (apply Rmult_le_compat; lra). lra.
  - apply Rmult_le_pos; lra. Qed.
Lemma al_split : al = big r A + big r E. Proof. unfold al, both. now rewrite big_plus. Qed.
Lemma be_split j : be j = big r (B j) + big r (G j).
Proof. unfold be, both. now rewrite big_plus. Qed.
Lemma rh_split j : rh j = R1 j + S1 j + big r (fun l => E l * G j l).
Proof. unfold rh, rho_of, R1, S1, both.
  rewrite (big_ext r _ (fun l => A l * B j l + (E l * B j l + (A l * G j l + E l * G j l))))
    by (intros; unfold A, B, E, G; ring). rewrite !big_plus. unfold T. ring. Qed.
Lemma prods_ge0 (f g : nat -> R) : (forall l, 0 <= f l) -> (forall l, 0 <= g l) ->
  0 <= big r (fun l => f l * g l).
Proof. intros hf hg. apply big_ge0. intros. now apply Rmult_le_pos. Qed.
Lemma R1_ge0 j : 0 <= R1 j.
Proof. apply Rplus_le_le_0_compat; [apply prods_ge0; intros; apply Mabs_ge0|apply Mabs_ge0]. Qed.
Lemma S1_ge0 j : 0 <= S1 j.
Proof. apply Rplus_le_le_0_compat; apply prods_ge0; intros; apply Mabs_ge0. Qed.

Let res j := big r (fun l => x i l * y j l) - m i j.
Notation Ap_read_product := (Ap_read_product u lam converts d u_ge0 lam_range d_ge1).
Notation Ap_res := (Ap_residual_of u lam converts d r u_ge0 lam_range d_ge1 x y m i).
Lemma Ap_change j :
  Ap (2 * r + 1 + 2 * cn) (big r (fun l => dx i l * y j l) + big r (fun l => x i l * dy j l)) (S1 j)
  (kap * (al + be j) + 10 * INR r) (residual_change o converts r X Y DX DY j).
Proof. apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seqs u lam u_ge0 l0 _ _ _ r _ _ _ _ r _ _ _ _
      (fun l _ => Ap_read_product dx i l y j l) (fun l _ => Ap_read_product x i l dy j l) (le_n _)
      (le_n _))); [lia|reflexivity|apply Rle_refl|].
  rewrite !big_plus, !big_mul, !big_plus, !big_const, al_split, be_split. unfold A, B, E, G. lra.
Qed.
(* A product whose first factor was computed. *)
Lemma Ap_times n v s K P a p q : Ap n v s K P -> 0 <= s -> 0 <= K ->
  Ap (n + 1 + 2 * cn) (v * a p q) (s * Mabs a p q) (kap * s + (K + 1) * (Mabs a p q + 1 / 64) + 1)
    (product o converts P (read a p q)).
Proof. intros h s0 K0. assert (cr := c_range converts). destruct kapl as (k1 & k2 & k3).
  assert (a0 := Mabs_ge0 a p q).
  assert (h' : Ap n v s ((K + c) - c) P) by (replace (K + c - c) with K by ring; exact h).
  assert (g := Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ _ _ _ _ _ _ _ h'
    (Ap_read u lam converts lam_range a p q)).
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|]. unfold weight. nra. Qed.

(* Sums over j of products of two matrices' entries, times C and added over l; and the sum over l
   first. *)
Lemma column_ge0 (a b : matrix) l : 0 <= big d (fun j => Mabs a j l * Mabs b j k)
  /\ 0 <= big d (fun j => kap * (Mabs a j l + Mabs b j k) + 5).
Proof. destruct kapl as (k1 & _). assert (p := Mabs_ge0).
  split; apply big_ge0; intros j _; assert (h := p a j l); assert (h' := p b j k); pieces. Qed.
Definition column_units (a b : matrix)
    (C : nat -> R) l := kap * big d (fun j => Mabs a j l * Mabs b j k)
  + (big d (fun j => kap * (Mabs a j l + Mabs b j k) + 5) + 1) * (C l + 1 / 64) + 1.
Lemma Aps_column (a b cc : matrix) p : Aps (d + 2 + 4 * cn)
  (map (fun l => product o converts (sum_of o (map
      (fun j => product o converts (read a j l) (read b j k)) (seq 0 d))) (read cc p l)) (seq 0 r))
  (big r (fun l => big d (fun j => a j l * b j k) * cc p l))
    (big r (fun l => big d (fun j => Mabs a j l * Mabs b j k) * Mabs cc p l))
  (big r (column_units a b (Mabs cc p))).
Proof. apply Aps_seq. intros l _. destruct (column_ge0 a b l) as [s0 s1].
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ cc p l (Ap_column u lam converts d u_ge0
      lam_range d_ge1 a b l k) s0 s1)); [lia|reflexivity|apply Rle_refl|apply Rle_refl]. Qed.
Lemma swap (a b : matrix) (C : nat -> R) :
  big r (fun l => big d (fun j => a j l * b j k) * C l) =
    big d (fun j => big r (fun l => C l * a j l) * b j k).
Proof. rewrite (big_ext r _ (fun l => big d (fun j => C l * a j l * b j k))).
  2: { intros l _. rewrite <- big_mulr. apply big_ext. intros; ring. }
  rewrite big_exchange. apply big_ext. intros j _. now rewrite big_mulr. Qed.
Definition column_bound (a b : matrix) (C : nat -> R) j :=
  kap * (big r (Mabs a j) * Mabs b j k) + kap * big r (fun l => C l * Mabs a j l)
  + (kap * Mabs b j k + 6) * big r C + 1 / 64 * (kap * big r (Mabs a j))
    + INR r * (1 / 64 * (kap * Mabs b j k + 6) + 1).
Lemma columns_bound a b C : (forall l, 0 <= C l) ->
  big r (column_units a b C) <= big d (column_bound a b C).
Proof. intro C0. assert (d1 := d_real d d_ge1).
  rewrite (big_ext d (column_bound a b C) (fun j => big r (fun l => kap * (Mabs a j l * Mabs b j k)
      + (kap * (Mabs a j l + Mabs b j k) + 6) * (C l + 1 / 64) + 1))).
  2: { intros j _. unfold column_bound.
       rewrite <- big_const, <- !big_mulr, <- !big_mul, <- !big_plus. apply big_ext. intros; ring. }
  rewrite big_exchange. apply big_le. intros l _. unfold column_units.
  rewrite !big_plus, big_mulr, !big_plus, !big_mul, !big_plus, !big_const. assert (h := C0 l).
  assert (0 <= (INR d - 1) * (C l + 1 / 64)) by (apply Rmult_le_pos; lra). lra. Qed.

(* What the judge has, per j. *)
Let W j := (al + be j + (2 * INR r + 4)) * (both y dy j k + 1) + rh j + 2 * (al + 1).
Definition exact_hvp :=
  big d (fun j => (big r (fun l => dx i l * y j l) + big r (fun l => x i l * dy j l)) * y j k)
  + big d (fun j => res j * dy j k).
Definition absolute_hvp := big d (fun j => S1 j * B j k) + big d (fun j => R1 j * G j k).
Lemma size_facts j : 0 <= al /\ 0 <= be j /\ big r A <= al /\ big r (B j) <= be j /\
  big r E <= al /\ big r (G j) <= be j
  /\ 0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <= big r (G j).
Proof. rewrite al_split, be_split. assert (0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <=
    big r (G j)) by (repeat split; apply big_ge0; intros; apply Mabs_ge0). repeat split; lra. Qed.
Let phi := 3 / 2 * INR (underflow_factor conversions).
Lemma phi_facts : 6 <= phi /\ 4 * kap <= phi.
Proof. destruct (kap_facts lam converts lam_range) as (_ & _ & _ & h1 & h2). unfold phi. lra. Qed.
Lemma formula_step j : kap * S1 j + ((kap * (al + be j) + 10 * INR r) + 1) * (B j k + 1 / 64) + 1
  + (kap * R1 j + ((kap * (big r A + big r (B j)) + 5 * INR r + 3) + 1) * (G j k + 1 / 64) + 1)
    + 6 <= phi * W j.
Proof. destruct (size_facts j) as (a0 & b0 & a1 & b1 & _ & _ & a2 & _ & b2 & _).
  destruct kapl as (k1 & _). assert (r1 := INR_ge1 r ltac:(lia)).
  assert (s0 := S1_ge0 j). assert (r0 := R1_ge0 j). assert (q := rh_split j).
  assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply prods_ge0; intros; apply Mabs_ge0).
  assert (Bk : 0 <= B j k) by apply Mabs_ge0. assert (Gk : 0 <= G j k) by apply Mabs_ge0.
  destruct phi_facts as [p1 p2]. assert (0 <= kap * (al + be j) /\ 6 * (2 * INR r + 4) <= phi
    * (2 * INR r + 4) /\ kap * (al + be j) <= phi * (al + be j) /\ kap * (big r A + big r (B j)) <=
    kap * (al + be j)) by pieces. set (V := phi * (al + be j + (2 * INR r + 4))) in *.
  assert (z1 : kap * (al + be j) + 10 * INR r + 1 <= V) by (unfold V; lra).
  assert ((kap * (al + be j) + 10 * INR r + 1) * (B j k + 1 / 64) <= V * (B j k + 1 / 64) /\
    (kap * (big r A + big r (B j)) + 5 * INR r + 3 + 1) * (G j k + 1 / 64) <= V * (G j k + 1 / 64))
    by (split; apply Rmult_le_compat_r; unfold V; lra).
  assert (kap * (S1 j + R1 j) <= phi * rh j /\ 0 <= phi * (2 * (al + 1))) by pieces.
  unfold W. change (both y dy j k) with (B j k + G j k).
  replace (phi * ((al + be j + (2 * INR r + 4)) * (B j k + G j k + 1) + rh j + 2 * (al + 1))) with
    (V * (B j k + G j k + 1) + phi * rh j + phi * (2 * (al + 1))) by (unfold V; ring). lra. Qed.
Lemma Ap_formula : Ap (2 * r + 2 * d + 3 + 4 * cn) exact_hvp absolute_hvp (phi * big d W)
  (hvp_formula o converts d r X Y M DX DY k).
Proof. destruct kapl as (k1 & _). assert (r1 := INR_ge1 r ltac:(lia)). assert (c1 : forall j, 0 <=
    kap * (al + be j) + 10 * INR r) by (intro j; destruct (size_facts j) as (a0 & b0 & _); pieces).
  assert (c2 : forall j, 0 <= kap * (big r A + big r (B j)) + 5 * INR r + 3)
    by (intro j; destruct (size_facts j) as (_ & _ & _ & _ & _ & _ & a2 & _ & b2 & _); pieces).
  assert (n1 : (2 * r + 1 + 2 * cn + 1 + 2 * cn <= 2 * r + 3 + 4 * cn)%nat) by lia.
  assert (n2 : (r + 2 + 2 * cn + 1 + 2 * cn <= 2 * r + 3 + 4 * cn)%nat) by lia.
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_sum_seqs u lam u_ge0 l0 _ _ (2 * r + 3 + 4 * cn) d _ _ _ _ d _
      _ _ _ (fun j _ => Ap_times _ _ _ _ _ y j k (Ap_change j) (S1_ge0 j) (c1 j))
      (fun j _ => Ap_times _ _ _ _ _ dy j k (Ap_res j) (R1_ge0 j) (c2 j)) n1 n2));
    [lia|reflexivity|apply Rle_refl|]. rewrite <- big_plus, <- big_mul. apply big_le. intros j _.
  assert (f := formula_step j). unfold R1, S1, rho_of, T, A, B, E, G in *. lra. Qed.

(* The matrix, row by row. *)
Let ko j l := kap * (A l * B j k) + (kap * (A l + B j k) + 3) * (G j l + 1 / 64) + 1
  + delta (Nat.eqb l k)
    (kap * R1 j + (kap * (big r A + big r (B j)) + 5 * INR r + 6) * (G j l + 1 / 64)).
Lemma Ap_rows : Aps (r + d + 4 + 4 * cn)
  (map (fun l => product o converts (hessian_diagonal o converts d Y [] l k) (DX l)) (seq 0 r)
    ++ concat (map (fun j => map (fun l => product o converts
        (hessian_off o converts r X Y M (Nat.eqb l k) j k l) (DY j l)) (seq 0 r)) (seq 0 d)))
  (big r (fun l => big d (fun j => y j l * y j k) * dx i l)
    + big d (fun j => big r (fun l => (delta (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)))
  (big r (fun l => big d (fun j => B j l * B j k) * E l)
    + big d (fun j => big r (fun l => (delta (Nat.eqb l k) (R1 j) + A l * B j k) * G j l)))
  (big r (column_units y y E) + big d (fun j => big r (ko j))).
Proof. destruct kapl as (k1 & _). assert (r1 := INR_ge1 r ltac:(lia)). apply Aps_app.
  - apply (Aps_weaken u lam u_ge0 l0 (d + 2 + 4 * cn)); [lia|exact (Aps_column y y dx i)].
  - apply Aps_concat. intros j _. apply Aps_seq. intros l _.
    destruct (size_facts j) as (_ & _ & _ & _ & _ & _ & a2 & _ & b2 & _).
    assert (al0 : 0 <= A l) by apply Mabs_ge0. assert (bk0 : 0 <= B j k) by apply Mabs_ge0.
    assert (ab : 0 <= A l * B j k) by now apply Rmult_le_pos.
    assert (ke : 0 <= kap * (big r A + big r (B j)) + 5 * INR r + 6).
    { assert (0 <= kap * (big r A + big r (B j))) by (apply Rmult_le_pos; lra). lra. }
    assert (s0 : 0 <= delta (Nat.eqb l k) (R1 j))
      by (assert (q := R1_ge0 j); unfold delta; destruct Nat.eqb; lra).
    assert (K0 : 0 <= delta (Nat.eqb l k) (kap * (big r A + big r (B j)) + 5 * INR r + 6))
      by (unfold delta; destruct Nat.eqb; lra). assert (0 <= kap * (A l + B j k) /\
      0 <= delta (Nat.eqb l k) (R1 j) + A l * B j k /\ 0 <= kap * (A l + B j k) + 2 + delta
      (Nat.eqb l k) (kap * (big r A + big r (B j)) + 5 * INR r + 6)) as (_ & s1 & K2) by pieces.
    apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dy j l (Ap_off u lam converts d r u_ge0
        lam_range d_ge1 x y m i j (Nat.eqb l k) k l) s1 K2)); [lia|reflexivity|apply Rle_refl|].
    unfold ko, delta, rho_of, R1, T, A, B, G. destruct (Nat.eqb l k); lra. Qed.
Lemma rows_exact : big r (fun l => big d (fun j => y j l * y j k) * dx i l)
    + big d (fun j => big r (fun l => (delta (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)) =
      exact_hvp.
Proof. unfold exact_hvp. rewrite (swap y y (dx i)), <- !big_plus. apply big_ext. intros j _.
  rewrite (big_ext r (fun l => (delta (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)
    (fun l => (if Nat.eqb l k then res j * dy j l else 0) + x i l * dy j l * y j k)).
  2: { intros l _. unfold delta. destruct (Nat.eqb l k); ring. }
  rewrite big_plus, (big_delta r (fun l => res j * dy j l) k k_r), !big_mulr. ring. Qed.
Lemma rows_absolute : big r (fun l => big d (fun j => B j l * B j k) * E l)
    + big d (fun j => big r (fun l => (delta (Nat.eqb l k) (R1 j) + A l * B j k) * G j l)) =
      absolute_hvp.
Proof. unfold absolute_hvp.
  rewrite (swap B B E : big r (fun l => big d (fun j => B j l * B j k) * E l) = _), <- !big_plus.
  apply big_ext. intros j _. rewrite (big_ext r (fun l => (delta (Nat.eqb l k) (R1 j) + A l * B j k)
      * G j l) (fun l => (if Nat.eqb l k then R1 j * G j l else 0) + A l * G j l * B j k)).
  2: { intros l _. unfold delta. destruct (Nat.eqb l k); ring. }
  rewrite big_plus, (big_delta r (fun l => R1 j * G j l) k k_r), !big_mulr. unfold S1. ring. Qed.
Lemma rows_bound :
  big r (column_units y y E) + big d (fun j => big r (ko j)) + 6 * (INR d * INR r) + 6 * INR d <=
    phi * big d W.
Proof. destruct kapl as (k1 & _). destruct phi_facts as [p1 p2].
  assert (r1 := INR_ge1 r ltac:(lia)). assert (d1 := d_real d d_ge1).
  assert (h := columns_bound y y E (Mabs_ge0 dx i)). rewrite <- (big_mul d phi).
  apply Rle_trans with (big d (fun j => column_bound y y E j + big r (ko j) + 6 * INR r + 6)).
  { rewrite !(big_plus d), !big_const. lra. }
  apply big_le. intros j _. unfold ko. rewrite (big_plus r _ (fun l => delta (Nat.eqb l k) _)).
  unfold delta. rewrite (big_delta r _ k k_r).
  destruct (size_facts j) as (a0 & b0 & a1 & b1 & e1 & g1 & a2 & e2 & b2 & g2).
  assert (s0 := S1_ge0 j). assert (r0 := R1_ge0 j). assert (q := rh_split j).
  assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply prods_ge0; intros; apply Mabs_ge0).
  assert (Bk : 0 <= B j k) by apply Mabs_ge0. assert (Gk : 0 <= G j k) by apply Mabs_ge0.
  set (Bv := B j k) in *. set (Gv := G j k) in *.
  unfold column_bound. change (Mabs y j k) with Bv. change (Mabs y j) with (B j).
  replace (big r (fun l => kap * (A l * Bv) + (kap * (A l + Bv) + 3) * (G j l + 1 / 64) + 1))
    with (kap * (big r A * Bv) + kap * big r (fun l => A l * G j l) + (kap * Bv + 3) * big r (G j)
    + 1 / 64 * (kap * big r A) + INR r * (1 / 64 * (kap * Bv + 3) + 1)).
  2: { rewrite <- big_const, <- !big_mulr, <- !big_mul, <- !big_plus. apply big_ext. intros; ring. }
  unfold W. change (both y dy j k) with (Bv + Gv).
  assert (kq : kap * (S1 j + R1 j) <= phi * rh j) by (apply Rmult_le_compat; lra). unfold S1 in kq.
  assert (ae := al_split). assert (bg := be_split j). set (Z := al + be j).
  assert (z : 0 <= Z /\ big r A + big r (B j) <= Z) by (unfold Z; lra).
  assert (kap * (Z * Bv) <= phi * (Z * Bv) /\ kap * ((big r A + big r (B j)) * Gv) <= phi * (Z * Gv)
    /\ 6 * ((2 * INR r + 4) * (Bv + Gv + 1)) <= phi * ((2 * INR r + 4) * (Bv + Gv + 1)) /\ 6 * Z <=
    phi * Z /\ kap * (big r A + big r (B j)) <= 2 * Z /\ 6 * (2 * (al + 1)) <= phi * (2 * (al + 1))
    /\ kap * (INR r * Bv) <= 2 * (INR r * Bv) /\ 0 <= INR r * Gv /\ 0 <= INR r * Bv) by pieces.
  unfold Z in *. rewrite ae, bg in *. lra. Qed.
Lemma Ap_matrix : Ap (2 * r + d + d * r + 4 + 4 * cn) exact_hvp absolute_hvp (phi * big d W)
  (hvp_matrix o converts d r X Y M DX DY k).
Proof. assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ Ap_rows).
  rewrite rows_exact, rows_absolute in g. rewrite length_app, length_map, length_seq in g.
  assert (len : length (concat (map (fun j => map (fun l => product o converts (hessian_off
      o converts r X Y M (Nat.eqb l k) j k l) (DY j l)) (seq 0 r)) (seq 0 d))) = (d * r)%nat).
  { clear. generalize 0%nat at 2 as s. induction d as [|n IH]; intro s; [reflexivity|]. simpl.
    rewrite length_app, length_map, length_seq, IH. reflexivity. }
  rewrite len in g. assert (q := units_le (r + d * r)). rewrite plus_INR, mult_INR in q.
  assert (b := rows_bound). assert (r1 := INR_ge1 r ltac:(lia)). assert (d1 := d_real d d_ge1).
  assert (INR r * 1 <= INR r * INR d) by (apply Rmult_le_compat_l; lra).
  apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|lra]. Qed.

(* From the units of the entry to the judge's bound. *)
Lemma hvp_enough N n P z : Ap N exact_hvp absolute_hvp (phi * big d W) P -> (N < n)%nat ->
  INR n * u <= 1 / 4 -> printed o P z ->
  Rabs (z - exact_hvp) <= gamma u n * absolute_hvp
    + lam * underflow_of d r conversions 1 (both x dx) (both y dy) (Mabs m) i k.
Proof. intros h hN hn hz. destruct phi_facts as [p1 p2].
  assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ h).
  eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [exact hN|exact hn|exact g|exact hz]|].
  apply Rplus_le_compat_l. unfold underflow_of, update_underflow.
  rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
  assert (e : big d W = big d
    (fun j => (big r (both x dx i) + big r (both y dy j) + (2 * INR r + 4)) * (both y dy j k + 1))
    + big d (rho_of r (both x dx) (both y dy) (Mabs m) i) + 2 * INR d * (big r (both x dx i) + 1)).
  { rewrite (Rmult_comm 2 (INR d)), Rmult_assoc, <- big_const, <- !big_plus. reflexivity. }
  rewrite <- e. unfold phi in *. assert (d1' := pos_INR d). assert (0 <= INR
    (underflow_factor conversions) * INR d) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra. Qed.
Definition legal_hvp : value := printed o (hvp o converts d r X Y M DX DY k).
Theorem hvp_error d1 z : let n := hvp_roundings d1 d r d conversions in INR n * u <= 1 / 4 ->
  legal_hvp z ->
  Rabs (z - exact_hvp) <= gamma u n * absolute_hvp
    + lam * underflow_of d r conversions 1 (both x dx) (both y dy) (Mabs m) i k.
Proof. intros n. apply (hvp_enough (2 * r + 2 * d + d * r + 4 + 4 * cn));
    [|unfold n, hvp_roundings, FpStep.conversions; lia]. apply Ap_either.
  - apply (Ap_to _ _ _ _ _ _ _ _ _ Ap_formula); [lia|reflexivity|apply Rle_refl|apply Rle_refl].
  - apply (Ap_to _ _ _ _ _ _ _ _ _ Ap_matrix); [lia|reflexivity|apply Rle_refl|apply Rle_refl]. Qed.
End Hvp.
