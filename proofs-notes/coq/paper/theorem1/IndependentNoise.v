(* SPDX-License-Identifier: Apache-2.0 *)
(* IndependentNoise.v: independent entries with the even moments of a Gaussian at most, and odd
   moments zero, are what Theorem 1 asks of the noise.

   Let the entries of Z1 have the moments mu1, those of Z2 the moments mu2, to the eighth order,
   with
       mu 0 = 1,   mu 1 = mu 3 = 0, mu 2 = w, 0 <= mu (2 k) <= growth k * w^k for k <= 4 (tame),
   and d1 w1 = d2 w2 = s. The power |Z|^2k is a sum over k indices of squares of entries; a product
   of squares has a mean of at most growth k * w^k, because growth j * growth k <= growth (j + k);
   and there are d^k of them.
   Main results: independent_law, independent_spread; three_point_noise (so the three-point law is
   such noise, without axioms).
   Paper's place: Theorem 1 (the noise). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments IndependentEntries
  ThreePointLaw Process LemmaFour Descent GradientMoments Spread.

Section Tame.
Variable R : realFieldType. Implicit Types (mu : nat -> R) (w : R).
Lemma growthS k : growth R k.+1 = growth R k * (2 * k + 1)%N%:R.
Proof. by rewrite /growth big_ord_recr /= natrM. Qed.
Lemma growth_product j k : growth R j * growth R k <= growth R (j + k).
Proof. elim: k => [|k IH]; first by rewrite addn0 (growths R).1.1.1.1 mulr1.
  rewrite addnS !growthS mulrA; apply: ler_pM => //; rewrite ?mulr_ge0 ?growth_ge0 ?ler0n //.
  by rewrite ler_nat leq_add2r leq_mul2l leq_addl. Qed.
Record tame mu w : Prop := Tame {
  tame0 : mu 0%N = 1; tame1 : mu 1%N = 0; tame2 : mu 2%N = w; tame3 : mu 3%N = 0;
  tame_even : forall k, (k <= 4)%N -> 0 <= mu (2 * k)%N <= growth R k * w ^+ k
}.

Variables (d : nat) (mu : nat -> R) (w : R). Hypothesis t : tame mu w.
Local Notation place := ('I_d * 'I_1)%type.
Implicit Type s : seq place.
Lemma sum_count s : \sum_x count_mem x s = size s.
Proof. elim: s => [|y s IH] /=; first by rewrite big1.
  rewrite big_split /= IH (bigD1 y) //= eqxx big1 ?addn0 ?add1n // => x /negPf xy.
  by rewrite eq_sym xy. Qed.
(* Each entry twice. *)
Lemma squares_mean s : (size s <= 4)%N ->
  0 <= moment_product mu (s ++ s) <= growth R (size s) * w ^+ size s.
Proof. move=> hs; rewrite /moment_product; under eq_bigr do rewrite count_cat addnn -mul2n.
  have c4 x : (count_mem x s <= 4)%N by exact: leq_trans (count_size _ _) hs.
  apply/andP; split; first by apply: prodr_ge0 => x _; case/andP: (tame_even t (c4 x)).
  apply: (@le_trans _ _ (\prod_(x : place) (growth R (count_mem x s) * w ^+ count_mem x s))).
    by apply: ler_prod => x _; exact: tame_even t _ (c4 x).
  have w0 : 0 <= w by have /andP [+ _] := tame_even t (isT : (1 <= 4)%N); rewrite muln1 (tame2 t).
  rewrite big_split /= prodrXr sum_count; apply: ler_wpM2r; first exact: exprn_ge0.
  rewrite -[X in _ <= growth R X]sum_count.
  elim/big_rec2: _ => [|x a b _ h]; first by rewrite (growths R).1.1.1.1.
  by apply: le_trans (growth_product _ _); apply: ler_wpM2l => //; exact: growth_ge0. Qed.
(* An entry that comes up an odd number of times. *)
Lemma odd_mean s x : (size s <= 3)%N -> odd (count_mem x s) -> moment_product mu s = 0.
Proof. move=> hs ho; rewrite /moment_product (bigD1 x) //=.
  suff -> : mu (count_mem x s) = 0 by rewrite mul0r. have := leq_trans (count_size (pred1 x) s) hs;
    case: (count_mem x s) ho => [|[|[|[|n]]]] // _ _; [exact: tame1 t|exact: tame3 t]. Qed.
Lemma nil_mean : moment_product mu ([::] : seq place) = 1.
Proof. by rewrite /moment_product big1 // => x _; exact: tame0 t. Qed.
Lemma pair_mean (x y : place) : moment_product mu [:: x; y] = (x == y)%:R * w.
Proof. have [<-|xy] := eqVneq x y; last by rewrite mul0r; apply: (@odd_mean _ x) => //=;
    rewrite eqxx eq_sym (negPf xy).
  rewrite /moment_product (bigD1 x) //= eqxx (tame2 t) big1 ?mulr1 ?mul1r // => z zx.
  by rewrite eq_sym (negPf zx) (tame0 t). Qed.

Lemma normsq_power (Z : 'cV[R]_d) j : normsq Z ^+ j =
  \sum_(f : {ffun 'I_j -> 'I_d}) entries (fun Z => Z) ([seq (f a, ord0)
      | a <- enum 'I_j] ++ [seq (f a, ord0) | a <- enum 'I_j]) Z.
Proof. rewrite /normsq inner_col -[in LHS](card_ord j) -prodr_const bigA_distr_bigA;
    apply: eq_bigr => f _. have e : entries (fun Z => Z) [seq (f a, ord0) | a <- enum 'I_j] Z =
    \prod_(a < j) Z (f a) 0 by rewrite /entries big_map big_enum. by rewrite -[RHS]/(\prod_(x <- _)
    _) big_cat -/(entries (fun Z => Z) [seq (f a, ord0) | a <- enum 'I_j] Z) e big_split. Qed.
End Tame.

Section Noise.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2).
Variables (mu1 mu2 : nat -> R) (w1 w2 s : R).
Hypotheses (h : independent_entries E 8 Z1 mu1 Z2 mu2) (t1 : tame mu1 w1) (t2 : tame mu2 w2).

Lemma monomial_entries d (Z : T -> 'cV[R]_d) p : monomial Z p ->
  exists2 l, (size l <= 2)%N & p =1 (fun w => entries Z l w).
Proof. case=> [|i k|i k j l]; [exists [::]|exists [:: (i, k)]|exists [:: (i, k); (j, l)]] => // w;
    by rewrite /entries ?big_cons big_nil ?mulr1. Qed.
Lemma entries1_mean l : (size l <= 8)%N -> E (fun w => entries Z1 l w) (moment_product mu1 l).
Proof. by move=> hl; apply: mean_eq (mean_ext _ (h hl (leq0n 8 : size [::] <= 8)%N)) _ => [w|];
    rewrite ?(nil_mean _ t2) ?mulr1 // /entries big_nil mulr1. Qed.
Lemma entries2_mean l : (size l <= 8)%N -> E (fun w => entries Z2 l w) (moment_product mu2 l).
Proof. by move=> hl; apply: mean_eq (mean_ext _ (h (leq0n 8 : size [::] <= 8)%N hl)) _ => [w|];
    rewrite ?(nil_mean _ t1) ?mul1r // /entries big_nil mul1r. Qed.
Lemma independent_uncorrelated : uncorrelated E Z1 Z2.
Proof. move=> p q e e' /monomial_entries [l hl hp] /monomial_entries [l' hl' hq] he he'.
  have l8 : (size l <= 8)%N by exact: leq_trans hl _.
  have l8' : (size l' <= 8)%N by exact: leq_trans hl' _.
  rewrite (mean_unique (mean_ext hp he) (entries1_mean l8)) (mean_unique (mean_ext hq he')
    (entries2_mean l8')). by apply: mean_ext (h l8 l8') => w; rewrite hp hq. Qed.
Lemma independent_centred1 : centred E Z1.
Proof. move=> i k; apply: mean_eq (mean_ext _ (entries1_mean (l := [:: (i, k)]) isT)) _ => [w|];
    first by rewrite /entries big_cons big_nil mulr1.
  by rewrite (odd_mean (x := (i, k)) t1) //= eqxx. Qed.
Lemma independent_variance1 : second_moments E Z1 (@isotropic R d1 1 w1).
Proof. move=> i k j l;
    apply: mean_eq (mean_ext _ (entries1_mean (l := [:: (i, k); (j, l)]) isT)) _ => [w|].
    by rewrite /entries !big_cons big_nil mulr1.
  by rewrite (pair_mean t1) xpair_eqE /isotropic; case: ifP => _; rewrite ?mul1r ?mul0r. Qed.
End Noise.

(* The same with the factors exchanged. *)
Lemma independent_swap (R : realFieldType) T (E : expectation R T) d1 d2 r n
    (Z1 : T -> 'M[R]_(d1, r)) mu1 (Z2 : T -> 'M[R]_(d2, r)) mu2 :
  independent_entries E n Z1 mu1 Z2 mu2 -> independent_entries E n Z2 mu2 Z1 mu1.
Proof. by move=> h s1 s2 h1 h2; rewrite mulrC; apply: mean_ext (h s2 s1 h2 h1) => w; rewrite mulrC.
Qed.

Section Theorems.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 : nat) (Z1 : T -> 'cV[R]_d1)
  (Z2 : T -> 'cV[R]_d2).
Variables (mu1 mu2 : nat -> R) (w1 w2 s : R).
Hypotheses (h : independent_entries E 8 Z1 mu1 Z2 mu2) (t1 : tame mu1 w1) (t2 : tame mu2 w2).

Lemma mean_square_law d (Z : T -> 'cV[R]_d) w : second_moments E Z (@isotropic R d 1 w) ->
  d%:R * w = s -> mean_square_le E Z s%:M.
Proof. by move=> hz <-; exists (@isotropic R d 1 w); rewrite ?gram_mean_isotropic. Qed.
Theorem independent_law : d1%:R * w1 = s -> d2%:R * w2 = s -> GradientMoments.law E Z1 Z2 s.
Proof. move=> s1 s2; split.
    split; [exact: independent_centred1 h t1 t2|exact: independent_centred1 (independent_swap h) t2
      t1| | |exact: independent_uncorrelated h t1 t2].
      exact: mean_square_law (independent_variance1 h t1 t2) s1.
    exact: mean_square_law (independent_variance1 (independent_swap h) t2 t1) s2.
  move=> j k hj hk; pose l d (i : nat) (f : {ffun 'I_i -> 'I_d}) : seq ('I_d * 'I_1) :=
    [seq (f a, ord0) | a <- enum 'I_i].
  have ll d i (f : {ffun 'I_i -> 'I_d}) : size (l d i f) = i by rewrite size_map size_enum_ord.
  have l8 d i (f : {ffun 'I_i -> 'I_d}) : (i <= 4)%N -> (size (l d i f ++ l d i f) <= 8)%N.
    by move=> hi; rewrite size_cat ll addnn -mul2n (leq_mul2l 2 i 4) hi.
  have hm := mean_sum (fun f => mean_sum (fun g => h (l8 d1 j f hj) (l8 d2 k g hk))).
  have hf : (fun w => normsq (Z1 w) ^+ j * normsq (Z2 w) ^+ k) =1 (fun w =>
    \sum_f \sum_g entries Z1 (l d1 j f ++ l d1 j f) w * entries Z2 (l d2 k g ++ l d2 k g) w).
    by move=> w; rewrite !normsq_power mulr_suml; apply: eq_bigr => f _; rewrite mulr_sumr.
  have {}hm := mean_ext (fsym hf) hm. apply: upper_le (upper_mean hm). pose b i := growth R i.
  apply: (@le_trans _ _ (\sum_(f : {ffun 'I_j -> 'I_d1}) \sum_(g : {ffun 'I_k -> 'I_d2})
      (b j * w1 ^+ j) * (b k * w2 ^+ k))).
    apply: ler_sum => f _; apply: ler_sum => g _.
    have /andP [a0 a1] : 0 <= moment_product mu1 (l d1 j f ++ l d1 j f) <= b j * w1 ^+ j.
      by have := squares_mean (s := l d1 j f) t1; rewrite ll; exact.
    have /andP [c0 c1] : 0 <= moment_product mu2 (l d2 k g ++ l d2 k g) <= b k * w2 ^+ k.
      by have := squares_mean (s := l d2 k g) t2; rewrite ll; exact.
    exact: ler_pM.
  under eq_bigr do rewrite sumr_const.
  rewrite sumr_const !card_ffun !card_ord -mulrnA -mulr_natl natrM !natrX -s1 exprD.
  have -> : (d1%:R * w1) ^+ k = (d2%:R * w2) ^+ k by rewrite s1 s2.
  by rewrite !exprMn le_eqVlt; apply/orP; left; apply/eqP; rewrite /b; ring. Qed.

Lemma odd_product l l' i : (size l <= 3)%N -> (size l' <= 3)%N -> odd (count_mem i l) ->
  E (fun w => entries Z1 l w * entries Z2 l' w) 0.
Proof. move=> hl hl' ho; apply: mean_eq (h (leq_trans hl _) (leq_trans hl' _)) _ => //.
  by rewrite (odd_mean t1 hl ho) mul0r. Qed.
Lemma odd_square (u : 'cV[R]_d1) l' : (size l' <= 3)%N ->
  E (fun w => normsq (Z1 w) * inner u (Z1 w) * entries Z2 l' w) 0.
Proof. move=> hl'. pose l i k : seq ('I_d1 * 'I_1) := [:: (i, ord0); (i, ord0); (k, ord0)].
  have hm := mean_sum (fun i => mean_sum (fun k => mean_scale (u k 0)
      (@odd_product (l i k) l' (k, ord0) isT hl' _))). apply: mean_eq (mean_ext _ (hm _)) _ =>
    [w|i k|]; last by rewrite big1 // => i _; rewrite big1 // => k _; rewrite mulr0.
    rewrite /normsq !inner_col [in RHS]mulr_suml [in RHS]mulr_suml; apply: eq_bigr => i _.
    rewrite [in RHS]mulr_sumr [in RHS]mulr_suml; apply: eq_bigr => k _.
    by rewrite /entries !big_cons big_nil /=; ring.
  by rewrite /= eqxx addn0 addnA addnn oddD odd_double. Qed.
End Theorems.

Theorem independent_spread (R : realFieldType) T (E : expectation R T) d1 d2
    (Z1 : T -> 'cV[R]_d1) mu1 w1 (Z2 : T -> 'cV[R]_d2) mu2 w2 u v :
  independent_entries E 8 Z1 mu1 Z2 mu2 -> tame mu1 w1 -> tame mu2 w2 -> spread E Z1 Z2 u v w1 w2.
Proof. move=> h t1 t2; have h' := independent_swap h.
  have one d (Z : T -> 'cV[R]_d) w : entries Z [::] w = 1 by rewrite /entries big_nil.
  split; [exact: independent_centred1 h t1 t2|exact: independent_centred1 h' t2 t1|exact:
    independent_variance1 h t1 t2
    |exact: independent_variance1 h' t2 t1|exact: independent_uncorrelated h t1 t2| | | |].
  - by apply: mean_ext (odd_square h t1 u (l' := [::]) isT) => w; rewrite one mulr1.
  - by apply: mean_ext (odd_square h' t2 v (l' := [::]) isT) => w; rewrite one mulr1.
  - have hm := mean_sum
      (fun i : 'I_d2 => mean_scale (v i 0) (odd_square h t1 u (l' := [:: (i, ord0)]) isT)).
    apply: mean_eq (mean_ext _ hm) _ => [w|]; last by rewrite big1 // => i _; rewrite mulr0.
    by rewrite (inner_col v) mulr_sumr; apply: eq_bigr => i _;
      rewrite /entries big_cons big_nil /=; ring.
  have hm := mean_sum
    (fun i : 'I_d1 => mean_scale (u i 0) (odd_square h' t2 v (l' := [:: (i, ord0)]) isT)).
  apply: mean_eq (mean_ext _ hm) _ => [w|]; last by rewrite big1 // => i _; rewrite mulr0.
  by rewrite (inner_col u) mulr_sumr; apply: eq_bigr => i _;
    rewrite /entries big_cons big_nil /=; ring. Qed.

(* Such a law on finitely many outcomes. *)
Section ThreePoints.
Variables (R : realFieldType) (d1 d2 : nat) (q1 q2 s : R).
Local Notation E := (ThreePointLaw.three_law R d1 d2 1).
Local Notation Z1 := (@ThreePointLaw.three1 R d1 d2 1 q1).
Local Notation Z2 := (@ThreePointLaw.three2 R d1 d2 1 q2).
Lemma three_point_entries : independent_entries E 8 Z1 (times q1 (ThreePointLaw.power_mean R)) Z2
  (times q2 (ThreePointLaw.power_mean R)).
Proof. exact: (entries_of q1 q2 (@ThreePointLaw.three_point_independent R d1 d2 1 8)). Qed.
Lemma three_point_tame q : tame (times q (ThreePointLaw.power_mean R)) (q ^+ 2 / 3).
Proof. have [m0 m1 m2 m3 m4] := ThreePointLaw.power_means q; split=> // k hk.
  have p0 : 0 <= (q ^+ 2) ^+ k by rewrite exprn_ge0 ?sqr_ge0.
  pose c j : R := if j == 0%N then 1 else 1 / 3. have e : ThreePointLaw.power_mean R (2 * k) = c k.
    by case: k hk {p0} => [|[|[|[|[|k]]]]] // _; rewrite /ThreePointLaw.power_mean !big_ord_recl
      big_ord0 /ThreePointLaw.three_weight /ThreePointLaw.point /= /bump /= /c /=; field.
  have g : 0 <= c k <= growth R k * 3^-1 ^+ k.
    by case: k hk {p0 e} => [|[|[|[|[|k]]]]] // _; rewrite !(growths R) /c /= ?expr0 ?expr1 ?exprS;
      apply/andP; split; lra.
  have -> : growth R k * (q ^+ 2 / 3) ^+ k = (q ^+ 2) ^+ k * (growth R k * 3^-1 ^+ k) by rewrite
    exprMn mulrCA. by rewrite /times exprM e; case/andP: g => c0 c1; rewrite mulr_ge0 //= ler_wpM2l.
Qed.
Theorem three_point_noise u v : d1%:R * (q1 ^+ 2 / 3) = s -> d2%:R * (q2 ^+ 2 / 3) = s ->
  GradientMoments.law E Z1 Z2 s /\ spread E Z1 Z2 u v (q1 ^+ 2 / 3) (q2 ^+ 2 / 3).
Proof. move=> h1 h2; have t1 := three_point_tame q1; have t2 := three_point_tame q2.
  by split; [exact: independent_law three_point_entries t1 t2 h1 h2|exact: independent_spread
    three_point_entries t1 t2]. Qed.
End ThreePoints.
