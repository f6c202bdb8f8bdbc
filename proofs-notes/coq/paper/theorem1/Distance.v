(* SPDX-License-Identifier: Apache-2.0 *)
(* Distance.v: a small excess puts the iterate near one of the two optima, for both signs at once.

   With m^2 = 1 - s, m >= 0, an excess of at most s gives
       s (|x - m u|^2 + |y - m v|^2) <= excess,      or the same with x + m u and y + m v;
   so, as 1 - m <= s, the squared distance from (u, v) or from -(u, v) is at most 2 excess/s + 4
   s^2. The last term is the floor: noise of fixed size settles about the smoothed optimum, not
   about (u, v).
   Main results: distance, near_optimum, near_level, theorem_near.
   Paper's place: Theorem 1 (what it says of x_t and y_t). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Excess GradientMoments LocalTheorem.

Section Coordinates.
Variables (R : realFieldType) (s m : R).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (m0 : 0 <= m) (m2 : m ^+ 2 = 1 - s).
Implicit Types a b c e r p q : R.
(* c = a + b differs from 2 m by little if r = a b - m^2 and e = a - b are small. *)
Lemma sum_close c r e : 0 <= c -> c ^+ 2 - 4 * m ^+ 2 = 4 * r + e ->
  15 * (c - 2 * m) ^+ 2 <= 4 * (4 * r + e) ^+ 2.
Proof. move=> c0 <-; have mc : 0 <= m * c by rewrite mulr_ge0. have c2 := sqr_ge0 c.
  have h : 15 <= 4 * (c + 2 * m) ^+ 2.
    have -> : 4 * (c + 2 * m) ^+ 2 = 4 * c ^+ 2 + 16 * (m * c) + 16 * m ^+ 2 by ring.
    by rewrite m2; move: s16; move: (m * c) (c ^+ 2) mc c2 => *; lra.
  have -> : 4 * (c ^+ 2 - 4 * m ^+ 2) ^+ 2 = 4 * (c + 2 * m) ^+ 2 * (c - 2 * m) ^+ 2 by ring.
  by rewrite ler_wpM2r ?sqr_ge0. Qed.
Lemma square_sum r e : e <= 1 -> 0 <= e -> (4 * r + e) ^+ 2 <= 32 * r ^+ 2 + 2 * e.
Proof. move=> e1 e0; have h := sqr_ge0 (4 * r - e). have h2 : e ^+ 2 <= e by rewrite expr2 ler_piMl.
  have -> : (4 * r + e) ^+ 2 = 32 * r ^+ 2 + 2 * e ^+ 2 - (4 * r - e) ^+ 2 by ring.
  by move: ((4 * r - e) ^+ 2) (e ^+ 2) (r ^+ 2) h h2 => *; lra. Qed.
Lemma coordinate_distance a b p q : 0 <= p -> 0 <= q -> excess s a b p q <= s -> 0 <= a + b ->
  s * (p + q + ((a - m) ^+ 2 + (b - m) ^+ 2)) <= excess s a b p q.
Proof. move=> p0 q0 hE c0; have hx := excess_parts s a b p0 q0.
  have -> : (a - m) ^+ 2 + (b - m) ^+ 2 = (a - b) ^+ 2 / 2 + (a + b - 2 * m) ^+ 2 / 2 by field.
  set r := a * b - (1 - s) in hx; have e0 := sqr_ge0 (a - b).
  have hc : 15 * (a + b - 2 * m) ^+ 2 <= 4 * (4 * r + (a - b) ^+ 2) ^+ 2.
    by apply: sum_close => //; rewrite m2 /r; ring.
  set e := (a - b) ^+ 2 in hx e0 hc *; set d := (a + b - 2 * m) ^+ 2 in hc *; have r2 := sqr_ge0 r.
  have sp : 0 <= s * p by rewrite mulr_ge0 // ltW. have sq : 0 <= s * q by rewrite mulr_ge0 // ltW.
  have e1 : e <= 1.
    rewrite -(ler_pM2l s0) mulr1; apply: le_trans hE; apply: le_trans hx; rewrite !mulrDr.
    by move: (r ^+ 2) (s * p) (s * q) (s * e) r2 sp sq => *; lra.
  have hq := square_sum r e1 e0. have hd : s * (15 * d) <= s * (4 * (32 * r ^+ 2 + 2 * e)).
    rewrite ler_wpM2l ?(ltW s0) //; apply: le_trans hc _; rewrite ler_wpM2l ?ler0n //.
  have sr : 16 * (s * r ^+ 2) <= r ^+ 2 by rewrite mulrA ler_piMl.
  have se : 0 <= s * e by rewrite mulr_ge0 // ltW. apply: le_trans hx; move: hd.
  have -> : s * (p + q + (e / 2 + d / 2)) = s * p + s * q + s * e / 2 + s * d / 2 by field.
  have -> : s * (15 * d) = 15 * (s * d) by ring.
  have -> : s * (4 * (32 * r ^+ 2 + 2 * e)) = 128 * (s * r ^+ 2) + 8 * (s * e) by ring.
  have -> : s * (p + q + e) = s * p + s * q + s * e by ring.
  by move: (s * r ^+ 2) (s * e) (s * d) (s * p) (s * q) (r ^+ 2) sr se sp sq r2 => *; lra. Qed.
End Coordinates.

Section Distance.
Variables (R : realFieldType) (d1 d2 : nat) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s m : R).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1) (s0 : 0 < s) (s16 : 16 * s <= 1) (m0 : 0 <= m)
  (m2 : m ^+ 2 = 1 - s).
