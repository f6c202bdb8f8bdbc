(* SPDX-License-Identifier: Apache-2.0 *)
(* FiniteHorizon.v: how far a run with a stochastic store is from the exact run under the same noise, any rank, any M.

   One step takes a pair (z, z') of states to the stored and the exact update under one outcome of the noise, |Z1|^2, |Z2|^2 <= b at every
   outcome. The store has a mean square error of at most v, and a mean error of at most the root of beta. While both states have stayed
   within |X|^2 + |Y|^2 <= B,
       E |z_n - z'_n|^2 <= C^n |z - z'|^2 + (v + beta/eta) (C^n - 1)/(C - 1),     C = (1 + eta)^2 (1 + eta (5 N^2 + 4 |M|^2)),  N = 2 B + 4 b,
   and the probability that |z_t - z'_t|^2 > level for some t <= n is at most that over level.

   Main results: gradient_lipschitz, horizon_step, finite_horizon, finite_horizon_probability.
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

(* Where a function grows by at most a factor and a constant, so does its mean, and so it is seldom large. *)
Section Growth.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S) (V : S -> R) (inside : S -> bool) (C v : R).
Hypotheses (V0 : forall z, 0 <= V z) (C1 : 1 < C) (v0 : 0 <= v).
Hypothesis drift : forall z, inside z -> upper E (fun w => V (step z w)) (C * V z + v).
Definition grown n x : R := C ^+ n * x + v * ((C ^+ n - 1) / (C - 1)).
Lemma grownS n x : grown n.+1 x = grown n (C * x + v).
Proof. by rewrite /grown exprS; field; rewrite subr_eq0 gt_eqF. Qed.
Lemma grown_ge n x : 0 <= x -> x <= grown n x.
Proof.
have C0 := ltW (lt_trans ltr01 C1); move=> x0; have e1 : 1 <= C ^+ n by exact/exprn_ege1/ltW.
rewrite -[X in X <= _]addr0; apply: lerD; first by rewrite ler_peMl.
by rewrite mulr_ge0 // divr_ge0 // subr_ge0 // ltW.
Qed.
Lemma upper_grown n z : inside z -> upper E (fun w => grown n (V (step z w))) (grown n.+1 (V z)).
Proof.
move=> h; have c0 : 0 <= C ^+ n by apply/exprn_ge0/ltW/(lt_trans ltr01).
by rewrite grownS; exact: upper_add (upper_scale c0 (drift h)) (upper_const E _).
Qed.
Lemma stopped_growth n z : stopped E step V inside n z (grown n (V z)).
Proof.
elim: n z => [|n IH] z /=; first by rewrite /grown expr0 mul1r subrr mul0r mulr0 addr0.
split; first by apply: le_trans (grown_ge _ (V0 z)).
case hin: (inside z); [right|by left]; have [g [e [hg he eb]]] := upper_grown n hin.
by exists g, e; split=> // w; exact: stopped_le (hg w) (IH _).
Qed.
Lemma fails_growth level n z : 0 < level ->
  fails E step (fun _ z => level < V z) (fun _ z => ~~ inside z) n 0 z (grown n (V z) / level).
Proof.
move=> lev; have i0 : 0 <= level^-1 by rewrite invr_ge0 ltW.
rewrite -[n in grown n _]subn0; apply: (ville (Psi := fun t z => grown (n - t) (V z) / level)) => [t z'|t z' h|t z' /andP [_ tn] _].
- by rewrite divr_ge0 ?(ltW lev) // (le_trans (V0 z')) // grown_ge.
- by rewrite ler_pdivlMr // mul1r (le_trans (ltW h)) // grown_ge.
rewrite negbK => hin; have u := upper_scale i0 (upper_grown (n - t.+1) hin); rewrite mulrC -subSn // subSS in u.
by apply: upper_mono u => w; rewrite mulrC.
Qed.
End Growth.

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
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (M : 'M[R]_(d1, d2)) (eta b B v beta : R).
Local Notation pair := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Hypotheses (bounded1 : forall w, normsq (Z1 w) <= b) (bounded2 : forall w, normsq (Z2 w) <= b) (eta0 : 0 < eta).
Definition size_of (z : pair) : R := normsq z.1 + normsq z.2.
Definition between (z z' : pair) : R := normsq (z.1 - z'.1) + normsq (z.2 - z'.2).
Variables (store : pair -> W -> pair) (bias : pair -> pair) (var : pair -> R).
Hypothesis store_mean : forall z, Mean EW (fun k => (store z k).1 - z.1) (bias z).1 /\ Mean EW (fun k => (store z k).2 - z.2) (bias z).2.
Hypothesis store_bias : forall z, size_of (bias z) <= beta.
Hypothesis store_square : forall z, EW (fun k => between (store z k) z) (var z).
Hypothesis store_var : forall z, var z <= v.
Definition exact_update (z : pair) (w : T) : pair := (stepX Z1 Z2 M z.1 z.2 eta w, stepY Z1 Z2 M z.1 z.2 eta w).
Definition both (p : pair * pair) (o : T * W) : pair * pair := (store (exact_update p.1 o.1) o.2, exact_update p.2 o.1).
Local Notation N := (2 * B + 4 * b).
Local Notation lip := (5 * N ^+ 2 + 4 * normsq M).
Local Notation C := ((1 + eta) ^+ 2 * (1 + eta * lip)).

Lemma noisy_size z w : size_of z <= B -> normsq (z.1 + Z1 w) + normsq (z.2 + Z2 w) <= N.
Proof.
have q1 := normsqD2 z.1 (Z1 w); have q2 := normsqD2 z.2 (Z2 w); have := bounded1 w; have := bounded2 w; rewrite /size_of.
by move: q1 q2; move: (normsq (_ + _)) (normsq (_ + _)) (normsq z.1) (normsq z.2) (normsq (Z1 w)) (normsq (Z2 w)) => *; lra.
Qed.
(* Apart from the store the distance grows by at most this factor, at every outcome. *)
Lemma exact_growth z z' w : size_of z <= B -> size_of z' <= B -> between (exact_update z w) (exact_update z' w) <= (1 + eta) * (1 + eta * lip) * between z z'.
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
have -> : (1 + eta) * (1 + eta * lip) * between z z' = between z z' + eta * between z z' + (eta + eta ^+ 2) * ((5 * N ^+ 2 + 4 * normsq M) * between z z') by ring.
apply: le_trans (lerD (lexx _) hh); rewrite /between -subr_ge0.
have -> : normsq (z.1 - z'.1) + normsq (z.2 - z'.2) + eta * (normsq (z.1 - z'.1) + normsq (z.2 - z'.2)) + (eta + eta ^+ 2) * (normsq gx + normsq gy)
  - (normsq (z.1 - z'.1) - 2 * (eta * inner (z.1 - z'.1) gx) + eta ^+ 2 * normsq gx
     + (normsq (z.2 - z'.2) - 2 * (eta * inner (z.2 - z'.2) gy) + eta ^+ 2 * normsq gy))
  = (eta * (normsq (z.1 - z'.1) + normsq gx) - eta * (2 * - inner (z.1 - z'.1) gx)) + (eta * (normsq (z.2 - z'.2) + normsq gy) - eta * (2 * - inner (z.2 - z'.2) gy)) by ring.
by apply: addr_ge0; rewrite subr_ge0.
Qed.
Let eta1 : 0 <= 1 + eta. Proof. by rewrite addr_ge0 // ltW. Qed.
Let v0 (z : pair) : 0 <= v + beta / eta.
Proof.
apply: addr_ge0; last by rewrite divr_ge0 ?(ltW eta0) // (le_trans _ (store_bias z)) // addr_ge0 ?normsq_ge0.
by apply: le_trans (store_var z); apply: mean_ge0 (store_square z) => k; rewrite addr_ge0 ?normsq_ge0.
Qed.
Let C1 : 1 < C.
Proof.
have l0 : 0 <= eta * lip by rewrite mulr_ge0 ?(ltW eta0) // addr_ge0 // mulr_ge0 ?sqr_ge0 ?normsq_ge0 ?ler0n.
have -> : C = 1 + eta * 2 + (eta ^+ 2 + (1 + eta) ^+ 2 * (eta * lip)) by ring.
have h : 0 <= eta ^+ 2 + (1 + eta) ^+ 2 * (eta * lip) by rewrite addr_ge0 ?sqr_ge0 // mulr_ge0 ?sqr_ge0.
by move: eta0 h; move: (_ + _ * (eta * lip)) => x; lra.
Qed.
Theorem horizon_step p : (size_of p.1 <= B) && (size_of p.2 <= B) ->
  upper (apart E EW) (fun o => between (both p o).1 (both p o).2) (C * between p.1 p.2 + (v + beta / eta)).
Proof.
move=> /andP [h1 h2]; pose x w := exact_update p.1 w; pose y w := exact_update p.2 w.
pose g w := between (x w) (y w) + 2 * (inner ((x w).1 - (y w).1) (bias (x w)).1 + inner ((x w).2 - (y w).2) (bias (x w)).2) + var (x w).
apply: (upper_apart (g := g) (h := fun=> C * between p.1 p.2 + (v + beta / eta)) (fun o => lexx _)) => [w|w|].
- have [mx my] := store_mean (x w); rewrite /g /both -/(x w) -/(y w); move: (x w) (y w) mx my => a c mx my.
  have mi := mean_add (mean_inner_Mean (a.1 - c.1) mx) (mean_inner_Mean (a.2 - c.2) my).
  have m := mean_add (mean_add (mean_const EW (between a c)) (mean_scale 2 mi)) (store_square a).
  apply: mean_ext m => k; rewrite /between /=.
  have s m' (S A Q : 'M[R]_(m', r)) : normsq (S - Q) = normsq (A - Q) + 2 * inner (A - Q) (S - A) + normsq (S - A).
    by rewrite -normsqD; congr normsq; rewrite [RHS]addrC addrA subrK.
  by rewrite (s _ (store a k).1 a.1 c.1) (s _ (store a k).2 a.2 c.2); ring.
- have hx := exact_growth w h1 h2; have hb := store_bias (x w); have hv := store_var (x w); rewrite /g.
  have i0 : 0 <= eta^-1 by rewrite invr_ge0 ltW.
  have y1 := young ((x w).1 - (y w).1) (bias (x w)).1 eta0; have y2 := young ((x w).2 - (y w).2) (bias (x w)).2 eta0.
  have {}hb := ler_wpM2l i0 hb; have {}hx := ler_wpM2l eta1 hx; rewrite /size_of mulrDr in hb.
  have -> : C * between p.1 p.2 = (1 + eta) * ((1 + eta) * (1 + eta * lip) * between p.1 p.2) by ring.
  rewrite -/(x w) -/(y w) in hx; move: y1 y2 hb hx hv; rewrite /between; move: ((1 + eta) * (_ * _)) => rhs.
  rewrite !mulrDl !mul1r !mulrDr; move: (normsq (_ - _)) (normsq (_ - _)) => d d' *; move: (eta^-1 * beta) (eta * d) (eta * d') => *; lra.
exact: upper_const.
Qed.
Local Notation inside := (fun p => (size_of p.1 <= B) && (size_of p.2 <= B)).
Local Notation bound n p := (C ^+ n * between p.1 p.2 + (v + beta / eta) * ((C ^+ n - 1) / (C - 1))).
Let between0 (p : pair * pair) : 0 <= between p.1 p.2. Proof. by rewrite addr_ge0 ?normsq_ge0. Qed.
Theorem finite_horizon n p : stopped (apart E EW) both (fun p => between p.1 p.2) inside n p (bound n p).
Proof. exact: stopped_growth between0 C1 (v0 p.1) horizon_step n p. Qed.
Theorem finite_horizon_probability level n p : 0 < level ->
  fails (apart E EW) both (fun _ p => level < between p.1 p.2) (fun _ p => ~~ inside p) n 0 p (bound n p / level).
Proof. exact: (fails_growth between0 C1 (v0 p.1) horizon_step). Qed.
End Horizon.
