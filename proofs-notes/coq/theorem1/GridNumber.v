(* SPDX-License-Identifier: Apache-2.0 *)
(* GridNumber.v: one number stored on a grid of spacing h by a word of B random bits.

   |y| is whole places and a part of a place; the part, cut to B bits, carries with the word r where cut + r >= 2^B. Every word is equally likely.
   So y is stored as whole places, or one more with the chance share = cut / 2^B, part - 2^-B < share <= part. It is StochasticRounding.v's law on a
   uniform grid, over any Archimedean field.

   Main results: grid_law, grid_short (the mean error is below 2^-B h), square_law (the mean square error), square_quarter, square_near (it is at most
   h |p| + 2^-B h^2 where the number is p from the grid).
   Depends on: Smoothing, FiniteLaw. *)
From mathcomp Require Import all_ssreflect all_algebra archimedean.
From mathcomp Require Import ring lra.
Set Implicit Arguments.
Unset Strict Implicit.
Unset Printing Implicit Defensive.
Import GRing.Theory Num.Theory Order.TTheory.
Local Open Scope ring_scope.

Section Grid.
Variables (R : archiRealFieldType) (h : R) (B : nat).
Hypothesis h0 : 0 < h.
Local Notation m := (2 ^ B)%N.
Definition sg (y : R) : R := if y < 0 then -1 else 1.
Definition whole (y : R) : nat := Num.trunc (`|y| / h).
Definition part (y : R) : R := `|y| / h - (whole y)%:R.
Definition cut (y : R) : nat := Num.trunc (part y * m%:R).
Definition carries (y : R) (r : nat) : bool := (m <= cut y + r)%N.
Definition stored (y : R) (r : nat) : R := sg y * (((whole y)%:R + (carries y r)%:R) * h).
Definition on_grid (y : R) : bool := y / h \is a Num.int.
Definition share (y : R) : R := (cut y)%:R / m%:R.

Let m0 : 0 < m%:R :> R. Proof. by rewrite ltr0n expn_gt0. Qed.
Lemma sg_sq y : sg y ^+ 2 = 1. Proof. by rewrite /sg; case: ifP; rewrite ?sqrrN expr1n. Qed.
Lemma sg_int y : sg y \is a Num.int. Proof. by rewrite /sg; case: ifP; rewrite ?rpredN ?int_num1. Qed.
Lemma abs_sg y : `|y| = sg y * y.
Proof. by rewrite /sg; case: ltrP => hy; [rewrite ltr0_norm // mulN1r|rewrite ger0_norm // mul1r]. Qed.
Lemma placesE y : y = sg y * (((whole y)%:R + part y) * h).
Proof. by rewrite /part [_ + (_ - _)]addrC subrK divfK ?gt_eqF // abs_sg mulrA -expr2 sg_sq mul1r. Qed.
Lemma part01 y : 0 <= part y < 1.
Proof.
have q0 : 0 <= `|y| / h by rewrite divr_ge0 ?normr_ge0 ?ltW.
have /andP [a b] := trunc_itv q0; rewrite /part subr_ge0 a /= ltrBlDl.
by rewrite -natr1 in b.
Qed.
Lemma cut_itv y : (cut y)%:R <= part y * m%:R < (cut y)%:R + 1.
Proof. by case/andP: (part01 y) => p0 _; rewrite natr1; apply: trunc_itv; rewrite mulr_ge0 ?ler0n. Qed.
Lemma cut_le y : (cut y <= m)%N.
Proof.
case/andP: (cut_itv y) => a _; case/andP: (part01 y) => _ p1; rewrite -(ler_nat R); apply: le_trans a _.
by rewrite ger_pMl // ltW.
Qed.
Lemma share_part y : 0 <= share y <= part y /\ part y - share y < m%:R^-1.
Proof.
case/andP: (cut_itv y) => a b; split; first by rewrite divr_ge0 ?ler0n //= ler_pdivrMr.
rewrite ltrBlDl /share -[X in _ + X]mul1r -mulrDl ltr_pdivlMr //.
Qed.
(* Of the 2^B words so many carry. *)
Lemma count_carries c : (c <= m)%N -> (\sum_(r < m) (m <= c + r))%N = c.
Proof.
move=> hc; rewrite -(big_mkord xpredT (fun r => (m <= c + r)%N : nat)) (@big_cat_nat _ _ _ (m - c)%N) ?leq_subr //=.
rewrite big_nat_cond big1 => [|r /andP [/andP [_ hr] _]]; last first.
  by apply/eqP; rewrite eqb0 -ltnNge -ltn_subRL.
rewrite add0n big_nat_cond (eq_bigr (fun=> 1%N)) => [|r /andP [/andP [hr _] _]]; last by rewrite -leq_subLR hr.
by rewrite -big_nat_cond sum_nat_const_nat muln1 subKn.
Qed.
Definition mean (f : R -> R) (y : R) : R := (\sum_(r < m) f (stored y r)) / m%:R.
Theorem grid_law f y : mean f y = (1 - share y) * f (sg y * ((whole y)%:R * h)) + share y * f (sg y * (((whole y)%:R + 1) * h)).
Proof.
set a := f _; set b := f _; rewrite /mean (eq_bigr (fun r : 'I_m => a + (carries y r)%:R * (b - a))) => [|r _]; last first.
  by rewrite /stored; case: (carries y r); rewrite /= ?addr0 /a /b; ring.
rewrite big_split /= sumr_const card_ord -mulr_suml -natr_sum count_carries ?cut_le // /share.
by rewrite -[a *+ _]mulr_natr; field; rewrite gt_eqF.
Qed.
Lemma error y b : sg y * (((whole y)%:R + b) * h) - y = sg y * ((b - part y) * h).
Proof. by rewrite [X in _ - X](placesE y); ring. Qed.
Theorem grid_short y : mean (fun x => x - y) y = - (sg y * ((part y - share y) * h)).
Proof. by rewrite grid_law -[(whole y)%:R * h]/(_ * _) -{1}[(whole y)%:R]addr0 !error; ring. Qed.
Lemma short_le y : mean (fun x => x - y) y ^+ 2 <= (h / m%:R) ^+ 2.
Proof.
have [/andP [a b] c] := share_part y; rewrite grid_short sqrrN exprMn sg_sq mul1r [h / _]mulrC.
rewrite lerXn2r ?nnegrE ?mulr_ge0 ?invr_ge0 ?(ltW h0) ?(ltW m0) ?subr_ge0 //; apply: ler_wpM2r; exact: ltW.
Qed.
Definition square y : R := (part y * (1 - part y) + (part y - share y) * (2 * part y - 1)) * h ^+ 2.
Theorem square_law y : mean (fun x => (x - y) ^+ 2) y = square y.
Proof.
rewrite grid_law -{1}[(whole y)%:R]addr0 !error !exprMn sg_sq /square; ring.
Qed.
Lemma stored_most y r : (stored y r - y) ^+ 2 <= h ^+ 2.
Proof.
rewrite /stored error !exprMn sg_sq mul1r -[X in _ <= X]mul1r; apply: ler_wpM2r; first exact: sqr_ge0.
case/andP: (part01 y); move: (part y) => p a b; have c : 0 <= p * (1 - p) by rewrite mulr_ge0 // subr_ge0 ltW.
rewrite -subr_ge0; case: (carries y r) => /=.
  by have -> : 1 - (1 - p) ^+ 2 = p + p * (1 - p) by [ring]; rewrite addr_ge0.
by have -> : 1 - (0 - p) ^+ 2 = 1 - p + p * (1 - p) by [ring]; rewrite addr_ge0 // subr_ge0 ltW.
Qed.
Let excess_le y : (part y - share y) * (2 * part y - 1) <= m%:R^-1.
Proof.
have [/andP [a b] c] := share_part y; case/andP: (part01 y) => p0 p1; apply: le_trans (ltW c).
rewrite -[X in _ <= X]mulr1; apply: ler_wpM2l; first by rewrite subr_ge0.
by move: p1; move: (part y) => p *; lra.
Qed.
Lemma square_quarter y : square y <= (4^-1 + m%:R^-1) * h ^+ 2.
Proof.
apply: ler_wpM2r; first exact: sqr_ge0; apply: lerD; last exact: excess_le.
move: (part y) => p; rewrite -subr_ge0; have -> : 4^-1 - p * (1 - p) = (p - 2^-1) ^+ 2 by [field]; exact: sqr_ge0.
Qed.
Lemma square_near x p : on_grid x -> square (x - p) <= h * `|p| + m%:R^-1 * h ^+ 2.
Proof.
move=> hx; set y := x - p; have e := excess_le y; case/andP: (part01 y) => p0 p1.
have h2 : 0 <= h ^+ 2 by exact: sqr_ge0.
rewrite /square mulrDl; apply: lerD; last exact: ler_wpM2r.
(* x is i places beyond the whole ones. *)
pose i := Num.floor (sg y * (x / h) - (whole y)%:R).
have ei : i%:~R = sg y * (x / h) - (whole y)%:R :> R.
  by apply/eqP; rewrite -intrEfloor; apply: rpredB; [apply: rpredM hx; exact: sg_int|exact/intr_nat/natr_nat].
have ep : `|p| = `|i%:~R - part y| * h.
  have -> : i%:~R - part y = sg y * (x - y) / h.
    by rewrite ei /part abs_sg; ring.
  have -> : x - y = p by rewrite /y opprB addrC subrK.
  by rewrite normrM normfV (gtr0_norm h0) divfK ?gt_eqF // normrM /sg; case: ifP; rewrite ?normrN normr1 mul1r.
rewrite ep; have -> : h * (`|i%:~R - part y| * h) = `|i%:~R - part y| * h ^+ 2 by [ring].
apply: ler_wpM2r => //.
have [hi|hi] := leP i 0.
  have : i%:~R <= 0 :> R by rewrite lerz0.
  move: (i%:~R) => j hj; rewrite ler0_norm ?subr_le0 ?(le_trans hj) //; move: (part y) p0 p1 => t p0 p1.
  by have t2 : 0 <= t ^+ 2 by [exact: sqr_ge0]; move: hj t2; rewrite mulrBr mulr1 -expr2; move: (t ^+ 2) => *; lra.
have : 1 <= i%:~R :> R by rewrite ler1z.
move: (i%:~R) => j hj; rewrite ger0_norm; last by rewrite subr_ge0 (le_trans (ltW p1)).
move: (part y) p0 p1 => t p0 p1; have t2 : 0 <= (1 - t) ^+ 2 by [exact: sqr_ge0].
have -> : t * (1 - t) = 1 - t - (1 - t) ^+ 2 by [ring].
by move: hj t2; move: ((1 - t) ^+ 2) => *; lra.
Qed.
Lemma stored_grid y r : on_grid (stored y r).
Proof.
by rewrite /on_grid /stored -mulrA mulfK ?gt_eqF //; apply: rpredM; [exact: sg_int|apply: rpredD; exact/intr_nat/natr_nat].
Qed.
End Grid.
