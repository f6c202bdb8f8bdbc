(* SPDX-License-Identifier: Apache-2.0 *)
(* Transverse.v: how far a run is from the one direction that leaves the saddle, and what one step
   makes of it.

   Rank one, balanced noise, p and q the parts of x and y perpendicular to u and v,
       transverse (x, y) = |p|^2 + |q|^2 + (<u,x> - <v,y>)^2/2,
   the squared distance to the line of (u, v). One step makes of it exactly transverse - 2 eta pull
   + eta^2 shake, pull^2 <= transverse shake, and where transverse <= nu, 2 nu <= s, and x^T M y <=
   1/2, the mean of pull is at least 15/16 s transverse: the smoothed gradient leads back to the
   line.
   Main results: transverse_step, pull_sq, mean_pull_in, pull_numbers.
   Paper's place: Lemma 4. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing Process LemmaFour
  GradientDomination Descent Excess GradientMoments BoundedNoise Barrier Spread Escape.

(* Arithmetic. *)
Section Numbers.
Variable R : realFieldType. Implicit Types a b p q s nu A B C : R.
Lemma discriminant A B C : 0 <= C -> (forall t, 0 <= A - 2 * t * B + t ^+ 2 * C) -> B ^+ 2 <= A * C.
Proof. move=> C0 h; have [c0|cn] := eqVneq C 0; last first.
    have c0 : 0 < C by rewrite lt_def cn. have := mulr_ge0 C0 (h (B / C)); have ->
      : C * (A - 2 * (B / C) * B + (B / C) ^+ 2 * C) = A * C - B ^+ 2 by field. by rewrite subr_ge0.
  have [->|bn] := eqVneq B 0; first by rewrite c0 mulr0 expr0n.
  have := h ((A + 1) / (2 * B)); rewrite c0 mulr0 addr0.
  have -> : A - 2 * ((A + 1) / (2 * B)) * B = -1 by field. by rewrite ler0N1. Qed.
Lemma pull_numbers a b p q s nu : 0 <= p -> 0 <= q -> 0 < s -> 2 * nu <= s -> a * b <= 1 / 2 ->
  p + q + (a - b) ^+ 2 / 2 <= nu ->
  15 / 16 * s * (p + q + (a - b) ^+ 2 / 2) <=
    (b ^+ 2 + q + s) * p + (a ^+ 2 + p + s) * q
      + ((1 + s - a * b) * (a - b) + q * a - p * b) * (a - b) / 2.
Proof. move=> p0 q0 s0 ns ab h; have g0 := sqr_ge0 (a - b).
  have gs : (a - b) ^+ 2 <= s by move: h ns p0 q0 g0; move: ((a - b) ^+ 2) => *; lra.
  rewrite -subr_ge0. have -> : (b ^+ 2 + q + s) * p + (a ^+ 2 + p + s) * q + ((1 + s - a * b)
    * (a - b) + q * a - p * b) * (a - b) / 2 - 15 / 16 * s * (p + q + (a - b) ^+ 2 / 2) =
    p * ((b - (a - b) / 4) ^+ 2 + (s - (a - b) ^+ 2) / 16) + q * ((a + (a - b) / 4) ^+ 2 + (s - (a
      - b) ^+ 2) / 16) + 2 * (p * q) + (a - b) ^+ 2 * (1 + s / 16 - a * b) / 2 by field. parts. Qed.
Lemma shake_numbers A B p q : 0 <= p <= 13 / 160 -> 0 <= q <= 13 / 160 -> A ^+ 2 + p <= 1 ->
  B ^+ 2 + q <= 1 -> (A - B) ^+ 2 <= 117 / 400 ->
  ((B ^+ 2 + q) * A - B - ((A ^+ 2 + p) * B - A)) ^+ 2 <= 56 / 100.
Proof. case/andP=> p0 p1 /andP [q0 q1] hA hB hD. have -> : (B ^+ 2 + q) * A - B
    - ((A ^+ 2 + p) * B - A) = (A - B) * (1 - A * B) + (A * q - B * p) by ring.
  have d0 := sqr_ge0 (A - B); have s0 := sqr_ge0 (A + B). have ab : - (117 / 1600) <= A * B <= 1.
    have e : 4 * (A * B) = (A + B) ^+ 2 - (A - B) ^+ 2 by ring.
    have e' : 2 * (A * B) = A ^+ 2 + B ^+ 2 - (A - B) ^+ 2 by ring.
    by apply/andP; move: e e' d0 s0 hD hA hB p0 q0;
      move: (A * B) ((A + B) ^+ 2) ((A - B) ^+ 2) (A ^+ 2) (B ^+ 2) => *; split; lra.
  have m1 : (1 - A * B) ^+ 2 <= (1717 / 1600) ^+ 2.
    by apply: sq_le; case/andP: ab; move: (A * B) => *; lra.
  have x1 : ((A - B) * (1 - A * B)) ^+ 2 <= 117 / 400 * (1717 / 1600) ^+ 2 by rewrite exprMn;
    apply: ler_pM; rewrite ?sqr_ge0. have x2 : (A * q - B * p) ^+ 2 <= 2 * (2 * (13 / 160) ^+ 2).
    have pp : p ^+ 2 <= (13 / 160) ^+ 2 by exact: sq_le.
    have qq : q ^+ 2 <= (13 / 160) ^+ 2 by exact: sq_le.
    apply: (@le_trans _ _ ((A ^+ 2 + B ^+ 2) * (q ^+ 2 + p ^+ 2))).
      rewrite -subr_ge0; have -> : (A ^+ 2 + B ^+ 2) * (q ^+ 2 + p ^+ 2) - (A * q - B * p) ^+ 2 =
        (A * p + B * q) ^+ 2 by ring. exact: sqr_ge0.
    have a0 := sqr_ge0 A; have b0 := sqr_ge0 B; have p20 := sqr_ge0 p; have q20 := sqr_ge0 q.
    apply: ler_pM; rewrite ?addr_ge0 //; first by move: hA hB p0 q0; clear; move: (A ^+ 2) (B ^+ 2)
      => *; lra. by move: pp qq; clear; move: (p ^+ 2) (q ^+ 2) ((13 / 160) ^+ 2) => *; lra.
  move: ((A - B) * (1 - A * B)) (A * q - B * p) x1 x2 => X Y x1 x2. have := sqr_ge0 (X / 2 - 2 * Y);
    have -> : (X / 2 - 2 * Y) ^+ 2 = X ^+ 2 / 4 - 2 * (X * Y) + 4 * Y ^+ 2 by field.
  have -> : (X + Y) ^+ 2 = 5 / 4 * X ^+ 2 + 5 * Y ^+ 2 - (X / 2 - 2 * Y) ^+ 2 by field.
  have -> : X ^+ 2 / 4 - 2 * (X * Y) + 4 * Y ^+ 2 = (X / 2 - 2 * Y) ^+ 2 by field.
  move: x1 x2; have -> : 117 / 400 * (1717 / 1600) ^+ 2 = 117 / 400 * (1717 / 1600)
    * (1717 / 1600) :> R by field. by move: (X ^+ 2) (Y ^+ 2) ((X / 2 - 2 * Y) ^+ 2) => *; lra. Qed.
End Numbers.

(* One step, exactly. *)
Section Step.
Variables (R : rcfType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1 : inner v v = 1).
Local Notation M := (u *m v^T). Local Notation state := (state R d1 d2).
Local Notation update := (update Z1 Z2 u v). Local Notation along_u := (along_u Z1 Z2 u v).
Local Notation along_v := (along_v Z1 Z2 u v). Local Notation P z := (inner u z.1 * inner v z.2).
Implicit Types (z : state) (w : T).
Definition transverse z : R := off u v z + gap u v z ^+ 2 / 2.
Definition pull_in z w : R := inner (perp u z.1) (gradX M (z.1 + Z1 w) (z.2 + Z2 w))
  + inner (perp v z.2) (gradY M (z.1 + Z1 w) (z.2 + Z2 w))
  + gap u v z * (along_u z w - along_v z w) / 2.
Definition shake z w : R := normsq (perp u (gradX M (z.1 + Z1 w) (z.2 + Z2 w)))
  + normsq (perp v (gradY M (z.1 + Z1 w) (z.2 + Z2 w)))
  + (along_u z w - along_v z w) ^+ 2 / 2.
Lemma transverse_ge0 z : 0 <= transverse z.
Proof. by rewrite addr_ge0 ?addr_ge0 ?normsq_ge0 // divr_ge0 ?sqr_ge0 ?ler0n. Qed.
Lemma shake_ge0 z w : 0 <= shake z w.
Proof. by rewrite addr_ge0 ?addr_ge0 ?normsq_ge0 // divr_ge0 ?sqr_ge0 ?ler0n. Qed.
Lemma normsq_perp_step d (t x y : 'cV[R]_d) k : inner t t = 1 ->
  normsq (perp t (x - k *: y)) = normsq (perp t x) - 2 * k * inner (perp t x) y
    + k ^+ 2 * normsq (perp t y).
Proof. move=> t1; have -> : perp t (x - k *: y) = perp t x - k *: perp t y by rewrite perpD -scaleNr
    perpZ scaleNr. by rewrite normsqB normsqZ innerZr inner_perp //; ring. Qed.
Theorem transverse_step k z w :
  transverse (update k z w) = transverse z - 2 * k * pull_in z w + k ^+ 2 * shake z w.
Proof. rewrite /transverse /off /gap /update /stepX /stepY /= !normsq_perp_step // !innerBr !innerZr
    /pull_in /shake. rewrite -/(along_u z w) -/(along_v z w) /gap. by move: (inner (perp u _) _)
    (inner (perp v _) _) (along_u z w) (along_v z w) (inner u z.1) (inner v z.2) => *; field. Qed.
Lemma pull_sq z w : pull_in z w ^+ 2 <= transverse z * shake z w.
Proof. by apply: discriminant => [|t]; [exact: shake_ge0|rewrite -transverse_step transverse_ge0].
Qed.

Variable s : R. Hypothesis noise : law E Z1 Z2 s.
Local Notation a := (fun z : state => inner u z.1).
Local Notation b := (fun z : state => inner v z.2).
Local Notation p := (fun z : state => normsq (perp u z.1)).
Local Notation q := (fun z : state => normsq (perp v z.2)).
Lemma inner_perp_unit d (t x : 'cV[R]_d) : inner t t = 1 -> inner (perp t x) t = 0.
Proof. by move=> t1; rewrite /perp innerBl innerZl t1 (innerC x); ring. Qed.
Lemma inner_perp_self d (t x : 'cV[R]_d) : inner t t = 1 -> inner (perp t x) x = normsq (perp t x).
Proof. by move=> t1; rewrite -(inner_perp t1). Qed.
Lemma normsq_parts d (t x : 'cV[R]_d) : inner t t = 1 ->
  normsq x = inner t x ^+ 2 + normsq (perp t x).
Proof. by move=> t1; rewrite normsq_perp // addrC subrK. Qed.
Lemma mean_pull_in z : E (pull_in z) ((b z ^+ 2 + q z + s) * p z + (a z ^+ 2 + p z + s) * q z
  + ((1 + s - P z) * (a z - b z) + q z * a z - p z * b z) * (a z - b z) / 2).
Proof. have [gx gy] := mean_gradients (law_smoothing noise) M z.1 z.2;
    have [hA hB] := mean_along noise u1 v1 z.
  have hx := mean_inner_Mean (perp u z.1) gx; have hy := mean_inner_Mean (perp v z.2) gy. have h :=
    mean_add (mean_add hx hy) (mean_scale (gap u v z / 2) (mean_add hA (mean_scale (-1) hB))).
  apply: mean_ext (mean_eq h _) => [w|]; first by rewrite /pull_in; field.
  rewrite /gradXs /gradYs gradX_rank1 gradY_rank1 !innerDr !innerNr !innerZr
    !inner_perp_unit // !inner_perp_self //.
  rewrite (normsq_parts z.1 u1) (normsq_parts z.2 v1) /gap.
  by move: (inner u z.1) (inner v z.2) (normsq (perp u _)) (normsq (perp v _)) => *; field. Qed.
End Step.
