(* SPDX-License-Identifier: Apache-2.0 *)
(* IndependentEntries.v: independent entries of any law, and the law that has them.

   The mean of a product of powers of independent numbers is the product of the means of the powers
   (independent). Two random matrices whose entries are such numbers, times q1 and q2, have
   independent entries with the moments q1^k mu k and q2^k mu k (entries_of). copies A is the
   expectation that takes the mean of each number by A, one after the other: an iterated sum for a
   finite law, an iterated integral for a density.
   Main results: copies_independent, entries_of, independent_gaussian (the first four moments are
   those of a Gaussian, so GaussianMoments.v applies).
   Paper's place: none; it serves Section 2's perturbations. *)
From NoisyGD Require Import Algebra Smoothing GaussianMoments.

(* A product over all indices of what depends on how often each comes up in a sequence of at most
   four. *)
Section Counts.
Variables (R : realFieldType) (I : finType) (v : R) (mu : nat -> R).
Hypotheses (mu0 : mu 0%N = 1) (mu1 : mu 1%N = 0) (mu2 : mu 2%N = v) (mu3 : mu 3%N = 0)
  (mu4 : mu 4%N = 3 * v ^+ 2).

Lemma prod_counts
    (s : seq I) : \prod_x mu (count_mem x s) = \prod_(x <- undup s) mu (count_mem x s).
Proof. rewrite [RHS]big_uniq ?undup_uniq // [RHS]big_mkcond; apply: eq_bigr => x _.
  by rewrite mem_undup; case: ifPn => // /count_memPn ->. Qed.
Local Notation d x y := ((x == y)%:R : R).
Lemma prod_counts_small (s : seq I) : (size s <= 4)%N -> \prod_x mu (count_mem x s) =
  match s with
  | [::] => 1
  | [:: x; y] => v * d x y
  | [:: x; y; z; t] => v ^+ 2 * (d x y * d z t + d x z * d y t + d x t * d y z)
  | _ => 0
  end.
Proof. have e := (mu0, mu1, mu2, mu3, mu4). rewrite prod_counts;
    case: s => [|x [|y [|z [|t [|? ?]]]]] //= _; rewrite ?big_nil ?in_nil ?in_cons ?orbF //.
  (* Decide which of the entries are equal; each case is then a product of moments. *)
  all: repeat match goal with | N : is_true (?a != ?b) |- context [?a == ?b] => rewrite (negPf N)
    | N : is_true (?a != ?b) |- context [?b == ?a] => rewrite [b == a]eq_sym (negPf N) | |- context
    [?a == ?a] => rewrite (eqxx a) | |- context [?a == ?b] => case: (eqVneq a b) => [?|?]; [subst
    b|] | |- _ => progress rewrite /= ?big_cons ?big_nil end. all: by rewrite /= ?e //; ring. Qed.
End Counts.

Section Independent.
Variables (R : realFieldType) (T : Type) (E : expectation R T).
(* Numbers c w x with the moments mu, to the order n, independent. *)
Definition independent (I : finType) n (c : T -> I -> R) (mu : nat -> R) :=
  forall k : I -> nat, (forall x, k x <= n)%N ->
  E (fun w => \prod_x c w x ^+ k x) (\prod_x mu (k x)).

Variables (d1 d2 r n : nat).
Definition moment_product m (mu : nat -> R)
    (s : seq ('I_m * 'I_r)) : R := \prod_x mu (count_mem x s).
(* Two random matrices whose entries have the moments mu1 and mu2, to the order n, independent. *)
Definition independent_entries (Z1 : T -> 'M[R]_(d1, r)) mu1 (Z2 : T -> 'M[R]_(d2, r)) mu2 :=
  forall s1 s2, (size s1 <= n)%N -> (size s2 <= n)%N ->
    E (fun w => entries Z1 s1 w * entries Z2 s2 w) (moment_product mu1 s1 * moment_product mu2 s2).

Definition gaussian_to_four
    (mu : nat -> R) v := [/\ mu 0%N = 1, mu 1%N = 0, mu 2%N = v, mu 3%N = 0 & mu 4%N = 3 * v ^+ 2].
Lemma moment_product_isserlis m mu v (s : seq ('I_m * 'I_r)) : gaussian_to_four mu v ->
  (size s <= 4)%N -> moment_product mu s = isserlis v s.
Proof. case=> m0 m1 m2 m3 m4 hs;
    rewrite /moment_product (prod_counts_small m0 m1 m2 m3 m4 hs) /isserlis /same /kron.
  have d (x y : 'I_m * 'I_r) : (x == y)%:R = (x.1 == y.1)%:R * (x.2 == y.2)%:R :> R.
    by case: x y => [i a] [j b]; rewrite xpair_eqE -natrM mulnb.
  by case: s hs => [|x [|y [|z [|t [|? ?]]]]] //= _; rewrite !d. Qed.
Theorem independent_gaussian Z1 mu1 v1 Z2 mu2 v2 : (4 <= n)%N -> gaussian_to_four mu1 v1 ->
  gaussian_to_four mu2 v2 ->
  independent_entries Z1 mu1 Z2 mu2 -> gaussian_moments E Z1 v1 Z2 v2.
Proof. move=> n4 g1 g2 h s1 s2 h1 h2; rewrite -(moment_product_isserlis g1 h1)
    -(moment_product_isserlis g2 h2). by apply: h; exact: leq_trans n4. Qed.

(* Matrices of independent numbers. *)
Local Notation place := (('I_d1 * 'I_r) + ('I_d2 * 'I_r))%type.
Variables (c : T -> place -> R) (q1 q2 : R).
Definition matrix1 (w : T) : 'M[R]_(d1, r) := \matrix_(i, k) (q1 * c w (inl (i, k))).
Definition matrix2 (w : T) : 'M[R]_(d2, r) := \matrix_(i, k) (q2 * c w (inr (i, k))).
Definition times (q : R) (mu : nat -> R) k := q ^+ k * mu k.

