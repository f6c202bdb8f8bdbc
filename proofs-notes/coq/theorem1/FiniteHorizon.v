(* SPDX-License-Identifier: Apache-2.0 *)
(* FiniteHorizon.v: how far a run with a stochastic store is from the exact run under the same noise, any rank, any M.

   One step takes a pair (z, z') of states to the stored and the exact update under one outcome of the noise, |Z1|^2, |Z2|^2 <= b at every
   outcome. The store has no bias and a mean square error of at most v. While both states have stayed within |X|^2 + |Y|^2 <= B,
       E |z_n - z'_n|^2 <= (1 + c)^n |z - z'|^2 + v ((1 + c)^n - 1)/c,     c = eta + (eta + eta^2) (5 N^2 + 4 |M|^2),  N = 2 B + 4 b.

   Main results: gradient_lipschitz, horizon_step, finite_horizon.
   Depends on: Frobenius, Objective, Smoothing, Process, Descent, GradientMoments, StoredTheorem.
   Paper's place: none; Theorem 1 in a finite format. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Frobenius Objective Smoothing Process Descent GradientMoments StoredTheorem.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

(* Where a function grows by at most a factor and a constant, so does its mean. *)
Lemma stopped_growth (R : realFieldType) T (E : expectation R T) S (step : S -> T -> S) (V : S -> R) (inside : S -> bool) (c v : R) n z :
  (forall z, 0 <= V z) -> 0 < c -> 0 <= v -> (forall z, inside z -> upper E (fun w => V (step z w)) ((1 + c) * V z + v)) ->
  stopped E step V inside n z ((1 + c) ^+ n * V z + v * (((1 + c) ^+ n - 1) / c)).
Proof.
move=> V0 c0 v0 drift; have a0 : 0 <= 1 + c by rewrite addr_ge0 // ltW.
have p0 m : 0 <= v * (((1 + c) ^+ m - 1) / c).
  by rewrite mulr_ge0 // divr_ge0 ?(ltW c0) // subr_ge0 exprn_ege1 // lerDl ltW.
elim: n z => [|n IH] z /=; first by rewrite expr0 mul1r subrr mul0r mulr0 addr0.
split; first by rewrite addr_ge0 // mulr_ge0 // exprn_ge0.
case hin: (inside z); [right|by left]; have [g [e [hg he eb]]] := drift _ hin; have q0 : 0 <= (1 + c) ^+ n by exact: exprn_ge0.
exists (fun w => (1 + c) ^+ n * g w + v * (((1 + c) ^+ n - 1) / c)), ((1 + c) ^+ n * e + v * (((1 + c) ^+ n - 1) / c)); split.
- by move=> w; apply: stopped_le (IH _); rewrite lerD2r ler_wpM2l.
- exact: mean_add (mean_scale _ he) (mean_const E _).
have -> : (1 + c) ^+ n.+1 * V z + v * (((1 + c) ^+ n.+1 - 1) / c) = (1 + c) ^+ n * ((1 + c) * V z + v) + v * (((1 + c) ^+ n - 1) / c).
  by rewrite exprS; field; rewrite gt_eqF.
by rewrite lerD2r ler_wpM2l.
Qed.

Section Lipschitz.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (N : R).
Variables (X X' : 'M[R]_(d1, r)) (Y Y' : 'M[R]_(d2, r)).
Hypotheses (hN : normsq X + normsq Y <= N) (hN' : normsq X' + normsq Y' <= N).
Local Notation delta := (normsq (X - X') + normsq (Y - Y')).
Local Notation D := (residual M X Y - residual M X' Y').
Lemma N_ge0 : 0 <= N. Proof. by apply: le_trans hN; rewrite addr_ge0 ?normsq_ge0. Qed.
Lemma residual_lipschitz : normsq D <= 2 * N * delta.
Proof.
have -> : D = (X - X') *m Y^T + X' *m (Y - Y')^T.
  rewrite /residual trmxB mulmxBl mulmxBr; move: (X *m Y^T) (X' *m Y^T) (X' *m Y'^T) => P Q S.
  by apply/matrixP => i j; rewrite !mxE; ring.
apply: le_trans (normsqD2 _ _) _.
have h1 := normsq_mul_le (X - X') Y^T; have h2 := normsq_mul_le X' (Y - Y')^T; rewrite !normsq_tr in h1 h2.
have y0 := normsq_ge0 X; have x0 := normsq_ge0 Y'; have dx := normsq_ge0 (X - X'); have dy := normsq_ge0 (Y - Y').
have a1 : normsq Y <= N by move: hN y0; lra.
have a2 : normsq X' <= N by move: hN' x0; lra.
have b1 := ler_wpM2l dx a1; have b2 := ler_wpM2r dy a2.
have -> : 2 * N * delta = 2 * (normsq (X - X') * N) + 2 * (N * normsq (Y - Y')) by ring.
by move: h1 h2 b1 b2; move: (normsq (_ *m _)) (normsq (_ *m _)) (_ * normsq Y) (normsq X' * _) (_ * N) (N * _) => *; lra.
Qed.
Lemma residual_size : normsq (residual M X' Y') <= N ^+ 2 / 2 + 2 * normsq M.
Proof.
have h := normsqD2 (X' *m Y'^T) (- M); rewrite normsqN in h; apply: le_trans h _; rewrite lerD2r.
have h1 := normsq_mul_le X' Y'^T; rewrite normsq_tr in h1; have h2 := sqr_ge0 (normsq X' - normsq Y').
have s := normsq_ge0 X'; have t := normsq_ge0 Y'.
have h3 : (normsq X' + normsq Y') ^+ 2 <= N ^+ 2 by rewrite lerXn2r ?nnegrE ?N_ge0 // addr_ge0.
have e : (normsq X' + normsq Y') ^+ 2 = (normsq X' - normsq Y') ^+ 2 + 4 * (normsq X' * normsq Y') by ring.
by move: h1 h2 h3; rewrite e; move: (normsq (_ *m _)) (_ * _) ((_ - _) ^+ 2) (N ^+ 2) => *; lra.
Qed.
Theorem gradient_lipschitz : normsq (gradX M X Y - gradX M X' Y') + normsq (gradY M X Y - gradY M X' Y') <= (5 * N ^+ 2 + 4 * normsq M) * delta.
Proof.
have -> : gradX M X Y - gradX M X' Y' = D *m Y + residual M X' Y' *m (Y - Y').
  by rewrite /gradX; move: (residual M X Y) (residual M X' Y') => P Q; rewrite mulmxBl mulmxBr addrA subrK.
have -> : gradY M X Y - gradY M X' Y' = D^T *m X + (residual M X' Y')^T *m (X - X').
  by rewrite /gradY; move: (residual M X Y) (residual M X' Y') => P Q; rewrite trmxB mulmxBl mulmxBr addrA subrK.
have q1 := normsqD2 (D *m Y) (residual M X' Y' *m (Y - Y')); have q2 := normsqD2 (D^T *m X) ((residual M X' Y')^T *m (X - X')).
have p1 := normsq_mul_le D Y; have p2 := normsq_mul_le D^T X; rewrite normsq_tr in p2.
have p3 := normsq_mul_le (residual M X' Y') (Y - Y'); have p4 := normsq_mul_le (residual M X' Y')^T (X - X'); rewrite normsq_tr in p4.
have dd : 0 <= delta by rewrite addr_ge0 ?normsq_ge0.
have k1 : normsq D * (normsq X + normsq Y) <= 2 * N * delta * N.
  by apply: ler_pM; rewrite ?normsq_ge0 ?addr_ge0 ?normsq_ge0 //; exact: residual_lipschitz.
have k2 := ler_wpM2r dd residual_size.
have -> : (5 * N ^+ 2 + 4 * normsq M) * delta = 2 * (2 * N * delta * N) + 2 * ((N ^+ 2 / 2 + 2 * normsq M) * delta) by field.
have e1 : normsq D * (normsq X + normsq Y) = normsq D * normsq X + normsq D * normsq Y by ring.
have e2 : normsq (residual M X' Y') * delta = normsq (residual M X' Y') * normsq (X - X') + normsq (residual M X' Y') * normsq (Y - Y') by ring.
rewrite e1 in k1; rewrite e2 in k2; move: q1 q2 p1 p2 p3 p4 k1 k2.
move: (2 * N * delta * N) ((_ + 2 * normsq M) * delta) (normsq D * normsq X) (normsq D * normsq Y) (normsq (residual M X' Y') * normsq (X - X')) (normsq (residual M X' Y') * normsq (Y - Y')).
move: (normsq (D *m Y + _)) (normsq (D^T *m X + _)) (normsq (D *m Y)) (normsq (D^T *m X)) (normsq (_ *m (Y - Y'))) (normsq (_ *m (X - X'))) => *; lra.
Qed.
End Lipschitz.

Section Horizon.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (M : 'M[R]_(d1, d2)) (eta b B v : R).
Local Notation pair := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Hypotheses (bounded1 : forall w, normsq (Z1 w) <= b) (bounded2 : forall w, normsq (Z2 w) <= b) (eta0 : 0 < eta).
Definition size_of (z : pair) : R := normsq z.1 + normsq z.2.
Definition between (z z' : pair) : R := normsq (z.1 - z'.1) + normsq (z.2 - z'.2).
Variables (store : pair -> W -> pair) (var : pair -> R).
Hypothesis store_mean : forall z, Mean EW (fun k => (store z k).1) z.1 /\ Mean EW (fun k => (store z k).2) z.2.
Hypothesis store_square : forall z, EW (fun k => between (store z k) z) (var z).
Hypothesis store_var : forall z, var z <= v.
Definition exact_update (z : pair) (w : T) : pair := (stepX Z1 Z2 M z.1 z.2 eta w, stepY Z1 Z2 M z.1 z.2 eta w).
Definition both (p : pair * pair) (o : T * W) : pair * pair := (store (exact_update p.1 o.1) o.2, exact_update p.2 o.1).
Local Notation N := (2 * B + 4 * b).
Local Notation c := (eta + (eta + eta ^+ 2) * (5 * N ^+ 2 + 4 * normsq M)).

Lemma noisy_size z w : size_of z <= B -> normsq (z.1 + Z1 w) + normsq (z.2 + Z2 w) <= N.
Proof.
have q1 := normsqD2 z.1 (Z1 w); have q2 := normsqD2 z.2 (Z2 w); have := bounded1 w; have := bounded2 w; rewrite /size_of.
by move: q1 q2; move: (normsq (_ + _)) (normsq (_ + _)) (normsq z.1) (normsq z.2) (normsq (Z1 w)) (normsq (Z2 w)) => *; lra.
Qed.
(* Apart from the store the distance grows by at most 1 + c, at every outcome. *)
Lemma exact_growth z z' w : size_of z <= B -> size_of z' <= B -> between (exact_update z w) (exact_update z' w) <= (1 + c) * between z z'.
Proof.
move=> hz hz'; have hL := gradient_lipschitz M (noisy_size w hz) (noisy_size w hz').
set gx := gradX M (z.1 + Z1 w) _ - _ in hL; set gy := gradY M (z.1 + Z1 w) _ - _ in hL.
have e1 : z.1 + Z1 w - (z'.1 + Z1 w) = z.1 - z'.1 by rewrite opprD addrACA subrr addr0.
have e2 : z.2 + Z2 w - (z'.2 + Z2 w) = z.2 - z'.2 by rewrite opprD addrACA subrr addr0.
rewrite e1 e2 -/(between z z') in hL.
have -> : between (exact_update z w) (exact_update z' w) = normsq (z.1 - z'.1 - eta *: gx) + normsq (z.2 - z'.2 - eta *: gy).
  have sub m' (A A' P Q : 'M[R]_(m', r)) : A - eta *: P - (A' - eta *: Q) = A - A' - eta *: (P - Q).
    by rewrite scalerBr; move: (eta *: P) (eta *: Q) => S S'; apply/matrixP => i j; rewrite !mxE; ring.
  by rewrite /between /exact_update /stepX /stepY /= !sub.
have y1 := young (z.1 - z'.1) (- gx) ltr01; have y2 := young (z.2 - z'.2) (- gy) ltr01.
rewrite invr1 !mul1r !normsqN !innerNr in y1 y2; rewrite (normsqB (z.1 - z'.1)) (normsqB (z.2 - z'.2)) !normsqZ !innerZr.
have ee : 0 <= eta + eta ^+ 2 by rewrite addr_ge0 ?sqr_ge0 // ltW.
have hh := ler_wpM2l ee hL; have k1 := ler_wpM2l (ltW eta0) y1; have k2 := ler_wpM2l (ltW eta0) y2.
have -> : (1 + c) * between z z' = between z z' + eta * between z z' + (eta + eta ^+ 2) * ((5 * N ^+ 2 + 4 * normsq M) * between z z') by ring.
apply: le_trans (lerD (lexx _) hh); rewrite /between -subr_ge0.
have -> : normsq (z.1 - z'.1) + normsq (z.2 - z'.2) + eta * (normsq (z.1 - z'.1) + normsq (z.2 - z'.2)) + (eta + eta ^+ 2) * (normsq gx + normsq gy)
  - (normsq (z.1 - z'.1) - 2 * (eta * inner (z.1 - z'.1) gx) + eta ^+ 2 * normsq gx
     + (normsq (z.2 - z'.2) - 2 * (eta * inner (z.2 - z'.2) gy) + eta ^+ 2 * normsq gy))
  = (eta * (normsq (z.1 - z'.1) + normsq gx) - eta * (2 * - inner (z.1 - z'.1) gx)) + (eta * (normsq (z.2 - z'.2) + normsq gy) - eta * (2 * - inner (z.2 - z'.2) gy)) by ring.
by apply: addr_ge0; rewrite subr_ge0.
Qed.
Theorem horizon_step p : (size_of p.1 <= B) && (size_of p.2 <= B) ->
  upper (apart E EW) (fun o => between (both p o).1 (both p o).2) ((1 + c) * between p.1 p.2 + v).
Proof.
move=> /andP [h1 h2].
pose F (o : T * W) := between (both p o).1 (both p o).2.
pose g w := between (exact_update p.1 w) (exact_update p.2 w) + var (exact_update p.1 w).
apply: (upper_apart (F := F) (g := g) (h := fun=> (1 + c) * between p.1 p.2 + v)) => [//|w|w|].
- have [mx my] := store_mean (exact_update p.1 w); rewrite /F /g /both /=.
  move: (exact_update p.1 w) (exact_update p.2 w) mx my => y x mx my.
  have mi := mean_add (mean_inner_Mean (y.1 - x.1) (Mean_add mx (Mean_const EW (- y.1)))) (mean_inner_Mean (y.2 - x.2) (Mean_add my (Mean_const EW (- y.2)))).
  have m := mean_add (mean_const EW (between y x)) (mean_add (mean_scale 2 mi) (store_square y)).
  apply: mean_eq (mean_ext _ m) _ => [k|]; last by rewrite !subrr !inner0r; ring.
  have s m' (S A C : 'M[R]_(m', r)) : normsq (S - C) = normsq (A - C) + 2 * inner (A - C) (S - A) + normsq (S - A).
    by rewrite -normsqD; congr normsq; rewrite [RHS]addrC addrA subrK.
  by rewrite /between (s _ (store y k).1 y.1 x.1) (s _ (store y k).2 y.2 x.2); ring.
- by apply: lerD; [exact: exact_growth|exact: store_var].
exact: upper_const.
Qed.
Theorem finite_horizon n p : stopped (apart E EW) both (fun p => between p.1 p.2)
  (fun p => (size_of p.1 <= B) && (size_of p.2 <= B)) n p ((1 + c) ^+ n * between p.1 p.2 + v * (((1 + c) ^+ n - 1) / c)).
Proof.
have v0 : 0 <= v.
  by apply: le_trans (store_var p.1); apply: mean_ge0 (store_square p.1) => k; rewrite addr_ge0 ?normsq_ge0.
apply: stopped_growth => // [q||q hq]; first by rewrite addr_ge0 ?normsq_ge0.
  apply: ltr_wpDr => //; apply: mulr_ge0; first by rewrite addr_ge0 ?sqr_ge0 // ltW.
  by apply: addr_ge0; apply: mulr_ge0; rewrite ?ler0n ?sqr_ge0 ?normsq_ge0.
exact: horizon_step.
Qed.
End Horizon.
