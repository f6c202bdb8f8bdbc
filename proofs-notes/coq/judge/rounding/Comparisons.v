(* SPDX-License-Identifier: Apache-2.0 *)
(* Comparisons.v: tactics for comparisons of real numbers. *)
From Coq Require Import Reals Psatz.
Local Open Scope R_scope.

(* Comparisons of sums and products, several at a time, from those of their parts. *)
Ltac part := solve [ assumption | lra | apply Rabs_pos | apply pos_INR | apply pow2_ge_0
  | apply Rmult_le_pos; part | apply Rplus_le_le_0_compat; part
  | apply Rmult_le_compat_l; part | apply Rmult_le_compat_r; part | apply Rmult_le_compat; part ].
Ltac pieces := repeat apply conj; part.
(* What is linear in absolute values, of which x and - x are at most Rabs x. *)
Ltac of_Rabs t := lazymatch goal with
  | _ : t <= Rabs t /\ _ |- _ => fail
  | _ =>
    assert (t <= Rabs t /\ - t <= Rabs t) by (split; [|rewrite <- Rabs_Ropp]; apply Rle_abs) end.
Ltac triangle := try (apply Rabs_le; split);
  repeat match goal with |- context [Rabs ?t] => of_Rabs t | _ : context [Rabs ?t]
    |- _ => of_Rabs t end; lra.