Implicit Types z : state R d1 d2.
Lemma distance_split d (t x : 'cV[R]_d) k : inner t t = 1 ->
  normsq (x - k *: t) = normsq (perp t x) + (inner t x - k) ^+ 2.
Proof. by move=> t1; rewrite normsq_perp // normsqB normsqZ innerZr /normsq t1 (innerC x); ring.
Qed.
Theorem distance z : excess_at u v s z <= s ->
  s * (normsq (z.1 - m *: u) + normsq (z.2 - m *: v)) <= excess_at u v s z \/
  s * (normsq (z.1 + m *: u) + normsq (z.2 + m *: v)) <= excess_at u v s z.
Proof. rewrite /excess_at => h; have px := normsq_ge0 (perp u z.1); have py :=
    normsq_ge0 (perp v z.2). have split2 k : normsq (z.1 - k *: u) + normsq (z.2 - k *: v) =
    normsq (perp u z.1) + normsq (perp v z.2) + ((inner u z.1 - k) ^+ 2 + (inner v z.2 - k) ^+ 2).
    by rewrite (distance_split z.1 k u1) (distance_split z.2 k v1) addrACA.
  case: (leP 0 (inner u z.1 + inner v z.2)) => c; [left|right].
    by rewrite split2; exact: coordinate_distance.
  have -> : z.1 + m *: u = z.1 - (- m) *: u by rewrite scaleNr opprK.
  have -> : z.2 + m *: v = z.2 - (- m) *: v by rewrite scaleNr opprK.
  rewrite split2 -excess_neg -[(inner u z.1 - - m) ^+ 2]sqrrN -[(inner v z.2 - - m) ^+ 2]sqrrN.
  have e (a : R) : - (a - - m) = - a - m by ring.
  rewrite !e; apply: coordinate_distance => //; first by rewrite excess_neg. by move: c; lra. Qed.
(* From (u, v) itself, or from -(u, v). *)
Definition near (eps : R) z : bool :=
  (normsq (z.1 - u) + normsq (z.2 - v) <= eps ^+ 2)
    || (normsq (z.1 + u) + normsq (z.2 + v) <= eps ^+ 2).
Theorem near_optimum eps z : excess_at u v s z <= s ->
  2 * excess_at u v s z + 4 * s ^+ 3 <= s * eps ^+ 2 -> near eps z.
Proof. move=> h he; have ms : 0 <= 1 - m <= s.
    have m1 : m <= 1.
      rewrite -(ler_pXn2r (n := 2)) ?nnegrE ?ler01 // expr1n m2; move: (ltW s0); lra.
    have mm : m ^+ 2 <= m by rewrite expr2 ler_piMl.
    by move: m1 mm; rewrite m2; move=> *; apply/andP; split; lra.
  case/andP: ms => ms0 ms1; have ms2 : (1 - m) ^+ 2 <= s ^+ 2 by exact: sq_le. have part d
    (t x : 'cV[R]_d) : inner t t = 1 -> normsq (x - t) <= 2 * normsq (x - m *: t) + 2 * s ^+ 2.
    move=> t1; have nt : normsq t = 1 by exact: t1.
    have -> : x - t = (x - m *: t) - (1 - m) *: t by rewrite scalerBl scale1r opprB addrA subrK.
    move: (x - m *: t) => X; have := normsq_ge0 (X + (1 - m) *: t); rewrite normsqD normsqB !normsqZ
      nt mulr1. by move: (normsq X) (inner _ _) ((1 - m) ^+ 2) (s ^+ 2) ms2 => *; lra.
  have half (A B C D : R) : A <= 2 * C + 2 * s ^+ 2 -> B <= 2 * D + 2 * s ^+ 2 ->
    s * (C + D) <= excess_at u v s z -> A + B <= eps ^+ 2.
    move=> hA hB hC; rewrite -(ler_pM2l s0); apply: le_trans he. have : s * (A + B) <= s * (2
      * (C + D) + 4 * s ^+ 2) by rewrite ler_wpM2l ?(ltW s0) //; move: (s ^+ 2) hA hB => *; lra.
    have -> : s * (2 * (C + D) + 4 * s ^+ 2) = 2 * (s * (C + D)) + 4 * s ^+ 3 by ring.
    by move: (s * (A + B)) (s * (C + D)) (s ^+ 3) hC => *; lra.
  have part_neg d (t x : 'cV[R]_d) : inner t t = 1 ->
    normsq (x + t) <= 2 * normsq (x + m *: t) + 2 * s ^+ 2.
    by move=> t1; have := part d (- t) x; rewrite innerNl innerNr opprK scalerN !opprK; apply.
  apply/orP; case: (distance h) => hd; [left|right].
    exact: half (part d1 u z.1 u1) (part d2 v z.2 v1) hd.
  exact: half (part_neg d1 u z.1 u1) (part_neg d2 v z.2 v1) hd. Qed.
End Distance.

Theorem near_level (R : rcfType) d1 d2 (u : 'cV[R]_d1) (v : 'cV[R]_d2) s eps
    (z : state R d1 d2) : inner u u = 1 -> inner v v = 1 ->
  0 < s -> 16 * s <= 1 -> 3 * s <= eps -> eps <= 2 -> excess_at u v s z <= s * eps ^+ 2 / 4 ->
  near u v eps z.
Proof. move=> u1 v1 s0 s16 se e2 h; have e0 : 0 < eps by apply: lt_le_trans se; rewrite mulr_gt0
    ?ltr0n. have m2 : Num.sqrt (1 - s) ^+ 2 = 1 - s by rewrite sqr_sqrtr //; move: s16 s0; lra.
  have q : eps ^+ 2 <= 2 * 2 by rewrite expr2; apply: ler_pM; rewrite ?(ltW e0).
  apply: (near_optimum u1 v1 s0 s16 (sqrtr_ge0 _) m2).
    apply: le_trans h _; rewrite -mulrA ler_piMr ?(ltW s0) //; move: (eps ^+ 2) q => *; lra.
  have hs : (3 * s) ^+ 2 <= eps ^+ 2 by apply: sq_le => //; rewrite mulr_ge0 ?ler0n // ltW.
  have -> : 4 * s ^+ 3 = s * (4 / 9 * (3 * s) ^+ 2) by field.
  have h4 : s * (4 / 9 * (3 * s) ^+ 2) <= s * (4 / 9 * eps ^+ 2) by rewrite ler_wpM2l ?(ltW s0) //
    ler_wpM2l // divr_ge0 ?ler0n. have p : 0 <= s * eps ^+ 2 by rewrite mulr_ge0 ?sqr_ge0 // ltW.
  move: h h4; rewrite [s * (4 / 9 * eps ^+ 2)]mulrCA;
    move: (excess_at u v s z) (s * eps ^+ 2) (s * (4 / 9 * (3 * s) ^+ 2)) p => *; lra. Qed.

(* Theorem 1 for a start with an excess of at most 1/4: both signs, and the floor s <= eps/3. *)
Section Near.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2) (s eta : R).
Hypotheses (noise : law E Z1 Z2 s) (u1 : inner u u = 1) (v1 : inner v v = 1).
Hypotheses (s0 : 0 < s) (s16 : 16 * s <= 1) (eta0 : 0 < eta) (eta20 : 20 * eta <= 1).
Theorem theorem_near t1 n eps z : 3 * s <= eps -> eps <= 2 -> excess_at u v s z <= 1 / 4 ->
  fails E (update Z1 Z2 u v eta) (fun t z => (t1 <= t)%N && ~~ near u v eps z)
    (fun _ _ => false) n 0 z
    (n%:R * (720 * eta ^+ 2 / s ^+ 2)
     + 4 * ((1 - eta * s / 5) ^+ t1 * excess_at u v s z + 50 * eta / s ^+ 3
       + 10 * eta ^+ 2 / s ^+ 2 * (n - t1)%:R) / (s * eps ^+ 2)).
Proof. move=> se e2 hz; have e0 : 0 < eps by apply: lt_le_trans se; rewrite mulr_gt0 ?ltr0n.
  have l0 : 0 < s * eps ^+ 2 / 4 by rewrite divr_gt0 ?mulr_gt0 ?exprn_gt0 ?ltr0n.
  have := theorem_local noise u1 v1 s0 s16 eta0 eta20 t1 n l0 hz. set b := (X in n%:R * _ + X / _);
    have -> : b / (s * eps ^+ 2 / 4) = 4 * b / (s * eps ^+ 2) by field; rewrite !gt_eqF.
  apply: fails_mono => // t z' /andP [ht hn]; rewrite ht ltNge; apply: contra hn; exact: near_level.
Qed.
End Near.
