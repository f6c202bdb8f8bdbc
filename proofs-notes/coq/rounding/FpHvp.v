(* SPDX-License-Identifier: Apache-2.0 *)
(* FpHvp.v: the bound on the Hessian applied to a direction (dx, dy).

   The entry by X is stated; that by Y is the same with the factors exchanged.

   Main result: hvp_error (FP.hvp), for the formula and for the matrix applied row by row. *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans FpConstants FpGradient FpStep FpHessian.
Import ListNotations.
Local Open Scope R_scope.

Section Hvp.
Variables (u lam : R) (converts : bool) (d r : nat).
Hypotheses (u_ge0 : 0 <= u) (lam_range : 0 <= lam <= 1 / 128) (d_ge1 : (1 <= d)%nat).
Notation Ap := (Ap u lam).
Notation Aps := (Aps u lam).
Notation o := (model u lam).
Notation cn := (cn converts).
Notation c := (c converts).
Notation kap := (kap converts).
Notation conversions := (conversions converts).
Notation read := (read lam).
Let l0 : 0 <= lam := proj1 lam_range.
Notation Ap_to := (Ap_to u lam u_ge0 l0).
Variables (x y m dx dy : matrix) (i k : nat).
Hypothesis k_r : (k < r)%nat.
Let A := Mabs x i. Let B := Mabs y. Let T := Mabs m i. Let E := Mabs dx i. Let G := Mabs dy.
Notation X := (read x i). Notation Y := (read y). Notation M := (read m i). Notation DX := (read dx i). Notation DY := (read dy).

(* |X| + |dX|, |Y| + |dY|. *)
Definition both (a b : matrix) : matrix := fun p q => Mabs a p q + Mabs b p q.
Let al := big r (both x dx i).
Let be j := big r (both y dy j).
Let rh j := rho_of r (both x dx) (both y dy) (Mabs m) i j.
Let S1 j := big r (fun l => E l * B j l) + big r (fun l => A l * G j l).
Let R1 j := big r (fun l => A l * B j l) + T j.

Lemma pos (z : matrix) p q : 0 <= Mabs z p q. Proof. apply Rabs_pos. Qed.
Lemma kapl : 1 <= kap <= 2 /\ lam * kap <= 1 / 64 /\ 0 <= lam * kap.
Proof.
destruct (kap_facts lam converts lam_range) as (k1 & _). split; [lra|]. destruct lam_range. split.
- assert (lam * kap <= 1 / 128 * 2) by (apply Rmult_le_compat; lra). lra.
- apply Rmult_le_pos; lra.
Qed.
Lemma al_split : al = big r A + big r E.
Proof. unfold al, both. now rewrite big_plus. Qed.
Lemma be_split j : be j = big r (B j) + big r (G j).
Proof. unfold be, both. now rewrite big_plus. Qed.
Lemma rh_split j : rh j = R1 j + S1 j + big r (fun l => E l * G j l).
Proof.
unfold rh, rho_of, R1, S1, both. rewrite (big_ext r _ (fun l => A l * B j l + (E l * B j l + (A l * G j l + E l * G j l))))
  by (intros; unfold A, B, E, G; ring). rewrite !big_plus. unfold T. ring.
Qed.
Lemma prods_ge0 (f g : nat -> R) : (forall l, 0 <= f l) -> (forall l, 0 <= g l) -> 0 <= big r (fun l => f l * g l).
Proof. intros hf hg. apply big_ge0. intros. now apply Rmult_le_pos. Qed.
Lemma R1_ge0 j : 0 <= R1 j. Proof. apply Rplus_le_le_0_compat; [apply prods_ge0; intros; apply pos|apply pos]. Qed.
Lemma S1_ge0 j : 0 <= S1 j. Proof. apply Rplus_le_le_0_compat; apply prods_ge0; intros; apply pos. Qed.

(* One product, and the residual. *)
Lemma Ap_pair a b p q p' q' : Ap (1 + 2 * cn) (a p q * b p' q') (Mabs a p q * Mabs b p' q')
  (kap * (Mabs a p q + Mabs b p' q') + 2) (product o converts (read a p q) (read b p' q')).
Proof. exact (Ap_read_product u lam converts d u_ge0 lam_range d_ge1 a p q b p' q'). Qed.
Let res j := big r (fun l => x i l * y j l) - m i j.
Lemma Ap_res j : Ap (r + 2 + 2 * cn) (res j) (R1 j) (kap * (big r A + big r (B j)) + 5 * INR r + 3) (residual o converts r X Y M j).
Proof.
assert (h : Aps (1 + 2 * cn) (neg (M j) :: map (fun l => product o converts (X l) (Y j l)) (seq 0 r))
  (- m i j + big r (fun l => x i l * y j l)) (T j + big r (fun l => A l * B j l)) (1 + big r (fun l => kap * (A l + B j l) + 2))).
{ constructor.
  - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg u lam _ _ _ _ _ (Ap_input u lam l0 (m i j)))); [lia|reflexivity|apply Rle_refl|lra].
  - apply Aps_seq. intros l _. apply Ap_pair. }
