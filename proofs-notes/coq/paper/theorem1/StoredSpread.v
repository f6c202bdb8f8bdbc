(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredSpread.v: how far one update, stored entry by entry at random in a floating format, is from
   the drift of the imbalance, in mean square.

   StoredDrift.v has the mean. A store of y = x - p adds (s - y)(s + y) to a square; s is a
   neighbour of y, and the entries are stored apart from each other. So what the store adds to D has
   the variance of its entries' sum, and of each entry, where |x| <= U, with l = omega + (2 + eps)
   U,
       E (s^2 - y^2)^2 <= l^2 (9 t/16 + 81 beta/32) (omega + eps |x|)^2 + A2 p^2 + A4 p^4
   for any t > 0 (spread_second, spread_fourth).
   With P = pull - c D, of mean 0, E P^2 <= kP, E |GX|^4 <= qX, E |GY|^4 <= qY, and |(a - 2 eta c)
   D| <= K1, the exact update adds 8 eta^2 kP and terms of the fourth order in eta.
   Main results: independent_square, stored_entry, stored_spread (one update, any rank, any M).
   Paper's place: Theorem 2 and Phase III (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process FiniteLaw UniformLaw
  Descent GradientMoments Balance StoppedDrift StoredDrift.

(* The square of a sum of uncorrelated numbers d, with the signs s, added to c. *)
Section Independent.
Variables (R : realFieldType) (W : Type) (EW : expectation R W) (I : finType).
Local Definition cross (x : I -> R) : R := \sum_i \sum_j (if j == i then 0 else x i * x j).
Local Lemma square_sum (x : I -> R) : (\sum_i x i) ^+ 2 = \sum_i x i ^+ 2 + cross x.
Proof. rewrite expr2 mulr_suml /cross -big_split; apply: eq_bigr => i _; rewrite mulr_sumr (bigD1 i)
    //= [in RHS](bigD1 i) //= eqxx add0r expr2. by congr (_ + _); apply: eq_bigr => j /negPf ->.
Qed.
Variables (s : I -> R) (d b : W -> I -> R) (m B : I -> R) (c : R).
Hypotheses (s1 : forall i, s i ^+ 2 = 1) (hd : forall i, EW (fun k => d k i) (m i)).
Hypotheses (hdd : forall i j, i != j -> EW (fun k => d k i * d k j) (m i * m j)).
Hypotheses (hdb : forall k i, d k i ^+ 2 <= b k i) (hb : forall i, EW (fun k => b k i) (B i)).
Definition square_bound k : R :=
  c ^+ 2 + 2 * c * (\sum_i s i * d k i) + cross (fun i => s i * d k i) + \sum_i b k i.
Definition square_mean : R :=
  c ^+ 2 + 2 * c * (\sum_i s i * m i) + cross (fun i => s i * m i) + \sum_i B i.
Let expand (x : I -> R) :
  (c + \sum_i x i) ^+ 2 = c ^+ 2 + 2 * c * (\sum_i x i) + cross x + \sum_i x i ^+ 2.
Proof. by rewrite sqrrD square_sum; ring. Qed.
Theorem independent_square :
  [/\ forall k, (c + \sum_i s i * d k i) ^+ 2 <= square_bound k, EW square_bound square_mean &
  square_mean <= (c + \sum_i s i * m i) ^+ 2 + \sum_i B i].
Proof. split=> [k||].
  - by rewrite expand lerD2l; apply: ler_sum => i _; rewrite exprMn s1 mul1r.
  - have hc : EW (fun k => cross (fun i => s i * d k i)) (cross (fun i => s i * m i)).
      apply: mean_sum => i; apply: mean_sum => j; case: eqP => [_|/eqP n]; first exact: mean_const.
      rewrite eq_sym in n; have h := mean_scale (s i * s j) (hdd n).
      by apply: mean_eq (mean_ext _ h) _ => [k|]; rewrite mulrACA.
    have hs := mean_scale (2 * c) (mean_sum (fun i => mean_scale (s i) (hd i))).
    exact: mean_add (mean_add (mean_add (mean_const EW (c ^+ 2)) hs) hc) (mean_sum hb).
  by rewrite expand /square_mean lerD2r lerDl; apply: sumr_ge0 => i _; exact: sqr_ge0. Qed.
End Independent.

(* One entry. *)
Section Entry.
Variables (R : realFieldType) (kept : R -> bool) (mu var place : R -> R) (omega eps beta : R).
Hypothesis rounds : float_rounding kept mu var place omega eps beta.
Let o0 := omega_ge0 rounds. Let e0 := eps_ge0 rounds.
Let b0 : 0 <= beta. Proof. by case/andP: (beta_01 rounds). Qed.
Let b1 : beta <= 1. Proof. by case/andP: (beta_01 rounds). Qed.
Let pl0 x : 0 <= place x. Proof. by case/andP: (place_bounds rounds x). Qed.
(* How far a square may be off, and what it is off in mean square. *)
Definition widths (y : R) : R := (2 * `|y| + place y) ^+ 2.
Definition entry_spread (y : R) : R := widths y * (var y + (mu y - y) ^+ 2).
Lemma square_within (s y : R) : `|s - y| <= place y ->
  (s ^+ 2 - y ^+ 2) ^+ 2 <= widths y * (s - y) ^+ 2.
Proof. move=> h; have -> : s ^+ 2 - y ^+ 2 = (s - y + 2 * y) * (s - y) by ring.
  rewrite exprMn; apply: ler_wpM2r; first exact: sqr_ge0.
  rewrite -real_normK ?num_real // lerXn2r ?nnegrE ?addr_ge0 ?mulr_ge0 ?normr_ge0 //.
  by apply: le_trans (ler_normD _ _) _; rewrite addrC normrM ger0_norm // lerD2l. Qed.
Variables (U t : R). Hypothesis t0 : 0 < t.
Definition spread_widest : R := omega + (2 + eps) * U.
Definition spread_places : R := spread_widest ^+ 2 * (9 / 16 * t + 81 / 32 * beta).
Definition spread_second : R :=
  9 / 8 * spread_widest ^+ 2 * (1 / (2 * t) + eps) + 9 / 2 * (2 + eps) ^+ 2 * (omega + eps * U)
  + 81 / 4 * beta * (spread_widest ^+ 2 * eps ^+ 2 + (2 + eps) ^+ 2 * (omega + eps * U) ^+ 2).
Definition spread_fourth : R :=
  (2 + eps) ^+ 2 * (9 / 2 * (omega + eps * U) + 9 * eps + 162 * beta * eps ^+ 2).
Let split_square (x y : R) : (x + y) ^+ 2 <= 9 / 8 * x ^+ 2 + 9 * y ^+ 2.
Proof. rewrite -subr_ge0; have -> : 9 / 8 * x ^+ 2 + 9 * y ^+ 2 - (x + y) ^+ 2 =
    (x - 8 * y) ^+ 2 / 8 by field. exact: divr_ge0 (sqr_ge0 _) (ler0n _ 8). Qed.
(* The polynomial in p = |p|, with q = omega + eps |x| and Q = omega + eps U. *)
Let polynomial (l q Q p : R) : 0 <= p -> 0 <= q -> q <= Q ->
  (9 / 8 * l ^+ 2 + 9 * ((2 + eps) * p) ^+ 2)
    * ((q + eps * p) * p + 2 * beta * (9 / 8 * q ^+ 2 + 9 * (eps * p) ^+ 2)) <=
  l ^+ 2 * (9 / 16 * t + 81 / 32 * beta) * q ^+ 2
  + (9 / 8 * l ^+ 2 * (1 / (2 * t) + eps) + 9 / 2 * (2 + eps) ^+ 2 * Q
    + 81 / 4 * beta * (l ^+ 2 * eps ^+ 2 + (2 + eps) ^+ 2 * Q ^+ 2)) * p ^+ 2
  + (2 + eps) ^+ 2 * (9 / 2 * Q + 9 * eps + 162 * beta * eps ^+ 2) * p ^+ 2 ^+ 2.
Proof. move=> p0 q0 hQ; have Q2 : q ^+ 2 <= Q ^+ 2 by rewrite lerXn2r ?nnegrE // (le_trans q0).
  have k0 : 0 <= (2 + eps) ^+ 2 by exact: sqr_ge0. have p2 : 0 <= p ^+ 2 by exact: sqr_ge0. have y1
    := ler_wpM2l (mulr_ge0 (divr_ge0 (ler0n R 9) (ler0n R 8)) (sqr_ge0 l)) (young_number t0 q p).
  have y2 : (2 + eps) ^+ 2 * (9 * q * p ^+ 3) <=
    (2 + eps) ^+ 2 * (9 / 2 * Q * (p ^+ 2 + p ^+ 2 ^+ 2)).
    apply: ler_wpM2l => //; apply: (@le_trans _ _ (9 / 2 * q * (p ^+ 2 + p ^+ 2 ^+ 2))); last first.
      by apply: ler_wpM2r; rewrite ?addr_ge0 ?sqr_ge0 // ler_wpM2l // divr_ge0.
    rewrite -subr_ge0; have -> : 9 / 2 * q * (p ^+ 2 + p ^+ 2 ^+ 2) - 9 * q * p ^+ 3 =
      9 / 2 * q * (p * (p - 1)) ^+ 2 by field. by rewrite mulr_ge0 ?sqr_ge0 // mulr_ge0 // divr_ge0.
  have y3 := ler_wpM2l (mulr_ge0 (mulr_ge0 b0 k0) p2) Q2. rewrite -subr_ge0; have -> :
    l ^+ 2 * (9 / 16 * t + 81 / 32 * beta) * q ^+ 2 + (9 / 8 * l ^+ 2 * (1 / (2 * t) + eps) + 9 / 2
    * (2 + eps) ^+ 2 * Q + 81 / 4 * beta * (l ^+ 2 * eps ^+ 2 + (2 + eps) ^+ 2 * Q ^+ 2)) * p ^+ 2
    + (2 + eps) ^+ 2 * (9 / 2 * Q + 9 * eps + 162 * beta * eps ^+ 2) * p ^+ 2 ^+ 2 - (9 / 8 * l ^+ 2
    + 9 * ((2 + eps) * p) ^+ 2) * ((q + eps * p) * p + 2 * beta * (9 / 8 * q ^+ 2 + 9 * (eps * p) ^+
      2)) = (9 / 8 * l ^+ 2 * (t / 2 * q ^+ 2 + 1 / (2 * t) * p ^+ 2) - 9 / 8 * l ^+ 2 * (q * p))
    + ((2 + eps) ^+ 2 * (9 / 2 * Q * (p ^+ 2 + p ^+ 2 ^+ 2)) - (2 + eps) ^+ 2 * (9 * q * p ^+ 3))
    + 81 / 4 * (beta * (2 + eps) ^+ 2 * p ^+ 2 * Q ^+ 2 - beta * (2 + eps) ^+ 2 * p ^+ 2 * q ^+ 2).
    by field; rewrite gt_eqF.
  by apply: addr_ge0; [apply: addr_ge0; rewrite subr_ge0|rewrite mulr_ge0 ?subr_ge0 // divr_ge0].
Qed.
Theorem stored_entry x p : kept x -> `|x| <= U ->
  entry_spread (x - p) <= spread_places * (omega + eps * `|x|) ^+ 2 + spread_second * p ^+ 2
    + spread_fourth * p ^+ 2 ^+ 2.
Proof. move=> kx xU; have x0 := normr_ge0 x; have p0 := normr_ge0 p; have y0 := normr_ge0 (x - p).
    have hq : 0 <= omega + eps * `|x| by rewrite addr_ge0 ?mulr_ge0.
    have hQ : omega + eps * `|x| <= omega + eps * U by rewrite lerD2l ler_wpM2l.
    have := polynomial spread_widest p0 hq hQ; rewrite (real_normK (num_real p)); apply: le_trans.
    have hy : `|x - p| <= `|x| + `|p| by exact: ler_normB. case/andP: (place_bounds rounds
      (x - p)) => _ hp. have hp' : place (x - p) <= omega + eps * `|x| + eps * `|p|.
      by apply: le_trans hp _; rewrite -addrA -mulrDr lerD2l ler_wpM2l.
    have pp0 := pl0 (x - p); case/andP: (rounding_var rounds p kx) => v0 hv;
      have hb := rounding_bias rounds (x - p).
    have hw : widths (x - p) <= 9 / 8 * spread_widest ^+ 2 + 9 * ((2 + eps) * `|p|) ^+ 2.
      have U0 := le_trans x0 xU; have k0 : 0 <= 2 + eps by rewrite addr_ge0. have l0 : 0 <=
        spread_widest + (2 + eps) * `|p| by rewrite addr_ge0 ?mulr_ge0 // addr_ge0 ?mulr_ge0.
      apply: le_trans (split_square _ _); rewrite lerXn2r ?nnegrE //; first by rewrite addr_ge0
        ?mulr_ge0. have := ler_wpM2l e0 xU; rewrite /spread_widest; move: hy hp' xU; rewrite
        !mulrDl. by move: (place _) (`|x - p|) (eps * `|x|) (eps * `|p|) (eps * U) => *; lra.
    have hs : place (x - p) ^+ 2 <= 9 / 8 * (omega + eps * `|x|) ^+ 2 + 9 * (eps * `|p|) ^+ 2.
      by apply: le_trans (split_square _ _); rewrite lerXn2r ?nnegrE ?addr_ge0 ?mulr_ge0.
    have hbias : (mu (x - p) - (x - p)) ^+ 2 <= beta * place (x - p) ^+ 2.
      rewrite -real_normK ?num_real //; apply: (@le_trans _ _ ((beta * place (x - p)) ^+ 2)).
        by rewrite lerXn2r ?nnegrE ?mulr_ge0.
      by rewrite exprMn ler_wpM2r ?sqr_ge0 // expr2 ler_piMl.
    have w0 : 0 <= widths (x - p) by exact: sqr_ge0.
    apply: ler_pM => //; first by rewrite addr_ge0 ?sqr_ge0. have h2 := ler_wpM2l b0 hs;
      apply: le_trans (lerD hv hbias) _; rewrite -[X in X <= _]addrA; apply: lerD;
      first exact: ler_wpM2r. by rewrite -[2 * beta * _]mulrA mulr2n mulrDl mul1r; exact: lerD. Qed.

