(* SPDX-License-Identifier: Apache-2.0 *)
(* Conservation.v: what gradient descent conserves, the symmetry of the update, and a run that
   diverges.

   One update from (X,Y) with noise (Z1,Z2):
       X' = X - etaX (Xt Yt^T - M) Yt,  Y' = Y - etaY (Xt Yt^T - M)^T Xt,  Xt = X + Z1, Yt = Y + Z2.
   Gradient descent is the update without noise.
   Main results: conservation (exact change of X^T X / etaX - Y^T Y / etaY), update_symmetric,
   run_symmetric and sign_is_undetermined (negating start and noise negates the run, so a run near
   (u,v) has a mirror image near -(u,v)), divergence_15 (eta = 1/100, M = 1, x0 = y0 = 15),
   divergence_any_step, noisy_divergence.
   Paper's place: Section 2 (the update), Section 1 and Fig. 2f (balancing of GD), Theorem 1. *)
From NoisyGD Require Import Algebra Frobenius Objective.

Section Update.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (etaX etaY : R).
Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Definition updateX X Y Z1 Z2 := X - etaX *: gradX M (X + Z1) (Y + Z2).
Definition updateY X Y Z1 Z2 := Y - etaY *: gradY M (X + Z1) (Y + Z2).

(* What one step of gradient descent does to X^T X / etaX - Y^T Y / etaY: nothing at first order. *)
Theorem conservation X Y : etaX != 0 -> etaY != 0 ->
  let X' := updateX X Y 0 0 in let Y' := updateY X Y 0 0 in
  etaX^-1 *: (X'^T *m X') - etaY^-1 *: (Y'^T *m Y') = etaX^-1 *: (X^T *m X) - etaY^-1 *: (Y^T *m Y)
    + etaX *: ((gradX M X Y)^T *m gradX M X Y) - etaY *: ((gradY M X Y)^T *m gradY M X Y).
Proof. move=> hx hy X' Y'; rewrite {}/X' {}/Y' /updateX /updateY !addr0.
  have e : X^T *m gradX M X Y = (gradY M X Y)^T *m Y by rewrite /gradX /gradY trmx_mul trmxK mulmxA.
  have e' : (gradX M X Y)^T *m X = Y^T *m gradY M X Y by rewrite /gradX /gradY trmx_mul mulmxA.
  move: (gradX M X Y) (gradY M X Y) e e' => G K e e'.
  rewrite !trmxB !trmxZ !mulmxBl !mulmxBr -!scalemxAl -!scalemxAr e e'.
  move: (X^T *m X) (Y^T *m Y) (K^T *m Y) (Y^T *m K) (G^T *m G) (K^T *m K) => A B C D P Q.
  by apply/matrixP => i j; rewrite !mxE; field; rewrite hx hy. Qed.

(* Negating the iterate and the noise negates the update; so for whole runs. *)
Lemma residual_opp X Y : residual M (- X) (- Y) = residual M X Y.
Proof. by rewrite /residual trmxN mulNmx mulmxN opprK. Qed.
Lemma gradX_opp X Y : gradX M (- X) (- Y) = - gradX M X Y.
Proof. by rewrite /gradX residual_opp mulmxN. Qed.
Lemma gradY_opp X Y : gradY M (- X) (- Y) = - gradY M X Y.
Proof. by rewrite /gradY residual_opp mulmxN. Qed.

Theorem update_symmetric X Y Z1 Z2 : updateX (- X) (- Y) (- Z1) (- Z2) = - updateX X Y Z1 Z2 /\
  updateY (- X) (- Y) (- Z1) (- Z2) = - updateY X Y Z1 Z2.
Proof. by rewrite /updateX /updateY -!opprD gradX_opp gradY_opp !scalerN !opprD !opprK. Qed.
End Update.

Section Run.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (etaX etaY : R).
(* The state after n updates with noise N1 t, N2 t at update t. *)
Fixpoint run (N1 : nat -> 'M[R]_(d1, r)) (N2 : nat -> 'M[R]_(d2, r)) X Y n := if n is n'.+1 then
    let: (X', Y') := run N1 N2 X Y n' in
    (updateX M etaX X' Y' (N1 n') (N2 n'), updateY M etaY X' Y' (N1 n') (N2 n')) else (X, Y).

Theorem run_symmetric N1 N2 X Y n :
  run (fun t => - N1 t) (fun t => - N2 t) (- X) (- Y) n =
    (- (run N1 N2 X Y n).1, - (run N1 N2 X Y n).2).
Proof. elim: n => //= n ->; case: (run N1 N2 X Y n) => X' Y' /=.
  by have [-> ->] := update_symmetric M etaX etaY X' Y' (N1 n) (N2 n). Qed.

(* No start and no noise can single out +(u,v): whatever holds of a run's distance to (U,V) holds of
   the mirrored run's distance to (-U,-V). *)
Theorem sign_is_undetermined N1 N2 X Y n U V :
  let s := run N1 N2 X Y n in let m := run (fun t => - N1 t) (fun t => - N2 t) (- X) (- Y) n in
  normsq (m.1 - - U) = normsq (s.1 - U) /\ normsq (m.2 - - V) = normsq (s.2 - V).
Proof. by move=> s m; rewrite {}/m run_symmetric /= -!opprD !normsqN. Qed.
End Run.

(* Gradient descent on (1 - x y)^2 / 2, from x = y. *)
Section Divergence.
Variable R : realFieldType.
Local Definition descent
    (eta x : R) n := run (1%:M : 'M[R]_1) eta eta (fun=> 0) (fun=> 0) (x%:M : 'M_1) (x%:M : 'M_1) n.
Definition scalar_descent (eta x : R) n : R := iter n (fun z => z * (1 - eta * (z ^+ 2 - 1))) x.

Lemma descentE eta x n :
  descent eta x n = ((scalar_descent eta x n)%:M, (scalar_descent eta x n)%:M).
Proof. rewrite /descent; elim: n => //= n ->; move: (scalar_descent eta x n) => z.
  rewrite /updateX /updateY !addr0 /gradX /gradY /residual !tr_scalar_mx -!scalar_mxM.
  have e (p q : R) : p%:M - q%:M = (p - q)%:M :> 'M_1 by apply/matrixP => i j; rewrite !mxE !ord1
    eqxx. rewrite !e tr_scalar_mx -!scalar_mxM !scale_scalar_mx !e; congr (_%:M, _%:M); ring. Qed.

(* Once eta (x^2 - 1) >= 2 + c the modulus grows by the factor 1 + c at every step. *)
Local Lemma growth eta c x n : 0 < eta -> 0 <= c -> 2 + c <= eta * (x ^+ 2 - 1) ->
  `|x| * (1 + c) ^+ n <= `|scalar_descent eta x n|.
Proof. move=> e0 c0 h; elim: n => [|n IH]; first by rewrite mulr1. rewrite exprSr mulrA /= normrM.
  have c1 : 1 <= (1 + c) ^+ n by rewrite exprn_ege1 // lerDl.
  have x2 : x ^+ 2 <= scalar_descent eta x n ^+ 2.
    rewrite -(real_normK (num_real x)) -[X in _ <= X](real_normK (num_real _)) ler_pXn2r ?nnegrE
      ?normr_ge0 //. by apply: le_trans IH; rewrite ler_peMr.
  have g : 1 + c <= `|1 - eta * (scalar_descent eta x n ^+ 2 - 1)|.
    have : eta * (x ^+ 2 - 1) <= eta * (scalar_descent eta x n ^+ 2 - 1)
      by rewrite ler_pM2l // lerB. move: h; rewrite ler_normr; lra.
  by apply: ler_pM => //; rewrite ?mulr_ge0 ?exprn_ge0 //; lra. Qed.
Lemma bernoulli (c : R) n : 0 <= c -> 1 + c * n%:R <= (1 + c) ^+ n.
Proof. move=> c0; elim: n => [|n IH]; first by rewrite mulr0 addr0. rewrite exprS -natr1; have :
    0 <= c * (c * n%:R) by rewrite !mulr_ge0. have := ler_wpM2l (_ : 0 <= 1 + c) IH; lra. Qed.

Theorem divergence_15 n : let s := scalar_descent (1 / 100) 15 n in
  descent (1 / 100) 15 n = (s%:M, s%:M) /\ 15 + 3 * n%:R <= `|s|.
Proof. move=> s; split; first exact: descentE. have h : (2 : R) + 6 / 25 <= 1 / 100 * (15 ^+ 2 - 1)
    by lra. have := @growth (1 / 100) (6 / 25) 15 n _ _ h; rewrite -/s ger0_norm; last by lra.
  have := @bernoulli (6 / 25) n; have := ler0n R n; lra. Qed.

(* Whatever the step size, some start makes gradient descent diverge. *)
Theorem divergence_any_step eta : 0 < eta -> exists2 x : R, 0 < x & forall n,
  let s := scalar_descent eta x n in descent eta x n = (s%:M, s%:M) /\ 1 + n%:R <= `|s|.
Proof. move=> e0; exists (2 + 3 / eta) => [|n s]; first by rewrite addr_gt0 // divr_gt0.
  have i0 : 0 < 3 / eta by rewrite divr_gt0. split; first exact: descentE.
  have h : 2 + 1 <= eta * ((2 + 3 / eta) ^+ 2 - 1).
    have -> : eta * ((2 + 3 / eta) ^+ 2 - 1) = 3 * eta + 12 + 3 * (3 / eta) by field;
      rewrite gt_eqF. lra.
  have := @growth eta 1 (2 + 3 / eta) n e0 ler01 h; rewrite -/s ger0_norm; last by lra.
  have b := @bernoulli 1 n ler01; rewrite mul1r in b; have nn := ler0n R n. have : 1
    * (1 + 1) ^+ n <= (2 + 3 / eta) * (1 + 1) ^+ n by rewrite ler_wpM2r ?exprn_ge0 //; lra. lra.
Qed.

(* Noise cannot keep it from diverging: from (20, 20), with eta = 1/100, every perturbed run whose
   noise has a modulus of at most 1. *)
Lemma pushed_out (x y p q : R) : 20 <= x -> 20 <= y -> -1 <= p -> -1 <= q ->
  x - 1 / 100 * (((x + p) * (y + q) - 1) * (y + q)) <= - (2 * x).
Proof. move=> hx hy hp hq; have y19 : 19 <= y + q by lra. have x19 : 19 / 20 * x <= x + p by lra.
  have a : 19 / 20 * x * 19 <= (x + p) * (y + q) by apply: ler_pM => //; lra.
  have : (19 / 20 * x * 19 - 1) * 19 <= ((x + p) * (y + q) - 1) * (y + q) by apply: ler_pM => //;
    lra. by move: (_ * (y + q)) => g; lra. Qed.
Theorem noisy_divergence (N1 N2 : nat -> 'M[R]_1) n : (forall t, `|N1 t 0 0| <= 1) ->
  (forall t, `|N2 t 0 0| <= 1) ->
  let z := run (1%:M : 'M[R]_1) (1 / 100) (1 / 100) N1 N2 20%:M 20%:M n in 20 * 2 ^+ n <= `|z.1 0 0|
    /\ 20 * 2 ^+ n <= `|z.2 0 0|.
Proof. move=> h1 h2 z; suff [[a b]|[a b]] : 20 * 2 ^+ n <= z.1 0 0 /\ 20 * 2 ^+ n <= z.2 0 0 \/
    20 * 2 ^+ n <= - z.1 0 0 /\ 20 * 2 ^+ n <= - z.2 0 0.
    by split; apply: le_trans (ler_norm _). by split; rewrite -normrN; apply: le_trans (ler_norm _).
  have g1 m : 1 <= 2 ^+ m :> R by rewrite exprn_ege1 // ler1n.
  rewrite {}/z; elim: n => [|n]; first by left; rewrite !mxE !eqxx /= !mulr1n mulr1.
  rewrite /=; case: (run _ _ _ _ _ _ _ n) => X Y /=;
    rewrite /updateX /updateY /gradX /gradY /residual !(mxE, big_ord1) !eqxx /= exprSr mulrA.
  have := h1 n; have := h2 n; rewrite !ler_norml; have := g1 n; move: (2 ^+ n) (X 0 0) (Y 0 0) (N1 n
    0 0) (N2 n 0 0) => k x y p q k1 /andP [q1 q2] /andP [p1 p2]. case=> -[hx hy]; [right|left].
    have := @pushed_out x y p q; have := @pushed_out y x q p; rewrite [(y + q) * _]mulrC => a b.
    by have {}a := a _ _ q1 p1; have {}b := b _ _ p1 q1; split; [have := b _ _|have := a _ _]; lra.
  have np : -1 <= - p by lra. have nq : -1 <= - q by lra. have a := @pushed_out (- y) (- x) (- q)
    (- p) _ _ nq np; have b := @pushed_out (- x) (- y) (- p) (- q) _ _ np nq. have ea :
    (((- y + - q) * (- x + - p) - 1) * (- x + - p)) = - (((x + p) * (y + q) - 1) * (x + p)) by ring.
  have eb : (((- x + - p) * (- y + - q) - 1) * (- y + - q)) = - (((x + p) * (y + q) - 1) * (y + q))
    by ring. by rewrite ea in a; rewrite eb in b; split; [have := b _ _|have := a _ _]; lra. Qed.
End Divergence.
