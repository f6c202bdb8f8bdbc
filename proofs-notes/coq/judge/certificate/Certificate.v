(* SPDX-License-Identifier: Apache-2.0 *)
(* Certificate.v: the verdicts of the judge on a request and a reply, decided by computation.

   [reply_passes]: each number printed is within the proved bound of the exact one (or, where every
   admissible evaluation order is exact, equals it). [reply_fails]: an entry of the reply is what no
   admissible evaluation order in the declared arithmetic computes. [reply_mistakes]: so it is, and
   the reply is right for other requests. Conversation.v says it of the lines that a candidate was
   asked and answered.
   Main results: reply_passes_by_computation, reply_fails_by_computation,
   reply_mistakes_by_computation. *)
From Bignums Require Import BigZ.
From Coq Require Import String List ZArith Reals Lra Lia Bool.
From NoisyGD Require Import FpStep Number Literal Bounds Verdict Losses Hessians Exact
  ExactOps Runs.
Import ListNotations.

(** * Arithmetics *)

(** Rounding to nearest with p bits, exponents of normal numbers from emin + p - 1. *)
Definition binary (p emin : Z) : arithmetic :=
  Arithmetic (Number BigZ.one (- p) 0) (Number BigZ.one (emin + p - 1) 0) false false
    (Some (Format p emin)).
(** Products may convert their operands again, by truncation: twice the unit. *)
Definition converting_binary (p emin : Z) : arithmetic :=
  Arithmetic (Number BigZ.one (1 - p) 0) (Number BigZ.one (emin + p - 1) 0) true false
    (Some (Format p emin)).
(** p bits, p digits, with unlimited exponents. *)
Definition binary_digits (p : Z) : arithmetic :=
  Arithmetic (Number BigZ.one (- p) 0) nzero false false (Some (Format p (-1000000))).
Definition decimal_digits
    (p : Z) : arithmetic := Arithmetic (Number BigZ.one (- p) (1 - p)) nzero false false None.

(** The arithmetics that the protocol names; of double-double and of tensor cores there are no
    theorems. *)
Definition arithmetic_named (name : string) : option arithmetic :=
  let digits_after (kind : string) :=
    if prefix kind name then
      match whole (substring (String.length kind) (String.length name) name) 0 0 with
      | (p, n, EmptyString) => if ((1 <=? p) && (10 ^ (n - 1) <=? p))%Z then Some p else None
      | _ => None
      end
    else None in
  if (name =? "binary64")%string then Some (binary 53 (-1074))
  else if (name =? "binary32")%string then Some (binary 24 (-149))
  else if (name =? "binary16")%string then Some (binary 11 (-24))
  else if (name =? "bfloat16")%string then Some (converting_binary 8 (-133))
  else if (name =? "tf32")%string then Some (converting_binary 11 (-136))
  else match digits_after "binary:"%string, digits_after "decimal:"%string with
       | Some p, _ => Some (binary_digits p)
       | _, Some p => Some (decimal_digits p)
       | _, _ => None
       end.

(** * Replies *)

(** [Steps]: an update and later ones, with the noise of each, of which only the last state was
    printed. *)
Inductive op := Loss | Gradient | Hessian | Hvp | SmoothedLoss | SmoothedGradient | SmoothedHessian
  | Step | Steps (later : list (list rows)).

(** How a reply is judged. [wide]: the state may be held wider than it is printed, as in a run or a
    trace, whose state is what was printed before. [traced]: all was printed by one program, inputs
    too. [more]: the residual may have four more roundings. [alike]: only exact values pass.
    [expanded]: the loss is the expanded form's. *)
Record plan := Plan { wide : bool; traced : bool; more : bool; alike : bool; expanded : bool }.

(** The fields of a reply: rows, columns, bounds of the entries. *)
Definition reply_field := (nat * nat * (nat -> nat -> bounded))%type.

Section Claims.
Variables (a : arithmetic) (o : op) (p : plan) (q : request).
Notation r := (r_of q).
Definition given : option format := if traced p then printed_in a else Some Literal.binary64.
Definition state_in : option format := if wide p then printed_in a else given.
Definition side_with : matrix_of -> factor -> side := fun m => side_of state_in given m q.
Definition sides (f : factor) : side := side_with (texts given (M q)) f.

Definition pair (bound : side -> nat -> nat -> bounded) : list reply_field :=
  let m := texts given (M q)
    in [(d1_of q, r, bound (side_with m OfX)); (d2_of q, r, bound (side_with m OfY))].
Definition square (bound : nat -> nat -> bounded) : list reply_field :=
  [((d1_of q + d2_of q) * r, (d1_of q + d2_of q) * r, bound)]%nat.
Definition fields : list reply_field :=
  match o with
  | Loss => [(1, 1, loss_bound a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q)) (floats (M q))
      (expanded p))]%nat
  | SmoothedLoss =>
    [(1, 1, smoothed_loss_bound a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q))
      (floats (M q)) (scalar (sigma1 q)) (scalar (sigma2 q)) (expanded p))]%nat
  | Gradient => pair (gradient_bound a r (more p))
  | Hvp => pair (fun s => hvp_bound a r s (own_rows s))
  | SmoothedGradient => pair (smoothed_gradient_bound a r)
  | Step => pair (step_bound a r (wide p) (more p))
  | Steps _ => []
  | Hessian => square (hessian_bound a r false (sides OfX) (sides OfY))
  | SmoothedHessian => square (hessian_bound a r true (sides OfX) (sides OfY))
  end.