rewrite big_plus, big_mul, big_plus, big_const in h.
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). simpl length in g. rewrite map_length, seq_length in g.
assert (q : units (S r) = 3 * INR r + 2).
{ unfold units. replace (3 * S r - 1)%nat with (3 * r + 2)%nat by lia. rewrite plus_INR, mult_INR. simpl. lra. }
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|unfold res; ring|unfold R1; lra|lra].
Qed.
Lemma Ap_change j : Ap (2 * r + 1 + 2 * cn) (big r (fun l => dx i l * y j l) + big r (fun l => x i l * dy j l)) (S1 j)
  (kap * (al + be j) + 10 * INR r) (residual_change o converts r X Y DX DY j).
Proof.
assert (h : Aps (1 + 2 * cn) (map (fun l => product o converts (DX l) (Y j l)) (seq 0 r) ++ map (fun l => product o converts (X l) (DY j l)) (seq 0 r))
  (big r (fun l => dx i l * y j l) + big r (fun l => x i l * dy j l)) (S1 j)
  (big r (fun l => kap * (E l + B j l) + 2) + big r (fun l => kap * (A l + G j l) + 2))).
{ apply Aps_app; apply Aps_seq; intros l _; apply Ap_pair. }
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite app_length, !map_length, seq_length in g.
assert (q := units_le (r + r)). rewrite plus_INR in q.
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|]. rewrite !big_plus, !big_mul, !big_plus, big_const, al_split, be_split. lra.
Qed.
(* A product whose first factor was computed. *)
Lemma Ap_times n v s K P a p q : Ap n v s K P -> 0 <= s -> 0 <= K ->
  Ap (n + 1 + 2 * cn) (v * a p q) (s * Mabs a p q) (kap * s + (K + 1) * (Mabs a p q + 1 / 64) + 1) (product o converts P (read a p q)).
