(* SPDX-License-Identifier: Apache-2.0 *)
(* Process.v: the probability that a run of independent noisy steps ever fails, bounded without
   measure theory.

   One step has any set T of outcomes with an expectation as in Smoothing.v. A run is z, step z w0,
   step (step z w0) w1, ... with independent outcomes. "fails bad stop n t z b" says: the
   probability that the run from z at time t is somewhere bad within n steps, before it has stopped,
   is at most b. It is the recursion
       q_0(z) = 1_bad(z),    q_(n+1)(z) = 1 where z is bad, 0 where z has stopped, E q_n(step z .)
                             elsewhere,
   read as upper bounds, so that nothing need be measurable. FiniteLaw.v shows that for a law on
   finitely many outcomes it bounds the weighted count of the sequences of outcomes that fail, and
   nothing less.
   Main results: ville (Ville's inequality: a non-negative function of time and state that is at
   least 1 on the bad set and does not grow in the mean elsewhere bounds the probability), fails_or
   (the union bound, with the first failure stopping the second), fails_reach (two phases: first to
   a goal, then from it, whenever it was reached),
   fails_forget (a run may remember more than the bad set asks), fails_stopping (a stop is a part of
   the state), stopped_mean (a function that contracts has a small mean), apart (the mean over noise
   and words that are drawn apart), upper_apart.
   Paper's place: Theorem 1, Lemmas 4 to 7 ("with probability at least 1 - delta"). *)
From NoisyGD Require Import Algebra Smoothing.

Section Upper.
Variables (R : realFieldType) (T : Type) (E : expectation R T).

(* f is at most some g with a mean of at most b. *)
Definition upper (f : T -> R) (b : R) := exists g e, [/\ forall w, f w <= g w, E g e & e <= b].

Lemma upper_mean f e : E f e -> upper f e. Proof. by move=> h; exists f, e; split. Qed.
Lemma upper_le f b b' : b <= b' -> upper f b -> upper f b'.
Proof. by move=> hb [g [e [fg he eb]]]; exists g, e; split=> //; exact: le_trans hb. Qed.
Lemma upper_mono f g b : (forall w, f w <= g w) -> upper g b -> upper f b.
Proof. by move=> fg [h [e [gh he eb]]]; exists h, e; split=> // w; exact: le_trans (gh w). Qed.
Lemma upper_const c : upper (fun=> c) c. Proof. exact/upper_mean/mean_const. Qed.
Lemma upper_add f g b c : upper f b -> upper g c -> upper (fun w => f w + g w) (b + c).
Proof. case=> [f' [e [ff he eb]]] [g' [e' [gg he' ec]]]; exists (fun w => f' w + g' w), (e + e').
  by split=> [w||]; [exact: lerD|exact: mean_add|exact: lerD]. Qed.
Lemma upper_scale c f b : 0 <= c -> upper f b -> upper (fun w => c * f w) (c * b).
Proof. move=> c0 [g [e [fg he eb]]]; exists (fun w => c * g w), (c * e).
  by split=> [w||]; [exact: ler_wpM2l|exact: mean_scale|exact: ler_wpM2l]. Qed.
End Upper.

(* The words of a store are drawn apart from the noise. *)
Section Apart.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W).
Definition apart : expectation R (T * W).
Proof. apply: (@Expectation R (T * W)
    (fun f e => exists2 g, forall w, EW (fun k => f (w, k)) (g w) & E g e)).
  - by move=> f g e fg [h hf he]; exists h => // w; apply: mean_ext (hf w) => k.
  - by move=> c; exists (fun=> c) => [w|]; exact: mean_const.
  - by move=> f f' e e' [g hg he] [g' hg' he']; exists (fun w => g w + g' w) => [w|];
      exact: mean_add.
  - by move=> c f e [g hg he]; exists (fun w => c * g w) => [w|]; exact: mean_scale.
  - by move=> f e f0 [g hg he]; apply: mean_ge0 he => w; apply: mean_ge0 (hg w) => k. Defined.
Lemma upper_apart (f F : T * W -> R) (g h : T -> R) b : (forall o, f o <= F o) ->
  (forall w, EW (fun k => F (w, k)) (g w)) ->
  (forall w, g w <= h w) -> upper E h b -> upper apart f b.
