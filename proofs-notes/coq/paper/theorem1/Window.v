(* SPDX-License-Identifier: Apache-2.0 *)
(* Window.v: from the inequalities of one step to those of a run: a function contracts up to a time,
   stays low after it, and the run stays in its region.

   V >= 0 is a function of the state with E V' <= (1 - r) V + k inside a region. Then for t1, n and
   nu > 0
       P(some t in [t1, n] with V_t > nu, the run having stayed inside) <= ((1 - r)^t1 V_0 + k/r + k
       (n - t1)) / nu.
   The hinge (W - l)_+^2 grows by k + k' in the mean if E W'^2 <= W^2 + k and E (W' - W)^2 <= k'. So
   from W <= l < top
       P(W_t > top for some t <= n, the run having stayed inside) <= n (k + k') / (top - l)^2,
   and <= n (2 (top - l) a + v) / (top - l)^2 if W' <= W + u with E u <= a and E u^2 <= v.
   Main results: window, hinge_drift, stays, local_theorem (both together), rises, contraction.
   Paper's place: Lemmas 4 to 7. *)
From NoisyGD Require Import Algebra Smoothing Process.

(* Drift lemmas: one step of a function, from one step of its square. *)
Section Hinge.
Variables (R : realFieldType) (T : Type) (E : expectation R T).
Definition hinge (l x : R) : R := (Num.max 0 (x - l)) ^+ 2.
Lemma hinge_ge0 l x : 0 <= hinge l x. Proof. exact: sqr_ge0. Qed.
Lemma hinge_small l x : x <= l -> hinge l x = 0.
Proof. by move=> h; rewrite /hinge max_l ?expr0n // subr_le0. Qed.
Lemma hinge_large l x k : 0 <= k -> l + k <= x -> k ^+ 2 <= hinge l x.
Proof. move=> k0 h; rewrite /hinge max_r; first by rewrite lerXn2r ?nnegrE //; lra.
  by move: k0 h; lra. Qed.
(* (x' - l)_+^2 <= (x - l)_+^2 + max 0 (1 - l/x) (x'^2 - x^2) ... in the form needed: x > 0. *)
Lemma hinge_step l x x' : 0 <= l -> 0 <= x ->
  hinge l x' <= hinge l x + (if l < x then (1 - l / x) * (x' ^+ 2 - x ^+ 2) else 0) + (x' - x) ^+ 2.
Proof. move=> l0 x0; rewrite /hinge; case: (ltP l x) => hx.
    have xp : 0 < x by apply: le_lt_trans hx.
    rewrite (max_r (_ : 0 <= x - l)); last by rewrite subr_ge0 ltW. have key : (x - l) ^+ 2 + (1
      - l / x) * (x' ^+ 2 - x ^+ 2) + (x' - x) ^+ 2 = (x' - l) ^+ 2 + (1 - l / x) * (x' - x) ^+ 2.
      by field; rewrite gt_eqF.
    rewrite key; apply: (@le_trans _ _ ((x' - l) ^+ 2)).
      case: (leP 0 (x' - l)) => h; first by rewrite lexx. by rewrite expr0n /= sqr_ge0.
    rewrite lerDl mulr_ge0 ?sqr_ge0 // subr_ge0 ler_pdivrMr // mul1r ltW //.
  rewrite addr0 (max_l (_ : x - l <= 0)) ?subr_le0 // expr0n /= add0r.
  case: (leP 0 (x' - l)) => h; last by rewrite expr0n /= sqr_ge0.
  rewrite lerXn2r ?nnegrE //; [by move: hx h; lra|by move: hx; lra]. Qed.
Lemma hinge_mono l x x' : x <= x' -> hinge l x <= hinge l x'.
Proof. move=> h; have n0 (y : R) : 0 <= Num.max 0 y by rewrite le_max lexx.
  by rewrite /hinge ler_sqr ?nnegrE // ge_max n0 /= le_max lerD2r h orbT. Qed.
Lemma hinge_add l x y : hinge l (x + y) <= hinge l x + 2 * Num.max 0 (x - l) * y + y ^+ 2.
Proof. have e : x + y - l = x - l + y by rewrite addrAC. rewrite /hinge e; move: (x - l) => s {e};
    case: (leP 0 s) => hs; case: (leP 0 (s + y)) => hy; rewrite ?expr0n /=.
  - by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  - have -> : s ^+ 2 + 2 * s * y + y ^+ 2 = (s + y) ^+ 2 by [ring]; exact: sqr_ge0.
  - rewrite !(mulr0, mul0r, add0r, addr0) lerXn2r ?nnegrE //; [move: hs hy; lra|move: hs; lra].
  by rewrite !(mulr0, mul0r, add0r, addr0) sqr_ge0. Qed.
(* So, if the mean of the square grows by at most k and the mean square change is at most k', the
   hinge grows by at most k + k'. *)
Lemma hinge_drift l x (f : T -> R) k k' : 0 <= l -> 0 <= x -> 0 <= k ->
  upper E (fun w => f w ^+ 2) (x ^+ 2 + k) -> upper E (fun w => (f w - x) ^+ 2) k' ->
  upper E (fun w => hinge l (f w)) (hinge l x + k + k').
Proof. move=> l0 x0 k0 h1 h2; case: (ltP l x) => hx.
    have xp : 0 < x by apply: le_lt_trans hx.
    have c0 : 0 <= 1 - l / x by rewrite subr_ge0 ler_pdivrMr // mul1r ltW.
    have c1 : 1 - l / x <= 1 by rewrite lerBlDr lerDl divr_ge0. have h := upper_add
      (upper_add (upper_const E (hinge l x - (1 - l / x) * x ^+ 2)) (upper_scale c0 h1)) h2.
    apply: upper_le (upper_mono _ h) => [|w].
      have ck : (1 - l / x) * k <= k by rewrite ler_piMl. by rewrite mulrDr; move: ck; lra.
    have := hinge_step (f w) l0 x0; rewrite hx mulrBr => hs.
    by rewrite (le_trans hs) // le_eqVlt; apply/orP; left; apply/eqP; ring.
  apply: upper_le (upper_mono _ h2) => [|w]; last first.
    by have := hinge_step (f w) l0 x0; rewrite ltNge hx /= addr0 (hinge_small hx) add0r.
  by rewrite (hinge_small hx) add0r lerDr. Qed.
End Hinge.

(* Repeated contraction. *)
Lemma contraction (R : realFieldType) (a : R) k n : 0 <= a <= 1 -> 1 <= (k%:R * a) ->
  (1 - a) ^+ (k * n) <= 2^-1 ^+ n.
Proof. move=> /andP [a0 a1] ka; rewrite exprM. have h : (1 - a) ^+ k <= 2^-1.
    have b : (1 - a) ^+ k * (1 + k%:R * a) <= 1.
      elim: k {ka} => [|k IH]; first by rewrite expr0 mul0r addr0 mulr1.
      apply: le_trans IH; rewrite exprSr -mulrA ler_wpM2l ?exprn_ge0 ?subr_ge0 //.
      have -> : k.+1%:R = k%:R + 1 :> R by rewrite -natr1.
      have h : 0 <= a ^+ 2 * (k%:R + 1) by rewrite mulr_ge0 ?sqr_ge0 // addr_ge0 ?ler0n.
      have -> : (1 - a) * (1 + (k%:R + 1) * a) = 1 + k%:R * a - a ^+ 2 * (k%:R + 1) by ring.
      by move: h; lra.
    have p : 0 <= (1 - a) ^+ k by rewrite exprn_ge0 // subr_ge0. have : (1 - a) ^+ k * 2 <=
      (1 - a) ^+ k * (1 + k%:R * a) by rewrite ler_wpM2l //; move: ka; lra. by move: b; lra.
  by rewrite lerXn2r // nnegrE ?exprn_ge0 // ?subr_ge0 ?invr_ge0 ?ler0n. Qed.

Section Window.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Variables (V : S -> R) (inside : S -> bool) (r k : R).
Hypotheses (V0 : forall z, 0 <= V z) (r0 : 0 < r) (r1 : r <= 1) (k0 : 0 <= k).
Hypothesis drift : forall z, inside z -> upper E (fun w => V (step z w)) ((1 - r) * V z + k).
Variables (t1 n : nat) (nu : R). Hypotheses (nu0 : 0 < nu).
Local Notation a := (1 - r).
Definition potential (t : nat) (z : S) : R :=
  (a ^+ (t1 - t) * V z + (if (t < t1)%N then k / r * (1 - a ^+ (t1 - t)) else 0)
    + k * (n - maxn t t1)%:R) / nu.
Definition high (t : nat) (z : S) : bool := (t1 <= t)%N && (nu < V z).

Theorem window z : fails E step high (fun _ z => ~~ inside z) n 0 z
  ((a ^+ t1 * V z + k / r + k * (n - t1)%:R) / nu).
Proof. have a0 : 0 <= a by rewrite subr_ge0. have a1 : a <= 1 by rewrite gerBl ltW.
  have c0 : 0 <= k / r by rewrite divr_ge0 // ltW. have p0 m : 0 <= a ^+ m by rewrite exprn_ge0.
  have p1 m : a ^+ m <= 1 by rewrite exprn_ile1.
  apply: (@fails_le _ _ _ _ _ _ _ _ _ _ (potential 0 z)).
    rewrite /potential subn0 max0n; apply: ler_wpM2r; first by rewrite invr_ge0 ltW.
    rewrite lerD2r lerD2l; case: ifP => _ //. by rewrite ler_piMr // gerBl.
  apply: ville => [t z'|t z'|t z' /andP [_ tn] _].
  - rewrite /potential; apply: divr_ge0; last exact: ltW. apply: addr_ge0;
      last by apply: mulr_ge0 => //; exact: ler0n. apply: addr_ge0; first by apply: mulr_ge0.
    by case: ifP => // _; apply: mulr_ge0 => //; rewrite subr_ge0.
  - case/andP => h1 h3; rewrite /potential ltnNge h1 /= addr0 (eqP (h1 : (t1 - t == 0)%N)) expr0
      mul1r. by rewrite ler_pdivlMr // mul1r (le_trans (ltW h3)) // lerDl mulr_ge0 ?ler0n.
  rewrite negbK => hin; have hd := drift hin; rewrite /potential; set q0 := nu^-1.
  have q00 : 0 <= q0 by rewrite invr_ge0 ltW. have up (q c : R) : 0 <= q ->
    upper E (fun w => (q * V (step z' w) + c) * q0) ((q * (a * V z' + k) + c) * q0).
    move=> qq; have h := upper_scale q00 (upper_add (upper_scale qq hd) (upper_const E c)).
    by apply: upper_le (upper_mono _ h) => [|w]; rewrite mulrC.
  case: (boolP (t < t1)%N) => ht; last rewrite -leqNgt in ht.
    set q := a ^+ (t1 - t.+1); set c := k * (n - t1)%:R. have mx x : (x <= t1)%N -> maxn x t1 = t1
      by move/maxn_idPr. have h := up q ((if (t.+1 < t1)%N then k / r * (1 - q) else 0) + c) (p0 _).
    apply: upper_le (upper_mono _ h) => [|w]; last by rewrite (mx _ ht) addrA.
    rewrite (mx _ (ltnW ht)) -/c; apply: ler_wpM2r => //; rewrite addrA lerD2r.
    have -> : a ^+ (t1 - t) = q * a by rewrite /q -(subnSK ht) exprSr.
    have -> : (if (t.+1 < t1)%N then k / r * (1 - q) else 0) = k / r * (1 - q).
      case: ltnP => // h1; have e : t1 = t.+1 by apply/eqP; rewrite eqn_leq h1 ht.
      by rewrite /q e subnn expr0 subrr mulr0.
    have -> : k / r * (1 - q * a) = k / r * (1 - q) + q * k by field; rewrite gt_eqF.
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
  rewrite (eqP (ht : (t1 - t == 0)%N)) (eqP (leqW ht : (t1 - t.+1 == 0)%N)) expr0 ltnNge (leqW ht)
    /=. rewrite (maxn_idPl ht) (maxn_idPl (leqW ht)). have h := up 1 (k * (n - t.+1)%:R) ler01.
  apply: upper_le (upper_mono _ h) => [|w]; last by rewrite addr0. apply: ler_wpM2r => //;
    rewrite addr0 !mul1r. have -> : (n - t)%N = (n - t.+1).+1 by rewrite subnSK.
  have es1 : a * V z' <= V z' by rewrite ler_piMl. have -> : (n - t.+1).+1%:R = (n - t.+1)%:R
    + 1 :> R by rewrite natr1. by rewrite [k * (_ + 1)]mulrDr mulr1; move: es1; lra. Qed.
End Window.

Section Local.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Variables (W : S -> R) (inside : S -> bool) (top l r k k' : R).
Hypotheses (W0 : forall z, 0 <= W z) (k0 : 0 <= k) (k0' : 0 <= k') (l0 : 0 <= l) (lt : l < top).
Hypothesis B : forall z, inside z -> W z <= top -> upper E (fun w => (W (step z w) - W z) ^+ 2) k'.

(* The run passes top with a probability of n m, where the hinge grows by at most m in the mean. *)
Lemma hinge_stays m n z : 0 <= m -> (forall z, inside z -> W z <= top ->
    upper E (fun w => hinge l (W (step z w))) (hinge l (W z) + m)) -> W z <= l ->
  fails E step (fun _ z => top < W z) (fun _ z => ~~ inside z) n 0 z (n%:R * m / (top - l) ^+ 2).
Proof. move=> kk A hz; have g0 : 0 < top - l by rewrite subr_gt0. have g2 : 0 < (top - l) ^+ 2
    by rewrite exprn_gt0. pose Psi t z := (hinge l (W z) + (n - t)%:R * m) / (top - l) ^+ 2.
  have -> : n%:R * m / (top - l) ^+ 2 = Psi 0 z by rewrite /Psi hinge_small // add0r subn0.
  apply: ville => [t z'|t z' h|t z' /andP [_ tn] h]; last rewrite negbK => hin.
  - by apply: divr_ge0; rewrite ?addr_ge0 ?hinge_ge0 ?mulr_ge0 ?ler0n // ltW.
  - rewrite /Psi ler_pdivlMr // mul1r.
    have := @hinge_large _ l (W z') (top - l) (ltW g0); rewrite addrC subrK => /(_ (ltW h)) hh.
    by apply: le_trans hh _; rewrite lerDl mulr_ge0 ?ler0n.
  rewrite -leNgt in h; have i0 : 0 <= ((top - l) ^+ 2)^-1 by rewrite invr_ge0 ltW.
  have hu := upper_scale i0 (upper_add (A _ hin h) (upper_const E ((n - t.+1)%:R * m))).
  apply: upper_le (upper_mono _ hu) => [|w]; last by rewrite /Psi mulrC.
  rewrite /Psi [X in _ <= X]mulrC; apply: ler_wpM2l => //.
  have -> : (n - t)%:R = (n - t.+1)%:R + 1 :> R by rewrite natr1 subnSK.
  by rewrite [(_ + 1) * _]mulrDl mul1r; move: (hinge _ _) ((n - t.+1)%:R * m) => *; lra. Qed.
(* The run passes top with a probability of the order of n eta^2. *)
Theorem stays n z :
  (forall z, inside z -> W z <= top -> upper E (fun w => W (step z w) ^+ 2) (W z ^+ 2 + k)) ->
  W z <= l -> fails E step (fun _ z => top < W z) (fun _ z => ~~ inside z) n 0 z
    (n%:R * (k + k') / (top - l) ^+ 2).
Proof. move=> A hz; apply: hinge_stays => // [|z' hin h]; first by rewrite addr_ge0.
  by rewrite addrA; exact: hinge_drift (W0 z') k0 (A _ hin h) (B hin h). Qed.

Hypotheses (r0 : 0 < r) (r1 : r <= 1).
Hypothesis A : forall z, inside z -> W z <= top ->
  upper E (fun w => W (step z w) ^+ 2) ((1 - r) * W z ^+ 2 + k).
Theorem local_theorem t1 n level z : 0 < level -> W z <= l ->
  fails E step (fun t z => (t1 <= t)%N && (level < W z ^+ 2)) (fun _ z => ~~ inside z) n 0 z
    (n%:R * (k + k') / (top - l) ^+ 2
      + ((1 - r) ^+ t1 * W z ^+ 2 + k / r + k * (n - t1)%:R) / level).
Proof. move=> lev hz; have A0 z' (hi : inside z') (h : W z' <= top) :
    upper E (fun w => W (step z' w) ^+ 2) (W z' ^+ 2 + k).
    by apply: upper_le (A hi h); rewrite lerD2r ler_piMl ?sqr_ge0 // gerBl ltW.
  have hs := stays n A0 hz. have A' z' : inside z' && (W z' <= top) ->
    upper E (fun w => W (step z' w) ^+ 2) ((1 - r) * W z' ^+ 2 + k) by case/andP; exact: A.
  have hw := window (V := fun z => W z ^+ 2) (fun z => sqr_ge0 (W z)) r0 r1 k0 A' t1 n lev z.
  apply: (fails_mono (bad := fun t z => (top < W z) || high (fun z => W z ^+ 2) t1 level t z)
    (stop := fun _ z => ~~ inside z)) => //.
    by move=> t z' h; apply/orP; right.
  apply: fails_or hs _; apply: fails_mono hw => // t z'. by rewrite /= negb_and -ltNge. Qed.
End Local.

(* The same from one step of W itself: it rises by at most u, whose mean is at most a and whose mean
   square is at most v. *)
Section Rises.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (S : Type) (step : S -> T -> S).
Variables (W : S -> R) (inside : S -> bool) (top l a v : R).
Hypotheses (lt : l < top) (a0 : 0 <= a) (v0 : 0 <= v).
Hypothesis step_up : forall z, inside z -> W z <= top ->
  exists u, [/\ forall w, W (step z w) <= W z + u w, upper E u a & upper E (fun w => u w ^+ 2) v].
Theorem rises n z : W z <= l ->
  fails E step (fun _ z => top < W z) (fun _ z => ~~ inside z) n 0 z
    (n%:R * (2 * (top - l) * a + v) / (top - l) ^+ 2).
Proof. move=> hz; have g0 : 0 < top - l by rewrite subr_gt0.
  have kk : 0 <= 2 * (top - l) * a + v by rewrite addr_ge0 ?mulr_ge0 ?ler0n // ltW.
  apply: hinge_stays => // z' hin h; have [u [hu ua uv]] := step_up hin h.
  set m := Num.max 0 (W z' - l); have m0 : 0 <= m by rewrite le_max lexx.
  have m1 : m <= top - l by rewrite ge_max (ltW g0) lerD2r h. have hd := upper_add
    (upper_add (upper_const E (hinge l (W z'))) (upper_scale (mulr_ge0 (ler0n R 2) m0) ua)) uv.
  apply: upper_le (upper_mono _ hd) => [|w]; last first.
    exact: le_trans (hinge_mono l (hu w)) (hinge_add l (W z') (u w)).
  by rewrite -addrA lerD2l lerD2r ler_wpM2r // ler_wpM2l. Qed.
End Rises.
