(* SPDX-License-Identifier: Apache-2.0 *)
(* FiniteLaw.v: for a law on finitely many outcomes, what Process.v bounds is the probability
   itself, a weighted count.

   T is finite, p w >= 0 the probability of the outcome w. n steps have the sequences (w_1, ...,
   w_n) as outcomes, each of probability p w_1 ... p w_n. "fails" with the bound b says exactly that
   the sequences whose run is bad somewhere have a total probability of at most b; "stopped" with
   the bound b says exactly that the mean of V after n steps, over the runs that have stayed inside,
   is at most b.
   Main results: finite_law (such a law is an expectation), prob_count, fails_count, stopped_count.
   *)
From NoisyGD Require Import Algebra Smoothing Process.

(* Where every function has a mean, the probability by its recursion. *)
Section Total.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (avg : (T -> R) -> R) (S : Type)
  (step : S -> T -> S).
Hypothesis total : forall f, E f (avg f). Variable bad : nat -> S -> bool.
Fixpoint prob n t z : R :=
  if bad t z then 1 else if n is n'.+1 then avg (fun w => prob n' t.+1 (step z w)) else 0.
Lemma prob01 n t z : 0 <= prob n t z <= 1.
Proof. elim: n t z => [|n IH] t z /=; case: ifP => _; rewrite ?lexx ?ler01 //.
  apply/andP; split; first by apply: (mean_ge0 (f := fun w => prob n t.+1 (step z w))) (total _) =>
    w; case/andP: (IH t.+1 (step z w)). by apply: (mean_le (g := fun=> 1)) (total _)
    (mean_const E 1) => w; case/andP: (IH t.+1 (step z w)). Qed.
