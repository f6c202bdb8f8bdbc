(* SPDX-License-Identifier: Apache-2.0 *)
(* LemmaFour.v: Lemma 4 put right: the parts of x and y that are perpendicular to the target die
   out. Rank one, M = u v^T, |u| = |v| = 1.

   With p = x - <u,x> u, q = y - <v,y> v, off = |p|^2 + |q|^2, s1 = d1 v1, s2 = d2 v2, a = |y|^2 +
   s2, b = |x|^2 + s1, one step has exactly
       E |p'|^2 = |p|^2 (1 - 2 eta a + eta^2 f) + eta^2 f v1 (d1 - 1),      f = E |y + Z2|^4 = a^2 +
           4 v2 |y|^2 + 2 s2 v2,
   and the same for q. Inside |x|^2 + |y|^2 + s1 + s2 <= B, for 3 eta B <= 1 and 0 < s <= s1, s2,
       E off' <= (1 - eta s) off + 3 eta^2 B^2 (s1 + s2).
   So, while a run stays inside, off is at most nu at all times from t1 to n, except with a
   probability of at most
       ((1 - eta s)^t1 off_0 + 3 eta B^2 (s1 + s2) (1/s + eta (n - t1))) / nu.
   Main results: mean_perp_x, drift, lemma4, lemma4_mean.
   Paper's place: Lemma 4. *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments Process Window.

Section Perp.
Variables (R : realFieldType) (d : nat) (u : 'cV[R]_d). Hypothesis u1 : inner u u = 1.
Definition perp (x : 'cV[R]_d) : 'cV[R]_d := x - inner u x *: u.
Lemma perpD x z : perp (x + z) = perp x + perp z.
Proof. by rewrite /perp innerDr scalerDl opprD addrACA. Qed.
Lemma perpZ k x : perp (k *: x) = k *: perp x.
Proof. by rewrite /perp innerZr scalerBr scalerA. Qed.
Lemma perpu : perp u = 0. Proof. by rewrite /perp u1 scale1r subrr. Qed.
Lemma normsq_perp x : normsq (perp x) = normsq x - inner u x ^+ 2.
Proof. by rewrite /perp normsqB normsqZ /normsq u1 innerZr (innerC x); ring. Qed.
Lemma inner_perp x z : inner (perp x) (perp z) = inner (perp x) z.
Proof. rewrite {2}/perp innerBr innerZr. suff -> : inner (perp x) u = 0 by rewrite mulr0 subr0.
  by rewrite /perp innerBl innerZl u1 mulr1 (innerC x) subrr. Qed.
End Perp.

(* One vector of noise. *)
Section OneVector.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (m : nat)
  (Z : T -> 'cV[R]_m) (v : R).
Hypothesis hZ : moments4 E Z v. Variable x : 'cV[R]_m.

Lemma normsq_gram (z : 'cV[R]_m) : normsq z = (z^T *m z) 0 0.
Proof. by rewrite /normsq /inner /mxtrace big_ord1. Qed.
Lemma inner_col (z w : 'cV[R]_m) : inner z w = \sum_i z i 0 * w i 0.
Proof. by rewrite innerE big_ord1. Qed.
Lemma kron1 (i : 'I_1) : kron i i = 1 :> R. Proof. exact: kronii. Qed.

Lemma mean_inner (z : 'cV[R]_m) : E (fun w => inner z (x + Z w)) (inner z x).
Proof. apply: (mean_ext (f := fun w => \sum_i z i 0 * plus_noise Z x w i 0)) => [w|]; first
    by rewrite inner_col. by rewrite inner_col; apply: mean_sum => i; apply/mean_scale/(mean_W hZ).
Qed.
Lemma mean_inner_sq
    (z : 'cV[R]_m) : E (fun w => inner z (x + Z w) ^+ 2) (inner z x ^+ 2 + v * normsq z).
Proof. apply: (mean_ext (f := fun w =>
      \sum_i \sum_j z i 0 * z j 0 * (plus_noise Z x w i 0 * plus_noise Z x w j 0))) => [w|].
    rewrite expr2 inner_col mulr_suml; apply: eq_bigr => i _; rewrite mulr_sumr;
      apply: eq_bigr => j _. by rewrite /plus_noise; ring.
  apply: mean_eq
    (mean_sum (fun i => mean_sum (fun j => mean_scale (z i 0 * z j 0) (mean_WW hZ x i 0 j 0)))) _.
  rewrite /normsq !inner_col expr2 mulr_suml mulr_sumr -big_split; apply: eq_bigr => i _ /=.
  rewrite -(sum_kron i (fun j => v * (z i 0 * z j 0))) mulr_sumr -big_split;
    apply: eq_bigr => j _ /=. by rewrite kron1; ring. Qed.
Lemma mean_normsq : E (fun w => normsq (x + Z w)) (normsq x + m%:R * v).
Proof. apply: mean_eq (mean_ext _ (mean_gramW hZ x 0 0)) _ => [w|]; first by rewrite normsq_gram.
  by rewrite mean_gramE kron1 mulr1 normsq_gram. Qed.
Definition fourth : R := (normsq x + m%:R * v) ^+ 2 + 4 * v * normsq x + 2 * (m%:R * v) * v.
Lemma mean_fourth : E (fun w => normsq (x + Z w) ^+ 2) fourth.
Proof. apply: mean_eq (mean_ext _ (mean_gram_gram hZ x 0 0 0 0)) _ => [w|]; first by rewrite
    normsq_gram expr2. by rewrite mean_gramE /cov_gram !kron1 /fourth !normsq_gram; ring. Qed.
Lemma mean_perp_normsq (u : 'cV[R]_m) : inner u u = 1 ->
  E (fun w => normsq (perp u (x + Z w))) (normsq (perp u x) + v * (m%:R - 1)).
Proof. move=> u1;
    apply: mean_ext (mean_eq (mean_add mean_normsq (mean_scale (-1) (mean_inner_sq u))) _) => [w|].
    by rewrite normsq_perp //; ring.
  by rewrite normsq_perp // /normsq u1; ring. Qed.
Lemma fourth_le : 0 <= v -> v <= m%:R * v -> fourth <= 3 * (normsq x + m%:R * v) ^+ 2.
Proof. move=> v0 vm; have n0 := normsq_ge0 x; rewrite /fourth;
    move: (m%:R * v) (normsq x) vm n0 => s n vm n0. by nra. Qed.
Lemma fourth_ge0 : 0 <= v -> 0 <= fourth.
Proof. move=> v0; rewrite /fourth !addr_ge0 ?sqr_ge0 //.
    by rewrite !mulr_ge0 ?ler0n // normsq_ge0.
  by rewrite !mulr_ge0 ?ler0n. Qed.
End OneVector.

(* One step of the perpendicular part of x. *)
Section Step.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2. Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypothesis u1 : inner u u = 1. Variables (x : 'cV[R]_d1) (y : 'cV[R]_d2) (eta : R).
Local Notation M := (u *m v^T). Local Notation f := (fourth v2 y).

Lemma perp_step w :
  perp u (stepX Z1 Z2 M x y eta w) = perp u x - (eta * normsq (y + Z2 w)) *: perp u (x + Z1 w).
Proof. rewrite /stepX gradX_rank1 scalerBr scalerA -[- _]scaleN1r scalerBr !scalerA perpD.
  have -> (a b : 'cV[R]_d1) : perp u (a - b) = perp u a - perp u b by rewrite perpD -scaleN1r perpZ
    scaleN1r. by rewrite !perpZ (perpu u1) scaler0 subr0 !mulN1r scaleNr. Qed.

Theorem mean_perp_x : E (fun w => normsq (perp u (stepX Z1 Z2 M x y eta w)))
  (normsq (perp u x) * (1 - 2 * eta * (normsq y + d2%:R * v2) + eta ^+ 2 * f)
    + eta ^+ 2 * f * (v1 * (d1%:R - 1))).
Proof. have hX := moments_ofX hE; have hY := moments_ofY hE.
  have h1 := mean_indep (mean_inner hX x (perp u x)) (mean_normsq hY y).
  have h2 := mean_indep (mean_perp_normsq hX x u1) (mean_fourth hY y).
  have h := mean_add (mean_const E (normsq (perp u x))) (mean_add (mean_scale (-2 * eta) h1)
    (mean_scale (eta ^+ 2) h2)). apply: mean_eq (mean_ext _ h) _ => [w|].
    have e (A B : 'cV[R]_d1) k :
      normsq (A - k *: B) = normsq A - 2 * k * inner A B + k ^+ 2 * normsq B.
      by rewrite normsqB normsqZ innerZr; ring.
    by rewrite perp_step e (inner_perp u1); ring.
  by rewrite -[inner (perp u x) x](inner_perp u1) -/(normsq (perp u x)); ring. Qed.
End Step.

Lemma stepY_is_stepX (R : realFieldType) T d1 d2 (Z1 : T -> 'cV[R]_d1)
    (Z2 : T -> 'cV[R]_d2) M x y eta w :
  stepY Z1 Z2 M x y eta w = stepX Z2 Z1 M^T y x eta w.
Proof. by rewrite /stepY /stepX gradY_is_gradX_tr. Qed.

(* Both factors. *)
Section Lemma4.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat).
Variables (Z1 : T -> 'cV[R]_d1) (Z2 : T -> 'cV[R]_d2) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2. Variables (u : 'cV[R]_d1) (v : 'cV[R]_d2).
Hypotheses (u1 : inner u u = 1) (v1n : inner v v = 1). Variables (eta s B : R).
Local Notation M := (u *m v^T). Local Notation s1 := (d1%:R * v1).
Local Notation s2 := (d2%:R * v2).
Hypotheses (v10 : 0 <= v1) (v20 : 0 <= v2) (s0 : 0 < s) (ss1 : s <= s1) (ss2 : s <= s2)
  (eta0 : 0 < eta).
Hypothesis etaB : 3 * eta * B <= 1.

(* The state (x, y), and one perturbed update of it. *)
Definition state : Type := ('cV[R]_d1 * 'cV[R]_d2)%type.
Definition update (z : state)
    (w : T) : state := (stepX Z1 Z2 M z.1 z.2 eta w, stepY Z1 Z2 M z.1 z.2 eta w).
Definition off (z : state) : R := normsq (perp u z.1) + normsq (perp v z.2).
Local Definition inside (z : state) : bool := normsq z.1 + normsq z.2 + s1 + s2 <= B.

Lemma off_ge0 z : 0 <= off z. Proof. by rewrite addr_ge0 ?normsq_ge0. Qed.

(* The mean after one step, exactly. *)
Theorem mean_off z : E (fun w => off (update z w))
  (normsq (perp u z.1) * (1 - 2 * eta * (normsq z.2 + s2) + eta ^+ 2 * fourth v2 z.2)
    + eta ^+ 2 * fourth v2 z.2 * (v1 * (d1%:R - 1))
 + (normsq (perp v z.2) * (1 - 2 * eta * (normsq z.1 + s1) + eta ^+ 2 * fourth v1 z.1)
   + eta ^+ 2 * fourth v1 z.1 * (v2 * (d2%:R - 1)))).
Proof. have hx := mean_perp_x hE v u1 z.1 z.2 eta.
  have hy := mean_perp_x (gaussian_moments_sym hE) u v1n z.2 z.1 eta.
  apply: mean_ext (mean_add hx hy) => w. by rewrite /off /update /= stepY_is_stepX trmx_mul trmxK.
Qed.

Lemma factor_le (a f n : R) : s <= a -> a <= B -> f <= 3 * a ^+ 2 -> 0 <= n ->
  n * (1 - 2 * eta * a + eta ^+ 2 * f) <= n * (1 - eta * s).
Proof. move=> sa aB fa n0; rewrite ler_wpM2l //. have a0 : 0 <= a by apply: le_trans sa; exact: ltW.
  have e0 : 0 <= eta by exact: ltW. have h2 : (eta * a) * (3 * eta * a) <= (eta * a) * 1.
    rewrite ler_wpM2l ?mulr_ge0 //; apply: le_trans etaB; rewrite ler_wpM2l //.
    by rewrite mulr_ge0 ?ler0n.
  by nra. Qed.

Theorem drift z : inside z ->
  upper E (fun w => off (update z w)) ((1 - eta * s) * off z + 3 * eta ^+ 2 * B ^+ 2 * (s1 + s2)).
Proof. rewrite /inside => hB; apply: upper_le (upper_mean (mean_off z)).
  have nx := normsq_ge0 z.1; have ny := normsq_ge0 z.2.
  have px := normsq_ge0 (perp u z.1); have py := normsq_ge0 (perp v z.2).
  have s10 : 0 <= s1 by rewrite mulr_ge0 ?ler0n. have s20 : 0 <= s2 by rewrite mulr_ge0 ?ler0n.
  have pos d (w : R) : 0 <= w -> s <= d%:R * w -> w <= d%:R * w.
    case: d => [|d] w0; first by rewrite mul0r leNgt s0. by move=> _; rewrite ler_peMl // ler1n.
  have fx := fourth_le z.1 v10 (pos _ _ v10 ss1); have fy := fourth_le z.2 v20 (pos _ _ v20 ss2).
  have fx0 := fourth_ge0 z.1 v10; have fy0 := fourth_ge0 z.2 v20.
  have ax : s <= normsq z.1 + s1 by rewrite (le_trans ss1) // lerDr.
  have ay : s <= normsq z.2 + s2 by rewrite (le_trans ss2) // lerDr.
  have bx : normsq z.1 + s1 <= B by move: hB; lra. have by_ : normsq z.2 + s2 <= B by move: hB; lra.
  have h1 := factor_le ay by_ fy px; have h2 := factor_le ax bx fx py.
  have noise (f a : R) (d : nat) (w : R) : 0 <= f -> f <= 3 * a ^+ 2 -> 0 <= a -> a <= B ->
    0 <= w -> eta ^+ 2 * f * (w * (d%:R - 1)) <= 3 * eta ^+ 2 * B ^+ 2 * (d%:R * w).
    move=> f0 fa a0 aB w0; have e2 := sqr_ge0 eta.
    have aa : a ^+ 2 <= B ^+ 2 by rewrite lerXn2r // nnegrE // (le_trans a0).
    have f3 : f <= 3 * B ^+ 2 by apply: le_trans fa _; rewrite ler_wpM2l ?ler0n.
    have g0 : 0 <= eta ^+ 2 * f by rewrite mulr_ge0.
    have dw : w * (d%:R - 1) <= d%:R * w by rewrite mulrBr mulr1 mulrC gerBl.
    have dw0 : 0 <= d%:R * w by rewrite mulr_ge0 ?ler0n. apply: le_trans (ler_wpM2l g0 dw) _.
    have -> : 3 * eta ^+ 2 * B ^+ 2 = eta ^+ 2 * (3 * B ^+ 2) by ring.
    by rewrite ler_wpM2r // ler_wpM2l.
  have a0 : 0 <= normsq z.1 + s1 by rewrite addr_ge0.
  have b0 : 0 <= normsq z.2 + s2 by rewrite addr_ge0.
  have h3 := noise _ _ d1 _ fy0 fy b0 by_ v10; have h4 := noise _ _ d2 _ fx0 fx a0 bx v20.
  rewrite /off; set k := 3 * eta ^+ 2 * B ^+ 2 in h3 h4 *. by lra. Qed.

Local Lemma rates : s <= B ->
  [/\ 0 < eta * s, eta * s <= 1 & 0 <= 3 * eta ^+ 2 * B ^+ 2 * (s1 + s2)].
Proof. move=> sB; have es : 0 < eta * s by rewrite mulr_gt0.
  have eB : eta * s <= eta * B by rewrite ler_wpM2l // ltW. split=> //;
    first by move: (ltW es) eB etaB; lra. apply: mulr_ge0; last by apply: addr_ge0; apply: mulr_ge0.
  by apply: mulr_ge0; [apply: mulr_ge0; [exact: ler0n|exact: sqr_ge0]|exact: sqr_ge0]. Qed.
(* Over a whole run: before t1 the parts die out, after it the noise adds up. *)
Theorem lemma4 t1 n nu z : s <= B -> 0 < nu ->
  fails E update (high off t1 nu) (fun _ z => ~~ inside z) n 0 z
  (((1 - eta * s) ^+ t1 * off z + 3 * eta * B ^+ 2 * (s1 + s2) * (1 / s + eta * (n - t1)%:R)) / nu).
Proof. move=> sB nu0; have [es e1 k0] := rates sB. have := window off_ge0 es e1 k0 drift t1 n nu0 z;
    congr (fails _ _ _ _ _ _ _ (_ / _)). by field; rewrite !gt_eqF. Qed.
(* In the mean, while the run stays inside. *)
Theorem lemma4_mean n z : s <= B ->
  stopped E update off inside n z ((1 - eta * s) ^+ n * off z + 3 * eta * B ^+ 2 * (s1 + s2) / s).
Proof. move=> sB; have [es e1 k0] := rates sB. have := stopped_mean n z off_ge0 es e1 k0 drift;
    congr (stopped _ _ _ _ _ _ (_ + _)). by field; rewrite !gt_eqF. Qed.
End Lemma4.
