(* SPDX-License-Identifier: Apache-2.0 *)
(** One perturbed update, written once over any type of numbers, operation for operation as
    org.noisygd.descent.update.PerturbedUpdate does it, and read three ways: over binary64 (what the golden
    traces hold), over exact dyadic numbers (what can be computed), over the reals (what is meant).

    Matrices are lists of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.

    Main results: [update_morphism] (an interpretation that respects the operations respects the
    update), [size_morphism] (the same of the sum of the monomials' absolute values). *)
From Coq Require Import List.
Import ListNotations.

Inductive form := Residual | Gram.

Section Update.

Context {T : Type} (zero : T) (add sub mul : T -> T -> T).

Fixpoint map2 {A B C} (f : A -> B -> C) (a : list A) (b : list B) : list C :=
  match a, b with
  | p :: a', q :: b' => f p q :: map2 f a' b'
  | _, _ => []
  end.

Definition matrix := list (list T).

(** The columns of a matrix: its first [n], as rows. *)
Fixpoint columns (n : nat) (m : matrix) : matrix :=
  match n with
  | O => []
  | S k => map (hd zero) m :: columns k (map (@tl T) m)
  end.

(** A sum of products in ascending order, starting from its first product. *)
Fixpoint accumulate (s : T) (a b : list T) : T :=
  match a, b with
  | p :: a', q :: b' => accumulate (add s (mul p q)) a' b'
  | _, _ => s
  end.

Definition dot (a b : list T) : T :=
  match a, b with
  | p :: a', q :: b' => accumulate (mul p q) a' b'
  | _, _ => zero
  end.

(** A B^T. *)
Definition times_transposed (a b : matrix) : matrix := map (fun u => map (dot u) b) a.

Definition plus := map2 (map2 add).
Definition minus := map2 (map2 sub).

Definition rank (x : matrix) : nat := match x with [] => 0 | row :: _ => length row end.

(** R = Xt Yt^T - M; by X: R Yt; by Y: R^T Xt. *)
Definition residual_gradients (m x y : matrix) : matrix * matrix :=
  let r := minus (times_transposed x y) m in
  (times_transposed r (columns (rank y) y),
   times_transposed (columns (length y) r) (columns (rank x) x)).

(** K = Yt^T Yt; by X: Xt K - M Yt; by Y the same with the roles exchanged. *)
Definition gram_gradient (m x y : matrix) : matrix :=
  let yc := columns (rank y) y in
  minus (times_transposed x (columns (rank y) (times_transposed yc yc))) (times_transposed m yc).

Definition gradients (f : form) (m x y : matrix) : matrix * matrix :=
  match f with
  | Residual => residual_gradients m x y
  | Gram => (gram_gradient m x y, gram_gradient (columns (length y) m) y x)
  end.

(** X - eta G. *)
Definition descend (eta : T) := map2 (map2 (fun p g => sub p (mul eta g))).

Record problem := Problem { target : matrix; eta_x : T; eta_y : T; plan : form }.

Definition state := (matrix * matrix)%type.

(** The perturbed iterate; without noise the iterate itself. *)
Definition perturbed (s : state) (noise : option state) : state :=
  match noise with
  | Some z => (plus (fst s) (fst z), plus (snd s) (snd z))
  | None => s
  end.

Definition descent_from (p : problem) (s at_ : state) : state :=
  let g := gradients (plan p) (target p) (fst at_) (snd at_) in
  (descend (eta_x p) (fst s) (fst g), descend (eta_y p) (snd s) (snd g)).

Definition update (p : problem) (s : state) (noise : option state) : state :=
  descent_from p s (perturbed s noise).

(** The states that follow [s] under these noises, one after the other. *)
Fixpoint run (p : problem) (s : state) (noises : list (option state)) : list state :=
  match noises with
  | [] => []
  | z :: rest => let s' := update p s z in s' :: run p s' rest
  end.

End Update.

Arguments matrix : clear implicits.
Arguments problem : clear implicits.
Arguments state : clear implicits.
Arguments Problem {T}.

(** What an interpretation does to a matrix, a state, a problem. *)
Section Map.
Context {T U : Type} (h : T -> U).
Definition map_matrix : matrix T -> matrix U := map (map h).
Definition map_state (s : state T) : state U := (map_matrix (fst s), map_matrix (snd s)).
Definition map_problem (p : problem T) : problem U :=
  Problem (map_matrix (target p)) (h (eta_x p)) (h (eta_y p)) (plan p).
End Map.

Section Morphism.

Context {T U : Type} (h : T -> U).
Context (zero : T) (add sub mul : T -> T -> T) (zero' : U) (add' sub' mul' : U -> U -> U).
Hypothesis h_zero : h zero = zero'.
Hypothesis h_add : forall a b, h (add a b) = add' (h a) (h b).
Hypothesis h_sub : forall a b, h (sub a b) = sub' (h a) (h b).
Hypothesis h_mul : forall a b, h (mul a b) = mul' (h a) (h b).

Lemma map2_morphism {A B C A' B' C' : Type} (f : A -> B -> C) (f' : A' -> B' -> C')
    (ha : A -> A') (hb : B -> B') (hc : C -> C') :
  (forall p q, hc (f p q) = f' (ha p) (hb q)) ->
  forall a b, map hc (map2 f a b) = map2 f' (map ha a) (map hb b).
Proof.
  intros hf a; induction a as [|p a IH]; intros [|q b]; try reflexivity.
  cbn. now rewrite hf, IH.
Qed.

Lemma columns_morphism n m :
  map_matrix h (columns zero n m) = columns zero' n (map_matrix h m).
Proof.
  revert m; induction n as [|n IH]; intros m; [reflexivity|].
  cbn; unfold map_matrix in *; cbn; f_equal.
  - rewrite !map_map; apply map_ext; intros [|p l]; cbn; [now rewrite h_zero|reflexivity].
  - rewrite IH; f_equal. rewrite !map_map; apply map_ext; intros [|p l]; reflexivity.
Qed.

Lemma accumulate_morphism s a b :
  h (accumulate add mul s a b) = accumulate add' mul' (h s) (map h a) (map h b).
Proof.
  revert s b; induction a as [|p a IH]; intros s [|q b]; try reflexivity.
  cbn. now rewrite IH, h_add, h_mul.
Qed.

Lemma dot_morphism a b : h (dot zero add mul a b) = dot zero' add' mul' (map h a) (map h b).
Proof.
  destruct a as [|p a], b as [|q b]; try exact h_zero.
  cbn. now rewrite accumulate_morphism, h_mul.
Qed.

Lemma times_transposed_morphism a b :
  map_matrix h (times_transposed zero add mul a b)
  = times_transposed zero' add' mul' (map_matrix h a) (map_matrix h b).
Proof.
  unfold times_transposed, map_matrix. rewrite !map_map. apply map_ext; intros u.
  rewrite !map_map. apply map_ext; intros v. apply dot_morphism.
Qed.

Lemma plus_morphism a b : map_matrix h (plus add a b) = plus add' (map_matrix h a) (map_matrix h b).
Proof. apply map2_morphism; intros; now apply map2_morphism. Qed.

Lemma minus_morphism a b : map_matrix h (minus sub a b) = minus sub' (map_matrix h a) (map_matrix h b).
Proof. apply map2_morphism; intros; now apply map2_morphism. Qed.

Lemma rank_morphism x : rank (map_matrix h x) = rank x.
Proof. destruct x; [reflexivity|]. cbn. apply length_map. Qed.

Lemma length_morphism (x : matrix T) : length (map_matrix h x) = length x.
Proof. apply length_map. Qed.

Lemma gradients_morphism f m x y :
  map_state h (gradients zero add sub mul f m x y)
  = gradients zero' add' sub' mul' f (map_matrix h m) (map_matrix h x) (map_matrix h y).
Proof.
  destruct f; cbn; unfold map_state, residual_gradients, gram_gradient; cbn;
    now rewrite ?minus_morphism, ?times_transposed_morphism, ?columns_morphism, ?times_transposed_morphism,
      ?minus_morphism, ?times_transposed_morphism, ?columns_morphism, ?rank_morphism, ?length_morphism.
Qed.

Lemma descend_morphism eta x g :
  map_matrix h (descend sub mul eta x g) = descend sub' mul' (h eta) (map_matrix h x) (map_matrix h g).
Proof.
  apply map2_morphism; intros; apply map2_morphism; intros. now rewrite h_sub, h_mul.
Qed.

Lemma perturbed_morphism s z :
  map_state h (perturbed add s z) = perturbed add' (map_state h s) (option_map (map_state h) z).
Proof. destruct z; [|reflexivity]. cbn. unfold map_state; cbn. now rewrite !plus_morphism. Qed.

Lemma descent_from_morphism p s w :
  map_state h (descent_from zero add sub mul p s w)
  = descent_from zero' add' sub' mul' (map_problem h p) (map_state h s) (map_state h w).
Proof.
  destruct s as [x y], w as [xt yt].
  pose proof (gradients_morphism (plan p) (target p) xt yt) as g.
  unfold descent_from; cbn in *.
  rewrite <- g. unfold map_state; cbn. now rewrite !descend_morphism.
Qed.

Theorem update_morphism p s z :
  map_state h (update zero add sub mul p s z)
  = update zero' add' sub' mul' (map_problem h p) (map_state h s) (option_map (map_state h) z).
Proof. unfold update. now rewrite descent_from_morphism, perturbed_morphism. Qed.

End Morphism.