(** The request has the shapes that its op asks for. *)
Definition proper : bool :=
  (1 <=? d1_of q)%nat && (1 <=? d2_of q)%nat && (1 <=? r)%nat && shaped (d1_of q) (d2_of q) (M q)
  && shaped (d1_of q) r (X q) && shaped (d2_of q) r (Y q)
  && match o with
     | Step | Steps _ => shaped (d1_of q) r (noiseX q) && shaped (d2_of q) r (noiseY q) &&
       is_literal (etaX q) && is_literal (etaY q)
         && leb (Integer 0) (text given (etaX q)) && leb (Integer 0) (text given (etaY q))
         && match o with Steps later => later_shaped q later | _ => true end
     | Hvp => shaped (d1_of q) r (dX q) && shaped (d2_of q) r (dY q)
     | SmoothedLoss | SmoothedGradient
       | SmoothedHessian => is_literal (sigma1 q) && is_literal (sigma2 q)
     | _ => true
     end.

(** The matrices of a reply against fields. *)
Definition pass (fs : list reply_field) (reply : list rows) : Prop :=
  Forall2 (fun (f : reply_field) printed =>
    let '(n, k, b) := f in matrix_passes a (alike p) n k b printed) fs reply.
Fixpoint passb (fs : list reply_field) (reply : list rows) : bool :=
  match fs, reply with
  | [], [] => true
  | (n, k, b) :: fs, printed :: reply => matrix_passesb a (alike p) n k b printed && passb fs reply
  | _, _ => false
  end.
Lemma pass_by_computation fs reply : passb fs reply = true -> pass fs reply.
Proof. revert reply.
  induction fs as [|[[n k] b] fs IH]; intros [|m reply] h; try discriminate; constructor.
  - apply andb_prop in h as [h _]. now apply matrix_by_computation.
  - apply IH. now apply andb_prop in h as [_ h]. Qed.

Definition reply_passes (reply : list rows) : Prop := proper = true /\
  match o with Steps later => passes_after a (more p) state_in given q later (alike p) reply
    | _ => pass fields reply end.
Definition reply_passesb (reply : list rows) : bool :=
  proper && match o with Steps later =>
    passes_afterb a (more p) state_in given q later (alike p) reply | _ => passb fields reply end.
Theorem reply_passes_by_computation reply : reply_passesb reply = true -> reply_passes reply.
Proof. intros h. apply andb_prop in h as [h1 h2]. split; [exact h1|].
  destruct o; try now apply pass_by_computation. now apply after_by_computation. Qed.

(** The same where only exact values pass: theorems are in binary, from a state that is as it was
    printed. Losses have none. *)
Definition legal_where_exact (f : factor) (i j : nat) : R -> Prop :=
  match printed_in a, wide p with
  | Some fmt, false =>
    let s := without_change (sides f) in
    match o with
    | Step => legal_exact_step a fmt r (sides f) i j
    | Gradient => exact_gradient_entry a fmt r s i j
    | SmoothedGradient => exact_smoothed_gradient_entry a fmt r s i j
    | Hvp => exact_hvp_entry a fmt r (sides f) i j
    | Hessian => exact_hessian_entry a fmt r false (sides OfX) (sides OfY) i j
    | SmoothedHessian => exact_hessian_entry a fmt r true (sides OfX) (sides OfY) i j
    | _ => fun _ => True
    end
  | _, _ => fun _ => True
  end.
Definition beyond_where_exactb (f : factor) (i j : nat) (v : expression) : bool :=
  match printed_in a, wide p with
  | Some fmt, false =>
    let s := without_change (sides f) in
    match o with
    | Step => exact_step_otherb a fmt r (sides f) i j v
    | Gradient => exact_gradient_beyondb a fmt r s i j v
    | SmoothedGradient => exact_smoothed_gradient_beyondb a fmt r s i j v
    | Hvp => exact_hvp_beyondb a fmt r (sides f) i j v
    | Hessian => exact_hessian_beyondb a fmt r false (sides OfX) (sides OfY) i j v
    | SmoothedHessian => exact_hessian_beyondb a fmt r true (sides OfX) (sides OfY) i j v
    | _ => false
    end
  | _, _ => false
  end.
(** The values that admissible evaluation orders compute of an entry of a field, X's before Y's. *)
Definition legal (f : factor) (i j : nat) : R -> Prop :=
  if alike p then legal_where_exact f i j else
  match o with
  | Loss => legal_loss_entry a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q)) (floats (M q))
  | SmoothedLoss => legal_smoothed_loss_entry a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q))
    (floats (M q)) (scalar (sigma1 q)) (scalar (sigma2 q))
  | Gradient => legal_gradient_entry a r (more p) (sides f) i j
  | Hvp => legal_hvp_entry a r (sides f) i j
  | SmoothedGradient => legal_smoothed_gradient_entry a r (sides f) i j
  | Step => legal_step_entry a r (wide p) (more p) (sides f) i j
  | Steps later => legal_reached a (more p) state_in given q later f i j
  | Hessian => legal_hessian_entry a r false (sides OfX) (sides OfY) i j
  | SmoothedHessian => legal_hessian_entry a r true (sides OfX) (sides OfY) i j
  end.