Proof.
intros h s0 K0. assert (cr := c_range converts). destruct kapl as (k1 & k2 & k3). assert (a0 := pos a p q).
assert (h' : Ap n v s ((K + c) - c) P) by (replace (K + c - c) with K by ring; exact h).
assert (g := Ap_product_c u lam converts d u_ge0 l0 d_ge1 _ _ _ _ _ _ _ _ _ _ h' (Ap_read u lam converts lam_range a p q)).
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|]. unfold weight.
nra.
Qed.

(* What the judge has, per j. *)
Let W j := (al + be j + (2 * INR r + 4)) * (both y dy j k + 1) + rh j + 2 * (al + 1).
Definition exact_hvp := big d (fun j => (big r (fun l => dx i l * y j l) + big r (fun l => x i l * dy j l)) * y j k)
  + big d (fun j => res j * dy j k).
Definition absolute_hvp := big d (fun j => S1 j * B j k) + big d (fun j => R1 j * G j k).
Lemma r_ge1 : 1 <= INR r. Proof. change 1 with (INR 1). apply le_INR. lia. Qed.
Lemma size_facts j : 0 <= al /\ 0 <= be j /\ big r A <= al /\ big r (B j) <= be j /\ big r E <= al /\ big r (G j) <= be j
  /\ 0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <= big r (G j).
Proof.
rewrite al_split, be_split.
assert (0 <= big r A /\ 0 <= big r E /\ 0 <= big r (B j) /\ 0 <= big r (G j)) by (repeat split; apply big_ge0; intros; apply pos).
repeat split; lra.
Qed.
Let phi := 3 / 2 * INR (underflow_factor conversions).
Lemma phi_facts : 6 <= phi /\ 4 * kap <= phi.
Proof. destruct (kap_facts lam converts lam_range) as (_ & _ & _ & h1 & h2). unfold phi. lra. Qed.
Lemma formula_step j :
  kap * S1 j + ((kap * (al + be j) + 10 * INR r) + 1) * (B j k + 1 / 64) + 1
  + (kap * R1 j + ((kap * (big r A + big r (B j)) + 5 * INR r + 3) + 1) * (G j k + 1 / 64) + 1) + 6 <= phi * W j.
Proof.
destruct (size_facts j) as (a0 & b0 & a1 & b1 & _ & _ & a2 & _ & b2 & _). destruct kapl as (k1 & _). assert (r1 := r_ge1).
assert (s0 := S1_ge0 j). assert (r0 := R1_ge0 j). assert (q := rh_split j).
assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply prods_ge0; intros; apply pos).
assert (Bk : 0 <= B j k) by apply pos. assert (Gk : 0 <= G j k) by apply pos.
destruct phi_facts as [p1 p2].
assert (kab : 0 <= kap * (al + be j)) by (apply Rmult_le_pos; lra). assert (kr : 6 * (2 * INR r + 4) <= phi * (2 * INR r + 4)) by (apply Rmult_le_compat_r; lra).
assert (pab : kap * (al + be j) <= phi * (al + be j)) by (apply Rmult_le_compat_r; lra).
assert (kab2 : kap * (big r A + big r (B j)) <= kap * (al + be j)) by (apply Rmult_le_compat_l; lra).
assert (z1 : kap * (al + be j) + 10 * INR r + 1 <= phi * (al + be j + (2 * INR r + 4))) by lra.
set (V := phi * (al + be j + (2 * INR r + 4))) in *.
assert (t1 : (kap * (al + be j) + 10 * INR r + 1) * (B j k + 1 / 64) <= V * (B j k + 1 / 64)) by (apply Rmult_le_compat_r; lra).
assert (t2 : (kap * (big r A + big r (B j)) + 5 * INR r + 3 + 1) * (G j k + 1 / 64) <= V * (G j k + 1 / 64)) by (apply Rmult_le_compat_r; lra).
assert (kap * (S1 j + R1 j) <= phi * rh j /\ 0 <= phi * (2 * (al + 1))) by parts.
unfold W. change (both y dy j k) with (B j k + G j k).
replace (phi * ((al + be j + (2 * INR r + 4)) * (B j k + G j k + 1) + rh j + 2 * (al + 1)))
  with (V * (B j k + G j k + 1) + phi * rh j + phi * (2 * (al + 1))) by (unfold V; ring).
lra.
Qed.
Lemma Ap_formula : Ap (2 * r + 2 * d + 3 + 4 * cn) exact_hvp absolute_hvp (phi * big d W) (hvp_formula o converts d r X Y M DX DY k).
Proof.
destruct kapl as (k1 & _).
assert (h : Aps (2 * r + 3 + 4 * cn) (map (fun j => product o converts (residual_change o converts r X Y DX DY j) (Y j k)) (seq 0 d)
  ++ map (fun j => product o converts (residual o converts r X Y M j) (DY j k)) (seq 0 d)) exact_hvp absolute_hvp
  (big d (fun j => kap * S1 j + ((kap * (al + be j) + 10 * INR r) + 1) * (B j k + 1 / 64) + 1)
   + big d (fun j => kap * R1 j + ((kap * (big r A + big r (B j)) + 5 * INR r + 3) + 1) * (G j k + 1 / 64) + 1))).
{ assert (r1 := r_ge1). apply Aps_app; apply Aps_seq; intros j _; destruct (size_facts j) as (a0 & b0 & _ & _ & _ & _ & a2 & _ & b2 & _).
  - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ y j k (Ap_change j) (S1_ge0 j) ltac:(nra))); [lia|reflexivity|apply Rle_refl|apply Rle_refl].
  - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dy j k (Ap_res j) (R1_ge0 j) ltac:(nra))); [lia|reflexivity|apply Rle_refl|apply Rle_refl]. }
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). rewrite app_length, !map_length, seq_length in g.
assert (q := units_le (d + d)). rewrite plus_INR in q.
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|lra|].
rewrite <- big_plus. apply Rle_trans with (big d (fun j => phi * W j - 6) + 6 * INR d); [|rewrite <- (big_mul d (phi)); 
  rewrite (Rmult_comm 6), <- big_const, <- big_plus; apply Req_le, big_ext; intros; ring].
