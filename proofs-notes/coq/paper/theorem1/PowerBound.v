(* SPDX-License-Identifier: Apache-2.0 *)
(* PowerBound.v: the local theorem for bounded noise, with larger steps and a
   probability that falls as a power.

   Rank one, balanced noise with |Z1|^2, |Z2|^2 <= s at every outcome, so of constant length, as s
   is their mean; 0 < s <= 1/16; excess = 2 (Fs - min Fs). The p-th power of the shifted excess, V =
   (excess + level/8)^p, contracts: with r = p eta s/20, where the excess is at most 1/4,
       E V' <= (1 - r) V + r (level/2)^p
   for small_steps. So for all t1 <= n
       P(some t in [t1, n] with an excess above level)
         <= (4 excess_0 + level/2)^p + (1 + r n) (2 level)^p + (1 - r)^t1 (excess_0/level + 1/8)^p +
         (1 + r (n - t1)) / 2^p.
   The level need not be above a multiple of eta/s^3, as it must be where only moments of the noise
   are known, and n may be of the order 1/eta^2 with a constant that grows as 2^p.
   Main results: power_numbers, one_step, theorem_bounded_noise.
   Paper's place: Theorem 1, Lemmas 6 and 7 (T1 = O(1/eta^2), t1 with log(1/delta)). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window
  LemmaFour GradientDomination Descent Excess GradientMoments Bounded BoundedNoise.

(* The arithmetic of one step: K bounds |G|^2 (BoundedNoise.v), L the curvature along a step. *)
(* As with exp: (1 + x/p)^p <= 1 + x + x^2 for -p <= x <= 1. *)
Lemma power_growth (R : realFieldType) p (x : R) : 0 <= 1 + x -> p%:R * x <= 1 ->
  (1 + x) ^+ p <= 1 + p%:R * x + (p%:R * x) ^+ 2.
Proof. move=> x1 px; suff h k : (k <= p)%N -> (1 + x) ^+ k <= 1 + k%:R * x + (k%:R * x) ^+ 2
    by exact: h. elim: k => [|k IH] kp; first by rewrite expr0 mul0r expr0n /= !addr0.
  rewrite exprS; apply: le_trans (ler_wpM2l x1 (IH (ltnW kp))) _; rewrite -natr1.
  have kx : k%:R * x <= 1.
    case: (leP x 0) => [xn|xp]; first by apply: le_trans ler01; rewrite mulr_ge0_le0 ?ler0n.
    by apply: le_trans px; apply: ler_wpM2r; [exact: ltW|rewrite ler_nat ltnW].
  have h1 : 0 <= x ^+ 2 * k%:R * (1 - k%:R * x)
    by rewrite mulr_ge0 ?subr_ge0 // mulr_ge0 ?sqr_ge0 ?ler0n. have h2 := sqr_ge0 x.
  rewrite -subr_ge0; have -> : 1 + (k%:R + 1) * x + ((k%:R + 1) * x) ^+ 2 - (1 + x) * (1 + k%:R * x
    + (k%:R * x) ^+ 2) = x ^+ 2 * k%:R * (1 - k%:R * x) + x ^+ 2 :> R by ring. exact: addr_ge0. Qed.
Section Numbers.
Variables (R : realFieldType) (s eta x level : R) (p : nat).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta).
Hypotheses (x0 : 0 <= x) (x4 : x <= 1 / 4) (es : 100 * eta <= s ^+ 3)
  (pe : 300 * (p%:R * eta) <= s).
Hypotheses (le : 100 * 100 * eta <= level) (lp : 83 * 100 * (p%:R * eta * s) <= level).
Local Notation f := (level / 8). Local Notation K := (gradient_top s x).
Local Notation L := ((2 * x + 513 / 100 * s) / s).
Let xs : x * s <= x / 16. Proof. by have := ler_wpM2l x0 s16; lra. Qed.
Let xx : x * x <= x / 4. Proof. by have := ler_wpM2l x0 x4; lra. Qed.
Lemma top_ge0 : 0 <= K.
Proof. by apply: divr_ge0; [apply: mulr_ge0; move: x0 s0; lra|exact: ltW]. Qed.
Lemma top_le : s * K <= 71 / 10 * x + 257 / 10 * s ^+ 2.
Proof. have -> : s * K = 125 / 8 * (x * x) + (25 / 2 * (105 / 32) + 125 / 16 * (5 / 4)) * (x * s)
    + 125 / 16 * (105 / 32) * s ^+ 2 by rewrite /gradient_top; field; rewrite gt_eqF.
  have := sqr_ge0 s; move: xx xs; move: (x * x) (x * s) (s ^+ 2) x0 => *; lra. Qed.
