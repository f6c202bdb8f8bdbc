(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianTheorem.v: Theorem 1 for Gaussian noise, where nothing is left to assume about the noise.

   The entries of Z1 are sigma1 times independent standard normal numbers, those of Z2 sigma2 times,
   with d1 sigma1^2 = d2 sigma2^2 = s. probability bad n t z is the probability that the run from z
   at time t is bad at one of the times t to t + n, as an integral:
       1 where z is bad, and otherwise the integral of the probabilities of the next states against
       the density of all entries, one after the other.
   It is MathComp Analysis's integral of a non-negative function, which is the supremum over the
   simple functions below it; where the function is measurable it is Lebesgue's. "fails" with the
   bound b bounds it (fails_probability), and with a store the same over its words (fails_stored).
   Main results: gaussian_distribution, gaussian_spread, fails_probability, fails_stored,
   gaussian_local, gaussian_instance, gaussian_any_start, gaussian_any_start_near.
   Paper's place: Theorem 1. *)
From mathcomp Require Import boolp classical_sets reals ereal measure lebesgue_measure
  lebesgue_integral.
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments IndependentEntries
  NormalMoments GaussianNoise Process FiniteLaw Window LemmaFour Descent Excess GradientMoments
  LocalTheorem Distance Signs Bounded Barrier Spread Escape TheoremOne IndependentNoise.

Section Law.
Variables (R : realType) (d1 d2 : nat) (sigma1 sigma2 s : R).
Hypotheses (h1 : d1%:R * sigma1 ^+ 2 = s) (h2 : d2%:R * sigma2 ^+ 2 = s).
Local Notation place := (('I_d1 * 'I_1) + ('I_d2 * 'I_1))%type.
Local Notation E := (gaussian R d1 d2 1).
Definition normal1 : (place -> R) -> 'cV[R]_d1 := matrix1 (fun w => w) sigma1.
Definition normal2 : (place -> R) -> 'cV[R]_d2 := matrix2 (fun w => w) sigma2.
Lemma normal_entries :
  independent_entries E 8 normal1 (times sigma1 (moment R)) normal2 (times sigma2 (moment R)).
Proof. exact: gaussian_entries. Qed.
Lemma normal_tame t : tame (times t (moment R)) (t ^+ 2).
Proof. have g := growths R; split; rewrite /times /=; try by ring.
  have t0 : 0 <= t ^+ 2 by exact: sqr_ge0.
  move=> k; rewrite exprM => hk; have p0 : 0 <= (t ^+ 2) ^+ k by exact: exprn_ge0.
  have e : moment R (2 * k) = growth R k by case: k hk {p0} => [|[|[|[|[|k]]]]] // _; rewrite g /=;
    ring. by rewrite e mulrC lexx mulr_ge0 ?growth_ge0. Qed.
Theorem gaussian_distribution : GradientMoments.law E normal1 normal2 s.
Proof. exact: independent_law normal_entries (normal_tame sigma1) (normal_tame sigma2) h1 h2. Qed.
Theorem gaussian_spread u v : spread E normal1 normal2 u v (sigma1 ^+ 2) (sigma2 ^+ 2).
Proof. exact: independent_spread normal_entries (normal_tame sigma1) (normal_tame sigma2). Qed.
End Law.

(* The probability by its recursion, where an average of every non-negative function is at most the
   mean, if there is one. *)
Section Recursion.
Variables (R : realType) (T : Type) (E : expectation R T) (average : (T -> \bar R) -> \bar R).
Hypothesis average_ge0 : forall f, (forall w, 0 <= f w)%E -> (0 <= average f)%E.
Hypothesis average_le : forall f g e, (forall w, 0 <= f w)%E -> (forall w, f w <= (g w)%:E)%E ->
  E g e -> (average f <= e%:E)%E.
Variables (S : Type) (step : S -> T -> S) (bad : nat -> S -> bool).
Fixpoint probability_by n t z : \bar R := if bad t z then 1%E else
  if n is n'.+1 then average (fun w => probability_by n' t.+1 (step z w)) else 0%E.

Lemma probability_ge0 n t z : (0 <= probability_by n t z)%E.
Proof. elim: n t z => [|n IH] t z /=; case: ifP => _; rewrite ?lee_fin ?ler01 //.
  by apply: average_ge0 => w; exact: IH. Qed.
Lemma probability_le1 n t z : (probability_by n t z <= 1)%E.
Proof. elim: n t z => [|n IH] t z /=; case: ifP => _; rewrite ?lee_fin ?ler01 ?lexx //.
  apply: (average_le (g := fun=> 1)) (mean_const E 1) => w; [exact: probability_ge0|exact: IH]. Qed.
Lemma fails_by n t z b :
  fails E step bad (fun _ _ => false) n t z b -> (probability_by n t z <= b%:E)%E.
