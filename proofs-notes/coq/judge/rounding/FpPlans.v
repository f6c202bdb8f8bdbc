(* SPDX-License-Identifier: Apache-2.0 *)
(* FpPlans.v: the admissible evaluation orders, as sets of the values that they may compute.

   A plan is fixed by nothing but what it may read: X, Y and M here are what a program may read
   where an entry stands, sets of values (an input, flushed or not; a perturbed iterate, rounded).
   Each use of an entry may read another value of its set, each sum may take another tree, each
   product may be fused into the addition that follows. X is one row of the first factor, M the same
   row of the target. *)
From Coq Require Import Reals List.
From NoisyGD Require Import FpModel FpSum.
Import ListNotations. Local Open Scope R_scope.

Section Plans.
Variables (o : operations) (converts : bool) (d r : nat).
Variables (X : nat -> value) (Y : nat -> nat -> value) (M : nat -> value).
Notation product := (product o converts). Notation scale := (scale o converts).
Notation sum_of := (sum_of o).

(* One entry of X Y^T - M, M anywhere in the sum. *)
Definition defect
    (j : nat) : value := sum_of (neg (M j) :: map (fun l => product (X l) (Y j l)) (seq 0 r)).
(* One entry of Y^T Y. *)
Definition gram (l k : nat) : value := sum_of (map (fun j => product (Y j l) (Y j k)) (seq 0 d)).

(* The gradient by X: (X Y^T - M) Y, or X (Y^T Y) - M Y in one sum over any tree. *)
Definition gradient_residual
    (k : nat) : value := sum_of (map (fun j => product (defect j) (Y j k)) (seq 0 d)).
Definition gradient_gram (k : nat) : value :=
  sum_of (map (fun l => product (X l) (gram l k)) (seq 0 r) ++ map
    (fun j => neg (product (M j) (Y j k))) (seq 0 d)).
Definition gradient (k : nat) : value := either (gradient_residual k) (gradient_gram k).
(* With at most f more roundings of each entry of the residual, as where the half square of a scaled
   norm is differentiated. *)
Definition residual_more (f j : nat) : value := further o f (defect j).
Definition gradient_more
    (f k : nat) : value := sum_of (map (fun j => product (residual_more f j) (Y j k)) (seq 0 d)).

(* The step size e folded into a product, or into one of its factors. *)
Definition fold (e : R) (P Q : value) : value :=
  either (scale e (product P Q)) (either (product (scale e P) Q) (product P (scale e Q))).
Definition gram_folded (e : R)
    (l k : nat) : value := sum_of (map (fun j => fold e (Y j l) (Y j k)) (seq 0 d)).
Definition terms_residual (e : R)
    (k : nat) : list value := map (fun j => fold e (defect j) (Y j k)) (seq 0 d).
Definition terms_gram (e : R) (k : nat) : list value :=
  map (fun l => either (fold e (X l) (gram l k)) (product (X l) (gram_folded e l k))) (seq 0 r)
  ++ map (fun j => neg (fold e (M j) (Y j k))) (seq 0 d).

(* One update of the entry X0, its gradient taken at X and Y: the step size last (with at most two
   more roundings of the gradient), or folded in, in one sum that X0 is part of. *)
Definition update_last (X0 : value) (e : R) (k : nat) : value :=
  plus2 o X0 (neg (scale e (further o 2 (gradient k)))).
Definition update_folded_residual (X0 : value) (e : R) (k : nat) : value :=
  sum_of (X0 :: map neg (terms_residual e k)).
Definition update_folded_gram (X0 : value) (e : R)
    (k : nat) : value := sum_of (X0 :: map neg (terms_gram e k)).
Definition stepped (X0 : value) (e : R) (k : nat) : value :=
  either (update_last X0 e k) (either (update_folded_residual X0 e k) (update_folded_gram X0 e k)).

(* The same with the residual of gradient_more. *)
Definition terms_more (f : nat) (e : R)
    (k : nat) : list value := map (fun j => fold e (residual_more f j) (Y j k)) (seq 0 d).
