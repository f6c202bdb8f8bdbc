(* SPDX-License-Identifier: Apache-2.0 *)
(* decide.ml: decides the theorems of a certificate by the functions of Conversation.v, extracted to OCaml.

     decide FILE..      the files Claims001.v and so on, in order, in a folder whose form certificate.sh has found to be right;
                        beside them conversation.jsonl

   Names the theorems that the functions do not find true, and prints the number of those that they do. By passes_by_computation and its
   likes what they find true is proved. What is trusted: that Coq's extraction keeps the meaning of functions, OCaml, Zarith with
   integers.ml, and what is read here. Exit status: 0 all are true, 1 one is not. *)

open Conversation
open Verdict

let chars text = List.init (String.length text) (String.get text)
let rec nat n = if n = 0 then Datatypes.O else Datatypes.S (nat (n - 1))
let lines_of file = In_channel.with_open_bin file In_channel.input_all |> String.split_on_char '\n'
let conversation = lazy (Array.of_list (lines_of "conversation.jsonl"))

(* line_7 is the 7th line. *)
let line name = Scanf.sscanf name "line_%d%!" (fun n -> chars (Lazy.force conversation).(n - 1))

let said about =
  match String.split_on_char ' ' about with
  | [ "Answer"; hello; declared; asked; answered ] -> Answer (line hello, line declared, line asked, line answered)
  | [ "Recorded"; n; k; hello; declared; asked; answered ] ->
    Recorded (nat (int_of_string n), nat (int_of_string k), line hello, line declared, line asked, line answered)
  | [ "Traced"; header; before; after ] -> Traced (line header, line before, line after)
  | _ -> failwith "a theorem is about other things than lines"

let sense = function
  | "Within" -> Within
  | "Equal" -> Equal
  | "NormScaled" -> NormScaled
  | "Expanded" -> Expanded
  | _ -> failwith "there is no such sense"

(* OfX 0 1 *)
let entry text f =
  match String.split_on_char ' ' text with
  | [ factor; i; j ] ->
    let factor = match factor with "OfX" -> OfX | "OfY" -> OfY | _ -> failwith "there is no such field" in
    f factor (nat (int_of_string i)) (nat (int_of_string j))
  | _ -> failwith "an entry is none"

(* The strings of ["a"; "b"], a quote in them doubled, and what follows the bracket and a blank. *)
let strings text =
  let rec string at found =
    if text.[at] <> '"' then found, at
    else if text.[at + 1] = '"' then string (at + 2) ('"' :: found)
    else found, at
  and characters at found =
    let found, at = string at found in
    if text.[at] = '"' then List.rev found, at + 1 else characters (at + 1) (text.[at] :: found)
  and next at found =
    let one, at = characters (at + 1) [] in
    if String.sub text at 2 = "; " then next (at + 2) (one :: found)
    else List.rev (one :: found), String.sub text (at + 2) (String.length text - at - 2)
  in
  next 1 []

(* passes (Answer line_1 line_2 line_3 line_4) Within *)
let holds claim =
  let opening = String.index claim '(' and closing = String.index claim ')' in
  let s = said (String.sub claim (opening + 1) (closing - opening - 1)) in
  let rest = String.sub claim (closing + 2) (String.length claim - closing - 2) in
  match String.sub claim 0 opening with
  | "passes " -> passesb s (sense rest)
  | "fails " -> entry rest (failsb s)
  | "fails_exactly " -> entry rest (fails_exactlyb s)
  | "mistakes " ->
    let instead, rest = strings rest in
    entry rest (mistakesb s instead)
  | _ -> failwith "there is no such theorem"

let () =
  let proved = ref 0 and refused = ref 0 in
  let decide file about text =
    Scanf.sscanf text "Theorem %s : %n" (fun name start ->
        let claim = String.sub text start (String.length text - start - 1) in
        if try holds claim with Stack_overflow | Out_of_memory | Z.Overflow -> false then incr proved
        else begin
          incr refused;
          Printf.eprintf "the extracted functions do not prove %s of %s: that %s %s\n" name file about
            (String.sub claim 0 (String.index claim ' '))
        end)
  in
  let read file =
    let about = ref "" in
    List.iter
      (fun text ->
        if String.starts_with ~prefix:"(* " text then about := String.sub text 3 (String.length text - 6)
        else if String.starts_with ~prefix:"Theorem " text then decide file !about text)
      (lines_of file)
  in
  Array.iteri (fun n file -> if n > 0 then read file) Sys.argv;
  Printf.printf "%d\n" !proved;
  exit (if !refused = 0 && !proved > 0 then 0 else 1)
