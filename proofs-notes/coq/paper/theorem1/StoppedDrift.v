(* SPDX-License-Identifier: Apache-2.0 *)
(* StoppedDrift.v: a signed function of the state that contracts in the mean inside a region,
   followed until the run leaves it.

   V need not be positive. Inside the region |E V' - q V| <= K, 0 <= q < 1. With tau the first time
   outside, the mean of
       q^(n - min(n, tau)) V_min(n, tau)
   differs from q^n V_0 by at most c_n = K/(1 - q) (1 - q^n): a run that has left is carried on at
   the rate itself. If moreover E (V' - q V - K)^2, E (V' - q V + K)^2 <= v, then
       P(|V_t - q^t V_0| > c_t + level for some t in [t1, n], the run having stayed inside)
         <= 2 v ((1 - q^(2 t1))/(1 - q^2) + n - t1) / level^2:
   at one time, t1 = n, it stays below 2 v / ((1 - q^2) level^2); at all times, t1 = 0, it is 2 n v
   / level^2.
   Main results: carried_drift, stopped_drift (in the mean), drift_band (with a probability),
   carried_count (for a law on finitely many outcomes it is the mean over all sequences, and nothing
   else).
   Paper's place: Theorem 2 and Phase III. *)
From NoisyGD Require Import Algebra Smoothing Process Window FiniteLaw.

Section Carried.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).