(** The shapes of a reply's fields; whether a reply has them, and where it has an entry. *)
Definition shapes : list (nat * nat) :=
  let side := ((d1_of q + d2_of q) * r)%nat in
  match o with
  | Loss | SmoothedLoss => [(1, 1)]%nat
  | Hessian | SmoothedHessian => [(side, side)]
  | _ => [(d1_of q, r); (d2_of q, r)]
  end.
Definition complete (reply : list rows) : bool :=
  (length reply =? length shapes)%nat &&
    forallb (fun '((n, k), m) => shaped n k m) (combine shapes reply).
Definition factor_index (f : factor) : nat := match f with OfX => 0 | OfY => 1 end.
Definition inside (f : factor) (i j : nat) : bool :=
  match nth_error shapes (factor_index f) with Some (n, k) => (i <? n)%nat && (j <? k)%nat
    | None => false end.
Definition stated_entry (f : factor) (i j : nat)
    (reply : list rows) : string := nth j (nth i (nth (factor_index f) reply []) []) EmptyString.

Definition reply_fails (f : factor) (i j : nat) (reply : list rows) : Prop :=
  proper = true /\ complete reply = true /\ inside f i j = true
  /\ refutes (legal f i j) (text (printed_in a) (stated_entry f i j reply)).

Definition reply_failsb (f : factor) (i j : nat) (reply : list rows) : bool :=
  let s := sides f in
  let v := text (printed_in a) (stated_entry f i j reply) in
  proper && complete reply && inside f i j && usable a
  && if alike p then beyond_where_exactb f i j v else
  match o with
  | Loss => loss_beyondb a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q)) (floats (M q)) v
  | SmoothedLoss => smoothed_loss_beyondb a (d1_of q) (d2_of q) r (floats (X q)) (floats (Y q))
    (floats (M q)) (scalar (sigma1 q)) (scalar (sigma2 q)) v
  | Gradient => entry_beyondb a (gradient_bound a r (more p) s i j) v
  | Hvp => entry_beyondb a (hvp_bound a r s (own_rows s) i j) v
  | SmoothedGradient => entry_beyondb a (smoothed_gradient_bound a r s i j) v
  | Step => entry_beyondb a (step_bound a r (wide p) (more p) s i j) v
  | Steps later => beyond_afterb a (more p) state_in given q later f i j v
  | Hessian => entry_beyondb a (hessian_bound a r false (sides OfX) (sides OfY) i j) v
  | SmoothedHessian => entry_beyondb a (hessian_bound a r true (sides OfX) (sides OfY) i j) v
  end.
End Claims.

Theorem reply_fails_by_computation a o p q f i j reply :
  reply_failsb a o p q f i j reply = true -> reply_fails a o p q f i j reply.
