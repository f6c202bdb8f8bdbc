(* SPDX-License-Identifier: Apache-2.0 *)
(* MainRounding.v: what rounding to nearest does to the run of which drift_survives in Main.v
   speaks, over Coq's own real numbers.
   Main results: drift_lost.
   Paper's place: Fig. 4. *)
From Coq Require Import Reals.
From Flocq Require Import Core.
From NoisyGD Require Import StoredRuns.
Local Open Scope R_scope.

(* Fig. 4 of the paper in bfloat16 (8 bits, least number 2^-133) stored to nearest, ties as you
   like: M = 1, eta = 1/100, noise of at most 1/10. From y = 65/16, while |x y - 1| <= 3/10 and |x|
   <= 7/10, the stored y never moves, so that x^2 - y^2 stays at -16 or below. *)
Theorem drift_lost (choice : Z -> bool) (x y z1 z2 : nat -> R) (n : nat) : y 0%nat = 65 / 16 ->
  (forall t, y (S t) = round radix2 (FLT_exp (-133) 8) (Znearest choice)
    (y t + - (1 / 100 * (((x t + z1 t) * (y t + z2 t) - 1) * (x t + z1 t))))) ->
  (forall t, Rabs (z1 t) <= 1 / 10 /\ Rabs (z2 t) <= 1 / 10) ->
  (forall t, (t <= n)%nat -> Rabs (x t * y t - 1) <= 3 / 10 /\ Rabs (x t) <= 7 / 10) ->
  y n = 65 / 16 /\ x n * x n - y n * y n <= -16.
Proof. exact (stagnated_bfloat16 choice x y z1 z2 n). Qed.
