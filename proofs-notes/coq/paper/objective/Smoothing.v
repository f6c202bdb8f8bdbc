(* SPDX-License-Identifier: Apache-2.0 *)
(* Smoothing.v: what averaging over the noise does to the objective and to one update.

   The noise is two random matrices Z1 : d1 x r and Z2 : d2 x r on any set T of outcomes. Of the
   expectation only this is used: it is a relation "mean f e" (f has expectation e) that is linear
   and positive and gives a constant itself; Z1 and Z2 are centred, with any second moments

       E (Z1)_ik (Z1)_jl = c1 i k j l,      E (Z2)_ik (Z2)_jl = c2 i k j l,

   and products of at most two entries of Z1 are uncorrelated with products of at most two of Z2.
   Independent Gaussian matrices are a case of it, and so is any independent centred noise.

   With C1 = E Z1^T Z1 and C2 = E Z2^T Z2 (r x r):
       E F(X+Z1, Y+Z2) = F(X,Y) + 1/2 ( tr(C2 X^T X) + tr(C1 Y^T Y) + tr(C1 C2) ).
   Main results: mean_unique, smoothing_general, smoothing, mean_step_general, mean_step,
   row_anisotropy. Rademacher.v shows that the hypotheses can be met, by random signs.
   Paper's place: equation (3) and (6), Section 2 "Smoothing Effect", Section 6 (anisotropic
   noise). *)
From NoisyGD Require Import Algebra Frobenius Objective.