apply Rplus_le_compat; [|lra]. apply big_le. intros j _. assert (f := formula_step j). lra.
Qed.

(* The matrix, row by row. *)
Lemma Ap_diagonal l : Ap (1 + 2 * cn + d) (big d (fun j => y j l * y j k)) (big d (fun j => B j l * B j k))
  (big d (fun j => kap * (B j l + B j k) + 5)) (hessian_diagonal o converts d Y [] l k).
Proof.
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ (Ap_grams u lam converts d u_ge0 lam_range d_ge1 y l k)).
rewrite map_length, seq_length in g. assert (q := units_le d).
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|].
rewrite !big_plus, big_mul, big_plus, big_const. unfold B. lra.
Qed.
Let extra (same : bool) (v : R) := if same then v else 0.
Lemma Ap_off same j l : Ap (r + 3 + 2 * cn) (extra same (res j) + x i l * y j k) (extra same (R1 j) + A l * B j k)
  (kap * (A l + B j k) + 2 + extra same (kap * (big r A + big r (B j)) + 5 * INR r + 6)) (hessian_off o converts r X Y M same j k l).
Proof.
assert (p := Ap_pair x y i l j k). unfold hessian_off. destruct same; simpl extra.
- assert (g := Ap_res j). apply Ap_either.
  + assert (p' : Ap (r + 2 + 2 * cn) (x i l * y j k) (A l * B j k) (kap * (A l + B j k) + 2) (product o converts (X l) (Y j k)))
      by (apply (Ap_to _ _ _ _ _ _ _ _ _ p); [lia|reflexivity|apply Rle_refl|apply Rle_refl]).
    apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_plus2 u lam u_ge0 l0 _ _ _ _ _ _ _ _ _ g p')); [lia|reflexivity|lra|lra].
  + assert (h : Aps (1 + 2 * cn) (product o converts (X l) (Y j k) :: neg (M j) :: map (fun q => product o converts (X q) (Y j q)) (seq 0 r))
      (x i l * y j k + (- m i j + big r (fun q => x i q * y j q))) (A l * B j k + (T j + big r (fun q => A q * B j q)))
      (kap * (A l + B j k) + 2 + (1 + big r (fun q => kap * (A q + B j q) + 2)))).
    { constructor; [exact p|constructor].
      - apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_neg u lam _ _ _ _ _ (Ap_input u lam l0 (m i j)))); [lia|reflexivity|apply Rle_refl|lra].
      - apply Aps_seq. intros q _. apply Ap_pair. }
    rewrite big_plus, big_mul, big_plus, big_const in h.
    assert (s := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ h). simpl length in s. rewrite map_length, seq_length in s.
    assert (q : units (S (S r)) = 3 * INR r + 5).
    { unfold units. replace (3 * S (S r) - 1)%nat with (3 * r + 5)%nat by lia. rewrite plus_INR, mult_INR. simpl. lra. }
    apply (Ap_to _ _ _ _ _ _ _ _ _ s); [lia|unfold res; ring|unfold R1; lra|lra].
- apply (Ap_to _ _ _ _ _ _ _ _ _ p); [lia|ring|unfold A, B; lra|unfold A, B; lra].
Qed.
Lemma extra_ge0 same v : 0 <= v -> 0 <= extra same v.
Proof. destruct same; simpl; lra. Qed.
Let kd l := kap * big d (fun j => B j l * B j k) + (big d (fun j => kap * (B j l + B j k) + 5) + 1) * (E l + 1 / 64) + 1.
Let ko j l := kap * (A l * B j k) + (kap * (A l + B j k) + 3) * (G j l + 1 / 64) + 1
  + extra (Nat.eqb l k) (kap * R1 j + (kap * (big r A + big r (B j)) + 5 * INR r + 6) * (G j l + 1 / 64)).