Proof. have one m t' z' c : 1 <= c -> (probability_by m t' z' <= c%:E)%E by move=> c1;
    apply: le_trans (probability_le1 m t' z') _; rewrite lee_fin.
  elim: n t z b => [|n IH] t z b; first by case=> [|[nb b0 _]]; [exact: one|rewrite /= (negPf nb)
    lee_fin]. case=> [|[nb _ [//|[g [e [hg he eb]]]]]]; first exact: one.
  rewrite /= (negPf nb); apply: (@le_trans _ _ e%:E); last by rewrite lee_fin.
  by apply: average_le he => w; [exact: probability_ge0|exact: IH (hg w)]. Qed.
End Recursion.

(* Over Gaussian noise the average is an integral. *)
Section Probability.
Variables (R : realType) (I : finType). Local Notation mu := (@lebesgue_measure R).
Fixpoint integral_over (l : seq I) (f : (I -> R) -> \bar R) (w : I -> R) : \bar R :=
  if l is i :: l' then (\int[mu]_x (integral_over l' f (put w i x) * (density x)%:E))%E else f w.
Definition integral_all (f : (I -> R) -> \bar R) : \bar R := integral_over (enum I) f (fun=> 0).
Definition probability S (step : S -> (I -> R) -> S) := probability_by integral_all step.

Lemma integral_over_ge0 l f w : (forall w, 0 <= f w)%E -> (0 <= integral_over l f w)%E.
Proof. move=> f0; elim: l w => [|i l IH] w //=; apply: integral_ge0 => x _.
  by apply: mule_ge0; rewrite ?lee_fin ?density_ge0. Qed.
Lemma integral_le (f g : R -> \bar R) : (forall x, 0 <= f x)%E -> (forall x, f x <= g x)%E ->
  (\int[mu]_x f x <= \int[mu]_x g x)%E.
Proof. move=> f0 fg; have g0 x : (0 <= g x)%E by exact: le_trans (f0 x) (fg x).
  rewrite !ge0_integralTE //; apply: le_ereal_sup => _ [h hf <-]; exists h => // x;
    exact: le_trans (hf x) (fg x). Qed.
Lemma integral_over_le l f g w e : (forall w, 0 <= f w)%E -> (forall w, f w <= (g w)%:E)%E ->
  iterated (normal R) l g w e -> (integral_over l f w <= e%:E)%E.
Proof. move=> f0 fg; elim: l w e => [|i l IH] w e /= => [<- //|[h hg [_ <-]]]. apply: integral_le =>
    x; first by apply: mule_ge0; rewrite ?lee_fin ?density_ge0 ?integral_over_ge0.
  by rewrite EFinM; apply: lee_wpmul2r; [rewrite lee_fin density_ge0|exact: IH]. Qed.
Theorem fails_probability S (step : S -> (I -> R) -> S) bad n t z b :
  fails (copies (normal R) I) step bad (fun _ _ => false) n t z b ->
  (probability step bad n t z <= b%:E)%E.
Proof. by apply: fails_by => [f|f g e]; [exact: integral_over_ge0|exact: integral_over_le]. Qed.

(* With a store the words have finitely many outcomes; their average stands below the integral. *)
Variables (W : finType) (p : W -> R). Hypotheses (p0 : forall k, 0 <= p k) (p1 : \sum_k p k = 1).
Definition stored_probability S (step : S -> (I -> R) * W -> S) :=
  probability_by (fun f => integral_all (fun w => \sum_k (p k)%:E * f (w, k))%E) step.
Theorem fails_stored S (step : S -> (I -> R) * W -> S) bad n t z b :
  fails (apart (copies (normal R) I) (finite_law p0 p1)) step bad (fun _ _ => false) n t z b ->
  (stored_probability step bad n t z <= b%:E)%E.
Proof. apply: fails_by => [f f0|f g e f0 fg [h hg he]].
    by apply: integral_over_ge0 => w; apply: sume_ge0 => k _; rewrite mule_ge0 ?lee_fin.
  apply: integral_over_le he => w; first by apply: sume_ge0 => k _; rewrite mule_ge0 ?lee_fin.
  rewrite -hg /weighted_mean -sumEFin; apply: lee_sum => k _.
  by rewrite EFinM; apply: lee_wpmul2l; rewrite ?lee_fin. Qed.
End Probability.

(* Theorem 1, from an excess of at most 1/4 and from every start. *)
Section Gaussian.
Variables (R : realType) (d1 d2 : nat) (sigma1 sigma2 s : R).
Hypotheses (h1 : d1%:R * sigma1 ^+ 2 = s) (h2 : d2%:R * sigma2 ^+ 2 = s).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2) (eta : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1)
  (eta0 : 0 < eta).
Local Notation run_step := (update (normal1 sigma1) (normal2 sigma2) u v eta).

Theorem gaussian_local t1 n level z : 20 * eta <= 1 -> 0 < level -> excess_at u v s z <= 1 / 4 ->
  (probability run_step (exceeds s u v t1 level) n 0 z <= (n%:R * (720 * eta ^+ 2 / s ^+ 2)
     + ((1 - eta * s / 5) ^+ t1 * excess_at u v s z + 50 * eta / s ^+ 3
       + 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R) / level)%:E)%E.
Proof. by move=> ? ? ?; apply/fails_probability/(theorem_local (gaussian_distribution h1 h2)). Qed.

Variables (h nu : R). Hypotheses (h11 : 1 <= h) (eh : 50 * (eta * h) <= 1).
Local Notation rho := ((sigma1 ^+ 2 + sigma2 ^+ 2) * s / (100 * h ^+ 4)).
Local Notation k := (65 * h ^+ 6 * eta ^+ 2 / s ^+ 2).
Local Notation phase1 ta m z := (((1 - 2 * (eta * s)) ^+ ta * off u v z
    + 25 / 2 * h ^+ 4 * eta / s ^+ 2 + 25 * h ^+ 4 * eta ^+ 2 / s * m%:R) / nu
  + (1 - 3 / 64 * rho * eta) ^+ m * (1 + 1 / (80 * eta * h ^+ 2))).
Hypotheses (small : 70 * eta <= rho ^+ 2) (nu0 : 0 < nu) (nu16 : 16 * nu <= 1)
  (nu_le : 3 * nu ^+ 2 <= rho ^+ 2 * eta * h ^+ 2).
Theorem gaussian_any_start ta m t1 n level z : 0 < level -> (ta + m <= t1)%N -> (ta + m <= n)%N ->
  root u v s z <= h - 1 ->
  (probability run_step (exceeds s u v t1 level) n 0 z <=
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + phase1 ta m z
     + ((1 - eta * s / 5) ^+ (t1 - (ta + m)) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + k * n%:R)
       / level)%:E)%E.
