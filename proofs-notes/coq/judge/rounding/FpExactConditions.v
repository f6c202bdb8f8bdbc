(* SPDX-License-Identifier: Apache-2.0 *)
(* FpExactConditions.v: when the judge asks for equality.

   A case is exact where what is named size here is at most beta^P times the grid's unit beta^-grid;
   P is the precision. A, B: |X| and |Y|, with the absolute values of directions and noises added;
   T: |M|. X, Y and the like lie on beta^-a, M on beta^-2a, sigma1 and sigma2 on beta^-(s/2), step
   sizes on beta^-f. The judge's Java has the same (ExactPlans); a test reads this file and
   compares. In an op on X "d" is d2; on Y it is d1, with the parts of X and Y exchanged and M
   transposed. *)
From Coq Require Import Reals.
From NoisyGD Require Import FpSum.
Local Open Scope R_scope.

(* One entry of A + rho B, rho = A B^T + T. *)
Definition exact_cubic (d r : nat) (A B T : nat -> nat -> R) (i k : nat) : R :=
  A i k + big d (fun j => (big r (fun l => A i l * B j l) + T i j) * B j k).
Definition exact_squares (n p : nat)
    (A : nat -> nat -> R) : R := big n (fun i => big p (fun l => A i l * A i l)).
Definition exact_rho_squares (d1 d2 r : nat) (A B T : nat -> nat -> R) : R :=
  big d1 (fun i => big d2
    (fun j => (big r (fun l => A i l * B j l) + T i j) * (big r (fun l => A i l * B j l) + T i j))).
(* n sigma^2. *)
Definition exact_weight (n : nat) (sigma : R) : R := INR n * (sigma * sigma).

(* Sizes. cubic, a, b, rho: the largest entries of A + rho B and B + rho^T A, of A, of B, of rho;
   weight: exact_weight of d1 and sigma1 plus that of d2 and sigma2, 0 where nothing is smoothed;
   eta: the larger of 1 and the step sizes. *)
Definition exact_gradient_size (cubic : R) : R := cubic.
Definition exact_step_size (eta cubic : R) : R := eta * cubic.
Definition exact_hvp_size (cubic : R) : R := 4 * cubic.
Definition exact_hessian_size (d1 d2 r : nat) (A B : nat -> nat -> R) (rho weight : R) : R :=
  exact_squares d1 r A + exact_squares d2 r B + rho + weight.
Definition exact_smoothed_gradient_size (cubic a b weight : R) : R := cubic + weight * (a + b).
Definition exact_loss_size (d1 d2 r : nat)
    (A B T : nat -> nat -> R) : R := exact_rho_squares d1 d2 r A B T.
Definition exact_smoothed_loss_size (d1 d2 r : nat) (A B T : nat -> nat -> R) (weight : R) : R :=
  exact_rho_squares d1 d2 r A B T + weight * (exact_squares d1 r A + exact_squares d2 r B)
    + INR r * (weight * weight).

(* Grids. *)
Definition exact_gradient_grid (a : nat) : nat := 3 * a.
Definition exact_step_grid (a f : nat) : nat := 3 * a + f.
Definition exact_hvp_grid (a : nat) : nat := 3 * a.
Definition exact_hessian_grid (a s : nat) : nat := 2 * a + s.
Definition exact_smoothed_gradient_grid (a s : nat) : nat := 3 * a + s.
Definition exact_loss_grid (a : nat) : nat := 4 * a + 1.
Definition exact_smoothed_loss_grid (a s : nat) : nat := Nat.max (4 * a) (2 * a + s) + 2 * s + 1.