Lemma power_top : 40 * (p%:R * eta * K) <= x + f.
Proof. rewrite -(ler_pM2l s0); have pe0 : 0 <= p%:R * eta by rewrite mulr_ge0 ?ler0n // ltW.
  have := ler_wpM2l pe0 top_le; have := ler_wpM2r x0 pe; have := ler_wpM2l (ltW s0) lp.
  have -> : s * (40 * (p%:R * eta * K)) = 40 * (p%:R * eta * (s * K)) by ring.
  have -> : s * (83 * 100 * (p%:R * eta * s)) = 83 * 100 * (p%:R * eta * s ^+ 2) by ring. have ->
    : p%:R * eta * (71 / 10 * x + 257 / 10 * s ^+ 2) = 71 / 10 * (p%:R * eta * x) + 257 / 10 * (p%:R
    * eta * s ^+ 2) by ring. have -> : 300 * (p%:R * eta) * x = 300 * (p%:R * eta * x) by ring.
  have -> : s * (x + level / 8) = s * x + s * level / 8 by field.
  have := mulr_ge0 pe0 x0; have := mulr_ge0 pe0 (sqr_ge0 s). move: (p%:R * eta * (s * K))
    (p%:R * eta * x) (p%:R * eta * s ^+ 2) (s * x) (s * level) => *; lra. Qed.
Let s3 : s ^+ 3 <= s * (1 / 256).
Proof. have -> : s ^+ 3 = s * s ^+ 2 by ring. apply: ler_wpM2l; first exact: ltW. have ->
    : 1 / 256 = (1 / 16) ^+ 2 :> R by field. by apply: sq_le; [exact: ltW|move: s16; lra]. Qed.
(* eta^2 |G|^2/2 is nothing beside the rest of the curvature. *)
Lemma curvature_small : eta ^+ 2 * K / 2 <= 1 / 20.
Proof. have e1 : eta <= s / 100 by move: es s3 s0; lra.
  have e2 := ler_wpM2l (ltW eta0) e1; rewrite -expr2 in e2.
  have k0 := top_ge0; have h := ler_wpM2r k0 e2; have t := top_le. have s2 : s ^+ 2 <= 1 / 256.
    have -> : 1 / 256 = (1 / 16) ^+ 2 :> R by field. by apply: sq_le; [exact: ltW|move: s16; lra].
  have u2 : s * K <= 2 by move: t s2 x4; move: (s * K) (s ^+ 2) => *; lra.
  have u3 : eta * (s * K) <= eta * 2 by rewrite ler_wpM2l // ltW.
  have e3 : eta * (s / 100) * K = eta * (s * K) / 100 by field.
  by move: h u3 e1 s16; rewrite e3; move: (eta ^+ 2 * K) (eta * (s * K)) => *; lra. Qed.
Lemma kappa_le : eta * (K * L) <= 132 * (s * eta) + 61 / 1000 * (s * x).
Proof. have s20 : 0 < s ^+ 2 by rewrite exprn_gt0.
  have c : s ^+ 2 * (K * L) <= 132 * s ^+ 3 + 61 / 10 * x.
    have -> : s ^+ 2 * (K * L) = 125 / 4 * (x * x * x) + (2 * (25 / 2 * (105 / 32)
        + 125 / 16 * (5 / 4)) + 513 / 100 * (125 / 8)) * (x * x * s) + (2 * (125 / 16 * (105 / 32))
      + 513 / 100 * (25 / 2 * (105 / 32) + 125 / 16 * (5 / 4))) * (x * s * s) + 125 / 16
      * (105 / 32) * (513 / 100) * s ^+ 3 by rewrite /gradient_top; field; rewrite gt_eqF.
    have a1 : x * x * x <= x / 4 * (1 / 4) by apply: ler_pM; rewrite ?mulr_ge0. have a2 : x * x
      * s <= x / 4 * (1 / 16) by apply: ler_pM; rewrite ?mulr_ge0 ?(ltW s0) //; move: s16; lra.
    have a3 : x * s * s <= x / 16 * (1 / 16) by apply: ler_pM; rewrite ?mulr_ge0 ?(ltW s0) //;
      move: s16; lra. have a4 : 0 <= s ^+ 3 by rewrite exprn_ge0 // ltW.
    by move: a1 a2 a3 a4; move: (x * x * x) (x * x * s) (x * s * s) (s ^+ 3) x0 => *; lra.
  rewrite -(ler_pM2l s20); have := ler_wpM2l (ltW eta0) c; have := ler_wpM2r x0 es.
  have -> : s ^+ 2 * (eta * (K * L)) = eta * (s ^+ 2 * (K * L)) by ring. have -> : s ^+ 2 * (132
    * (s * eta) + 61 / 1000 * (s * x)) = 132 * (eta * s ^+ 3) + 61 / 1000 * (s ^+ 3 * x) by ring.
  have -> : eta * (132 * s ^+ 3 + 61 / 10 * x) = 132 * (eta * s ^+ 3) + 61 / 10 * (eta * x) by ring.
  have -> : 100 * eta * x = 100 * (eta * x) by ring.
  by move: (eta * (s ^+ 2 * _)) (eta * s ^+ 3) (eta * x) (s ^+ 3 * x) => *; lra. Qed.
