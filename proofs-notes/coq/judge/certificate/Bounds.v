(* SPDX-License-Identifier: Apache-2.0 *)
(* Bounds.v: the exact entries of each op and their bounds, as expressions that Coq computes.

   The definitions mirror those over the reals, one for one: what they mean is those, by reflexivity
   ([meant_gradient] and its likes). A bound is gamma_n S + lam U with gamma_n = n u / (1 - n u), u
   the unit roundoff, lam the smallest normal number.
   Main results: within_by_computation, beyond_by_computation (an entry that is found within its
   bound, or beyond it, is so over the reals). *)
From Bignums Require Import BigZ.
From Coq Require Import List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpModel FpSum FpConstants FpGradient FpStep FpHessian FpHvp FpLoss
  FpExpanded FpSmoothedLoss Number Literal.
Import ListNotations. Local Open Scope R_scope.

(** * Entries within bounds and beyond them *)

(** An arithmetic: u, lam; whether products convert their operands again; whether sums err relative
    to their operands; the format that literals are read in, if they are not read exactly. *)
Record arithmetic := Arithmetic {
  unit_roundoff : number; smallest : number; converting : bool; apart : bool;
  printed_in : option format }.

Definition u (a : arithmetic) : R := N2R (unit_roundoff a).
Definition lam (a : arithmetic) : R := N2R (smallest a).
Definition conversions_of (a : arithmetic) : nat := conversions (converting a).

Definition within (a : arithmetic) (n : nat) (exact size underflow printed : R) : Prop :=
  Rabs (printed - exact) <= gamma (u a) n * size + lam a * underflow.

(** What the theorems of rounding ask of an arithmetic. *)
Definition usable (a : arithmetic) : bool :=
  nle nzero (unit_roundoff a) && nle nzero (smallest a) &&
    nle (smallest a) (Number BigZ.one (-7) 0).
Lemma usable_range a : usable a = true -> 0 <= u a /\ 0 <= lam a <= 1 / 128.
Proof. unfold usable. intros h. apply andb_prop in h as [h h3]. apply andb_prop in h as [h1 h2].
  unfold u, lam. rewrite <- N2R_zero. destruct (nle_spec nzero (unit_roundoff a)) as [r1|];
    [|discriminate]. destruct (nle_spec nzero (smallest a)) as [r2|]; [|discriminate].
  match type of h3 with nle ?s ?b = true => destruct (nle_spec s b) as [r3|]; [|discriminate] end.
  assert (e : N2R (Number BigZ.one (-7) 0) = 1 / 128) by (unfold N2R; cbn; field). rewrite e in r3.
  repeat split; lra. Qed.

Section Decisions.
Variables (a : arithmetic) (n : nat) (exact size underflow printed : expression).
Let nu := Times (Count n) (Value (unit_roundoff a)). Let left := Minus (Integer 1) nu.
Let error := Times (Absolute (Minus printed exact)) left.
Let bound := Plus (Times nu (size)) (Times (Times (Value (smallest a)) underflow) left).
(** n u <= 1/4, where the bound says something. *)
Definition decides : bool := leb (Times (Integer 4) nu) (Integer 1).
Definition withinb : bool := decides && leb error bound.
Definition beyondb : bool := decides && ltb bound error.

Lemma decides_meant : decides = true -> INR n * u a <= 1 / 4.
Proof. intros h. apply le_by_computation in h. unfold nu in h. cbn [meant] in h. unfold u. lra. Qed.
Lemma bound_times_left : INR n * u a <= 1 / 4 ->
  meant bound = (gamma (u a) n * meant size + lam a * meant underflow) * meant left /\
  0 < meant left.
Proof. intros h. unfold bound, left, nu, gamma, u, lam in *. cbn [meant]. split; [field; lra|lra].
Qed.
Theorem within_by_computation : withinb = true ->
  within a n (meant exact) (meant size) (meant underflow) (meant printed).
