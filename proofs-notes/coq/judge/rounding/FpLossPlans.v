(* SPDX-License-Identifier: Apache-2.0 *)
(* FpLossPlans.v: further admissible evaluation orders of the loss, as sets of the values that they
   may compute.

   As in FpPlans.v: each use of an entry may read another value of its set, each sum take a tree of
   its own, each product be fused into the addition that follows. All are of twice the loss; the
   half comes last.
   Main results: Aps_grid (errors of the terms of a sum over two indices). *)
From Coq Require Import Reals Psatz List.
From NoisyGD Require Import FpModel FpSum FpPlans.
Import ListNotations. Local Open Scope R_scope.

(* The terms of a sum over p x q indices. *)
Definition grid_terms {T : Type} (p q : nat)
    (f : nat -> nat -> T) : list T := concat (map (fun i => map (f i) (seq 0 q)) (seq 0 p)).
Lemma grid_length {T : Type} p q (f : nat -> nat -> T) : length (grid_terms p q f) = (p * q)%nat.
Proof. unfold grid_terms. generalize 0%nat at 2 as s.
  induction p as [|n IH]; intro s; [reflexivity|].
    simpl. now rewrite length_app, length_map, length_seq, IH. Qed.
Lemma Aps_grid u lam n p q P v s k :
  (forall i j, (i < p)%nat -> (j < q)%nat -> Ap u lam n (v i j) (s i j) (k i j) (P i j)) ->
  Aps u lam n (grid_terms p q P) (big p (fun i => big q (v i))) (big p (fun i => big q (s i)))
    (big p (fun i => big q (k i))).
Proof. intro h. apply Aps_concat. intros i hi. apply Aps_seq. intros j hj. now apply h. Qed.

Section Plans.
Variables (o : operations) (converts : bool) (d1 d2 r : nat) (X Y M : nat -> nat -> value).
Notation product := (product o converts). Notation scale := (scale o converts).
Notation sum_of := (sum_of o).

(* The expanded form, <X^T X, Y^T Y> - 2 tr(X^T M Y) + ||M||^2, with M Y or M^T X formed first. The
   doubling rounds, as it may where the radix is not 2. *)
Definition gram_x (l k : nat) : value := sum_of (map (fun i => product (X i l) (X i k)) (seq 0 d1)).
Definition gram_y (l k : nat) : value := sum_of (map (fun j => product (Y j l) (Y j k)) (seq 0 d2)).
Definition inner_terms : list value :=
  grid_terms r r (fun l k => product (gram_x l k) (gram_y l k)).
Definition target_y
    (i l : nat) : value := sum_of (map (fun j => product (M i j) (Y j l)) (seq 0 d2)).
Definition target_x
    (j l : nat) : value := sum_of (map (fun i => product (M i j) (X i l)) (seq 0 d1)).
Definition cross_x : list value := grid_terms d1 r (fun i l => product (target_y i l) (X i l)).
Definition cross_y : list value := grid_terms d2 r (fun j l => product (target_x j l) (Y j l)).
Definition target_squares : list value := grid_terms d1 d2 (fun i j => product (M i j) (M i j)).
(* All terms in one sum, or three sums. *)
Definition expanded_terms (cross : list value) : list value :=
  inner_terms ++ map (fun P => neg (scale 2 P)) cross ++ target_squares.
Definition expanded_sums (cross : list value) : list value :=
  [sum_of inner_terms; neg (scale 2 (sum_of cross)); sum_of target_squares].
Definition expanded_lists (L : list value) : Prop :=
  L = expanded_terms cross_x \/ L = expanded_terms cross_y \/ L = expanded_sums cross_x \/
    L = expanded_sums cross_y.

(* A scaled norm. Each residual is divided by one scale s; the squares of the quotients are summed;
   the norm is the root of the sum times s; it is squared. s is at most the largest computed
   residual in absolute value, or at most 1: with s = 1 and exact quotients this is the plain
   norm. *)
Definition norm_scale (s : R) : Prop :=
  0 < s /\ (s <= 1 \/ exists i j a, (i < d1)%nat /\ (j < d2)%nat /\
    defect o converts r (X i) Y (M i) j a /\ s <= Rabs a).
Definition quotient (s : R) (P : value) : value := fun q => exists a, P a /\ result o (a / s) q.
Local Definition root
    (P : value) : value := fun t => exists a, P a /\ 0 <= a /\ result o (sqrt a) t.
Definition quotient_squares (s : R) : list value := grid_terms d1 d2 (fun i j =>
  product (quotient s (defect o converts r (X i) Y (M i) j))
  (quotient s (defect o converts r (X i) Y (M i) j))).
(* The scale as the product reads it: converted, it is off by at most u s. *)
Definition reads_scale (u s s' : R) : Prop := s' = s \/ (converts = true /\ Rabs (s' - s) <= u * s).
Definition norm (u s : R) : value := fun z => exists s' t t',
  reads_scale u s s' /\ root (sum_of (quotient_squares s)) t /\ reads o converts t t' /\
  result o (s' * t') z.
Definition norm_square (u : R) : value := fun z => exists s n, norm_scale s /\ norm u s n /\
  product (exactly n) (exactly n) z.
End Plans.

(* Half of a sum, printed. *)
Section Half.
Variables (u lam : R) (converts : bool). Hypotheses (u_ge0 : 0 <= u) (lam_ge0 : 0 <= lam).
Notation o := (model u lam).
Local Definition half (P : value) : value := rounded o (scale o converts (/ 2) P).
Lemma half_error N n v s k P W z : Ap u lam n v s k P -> (n + 2 + cn converts <= N)%nat ->
  INR N * u <= 1 / 4 -> k + 5 <= 12 * W -> half P z ->
  Rabs (z - / 2 * v) <= gamma u N * (/ 2 * s) + lam * (8 * W).
Proof. intros h hn hu hk hz.
  assert (g := Ap_scaled u lam converts u_ge0 lam_ge0 (/ 2) _ _ _ _ _ ltac:(lra) h).
  assert (g' := Ap_rounded u lam u_ge0 lam_ge0 _ _ _ _ _ g). eapply Rle_trans; [eapply (Ap_bound u
      lam u_ge0 lam_ge0 _ N); [|exact hu|exact g'|exact hz]; lia|]. apply Rplus_le_compat_l.
  rewrite (Rmult_comm (4 / 3)), Rmult_assoc. apply Rmult_le_compat_l; [exact lam_ge0|]. lra. Qed.
Lemma half_sum_error N n v s k L W z : Aps u lam n L v s k ->
  (n + length L + 2 + cn converts <= N)%nat -> INR N * u <= 1 / 4 ->
  k + 3 * INR (length L) + 5 <= 12 * W -> half (sum_of o L) z ->
  Rabs (z - / 2 * v) <= gamma u N * (/ 2 * s) + lam * (8 * W).
Proof. intros h hn hu hk. assert (q := units_le (length L)). apply half_error with (n := (n + length
      L)%nat) (k := k + units (length L)); [now apply Ap_sum_of|exact hn|exact hu|lra]. Qed.
End Half.