Lemma step_curvature : eta * L <= 1.
Proof. rewrite mulrA ler_pdivrMr // mul1r; have e1 : eta <= s / 100 by move: es s3 s0; lra.
  apply: (@le_trans _ _ (s / 100 * (2 * x + 513 / 100 * s))); last by rewrite -mulrA ler_piMr
    ?(ltW s0) //; move: x4 s16; lra. by apply: ler_wpM2r e1; move: x0 s0; lra. Qed.
(* The p-th power: what one step leaves. *)
Lemma power_numbers (g q : R) : (0 < p)%N -> s * x <= 10 * g -> q = p%:R * eta / (x + f) ->
  (x + f) ^+ p * (1 - 2 * (q * g) + q * (eta * (K * L))
    + (8 * (q * K) * (q * g) + 2 * (q * (eta * (K * L))) ^+ 2))
   <= (1 - p%:R * eta * s / 20) * (x + f) ^+ p + p%:R * eta * s / 20 * (level / 2) ^+ p.
Proof. move=> p0 hg qE; have f0 : 0 < f by rewrite divr_gt0 ?ltr0n //; move: le eta0; lra.
  have y0 : 0 < x + f by move: x0 f0; lra.
  have q0 : 0 <= q by rewrite qE divr_ge0 ?(ltW y0) // mulr_ge0 ?ler0n // ltW.
  have g0 : 0 <= g by have := mulr_ge0 (ltW s0) x0; move: hg; lra.
  have k0 := top_ge0; have l0 : 0 <= L by apply: divr_ge0; [move: x0 s0; lra|exact: ltW].
  have qK : q * K <= 1 / 40.
    have -> : q * K = p%:R * eta * K / (x + f) by rewrite qE; ring.
    by rewrite ler_pdivrMr //; have := power_top; move: (p%:R * eta * K) => *; lra.
  have c0 : 0 <= eta * (K * L) by apply: mulr_ge0; [exact: ltW|exact: mulr_ge0].
  have b1 : q * (eta * (K * L)) <= 1 / 40.
    have -> : q * (eta * (K * L)) = q * K * (eta * L) by ring. by rewrite -[1 / 40]mulr1; apply:
      ler_pM => //; [exact: mulr_ge0|apply: mulr_ge0 => //; exact: ltW|exact: step_curvature].
  have b2 := ler_wpM2l (mulr_ge0 q0 c0) b1; have a1 := ler_wpM2r (mulr_ge0 q0 g0) qK.
  have hk := ler_wpM2l q0 kappa_le; have hd := ler_wpM2l q0 hg.
  have m1 : q * (s * eta) <= q * (s * (f / 1250)).
    by apply: ler_wpM2l => //; apply: ler_wpM2l; [exact: ltW|move: le; lra].
  have yp : 0 <= (x + f) ^+ p by rewrite exprn_ge0 // ltW.
  apply: (@le_trans _ _ ((x + f) ^+ p * (1 + q * s * (111 / 1000 * f - 115 / 1000 * x)))).
    apply: ler_wpM2l => //; rewrite -[q * s * _]mulrA. have -> : q * (s * (111 / 1000 * f
        - 115 / 1000 * x)) = 111 / 1000 * (q * (s * f)) - 115 / 1000 * (q * (s * x)) by ring.
    have t : 0 <= q * (s * x) by apply: mulr_ge0 => //; apply: mulr_ge0 => //; exact: ltW.
    have t' : 0 <= q * (s * f) by apply: mulr_ge0 => //; apply: mulr_ge0; exact: ltW.
    have e1 : q * (132 * (s * eta) + 61 / 1000 * (s * x)) = 132 * (q * (s * eta)) + 61 / 1000
      * (q * (s * x)) by ring. have e2 : q * (s * (f / 1250)) = q * (s * f) / 1250 by field.
    have e3 : q * (10 * g) = 10 * (q * g) by ring.
    have e4 : 8 * (q * K) * (q * g) = 8 * (q * K * (q * g)) by ring.
    rewrite e1 in hk; rewrite e2 in m1; rewrite e3 in hd; rewrite e4 expr2.
    move: b2 a1 hk hd m1 t t'; move: (q * (eta * (K * L)) * (q * (eta * (K * L)))) (q * (eta
        * (K * L))) (q * K * (q * g)) (q * g) (q * (s * x)) (q * (s * f)) (q * (s * eta)) => *; lra.
  have [j ep] : exists j, p = j.+1 by case: (p) p0 => // j _; exists j.
  have e : (x + f) ^+ p * (1 + q * s * (111 / 1000 * f - 115 / 1000 * x)) = (x + f) ^+ p
    + p%:R * eta * s * ((x + f) ^+ j * (111 / 1000 * f - 115 / 1000 * x)).
    have yn : x + f != 0 by rewrite gt_eqF. by rewrite qE;
      move: (x + f) yn (111 / 1000 * f - 115 / 1000 * x) => y yn c; rewrite ep !exprS; field.
  have ps : 0 <= p%:R * eta * s by apply: mulr_ge0;
    [apply: mulr_ge0; [exact: ler0n|exact: ltW]|exact: ltW].
  rewrite e -subr_ge0; have -> (Y Z W : R) : (1 - p%:R * eta * s / 20) * Y + p%:R * eta * s / 20 * Z
    - (Y + p%:R * eta * s * W) = p%:R * eta * s * ((Z - Y) / 20 - W) by field.
  apply: mulr_ge0 => //; rewrite subr_ge0 ep !exprS; clear b2 a1 hk hd m1 qK b1 hg q0 g0 k0 l0 c0 e
    es pe le lp xs xx yp ps. have h0 : 0 <= (x + f) ^+ j by rewrite exprn_ge0 // ltW.
  have h1 : 0 <= (level / 2) ^+ j by rewrite exprn_ge0 //; move: f0; lra.
  case: (leP (3 * f) x) => hx.
    apply: (@le_trans _ _ ((x + f) ^+ j * (- (x + f) / 20))).
      by apply: ler_wpM2l => //; move: hx f0; lra.
    have : 0 <= level / 2 * (level / 2) ^+ j by rewrite mulr_ge0 //; move: f0; lra.
    have -> : (x + f) ^+ j * (- (x + f) / 20) = - ((x + f) * (x + f) ^+ j) / 20 by ring.
    by move: (level / 2 * _) ((x + f) * _) => *; lra.
  have h2 : (x + f) ^+ j <= (level / 2) ^+ j by rewrite lerXn2r ?nnegrE; move: x0 f0 hx; try lra;
    move=> *; lra.
  have h3 := ler_wpM2r (ltW f0) h2; have h4 := mulr_ge0 h0 x0; have h5 := mulr_ge0 h1 (ltW f0).
  have -> : (x + f) ^+ j * (111 / 1000 * f - 115 / 1000 * x) = 111 / 1000 * ((x + f) ^+ j * f)
    - 115 / 1000 * ((x + f) ^+ j * x) by ring.
  have -> : (level / 2 * (level / 2) ^+ j - (x + f) * (x + f) ^+ j) / 20 =
    (4 * ((level / 2) ^+ j * f) - ((x + f) ^+ j * x + (x + f) ^+ j * f)) / 20 by field. by move: h3
    h4 h5; move: ((x + f) ^+ j * f) ((x + f) ^+ j * x) ((level / 2) ^+ j * f) => *; lra. Qed.