Proof. unfold withinb. intros h. apply andb_prop in h as [d le]. apply le_by_computation in le.
  destruct (bound_times_left (decides_meant d)) as [e p]. rewrite e in le. unfold error in le.
  cbn [meant] in le. unfold within. apply Rmult_le_reg_r with (meant left); [exact p|exact le]. Qed.
Theorem beyond_by_computation : beyondb = true -> INR n * u a <= 1 / 4 /\
  ~ within a n (meant exact) (meant size) (meant underflow) (meant printed).
Proof. unfold beyondb. intros h. apply andb_prop in h as [d lt]. apply decides_meant in d.
  split; [exact d|]. apply lt_by_computation in lt. destruct (bound_times_left d) as [e p].
  rewrite e in lt. unfold error in lt. cbn [meant] in lt.
  unfold within. intros le. apply (Rmult_le_compat_r (meant left)) in le; [|lra]. lra. Qed.
End Decisions.

(** * The polynomials *)

Definition matrix_of := nat -> nat -> expression.
Definition real (m : matrix_of) : matrix := fun i j => meant (m i j).
Definition absolutes (x : matrix_of) : matrix_of := fun i j => Absolute (x i j).
Definition plus (x z : matrix_of) : matrix_of := fun i j => Plus (x i j) (z i j).
Definition transposed (m : matrix_of) : matrix_of := fun i j => m j i.

Definition row_product (r : nat) (x y : matrix_of)
    (i j : nat) := Sum r (fun l => Times (x i l) (y j l)).
Definition true_residual (r : nat) (x y m : matrix_of)
    (i j : nat) := Minus (row_product r x y i j) (m i j).
Definition true_gradient (d r : nat) (x y m : matrix_of)
    (i k : nat) := Sum d (fun j => Times (true_residual r x y m i j) (y j k)).
Definition true_rho (r : nat) (A B T : matrix_of)
    (i j : nat) := Plus (row_product r A B i j) (T i j).
Definition gradient_size (d r : nat) (A B T : matrix_of)
    (i k : nat) := Sum d (fun j => Times (true_rho r A B T i j) (B j k)).
Definition row_sum (r : nat) (A : matrix_of) (i : nat) := Sum r (A i).
Definition true_lever (r : nat) (A B : matrix_of) (i j : nat) :=
  Plus (Plus (row_sum r A i) (row_sum r B j)) (Plus (Times (Integer 2) (Count r)) (Integer 4)).
Definition underflow (d r conversions : nat) (eta : expression) (A B T : matrix_of) (i k : nat) :=
  Times (Count (underflow_factor conversions)) (Plus (Times (Plus (Integer 1) eta)
      (Plus (Plus (Sum d (fun j => Times (true_lever r A B i j) (Plus (B j k) (Integer 1))))
          (Sum d (true_rho r A B T i)))
        (Times (Times (Integer 2) (Count d)) (Plus (row_sum r A i) (Integer 1)))))
      (Plus (Count d) (Integer 4))).

Lemma meant_gradient d r x y m i k :
  meant (true_gradient d r x y m i k) = exact_gradient_of d r (real x) (real y) (real m) i k.
Proof. reflexivity. Qed.
Lemma meant_absolute_gradient d r A B T i k :
  meant (gradient_size d r A B T i k) = absolute_gradient_of d r (real A) (real B) (real T) i k.
Proof. reflexivity. Qed.
Lemma meant_underflow d r c eta A B T i k :
  meant (underflow d r c eta A B T i k) =
    underflow_of d r c (meant eta) (real A) (real B) (real T) i k.
Proof. reflexivity. Qed.

(** The Hessian applied to (dx, dy). *)
Definition true_hvp (d r : nat) (x y m dx dy : matrix_of) (i k : nat) :=
  Plus (Sum d (fun j => Times (Plus (Sum r (fun l => Times (dx i l) (y j l)))
      (Sum r (fun l => Times (x i l) (dy j l)))) (y j k)))
    (Sum d (fun j => Times (true_residual r x y m i j) (dy j k))).