Definition update_more (f : nat) (X0 : value) (e : R) (k : nat) : value :=
  either (plus2 o X0 (neg (scale e (further o 2 (gradient_more f k)))))
    (sum_of (X0 :: map neg (terms_more f e k))).

(* The perturbed iterate, of inputs that may be flushed. *)
Definition perturbed (lam x z : R) : value := fun p => exists a b, input lam x a /\ input lam z b /\
  result o (a + b) p.
(* What is printed of it. *)
Definition printed (P : value) : value := rounded o P.

(* The weight n sigma^2 of a smoothed op: sigma, read or flushed, is squared; then the dimension n,
   itself rounded once, times it. *)
Definition weight_of (u lam : R) (n : nat) (sigma : R) : value := fun z => exists n' a b q,
  Rabs (n' - INR n) <= u * INR n /\ input lam sigma a /\ input lam sigma b /\ result o (a * b) q /\
  scale n' (exactly q) z.
(* The smoothed gradient: the weight times x in the same sum, or added to the gradient. *)
Definition smoothed_gradient (W Xk : value) (k : nat) : value :=
  either (sum_of (product W Xk :: map (fun j => product (defect j) (Y j k)) (seq 0 d)))
  (either (sum_of (product W Xk :: map (fun l => product (X l) (gram l k)) (seq 0 r)
                   ++ map (fun j => neg (product (M j) (Y j k))) (seq 0 d)))
  (plus2 o (product W Xk) (gradient k))).
(* Entries of the Hessian. In the diagonal block of X: (Y^T Y)_lk, plus the weights W (none, or one
   where k = l). *)
Definition hessian_diagonal (W : list value) (l k : nat) : value :=
  sum_of (W ++ map (fun j => product (Y j l) (Y j k)) (seq 0 d)).
(* Off the diagonal, at (X_ik, Y_jl): x_il y_jk, plus the residual (i, j) where k = l; in one sum or
   added to it. *)
Definition hessian_off (same : bool) (j k l : nat) : value :=
  if same then either (plus2 o (defect j) (product (X l) (Y j k)))
    (sum_of (product (X l) (Y j k) :: neg (M j) :: map (fun p => product (X p) (Y j p)) (seq 0 r)))
  else product (X l) (Y j k).
(* The Hessian applied to (DX, DY), at X_ik: (DX Y^T + X DY^T) Y + (X Y^T - M) DY, or row by row of
   the matrix, without its zeros. *)
Variables (DX : nat -> value) (DY : nat -> nat -> value).
Definition residual_change (j : nat) : value :=
  sum_of (map (fun l => product (DX l) (Y j l)) (seq 0 r) ++ map
    (fun l => product (X l) (DY j l)) (seq 0 r)).
Definition hvp_formula (k : nat) : value :=
  sum_of (map (fun j => product (residual_change j) (Y j k)) (seq 0 d) ++ map
    (fun j => product (defect j) (DY j k)) (seq 0 d)).
Definition hvp_matrix (k : nat) : value :=
  sum_of (map (fun l => product (hessian_diagonal [] l k) (DX l)) (seq 0 r)
    ++ concat (map (fun j =>
        map (fun l => product (hessian_off (Nat.eqb l k) j k l) (DY j l)) (seq 0 r)) (seq 0 d))).
Definition hvp (k : nat) : value := either (hvp_formula k) (hvp_matrix k).
End Plans.

(* The loss: half the sum of squares of the residual. *)
Section Loss.
Variables (o : operations) (converts : bool) (d1 d2 r : nat) (X Y M : nat -> nat -> value).
Definition squares : list value :=
  concat (map (fun i => map (fun j => product
      o converts (defect o converts r (X i) Y (M i) j) (defect o converts r (X i) Y (M i) j))
    (seq 0 d2)) (seq 0 d1)).
Definition loss : value := scale o converts (/ 2) (sum_of o squares).
End Loss.