End Numbers.

(* A run that stops only where it is bad. *)
Lemma fails_unstopped (R : realFieldType) T (E : expectation R T) S (step : S -> T -> S)
    (bad stop : nat -> S -> bool) n t z b :
  (forall t z, stop t z -> bad t z) -> fails E step bad stop n t z b ->
  fails E step bad (fun _ _ => false) n t z b.
Proof. move=> h; elim: n t z b => [|n IH] t z b [hb|[nb b0 hs]]; try by left.
    by right; split=> //; right.
  right; split=> //; case: hs => [hs|[g [e [hg he eb]]]]; first by move: nb; rewrite h.
  by right; exists g, e; split=> // w; exact: IH (hg w). Qed.

(* The step size, with the level and the power that it allows. *)
Record small_steps (R : realFieldType) (s eta level : R) (p : nat) : Prop := SmallSteps {
  power_gt0 : (0 < p)%N;
  step_cube : 100 * eta <= s ^+ 3; step_power : 300 * (p%:R * eta) <= s;
  step_level : 100 * 100 * eta <= level; power_level : 83 * 100 * (p%:R * eta * s) <= level
}.

Section Bounded.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : bounded_noise E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation Ez z := (excess_at u v s z). Local Notation update := (update Z1 Z2 u v eta).
Implicit Types (z : state) (w : T).