Lemma Ap_rows : Aps (r + d + 4 + 4 * cn)
  (map (fun l => product o converts (hessian_diagonal o converts d Y [] l k) (DX l)) (seq 0 r)
    ++ concat (map (fun j => map (fun l => product o converts (hessian_off o converts r X Y M (Nat.eqb l k) j k l) (DY j l)) (seq 0 r)) (seq 0 d)))
  (big r (fun l => big d (fun j => y j l * y j k) * dx i l)
    + big d (fun j => big r (fun l => (extra (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)))
  (big r (fun l => big d (fun j => B j l * B j k) * E l)
    + big d (fun j => big r (fun l => (extra (Nat.eqb l k) (R1 j) + A l * B j k) * G j l)))
  (big r kd + big d (fun j => big r (ko j))).
Proof.
destruct kapl as (k1 & _). assert (r1 := r_ge1). apply Aps_app.
- apply Aps_seq. intros l _.
  assert (s0 : 0 <= big d (fun j => B j l * B j k)) by (apply big_ge0; intros; apply Rmult_le_pos; apply pos).
  assert (K0 : 0 <= big d (fun j => kap * (B j l + B j k) + 5)).
  { apply big_ge0. intros j _. parts. }
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dx i l (Ap_diagonal l) s0 K0)); [lia|reflexivity|apply Rle_refl|apply Rle_refl].
- apply Aps_concat. intros j _. apply Aps_seq. intros l _. destruct (size_facts j) as (_ & _ & _ & _ & _ & _ & a2 & _ & b2 & _).
  assert (al0 : 0 <= A l) by apply pos. assert (bk0 : 0 <= B j k) by apply pos. assert (ab : 0 <= A l * B j k) by now apply Rmult_le_pos.
  assert (ke : 0 <= kap * (big r A + big r (B j)) + 5 * INR r + 6).
  { assert (0 <= kap * (big r A + big r (B j))) by (apply Rmult_le_pos; lra). lra. }
  assert (s0 := extra_ge0 (Nat.eqb l k) _ (R1_ge0 j)). assert (K0 := extra_ge0 (Nat.eqb l k) _ ke).
  assert (K1 : 0 <= kap * (A l + B j k)) by (apply Rmult_le_pos; lra).
  assert (s1 : 0 <= extra (Nat.eqb l k) (R1 j) + A l * B j k) by lra.
  assert (K2 : 0 <= kap * (A l + B j k) + 2 + extra (Nat.eqb l k) (kap * (big r A + big r (B j)) + 5 * INR r + 6)) by lra.
  apply (Ap_to _ _ _ _ _ _ _ _ _ (Ap_times _ _ _ _ _ dy j l (Ap_off (Nat.eqb l k) j l) s1 K2)); [lia|reflexivity|apply Rle_refl|].
  unfold ko, extra. change (Mabs dy j l) with (G j l). destruct (Nat.eqb l k); lra.
