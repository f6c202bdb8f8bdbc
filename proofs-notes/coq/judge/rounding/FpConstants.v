(* SPDX-License-Identifier: Apache-2.0 *)
(* FpConstants.v: the numbers that the judge computes with.

   Counts n of roundings and sensitivities to underflow, op by op, as functions of the shape (X is
   d1 x r, Y is d2 x r, M is d1 x d2), of the operand conversions that a product may make (2 or 0)
   and of the inputs' absolute values A, B, T of X, Y, M, with rho = A B^T + T. The judge's Java has
   the same; a test reads this file and compares. In an op on X "d" is d2; on Y it is d1, with the
   parts of X and Y exchanged. *)
From Coq Require Import Reals.
From NoisyGD Require Import FpSum.
Local Open Scope R_scope.

(* Roundings. *)
Definition gradient_roundings (r d conversions : nat) : nat := r + 2 * d + 8 + 2 * conversions.
Definition step_roundings
    (r d conversions wide : nat) : nat := r + 2 * d + 12 + 4 * wide + 3 * conversions.
(* Of each entry of the residual, where half the square of a scaled norm is differentiated. *)
Definition residual_more_roundings : nat := 4.
Definition hessian_roundings (d1 d2 r conversions : nat) : nat := d1 + d2 + r + 8 + 2 * conversions.
Definition smoothed_gradient_roundings
    (r d conversions : nat) : nat := r + 2 * d + 14 + 2 * conversions.
(* As a sum of squares; by a scaled norm, which is the same where no product converts; in expanded
   form; what the traces of the smoothed loss add. *)
Definition loss_roundings
    (d1 d2 r conversions : nat) : nat := d1 * d2 + 2 * r + 14 + 2 * conversions.
Definition scaled_norm_roundings
    (d1 d2 r conversions : nat) : nat := d1 * d2 + 2 * r + 14 + 7 * conversions.
Definition expanded_roundings (d1 d2 r conversions : nat) : nat :=
  d1 * d2 + (d1 + d2 + r) * (r + 1) + r + 14 + 2 * conversions.
Definition smoothed_loss_more (d1 d2 r : nat) : nat := (d1 + d2) * r + 8.
Definition hvp_roundings
    (d1 d2 r d conversions : nat) : nat := (d1 + d2) * r + 10 + 2 * conversions + 2 * (r + d).

(* Underflow: each is to be multiplied by lam and by the factor. *)
Definition underflow_factor (conversions : nat) : nat := 4 + conversions.
(* alpha: the row sum of A; beta j, B j: the row sum of B and its entry in the entry's column; rho
   j: rho's row. *)
Definition update_underflow (r d : nat) (eta alpha : R) (beta B rho : nat -> R) : R :=
  (1 + eta) * (big d (fun j => (alpha + beta j + (2 * INR r + 4)) * (B j + 1)) + big d rho
    + 2 * INR d * (alpha + 1)) + (INR d + 4).
(* The Hessian's products: update_underflow with eta = 1 and |X| + |dX|, |Y| + |dY| for A, B. *)
(* The Hessian: own and other, column sums of B (or of A); alpha, beta, row sums of A and B. *)
Definition hessian_diagonal_underflow (d : nat)
    (own other : R) : R := own + other + (4 * INR d + 8).
Definition hessian_off_underflow (r : nat) (alpha beta : R) : R := alpha + beta + (2 * INR r + 8).
(* The loss: a sum over the cells, of rho and the row sums alpha and beta of A and B, plus a
   rest. *)
Definition loss_factor : nat := 8.
Definition loss_cell_underflow (r : nat)
    (rho alpha beta : R) : R := (rho + 1) * (alpha + beta + (2 * INR r + 4)).
Definition loss_rest (d1 d2 r : nat)
    (sumA sumB : R) : R := sumA + sumB + (INR d1 * INR d2 + INR d1 + INR d2 + INR r).
(* A scaled norm besides, the largest rho: flushed quotients and squares. *)
Definition scaled_norm_underflow (d1 d2 : nat)
    (largest : R) : R := 2 * (INR d1 * INR d2) * ((largest + 1) * (largest + 1)).
(* The expanded loss besides: sums of A and B, and of the squares of their row sums. *)
Definition expanded_underflow (d1 d2 r : nat) (sumA sumB squaresA squaresB : R) : R :=
  (INR d1 + INR d2) * (squaresA + squaresB + (sumA + sumB)) + INR r * INR r.
(* The smoothed loss besides, of X and of Y with the factors exchanged: own, d the rows of X and Y,
   s = d sigma^2 the weight, sum and norm those of A and of its squares. *)
Definition noise_underflow (own d r : nat)
    (s sum norm : R) : R := (s + INR d) * (sum + 2 * (INR own * (INR r + 1))) + INR d * norm.