Proof. unfold reply_failsb, reply_fails. intros h.
    repeat match type of h with (_ && _)%bool = true => let k := fresh "k" in apply andb_prop
      in h as [h k] end. split; [exact h|split; [exact k2|split; [exact k1|]]]. unfold proper in h.
    repeat match type of h with (_ && _)%bool = true =>
      let g := fresh "g" in apply andb_prop in h as [h g] end. unfold legal. destruct (alike p).
    - assert (b : forall f, let s := sides a p q f in zeroed (own_rows s) (r_of q) (own s) /\
        zeroed (others s) (r_of q) (other s) /\ zeroed (own_rows s) (others s) (target s))
        by (intros f'; exact (side_blank _ _ q f' g2 g1 g0)).
      destruct (b f) as (bx & by_ & bm). unfold beyond_where_exactb in k. unfold legal_where_exact.
      destruct (printed_in a) as [fmt|]; [|discriminate]. destruct (wide p); [discriminate|].
      assert (bs : forall s, s = sides a p q OfX \/ s = sides a p q OfY -> zeroed (own_rows s)
        (r_of q) (own s) /\ zeroed (others s) (r_of q) (other s) /\ zeroed (own_rows s) (others s)
        (target s)) by (intros s [->| ->]; apply b). destruct o; try discriminate.
      + now apply exact_gradient_refuted.
      + now apply exact_hessian_refuted.
      + apply andb_prop in g as [g e]. assert (c := side_change_blank (state_in a p) (given a p)
          (texts (given a p) (M q)) q f g e). now apply exact_hvp_refuted.
      + now apply exact_smoothed_gradient_refuted.
      + now apply exact_hessian_refuted.
      + repeat match type of g with (_ && _)%bool = true => let e := fresh "e" in apply andb_prop
          in g as [g e] end. assert (c : zeroed (own_rows (sides a p q f)) (r_of q)
          (own_noise (sides a p q f)) /\ zeroed (others (sides a p q f)) (r_of q)
          (other_noise (sides a p q f))) by exact (side_noise_blank _ _ _ q f g e4).
        exact (exact_step_refuted a fmt _ _ _ _ _ _ _ _ bx by_ bm (proj1 c) (proj2 c) _ i j _ k).
    - apply Nat.leb_le in h, g3, g4.
      assert (column : match o with Hessian | SmoothedHessian => True | _ => (j < r_of q)%nat end).
      { unfold inside, shapes in k1. destruct o, f; cbn [factor_index nth_error] in k1; try exact I;
          try discriminate; apply andb_prop in k1 as [_ k1]; apply Nat.ltb_lt in k1; lia. }
      assert (rows : (1 <= others (sides a p q f))%nat) by (destruct f; assumption).
      destruct o; cbn [legal].
      + apply loss_refuted; auto; intros; apply texts_min.
      + now apply gradient_refuted.
      + apply hessian_refuted; auto.
      + apply hvp_refuted with (own_rows (sides a p q f)); auto.
      + apply smoothed_loss_refuted; auto; intros; apply texts_min.
      + apply smoothed_gradient_refuted; auto.
      + apply hessian_refuted; auto.
      + repeat match type of g with (_ && _)%bool = true => let e := fresh "e" in apply andb_prop
          in g as [g e] end. apply step_refuted; auto. destruct f; assumption.
      + repeat match type of g with (_ && _)%bool = true =>
          let e := fresh "e" in apply andb_prop in g as [g e] end. apply after_refuted; auto. Qed.

(** * Diagnoses *)

(** A reply that takes one request for others: each of its fields is right for a request of its own,
    and an entry is what no admissible plan computes for the request that was asked. *)
Section Mistakes.
Variables (a : arithmetic) (o : op) (p : plan) (q : request) (instead : list request).
Definition one_each : list reply_field :=
  flat_map (fun '(n, q) => firstn 1 (skipn n (fields a o p q)))
    (combine (seq 0 (length instead)) instead).
Definition reply_mistakes (f : factor) (i j : nat) (reply : list rows) : Prop :=
  reply_fails a o p q f i j reply
  /\ Forall (fun q => proper a o p q = true) instead /\ length instead = length (fields a o p q) /\
  pass a p one_each reply.
Definition reply_mistakesb (f : factor) (i j : nat) (reply : list rows) : bool :=
  reply_failsb a o p q f i j reply
  && forallb (proper a o p) instead && (length instead =? length (fields a o p q))%nat &&
    passb a p one_each reply.
Theorem reply_mistakes_by_computation f i j reply : reply_mistakesb f i j reply = true ->
  reply_mistakes f i j reply.
Proof. unfold reply_mistakesb, reply_mistakes. rewrite !andb_true_iff, Nat.eqb_eq, forallb_forall,
    Forall_forall. intros [[[h1 h2] h3] h4]. split; [now apply reply_fails_by_computation|].
  repeat split; auto. now apply pass_by_computation. Qed.
End Mistakes.
