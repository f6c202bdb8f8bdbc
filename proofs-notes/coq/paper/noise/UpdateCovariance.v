(* SPDX-License-Identifier: Apache-2.0 *)
(* UpdateCovariance.v: the covariance of one perturbed update, in closed form, for Gaussian noise,
   at any rank.

   With W = X + Z1, V = Y + Z2, K = V^T V and L = W^T W the gradients are W K - M V and V L - M^T W,
   and W and V are independent. Entry by entry, with the moments of GaussianMoments.v,

       Cov(G_ia, G_kc) = d_ik v1 (E K^2)_ac + sum_bd X_ib X_kd Cov(K_ba, K_dc) - linear i a k c -
       linear k c i a
                          + d_ac v2 (M M^T)_ik,     linear i a k c = v2 (X_ic (M Y)_ka + d_ac sum_b
                                                    X_ib (M Y)_kb),
       Cov(G_ia, G'_jb) = sum_cd E[W_ic L_db] E[V_jd K_ca] - (X E K)_ia (Y E L)_jb - M_ij (v1 (E
       K)_ba + v2 (E L)_ab).

   It is what org.noisygd.descent.objective.UpdateMoments computes, term for term.
   Main results: covariance_X, covariance_Y, covariance_XY (of one update); gradient_product (not
   centred).
   Paper's place: Section 2 (Algorithm 1). *)
From NoisyGD Require Import Algebra Frobenius Objective Smoothing GaussianMoments.

(* The closed forms. *)
Section ClosedForms.
Variables (R : realFieldType) (d1 d2 r : nat) (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r))
  (Y : 'M[R]_(d2, r)) (v1 v2 : R).

Definition linear_term (i : 'I_d1) (a : 'I_r) (k : 'I_d1) (c : 'I_r) : R :=
  v2 * (X i c * (M *m Y) k a + kron a c * \sum_b X i b * (M *m Y) k b).
Definition own_covariance (i : 'I_d1) (a : 'I_r) (k : 'I_d1) (c : 'I_r) : R :=
  kron i k * (v1 * mean_square v2 Y a c) + \sum_b \sum_d X i b * X k d * cov_gram v2 Y b a d c
  - linear_term i a k c - linear_term k c i a + kron a c * (v2 * (M *m M^T) i k).
(* E W_ic K_ab for a Gaussian W of mean A and variance v. *)
Definition entry_gram m (A : 'M[R]_(m, r)) v (i : 'I_m) (c a b : 'I_r) : R :=
  A i c * mean_gram v A a b + v * (kron c a * A i b + kron c b * A i a).
Definition cross_covariance (i : 'I_d1) (a : 'I_r) (j : 'I_d2) (b : 'I_r) : R :=
  \sum_c \sum_d entry_gram X v1 i c d b * entry_gram Y v2 j d c a
  - (X *m mean_gram v2 Y) i a * (Y *m mean_gram v1 X) j b
  - M i j * (v1 * mean_gram v2 Y b a + v2 * mean_gram v1 X a b).
End ClosedForms.

(* The covariance from the mean of the product. *)
Lemma mean_centred (R : realFieldType) T (E : expectation R T) f g e e' p c : E f e -> E g e' ->
  E (fun w => f w * g w) p -> p = e * e' + c -> E (fun w => (f w - e) * (g w - e')) c.
Proof. move=> hf hg hp hc. have := mean_add hp
    (mean_add (mean_scale (- e') hf) (mean_add (mean_scale (- e) hg) (mean_const E (e * e')))).
  by rewrite hc; move=> h; apply: mean_eq (mean_ext _ h) _ => [w|]; ring. Qed.