Theorem fails_prob n t z b : fails E step bad (fun _ _ => false) n t z b <-> prob n t z <= b.
Proof. split.
    elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by case/andP: (prob01 _ t z) => _ h1;
      exact: le_trans h.
    - by case/andP: (prob01 0 t z) => _ h1; exact: le_trans h.
    - by rewrite /= (negPf nb).
    - by case/andP: (prob01 n.+1 t z) => _ h1; exact: le_trans h.
    case: h => [//|[g [e [hg he eb]]]]; rewrite /= (negPf nb); apply: le_trans eb.
    by apply: mean_le (total _) he => w; exact: IH (hg w).
  move=> h; apply: fails_le h _; elim: n t z => [|n IH] t z.
    by rewrite /=; case: (bad t z); [left|right; split=> //; right].
  have := prob01 n.+1 t z; rewrite /=; case: (bad t z) => /andP [p0 p1]; first by left.
  right; split=> //; right.
  by exists (fun w => prob n t.+1 (step z w)), (avg (fun w => prob n t.+1 (step z w))); split. Qed.
End Total.

(* Sequences of outcomes. *)
Lemma sum_tuples (R : ringType) (T : finType) n (f : n.+1.-tuple T -> R) :
  \sum_ws f ws = \sum_w \sum_(ws : n.-tuple T) f [tuple of w :: ws].
Proof. rewrite pair_bigA /= (reindex (fun x : T * n.-tuple T => [tuple of x.1 :: x.2])) //=.
  exists (fun ws => (thead ws, [tuple of behead ws])) => [[w ws]|ws] _ /=.
    by congr (_, _); exact: val_inj.
  by rewrite [in RHS](tuple_eta ws). Qed.

Section Finite.
Variables (R : realFieldType) (T : finType) (p : T -> R).
Hypotheses (p0 : forall w, 0 <= p w) (p1 : \sum_w p w = 1).
Definition weighted_mean (f : T -> R) : R := \sum_w p w * f w.
Definition finite_law : expectation R T.
Proof. apply: (@Expectation R T (fun f e => weighted_mean f = e)).
  - by move=> f g e h <-; apply: eq_bigr => w _; rewrite h.
  - by move=> c; rewrite /weighted_mean -mulr_suml p1 mul1r.
  - by move=> f g e e' <- <-; rewrite /weighted_mean -big_split; apply: eq_bigr => w _;
      rewrite mulrDr.
  - by move=> c f e <-; rewrite /weighted_mean mulr_sumr; apply: eq_bigr => w _; rewrite mulrCA.
  - by move=> f e f0 <-; apply: sumr_ge0 => w _; exact: mulr_ge0. Defined.
(* The probability of a sequence. *)
Definition mass (ws : seq T) : R := \prod_(w <- ws) p w.
Lemma sum_weights n : \sum_(ws : n.-tuple T) mass ws = 1.
Proof. elim: n => [|n IH].
    rewrite (eq_bigr (fun=> 1)) => [|ws _]; last by rewrite (tuple0 ws) /mass big_nil.
    by rewrite sumr_const card_tuple expn0.
  rewrite sum_tuples -[RHS]p1; apply: eq_bigr => w _; rewrite -[RHS]mulr1 -IH mulr_sumr.
  by apply: eq_bigr => ws _; rewrite /mass big_cons. Qed.

Variables (S : Type) (step : S -> T -> S).
(* Whether the run along these outcomes is bad somewhere. *)
Fixpoint meets (bad : nat -> S -> bool) t z (ws : seq T) : bool :=
  bad t z || (if ws is w :: ws' then meets bad t.+1 (step z w) ws' else false).
Theorem prob_count bad n t z :
  prob weighted_mean step bad n t z = \sum_(ws : n.-tuple T) mass ws * (meets bad t z ws)%:R.
Proof. elim: n t z => [|n IH] t z /=; case hb: (bad t z).
  - rewrite -[LHS](sum_weights 0); apply: eq_bigr => ws _.
    by case: (tval ws) => [|w s] /=; rewrite hb mulr1.
  - by rewrite big1 // => ws _; rewrite (tuple0 ws) /= hb mulr0.
  - by rewrite -[LHS](sum_weights n.+1); apply: eq_bigr => ws _; case: (tval ws) => [|w s] /=;
      rewrite hb mulr1.
  rewrite sum_tuples; apply: eq_bigr => w _; rewrite IH mulr_sumr.
  by apply: eq_bigr => ws _; rewrite /mass big_cons /= hb mulrA. Qed.
Theorem fails_count bad n t z b : fails finite_law step bad (fun _ _ => false) n t z b <->
  \sum_(ws : n.-tuple T) mass ws * (meets bad t z ws)%:R <= b.
Proof. by rewrite -prob_count; exact: fails_prob. Qed.

(* The last state, and whether all before it were inside. *)
Fixpoint last_state z (ws : seq T) : S := if ws is w :: ws' then last_state (step z w) ws' else z.
Fixpoint kept (inside : S -> bool) z
    (ws : seq T) : bool := if ws is w :: ws' then inside z && kept inside (step z w) ws' else true.
Theorem stopped_count (V : S -> R) inside n z b : (forall z, 0 <= V z) ->
  stopped finite_law step V inside n z b <->
  \sum_(ws : n.-tuple T) mass ws * ((kept inside z ws)%:R * V (last_state z ws)) <= b.
Proof. move=> V0; elim: n z b => [|n IH] z b /=.
    rewrite (eq_bigr (fun=> V z)) => [|ws _]; last by rewrite (tuple0 ws) /mass big_nil /= !mul1r.
    by rewrite sumr_const card_tuple expn0.
  have pos w : 0 <= \sum_(ws : n.-tuple T) mass ws
    * ((kept inside (step z w) ws)%:R * V (last_state (step z w) ws)).
    by apply: sumr_ge0 => ws _; rewrite !mulr_ge0 ?ler0n // /mass; elim: (tval ws) => [|x s IHs];
      rewrite ?big_nil ?big_cons ?mulr_ge0.
  rewrite sum_tuples /=; case: (inside z) => /=; last first.
    rewrite big1 => [|w _]; last by rewrite big1 // => ws _; rewrite mul0r mulr0.
    by split=> [[]|h] //; split=> //; left.
  rewrite (eq_bigr (fun w => p w * \sum_(ws : n.-tuple T) mass ws
      * ((kept inside (step z w) ws)%:R * V (last_state (step z w) ws))));
    last by move=> w _; rewrite mulr_sumr; apply: eq_bigr => ws _; rewrite /mass big_cons -mulrA.
  split=> [[b0 [//|[g [e [hg he eb]]]]]|h].
    apply: le_trans eb; rewrite -he; apply: ler_sum => w _; apply: ler_wpM2l => //. by apply/IH.
  split; first by apply: le_trans h; apply: sumr_ge0 => w _; exact: mulr_ge0.
  right; exists (fun w => \sum_(ws : n.-tuple T) mass ws * ((kept inside (step z w) ws)%:R * V
      (last_state (step z w) ws))). by eexists; split; [move=> w; apply/IH|reflexivity|exact: h].
Qed.
End Finite.
