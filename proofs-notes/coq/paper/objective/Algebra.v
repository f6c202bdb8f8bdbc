(* SPDX-License-Identifier: Apache-2.0 *)
(* Algebra.v: what the files on matrices over a real field begin with: the parts of MathComp, its
   theories, the implicit arguments, ring_scope.

   all_ssreflect and all_algebra have more, and take a file more than a second to import: most of it
   is `order`, of which only the theory is here.

   lra and ring translate each hypothesis of the context term by term, each numeral in unary; what
   stands before an arrow of the goal costs less. So here lra first puts the comparisons of the
   context back into the goal, and both clear the propositions that are of no use to them. The
   hypotheses of a section they never read, nor can they be cleared. *)
From Ltac2 Require Ltac2.
From mathcomp Require Export ssreflect ssrfun ssrbool eqtype ssrnat seq choice path div fintype
  tuple finfun bigop prime binomial finset.
From mathcomp Require Export ssralg ssrnum ssrint archimedean rat poly zmodp matrix
  mxalgebra mxpoly.
From mathcomp Require Export ring lra.
Export GRing.Theory Num.Theory order.Order.TTheory.
#[export] Set Implicit Arguments.
#[export] Unset Strict Implicit.
#[export] Unset Printing Implicit Defensive.
Open Scope ring_scope.

Module Premises.
Import Ltac2.Ltac2.
Ltac2 of_section (h : ident) := List.exist (fun r => match r with Std.VarRef _ => true
  | _ => false end) (Env.expand [h]).
Ltac2 useless (h : ident) (type : constr) := if Constr.equal (Constr.type type) 'Prop
  then try (Std.clear [h]) else ().
Ltac2 put_back (h : ident) (type : constr) :=
  lazy_match! type with
  | is_true (@order.Order.le _ _ _ _) => try (Std.revert [h])
  | is_true (@order.Order.lt _ _ _ _) => try (Std.revert [h])
  | is_true _ => ()
  | _ /\ _ => ()
  | _ = _ => ()
  | _ => useless h type
  end.
Ltac2 each (f : ident -> constr -> unit) := Control.enter (fun () => List.iter
  (fun (h, body, type) => match body with Some _ => ()
    | None => if of_section h then () else f h type end) (List.rev (Control.hyps ()))).
Ltac2 to_goal () := each put_back.
Ltac2 away () := each useless.
End Premises.
Tactic Notation "lra" := ltac2:(Premises.to_goal ()); lra.
Tactic Notation "ring" := ltac2:(Premises.away ()); ring.

(* Signs and comparisons of sums, products, quotients and powers, from those of their parts. *)
Local Notation le a b := (is_true (@order.Order.le _ _ a b)).
Local Notation lt a b := (is_true (@order.Order.lt _ _ a b)).
Ltac parts := intros; first [ assumption | done | by [rewrite ltr0n] | by apply: ltW | lazymatch
  goal with
  | |- le _ (GRing.natmul 1 _) => exact: ler0n
  | |- le GRing.zero (GRing.exp _ _) => first [exact: sqr_ge0 | apply: exprn_ge0; parts]
  | |- lt GRing.zero (GRing.exp _ _) => apply: exprn_gt0; parts
  | |- le GRing.zero (GRing.inv _) => rewrite invr_ge0; parts
  | |- lt GRing.zero (GRing.inv _) => rewrite invr_gt0; parts
  | |- le GRing.zero (GRing.mul _ _) => apply: mulr_ge0; parts
  | |- lt GRing.zero (GRing.mul _ _) => apply: mulr_gt0; parts
  | |- le GRing.zero (GRing.add _ (GRing.opp _)) => rewrite subr_ge0; parts
  | |- lt GRing.zero (GRing.add _ (GRing.opp _)) => rewrite subr_gt0; parts
  | |- le GRing.zero (GRing.add _ _) => apply: addr_ge0; parts
  | |- lt GRing.zero (GRing.add _ _) => apply: addr_gt0; parts
  | |- le (GRing.mul ?a _) (GRing.mul ?a _) => apply: ler_wpM2l; parts
  | |- le (GRing.mul _ ?a) (GRing.mul _ ?a) => apply: ler_wpM2r; parts
  | |- le (GRing.mul _ _) (GRing.mul _ _) => apply: ler_pM; parts
  | |- le (GRing.add _ _) (GRing.add _ _) => apply: lerD; parts
  | |- le (GRing.exp _ _) (GRing.exp _ _) => apply: lerXn2r; rewrite ?nnegrE; parts
  end | by lra ].