(* One factor's gradient: W beside V, which are independent. *)
Section OwnCovariance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation W := (plus_noise Z1 X). Local Notation V := (plus_noise Z2 Y).
Local Notation K := (gramW Z2 Y). Local Notation EK := (mean_gram v2 Y).
Local Notation EY := (ofY hE). Local Notation hX := (moments_ofX hE).
Local Notation hY := (moments_ofY hE).

Lemma gradXE w i a :
  gradX M (X + Z1 w) (Y + Z2 w) i a = \sum_b W w i b * K w b a - \sum_l M i l * V w l a.
Proof. by rewrite /gradX /residual mulmxBl -mulmxA [LHS]mxE !mxE; congr (_ - _). Qed.
Definition mean_gradient : 'M[R]_(d1, r) := X *m EK - M *m Y.
Lemma mean_gradientE : mean_gradient = gradXs M (d2%:R * v2) X Y.
Proof. by rewrite /mean_gradient /mean_gram mulmxDr mul_mx_scalar /gradXs /gradX /residual mulmxBl
    mulmxA addrAC. Qed.
Lemma mean_gradient_entry i a : mean_gradient i a = \sum_b X i b * EK b a - (M *m Y) i a.
Proof. by rewrite [LHS]mxE [X in X + _]mxE [X in _ + X]mxE. Qed.
Lemma mean_gradX i a : E (fun w => gradX M (X + Z1 w) (Y + Z2 w) i a) (mean_gradient i a).
Proof. apply: (mean_ext (f := fun w => \sum_b W w i b * K w b a + -1 * \sum_l M i l * V w l a)).
    by move=> w; rewrite gradXE mulN1r.
  rewrite mean_gradient_entry [(M *m Y) i a]mxE -[- (\sum_j _)]mulN1r; apply: mean_add.
    by apply: mean_sum => b; exact: (mean_indep (mean_W hX X i b) (mean_gramW hY Y b a)).
  by apply/mean_scale/mean_sum => l; apply/mean_scale; exact: (mean_ofY (mean_W hY Y l a)). Qed.

(* Of M V beside an entry of the Gram matrix, and beside itself. *)
Lemma mean_MV_gram k c a b : EY (fun w => (\sum_l M k l * V w l c) * K w a b)
  ((M *m Y) k c * EK a b + v2 * (kron c a * (M *m Y) k b + kron c b * (M *m Y) k a)).
Proof. apply: (mean_ext (f := fun w => \sum_l M k l * (V w l c * K w a b))) => [w|].
    by rewrite mulr_suml; apply: eq_bigr => l _; rewrite mulrA.
  apply: mean_eq (mean_sum (fun l => mean_scale (M k l) (mean_entry_gram hY Y l c a b))) _.
  rewrite !mxE mulr_suml !mulr_sumr -!big_split /= mulr_sumr -big_split /=.
  by apply: eq_bigr => l _; ring. Qed.
Lemma mean_MV_MV i a k c : EY (fun w => (\sum_l M i l * V w l a) * (\sum_l M k l * V w l c))
  ((M *m Y) i a * (M *m Y) k c + kron a c * (v2 * (M *m M^T) i k)).
Proof. apply: (mean_ext (f := fun w => \sum_j \sum_l M i j * M k l * (V w j a * V w l c))) => [w|].
    by rewrite mulr_suml; apply: eq_bigr => j _; rewrite mulr_sumr; apply: eq_bigr => l _; ring.
  apply: mean_eq (mean_sum (fun j => mean_sum (fun l => mean_scale (M i j * M k l) (mean_WW hY Y j a
      l c)))) _. rewrite !mxE mulr_suml !mulr_sumr -big_split /=; apply: eq_bigr => j _.
  rewrite mulr_sumr !mxE; have -> : kron a c * (v2 * (M i j * M k j)) =
    \sum_(l < d2) kron j l * (kron a c * (v2 * (M i j * M k l))).
    by rewrite sum_kron.
  by rewrite -big_split /=; apply: eq_bigr => l _; ring. Qed.

Theorem gradient_product i a k c :
  E (fun w => gradX M (X + Z1 w) (Y + Z2 w) i a * gradX M (X + Z1 w) (Y + Z2 w) k c)
    (mean_gradient i a * mean_gradient k c + own_covariance M X Y v1 v2 i a k c).
Proof. pose MV i a w := \sum_l M i l * V w l a.
  pose f w := (\sum_b \sum_d W w i b * W w k d * (K w b a * K w d c)) + (-1 * (\sum_b W w i b * (MV
      k c w * K w b a)) + (-1 * (\sum_b W w k b * (MV i a w * K w b c)) + MV i a w * MV k c w)).
  apply: (mean_ext (f := f)) => [w|].
    have s (g h : 'I_r -> R) x : (\sum_b g b * h b) * x = \sum_b g b * (x * h b).
      by rewrite mulr_suml; apply: eq_bigr => b _; ring.
    rewrite !gradXE -/(MV i a w) -/(MV k c w) /f -!s. have -> : \sum_b \sum_d W w i b * W w k d
      * (K w b a * K w d c) = (\sum_b W w i b * K w b a) * (\sum_d W w k d * K w d c).
      by rewrite mulr_suml; apply: eq_bigr => b _; rewrite mulr_sumr; apply: eq_bigr => d _; ring.
    ring.
  have h1 := mean_sum (fun b => mean_sum (fun d =>
      mean_indep (mean_WW hX X i b k d) (mean_gram_gram hY Y b a d c))). have h2 := mean_scale (-1)
    (mean_sum (fun b => mean_indep (mean_W hX X i b) (mean_MV_gram k c b a))). have h3 := mean_scale
    (-1) (mean_sum (fun b => mean_indep (mean_W hX X k b) (mean_MV_gram i a b c))).
  apply: mean_eq (mean_add h1 (mean_add h2 (mean_add h3 (mean_ofY (mean_MV_MV i a k c))))) _.
  have lin j e l g : \sum_b X j b * ((M *m Y) l g * EK b e + v2 * (kron g b * (M *m Y) l e + kron g
      e * (M *m Y) l b)) = (M *m Y) l g * (\sum_b X j b * EK b e) + linear_term M X Y v2 j e l g.
    rewrite /linear_term (kronC R g e) mulrDr mulr_sumr.
    have -> : v2 * (X j g * (M *m Y) l e) = \sum_(b < r) kron g b * (v2 * (X j b * (M *m Y) l e))
      by rewrite sum_kron. by rewrite !mulr_sumr -!big_split /=; apply: eq_bigr => b _; ring.
  have quad : \sum_b \sum_d (X i b * X k d + v1 * (kron i k * kron b d))
    * (EK b a * EK d c + cov_gram v2 Y b a d c) = (\sum_b X i b * EK b a) * (\sum_d X k d * EK d c)
    + kron i k * (v1 * mean_square v2 Y a c) + \sum_b \sum_d X i b * X k d * cov_gram v2 Y b a d c.
    rewrite /mean_square mulr_suml !mulr_sumr -!big_split /=; apply: eq_bigr => b _;
      rewrite mulr_sumr. have -> : kron i k * (v1 * (EK a b * EK b c + cov_gram v2 Y a b b c)) =
      \sum_(d < r) kron b d * (kron i k * (v1 * (EK b a * EK d c + cov_gram v2 Y b a d c))).
      by rewrite sum_kron (mean_gram_sym v2 Y b a) cov_gram_swap.
    by rewrite -!big_split /=; apply: eq_bigr => d _; ring.
  by rewrite quad !lin !mean_gradient_entry /own_covariance; ring. Qed.

Theorem gradient_covariance i a k c :
  E (fun w => (gradX M (X + Z1 w) (Y + Z2 w) i a - mean_gradient i a)
    * (gradX M (X + Z1 w) (Y + Z2 w) k c - mean_gradient k c))
    (own_covariance M X Y v1 v2 i a k c).
Proof. exact: (mean_centred (mean_gradX i a) (mean_gradX k c) (gradient_product i a k c)). Qed.
End OwnCovariance.

(* The two factors' gradients beside each other. *)
Section CrossCovariance.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)).
Local Notation W := (plus_noise Z1 X). Local Notation V := (plus_noise Z2 Y).
Local Notation K := (gramW Z2 Y). Local Notation L := (gramW Z1 X).
Local Notation EK := (mean_gram v2 Y). Local Notation EL := (mean_gram v1 X).
Local Notation hX := (moments_ofX hE). Local Notation hY := (moments_ofY hE).
Local Notation GX w := (gradX M (X + Z1 w) (Y + Z2 w)).
Local Notation GY w := (gradY M (X + Z1 w) (Y + Z2 w)).

Lemma gradYE w j b : GY w j b = \sum_d V w j d * L w d b - \sum_k M k j * W w k b.
Proof. rewrite gradY_is_gradX_tr gradXE; congr (_ - _). by apply: eq_bigr => k _; rewrite mxE. Qed.
Local Notation mY := (mean_gradient v1 M^T Y X).
Lemma mean_gradY j b : E (fun w => GY w j b) (mY j b).
Proof. by have := mean_gradX (gaussian_moments_sym hE) M^T Y X j b; apply: mean_ext => w;
    rewrite gradY_is_gradX_tr. Qed.

Theorem cross_product i a j b : E (fun w => GX w i a * GY w j b)
  (mean_gradient v2 M X Y i a * mY j b + cross_covariance M X Y v1 v2 i a j b).
Proof. pose f w := (\sum_c \sum_d (W w i c * L w d b) * (V w j d * K w c a))
    + (-1 * (\sum_c \sum_k M k j * ((W w i c * W w k b) * K w c a)) + (-1 * (\sum_d \sum_l M i l
      * (L w d b * (V w l a * V w j d))) + \sum_k \sum_l (M k j * M i l) * (W w k b * V w l a))).
  apply: (mean_ext (f := f)) => [w|].
    rewrite gradXE gradYE /f. have -> : \sum_c \sum_d (W w i c * L w d b) * (V w j d * K w c a) =
      (\sum_c W w i c * K w c a) * (\sum_d V w j d * L w d b).
      by rewrite mulr_suml; apply: eq_bigr => c _; rewrite mulr_sumr; apply: eq_bigr => d _; ring.
    have -> : \sum_c \sum_k M k j * ((W w i c * W w k b) * K w c a) =
      (\sum_c W w i c * K w c a) * (\sum_k M k j * W w k b).
      by rewrite mulr_suml; apply: eq_bigr => c _; rewrite mulr_sumr; apply: eq_bigr => d _; ring.
    have -> : \sum_d \sum_l M i l * (L w d b * (V w l a * V w j d)) =
      (\sum_l M i l * V w l a) * (\sum_d V w j d * L w d b).
      by rewrite mulrC mulr_suml; apply: eq_bigr => c _; rewrite mulr_sumr;
        apply: eq_bigr => d _; ring.
    have -> : \sum_k \sum_l (M k j * M i l) * (W w k b * V w l a) =
      (\sum_l M i l * V w l a) * (\sum_k M k j * W w k b).
      by rewrite mulrC mulr_suml; apply: eq_bigr => c _; rewrite mulr_sumr;
        apply: eq_bigr => d _; ring.
    by ring.
  have h1 := mean_sum (fun c => mean_sum (fun d => mean_indep (mean_entry_gram hX X i c d b)
      (mean_entry_gram hY Y j d c a))). have h2 := mean_scale (-1) (mean_sum (fun c => mean_sum
      (fun k => mean_scale (M k j) (mean_indep (mean_WW hX X i c k b) (mean_gramW hY Y c a))))).
  have h3 := mean_scale (-1) (mean_sum (fun d => mean_sum (fun l =>
      mean_scale (M i l) (mean_indep (mean_gramW hX X d b) (mean_WW hY Y l a j d))))).
  have h4 := mean_sum (fun k => mean_sum (fun l => mean_scale (M k j * M i l) (mean_indep (mean_W hX
      X k b) (mean_W hY Y l a)))). apply: mean_eq (mean_add h1 (mean_add h2 (mean_add h3 h4))) _.
  have e2 : \sum_c \sum_k M k j * ((X i c * X k b + v1 * (kron i k * kron c b)) * EK c a) =
    (\sum_c X i c * EK c a) * (M^T *m X) j b + M i j * (v1 * EK b a).
    rewrite mulr_suml -(sum_kronr b (fun c => M i j * (v1 * EK c a))) -big_split /=; apply: eq_bigr
      => c _. rewrite [(M^T *m X) j b]mxE mulr_sumr -(sum_kron i (fun k => kron c b * (M k j
        * (v1 * EK c a)))) -big_split /=. by apply: eq_bigr => k _; rewrite [M^T _ _]mxE; ring.
  have e3 : \sum_d \sum_l M i l * (EL d b * (Y l a * Y j d + v2 * (kron l j * kron a d))) =
    (M *m Y) i a * (\sum_d Y j d * EL d b) + M i j * (v2 * EL a b).
    rewrite mulr_sumr -(sum_kron a (fun d => M i j * (v2 * EL d b))) -big_split /=;
      apply: eq_bigr => d _. rewrite [(M *m Y) i a]mxE mulr_suml -(sum_kronr j
      (fun l => kron a d * (M i l * (v2 * EL d b)))) -big_split /=. by apply: eq_bigr => l _; ring.
  have e4 : \sum_k \sum_l (M k j * M i l) * (X k b * Y l a) = (M *m Y) i a * (M^T *m X) j b.
    rewrite mulrC !mxE mulr_suml; apply: eq_bigr => k _; rewrite mulr_sumr; apply: eq_bigr => l _.
    by rewrite mxE; ring.
  rewrite e2 e3 e4 !mean_gradient_entry /cross_covariance /entry_gram.
  have -> : (X *m EK) i a = \sum_c X i c * EK c a by rewrite mxE.
  have -> : (Y *m EL) j b = \sum_d Y j d * EL d b by rewrite mxE. by ring. Qed.

Theorem cross_gradient_covariance i a j b :
  E (fun w => (GX w i a - mean_gradient v2 M X Y i a) * (GY w j b - mY j b))
    (cross_covariance M X Y v1 v2 i a j b).
Proof. exact: (mean_centred (mean_gradX hE M X Y i a) (mean_gradY j b) (cross_product i a j b)).
Qed.
End CrossCovariance.

(* One update. mean_X and mean_Y are its means, by mean_step of Smoothing.v. *)
Section Update.
Variables (R : realFieldType) (T : Type) (E : expectation R T) (d1 d2 r : nat).
Variables (Z1 : T -> 'M[R]_(d1, r)) (Z2 : T -> 'M[R]_(d2, r)) (v1 v2 : R).
Hypothesis hE : gaussian_moments E Z1 v1 Z2 v2.
Variables (M : 'M[R]_(d1, d2)) (X : 'M[R]_(d1, r)) (Y : 'M[R]_(d2, r)) (etaX etaY : R).
Definition mean_X : 'M[R]_(d1, r) := X - etaX *: gradXs M (d2%:R * v2) X Y.
Definition mean_Y : 'M[R]_(d2, r) := Y - etaY *: gradYs M (d1%:R * v1) X Y.
Local Notation X' w := (stepX Z1 Z2 M X Y etaX w).
Local Notation Y' w := (stepY Z1 Z2 M X Y etaY w).

Lemma centred_X w i a :
  X' w i a - mean_X i a = - etaX * (gradX M (X + Z1 w) (Y + Z2 w) i a - mean_gradient v2 M X Y i a).
Proof. by rewrite mean_gradientE !mxE; ring. Qed.
Lemma mean_gradientYE : mean_gradient v1 M^T Y X = gradYs M (d1%:R * v1) X Y.
Proof. by rewrite mean_gradientE /gradXs /gradYs gradY_is_gradX_tr. Qed.
Lemma centred_Y w j b : Y' w j b - mean_Y j b =
  - etaY * (gradY M (X + Z1 w) (Y + Z2 w) j b - mean_gradient v1 M^T Y X j b).
Proof. by rewrite mean_gradientYE !mxE; ring. Qed.

Theorem covariance_X i a k c : E (fun w => (X' w i a - mean_X i a) * (X' w k c - mean_X k c))
  (etaX ^+ 2 * own_covariance M X Y v1 v2 i a k c).
Proof. apply: mean_ext (mean_scale (etaX ^+ 2) (gradient_covariance hE M X Y i a k c)) => w.
  by rewrite !centred_X; ring. Qed.
Theorem covariance_Y j b l d : E (fun w => (Y' w j b - mean_Y j b) * (Y' w l d - mean_Y l d))
  (etaY ^+ 2 * own_covariance M^T Y X v2 v1 j b l d).
Proof. apply: mean_ext (mean_scale (etaY ^+ 2) (gradient_covariance (gaussian_moments_sym hE) M^T Y
      X j b l d)) => w. by rewrite !centred_Y !gradY_is_gradX_tr; ring. Qed.
Theorem covariance_XY i a j b : E (fun w => (X' w i a - mean_X i a) * (Y' w j b - mean_Y j b))
  (etaX * etaY * cross_covariance M X Y v1 v2 i a j b).
Proof. apply: mean_ext (mean_scale (etaX * etaY) (cross_gradient_covariance hE M X Y i a j b)) => w.
  by rewrite centred_X centred_Y; ring. Qed.
Theorem mean_update i a j b : E (fun w => X' w i a) (mean_X i a) /\
  E (fun w => Y' w j b) (mean_Y j b).
Proof. split.
    have := mean_add (mean_const E (X i a)) (mean_scale (- etaX) (mean_gradX hE M X Y i a)).
    by move=> h; apply: mean_eq (mean_ext _ h) _ => [w|]; rewrite ?mean_gradientE !mxE; ring.
  have := mean_add (mean_const E (Y j b)) (mean_scale (- etaY) (mean_gradY hE M X Y j b)).
  by move=> h; apply: mean_eq (mean_ext _ h) _ => [w|]; rewrite ?mean_gradientYE !mxE; ring. Qed.
End Update.