Lemma entries_count m (q : R) (b : 'I_m * 'I_r -> R) (s : seq ('I_m * 'I_r)) :
  \prod_(x <- s) (q * b x) = \prod_x (q ^+ count_mem x s * b x ^+ count_mem x s).
Proof. elim: s => [|y s IH]; first by rewrite big_nil big1 // => x _; rewrite !expr0 mulr1.
  rewrite big_cons IH (bigD1 y) //= [RHS](bigD1 y) //= eqxx add1n !exprS [LHS]mulrA; congr (_ * _);
    first by ring. by apply: eq_bigr => x xy; rewrite eq_sym (negPf xy) add0n. Qed.
Theorem entries_of mu : independent n c mu ->
  independent_entries matrix1 (times q1 mu) matrix2 (times q2 mu).
Proof. move=> h s1 s2 h1 h2; pose k x := match x with inl y => count_mem y s1 | inr y =>
    count_mem y s2 end. have kn x : (k x <= n)%N by case: x => y /=;
    [exact: leq_trans (count_size _ _) h1|exact: leq_trans (count_size _ _) h2].
  pose a := (\prod_y q1 ^+ count_mem y s1) * \prod_y q2 ^+ count_mem y s2.
  apply: mean_eq (mean_ext _ (mean_scale a (h k kn))) _ => [w|].
    have e1 : entries matrix1 s1 w = \prod_(x <- s1) (q1 * c w (inl x)) by apply: eq_bigr =>
      -[i j] _; rewrite mxE. have e2 : entries matrix2 s2 w = \prod_(x <- s2) (q2 * c w (inr x))
      by apply: eq_bigr => -[i j] _; rewrite mxE. by rewrite e1 e2 (entries_count q1 (fun x => c w
        (inl x))) (entries_count q2 (fun x => c w (inr x))) !big_split /= big_sumType /= /a; ring.
  by rewrite /moment_product /times !big_split /= big_sumType /= /a; ring. Qed.
End Independent.

(* Independent copies of a random number: their mean is taken for one after the other. *)
Section Copies.
Variables (R : realFieldType) (A : expectation R R) (I : finType).
Definition put (w : I -> R) i x : I -> R := fun j => if j == i then x else w j.
Fixpoint iterated (s : seq I) (f : (I -> R) -> R) (w : I -> R) (e : R) : Prop :=
  if s is i :: s' then exists2 h, forall x, iterated s' f (put w i x) (h x) & A h e else f w = e.
Lemma iterated_ext s f g w e : f =1 g -> iterated s f w e -> iterated s g w e.
Proof. by move=> fg; elim: s w e => [|i s IH] w e /= => [<- //|[h hf he]]; exists h => // x;
    exact: IH. Qed.
Lemma iterated_ge0 s f w e : (forall w, 0 <= f w) -> iterated s f w e -> 0 <= e.
Proof. by move=> f0; elim: s w e => [|i s IH] w e /= => [<- //|[h hf]]; apply: mean_ge0 => x;
    exact: IH (hf x). Qed.
Definition copies : expectation R (I -> R).
Proof. apply: (@Expectation R (I -> R) (iterated (enum I) ^~ (fun=> 0))).
  - by move=> f g e; exact: iterated_ext.
  - by move=> c; elim: (enum I) (fun=> 0) => [|i s IH] w //=; exists (fun=> c) => //;
      exact: mean_const.
  - move=> f g e e'; elim: (enum I) (fun=> 0) e e' => [|i s IH] w e e' /= => [<- <- //|[h hf he]
      [h' hg he']]. by exists (fun x => h x + h' x) => [x|]; [exact: IH|exact: mean_add].
  - move=> c f e; elim: (enum I) (fun=> 0) e => [|i s IH] w e /= => [<- //|[h hf he]].
    by exists (fun x => c * h x) => [x|]; [exact: IH|exact: mean_scale].
  by move=> f e; exact: iterated_ge0. Defined.

Lemma iterated_product (f : I -> R -> R) (m : I -> R) s w : uniq s -> (forall i, A (f i) (m i)) ->
  iterated s (fun w => \prod_i f i (w i)) w (\prod_i if i \in s then m i else f i (w i)).
Proof. move=> us hA; elim: s us w => [_ w|i s IH /= /andP [ni us] w] //.
  pose a := \prod_(j | j != i) if j \in s then m j else f j (w j).
  exists (fun x => a * f i x) => [x|]; last first.
    apply: mean_eq (mean_scale a (hA i)) _; rewrite [RHS](bigD1 i) //= inE eqxx mulrC /a;
      congr (_ * _). by apply: eq_bigr => j ji; rewrite inE (negPf ji).
  have := IH us (put w i x); congr (iterated _ _ _ _); rewrite (bigD1 i) //= (negPf ni) /put eqxx
    mulrC /a; congr (_ * _). by apply: eq_bigr => j ji; rewrite (negPf ji). Qed.
Theorem copies_independent n mu : (forall k, (k <= n)%N -> A (fun x => x ^+ k) (mu k)) ->
  independent copies n (fun w => w) mu.
Proof. move=> h k hk; pose w0 (_ : I) : R := 0. have e : copies (fun w => \prod_i w i ^+ k i) _ :=
    iterated_product w0 (enum_uniq I) (fun i => h _ (hk i)).
  by apply: mean_eq e _; apply: eq_bigr => i _; rewrite mem_enum. Qed.
End Copies.
