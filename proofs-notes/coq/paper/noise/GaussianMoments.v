(* SPDX-License-Identifier: Apache-2.0 *)
(* GaussianMoments.v: moments of a Gaussian matrix and of its Gram matrix, to the fourth order.

   W = A + Z with Z : m x r of independent Gaussian entries of variance v, on any set T of outcomes
   with an expectation as in Smoothing.v. Of the law only this is used (moments4): a product of at
   most four entries of Z has the mean that Isserlis's theorem gives it, the sum over the pairings
   of v for each pair of equal entries. With K = W^T W, N = A^T A and d_ab = 1 if a = b, else 0:

       E K_ab           = N_ab + m v d_ab
       Cov(K_ab, K_cd) = v (d_ac N_bd + d_ad N_bc + d_bc N_ad + d_bd N_ac) + m v^2 (d_ac d_bd + d_ad
       d_bc)
       E W_ic K_ab      = A_ic E K_ab + v (d_ca A_ib + d_cb A_ia).

   gaussian_moments E Z1 v1 Z2 v2 says the same of products of at most four entries of Z1 with at
   most four of Z2, the two factors independent; ofX and ofY then are two expectations whose means
   multiply.
   Main results: mean_W, mean_WW, mean_gramW, mean_gram_gram, mean_entry_gram; mean_indep.
   Paper's place: Section 2 (Gaussian perturbations). *)
From NoisyGD Require Import Algebra Smoothing.

Section Delta.
Variable R : realFieldType.
(* Kronecker's delta, of indices and of places. *)
Definition kron n (i j : 'I_n) : R := (i == j)%:R.
Definition same m n (x y : 'I_m * 'I_n) : R := kron x.1 y.1 * kron x.2 y.2.
Lemma kronC n (i j : 'I_n) : kron i j = kron j i. Proof. by rewrite /kron eq_sym. Qed.
Lemma kronii n (i : 'I_n) : kron i i = 1. Proof. by rewrite /kron eqxx. Qed.
Lemma kron_sq n (i j : 'I_n) : kron i j * kron i j = kron i j.
Proof. by rewrite /kron -natrM mulnb andbb. Qed.
Lemma sum_kron n (i : 'I_n) (f : 'I_n -> R) : \sum_j kron i j * f j = f i.
Proof. rewrite (bigD1 i) //= kronii mul1r big1 ?addr0 // => j ji.
  by rewrite /kron eq_sym (negPf ji) mul0r. Qed.
Lemma sum_kronr n (i : 'I_n) (f : 'I_n -> R) : \sum_j kron j i * f j = f i.
Proof. by under eq_bigr do rewrite kronC; exact: sum_kron. Qed.
End Delta.
Arguments kron {R n} i j.
Arguments same {R m n} x y.

Section Moments.
Variables (R : realFieldType) (T : Type).

(* A product of entries of a random matrix. *)
Definition entries m r (Z : T -> 'M[R]_(m, r)) (s : seq ('I_m * 'I_r))
    (w : T) : R := \prod_(x <- s) Z w x.1 x.2.

(* Its mean, for independent centred Gaussian entries of variance v; at most four entries are
   meant. *)
Definition isserlis m r (v : R) (s : seq ('I_m * 'I_r)) : R :=
  match s with
  | [::] => 1
  | [:: x; y] => v * same x y
  | [:: x; y; z; t] => v ^+ 2 * (same x y * same z t + same x z * same y t + same x t * same y z)
  | _ => 0
  end.

Definition moments4 (E : expectation R T) m r (Z : T -> 'M[R]_(m, r)) (v : R) :=
  forall s, (size s <= 4)%N -> E (entries Z s) (isserlis v s).
Definition gaussian_moments (E : expectation R T) m1 m2 r (Z1 : T -> 'M[R]_(m1, r)) v1
    (Z2 : T -> 'M[R]_(m2, r)) v2 :=
  forall s1 s2, (size s1 <= 4)%N -> (size s2 <= 4)%N ->
    E (fun w => entries Z1 s1 w * entries Z2 s2 w) (isserlis v1 s1 * isserlis v2 s2).

(* The mean of a product of entries of A + Z, those in s, and of Z, those in t. *)
Fixpoint shifted m r (A : 'M[R]_(m, r)) v (s t : seq ('I_m * 'I_r)) : R :=
  if s is x :: s' then A x.1 x.2 * shifted A v s' t + shifted A v s' (rcons t x) else isserlis v t.
End Moments.

Section OneMatrix.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (m r : nat).
Variables (Z : T -> 'M[R]_(m, r)) (v : R) (hZ : moments4 E Z v) (A : 'M[R]_(m, r)).
Definition plus_noise (w : T) : 'M[R]_(m, r) := A + Z w.
Local Notation W := plus_noise. Local Notation N := (A^T *m A).
Definition gramW (w : T) : 'M[R]_r := (W w)^T *m W w.

Lemma shifted_mean s t : (size s + size t <= 4)%N ->
  E (fun w => entries W s w * entries Z t w) (shifted A v s t).
Proof. elim: s t => [|x s IH] t /= h.
    by apply: mean_ext (hZ h) => w; rewrite /entries big_nil mul1r.
  apply: (mean_ext (f := fun w =>
      A x.1 x.2 * (entries W s w * entries Z t w) + entries W s w * entries Z (rcons t x) w)).
    by move=> w; rewrite /entries big_cons -cats1 big_cat big_seq1 /= [W w _ _]mxE; ring.
  apply: mean_add; first by apply/mean_scale/IH; apply: ltnW.
  by apply: IH; rewrite size_rcons addnS. Qed.
Lemma product_mean s : (size s <= 4)%N -> E (entries W s) (shifted A v s [::]).
Proof. move=> h; have := @shifted_mean s [::]; rewrite addn0 => /(_ h).
  by apply: mean_ext => w; rewrite /entries big_nil mulr1. Qed.

(* One to four entries of W. *)
Lemma mean_W i a : E (fun w => W w i a) (A i a).
Proof. apply: mean_eq (mean_ext _ (@product_mean [:: (i, a)] isT)) _ => [w|];
    first by rewrite /entries big_seq1. by rewrite /=; ring. Qed.
Lemma mean_WW i a j b : E (fun w => W w i a * W w j b) (A i a * A j b + v * (kron i j * kron a b)).
Proof. apply: mean_eq (mean_ext _ (@product_mean [:: (i, a); (j, b)] isT)) _ => [w|];
    first by rewrite /entries !big_cons big_nil mulr1. by rewrite /= /same /=; ring. Qed.
Lemma mean_WWW i a j b k c : E (fun w => W w i a * (W w j b * W w k c))
  (A i a * A j b * A k c + v
    * (kron i j * kron a b * A k c + kron i k * kron a c * A j b + kron j k * kron b c * A i a)).
Proof. apply: mean_eq (mean_ext _ (@product_mean [:: (i, a); (j, b); (k, c)] isT)) _ => [w|].
    by rewrite /entries !big_cons big_nil mulr1.
  by rewrite /= /same /=; ring. Qed.
Lemma mean_WWWW j a b l c d : E (fun w => W w j a * W w j b * (W w l c * W w l d))
  ((A j a * A j b + v * kron a b) * (A l c * A l d + v * kron c d)
   + kron j l * (v * (kron a c * (A j b * A l d) + kron a d * (A j b * A l c)
       + kron b c * (A j a * A l d) + kron b d * (A j a * A l c))
                 + v ^+ 2 * (kron a c * kron b d + kron a d * kron b c))).
Proof. apply: mean_eq (mean_ext _ (@product_mean [:: (j, a); (j, b); (l, c); (l, d)] isT)) _ =>
    [w|].
    by rewrite /entries !big_cons big_nil mulr1 -!mulrA.
  rewrite /= /same /= !kronii; have := kron_sq R j l; move: (kron j l) => e ee.
  have -> : e * (v * (kron a c * (A j b * A l d) + kron a d * (A j b * A l c)
      + kron b c * (A j a * A l d) + kron b d * (A j a * A l c))
    + v ^+ 2 * (kron a c * kron b d + kron a d * kron b c)) = e * (v * (kron a c * (A j b * A l d)
      + kron a d * (A j b * A l c) + kron b c * (A j a * A l d) + kron b d * (A j a * A l c))) + (e
    * e) * (v ^+ 2 * (kron a c * kron b d + kron a d * kron b c)) by rewrite ee; ring. ring. Qed.

(* The Gram matrix. *)
Definition mean_gram : 'M[R]_r := N + (m%:R * v)%:M.
Definition cov_gram (a b c d : 'I_r) : R :=
  v * (kron a c * N b d + kron a d * N b c + kron b c * N a d + kron b d * N a c)
  + m%:R * v ^+ 2 * (kron a c * kron b d + kron a d * kron b c).
(* (E K^2)_ac. *)
Definition mean_square
    (a c : 'I_r) : R := \sum_b (mean_gram a b * mean_gram b c + cov_gram a b b c).

Lemma gramE n (B : 'M[R]_(n, r)) a b : (B^T *m B) a b = \sum_j B j a * B j b.
Proof. by rewrite mxE; apply: eq_bigr => j _; rewrite mxE. Qed.
Lemma gram_sym n (B : 'M[R]_(n, r)) a b : (B^T *m B) a b = (B^T *m B) b a.
Proof. by rewrite !gramE; apply: eq_bigr => j _; rewrite mulrC. Qed.
Lemma mean_gramE a b : mean_gram a b = N a b + m%:R * v * kron a b.
Proof. by rewrite [LHS]mxE [X in _ + X]mxE /kron mulr_natr. Qed.
Lemma mean_gram_sym a b : mean_gram a b = mean_gram b a.
Proof. by rewrite !mean_gramE gram_sym kronC. Qed.
Lemma sum_mean_gram a b : \sum_j (A j a * A j b + v * kron a b) = mean_gram a b.
Proof. by rewrite big_split /= -gramE sumr_const card_ord mean_gramE -[_ *+ m]mulr_natl mulrA. Qed.
Lemma cov_gram_swap a b c d : cov_gram a b c d = cov_gram b a c d.
Proof. by rewrite /cov_gram; ring. Qed.

Lemma mean_gramW a b : E (fun w => gramW w a b) (mean_gram a b).
Proof. rewrite -sum_mean_gram; apply: (mean_ext (f := fun w => \sum_j W w j a * W w j b)) => [w|];
    first by rewrite gramE.
  by apply: mean_sum => j; apply: mean_eq (mean_WW j a j b) _; rewrite kronii mul1r. Qed.

Lemma mean_entry_gram i c a b : E (fun w => W w i c * gramW w a b)
  (A i c * mean_gram a b + v * (kron c a * A i b + kron c b * A i a)).
Proof. apply: (mean_ext (f := fun w => \sum_j W w i c * (W w j a * W w j b))) => [w|];
    first by rewrite gramE mulr_sumr. apply: mean_eq (mean_sum (fun j => mean_WWW i c j a j b)) _.
  rewrite -sum_mean_gram mulr_sumr. have -> : v * (kron c a * A i b + kron c b * A i a) =
    \sum_(j < m) kron i j * (v * (kron c a * A j b + kron c b * A j a)).
    by rewrite sum_kron.
  by rewrite -big_split; apply: eq_bigr => j _; rewrite /= kronii; ring. Qed.

Lemma mean_gram_gram a b c d : E (fun w => gramW w a b * gramW w c d)
  (mean_gram a b * mean_gram c d + cov_gram a b c d).
Proof. apply: (mean_ext (f := fun w => \sum_j \sum_l W w j a * W w j b * (W w l c * W w l d))) =>
    [w|].
    by rewrite !gramE mulr_suml; apply: eq_bigr => j _; rewrite mulr_sumr.
  apply: mean_eq (mean_sum (fun j => mean_sum (fun l => mean_WWWW j a b l c d))) _.
  under eq_bigr do rewrite big_split /= sum_kron -mulr_sumr sum_mean_gram.
  rewrite big_split /= -mulr_suml sum_mean_gram; congr (_ + _).
  rewrite big_split /= sumr_const card_ord -mulr_sumr !big_split /= -!mulr_sumr -!gramE /cov_gram.
  by rewrite -[_ *+ m]mulr_natl; ring. Qed.
End OneMatrix.

Lemma gaussian_moments_sym (R : realFieldType) T (E : expectation R T) m1 m2 r
    (Z1 : T -> 'M[R]_(m1, r)) v1 (Z2 : T -> 'M[R]_(m2, r)) v2 :
  gaussian_moments E Z1 v1 Z2 v2 -> gaussian_moments E Z2 v2 Z1 v1.
Proof. by move=> h s1 s2 h1 h2; rewrite mulrC; apply: mean_ext (h s2 s1 h2 h1) => w; rewrite mulrC.
Qed.

(* Two independent Gaussian matrices. ofX is the expectation that a function of Z1 has beside any
   four entries of Z2, ofY the one that a function of Z2 has beside any function of Z1. *)
Section TwoMatrices.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (m1 m2 r : nat).
Variables (Z1 : T -> 'M[R]_(m1, r)) (Z2 : T -> 'M[R]_(m2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.

Definition ofX : expectation R T.
Proof. apply: (@Expectation R T (fun f e => forall s, (size s <= 4)%N ->
      E (fun w => f w * entries Z2 s w) (e * isserlis v2 s))).
  - by move=> f g e h hf s hs; apply: mean_ext (hf s hs) => w; rewrite h.
  - move=> c s hs; have := mean_scale c (@hE [::] s isT hs).
    by rewrite /= mul1r; apply: mean_ext => w; rewrite /entries big_nil mul1r.
  - move=> f g e e' hf hg s hs; rewrite mulrDl; apply: mean_ext (mean_add (hf s hs) (hg s hs)) => w.
    by rewrite mulrDl.
  - by move=> c f e hf s hs; rewrite -mulrA; apply: mean_ext (mean_scale c (hf s hs)) => w;
      rewrite mulrA.
  - move=> f e f0 /(_ [::] isT); rewrite /= mulr1; apply: mean_ge0 => w.
    by rewrite /entries big_nil mulr1. Defined.
Definition ofY : expectation R T.
Proof. apply: (@Expectation R T
    (fun h e' => forall f e, ofX f e -> E (fun w => f w * h w) (e * e'))).
  - by move=> h h' e' hh k f e hf; apply: mean_ext (k f e hf) => w; rewrite hh.
  - move=> c f e /(_ [::] isT) /= hf; rewrite mulr1 in hf; have := mean_scale c hf.
    by rewrite mulrC; apply: mean_ext => w; rewrite /entries big_nil mulr1 mulrC.
  - move=> h h' e1 e2 k1 k2 f e hf; rewrite mulrDr;
      apply: mean_ext (mean_add (k1 f e hf) (k2 f e hf)) => w. by rewrite mulrDr.
  - move=> c h e' k f e hf; rewrite mulrCA; apply: mean_ext (mean_scale c (k f e hf)) => w.
    by rewrite mulrCA.
  - move=> h e' h0 /(_ _ _ (mean_const ofX 1)); rewrite mul1r; apply: mean_ge0 => w.
    by rewrite mul1r. Defined.

Lemma moments_ofX : moments4 ofX Z1 v1. Proof. by move=> s1 h1 s2 h2; exact: hE. Qed.
Lemma moments_ofY : moments4 ofY Z2 v2. Proof. by move=> s hs f e; apply. Qed.
(* Means multiply. *)
Lemma mean_indep f e h e' : ofX f e -> ofY h e' -> E (fun w => f w * h w) (e * e').
Proof. by move=> hf hh; exact: hh. Qed.
Lemma mean_ofY h e' : ofY h e' -> E h e'.
Proof. move=> hh; have := mean_indep (mean_const ofX 1) hh; rewrite mul1r.
  by apply: mean_ext => w; rewrite mul1r. Qed.
End TwoMatrices.
Arguments moments_ofX {R T E m1 m2 r Z1 Z2 v1 v2} hE.
Arguments moments_ofY {R T E m1 m2 r Z1 Z2 v1 v2} hE.
