(* SPDX-License-Identifier: Apache-2.0 *)
(* Mirror.v: the sign of the limit is not determined, as a statement about the law of a run with
   random signs.

   Negating all signs keeps their law and, with the start, negates the run. So the probability of an
   event from z is that of its mirror image from -z; and from the start 0 the probability that x is
   farther than eps from u at some time from k to n is at least 1/2, whatever eps < 1.
   Main results: mirror, printed_claim_fails.
   Paper's place: Theorem 1 (erratum: the sign). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Rademacher Conservation Process
  FiniteLaw LemmaFour.

Section Mirror.
Variables (R : realFieldType) (d1 d2 : nat) (t1 t2 eta : R) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Local Notation outcomes := (Rademacher.outcomes d1 d2 1).
Local Notation E := (Rademacher.all_signs R d1 d2 1).
Local Notation average := (@Rademacher.average R d1 d2 1). Local Notation state := (state R d1 d2).
Local Notation run_step :=
  (update (@Rademacher.Z1 R d1 d2 1 t1) (@Rademacher.Z2 R d1 d2 1 t2) u v eta).
Definition opposite (z : state) : state := (- z.1, - z.2).
Definition negated d
    (e : {ffun 'I_d * 'I_1 -> bool}) : {ffun 'I_d * 'I_1 -> bool} := [ffun i => ~~ e i].
Definition flip_all (w : outcomes) : outcomes := (negated w.1, negated w.2).
Lemma negatedK d : involutive (@negated d).
Proof. by move=> e; apply/ffunP => i; rewrite !ffunE negbK. Qed.
Lemma average_flip f : average (fun w => f (flip_all w)) = average f.
Proof. rewrite /Rademacher.average; congr (_ / _).
  rewrite [RHS](reindex_inj (inv_inj (@negatedK d1))); apply: eq_bigr => w1 _.
  by rewrite [RHS](reindex_inj (inv_inj (@negatedK d2))). Qed.
Lemma flip_signs1 w : @Rademacher.Z1 R d1 d2 1 t1 (flip_all w) = - Rademacher.Z1 t1 w.
Proof. by apply/matrixP => i k; rewrite !mxE ffunE /Rademacher.sign; case: (w.1 _) => /=; ring. Qed.
Lemma flip_signs2 w : @Rademacher.Z2 R d1 d2 1 t2 (flip_all w) = - Rademacher.Z2 t2 w.
Proof. by apply/matrixP => i k; rewrite !mxE ffunE /Rademacher.sign; case: (w.2 _) => /=; ring. Qed.
Lemma step_mirror z w : run_step (opposite z) (flip_all w) = opposite (run_step z w).
Proof. rewrite /update /opposite /stepX /stepY /= flip_signs1 flip_signs2 -!opprD gradX_opp
    gradY_opp !scalerN. by congr (_, _); rewrite opprD opprK. Qed.
Theorem mirror bad n t z :
  prob average run_step bad n t (opposite z) =
    prob average run_step (fun t z => bad t (opposite z)) n t z.
Proof. elim: n t z => [//|n IH] t z /=; case: (bad t (opposite z)) => //.
  rewrite -average_flip /Rademacher.average; congr (_ / _); apply: eq_bigr => w1 _;
    apply: eq_bigr => w2 _. by rewrite step_mirror IH. Qed.

(* What is bad at the last time whatever the state happens surely. *)
Lemma surely (bad : nat -> state -> bool) n t z : (forall z, bad (t + n)%N z) ->
  prob average run_step bad n t z = 1.
Proof. elim: n t z => [|n IH] t z h /=; first by rewrite -[t]addn0 h.
  case: (bad t z) => //; have one : average (fun=> 1) = 1
    by exact: (mean_unique (E := E) (f := fun=> 1) erefl (mean_const E 1)). rewrite -[RHS]one.
  rewrite /Rademacher.average; congr (_ / _); apply: eq_bigr => w1 _; apply: eq_bigr => w2 _.
  by apply: IH => z'; rewrite addSnnS. Qed.
Hypothesis u1 : inner u u = 1.
Definition away (eps : R) (k t : nat)
    (z : state) : bool := (k <= t)%N && (eps ^+ 2 < normsq (z.1 - u)).
Local Lemma not_both eps (z : state) : 0 <= eps < 1 ->
  eps ^+ 2 < normsq (z.1 - u) \/ eps ^+ 2 < normsq (z.1 + u).
Proof. case/andP=> e0 e1; have q : eps ^+ 2 < 1 by rewrite expr_lt1.
  case: (ltP (eps ^+ 2) (normsq (z.1 - u))) => h; [by left|right].
  have : normsq (z.1 - u) + normsq (z.1 + u) = 2 * normsq z.1 + 2.
    by rewrite normsqB normsqD /normsq u1; ring.
  by have := normsq_ge0 z.1; move: h q;
    move: (normsq _) (normsq _) (normsq _) (eps ^+ 2) => *; lra. Qed.
Theorem printed_claim_fails eps k n : 0 <= eps < 1 -> (k <= n)%N ->
  1 / 2 <= prob average run_step (away eps k) n 0 (0, 0).
Proof. move=> he kn; set p := prob _ _ _ _ _ _. have total f : E f (average f) by [].
  have h0 : (0, 0) = opposite (0, 0) :> state by rewrite /opposite /= !oppr0. have hm : prob average
    run_step (fun t z => away eps k t (opposite z)) n 0 (0, 0) = p by rewrite -mirror -h0.
  have f1 : fails E run_step (away eps k) (fun _ _ => false) n 0 (0, 0) p
    by exact/(fails_prob run_step total). have f2 : fails E run_step
    (fun t z => away eps k t (opposite z)) (fun t z => false || away eps k t z) n 0 (0, 0) p.
    apply: (fails_mono (bad := fun t z => away eps k t (opposite z)) (stop := fun _ _ => false)) =>
      //. by apply/(fails_prob run_step total); rewrite hm.
  have /(fails_prob run_step total) := fails_or f1 f2; rewrite surely => [|z]; first by lra.
  rewrite /away kn /=; apply/orP; rewrite -!opprD !normsqN; exact: not_both. Qed.
End Mirror.
