(* SPDX-License-Identifier: Apache-2.0 *)
(* StoredBand.v: the drift to balance survives a random store with a probability, at any rank, for
   any M.

   The setting is that of StoredDrift.v, with its region and its K. The entries are moreover stored
   apart from each other, each as a number within a place of itself. In the region |X_ia| <= UX,
   |Y_ja| <= UY, and with P = <X, GX> - <Y, GY> - c D, of mean 0, also E P^2 <= kP, E |GX|^4 <= qX,
   E |GY|^4 <= qY, |(a - 2 eta c) D| <= K1. Then one stored update is off (1 - a) D, and K up or
   down, by a mean square of at most
       v = 8 eta^2 kP + 8 (eta^4 (qX + qY) + K1^2 + K^2 + 4 (S of one store)^2)
         + what the stores scatter (StoredSpread.v)   (update_square),
   and with q = 1 - a
       P(|D_t - q^t D_0| > (K/a) (1 - q^t) + level for some t in [t1, n], the run having stayed in
       the region)
         <= 2 v ((1 - q^(2 t1))/(1 - q^2) + n - t1) / level^2.
   Main results: stored_spread (one update), band_survives.
   Paper's place: Theorem 2 and Phase III (in a finite format). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process FiniteLaw UniformLaw
  Descent GradientMoments Balance StoppedDrift StoredDrift.
From NoisyGD Require Import StoredSpread.

(* The entries of a state, and their signs in D. *)
Section Entries.
Variables (R : realFieldType) (d1 d2 r : nat).
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Local Notation entry := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Definition entry_of (z : state)
    (e : entry) : R := match e with inl x => z.1 x.1 x.2 | inr x => z.2 x.1 x.2 end.
Local Definition side (e : entry) : R := if e is inl _ then 1 else -1.
Lemma side_sq e : side e ^+ 2 = 1. Proof. by case: e => x; rewrite /side ?sqrrN expr1n. Qed.
Lemma sum_entries
    (f : entry -> R) : \sum_e f e = \sum_i \sum_a f (inl (i, a)) + \sum_j \sum_a f (inr (j, a)).
Proof. by rewrite big_sumType /= !pair_bigA /=; congr (_ + _); apply: eq_bigr => -[i a]. Qed.
Lemma sum_sides (z : state) (g : R -> R) :
  \sum_e side e * g (entry_of z e) = \sum_i \sum_a g (z.1 i a) - \sum_j \sum_a g (z.2 j a).
Proof. rewrite sum_entries -sumrN; congr (_ + _); apply: eq_bigr => i _; rewrite -?sumrN;
    apply: eq_bigr => a _; rewrite /side /=; ring. Qed.
Lemma imbalance_entries (z : state) : imbalance z = \sum_e side e * entry_of z e ^+ 2.
Proof. by rewrite (sum_sides z (fun x => x ^+ 2)) /imbalance !normsq_sum. Qed.
End Entries.

(* A store of entries apart from each other, each within a place. *)
Record apart_store (R : realFieldType) W (EW : expectation R W) d1 d2 r
    (store : 'M[R]_(d1, r) * 'M[R]_(d2, r) -> W -> 'M[R]_(d1, r) * 'M[R]_(d2, r))
    (mu var place : R -> R) : Prop := ApartStore {
  apart_within : forall z k e, `|entry_of (store z k) e - entry_of z e| <= place (entry_of z e);
  apart_pairs : forall z e e', e != e' ->
  EW (fun k => entry_of (store z k) e ^+ 2 * entry_of (store z k) e' ^+ 2)
    ((mu (entry_of z e) ^+ 2 + var (entry_of z e))
      * (mu (entry_of z e') ^+ 2 + var (entry_of z e')))
}.

(* One word for each entry. *)
Theorem word_store_apart (R : realFieldType) d1 d2 r m (m0 : (0 < m)%N) (sto : R -> 'I_m -> R)
    (mu var place : R -> R) :
  (forall x k, `|sto x k - x| <= place x) -> (forall x, (\sum_k sto x k ^+ 2) / m%:R = mu x ^+ 2
    + var x) -> apart_store (uniform R (words_inhabited (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type m0))
    (@word_store R d1 d2 r m sto) mu var place.
Proof. have at_word z k e : entry_of (@word_store R d1 d2 r m sto z k) e = sto (entry_of z e) (k e)
    by case: e => -[i a] /=; rewrite mxE.
  move=> near h2; split=> [z k e|z e e' n]; first by rewrite at_word.
  rewrite -!h2; apply: mean_ext (words_pair m0 (fun k => sto (entry_of z e) k ^+ 2)
    (fun k => sto (entry_of z e') k ^+ 2) n) => k. by rewrite !at_word. Qed.

Section Band.
Variables (R : realFieldType) (T W : Type) (E : expectation R T) (EW : expectation R W)
  (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (c eta : R) (M : 'M[R]_(d1, d2)).
Local Notation state := ('M[R]_(d1, r) * 'M[R]_(d2, r))%type.
Variables (store : state -> W -> state) (kept : R -> bool) (mu var place : R -> R)
  (omega eps beta : R).
Hypotheses (rounds : float_rounding kept mu var place omega eps beta)
  (law : float_store EW store kept mu var).
Hypothesis separate : apart_store EW store mu var place.
Variables (inside : state -> bool) (a NX NY PX PY kX kY K0 tX tY : R).
Hypotheses (region : drift_region E Z1 Z2 c eta M omega eps inside a NX NY PX PY kX kY K0)
  (tX0 : 0 < tX) (tY0 : 0 < tY).
Local Notation moved := (moved Z1 Z2 eta M).
Local Notation stored_moved := (stored_moved Z1 Z2 eta M store).
Local Notation gx z w := (normsq (noisyX Z1 Z2 M z w)).
Local Notation gy z w := (normsq (noisyY Z1 Z2 M z w)).
Local Notation pull := (Balance.pull Z1 Z2 M).
Local Notation cost := (factor_cost r eta omega eps beta).
Local Notation spread := (entry_spread mu var place).
Implicit Types (z : state) (w : T) (k : W).

(* What stores scatter, whatever the outcome of the noise. *)
Definition scattered z : R := \sum_i \sum_a spread (z.1 i a) + \sum_j \sum_a spread (z.2 j a).
Definition stored_bound z q k :=
  square_bound (@side R d1 d2 r) (fun k e => entry_of (store z k) e ^+ 2 - entry_of z e ^+ 2)
  (fun k e => widths place (entry_of z e) * (entry_of (store z k) e - entry_of z e) ^+ 2) q k.
Definition stored_bound_mean z q := square_mean (@side R d1 d2 r)
  (fun e => shift mu var (entry_of z e)) (fun e => spread (entry_of z e)) q.
Lemma stored_square z q :
  [/\ forall k, (imbalance (store z k) - imbalance z + q) ^+ 2 <= stored_bound z q k,
  EW (stored_bound z q) (stored_bound_mean z q) &
    stored_bound_mean z q <= (state_shift mu var z + q) ^+ 2 + scattered z].
Proof. have first e : EW (fun k => entry_of (store z k) e) (mu (entry_of z e)).
    by have [hx hy] := float_first law z; case: e => -[i b] /=; [exact: hx|exact: hy].
  have second e : EW (fun k => entry_of (store z k) e ^+ 2)
    (mu (entry_of z e) ^+ 2 + var (entry_of z e)).
    by have [hx hy] := float_second law z; case: e => -[i b] /=; [exact: hx|exact: hy].
  have hd e : EW (fun k => entry_of (store z k) e ^+ 2 - entry_of z e ^+ 2)
    (shift mu var (entry_of z e)).
    exact: mean_add (second e) (mean_const EW _).
  have hdd e e' : e != e' -> EW (fun k => (entry_of (store z k) e ^+ 2 - entry_of z e ^+ 2)
    * (entry_of (store z k) e' ^+ 2 - entry_of z e' ^+ 2))
    (shift mu var (entry_of z e) * shift mu var (entry_of z e')).
    move=> n; have h := mean_add (apart_pairs separate z n) (mean_add (mean_scale
        (- entry_of z e' ^+ 2) (hd e)) (mean_add (mean_scale (- entry_of z e ^+ 2) (hd e'))
        (mean_const EW (- (entry_of z e ^+ 2 * entry_of z e' ^+ 2))))).
    by apply: mean_eq (mean_ext _ h) _ => [k|]; rewrite /shift; ring.
  have hb e : EW (fun k => widths place (entry_of z e)
    * (entry_of (store z k) e - entry_of z e) ^+ 2) (spread (entry_of z e)).
    apply: mean_scale; have h := mean_add (second e)
      (mean_add (mean_scale (- (2 * entry_of z e)) (first e)) (mean_const EW (entry_of z e ^+ 2))).
    by apply: mean_eq (mean_ext _ h) _ => [k|]; ring.
  have [h1 h2 h3] := independent_square q (@side_sq R d1 d2 r) hd hdd (fun k e =>
    square_within rounds (apart_within separate z k e)) hb. split=> [k||] //; last first.
    apply: le_trans h3 _; rewrite (sum_sides z (shift mu var)) -/(state_shift _ _ _) addrC
      [q + _]addrC. by rewrite [X in _ <= X]addrC lerD2r /scattered sum_entries.
  apply: le_trans (h1 k); rewrite !imbalance_entries -sumrB addrC le_eqVlt; apply/orP; left;
    apply/eqP. by congr ((_ + _) ^+ 2); apply: eq_bigr => e _; rewrite mulrBr. Qed.

(* The region, and its numbers. *)
Variables (UX UY kP qX qY K1 : R).
Record band_region : Prop := BandRegion {
  region_entries : forall z, inside z ->
  (forall i b, `|z.1 i b| <= UX) /\ forall j b, `|z.2 j b| <= UY;
  region_pull : forall z, inside z -> upper E (fun w => (pull z w - c * imbalance z) ^+ 2) kP;
  region_fourth : forall z, inside z ->
  upper E (fun w => gx z w ^+ 2) qX /\ upper E (fun w => gy z w ^+ 2) qY;
  region_second : forall z, inside z -> `|(a - 2 * eta * c) * imbalance z| <= K1
}.
Hypotheses (band : band_region) (UX0 : 0 <= UX) (UY0 : 0 <= UY).
Definition cost_slope t : R :=
  ((1 / (2 * t) + eps) + 2 * beta * ((eps * (1 + eps) + store_kap omega eps) * 2)) * eta ^+ 2.
Lemma cost_affine d t P N g : cost d t P N g = cost d t P N 0 + cost_slope t * g.
Proof. by rewrite /factor_cost /store_cost /cost_slope; ring. Qed.
Definition update_square
    (K : R) : R := 8 * eta ^+ 2 * kP + 8 * (eta ^+ 4 * (qX + qY) + K1 ^+ 2 + K ^+ 2
    + 4 * (cost d1 tX PX NX 0 ^+ 2 + cost d2 tY PY NY 0 ^+ 2 + cost_slope tX ^+ 2 * qX
      + cost_slope tY ^+ 2 * qY))
  + (spread_cost omega eps beta UX tX PX (eta ^+ 2 * kX) (eta ^+ 4 * qX)
    + spread_cost omega eps beta UY tY PY (eta ^+ 2 * kY) (eta ^+ 4 * qY)).

Lemma scattered_le z w : kept_state kept z -> inside z -> scattered (moved z w) <=
  spread_cost omega eps beta UX tX PX (eta ^+ 2 * gx z w) (eta ^+ 4 * gx z w ^+ 2)
    + spread_cost omega eps beta UY tY PY (eta ^+ 2 * gy z w) (eta ^+ 4 * gy z w ^+ 2).
Proof. move=> /andP [/forallP kx /forallP ky] hin; have [ux uy] := region_entries band hin;
    have [px py] := region_places region hin.
  have one m (A : 'M[R]_(m, r)) G U t P : 0 < t -> 0 <= U -> (forall i b, kept (A i b)) -> (forall i
    b, `|A i b| <= U) -> squared_places omega eps A <= P -> \sum_i \sum_b spread ((A - eta *: G) i
    b) <= spread_cost omega eps beta U t P (eta ^+ 2 * normsq G) (eta ^+ 4 * normsq G ^+ 2).
    move=> t0 U0 kA hA hP; have h := stored_spread_factor rounds t0 (eta *: G) U0 kA hA;
      apply: le_trans h _. rewrite normsqZ exprMn -exprM /spread_cost !lerD2r; apply: ler_wpM2l hP;
      by have [] := spread_coefficients rounds t0 U0.
  by apply: lerD; apply: one => // i b; [have /forallP := kx i|have /forallP := ky i]; exact. Qed.
Let total z w : R := cost d1 tX PX NX (gx z w) + cost d2 tY PY NY (gy z w).
Let four (x1 x2 x3 x4 x5 : R) : (- (2 * eta) * x1 + (x2 + x3 + x4 + x5)) ^+ 2 <=
  8 * eta ^+ 2 * x1 ^+ 2 + 8 * (x2 ^+ 2 + x3 ^+ 2 + x4 ^+ 2 + x5 ^+ 2).
Proof. have h : 0 <= 1 * (2 * eta * x1 + (x2 + x3 + x4 + x5)) ^+ 2 + 2 * ((x2 - x3) ^+ 2
    + (x2 - x4) ^+ 2 + (x2 - x5) ^+ 2 + (x3 - x4) ^+ 2 + (x3 - x5) ^+ 2 + (x4 - x5) ^+ 2) by parts.
  by rewrite -subr_ge0; apply: le_trans h _; rewrite le_eqVlt; apply/orP; left; apply/eqP; ring.
Qed.
Lemma exact_square z w sg K : kept_state kept z -> inside z -> sg ^+ 2 = 1 ->
  (state_shift mu var (moved z w) + (imbalance (moved z w) - (1 - a) * imbalance z - sg * K)) ^+ 2
    <= 8 * eta ^+ 2 * (pull z w - c * imbalance z) ^+ 2
    + 8 * (eta ^+ 4 * (gx z w ^+ 2 + gy z w ^+ 2) + K1 ^+ 2 + K ^+ 2
    + 4 * (cost d1 tX PX NX 0 ^+ 2 + cost d2 tY PY NY 0 ^+ 2 + cost_slope tX ^+ 2 * gx z w ^+ 2
      + cost_slope tY ^+ 2 * gy z w ^+ 2)).
Proof. move=> hk hin sg1; have ht : `|state_shift mu var (moved z w)| <= total z w := state_shift_le
    rounds region tX0 tY0 w hk hin. have hs := region_second band hin; rewrite imbalance_moved.
  have -> : state_shift mu var (moved z w) + (imbalance z - 2 * eta * pull z w
    + eta ^+ 2 * (gx z w - gy z w) - (1 - a) * imbalance z - sg * K) =
    - (2 * eta) * (pull z w - c * imbalance z) + (eta ^+ 2 * (gx z w - gy z w)
    + (a - 2 * eta * c) * imbalance z + - sg * K + state_shift mu var (moved z w)) by ring.
  apply: le_trans (four _ _ _ _ _) _; rewrite lerD2l; apply: ler_wpM2l => //.
  have sq (x b : R) : `|x| <= b -> x ^+ 2 <= b ^+ 2 by move=> h;
    rewrite -(real_normK (num_real x)) lerXn2r ?nnegrE // (le_trans _ h).
  have hx := normsq_ge0 (noisyX Z1 Z2 M z w); have hy := normsq_ge0 (noisyY Z1 Z2 M z w).
  apply: lerD; first apply: lerD; first apply: lerD.
  - rewrite exprMn -exprM; apply: ler_wpM2l; first by rewrite -[(2 * 2)%N]/(2 * 2)%N exprM sqr_ge0.
    by have := mulr_ge0 hx hy; have -> : (gx z w - gy z w) ^+ 2 = gx z w ^+ 2 + gy z w ^+ 2
      - 2 * (gx z w * gy z w) by [ring]; move: (_ * gy z w) => *; lra.
  - exact: sq.
  - by rewrite exprMn sqrrN sg1 mul1r.
  apply: le_trans (sq _ _ ht) _; rewrite /total cost_affine [cost d2 _ _ _ _]cost_affine -!exprMn.
  move: (cost _ _ _ _ _) (cost _ _ _ _ _) (_ * gx z w) (_ * gy z w) => x1 x2 x3 x4.
  have h : 0 <= (x1 - x2) ^+ 2 + (x1 - x3) ^+ 2 + (x1 - x4) ^+ 2 + (x2 - x3) ^+ 2 + (x2 - x4) ^+ 2
    + (x3 - x4) ^+ 2 by parts. by rewrite -subr_ge0; apply: le_trans h _; rewrite le_eqVlt;
    apply/orP; left; apply/eqP; ring. Qed.

(* One stored update. *)
Theorem stored_spread z sg K : kept_state kept z -> inside z -> sg ^+ 2 = 1 ->
  upper (apart E EW) (fun o => (imbalance (stored_moved z o) - (1 - a) * imbalance z - sg * K) ^+ 2)
    (update_square K).
Proof. move=> hk hin sg1; pose q w := imbalance (moved z w) - (1 - a) * imbalance z - sg * K.
  pose h w := 8 * eta ^+ 2 * (pull z w - c * imbalance z) ^+ 2 + 8 * (eta ^+ 4 * (gx z w ^+ 2
      + gy z w ^+ 2) + K1 ^+ 2 + K ^+ 2 + 4 * (cost d1 tX PX NX 0 ^+ 2 + cost d2 tY PY NY 0 ^+ 2
      + cost_slope tX ^+ 2 * gx z w ^+ 2 + cost_slope tY ^+ 2 * gy z w ^+ 2))
    + (spread_cost omega eps beta UX tX PX (eta ^+ 2 * gx z w) (eta ^+ 4 * gx z w ^+ 2)
    + spread_cost omega eps beta UY tY PY (eta ^+ 2 * gy z w) (eta ^+ 4 * gy z w ^+ 2)).
  apply: (upper_apart (F := fun o => stored_bound (moved z o.1) (q o.1) o.2)
    (g := fun w => stored_bound_mean (moved z w) (q w)) (h := h)).
  - move=> [w k]; have [hp _ _] := stored_square (moved z w) (q w); apply: le_trans (hp k).
    by rewrite le_eqVlt; apply/orP; left; apply/eqP; congr (_ ^+ 2);
      rewrite /q /StoredDrift.stored_moved /=; ring.
  - by move=> w; have [] := stored_square (moved z w) (q w).
  - move=> w; have [_ _ hm] := stored_square (moved z w) (q w); apply: le_trans hm _;
      apply: lerD (scattered_le w hk hin). exact: exact_square.
  have [hx hy] := region_fourth band hin; have [mx [my [ex ey lx ly _]]] := region_exact region hin.
  have ux := upper_le lx (upper_mean ex); have uy := upper_le ly (upper_mean ey). have [_ sx fx] :=
    spread_coefficients rounds tX0 UX0; have [_ sy fy] := spread_coefficients rounds tY0 UY0.
  have e2 := sqr_ge0 eta; have e4 : 0 <= eta ^+ 4 by rewrite -[4%N]/(2 * 2)%N exprM sqr_ge0.
  pose fourth f t := 8 * eta ^+ 4 + 32 * cost_slope t ^+ 2 + f * eta ^+ 4.
  have f0 f t : 0 <= f -> 0 <= fourth f t by move=> ff; exact: addr_ge0
    (addr_ge0 (mulr_ge0 (ler0n _ 8) e4) (mulr_ge0 (ler0n _ 32) (sqr_ge0 _))) (mulr_ge0 ff e4).
  have p0 : 0 <= 8 * eta ^+ 2 by rewrite mulr_ge0. have u := upper_add
    (upper_const E (8 * (K1 ^+ 2 + K ^+ 2 + 4 * (cost d1 tX PX NX 0 ^+ 2 + cost d2 tY PY NY 0 ^+ 2))
      + (spread_cost omega eps beta UX tX PX 0 0 + spread_cost omega eps beta UY tY PY 0 0)))
    (upper_add (upper_scale p0 (region_pull band hin))
    (upper_add (upper_add (upper_scale (mulr_ge0 sx e2) ux) (upper_scale (f0 _ tX fx) hx))
      (upper_add (upper_scale (mulr_ge0 sy e2) uy) (upper_scale (f0 _ tY fy) hy)))).
  by apply: upper_le (upper_mono _ u) => [|w]; rewrite le_eqVlt; apply/orP; left; apply/eqP;
    rewrite /h /update_square /fourth /spread_cost; ring. Qed.

(* n updates. *)
Hypothesis noise : smoothing_noise E Z1 Z2 c c. Variables (K v level : R).
Hypotheses (a0 : 0 < a) (a1 : a <= 1) (v0 : 0 <= v) (level0 : 0 < level).
Hypotheses (hK : drift_error d1 d2 r eta omega eps beta NX NY PX PY kX kY K0 tX tY <= K)
  (hv : update_square K <= v).
Theorem band_survives t1 n z : kept_state kept z ->
  fails (apart E EW) stored_moved (fun t z' => (t1 <= t)%N &&
    (K / a * (1 - (1 - a) ^+ t) + level < `|imbalance z' - (1 - a) ^+ t * imbalance z|))
    (fun _ z => ~~ inside z) n 0 z
      (2 * v * ((1 - (1 - a) ^+ (2 * t1)) / (1 - (1 - a) ^+ 2) + (n - t1)%:R) / level ^+ 2).
Proof. move=> hk; have q0 : 0 <= 1 - a by rewrite subr_ge0. have q1 : 1 - a < 1 by rewrite gtrBl.
  have up z' : kept_state kept z' && inside z' ->
    upper (apart E EW) (fun o => imbalance (stored_moved z' o)) ((1 - a) * imbalance z' + K).
    by case/andP => h1 h2; have [h _] := stored_imbalance_drift noise rounds law region tX0 tY0 h1
      h2; apply: upper_le h; rewrite lerD2l.
  have down z' : kept_state kept z' && inside z' ->
    upper (apart E EW) (fun o => - imbalance (stored_moved z' o)) (- ((1 - a) * imbalance z') + K).
    by case/andP => h1 h2; have [_ h] := stored_imbalance_drift noise rounds law region tX0 tY0 h1
      h2; apply: upper_le h; rewrite lerD2l.
  have s_up z' : kept_state kept z' && inside z' -> upper (apart E EW)
    (fun o => (imbalance (stored_moved z' o) - (1 - a) * imbalance z' - K) ^+ 2) v.
    case/andP => h1 h2; have h := stored_spread K h1 h2 (expr1n R 2);
      apply: upper_le hv (upper_mono _ h) => o; by rewrite mul1r.
  have s_down z' : kept_state kept z' && inside z' -> upper (apart E EW)
    (fun o => (imbalance (stored_moved z' o) - (1 - a) * imbalance z' + K) ^+ 2) v.
    case/andP => h1 h2; have m1 : (-1 : R) ^+ 2 = 1 by rewrite sqrrN expr1n. by have h :=
      stored_spread K h1 h2 m1; apply: upper_le hv (upper_mono _ h) => o; rewrite mulN1r opprK.
  have hb := drift_band q0 q1 up down v0 level0 s_up s_down t1 n z.
  have e : 1 - (1 - a) = a by ring. rewrite /gathered -exprM in hb. apply: fails_kept_inside
    (stored_kept _ _ _ _ law) hk _; apply: fails_mono hb => // t z' /=; by rewrite /lag e. Qed.
End Band.