Proof. move=> fF hg gh [h' [e [hh he eb]]]; exists (fun o => F o + (h' o.1 - g o.1)), e;
    split=> [o||//].
    by apply: le_trans (fF o) _; rewrite lerDl subr_ge0; exact: le_trans (hh _).
  exists h' => // w; apply: mean_eq (mean_add (hg w) (mean_const EW (h' w - g w))) _; ring. Qed.
End Apart.

Section Runs.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Implicit Types (bad stop : nat -> S -> bool) (n t : nat) (z : S) (b c : R).

(* The probability that the run from z at time t is bad at one of the times t, ..., t + n, having
   been in stop at none before, is at most b. *)
Fixpoint fails bad stop n t z b : Prop := 1 <= b \/ [/\ ~~ bad t z, 0 <= b & stop t z \/
    if n is n'.+1 then exists g e,
    [/\ forall w, fails bad stop n' t.+1 (step z w) (g w), E g e & e <= b] else True].

Lemma fails_one bad stop n t z b : 1 <= b -> fails bad stop n t z b.
Proof. by case: n => [|n] h; left. Qed.
Lemma fails_ge0 bad stop n t z b : fails bad stop n t z b -> 0 <= b.
Proof. by case: n => [|n] [h|[]] //; exact: le_trans h. Qed.
Lemma fails_le bad stop n t z b b' : b <= b' -> fails bad stop n t z b -> fails bad stop n t z b'.
Proof. case: n => [|n] hb [h|[nb b0 h]].
  - by left; exact: le_trans hb.
  - by right; split=> //; exact: le_trans hb.
  - by left; exact: le_trans hb.
  right; split=> //; first exact: le_trans hb. by case: h => [h|[g [e [hg he eb]]]];
    [left|right; exists g, e; split=> //; exact: le_trans hb]. Qed.
(* A smaller bad set, a larger stopping set. *)
Lemma fails_mono bad bad' stop stop' n t z b : (forall t z, bad' t z -> bad t z) ->
  (forall t z, stop t z -> stop' t z) ->
  fails bad stop n t z b -> fails bad' stop' n t z b.
Proof. move=> hb hs; elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by left.
    by right; split=> //; [apply: contra nb; exact: hb|right].
  right; split=> //; first by apply: contra nb; exact: hb. case: h => [h|[g [e [hg he eb]]]];
    first by left; exact: hs. by right; exists g, e; split=> // w; exact: IH (hg w). Qed.
(* The union bound; the bad set of the first may stop the second: what is proved while a condition
   holds, and that it holds. *)
Theorem fails_or bad bad' stop n t z b c :
  fails bad stop n t z b -> fails bad' (fun t z => stop t z || bad t z) n t z c ->
  fails (fun t z => bad t z || bad' t z) stop n t z (b + c).
Proof. elim: n t z b c => [|n IH] t z b c hb hc; have b0 := fails_ge0 hb; have c0 := fails_ge0 hc.
    case: hb => [h|[nb _ _]]; first by left; rewrite (le_trans h) // lerDl.
    case: hc => [h'|[nc _ _]]; first by left; rewrite (le_trans h') // lerDr.
    by right; split; [rewrite negb_or nb nc|exact: addr_ge0|right].
  case: hb => [h|[nb _ hb]]; first by left; rewrite (le_trans h) // lerDl.
  case: hc => [h|[nc _ hc]]; first by left; rewrite (le_trans h) // lerDr. right; split;
    [by rewrite negb_or nb nc|exact: addr_ge0|]. case: hb => [h|[g [e [hg he eb]]]]; first by left.
  case: hc => [|[g' [e' [hg' he' ec]]]]; first by rewrite (negPf nb) orbF; left.
  right; exists (fun w => g w + g' w), (e + e').
  by split=> [w||]; [exact: IH (hg w) (hg' w)|exact: mean_add|exact: lerD]. Qed.

(* Only the time that has passed counts. *)
Lemma fails_shift s bad stop n t z b :
  fails (fun t => bad (s + t)%N) (fun t => stop (s + t)%N) n t z b -> fails bad stop n (s + t) z b.
Proof. elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by left.
    by right; split=> //; right.
  right; split=> //; case: h => [h|[g [e [hg he eb]]]]; [by left|right; exists g, e; split=> // w].
  by rewrite -addnS; exact: IH (hg w). Qed.
Lemma fails_never bad stop n t z : (forall t z, ~~ bad t z) -> fails bad stop n t z 0.
Proof. move=> h; elim: n t z => [|n IH] t z; right; split=> //; right=> //.
  by exists (fun=> 0), 0; split=> //; exact: mean_const. Qed.
(* Two phases: within m steps the run reaches a goal, except with probability b; from the goal it is
   bad with probability c at most. *)
Theorem fails_reach goal bad stop m k t z b c : 0 <= c ->
  fails (fun t' z => (t + m <= t')%N && ~~ goal t' z) (fun t' z => stop t' z || goal t' z) m t z b
    -> (forall t' z, (t <= t' <= t + m)%N -> goal t' z -> fails bad stop (t + m + k - t') t' z c) ->
  fails (fun t' z => (t + m <= t')%N && bad t' z) stop (m + k) t z (b + c).
Proof. move=> c0; elim: m t z b => [|m IH] t z b hb hc; have b0 := fails_ge0 hb;
    have bc : c <= b + c by rewrite lerDr.
    case: hb => [h|[nb _ _]]; first by apply: fails_one; rewrite (le_trans h) // lerDl.
    have hg : goal t z by move: nb; rewrite addn0 leqnn negbK. have := fails_le bc (hc t z _ hg);
      rewrite addn0 leqnn addKn => /(_ isT). by apply: fails_mono => // t' z' /andP [].
  case hg: (goal t z).
    have := fails_le bc (hc t z _ hg); rewrite leqnn leq_addr -addnA addKn => /(_ isT).
    by apply: fails_mono => // t' z' /andP [].
  case: hb => [h|[_ _ h]]; first by apply: fails_one; rewrite (le_trans h) // lerDl.
  right; split; [by rewrite negb_and -ltnNge -[X in (X < _)%N]addn0 ltn_add2l|exact: addr_ge0|].
  case: h => [|[g [e [h he eb]]]]; first by rewrite hg orbF; left. right; exists (fun w => g w + c),
    (e + c); split=> [w||]; [|exact: mean_add (mean_const E c)|by rewrite lerD2r].
  rewrite -addSnnS; apply: IH; first by have := h w; rewrite addSnnS.
  by move=> t' z' /andP [h1 h2]; rewrite addSnnS; apply: hc; rewrite (ltnW h1) -addSnnS. Qed.

(* Ville's inequality, for any function of time and state: non-negative, at least 1 on the bad set,
   and elsewhere not growing in the mean. *)
Theorem ville bad stop (Psi : nat -> S -> R) n t z :
  (forall t z, 0 <= Psi t z) -> (forall t z, bad t z -> 1 <= Psi t z) ->
  (forall t' z, (t <= t' < t + n)%N -> ~~ bad t' z -> ~~ stop t' z ->
    upper E (fun w => Psi t'.+1 (step z w)) (Psi t' z)) -> fails bad stop n t z (Psi t z).
Proof. move=> P0 P1; elim: n t z => [|n IH] t z drift; case hb: (bad t z).
  - by left; exact: P1.
  - by right; rewrite hb; split=> //; right.
  - by left; exact: P1.
  right; rewrite hb; split=> //. case hs: (stop t z); [by left|right]. have [|g [e [hg he eb]]] :=
    drift t z _ (negbT hb) (negbT hs); first by rewrite leqnn addnS ltnS leq_addr.
  exists g, e; split=> // w; apply: fails_le (hg w) (IH _ _ _) => t' z' /andP [h1 h2]; apply: drift.
  by rewrite (ltnW h1) addnS -addSn. Qed.

(* The mean of V after n steps, over the runs that were inside at all times before, is at most b. *)
Fixpoint stopped (V : S -> R) (inside : S -> bool) n z b : Prop :=
  if n is n'.+1 then 0 <= b /\
  (~~ inside z \/ exists g e, [/\ forall w, stopped V inside n' (step z w) (g w), E g e & e <= b])
  else V z <= b.
Lemma stopped_le V inside n z b b' : b <= b' -> stopped V inside n z b -> stopped V inside n z b'.
Proof. case: n => [|n] /= hb; first by move/le_trans; apply.
  case=> b0 h; split; first exact: le_trans hb. by case: h => [|[g [e [hg he eb]]]];
    [left|right; exists g, e; split=> //; exact: le_trans hb]. Qed.
(* Where V contracts up to k, so does its mean. *)
Theorem stopped_mean (V : S -> R) (inside : S -> bool) r k n z : (forall z, 0 <= V z) -> 0 < r ->
  r <= 1 -> 0 <= k ->
  (forall z, inside z -> upper E (fun w => V (step z w)) ((1 - r) * V z + k)) ->
  stopped V inside n z ((1 - r) ^+ n * V z + k / r).
Proof. move=> V0 r0 r1 k0 drift; have a0 : 0 <= 1 - r by rewrite subr_ge0.
  have c0 : 0 <= k / r by rewrite divr_ge0 // ltW.
  suff h : stopped V inside n z ((1 - r) ^+ n * V z + k / r * (1 - (1 - r) ^+ n)).
    by apply: stopped_le h; rewrite lerD2l ler_piMr // gerBl exprn_ge0.
  elim: n z => [|n IH] z /=; first by rewrite expr0 mul1r subrr mulr0 addr0.
  have q0 : 0 <= (1 - r) ^+ n by rewrite exprn_ge0.
  have q1 : (1 - r) ^+ n <= 1 by rewrite exprn_ile1 // gerBl ltW. split.
    apply: addr_ge0; first by apply: mulr_ge0 => //; exact: exprn_ge0.
    by apply: mulr_ge0 => //; rewrite subr_ge0 exprn_ile1 // gerBl ltW.
  case hin: (inside z); [right|by left]. have [g [e [hg he eb]]] := drift _ hin.
  exists (fun w => (1 - r) ^+ n * g w + k / r * (1 - (1 - r) ^+ n)),
    ((1 - r) ^+ n * e + k / r * (1 - (1 - r) ^+ n)); split.
  - by move=> w; apply: stopped_le (IH _); rewrite lerD2r ler_wpM2l.
  - exact: mean_add (mean_scale _ he) (mean_const E _).
  have -> : (1 - r) ^+ n.+1 * V z + k / r * (1 - (1 - r) ^+ n.+1) =
    (1 - r) ^+ n * ((1 - r) * V z + k) + k / r * (1 - (1 - r) ^+ n).
    by rewrite exprSr; field; rewrite gt_eqF.
  by rewrite lerD2r ler_wpM2l. Qed.
End Runs.

(* What a run remembers may be forgotten: S' is S with a memory, pr forgets it. *)
Lemma fails_forget (R : realFieldType) T (E : expectation R T) S S' (step : S -> T -> S)
    (step' : S' -> T -> S') (pr : S' -> S)
    bad stop n t z b : (forall z w, pr (step' z w) = step (pr z) w) ->
  fails E step' (fun t z => bad t (pr z)) (fun t z => stop t (pr z)) n t z b ->
  fails E step bad stop n t (pr z) b.
Proof. move=> hs; elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by left.
    by right; split=> //; right.
  right; split=> //; case: h => [h|[g [e [hg he eb]]]]; [by left|right; exists g, e; split=> // w].
  by rewrite -hs; exact: IH (hg w). Qed.

(* A run with a stop is one without, if its state remembers the time and whether it has stopped. *)
Section Stopping.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Variables bad stop : nat -> S -> bool.
Definition stopping (z : nat * S * bool) (w : T) : nat * S * bool :=
  (z.1.1.+1, step z.1.2 w, z.2 || stop z.1.1 z.1.2).
Definition bad_before_stop (_ : nat) (z : nat * S * bool) := ~~ z.2 && bad z.1.1 z.1.2.
Theorem fails_stopping n t z b : fails E step bad stop n t z b ->
  fails E stopping bad_before_stop (fun _ _ => false) n t (t, z, false) b.
Proof. have none m t' (z' : nat * S * bool) : z'.2 ->
    fails E stopping bad_before_stop (fun _ _ => false) m t' z' 0.
    elim: m t' z' => [|m IH] t' z' h; right; rewrite /bad_before_stop h; split=> //; right=> //.
    by exists (fun=> 0), 0; split=> [w||//]; [apply: IH; rewrite /= h|exact: mean_const].
  elim: n t z b => [|n IH] t z b [h|[nb b0 h]]; try by left.
    by right; split=> //; right.
  right; split=> //; right; case hs: (stop t z).
    by exists (fun=> 0), 0; split=> [w||//]; [apply: none; rewrite /= hs|exact: mean_const].
  case: h => [|[g [e [hg he eb]]]]; first by rewrite hs.
  by exists g, e; split=> // w; rewrite /stopping /= hs; exact: IH (hg w). Qed.
End Stopping.