(* One factor: A is kept, its entries are at most U, and it goes by P. *)
Lemma spread_coefficients : 0 <= U ->
  [/\ 0 <= spread_places, 0 <= spread_second & 0 <= spread_fourth].
Proof. move=> U0; have k0 : 0 <= (2 + eps) ^+ 2 by exact: sqr_ge0. have Q0 : 0 <= omega + eps * U
    by rewrite addr_ge0 ?mulr_ge0. have l0 : 0 <= spread_widest ^+ 2 by exact: sqr_ge0.
  have n (i j : nat) : 0 <= i%:R / j%:R :> R by rewrite divr_ge0. split.
  - by apply: mulr_ge0 => //; apply: addr_ge0; apply: mulr_ge0 => //; exact: ltW.
  - apply: addr_ge0; first apply: addr_ge0.
    + by apply: mulr_ge0; [exact: mulr_ge0|rewrite addr_ge0 // divr_ge0 ?ler01 // mulr_ge0 // ltW].
    + by apply: mulr_ge0 => //; exact: mulr_ge0.
    by apply: mulr_ge0; [exact: mulr_ge0|apply: addr_ge0; apply: mulr_ge0 => //; exact: sqr_ge0].
  apply: mulr_ge0 => //; apply: addr_ge0; first by apply: addr_ge0; exact: mulr_ge0.
  by apply: mulr_ge0 (sqr_ge0 _); exact: mulr_ge0. Qed.
Definition spread_cost (places way way2 : R) : R :=
  spread_places * places + spread_second * way + spread_fourth * way2.
Theorem stored_spread_factor m r (A P : 'M[R]_(m, r)) : 0 <= U -> (forall i a, kept (A i a)) ->
  (forall i a, `|A i a| <= U) ->
  \sum_i \sum_a entry_spread ((A - P) i a) <=
    spread_cost (squared_places omega eps A) (normsq P) (normsq P ^+ 2).
Proof. move=> U0 kA hA; have [c1 c2 c4] := spread_coefficients U0.
  apply: (@le_trans _ _ (\sum_i \sum_a (spread_places * (omega + eps * `|A i a|) ^+ 2
      + spread_second * P i a ^+ 2 + spread_fourth * P i a ^+ 2 ^+ 2))).
    by apply: ler_sum => i _; apply: ler_sum => a _; rewrite !mxE; exact: stored_entry.
  rewrite (eq_bigr (fun i => spread_places * (\sum_a (omega + eps * `|A i a|) ^+ 2)
      + spread_second * (\sum_a P i a ^+ 2) + spread_fourth * (\sum_a P i a ^+ 2 ^+ 2)));
    last by move=> i _; rewrite !mulr_sumr -!big_split.
  rewrite !big_split -!mulr_sumr /= -normsq_sum -/(squared_places _ _ _) /spread_cost lerD2l;
    apply: ler_wpM2l => //. rewrite normsq_sum; have sq_sum (J : finType) (f : J -> R) :
    (forall j, 0 <= f j) -> \sum_j f j ^+ 2 <= (\sum_j f j) ^+ 2.
    move=> f0; rewrite square_sum lerDl; apply: sumr_ge0 => i _; apply: sumr_ge0 => j _;
      case: ifP => // _; exact: mulr_ge0.
  apply: le_trans (sq_sum _ _ _) => [|i]; last by apply: sumr_ge0 => a _; exact: sqr_ge0.
  by apply: ler_sum => i _; apply: sq_sum => a; exact: sqr_ge0. Qed.
End Entry.