Proof. by move=> lev ht hn hz; apply: fails_probability;
    exact: (theorem_one (gaussian_distribution h1 h2) (gaussian_spread sigma1 sigma2 u v)). Qed.
Theorem gaussian_any_start_near ta m t1 n eps z : 3 * s <= eps -> eps <= 2 -> (ta + m <= t1)%N ->
  (ta + m <= n)%N -> root u v s z <= h - 1 ->
  (probability run_step (fun t z => (t1 <= t)%N && ~~ near u v eps z) n 0 z <=
    (n%:R * (1190 * h ^+ 6 * eta ^+ 2 / s ^+ 2) + phase1 ta m z
     + 4 * ((1 - eta * s / 5) ^+ (t1 - (ta + m)) * h ^+ 2 + 325 * h ^+ 6 * eta / s ^+ 3 + k * n%:R)
       / (s * eps ^+ 2))%:E)%E.
Proof. by move=> se e2 ht hn hz; apply: fails_probability; exact:
    (theorem_one_near (gaussian_distribution h1 h2) (gaussian_spread sigma1 sigma2 u v)). Qed.
End Gaussian.

(* Numbers: s = 1/16, eta = 10^-10. *)
Section Instance.
Variables (R : realType) (d1 d2 : nat) (sigma1 sigma2 : R).
Hypotheses (h1 : d1%:R * sigma1 ^+ 2 = 1 / 16) (h2 : d2%:R * sigma2 ^+ 2 = 1 / 16).
Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2). Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation eta := ((100 * 100 * (100 * 100) * 100)^-1 : R).
Local Notation k := (12 * (80 * (100 * 100 * (100 * 100) * 100)))%N.
Theorem gaussian_instance z : excess_at u v (1 / 16) z <= 1 / 4 ->
  (probability (update (normal1 sigma1) (normal2 sigma2) u v eta) (exceeds (1 / 16) u v k (1 / 100))
    (2 * k) 0 z <= (7 / 100)%:E)%E.
Proof. have mE : (80 * (100 * 100 * (100 * 100) * 100))%N%:R =
    80 * (100 * 100 * (100 * 100) * 100) :> R by rewrite 4!natrM.
  move: (80 * _)%N mE => m mE hz; have q0 : 0 < 1 / 16 :> R by rewrite divr_gt0 ?ltr0n.
  have q1 : 16 * (1 / 16) <= 1 :> R by lra.
  have eE : 0 < 100 * 100 * (100 * 100) * 100 :> R by do 4!(apply: mulr_gt0; rewrite ?ltr0n //).
  have e0 : 0 < eta by rewrite invr_gt0. have e20 : 20 * eta <= 1 by rewrite ler_pdivrMr // mul1r;
    lra. have l0 : 0 < 1 / 100 :> R by rewrite divr_gt0 ?ltr0n.
  apply: le_trans (gaussian_local h1 h2 u1 v1 q0 q1 e0 (12 * m) (2 * (12 * m)) e20 l0 hz) _.
  by rewrite lee_fin; exact: numbers_small (excess_ge0 u1 v1 q0 z) hz erefl mE. Qed.
End Instance.