Local Notation gs z := (normsq (gradXs M s z.1 z.2) + normsq (gradYs M s z.1 z.2)).
Local Notation top z := (gradient_top s (Ez z)).
Local Notation along z w := (along Z1 Z2 u v s z w).

(* One step of the p-th power of the shifted excess, and a run. *)
Variables (level : R) (p : nat). Hypothesis small : small_steps s eta level p.
Let p0 := power_gt0 small. Let es := step_cube small. Let pe := step_power small.
Let le := step_level small. Let lp := power_level small.
Local Notation r := (p%:R * eta * s / 20).
Local Definition shifted z : R := (Ez z + level / 8) ^+ p.
Lemma level_gt0 : 0 < level. Proof. by move: le eta0; lra. Qed.
Lemma shifted_ge0 z : 0 <= shifted z.
Proof. by rewrite exprn_ge0 // addr_ge0 ?(excess_ge0 u1 v1 s0) // divr_ge0 // ltW // level_gt0. Qed.

(* What one step adds to the excess, at every outcome. *)
Lemma excess_change z w : Ez z <= 1 / 4 -> Ez (update z w) <= Ez z - 2 * (eta * along z w)
  + eta ^+ 2 * (top z * ((2 * Ez z + 513 / 100 * s) / s)).
Proof. move=> h; have x0 := excess_ge0 u1 v1 s0 z; set P := gradX M (z.1 + Z1 w) (z.2 + Z2 w); set Q
    := gradY M (z.1 + Z1 w) (z.2 + Z2 w). have rho0 : 0 < 3 / 4 :> R by rewrite divr_gt0 ?ltr0n.
  have hr : normsq (residual M z.1 z.2) <= (3 / 4) ^+ 2.
    have n := normsqD2 (part1 u v s z) (- (s *: M)); have q := part_excess u1 v1 s0 z.
    rewrite normsqN (normsq_target s u1 v1) in n; rewrite (residual_part u v s) -surjective_pairing.
    have s2 : s ^+ 2 <= (1 / 16) ^+ 2 by apply: sq_le; [exact: ltW|move: s16; lra].
    by move: n q s2 h; have -> : (3 / 4) ^+ 2 = 9 / 16 :> R by [field]; have ->
      : (1 / 16) ^+ 2 = 1 / 256 :> R by [field]; move: (normsq _) (normsq _) (s ^+ 2) => *; lra.
  have d := descent (eta *: P) (eta *: Q) rho0 hr (lexx s) (lexx s).
  have e1 := excess_smoothed s u1 v1 z.1 z.2; have e2 := excess_smoothed s u1 v1 (z.1 - eta *: P)
    (z.2 - eta *: Q). rewrite -surjective_pairing in e1; rewrite -/(update z w) in e2.
  rewrite !normsqZ !innerZr -!mulrDr -/(along z w) in d.
  have G0 : 0 <= normsq P + normsq Q by rewrite addr_ge0 ?normsq_ge0.
  have G1 : normsq P + normsq Q <= top z by exact: (noisy_sq_top noise u1 v1 s0 s16).
  have hN := size_excess u1 v1 s0 s16 z; have n0 : 0 <= size_sq z by rewrite addr_ge0 ?normsq_ge0.
  have cs := curvature_small s0 s16 eta0 x0 h es. have t0 := le_trans G0 G1; have ee := sqr_ge0 eta.
  apply: (@le_trans _ _ (Ez z - 2 * (eta * along z w) + eta ^+ 2 * ((normsq P + normsq Q)
      * (2 * size_sq z + 3 / 4 + s + eta ^+ 2 * (normsq P + normsq Q) / 2)))).
    move: d e1 e2; rewrite -/(size_sq z); move: (normsq P + normsq Q) (size_sq z) => g N.
    have -> : eta ^+ 2 * (g * (2 * N + 3 / 4 + s + eta ^+ 2 * g / 2)) = 2 * ((N + 3 / 4 / 2 + s / 2)
      * (eta ^+ 2 * g) + (eta ^+ 2 * g) ^+ 2 / 4) by field. move: ((N + _ + _) * _)
      ((eta ^+ 2 * g) ^+ 2 / 4) (Fs _ _ _ _ _) (Fs _ _ _ _ _) (Ez z) (Ez (update z w)) => *; lra.
  rewrite lerD2l; apply: ler_wpM2l => //; apply: ler_pM => //.
    have e0 : 0 <= eta ^+ 2 * (normsq P + normsq Q) by exact: mulr_ge0.
    by move: n0 s0 e0; move: (size_sq z) (eta ^+ 2 * (normsq P + normsq Q)) => *; lra.
  rewrite ler_pdivlMr //; have b := ler_wpM2l ee G1;
    have ss : 16 * (s * s) <= 1 * s by rewrite mulrA ler_wpM2r // ltW.
  have c : eta ^+ 2 * (normsq P + normsq Q) / 2 <= 1 / 20 by move: b cs;
    move: (eta ^+ 2 * top z) (eta ^+ 2 * (_ + _)) => *; lra. have {}c := ler_wpM2r (ltW s0) c;
    move: hN ss c; move: (eta ^+ 2 * (normsq P + normsq Q) / 2) (size_sq z) (Ez z) => c N x.
  have -> : (2 * N + 3 / 4 + s + c) * s = 2 * (s * N) + 3 / 4 * s + s * s + c * s by ring.
  by move: s0; move: (s * N) (s * s) (c * s) => *; lra. Qed.
