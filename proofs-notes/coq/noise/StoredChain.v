(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredChain.v: how far a stored number that is held in place by a linear force spreads, if its store rounds at random.

   The number z is a multiple of the spacing D. An update takes it to x = (1 - a) z + xi, and the store to the multiple of D below or above
   x, above with the probability of the share of the way, so that the mean is x. "mean_square n z e" says that the mean of z^2 after n
   such updates from z is e.

   For noise with E xi = 0, E sgn xi = 0, E |xi| = m, and E xi^2 = q for the second:
       (1 - 2a)^n z^2 + (1 - (1 - 2a)^n) D m / (2a)  <=  e  <=  (1 - a)^(2n) z^2 + (q + D^2/4) / (2a - a^2).
   For Gaussian xi of variance 2a, where exact arithmetic has the variance 1/(1 - a/2), D m / (2a) is D / sqrt(pi a).

   Main results: store_variance (at least D |u| - u^2 for the update u, and that if |u| <= D), inflation, spread_bounded.
   Depends on: Smoothing. *)
From mathcomp Require Import all_ssreflect all_algebra.
From mathcomp Require Import ring lra.
From NoisyGD Require Import Smoothing.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Grid.
Variables (R : realFieldType) (D : R) (below : R -> R).
Hypothesis D0 : 0 < D.
Definition on_grid (z : R) := exists k : int, z = k%:~R * D.
Hypothesis grid_below : forall x, on_grid (below x) /\ below x <= x <= below x + D.
Definition up x := (x - below x) / D.
(* The mean of x^2 over the store. *)
Definition stored_square (x : R) := (1 - up x) * below x ^+ 2 + up x * (below x + D) ^+ 2.
Definition store_square x := (x - below x) * (below x + D - x).
Lemma stored_squareE x : stored_square x = x ^+ 2 + store_square x.
Proof. by rewrite /stored_square /store_square /up; field; rewrite gt_eqF. Qed.
Lemma up01 x : 0 <= up x <= 1.
Proof.
case: (grid_below x) => _ /andP [l h]; rewrite /up divr_ge0 ?subr_ge0 ?(ltW D0) //=.
by rewrite ler_pdivrMr // mul1r lerBlDl.
Qed.
Lemma store_square_le x : store_square x <= D ^+ 2 / 4.
Proof.
rewrite -subr_ge0; have -> : D ^+ 2 / 4 - store_square x = (x - below x - D / 2) ^+ 2 by rewrite /store_square; field.
exact: sqr_ge0.
Qed.
(* f is how far x is above the number below it, u = f + w D the update, w whole. *)
Lemma whole_places (f : R) (w : int) : let u := f + w%:~R * D in 0 <= f <= D ->
  D * `|u| - u ^+ 2 <= f * (D - f) /\ (`|u| <= D -> f * (D - f) = D * `|u| - u ^+ 2).
Proof.
move=> u /andP [f0 fD]; have g0 : 0 <= f * (D - f) by rewrite mulr_ge0 ?subr_ge0.
have far : D <= `|u| -> (`|u| <= D -> f * (D - f) = 0) ->
    D * `|u| - u ^+ 2 <= f * (D - f) /\ (`|u| <= D -> f * (D - f) = D * `|u| - u ^+ 2).
  rewrite -[u ^+ 2]real_normK ?num_real // => big h; have -> : D * `|u| - `|u| ^+ 2 = `|u| * (D - `|u|) by ring.
  split=> [|small]; first by apply: le_trans g0; rewrite mulr_ge0_le0 // subr_le0.
  by rewrite h //; have -> : `|u| = D by [apply/le_anti/andP]; rewrite subrr mulr0.
rewrite /u in far *; clear u; case: w far => [[|n]|[|n]] far.
- by rewrite mul0r addr0 ger0_norm //; split=> [|_]; [rewrite le_eqVlt; apply/orP; left; apply/eqP|]; ring.
- have n1 : 1 <= (Posz n.+1)%:~R :> R by rewrite -[1]/(1%:~R) ler_int.
  have {}n1 := ler_wpM2r (ltW D0) n1; rewrite mul1r in n1.
  have u0 : D <= f + (Posz n.+1)%:~R * D by rewrite -[D in X in X <= _]add0r lerD.
  rewrite ger0_norm in far *; last by apply: le_trans u0; exact: ltW.
  apply: far => // h; suff -> : f = 0 by rewrite mul0r.
  by apply/le_anti; rewrite f0 andbT -(lerD2r ((Posz n.+1)%:~R * D)) add0r; apply: le_trans h n1.
- have -> : f + (Negz 0)%:~R * D = - (D - f) by rewrite NegzE /=; ring.
  rewrite normrN ger0_norm ?subr_ge0 // sqrrN.
  by split=> [|_]; [rewrite le_eqVlt; apply/orP; left; apply/eqP|]; ring.
have n1 : 1 <= (Posz n.+1)%:~R :> R by rewrite -[1]/(1%:~R) ler_int.
have {}n1 := ler_wpM2r (ltW D0) n1; rewrite mul1r in n1.
have e : f + (Negz n.+1)%:~R * D = - ((D - f) + (Posz n.+1)%:~R * D).
  by rewrite NegzE -addn1 PoszD !rmorphN rmorphD /=; ring.
rewrite e normrN sqrrN ger0_norm in far *; last by rewrite addr_ge0 ?subr_ge0 //; apply: le_trans n1; exact: ltW.
apply: far; first by rewrite -[D in X in X <= _]add0r lerD ?subr_ge0.
move=> h; suff -> : D - f = 0 by rewrite mulr0.
apply/le_anti; rewrite subr_ge0 fD andbT -(lerD2r ((Posz n.+1)%:~R * D)) add0r; exact: le_trans h n1.
Qed.
Theorem store_variance z x : on_grid z ->
  D * `|x - z| - (x - z) ^+ 2 <= store_square x /\ (`|x - z| <= D -> store_square x = D * `|x - z| - (x - z) ^+ 2).
Proof.
move=> [k hk]; case: (grid_below x) => -[j hj] /andP [l h].
have -> : x - z = (x - below x) + (j - k)%:~R * D by rewrite rmorphB /= hj hk; ring.
have -> : store_square x = (x - below x) * (D - (x - below x)) by rewrite /store_square; ring.
by apply: whole_places; rewrite subr_ge0 l lerBlDl.
Qed.

(* Updates. *)
Variables (T : Type) (E : expectation R T) (xi : T -> R) (a : R).
Local Notation updated z w := ((1 - a) * z + xi w).
Fixpoint mean_square n (z e : R) : Prop :=
  if n is n'.+1 then exists f g : T -> R,
    [/\ forall w, mean_square n' (below (updated z w)) (f w), forall w, mean_square n' (below (updated z w) + D) (g w) &
        E (fun w => (1 - up (updated z w)) * f w + up (updated z w) * g w) e]
  else e = z ^+ 2.
Lemma grid_above x : on_grid (below x + D).
Proof. by case: (grid_below x) => -[j ->] _; exists (j + 1); rewrite rmorphD /=; ring. Qed.

Section Lower.
Variable m : R.
Hypotheses (centred : E xi 0) (signs : E (fun w => Num.sg (xi w)) 0) (size : E (fun w => `|xi w|) m).
Hypotheses (a0 : 0 < a) (a2 : 2 * a <= 1).
Local Notation least n z := ((1 - 2 * a) ^+ n * z ^+ 2 + (1 - (1 - 2 * a) ^+ n) * (D * m / (2 * a))).
Lemma stored_square_least z w : on_grid z ->
  (1 - 2 * a) * z ^+ 2 + (2 * z * xi w + D * `|xi w| - D * a * z * Num.sg (xi w)) <= stored_square (updated z w).
Proof.
move=> hz; have [h _] := store_variance (updated z w) hz; rewrite stored_squareE.
have e : updated z w - z = xi w - a * z by ring.
have s : `|xi w| - a * z * Num.sg (xi w) <= `|xi w - a * z|.
  have [p|n|->] := ltrgtP (xi w) 0.
  - by rewrite ltr0_sg // ltr0_norm //; apply: le_trans (ler_norm _) _; rewrite -normrN; have -> : - (- xi w - a * z * -1) = xi w - a * z by ring.
  - by rewrite gtr0_sg // gtr0_norm // mulr1 ler_norm.
  - by rewrite sgr0 normr0 mulr0 subr0 normr_ge0.
rewrite e in h; have {}s := ler_wpM2l (ltW D0) s; rewrite mulrBr in s.
apply: le_trans (lerD (lexx _) h); move: s; move: (`|xi w - a * z|) (`|xi w|) (Num.sg _) => y t g s; rewrite -subr_ge0.
have -> : updated z w ^+ 2 + (D * y - (xi w - a * z) ^+ 2) - ((1 - 2 * a) * z ^+ 2 + (2 * z * xi w + D * t - D * a * z * g))
  = D * y - (D * t - D * (a * z * g)) by ring.
by rewrite subr_ge0.
Qed.
Theorem inflation n z e : on_grid z -> mean_square n z e -> least n z <= e.
Proof.
elim: n z e => [|n IH] z e hz /=; first by move=> ->; rewrite expr0 subrr mul0r addr0 mul1r.
move=> [f [g [hf hg he]]]; set c := (1 - 2 * a) ^+ n; set k := (1 - c) * (D * m / (2 * a)).
have c0 : 0 <= c by rewrite exprn_ge0 // subr_ge0.
have h := mean_scale c (mean_add (mean_const E ((1 - 2 * a) * z ^+ 2))
  (mean_add (mean_add (mean_scale (2 * z) centred) (mean_scale D size)) (mean_scale (- (D * a * z)) signs))).
have {}h := mean_add h (mean_const E k).
have -> : (1 - 2 * a) ^+ n.+1 * z ^+ 2 + (1 - (1 - 2 * a) ^+ n.+1) * (D * m / (2 * a))
    = c * ((1 - 2 * a) * z ^+ 2 + (2 * z * 0 + D * m + - (D * a * z) * 0)) + k.
  by rewrite /k exprS -/c; field; rewrite gt_eqF.
apply: mean_le h he => w; have [q0 q1] := andP (up01 (updated z w)); have s := stored_square_least w hz.
have lf := IH _ _ (grid_below (updated z w)).1 (hf w); have lg := IH _ _ (grid_above (updated z w)) (hg w).
have q : 0 <= 1 - up (updated z w) by rewrite subr_ge0.
apply: le_trans (lerD (ler_wpM2l q lf) (ler_wpM2l q0 lg)); rewrite -/c -/k.
have -> : (1 - up (updated z w)) * (c * below (updated z w) ^+ 2 + k) + up (updated z w) * (c * (below (updated z w) + D) ^+ 2 + k)
    = c * stored_square (updated z w) + k by rewrite /stored_square; ring.
rewrite lerD2r; apply: ler_wpM2l => //; apply: le_trans s; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
End Lower.

Section Upper.
Variable q : R.
Hypotheses (centred : E xi 0) (second : E (fun w => xi w ^+ 2) q) (a0 : 0 < a) (a1 : a <= 1).
Theorem spread_bounded n z e : mean_square n z e ->
  e <= ((1 - a) ^+ 2) ^+ n * z ^+ 2 + (1 - ((1 - a) ^+ 2) ^+ n) * ((q + D ^+ 2 / 4) / (2 * a - a ^+ 2)).
Proof.
have k0 : 0 < 2 * a - a ^+ 2 by have -> : 2 * a - a ^+ 2 = a * (2 - a) by [ring]; rewrite mulr_gt0 // subr_gt0; move: a1; lra.
elim: n z e => [|n IH] z e /=; first by move=> ->; rewrite expr0 subrr mul0r addr0 mul1r.
move=> [f [g [hf hg he]]]; pose c := ((1 - a) ^+ 2) ^+ n; pose k := (1 - c) * ((q + D ^+ 2 / 4) / (2 * a - a ^+ 2)).
have c0 : 0 <= c by rewrite exprn_ge0 // sqr_ge0.
have h := mean_scale c (mean_add (mean_const E ((1 - a) ^+ 2 * z ^+ 2 + D ^+ 2 / 4))
  (mean_add (mean_scale (2 * (1 - a) * z) centred) second)).
have {}h := mean_add h (mean_const E k).
have -> : ((1 - a) ^+ 2) ^+ n.+1 * z ^+ 2 + (1 - ((1 - a) ^+ 2) ^+ n.+1) * ((q + D ^+ 2 / 4) / (2 * a - a ^+ 2))
    = c * ((1 - a) ^+ 2 * z ^+ 2 + D ^+ 2 / 4 + (2 * (1 - a) * z * 0 + q)) + k.
  by rewrite /k exprS -/c; field; rewrite gt_eqF.
apply: mean_le he h => w; have [p0 p1] := andP (up01 (updated z w)).
have p : 0 <= 1 - up (updated z w) by rewrite subr_ge0.
apply: le_trans (lerD (ler_wpM2l p (IH _ _ (hf w))) (ler_wpM2l p0 (IH _ _ (hg w)))) _; rewrite -/c -/k.
have -> : (1 - up (updated z w)) * (c * below (updated z w) ^+ 2 + k) + up (updated z w) * (c * (below (updated z w) + D) ^+ 2 + k)
    = c * stored_square (updated z w) + k by rewrite /stored_square; ring.
rewrite lerD2r; apply: ler_wpM2l => //; rewrite stored_squareE; apply: le_trans (lerD (lexx _) (store_square_le _)) _.
by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
End Upper.
End Grid.

(* Random signs of size c on the grid of an Archimedean field: nothing is left to suppose. *)
Section Signs.
Variables (R : archiRealFieldType) (D c a : R).
Hypotheses (D0 : 0 < D) (c0 : 0 <= c) (a0 : 0 < a) (a2 : 2 * a <= 1).
Definition floor_below (x : R) : R := (Num.floor (x / D))%:~R * D.
Lemma floor_grid x : on_grid D (floor_below x) /\ floor_below x <= x <= floor_below x + D.
Proof.
split; first by exists (Num.floor (x / D)).
have /andP [l h] := floor_itv (x / D); rewrite /floor_below -ler_pdivlMr // l /=.
by rewrite ltW // -[X in _ + X]mul1r -mulrDl -ltr_pdivrMr // -[1]/(1%:~R) -rmorphD.
Qed.
Definition coin : expectation R bool.
Proof.
apply: (@Expectation R bool (fun f e => (f true + f false) / 2 = e)) => [f g e fg <-|k|f g e e' <- <-|k f e <-|f e f0 <-].
- by rewrite !fg.
- by field.
- by field.
- by field.
by rewrite divr_ge0 ?addr_ge0.
Defined.
Local Notation xi := (fun b : bool => if b then c else - c).
Theorem signs_inflation n z : on_grid D z -> exists2 e, mean_square D floor_below coin xi a n z e &
  (1 - 2 * a) ^+ n * z ^+ 2 + (1 - (1 - 2 * a) ^+ n) * (D * c / (2 * a)) <= e.
Proof.
have ex m x : exists e, mean_square D floor_below coin xi a m x e.
  elim: m x => [|m IH] x /=; first by exists (x ^+ 2).
  have [f1 h1] := IH (floor_below ((1 - a) * x + c)); have [f2 h2] := IH (floor_below ((1 - a) * x - c)).
  have [g1 k1] := IH (floor_below ((1 - a) * x + c) + D); have [g2 k2] := IH (floor_below ((1 - a) * x - c) + D).
  eexists; exists (fun b : bool => if b then f1 else f2), (fun b : bool => if b then g1 else g2).
  by split=> [[]|[]|] //.
move=> hz; have [e h] := ex n z; exists e => //; apply: (inflation D0 floor_grid _ _ _ a0 a2 hz h); rewrite /=.
- by rewrite subrr mul0r.
- by rewrite sgrN subrr mul0r.
by rewrite normrN ger0_norm //; field.
Qed.
End Signs.
