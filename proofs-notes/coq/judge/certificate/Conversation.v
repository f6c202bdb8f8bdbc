(* SPDX-License-Identifier: Apache-2.0 *)
(* Conversation.v: the verdicts of the judge on lines, as they were asked and answered.

   A claim is about the lines themselves: Coq reads the JSON, finds op, request and reply in it, and
   looks up the arithmetic by the name that was declared. What admissible evaluation orders may do
   follows from the op. That these lines were said is what a certificate assumes; all else is
   proved.
   Main results: passes_by_computation, fails_by_computation, fails_exactly_by_computation,
   mistakes_by_computation. *)
From Bignums Require Import BigZ.
From Coq Require Import String Ascii List ZArith Bool.
From NoisyGD Require Import Number Literal Bounds Verdict Certificate.
Import ListNotations. Local Open Scope string_scope.

Local Notation "x <- a ; b" := (match a with Some x => b
  | None => None end) (at level 100, a at next level, right associativity).
Local Notation "' p <- a ; b" := (match a with Some p => b | _ => None end)
  (at level 100, p pattern, a at next level, right associativity).
Local Notation "'when' c ; b" :=
  (if c then b else None) (at level 100, c at next level, right associativity).

Fixpoint all {A} (l : list (option A)) : option (list A) :=
  match l with [] => Some [] | a :: l => x <- a; xs <- all l; Some (x :: xs) end.

(** * JSON *)

(** Numbers and words, and strings, are kept as they were written, escapes too. *)
Inductive json := Bare (s : string) | Text (s : string) | Array (l : list json)
  | Object (l : list (string * json)).

Definition blank (c : ascii) : bool := ((c =? " ") || (c =? "009"))%char.
Fixpoint skip (s : string) : string :=
  match s with String c rest => if blank c then skip rest else s | EmptyString => s end.
(** What stands before the closing quote, and what follows it. *)
Fixpoint quoted (s : string) : option (string * string) :=
  match s with
  | EmptyString => None
  | String """" rest => Some (EmptyString, rest)
  | String "\" (String c rest) => '(t, rest) <- quoted rest; Some (String "\" (String c t), rest)
  | String c rest => '(t, rest) <- quoted rest; Some (String c t, rest)
  end.
Definition bare_character (c : ascii) : bool :=
  let n := N_of_ascii c in
  (((48 <=? n) && (n <=? 57)) || ((65 <=? n) && (n <=? 90)) || ((97 <=? n) && (n <=? 122)))%N
  || (c =? "-")%char || (c =? "+")%char || (c =? ".")%char.
Fixpoint bare (s : string) : string * string :=
  match s with
  | String c rest =>
    if bare_character c then let (t, rest) := bare rest in (String c t, rest) else (EmptyString, s)
  | EmptyString => (EmptyString, s)
  end.
Fixpoint escaped (s : string) : bool :=
  match s with String c s => (c =? "\")%char || escaped s | EmptyString => false end.

(** A value and what follows it; [fuel] is more than the steps that a text of its length takes. *)
Fixpoint json_value (fuel : nat) (s : string) : option (json * string) :=
  match fuel with
  | O => None
  | S fuel =>
    match skip s with
    | String "[" s =>
      match skip s with
      | String "]" s => Some (Array [], s)
      | s => '(l, s) <- items fuel s; Some (Array l, s)
      end
    | String "{" s =>
      match skip s with
      | String "}" s => Some (Object [], s)
      | s => '(l, s) <- members fuel s; Some (Object l, s)
      end
    | String """" s => '(t, s) <- quoted s; Some (Text t, s)
    | s => match bare s with (EmptyString, _) => None | (t, s) => Some (Bare t, s) end
    end
  end
with items (fuel : nat) (s : string) : option (list json * string) :=
  match fuel with
  | O => None
  | S fuel =>
    '(v, s) <- json_value fuel s;
    match skip s with
    | String "," s => '(l, s) <- items fuel s; Some (v :: l, s)
    | String "]" s => Some ([v], s)
    | _ => None
    end
  end