Definition hvp_magnitude (d r : nat) (x y m dx dy : matrix_of) (i k : nat) :=
  let A := absolutes x in let B := absolutes y in let E := absolutes dx in let G := absolutes dy in
  Plus (Sum d (fun j => Times (Plus (Sum r (fun l => Times (E i l) (B j l)))
      (Sum r (fun l => Times (A i l) (G j l)))) (B j k)))
    (Sum d
      (fun j => Times (Plus (Sum r (fun l => Times (A i l) (B j l))) (absolutes m i j)) (G j k))).

(** The loss. *)
Definition cells (d1 d2 : nat) (f : matrix_of) := Sum d1 (fun i => Sum d2 (fun j => f i j)).
Definition true_loss (d1 d2 r : nat)
    (x y m : matrix_of) := Times Half (cells d1 d2 (fun i j => Square (true_residual r x y m i j))).
Definition loss_size (d1 d2 r : nat) (x y m : matrix_of) :=
  Times Half
    (cells d1 d2 (fun i j => Square (true_rho r (absolutes x) (absolutes y) (absolutes m) i j))).
Definition sums (r : nat) (x : matrix_of) (n : nat) := Sum n (fun i => row_sum r (absolutes x) i).
Definition squared_sums (r : nat) (x : matrix_of)
    (n : nat) := Sum n (fun i => Square (row_sum r (absolutes x) i)).
Definition true_loss_underflow (d1 d2 r : nat) (x y m : matrix_of) :=
  Plus (cells d1 d2
    (fun i j => Times (Plus (true_rho r (absolutes x) (absolutes y) (absolutes m) i j)
      (Integer 1)) (true_lever r (absolutes x) (absolutes y) i j)))
    (Plus (Plus (sums r x d1) (sums r y d2))
      (Plus (Plus (Plus (Times (Count d1) (Count d2)) (Count d1)) (Count d2)) (Count r))).
Definition norm_underflow (d1 d2 : nat) (top : expression) :=
  Times (Times (Integer 2) (Times (Count d1) (Count d2)))
    (Times (Plus top (Integer 1)) (Plus top (Integer 1))).
Definition true_expanded_underflow (d1 d2 r : nat) (x y : matrix_of) :=
  Plus (Times (Plus (Count d1) (Count d2))
    (Plus (Plus (squared_sums r x d1) (squared_sums r y d2)) (Plus (sums r x d1) (sums r y d2))))
    (Times (Count r) (Count r)).

(** Smoothing. *)
Definition true_weight (d : nat) (sigma : expression) := Times (Count d) (Square sigma).
Definition norm_of (r n : nat)
    (z : matrix_of) := Sum n (fun i => Sum r (fun l => Times (absolutes z i l) (absolutes z i l))).
Definition noise_underflow_of (own d r : nat) (s sum norm : expression) :=
  Plus (Times (Plus s (Count d)) (Plus sum
      (Times (Integer 2) (Times (Count own) (Plus (Count r) (Integer 1)))))) (Times (Count d) norm).
Definition traces (d1 d2 r : nat) (x y : matrix_of) (s1 s2 : expression) :=
  Plus (Times s2 (Sum d1 (fun i => Sum r (fun l => Times (x i l) (x i l)))))
    (Plus (Times s1 (Sum d2 (fun j => Sum r (fun l => Times (y j l) (y j l)))))
      (Times (Count r) (Times s1 s2))).
Definition absolute_traces (d1 d2 r : nat) (x y : matrix_of) (s1 s2 : expression) :=
  Plus (Times s2 (norm_of r d1 x))
    (Plus (Times s1 (norm_of r d2 y)) (Times (Count r) (Times s1 s2))).
Definition traces_underflow (d1 d2 r : nat) (x y : matrix_of) (s1 s2 : expression) :=
  Plus (noise_underflow_of d1 d2 r s2 (sums r x d1) (norm_of r d1 x))
    (noise_underflow_of d2 d1 r s1 (sums r y d2) (norm_of r d2 y)).