(* A linear and positive expectation. *)
Record expectation (R : realFieldType) (T : Type) := Expectation {
  mean :> (T -> R) -> R -> Prop;
  mean_ext : forall f g e, f =1 g -> mean f e -> mean g e;
  mean_const : forall c, mean (fun _ => c) c;
  mean_add : forall f g e e', mean f e -> mean g e' -> mean (fun w => f w + g w) (e + e');
  mean_scale : forall c f e, mean f e -> mean (fun w => c * f w) (c * e);
  mean_ge0 : forall f e, (forall w, 0 <= f w) -> mean f e -> 0 <= e
}.

(* It is monotone, so a function has one mean at most. *)
Lemma mean_le (R : realFieldType) T (E : expectation R T) f g e e' : (forall w, f w <= g w) ->
  E f e -> E g e' -> e <= e'.
Proof. move=> fg hf hg; rewrite -subr_ge0; apply: (mean_ge0 (f := fun w => g w - f w)) => [w|];
    first by rewrite subr_ge0. have := mean_add hg (mean_scale (-1) hf); rewrite mulN1r.
  by apply: mean_ext => w; rewrite mulN1r. Qed.
Theorem mean_unique (R : realFieldType) T (E : expectation R T) f e e' : E f e -> E f e' -> e = e'.
Proof. by move=> h h'; apply/le_anti/andP; split; [exact: mean_le h h'|exact: mean_le h' h]. Qed.

(* A product of at most two entries of a random matrix. *)
Inductive monomial (R : realFieldType) (T : Type) m n (Z : T -> 'M[R]_(m, n)) : (T -> R) -> Prop :=
| monomial1 : monomial Z (fun _ => 1)
| monomialZ i k : monomial Z (fun w => Z w i k)
| monomialZZ i k j l : monomial Z (fun w => Z w i k * Z w j l).

(* Centred, with second moments c; uncorrelated up to second order. *)
Definition centred (R : realFieldType) T (E : expectation R T) m n (Z : T -> 'M[R]_(m, n)) :=
  forall i k, E (fun w => Z w i k) 0.
Definition second_moments (R : realFieldType) T (E : expectation R T) m n (Z : T -> 'M[R]_(m, n))
    (c : 'I_m -> 'I_n -> 'I_m -> 'I_n -> R) :=
  forall i k j l, E (fun w => Z w i k * Z w j l) (c i k j l).
Definition uncorrelated (R : realFieldType) T (E : expectation R T) m1 m2 n
    (Z1 : T -> 'M[R]_(m1, n)) (Z2 : T -> 'M[R]_(m2, n)) :=
  forall p q e e', monomial Z1 p -> monomial Z2 q -> E p e -> E q e' ->
    E (fun w => p w * q w) (e * e').

(* E Z^T Z, from the second moments. *)
Definition gram_mean (R : realFieldType) m n (c : 'I_m -> 'I_n -> 'I_m -> 'I_n -> R) : 'M[R]_n :=
  \matrix_(k, l) \sum_i c i k i l.
(* Independent entries of variance s. *)
Definition isotropic (R : realFieldType) m n (s : R) (i : 'I_m) (k : 'I_n) (j : 'I_m)
    (l : 'I_n) : R :=
  if (i == j) && (k == l) then s else 0.
(* Independent entries, of variance s i in row i. *)
Definition by_row (R : realFieldType) m n (s : 'I_m -> R) (i : 'I_m) (k : 'I_n) (j : 'I_m)
    (l : 'I_n) : R :=
  if (i == j) && (k == l) then s i else 0.

Section Smoothing.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)).
Variables (c1 : 'I_d1 -> 'I_r -> 'I_d1 -> 'I_r -> R) (c2 : 'I_d2 -> 'I_r -> 'I_d2 -> 'I_r -> R).
Hypotheses (Z1_centred : centred E Z1) (Z2_centred : centred E Z2).
Hypotheses (Z1_second : second_moments E Z1 c1) (Z2_second : second_moments E Z2 c2).
Hypothesis Z12 : uncorrelated E Z1 Z2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Let C1 := gram_mean c1. Let C2 := gram_mean c2.

Lemma mean_sum (I : finType) (f : I -> T -> R) (e : I -> R) :
  (forall i, E (f i) (e i)) -> E (fun w => \sum_i f i w) (\sum_i e i).
Proof. move=> h; elim: (index_enum I) => [|i s IH].
    rewrite big_nil; apply: (mean_ext (f := fun=> 0)) (mean_const E 0) => w. by rewrite /= big_nil.
  rewrite big_cons; apply: (mean_ext (f := fun w => f i w + \sum_(j <- s) f j w)).
    by move=> w; rewrite /= big_cons.
  exact: mean_add. Qed.

Lemma mean_eq f e e' : E f e -> e = e' -> E f e'. Proof. by move=> h <-. Qed.

(* Means of random matrices, entry by entry. *)
Definition Mean m n (W : T -> 'M[R]_(m, n)) (V : 'M[R]_(m, n)) :=
  forall i j, E (fun w => W w i j) (V i j).

Lemma Mean_eq m n (W : T -> 'M[R]_(m, n)) V V' : Mean W V -> V = V' -> Mean W V'.
Proof. by move=> h <-. Qed.
Lemma Mean_ext m n (W W' : T -> 'M[R]_(m, n)) V : W =1 W' -> Mean W V -> Mean W' V.
Proof. by move=> h hW i j; apply: mean_ext (hW i j) => w; rewrite h. Qed.
Lemma Mean_add m n (W W' : T -> 'M[R]_(m, n)) V V' :
  Mean W V -> Mean W' V' -> Mean (fun w => W w + W' w) (V + V').
Proof. move=> h h' i j; rewrite mxE; apply: mean_ext (mean_add (h i j) (h' i j)) => w.
  by rewrite mxE. Qed.
Lemma Mean_scale m n a (W : T -> 'M[R]_(m, n)) V : Mean W V -> Mean (fun w => a *: W w) (a *: V).
Proof. by move=> h i j; rewrite mxE; apply: mean_ext (mean_scale a (h i j)) => w; rewrite mxE. Qed.
Lemma Mean_const m n (A : 'M[R]_(m, n)) : Mean (fun _ => A) A.
Proof. by move=> i j; exact: mean_const. Qed.
Lemma Mean_tr m n (W : T -> 'M[R]_(m, n)) V : Mean W V -> Mean (fun w => (W w)^T) V^T.
Proof. by move=> h i j; rewrite mxE; apply: mean_ext (h j i) => w; rewrite mxE. Qed.
Lemma Mean_mull m n p (A : 'M[R]_(p, m)) (W : T -> 'M[R]_(m, n)) V :
  Mean W V -> Mean (fun w => A *m W w) (A *m V).
Proof. move=> h i j; rewrite mxE; apply: (mean_ext (f := fun w => \sum_k A i k * W w k j)).
    by move=> w; rewrite mxE.
  by apply: mean_sum => k; apply: mean_scale. Qed.
Lemma Mean_mulr m n p (A : 'M[R]_(n, p)) (W : T -> 'M[R]_(m, n)) V :
  Mean W V -> Mean (fun w => W w *m A) (V *m A).
Proof. move=> h; have := Mean_tr (Mean_mull A^T (Mean_tr h)); rewrite trmx_mul !trmxK.
  by apply: Mean_ext => w; rewrite trmx_mul !trmxK. Qed.
Lemma mean_trace n (W : T -> 'M[R]_n) V : Mean W V -> E (fun w => \tr (W w)) (\tr V).
Proof. by move=> h; apply: mean_sum. Qed.

(* Two random matrices whose entries are uncorrelated: the mean of a product is the product of
   means. *)
Definition Pair m n p q (W : T -> 'M[R]_(m, n)) V (W' : T -> 'M[R]_(p, q)) V' :=
  [/\ Mean W V, Mean W' V' & forall i j k l, E (fun w => W w i j * W' w k l) (V i j * V' k l)].

Lemma Pair_sym m n p q (W : T -> 'M[R]_(m, n)) V (W' : T -> 'M[R]_(p, q)) V' :
  Pair W V W' V' -> Pair W' V' W V.
Proof. case=> h h' hh; split=> // i j k l; rewrite mulrC.
  by apply: mean_ext (hh k l i j) => w; rewrite mulrC. Qed.
Lemma Pair_trl m n p q (W : T -> 'M[R]_(m, n)) V (W' : T -> 'M[R]_(p, q)) V' :
  Pair W V W' V' -> Pair (fun w => (W w)^T) V^T W' V'.
Proof. case=> h h' hh; split=> // [|i j k l]; first exact: Mean_tr.
  by rewrite mxE; apply: mean_ext (hh j i k l) => w; rewrite mxE. Qed.
Lemma Pair_mull m n p q s (A : 'M[R]_(s, m)) (W : T -> 'M[R]_(m, n)) V (W' : T -> 'M[R]_(p, q)) V' :
  Pair W V W' V' -> Pair (fun w => A *m W w) (A *m V) W' V'.
Proof. case=> h h' hh; split=> // [|i j k l]; first exact: Mean_mull.
  rewrite mxE mulr_suml; apply: (mean_ext (f := fun w => \sum_u A i u * (W w u j * W' w k l))).
    by move=> w; rewrite mxE mulr_suml; apply: eq_bigr => u _; rewrite mulrA.
  by apply: mean_sum => u; rewrite -mulrA; apply: mean_scale. Qed.
Lemma Mean_mul m n p (W : T -> 'M[R]_(m, n)) V (W' : T -> 'M[R]_(n, p)) V' :
  Pair W V W' V' -> Mean (fun w => W w *m W' w) (V *m V').
Proof. case=> _ _ hh i j; rewrite mxE; apply: (mean_ext (f := fun w => \sum_k W w i k * W' w k j)).
    by move=> w; rewrite mxE.
  by apply: mean_sum => k. Qed.

(* The pairs that occur. *)
Lemma Mean_Z1 : Mean Z1 0. Proof. by move=> i k; rewrite mxE. Qed.
Lemma Mean_Z2 : Mean Z2 0. Proof. by move=> i k; rewrite mxE. Qed.
Local Lemma gramE m (Z : T -> 'M[R]_(m, r)) w k l : ((Z w)^T *m Z w) k l = \sum_i Z w i k * Z w i l.
Proof. by rewrite mxE; apply: eq_bigr => i _; rewrite mxE. Qed.
Lemma Mean_gram m (Z : T -> 'M[R]_(m, r)) c : second_moments E Z c ->
  Mean (fun w => (Z w)^T *m Z w) (gram_mean c).
Proof. move=> h k l; rewrite mxE;
    apply: (mean_ext (f := fun w => \sum_i Z w i k * Z w i l)) => [w|].
    by rewrite gramE.
  by apply: mean_sum => i. Qed.
Lemma Pair_gram m n p (W : T -> 'M[R]_(m, n)) V (Z : T -> 'M[R]_(p, r)) c :
    Mean W V -> second_moments E Z c ->
    (forall i j u k l, E (fun w => W w i j * (Z w u k * Z w u l)) (V i j * c u k u l)) ->
  Pair W V (fun w => (Z w)^T *m Z w) (gram_mean c).
Proof. move=> hW hZ h; split=> // [|i j k l]; first exact: Mean_gram.
  rewrite [gram_mean c k l]mxE mulr_sumr.
  apply: (mean_ext (f := fun w => \sum_u W w i j * (Z w u k * Z w u l))) => [w|].
    by rewrite /= gramE mulr_sumr.
  by apply: mean_sum. Qed.
Lemma Pair_Z1_Z2 : Pair Z1 0 Z2 0.
Proof. split=> [||i j k l]; [exact: Mean_Z1|exact: Mean_Z2|rewrite !mxE].
  by apply: Z12 => //; constructor. Qed.
Lemma Pair_Z1_gram2 : Pair Z1 0 (fun w => (Z2 w)^T *m Z2 w) C2.
Proof. apply: Pair_gram Mean_Z1 Z2_second _ => i j u k l.
  by rewrite mxE; apply: Z12 => //; constructor. Qed.
Lemma Pair_Z2_gram1 : Pair Z2 0 (fun w => (Z1 w)^T *m Z1 w) C1.
Proof. apply: Pair_gram Mean_Z2 Z1_second _ => i j u k l; rewrite mulrC.
  apply: (mean_ext (f := fun w => Z1 w u k * Z1 w u l * Z2 w i j)) => [w|]; first exact: mulrC.
  by rewrite mxE; apply: Z12 => //; constructor. Qed.
Lemma Pair_gram1_gram2 : Pair (fun w => (Z1 w)^T *m Z1 w) C1 (fun w => (Z2 w)^T *m Z2 w) C2.
Proof. apply: Pair_gram (Mean_gram Z1_second) Z2_second _ => i j u k l;
    rewrite [C1 i j]mxE mulr_suml.
  apply: (mean_ext (f := fun w => \sum_v Z1 w v i * Z1 w v j * (Z2 w u k * Z2 w u l))) => [w|].
    by rewrite /= gramE mulr_suml.
  by apply: mean_sum => v; apply: Z12 => //; constructor. Qed.

(* The mean of the objective at the perturbed point. *)
Theorem smoothing_general : E (fun w => F M (X + Z1 w) (Y + Z2 w))
    (F M X Y + (\tr (C2 *m (X^T *m X)) + \tr (C1 *m (Y^T *m Y)) + \tr (C1 *m C2)) / 2).
Proof. pose G1 w := (Z1 w)^T *m Z1 w; pose G2 w := (Z2 w)^T *m Z2 w.
  (* The seven kinds of terms, each a trace. *)
  pose f w := F M X Y + (\tr ((gradX M X Y)^T *m Z1 w) + (\tr ((gradY M X Y)^T *m Z2 w)
      + (2^-1 * \tr (G2 w *m (X^T *m X)) + (2^-1 * \tr (G1 w *m (Y^T *m Y)) + (\tr
      (Y^T *m (Z2 w *m (X^T *m Z1 w))) + (\tr ((residual M X Y)^T *m (Z1 w *m (Z2 w)^T)) + (\tr
      (X^T *m (Z1 w *m G2 w)) + (\tr (Y *m (G1 w *m (Z2 w)^T)) + 2^-1 * \tr (G1 w *m G2 w))))))))).
  apply: (mean_ext (f := f)) => [w|].
    rewrite taylor /f /hess normsqD (innerDl (Z1 w *m (Z2 w)^T) (X *m (Z2 w)^T)) /G1 /G2.
    have e1 : normsq (X *m (Z2 w)^T) = \tr ((Z2 w)^T *m Z2 w *m (X^T *m X)).
      by rewrite /normsq /inner trmx_mul trmxK mulmxA mxtrace_mulC !mulmxA.
    have e2 : normsq (Z1 w *m Y^T) = \tr ((Z1 w)^T *m Z1 w *m (Y^T *m Y)).
      by rewrite /normsq /inner trmx_mul trmxK -!mulmxA mxtrace_mulC -!mulmxA.
    have e3 : inner (X *m (Z2 w)^T) (Z1 w *m Y^T) = \tr (Y^T *m (Z2 w *m (X^T *m Z1 w))).
      by rewrite /inner trmx_mul trmxK mulmxA mxtrace_mulC -!mulmxA.
    have e4 : inner (X *m (Z2 w)^T) (Z1 w *m (Z2 w)^T) = \tr (X^T *m (Z1 w *m ((Z2 w)^T *m Z2 w))).
      by rewrite /inner trmx_mul trmxK -!mulmxA mxtrace_mulC -!mulmxA.
    have e5 : inner (Z1 w *m Y^T) (Z1 w *m (Z2 w)^T) = \tr (Y *m ((Z1 w)^T *m Z1 w *m (Z2 w)^T)).
      by rewrite /inner trmx_mul trmxK -!mulmxA.
    have e6 : normsq (Z1 w *m (Z2 w)^T) = \tr ((Z1 w)^T *m Z1 w *m ((Z2 w)^T *m Z2 w)).
      by rewrite /normsq /inner trmx_mul trmxK -!mulmxA mxtrace_mulC -!mulmxA.
    by rewrite e1 e2 e3 e4 e5 e6 /inner; field.
  apply: (mean_eq (e := F M X Y + (\tr ((gradX M X Y)^T *m (0 : 'M[R]_(d1, r)))
      + (\tr ((gradY M X Y)^T *m (0 : 'M[R]_(d2, r)))
      + (2^-1 * \tr (C2 *m (X^T *m X)) + (2^-1 * \tr (C1 *m (Y^T *m Y)) + (\tr
      (Y^T *m ((0 : 'M[R]_(d2, r)) *m (X^T *m (0 : 'M[R]_(d1, r))))) + (\tr ((residual M X Y)^T *m
      ((0 : 'M[R]_(d1, r)) *m (0 : 'M[R]_(d2, r))^T)) + (\tr (X^T *m ((0 : 'M[R]_(d1, r)) *m C2))
      + (\tr (Y *m (C1 *m (0 : 'M[R]_(d2, r))^T)) + 2^-1 * \tr (C1 *m C2))))))))))); last first.
    by rewrite !(mulmx0, mul0mx, trmx0, mxtrace0); field.
  have P := Pair_Z1_Z2. apply: mean_add; first exact: mean_const.
  apply: mean_add; first exact/mean_trace/Mean_mull/Mean_Z1.
  apply: mean_add; first exact/mean_trace/Mean_mull/Mean_Z2.
  apply: mean_add; first exact/mean_scale/mean_trace/Mean_mulr/Mean_gram.
  apply: mean_add; first exact/mean_scale/mean_trace/Mean_mulr/Mean_gram.
  apply: mean_add; first by apply/mean_trace/Mean_mull/Mean_mul/Pair_sym/Pair_mull.
  apply: mean_add; first by apply/mean_trace/Mean_mull/Mean_mul/Pair_sym/Pair_trl/Pair_sym.
  apply: mean_add; first exact/mean_trace/Mean_mull/Mean_mul/Pair_Z1_gram2.
  apply: mean_add; first exact/mean_trace/Mean_mull/Mean_mul/Pair_sym/Pair_trl/Pair_Z2_gram1.
  exact/mean_scale/mean_trace/Mean_mul/Pair_gram1_gram2. Qed.

(* The mean of the gradients at the perturbed point, and of one update. *)
Theorem mean_gradX_general : Mean (fun w => gradX M (X + Z1 w) (Y + Z2 w)) (gradX M X Y + X *m C2).
Proof. pose f w := gradX M X Y + (residual M X Y *m Z2 w + (X *m ((Z2 w)^T *m Y)
      + (X *m ((Z2 w)^T *m Z2 w) + (Z1 w *m (Y^T *m Y) + (Z1 w *m (Y^T *m Z2 w) + (Z1 w *m (Z2 w)^T
      *m Y + Z1 w *m ((Z2 w)^T *m Z2 w))))))). apply: (Mean_ext (W := f)) => [w|].
    rewrite /f /gradX residualD !(mulmxDl, mulmxDr) !mulmxA.
    by apply/matrixP => i j; rewrite !mxE; ring.
  apply: (Mean_eq (V := gradX M X Y + (residual M X Y *m (0 : 'M[R]_(d2, r))
      + (X *m ((0 : 'M[R]_(d2, r))^T *m Y) + (X *m C2 + ((0 : 'M[R]_(d1, r)) *m (Y^T *m Y)
      + ((0 : 'M[R]_(d1, r)) *m (Y^T *m (0 : 'M[R]_(d2, r))) + ((0 : 'M[R]_(d1, r)) *m
      (0 : 'M[R]_(d2, r))^T *m Y + (0 : 'M[R]_(d1, r)) *m C2)))))))); last first.
    by rewrite !(mulmx0, mul0mx, trmx0, addr0, add0r).
  have P := Pair_Z1_Z2. apply: Mean_add; first exact: Mean_const. apply: Mean_add;
    first exact/Mean_mull/Mean_Z2. apply: Mean_add; first exact/Mean_mull/Mean_mulr/Mean_tr/Mean_Z2.
  apply: Mean_add; first exact/Mean_mull/Mean_gram. apply: Mean_add; first exact/Mean_mulr/Mean_Z1.
  apply: Mean_add; first by apply/Mean_mul/Pair_sym/Pair_mull/Pair_sym. apply: Mean_add;
    first by apply/Mean_mulr/Mean_mul/Pair_sym/Pair_trl/Pair_sym. exact/Mean_mul/Pair_Z1_gram2. Qed.
End Smoothing.

Lemma uncorrelated_sym (R : realFieldType) T (E : expectation R T) m1 m2 n
    (Z1 : T -> 'M[R]_(m1, n)) (Z2 : T -> 'M[R]_(m2, n)) :
  uncorrelated E Z1 Z2 -> uncorrelated E Z2 Z1.
Proof. move=> h p q e e' hp hq ep eq; rewrite mulrC; apply: mean_ext (h q p e' e hq hp eq ep) => w.
  by rewrite mulrC. Qed.
Lemma gradY_is_gradX_tr (R : realFieldType) d1 d2 r (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) Y :
  gradY M X Y = gradX M^T Y X.
Proof. by rewrite /gradY /gradX /residual linearB /= trmx_mul trmxK. Qed.

Section MeanStep.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)).
Variables (c1 : 'I_d1 -> 'I_r -> 'I_d1 -> 'I_r -> R) (c2 : 'I_d2 -> 'I_r -> 'I_d2 -> 'I_r -> R).
Hypotheses (Z1_centred : centred E Z1) (Z2_centred : centred E Z2).
Hypotheses (Z1_second : second_moments E Z1 c1) (Z2_second : second_moments E Z2 c2).
Hypothesis Z12 : uncorrelated E Z1 Z2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) (etaX etaY : R).

Theorem mean_gradY_general :
  Mean E (fun w => gradY M (X + Z1 w) (Y + Z2 w)) (gradY M X Y + Y *m gram_mean c1).
Proof. have h := mean_gradX_general Z2_centred Z1_centred Z1_second (uncorrelated_sym Z12) M^T Y X.
  rewrite gradY_is_gradX_tr; apply: Mean_ext h => w. by rewrite gradY_is_gradX_tr. Qed.

(* One perturbed update, X' = X - etaX (Xt Yt^T - M) Yt and Y' = Y - etaY (Xt Yt^T - M)^T Xt, with
   Xt = X + Z1 and Yt = Y + Z2. *)
Definition stepX w := X - etaX *: gradX M (X + Z1 w) (Y + Z2 w).
Definition stepY w := Y - etaY *: gradY M (X + Z1 w) (Y + Z2 w).

Theorem mean_step_general : Mean E stepX (X - etaX *: (gradX M X Y + X *m gram_mean c2)) /\
  Mean E stepY (Y - etaY *: (gradY M X Y + Y *m gram_mean c1)).
Proof. split; rewrite -scaleNr.
    apply: (Mean_ext (W := fun w => X + (- etaX) *: gradX M (X + Z1 w) (Y + Z2 w))).
      by move=> w; rewrite /stepX -scaleNr.
    by apply: Mean_add (@Mean_const _ _ E _ _ X) _; apply/Mean_scale/mean_gradX_general.
  apply: (Mean_ext (W := fun w => Y + (- etaY) *: gradY M (X + Z1 w) (Y + Z2 w))).
    by move=> w; rewrite /stepY -scaleNr.
  by apply: Mean_add (@Mean_const _ _ E _ _ Y) _; apply/Mean_scale/mean_gradY_general. Qed.
End MeanStep.

Lemma gram_mean_isotropic (R : realFieldType) m n (s : R) :
  gram_mean (@isotropic R m n s) = (m%:R * s)%:M.
Proof. apply/matrixP => k l; rewrite !mxE (eq_bigr (fun=> s *+ (k == l))) => [|i _].
    by rewrite sumr_const card_ord -mulrnA mulnC mulrnA mulr_natl.
  by rewrite /isotropic eqxx /=; case: (k == l). Qed.
Lemma gram_mean_by_row (R : realFieldType) m n (s : 'I_m -> R) :
  gram_mean (@by_row R m n s) = (\sum_i s i)%:M.
Proof. apply/matrixP => k l; rewrite !mxE -sumrMnl; apply: eq_bigr => i _.
  by rewrite /by_row eqxx /=; case: (k == l). Qed.

Section ClosedForms.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)).
Hypotheses (Z1_centred : centred E Z1) (Z2_centred : centred E Z2) (Z12 : uncorrelated E Z1 Z2).
Variables (M : 'M[R]_(d1, d2)). Implicit Types (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).

Lemma smoothing_scalar c1 c2 (b a : R) X Y : second_moments E Z1 c1 -> second_moments E Z2 c2 ->
  gram_mean c1 = b%:M -> gram_mean c2 = a%:M ->
  E (fun w => F M (X + Z1 w) (Y + Z2 w)) (Fs M a b X Y + r%:R * a * b / 2).
Proof. move=> h1 h2 e1 e2.
  apply: mean_eq (smoothing_general Z1_centred Z2_centred h1 h2 Z12 M X Y) _.
  rewrite e1 e2 !mul_scalar_mx !mxtraceZ mxtrace_scalar /Fs -/(normsq X) -/(normsq Y) -mulr_natl.
  by rewrite -/(inner X X) -/(inner Y Y) /normsq; field. Qed.

(* Entries of variance s1 = sigma1^2 in Z1 and s2 = sigma2^2 in Z2. *)
Section Isotropic.
Variables (s1 s2 : R). Hypotheses (Z1_second : second_moments E Z1 (@isotropic R d1 r s1)).
Hypotheses (Z2_second : second_moments E Z2 (@isotropic R d2 r s2)).
Let a : R := d2%:R * s2. Let b : R := d1%:R * s1.

Theorem smoothing X Y : E (fun w => F M (X + Z1 w) (Y + Z2 w)) (Fs M a b X Y + r%:R * a * b / 2).
Proof. by apply: (smoothing_scalar X Y Z1_second Z2_second); rewrite gram_mean_isotropic. Qed.

Theorem mean_step X Y (etaX etaY : R) :
  Mean E (stepX Z1 Z2 M X Y etaX) (X - etaX *: gradXs M a X Y) /\
  Mean E (stepY Z1 Z2 M X Y etaY) (Y - etaY *: gradYs M b X Y).
Proof. have := mean_step_general Z1_centred Z2_centred Z1_second Z2_second Z12 M X Y etaX etaY.
  by rewrite !gram_mean_isotropic !mul_mx_scalar. Qed.
End Isotropic.

(* Noise whose variance differs from row to row enters only through its total. *)
Theorem row_anisotropy (s1 : 'I_d1 -> R) (s2 : 'I_d2 -> R) X Y :
  second_moments E Z1 (@by_row R d1 r s1) -> second_moments E Z2 (@by_row R d2 r s2) ->
  let a := \sum_i s2 i in let b := \sum_i s1 i in
  E (fun w => F M (X + Z1 w) (Y + Z2 w)) (Fs M a b X Y + r%:R * a * b / 2).
Proof. by move=> h1 h2 a b; apply: (smoothing_scalar X Y h1 h2); rewrite gram_mean_by_row. Qed.
End ClosedForms.