Qed.
Lemma rows_exact : big r (fun l => big d (fun j => y j l * y j k) * dx i l)
    + big d (fun j => big r (fun l => (extra (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)) = exact_hvp.
Proof.
unfold exact_hvp. rewrite (big_ext r _ (fun l => big d (fun j => dx i l * y j l * y j k))).
2: { intros l _. rewrite <- big_mulr. apply big_ext. intros; ring. }
rewrite big_exchange, <- !big_plus. apply big_ext. intros j _.
rewrite (big_ext r (fun l => (extra (Nat.eqb l k) (res j) + x i l * y j k) * dy j l)
  (fun l => (if Nat.eqb l k then res j * dy j l else 0) + x i l * dy j l * y j k)).
2: { intros l _. unfold extra. destruct (Nat.eqb l k); ring. }
rewrite big_plus, (big_delta r (fun l => res j * dy j l) k k_r), !big_mulr. ring.
Qed.
Lemma rows_absolute : big r (fun l => big d (fun j => B j l * B j k) * E l)
    + big d (fun j => big r (fun l => (extra (Nat.eqb l k) (R1 j) + A l * B j k) * G j l)) = absolute_hvp.
Proof.
unfold absolute_hvp. rewrite (big_ext r _ (fun l => big d (fun j => E l * B j l * B j k))).
2: { intros l _. rewrite <- big_mulr. apply big_ext. intros; ring. }
rewrite big_exchange, <- !big_plus. apply big_ext. intros j _.
rewrite (big_ext r (fun l => (extra (Nat.eqb l k) (R1 j) + A l * B j k) * G j l)
  (fun l => (if Nat.eqb l k then R1 j * G j l else 0) + A l * G j l * B j k)).
2: { intros l _. unfold extra. destruct (Nat.eqb l k); ring. }
rewrite big_plus, (big_delta r (fun l => R1 j * G j l) k k_r), !big_mulr. unfold S1. ring.
Qed.
Lemma rows_bound : big r kd + big d (fun j => big r (ko j)) + 6 * (INR d * INR r) + 6 * INR d <= phi * big d W.
Proof.
destruct kapl as (k1 & _). destruct phi_facts as [p1 p2]. assert (r1 := r_ge1). assert (d1 := d_real d d_ge1).
assert (h : big r kd <= big d (fun j => big r (fun l => kap * (B j l * B j k) + (kap * (B j l + B j k) + 6) * (E l + 1 / 64) + 1))).
{ rewrite <- big_exchange. apply big_le. intros l _. unfold kd. rewrite !big_plus, big_mulr, !big_plus, !big_mul, !big_plus, !big_const.
  assert (e0 : 0 <= E l) by apply pos.
  assert (0 <= (INR d - 1) * (E l + 1 / 64)) by (apply Rmult_le_pos; lra). lra. }
rewrite <- (big_const d (INR r)) in *. rewrite <- (big_mul d phi). 
replace (6 * INR d) with (big d (fun _ => 6)) by (rewrite big_const; ring). rewrite <- (big_mul d 6).
apply Rle_trans with (big d (fun j => big r (fun l => kap * (B j l * B j k) + (kap * (B j l + B j k) + 6) * (E l + 1 / 64) + 1)
   + big r (ko j) + 6 * INR r + 6)).
{ rewrite !(big_plus d). lra. }
apply big_le. intros j _. unfold ko.
rewrite (big_plus r _ (fun l => extra (Nat.eqb l k) _)). unfold extra. rewrite (big_delta r _ k k_r).
destruct (size_facts j) as (a0 & b0 & a1 & b1 & e1 & g1 & a2 & e2 & b2 & g2).
assert (s0 := S1_ge0 j). assert (r0 := R1_ge0 j). assert (q := rh_split j).
assert (eg : 0 <= big r (fun l => E l * G j l)) by (apply prods_ge0; intros; apply pos).
assert (Bk : 0 <= B j k) by apply pos. assert (Gk : 0 <= G j k) by apply pos.
set (Bv := B j k) in *. set (Gv := G j k) in *.
replace (big r (fun l => kap * (B j l * Bv) + (kap * (B j l + Bv) + 6) * (E l + 1 / 64) + 1))
  with (kap * (big r (B j) * Bv) + kap * big r (fun l => E l * B j l) + (kap * Bv + 6) * big r E
    + 1 / 64 * (kap * big r (B j)) + INR r * (1 / 64 * (kap * Bv + 6) + 1)).
2: { rewrite <- big_const, <- !big_mulr, <- !big_mul, <- !big_plus. apply big_ext. intros; ring. }
replace (big r (fun l => kap * (A l * Bv) + (kap * (A l + Bv) + 3) * (G j l + 1 / 64) + 1))
  with (kap * (big r A * Bv) + kap * big r (fun l => A l * G j l) + (kap * Bv + 3) * big r (G j)
    + 1 / 64 * (kap * big r A) + INR r * (1 / 64 * (kap * Bv + 3) + 1)).
2: { rewrite <- big_const, <- !big_mulr, <- !big_mul, <- !big_plus. apply big_ext. intros; ring. }
unfold W. change (both y dy j k) with (Bv + Gv).
assert (kq : kap * (S1 j + R1 j) <= phi * rh j) by (apply Rmult_le_compat; lra). unfold S1 in kq.
assert (ae := al_split). assert (bg := be_split j). set (Z := al + be j).
assert (f1 : kap * (Z * Bv) <= phi * (Z * Bv)) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; unfold Z; lra|lra]).
assert (f2 : kap * ((big r A + big r (B j)) * Gv) <= phi * (Z * Gv)).
{ apply Rmult_le_compat; try lra; [apply Rmult_le_pos; lra|]. apply Rmult_le_compat_r; [lra|unfold Z; lra]. }
assert (f3 : 6 * ((2 * INR r + 4) * (Bv + Gv + 1)) <= phi * ((2 * INR r + 4) * (Bv + Gv + 1))) by (apply Rmult_le_compat_r; [apply Rmult_le_pos; lra|lra]).
assert (f4 : 6 * Z <= phi * Z) by (apply Rmult_le_compat_r; unfold Z; lra).
assert (f5 : kap * (big r A + big r (B j)) <= 2 * Z) by (apply Rmult_le_compat; unfold Z; lra).
assert (6 * (2 * (al + 1)) <= phi * (2 * (al + 1)) /\ kap * (INR r * Bv) <= 2 * (INR r * Bv) /\
  0 <= INR r * Gv /\ 0 <= INR r * Bv) by parts.