Theorem one_step z : Ez z <= 1 / 4 ->
  upper E (fun w => shifted (update z w)) ((1 - r) * shifted z + r * (level / 2) ^+ p).
Proof. move=> h; have x0 := excess_ge0 u1 v1 s0 z; have l0 := level_gt0.
    have y0 : 0 < Ez z + level / 8 by move: x0 l0; lra.
    set y := Ez z + level / 8 in y0; set K := top z; set L := (2 * Ez z + 513 / 100 * s) / s. set q
      := p%:R * eta / y; have q0 : 0 <= q by rewrite divr_ge0 ?(ltW y0) // mulr_ge0 ?ler0n // ltW.
    pose bound w := y ^+ p * (1 + (-2 * q) * along z w + (q * (eta * (K * L)) + (8 * (q * K) * (q
        * gs z) + 2 * (q * (eta * (K * L))) ^+ 2))). have m : E bound (y ^+ p * (1 + (-2 * q) * gs z
        + (q * (eta * (K * L)) + (8 * (q * K) * (q * gs z) + 2 * (q * (eta * (K * L))) ^+ 2)))).
      have h1 := mean_add (mean_add (mean_const E 1) (mean_scale (-2 * q) (along_mean u v noise z)))
        (mean_const E (q * (eta * (K * L)) + (8 * (q * K) * (q * gs z)
          + 2 * (q * (eta * (K * L))) ^+ 2))). by have h2 := mean_scale (y ^+ p) h1; exact: h2.
    have domination : 1 <= 4 * (inner u z.1 * inner v z.2) -> s * Ez z <= 10 * gs z.
      move=> ab; rewrite (gradsq_smoothed s u1 v1).
      exact: (gradient_domination s0 s16 (normsq_ge0 _) (normsq_ge0 _) ab).
    have ab : 1 <= 4 * (inner u z.1 * inner v z.2).
      have hx := excess_parts s (inner u z.1) (inner v z.2) (normsq_ge0 (perp u z.1))
        (normsq_ge0 (perp v z.2)). have {}hx : (inner u z.1 * inner v z.2 - (1 - s)) ^+ 2 <= 1 / 4.
        apply: le_trans h; apply: le_trans hx; rewrite lerDl; apply: mulr_ge0; first exact: ltW.
        by rewrite !addr_ge0 ?normsq_ge0 // sqr_ge0.
      have t := sqr_ge0 (inner u z.1 * inner v z.2 - (1 - s) + 1 / 2).
      by move: hx t s16; move: (inner u z.1 * inner v z.2) => a; rewrite !expr2; nra.
    exists bound, (y ^+ p * (1 + (-2 * q) * gs z + (q * (eta * (K * L)) + (8 * (q * K) * (q * gs z)
        + 2 * (q * (eta * (K * L))) ^+ 2)))); split=> // [w|]; last first.
      have := power_numbers s0 s16 eta0 x0 h es pe le lp p0 (domination ab) erefl;
        rewrite -/y -/q -/K -/L /shifted -/y.
      by apply: le_trans; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
    have [/andP [a1 a2] gK] := along_abs noise u1 v1 s0 s16 z w;
      have c := bounded_along_sq Z1 Z2 u v s z w;
      have t := noisy_sq_top noise u1 v1 s0 s16 z w; rewrite -/K in a1 a2 gK t.
    have g0 : 0 <= gs z by rewrite addr_ge0 ?normsq_ge0. have k0 : 0 <= K by exact: top_ge0 s0 x0.
    have lL : 0 <= L by apply: divr_ge0; [move: x0 s0; lra|exact: ltW]. have qK : q * K <= 1 / 40.
      have -> : q * K = p%:R * eta * K / y by rewrite /q; ring. by rewrite ler_pdivrMr //;
        have := power_top s0 s16 eta0 x0 h pe lp; rewrite -/y -/K; move: (p%:R * eta * K) => *; lra.
    have b1 : q * (eta * (K * L)) <= 1 / 40.
      have -> : q * (eta * (K * L)) = q * K * (eta * L) by ring.
      by rewrite -[1 / 40]mulr1; apply: ler_pM => //;
        [exact: mulr_ge0|apply: mulr_ge0 => //; exact: ltW|exact: step_curvature s0 s16 x0 h es].
    pose d := -2 * along z w + eta * (K * L). have qdE : q * d = -2 * (q * along z w)
      + q * (eta * (K * L)) by rewrite /d; ring. have qd : q * d <= 1.
      have := ler_wpM2l q0 a1; rewrite qdE mulrN.
      by move: qK b1; move: (q * K) (q * along z w) (q * (eta * _)) => *; lra.
    have hp : Ez (update z w) + level / 8 <= y * (1 + eta * d / y).
      have -> : y * (1 + eta * d / y) = y + eta * d by field; rewrite gt_eqF.
      have := excess_change w h; rewrite -/K -/L.
      have -> : eta * d = - (2 * (eta * along z w)) + eta ^+ 2 * (K * L) by rewrite /d; ring. by
        rewrite /y; move: (Ez (update z w)) (eta * along z w) (eta ^+ 2 * (K * L)) (Ez z) => *; lra.
    have n0 : 0 <= Ez (update z w) + level / 8 by rewrite addr_ge0 ?(excess_ge0 u1 v1 s0) //
      divr_ge0 // ltW. have u0 : 0 <= 1 + eta * d / y by rewrite -(pmulr_rge0 _ y0) (le_trans n0).
    have pq : p%:R * (eta * d / y) = q * d by rewrite /q; ring.
    apply: (@le_trans _ _ (y ^+ p * (1 + eta * d / y) ^+ p)).
      by rewrite /shifted -exprMn lerXn2r // nnegrE ?mulr_ge0 // ltW.
    rewrite /bound; apply: ler_wpM2l; first by rewrite exprn_ge0 // ltW.
    have pg : (1 + eta * d / y) ^+ p <= 1 + q * d + (q * d) ^+ 2 by rewrite -pq;
      apply: power_growth => //; rewrite pq. apply: le_trans pg _.
    have cc : along z w ^+ 2 <= K * gs z by apply: le_trans c _; rewrite mulrC ler_wpM2r.
    have sq2 : (q * d) ^+ 2 <= 8 * (q ^+ 2 * along z w ^+ 2) + 2 * (q * (eta * (K * L))) ^+ 2.
      rewrite -subr_ge0; have -> : 8 * (q ^+ 2 * along z w ^+ 2) + 2 * (q * (eta * (K * L))) ^+ 2
        - (q * d) ^+ 2 = (2 * (q * along z w) + q * (eta * (K * L))) ^+ 2.
        by rewrite qdE; ring.
      exact: sqr_ge0.
    have := ler_wpM2l (sqr_ge0 q) cc; have -> : q ^+ 2 * (K * gs z) = q * K * (q * gs z) by ring.
    have -> : 8 * (q * K) * (q * gs z) = 8 * (q * K * (q * gs z)) by ring.
    have -> : -2 * q * along z w = -2 * (q * along z w) by ring.
    move: sq2; move: ((q * d) ^+ 2) => dd; rewrite qdE. by move: (q ^+ 2 * along z w ^+ 2) (q * K *
      (q * gs z)) (q * along z w) ((q * (eta * (K * L))) ^+ 2) (q * (eta * (K * L))) => *; lra. Qed.

Theorem theorem_bounded_noise t1 n z :
  fails E update (fun t z => (t1 <= t)%N && (level < Ez z)) (fun _ _ => false) n 0 z
    ((4 * Ez z + level / 2) ^+ p + (1 + r * n%:R) * (2 * level) ^+ p
     + ((1 - r) ^+ t1 * (Ez z / level + 1 / 8) ^+ p + (1 + r * (n - t1)%:R) / 2 ^+ p)).
Proof. have l0 := level_gt0; have pe0 : 0 < p%:R * eta by rewrite mulr_gt0 ?ltr0n.
  have r0 : 0 < r by rewrite divr_gt0 ?mulr_gt0 ?ltr0n. have r1 : r <= 1.
    have : p%:R * eta * s <= 1 * 1 by apply: ler_pM; rewrite ?ltW //; move: pe s16; lra.
    by move: (p%:R * eta * s) => *; lra.
  have k0 : 0 <= r * (level / 2) ^+ p by rewrite mulr_ge0 ?(ltW r0) // exprn_ge0 // divr_ge0 // ltW.
  have ne : r != 0 by rewrite gt_eqF.
  have q4 : 0 < (1 / 4 : R) ^+ p by rewrite exprn_gt0 // divr_gt0 ?ltr0n.
  have ql : 0 < level ^+ p by rewrite exprn_gt0. have f1 := window (V := shifted)
    (inside := fun z => Ez z <= 1 / 4) shifted_ge0 r0 r1 k0 one_step 0 n q4 z.
  have f2 := window (V := shifted) (inside := fun z => Ez z <= 1 / 4) shifted_ge0 r0 r1 k0 one_step
    t1 n ql z. have above (x c : R) : 0 < c -> c < x -> c ^+ p < (x + level / 8) ^+ p.
    by move=> c0 cx; rewrite ltrXn2r ?nnegrE -?lt0n ?(ltW c0) //; move: cx l0 c0; lra.
  have {}f1 : fails E update (fun _ z => 1 / 4 < Ez z) (fun _ _ => false) n 0 z
    ((4 * Ez z + level / 2) ^+ p + (1 + r * n%:R) * (2 * level) ^+ p).
    apply: (fails_unstopped (stop := fun _ z => ~~ (Ez z <= 1 / 4))) => [t z'|];
      first by rewrite -ltNge.
    apply: fails_le (fails_mono _ _ f1) => // [|t z' hz]; last by rewrite /high /= above // divr_gt0
      ?ltr0n. rewrite expr0 mul1r subn0 /shifted le_eqVlt; apply/orP; left; apply/eqP.
    have e1 : (4 * Ez z + level / 2) ^+ p = (Ez z + level / 8) ^+ p * 4 ^+ p by rewrite -exprMn;
      congr (_ ^+ p); field.
    have e2 : (2 * level) ^+ p = (level / 2) ^+ p * 4 ^+ p by rewrite -exprMn; congr (_ ^+ p);
      field. have e4 : ((1 / 4 : R) ^+ p)^-1 = 4 ^+ p by rewrite mul1r exprVn invrK. rewrite e1 e2
      e4; move: ((Ez z + level / 8) ^+ p) ((level / 2) ^+ p) (4 ^+ p) r ne => a b c t tn. by field.
  apply: (fails_mono (bad := fun t z => (1 / 4 < Ez z) || high shifted t1 (level ^+ p) t z)
    (stop := fun _ _ => false)) => //.
    by move=> t z' /andP [h1 h2]; apply/orP; right; rewrite /high h1 above.
  apply: fails_or f1 _; apply: fails_le (fails_mono _ _ f2) => // [|t z']; last by rewrite -ltNge.
  rewrite /shifted le_eqVlt; apply/orP; left; apply/eqP. have ln : level != 0 by rewrite gt_eqF.
  have e1 : (Ez z / level + 1 / 8) ^+ p = (Ez z + level / 8) ^+ p / level ^+ p
    by rewrite -expr_div_n; congr (_ ^+ p); field.
  have e2 : (2 ^+ p)^-1 = (level / 2) ^+ p / level ^+ p by rewrite -expr_div_n -exprVn;
    congr (_ ^+ p); field. rewrite e1 e2; have qn : level ^+ p != 0 by rewrite gt_eqF.
  move: ((Ez z + level / 8) ^+ p) ((level / 2) ^+ p) (level ^+ p) qn ((1 - r) ^+ t1) => a b c cn d;
    move: r ne => t tn. by field; rewrite tn cn. Qed.
End Bounded.