(* The mean of q^(n - min(n, tau)) V at the time min(n, tau) is at most b. *)
Fixpoint carried (q : R) (V : S -> R) (inside : S -> bool) n z b : Prop := if n is n'.+1 then
    if inside z then exists g e,
      [/\ forall w, carried q V inside n' (step z w) (g w), E g e & e <= b] else q ^+ n * V z <= b
  else V z <= b.
Lemma carried_le q V inside n z b b' : b <= b' -> carried q V inside n z b ->
  carried q V inside n z b'.
Proof. case: n => [|n] /= hb; first by move/le_trans; apply. case: (inside z) =>
    [[g [e [hg he eb]]]|/le_trans]; last exact. by exists g, e; split=> //; exact: le_trans hb. Qed.
(* Where every step ends in "kept", a run from there needs not be told so. *)
Lemma carried_kept q V (inside kept : S -> bool) n z b : (forall z w, kept (step z w)) -> kept z ->
  carried q V (fun z => kept z && inside z) n z b -> carried q V inside n z b.
Proof. move=> hk; elim: n z b => [//|n IH] z b /= kz; rewrite kz /=; case: (inside z) =>
    // -[g [e [hg he eb]]]. by exists g, e; split=> // w; exact: IH (hk z w) (hg w). Qed.
Lemma fails_kept_inside bad
    (inside kept : S -> bool) n t z b : (forall z w, kept (step z w)) -> kept z ->
  fails E step bad (fun _ z => ~~ (kept z && inside z)) n t z b ->
  fails E step bad (fun _ z => ~~ inside z) n t z b.
Proof. move=> hk; elim: n t z b => [|n IH] t z b hz [h|[nb b0 h]]; try by left.
    by right; split=> //; right.
  right; split=> //; case: h => [|[g [e [hg he eb]]]]; first by rewrite hz; left.
  by right; exists g, e; split=> // w; exact: IH (hk z w) (hg w). Qed.

Variables (V : S -> R) (inside : S -> bool) (q K : R).
Hypotheses (q0 : 0 <= q) (q1 : q < 1) (K0 : 0 <= K).
Definition lag n : R := K / (1 - q) * (1 - q ^+ n).
Let a0 : 0 < 1 - q. Proof. by rewrite subr_gt0. Qed.
Local Lemma off_ge0 n : 0 <= lag n.
Proof. apply: mulr_ge0; first by rewrite divr_ge0 // ltW. by rewrite subr_ge0 exprn_ile1 // ltW.
Qed.
Lemma offS n : lag n.+1 = q * lag n + K. Proof. by rewrite /lag exprS; field; rewrite gt_eqF. Qed.
Lemma offSr n : lag n.+1 = lag n + q ^+ n * K.
Proof. by rewrite /lag exprS; field; rewrite gt_eqF. Qed.
Theorem carried_drift n z : (forall z, inside z -> upper E (fun w => V (step z w)) (q * V z + K)) ->
  carried q V inside n z (q ^+ n * V z + lag n).
Proof. move=> drift; elim: n z => [|n IH] z /=; first by rewrite /lag expr0 mul1r subrr mulr0 addr0.
  case hin: (inside z); last by rewrite lerDl off_ge0. have [g [e [hg he eb]]] := drift _ hin.
  exists (fun w => q ^+ n * g w + lag n), (q ^+ n * e + lag n); split.
  - by move=> w; apply: carried_le (IH _); rewrite lerD2r ler_wpM2l ?exprn_ge0.
  - exact: mean_add (mean_scale _ he) (mean_const E _).
  rewrite offSr exprSr; have -> : q ^+ n * q * V z + (lag n + q ^+ n * K) = q ^+ n * (q * V z + K)
    + lag n by ring. by rewrite lerD2r ler_wpM2l ?exprn_ge0. Qed.

(* The upper half of a band around q^t V_0. *)
Variables (v level : R) (V0 : R). Hypotheses (v0 : 0 <= v) (level0 : 0 < level).
Local Definition above (t : nat) (z : S) : R := V z - q ^+ t * V0 - lag t.
Lemma hinge_push
    (x y : R) : hinge 0 (q * x + y) <= q ^+ 2 * hinge 0 x + 2 * Num.max 0 (q * x) * y + y ^+ 2.
Proof. have -> : q ^+ 2 * hinge 0 x = hinge 0 (q * x) by rewrite /hinge !subr0 -exprMn maxr_pMr //
    mulr0. by have := hinge_add 0 (q * x) y; rewrite subr0. Qed.
Hypothesis drift : forall z, inside z -> upper E (fun w => V (step z w)) (q * V z + K).
Hypothesis spread : forall z, inside z -> upper E (fun w => (V (step z w) - q * V z - K) ^+ 2) v.
Lemma above_drift t z : inside z ->
  upper E (fun w => hinge 0 (above t.+1 (step z w))) (q ^+ 2 * hinge 0 (above t z) + v).
Proof. move=> hin; set x := above t z; set y := fun w => V (step z w) - q * V z - K.
  have e w : above t.+1 (step z w) = q * x + y w by rewrite /x /y /above offS exprS; ring.
  have y0 : upper E y 0.
    have h := upper_add (drift hin) (upper_const E (- (q * V z + K))).
    by apply: upper_le (upper_mono _ h) => [|w]; [rewrite addrN|rewrite /y;
      have -> : V (step z w) - q * V z - K = V (step z w) + - (q * V z + K) by ring].
  have c0 : 0 <= 2 * Num.max 0 (q * x) by rewrite mulr_ge0 ?ler0n // le_max lexx.
  have h := upper_add (upper_add (upper_const E (q ^+ 2 * hinge 0 x)) (upper_scale c0 y0))
    (spread hin). apply: upper_le (upper_mono _ h) => [|w]; first by rewrite mulr0 addr0.
  by rewrite e; exact: hinge_push. Qed.
(* The variance at the time t. *)
Definition gathered t : R := (1 - (q ^+ 2) ^+ t) / (1 - q ^+ 2).
Let q2 : q ^+ 2 < 1. Proof. by rewrite exprn_ilt1. Qed.
Lemma gatheredSr t : gathered t.+1 = gathered t + (q ^+ 2) ^+ t.
Proof. by rewrite /gathered exprSr; field; rewrite gt_eqF // subr_gt0. Qed.
Theorem above_band t1 n z : V z = V0 ->
  fails E step (fun t z => (t1 <= t)%N && (level < above t z)) (fun _ z => ~~ inside z) n 0 z
    (v * (gathered t1 + (n - t1)%:R) / level ^+ 2).
Proof. move=> hz; have l2 : 0 < level ^+ 2 by rewrite exprn_gt0.
  have p0 m : 0 <= (q ^+ 2) ^+ m by rewrite exprn_ge0 ?sqr_ge0. have g0 m : 0 <= gathered m
    by elim: m => [|m IH]; rewrite ?gatheredSr ?addr_ge0 // /gathered expr0 subrr mul0r.
  pose Psi t z := ((q ^+ 2) ^+ (t1 - t) * hinge 0 (above t z) + v * (gathered (t1 - t) + (n - maxn t
      t1)%:R)) / level ^+ 2. have -> : v * (gathered t1 + (n - t1)%:R) / level ^+ 2 = Psi 0 z.
    by rewrite /Psi /above hz /lag expr0 mul1r !subrr mulr0 subrr hinge_small // mulr0 add0r
      subn0 max0n.
  apply: ville => [t z'|t z' /andP [ht h]|t z' /andP [_ tn] _]; last rewrite negbK => hin.
  - apply: divr_ge0 (ltW l2); apply: addr_ge0; first by rewrite mulr_ge0 ?hinge_ge0.
    by rewrite mulr_ge0 // addr_ge0 ?ler0n.
  - have e : (t1 - t = 0)%N by apply/eqP; rewrite subn_eq0.
    rewrite /Psi e expr0 mul1r ler_pdivlMr // mul1r; apply: (@le_trans _ _ (hinge 0 (above t z'))).
      by apply: hinge_large; [exact: ltW|rewrite add0r ltW].
    by rewrite lerDl mulr_ge0 // addr_ge0 ?ler0n.
  have i0 : 0 <= (level ^+ 2)^-1 by rewrite invr_ge0 ltW.
  have h := upper_scale i0 (upper_add (upper_scale (p0 (t1 - t.+1)%N) (above_drift t hin))
    (upper_const E (v * (gathered (t1 - t.+1) + (n - maxn t.+1 t1)%:R)))).
  apply: upper_le (upper_mono _ h) => [|w]; last by rewrite /Psi mulrC.
  rewrite /Psi [X in _ <= X]mulrC; apply: ler_wpM2l => //; case: (ltnP t t1) => ht.
    have -> : maxn t.+1 t1 = t1 by apply/maxn_idPr. rewrite -[(t1 - t)%N](subnSK ht) gatheredSr
      [(q ^+ 2) ^+ _.+1]exprSr le_eqVlt; apply/orP; left; apply/eqP; ring.
  have -> : (t1 - t.+1 = 0)%N by apply/eqP; rewrite subn_eq0 leqW.
  have -> : (t1 - t = 0)%N by apply/eqP; rewrite subn_eq0.
  have -> : maxn t.+1 t1 = t.+1 by [apply/maxn_idPl; exact: leqW]; have -> : (n - t)%:R =
    (n - t.+1)%:R + 1 :> R by rewrite natr1 subnSK. have hq : q ^+ 2 * hinge 0 (above t z') <=
    hinge 0 (above t z') by rewrite ler_piMl ?hinge_ge0 // ltW. parts. Qed.
End Carried.

(* Both sides. *)
Section TwoSided.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Variables (V : S -> R) (inside : S -> bool) (q K : R).
Hypotheses (q0 : 0 <= q) (q1 : q < 1) (K0 : 0 <= K).
Local Notation W := (fun z => - V z).
Hypothesis up : forall z, inside z -> upper E (fun w => V (step z w)) (q * V z + K).
Hypothesis down : forall z, inside z -> upper E (fun w => - V (step z w)) (- (q * V z) + K).
Let down' z : inside z -> upper E (fun w => W (step z w)) (q * W z + K).
Proof. by move=> hz; rewrite mulrN; exact: down. Qed.

Theorem stopped_drift n z : carried E step q V inside n z (q ^+ n * V z + lag q K n) /\
  carried E step q W inside n z (- (q ^+ n * V z) + lag q K n).
Proof. by split; last rewrite -mulrN; apply: carried_drift. Qed.

Variables (v level : R). Hypotheses (v0 : 0 <= v) (level0 : 0 < level).
Hypothesis spread_up : forall z, inside z -> upper E (fun w => (V (step z w) - q * V z - K) ^+ 2) v.
Hypothesis spread_down : forall z, inside z ->
  upper E (fun w => (V (step z w) - q * V z + K) ^+ 2) v.
Theorem drift_band t1 n z :
  fails E step (fun t z' => (t1 <= t)%N && (lag q K t + level < `|V z' - q ^+ t * V z|))
    (fun _ z => ~~ inside z) n 0 z
    (2 * v * (gathered q t1 + (n - t1)%:R) / level ^+ 2).
Proof. have hu := above_band q0 q1 v0 level0 up spread_up t1 n (erefl (V z)).
  have sd z' : inside z' -> upper E (fun w => (W (step z' w) - q * W z' - K) ^+ 2) v.
    by move=> hin; apply: upper_mono (spread_down hin) => w; rewrite le_eqVlt; apply/orP; left;
      apply/eqP; ring.
  have hd := above_band q0 q1 v0 level0 down' sd t1 n (erefl (W z)). set b := v * _ / _ in hu hd;
    have -> : 2 * v * (gathered q t1 + (n - t1)%:R) / level ^+ 2 = b + b by rewrite /b; ring.
  apply: (fails_mono (bad := fun t z' => (t1 <= t)%N && (level < above V q K (V z) t z') ||
      (t1 <= t)%N && (level < above W q K (W z) t z')) (stop := fun _ z => ~~ inside z)) => //.
    move=> t z' /andP [-> h] /=; move: h; rewrite /above real_ltNge ?num_real // ler_norml negb_and
      -!ltNge; case/orP => h; apply/orP; [right|left]; move: h.
      by rewrite mulrN; move: (lag _ _ _) (V z') (_ * _) => *; lra.
    by move: (lag _ _ _) (V z') (_ * _) => *; lra.
  by apply: fails_or hu _; apply: fails_mono hd => // t z' h; rewrite h. Qed.
End TwoSided.

(* A law on finitely many outcomes: the mean over all sequences of outcomes. *)
Section Count.
Variables (R : realFieldType) (T : finType) (p : T -> R).
Hypotheses (p0 : forall w, 0 <= p w) (p1 : \sum_w p w = 1).
Variables (S : Type) (step : S -> T -> S) (q : R) (V : S -> R) (inside : S -> bool).
Fixpoint carried_value z (ws : seq T) : R :=
  if ws is w :: ws' then if inside z then carried_value (step z w) ws'
    else q ^+ size ws * V z else V z.
Theorem carried_count n z b : carried (finite_law p0 p1) step q V inside n z b <->
  \sum_(ws : n.-tuple T) mass p ws * carried_value z ws <= b.
Proof. elim: n z b => [|n IH] z b.
    rewrite (eq_bigr (fun=> V z)) => [|ws _]; last by rewrite (tuple0 ws) /mass big_nil /= mul1r.
    by rewrite sumr_const card_tuple expn0.
  rewrite sum_tuples /=; case hin: (inside z); last first.
    rewrite (eq_bigr (fun w => p w * (q ^+ n.+1 * V z))) => [|w _];
      first by rewrite -mulr_suml p1 mul1r.
    rewrite (eq_bigr (fun ws : n.-tuple T => p w * (mass p ws * (q ^+ n.+1 * V z)))) => [|ws _].
      by rewrite -mulr_sumr -mulr_suml (sum_weights p1) mul1r.
    by rewrite /mass big_cons size_tuple -mulrA.
  rewrite (eq_bigr (fun w => p w * \sum_(ws : n.-tuple T) mass p ws
      * carried_value (step z w) ws)); last by move=> w _; rewrite mulr_sumr;
    apply: eq_bigr => ws _; rewrite /mass big_cons -mulrA. split=> [[g [e [hg he eb]]]|h].
    by apply: le_trans eb; rewrite -he; apply: ler_sum => w _; apply: ler_wpM2l => //; apply/IH.
  exists (fun w => \sum_(ws : n.-tuple T) mass p ws * carried_value (step z w) ws).
  by eexists; split; [move=> w; apply/IH|reflexivity|exact: h]. Qed.
End Count.