with members (fuel : nat) (s : string) : option (list (string * json) * string) :=
  match fuel with
  | O => None
  | S fuel =>
    match skip s with
    | String """" s =>
      '(name, s) <- quoted s;
      when negb (escaped name);
      match skip s with
      | String ":" s =>
        '(v, s) <- json_value fuel s;
        match skip s with
        | String "," s => '(l, s) <- members fuel s; Some ((name, v) :: l, s)
        | String "}" s => Some ([(name, v)], s)
        | _ => None
        end
      | _ => None
      end
    | _ => None
    end
  end.
(** A line that holds one object and nothing else. *)
Definition object_of (line : string) : option json :=
  match json_value (2 * String.length line + 2) line with
  | Some (Object l, rest) => match skip rest with EmptyString => Some (Object l) | _ => None end
  | _ => None
  end.

(** * Fields *)

(** The values of a name; what is null is not there. *)
Definition values (name : string) (j : json) : list json :=
  match j with
  | Object l => map snd (filter (fun '(n, v) => (n =? name) && match v with Bare "null" => false
      | _ => true end) l)
  | _ => []
  end.
Definition field (name : string)
    (j : json) : option json := match values name j with [v] => Some v | _ => None end.

(** A decimal, its exponent not so far out that no arithmetic has the number. *)
Definition literal (j : json) : option string :=
  match j with Bare s | Text s => d <- parse s; when (Z.abs (power d) <=? 20000)%Z; Some s
    | _ => None end.
Definition elements
    (j : json) : option (list json) := match j with Array l => Some l | _ => None end.
Definition json_matrix (j : json) : option rows :=
  l <- elements j; all (map (fun row => entries <- elements row; all (map literal entries)) l).
Definition matrices (j : json) : option (list rows) := l <- elements j; all (map json_matrix l).
(** An integer, however it is spelt, as 7, 7.0 or 0.7e1. *)
Definition integer (j : json) : option Z :=
  match j with
  | Bare s =>
    d <- parse s;
    let p := power d in
    when (Z.abs p <=? 20)%Z;
    if (0 <=? p)%Z then Some (digits d * 10 ^ p)%Z
    else when (digits d mod 10 ^ (- p) =? 0)%Z; Some (digits d / 10 ^ (- p))%Z
  | _ => None
  end.

Definition text_at (name : string)
    (j : json) : option string := match field name j with Some (Text s) => Some s | _ => None end.
Definition integer_at (name : string) (j : json) : option Z := v <- field name j; integer v.
Definition matrix_at (name : string) (j : json) : option rows := v <- field name j; json_matrix v.
Definition scalar_at (name : string)
    (j : json) : option rows := v <- field name j; s <- literal v; Some [[s]].
Definition or_none {A} (none : A) (a : option A) : A := match a with Some a => a | None => none end.

(** * What lines say *)

Definition op_named (name : string) : option op :=
  match name with
  | "loss" => Some Loss
  | "gradient" => Some Gradient
  | "hessian" => Some Hessian
  | "hvp" => Some Hvp
  | "smoothed_loss" => Some SmoothedLoss
  | "smoothed_gradient" => Some SmoothedGradient
  | "smoothed_hessian" => Some SmoothedHessian
  | "step" => Some Step
  | _ => None
  end.

(** The fields of a request; what is missing is empty, which [proper] refuses where the op needs
    it. *)
Definition request_of (j : json) : request := let m name := or_none [] (matrix_at name j) in
  let s name := or_none EmptyString (v <- field name j; literal v) in
  Request (m "M") (m "X") (m "Y")
      (s "etaX") (s "etaY") (m "noiseX") (m "noiseY") (m "dX") (m "dY") (s "sigma1") (s "sigma2").
Definition reply_of (o : op) (j : json) : option (list rows) :=
  match o with
  | Loss | SmoothedLoss => all [scalar_at "loss" j]
  | Hessian | SmoothedHessian => all [matrix_at "hessian" j]
  | Gradient | SmoothedGradient => all [matrix_at "gradX" j; matrix_at "gradY" j]
  | Hvp => all [matrix_at "hvpX" j; matrix_at "hvpY" j]
  | Step | Steps _ => all [matrix_at "X" j; matrix_at "Y" j]
  end.

(** Whether a line answers another: the same id, no error, not unsupported. *)
Definition answers (asked said : json) : bool :=
  match integer_at "id" asked, integer_at "id" said with Some a, Some b => (a =? b)%Z
    | _, _ => false end
  && match values "error" said with [] | [Bare "false"] => true | _ => false end
  && match values "unsupported" said with [] => true | [Bare "true"] => false | [_] => true
    | _ => false end.
Definition declared_by (j : json) : option arithmetic :=
  match values "arithmetic" j with [] => arithmetic_named "binary64"
    | _ => s <- text_at "arithmetic" j; arithmetic_named s end.

(** What was said: a hello and its answer, then a request and its answer, as a whole or, of a run, k
    of its recorded states, from the n-th on (the first is the 0-th); or two states of a trace, its
    header first. *)
Inductive said :=
  | Answer (hello declared asked answered : string)
  | Recorded (n k : nat) (hello declared asked answered : string)
  | Traced (header before after : string).

(** A request and its reply, ready to be judged. *)
Record exchange := Exchange {
  declared : arithmetic; of : op; in_run : bool; in_trace : bool; on : request;
  printed : list rows }.

Definition greeted (hello said : string) : option arithmetic :=
  h <- object_of hello; d <- object_of said;
  when match text_at "op" h with Some "hello" => answers h d | _ => false end; declared_by d.

Definition answer (a : arithmetic) (asked said : json) : option exchange :=
  name <- text_at "op" asked; o <- op_named name; reply <- reply_of o said;
  Some (Exchange a o false false (request_of asked) reply).

(** Recorded states, each from the one recorded before it, or from the start. *)
Definition recorded (a : arithmetic) (n k : nat) (asked said : json) : option (list exchange) :=
  when match text_at "op" asked with Some "run" => true | _ => false end;
  times <- (v <- field "record" asked; l <- elements v; all (map integer l));
  states <- (v <- field "states" said; elements v);
  told <- all (map (integer_at "t") states);
  when (if list_eq_dec Z.eq_dec told times then true else false);
  zx <- (v <- field "noiseX" asked; matrices v); zy <- (v <- field "noiseY" asked; matrices v);
  when (length zx =? length zy)%nat;
  let q := request_of asked in
  let noise := combine zx zy in
  all (map (fun n =>
    t <- nth_error times n; state <- nth_error states n; reply <- reply_of Step state;
    '(since, before) <- match n with
      | O => Some (0%Z, asked)
      | S m => since <- nth_error times m; before <- nth_error states m; Some (since, before)
      end;
    when ((0 <=? since) && (since <? t) && (t <=? Z.of_nat (length noise)))%Z;
    x <- matrix_at "X" before; y <- matrix_at "Y" before;
    match firstn (Z.to_nat (t - since)) (skipn (Z.to_nat since) noise) with
    | [] => None
    | (z1, z2) :: later =>
      let o := match later with [] => Step
        | _ => Steps (map (fun '(zx, zy) => [zx; zy]) later) end in
      Some (Exchange a o true false (Request (M q) x y (etaX q) (etaY q) z1 z2 [] [] "" "") reply)
    end) (seq n k)).

Definition traced (header before after : json) : option exchange :=
  a <- declared_by header; v <- integer_at "trace" header;
  t <- integer_at "t" before; next <- integer_at "t" after; reply <- reply_of Step after;
  when ((v =? 1) && (next =? t + 1))%Z; let h := request_of header in let q := request_of before in
  Some (Exchange a Step true true
    (Request (M h) (X q) (Y q) (etaX h) (etaY h) (noiseX q) (noiseY q) [] [] "" "") reply).

Definition reading (s : said) : option (list exchange) :=
  match s with
  | Answer hello declared asked answered =>
    a <- greeted hello declared; q <- object_of asked; d <- object_of answered;
    when answers q d; c <- answer a q d; Some [c]
  | Recorded n k hello declared asked answered =>
    a <- greeted hello declared; q <- object_of asked; d <- object_of answered; when answers q d;
      recorded a n k q d
  | Traced header before after =>
    h <- object_of header; s <- object_of before; t <- object_of after; c <- traced h s t; Some [c]
  end.

(** * Claims *)

(** In what sense a reply is right: within the bounds; equal to the exact numbers; within the bounds
    of a residual that is scaled by norm/norm; within that of the expanded form of the loss. *)
Inductive sense := Within | Equal | NormScaled | Expanded.
Definition has_scaled_residual
    (o : op) : bool := match o with Gradient | Step | Steps _ => true | _ => false end.
Definition open_to (w : sense) (c : exchange) : bool :=
  match w with
  | Within => true
  | Equal => negb (in_trace c)
  | NormScaled => has_scaled_residual (of c) && negb (in_trace c)
  | Expanded => match of c with Loss | SmoothedLoss => true | _ => false end
  end.
Definition plan_of (w : sense) (c : exchange) : plan := Plan (in_run c) (in_trace c)
    match w with NormScaled => true | _ => false end match w with Equal => true
      | _ => false end match w with Expanded => true | _ => false end.

(** The reply is right; of a run, each of the recorded states. *)
Definition right (w : sense) (c : exchange) : Prop :=
  open_to w c = true /\ reply_passes (declared c) (of c) (plan_of w c) (on c) (printed c).
Definition rightb (w : sense) (c : exchange) : bool :=
  open_to w c && reply_passesb (declared c) (of c) (plan_of w c) (on c) (printed c).
Definition passes (s : said) (w : sense) : Prop :=
  match reading s with Some (c :: more) => Forall (right w) (c :: more) | _ => False end.
Definition passesb (s : said) (w : sense) : bool :=
  match reading s with Some (c :: more) => forallb (rightb w) (c :: more) | _ => false end.
Theorem passes_by_computation s w : passesb s w = true -> passes s w.
Proof. unfold passesb, passes. destruct (reading s) as [[|c more]|]; try discriminate. intros h.
  apply Forall_forall. intros d hd. rewrite forallb_forall in h.
  apply h, andb_prop in hd as [h1 h2]. split; [exact h1|now apply reply_passes_by_computation]. Qed.

(** What is said of one reply, or one state. *)
Definition holds (s : said)
    (claim : exchange -> Prop) : Prop := match reading s with Some [c] => claim c | _ => False end.
Definition holdsb (s : said)
    (claim : exchange -> bool) : bool := match reading s with Some [c] => claim c | _ => false end.
Lemma holds_by_computation s p b : (forall c, b c = true -> p c) -> holdsb s b = true -> holds s p.
Proof. intros h. unfold holdsb, holds. destruct (reading s) as [[|c []]|]; try discriminate.
  apply h. Qed.

(** An entry is what no admissible evaluation order computes, whether the residual is scaled or
    not. *)
Definition fails_in (w : sense) (f : factor) (i j : nat) (c : exchange) : Prop :=
  reply_fails (declared c) (of c) (plan_of w c) (on c) f i j (printed c).
Definition fails_inb (w : sense) (f : factor) (i j : nat) (c : exchange) : bool :=
  reply_failsb (declared c) (of c) (plan_of w c) (on c) f i j (printed c).
Definition fails_entry (s : said) (f : factor) (i j : nat) : Prop := holds s (fun c =>
  fails_in Within f i j c /\ (has_scaled_residual (of c) = true -> fails_in NormScaled f i j c)).
(** The word of certificates. *)
Notation fails := fails_entry.
Definition failsb (s : said) (f : factor) (i j : nat) : bool := holdsb s (fun c =>
  fails_inb Within f i j c &&
  if has_scaled_residual (of c) then fails_inb NormScaled f i j c else true).
Theorem fails_by_computation s f i j : failsb s f i j = true -> fails s f i j.
Proof. apply holds_by_computation. intros c h. apply andb_prop in h as [h1 h2].
  split; [now apply reply_fails_by_computation|].
  intros e. rewrite e in h2. now apply reply_fails_by_computation. Qed.

(** An entry is what no admissible evaluation order computes whose residual is not scaled, where all
    terms fit the format. *)
Definition fails_exactly (s : said) (f : factor)
    (i j : nat) : Prop := holds s (fun c => open_to Equal c = true /\ fails_in Equal f i j c).
Definition fails_exactlyb (s : said) (f : factor)
    (i j : nat) : bool := holdsb s (fun c => open_to Equal c && fails_inb Equal f i j c).
Theorem fails_exactly_by_computation s f i j : fails_exactlyb s f i j = true ->
  fails_exactly s f i j.
Proof. apply holds_by_computation. intros c h. apply andb_prop in h as [h1 h2].
  split; [exact h1|now apply reply_fails_by_computation]. Qed.

(** An entry is what no admissible evaluation order computes, and each field is right for a request
    of its own, of the same op. *)
Definition request_like (c : exchange) (line : string) : option request :=
  q <- object_of line; name <- text_at "op" q; o <- op_named name;
  match o, of c with
  | Loss, Loss | Gradient, Gradient | Hessian, Hessian | Hvp, Hvp | SmoothedLoss, SmoothedLoss
    | SmoothedGradient, SmoothedGradient
  | SmoothedHessian, SmoothedHessian | Step, Step => Some (request_of q)
  | _, _ => None
  end.
Definition takes_for (instead : list string) (f : factor) (i j : nat) (c : exchange) : Prop :=
  match all (map (request_like c) instead) with
  | Some qs => reply_mistakes (declared c) (of c) (plan_of Within c) (on c) qs f i j (printed c)
  | None => False
  end.
Definition takes_forb (instead : list string) (f : factor) (i j : nat) (c : exchange) : bool :=
  match all (map (request_like c) instead) with
  | Some qs => reply_mistakesb (declared c) (of c) (plan_of Within c) (on c) qs f i j (printed c)
  | None => false
  end.
Definition mistakes (s : said) (instead : list string) (f : factor) (i j : nat) : Prop :=
  fails s f i j /\ holds s (takes_for instead f i j).
Definition mistakesb (s : said) (instead : list string) (f : factor) (i j : nat) : bool :=
  failsb s f i j && holdsb s (takes_forb instead f i j).
Theorem mistakes_by_computation s instead f i j : mistakesb s instead f i j = true ->
  mistakes s instead f i j.
Proof. intros h. apply andb_prop in h as [h1 h2]. split; [now apply fails_by_computation|].
  revert h2. apply holds_by_computation. intros c. unfold takes_forb, takes_for.
  destruct (all _); [apply reply_mistakes_by_computation|discriminate]. Qed.

(** Proves one claim of a certificate. *)
Ltac by_computation :=
  match goal with
  | |- passes _ _ => apply passes_by_computation
  | |- fails _ _ _ _ => apply fails_by_computation
  | |- fails_exactly _ _ _ _ => apply fails_exactly_by_computation
  | |- mistakes _ _ _ _ _ => apply mistakes_by_computation
  end; vm_cast_no_check (eq_refl true).