unfold Z in *. rewrite ae, bg in *. lra.
Qed.
Lemma Ap_matrix : Ap (2 * r + d + d * r + 4 + 4 * cn) exact_hvp absolute_hvp (phi * big d W) (hvp_matrix o converts d r X Y M DX DY k).
Proof.
assert (g := Ap_sum_of u lam u_ge0 l0 _ _ _ _ _ Ap_rows). rewrite rows_exact, rows_absolute in g.
rewrite app_length, map_length, seq_length in g.
assert (len : length (concat (map (fun j => map (fun l => product o converts (hessian_off o converts r X Y M (Nat.eqb l k) j k l) (DY j l)) (seq 0 r)) (seq 0 d))) = (d * r)%nat).
{ clear. generalize 0%nat at 2 as s. induction d as [|n IH]; intro s; [reflexivity|]. simpl. rewrite app_length, map_length, seq_length, IH. reflexivity. }
rewrite len in g. assert (q := units_le (r + d * r)). rewrite plus_INR, mult_INR in q.
assert (b := rows_bound). assert (r1 := r_ge1). assert (d1 := d_real d d_ge1).
assert (INR r * 1 <= INR r * INR d) by (apply Rmult_le_compat_l; lra).
apply (Ap_to _ _ _ _ _ _ _ _ _ g); [lia|reflexivity|apply Rle_refl|lra].
Qed.

Definition legal_hvp : value := printed o (hvp o converts d r X Y M DX DY k).
Theorem hvp_error d1 z : let n := hvp_roundings d1 d r d conversions in INR n * u <= 1 / 4 -> legal_hvp z ->
  Rabs (z - exact_hvp) <= gamma u n * absolute_hvp + lam * underflow_of d r conversions 1 (both x dx) (both y dy) (Mabs m) i k.
Proof.
intros n hn hz. destruct phi_facts as [p1 p2].
assert (h : Ap (2 * r + 2 * d + d * r + 4 + 4 * cn) exact_hvp absolute_hvp (phi * big d W) (hvp o converts d r X Y M DX DY k)).
{ apply Ap_either.
  - apply (Ap_to _ _ _ _ _ _ _ _ _ Ap_formula); [lia|reflexivity|apply Rle_refl|apply Rle_refl].
  - apply (Ap_to _ _ _ _ _ _ _ _ _ Ap_matrix); [lia|reflexivity|apply Rle_refl|apply Rle_refl]. }
assert (g := Ap_rounded u lam u_ge0 l0 _ _ _ _ _ h).
eapply Rle_trans; [eapply (Ap_bound u lam u_ge0 l0 _ n); [|exact hn|exact g|exact hz]|].
{ unfold n, hvp_roundings, FpStep.conversions. lia. }
apply Rplus_le_compat_l. unfold underflow_of, update_underflow.
rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact l0|].
assert (e : big d W = big d (fun j => (big r (both x dx i) + big r (both y dy j) + (2 * INR r + 4)) * (both y dy j k + 1))
  + big d (rho_of r (both x dx) (both y dy) (Mabs m) i) + 2 * INR d * (big r (both x dx i) + 1)).
{ rewrite (Rmult_comm 2 (INR d)), Rmult_assoc, <- big_const, <- !big_plus. reflexivity. }
rewrite <- e. unfold phi in *. assert (d1' := pos_INR d).
assert (0 <= INR (underflow_factor conversions) * INR d) by (apply Rmult_le_pos; [apply pos_INR|lra]). lra.
Qed.
End Hvp.
