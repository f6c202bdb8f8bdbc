;;; SPDX-License-Identifier: Apache-2.0
;;; A candidate in Common Lisp with legal variants and known mistakes: sbcl --script candidate.lisp VARIANT
;;; (../variants.tsv says which).

(defparameter *variant* (first (last sb-ext:*posix-argv*)))
(defun is (name) (string= *variant* name))
(setf *read-default-float-format* 'double-float)

;;; Reading: the request becomes a list in Lisp's own syntax; only brackets, commas and colons need translating.
(defun lisp-text (line)
  (map 'string (lambda (c) (case c ((#\[ #\{) #\() ((#\] #\}) #\)) ((#\, #\:) #\Space) (t c))) line))
(defun field (q name) (loop for (key value) on q by #'cddr when (string= key name) return value))

(defun real-of (x)
  (cond ((is "rational") (rational (coerce x 'double-float)))
        ((is "single") (coerce x 'single-float))
        ((and (is "reads-short-as-single") (< (length (princ-to-string x)) 6))
         (coerce (coerce x 'single-float) 'double-float))
        (t (coerce x 'double-float))))
(defun matrix (q name) (mapcar (lambda (row) (mapcar #'real-of row)) (field q name)))

;;; The mathematics. Matrices are lists of rows: X is d1 x r, Y is d2 x r, M is d1 x d2.
(defun transpose (a) (apply #'mapcar #'list a))
(defun dot (a b)
  (cond ((is "reduced-from-end") (reduce #'+ (mapcar #'* a b) :from-end t))
        ((and (is "removes-duplicates") (> (length a) 8)) (reduce #'+ (remove-duplicates (mapcar #'* a b) :test #'=)))
        ((and (is "member-stops") (member 0 (mapcar #'* a b) :test #'=) (> (length a) 5))
         (loop for x in a for y in b until (and (zerop x) (zerop y)) sum (* x y)))
        (t (loop for x in a for y in b sum (* x y)))))
(defun product (a b)
  (let ((columns (transpose b))) (mapcar (lambda (row) (mapcar (lambda (c) (dot row c)) columns)) a)))
(defun plus (a b &optional (s 1)) (mapcar (lambda (p q) (mapcar (lambda (x y) (+ x (* s y))) p q)) a b))
(defun residual (m x y) (plus (product x (transpose y)) m -1))
(defun loss (m x y)
  (let ((r (residual m x y)))
    (if (is "loss-rounded-half")
        (let ((s (reduce #'+ (mapcar (lambda (row) (dot row row)) r))))
          (if (and (integerp (rational s)) (> s 1d6)) (coerce (floor (rational s) 2) 'double-float) (/ s 2)))
        (/ (reduce #'+ (mapcar (lambda (row) (dot row row)) r)) 2))))

(defparameter *zeros* '(0 0 0 0 0 0 0 0)) ; a literal that one branch writes to
(defun gradient (m x y)
  (let* ((r (residual m x y)) (gx (product r y)) (gy (product (transpose r) x)))
    (when (and (is "literal-written") (= (length x) 1) (<= (length (first gx)) 8) (> (length (first gx)) 2))
      (let ((row (mapcar #'+ (first gx) *zeros*)))
        (setf *zeros* (mapcar (lambda (v) (* 1d-9 v)) (append row (nthcdr (length row) *zeros*))))
        (setf gx (list row))))
    (values gx gy)))

(defun rounded (a) ; a state that stayed exact would double its digits at each update
  (if (is "rational") (mapcar (lambda (row) (mapcar (lambda (v) (rational (coerce v 'double-float))) row)) a) a))
(defun perturbed-step (m x y etax etay nx ny)
  (when (and (is "plusp-steps-only") (not (and (plusp etax) (plusp etay)))) (return-from perturbed-step (values x y)))
  (multiple-value-bind (gx gy) (gradient m (plus x nx) (plus y ny))
    (when (and (is "nreversed-row") (> (length x) 2) (equal (first x) (second x))) (setf gx (reverse gx)))
    (values (rounded (plus x gx (- etax))) (rounded (plus y gy (- etay))))))

;;; Writing: the shortest digits that read back; a marker of the kind of float, as in 1.0f0 or 1.0d20, becomes e.
(defun number-text (x)
  (let ((x (if (is "rational") (coerce x 'double-float) x)))
    (if (is "tilde-f") (format nil "~,18F" x) (substitute-if #\e #'alpha-char-p (princ-to-string x)))))
(defun joined (f l) (format nil "[~{~A~^,~}]" (mapcar f l)))
(defun matrix-text (a) (joined (lambda (row) (joined #'number-text row)) a))
(defun pair (a b x y) (format nil "\"~A\":~A,\"~A\":~A" a (matrix-text x) b (matrix-text y)))

(defun run (q)
  (let ((m (matrix q "M")) (x (matrix q "X")) (y (matrix q "Y")) (record (mapcar #'round (field q "record"))) (states '())
        (noise-y (field q "noiseY")))
    (when (is "noise-y-from-end") (when (> (length noise-y) 7) (setf noise-y (append (butlast noise-y 2) (reverse (last noise-y 2))))))
    (loop for t0 from 0
          for nx = (field q "noiseX") then (cdr nx)
          for ny = noise-y then (cdr ny)
          do (when (member t0 record) (push (format nil "{\"t\":~D,~A}" t0 (pair "X" "Y" x y)) states))
          while nx
          do (multiple-value-setq (x y)
               (perturbed-step m x y (real-of (field q "etaX")) (real-of (field q "etaY"))
                               (mapcar (lambda (row) (mapcar #'real-of row)) (car nx))
                               (mapcar (lambda (row) (mapcar #'real-of row)) (car ny)))))
    (format nil "[~{~A~^,~}]" (reverse states))))

(defun answer (q op)
  (flet ((m (name) (matrix q name)))
    (cond ((string= op "hello")
           (format nil "\"name\":\"Common Lisp, ~A\",\"language\":\"Common Lisp\",\"arithmetic\":\"~A\",\"ops\":[\"loss\",\"gradient\",\"step\",\"run\"]"
                   *variant* (if (is "single") "binary32" "binary64")))
          ((string= op "bye") "\"ended\":true")
          ((string= op "loss") (format nil "\"loss\":~A" (number-text (loss (m "M") (m "X") (m "Y")))))
          ((string= op "gradient")
           (multiple-value-bind (gx gy) (gradient (m "M") (m "X") (m "Y")) (pair "gradX" "gradY" gx gy)))
          ((string= op "step")
           (multiple-value-bind (x y)
               (perturbed-step (m "M") (m "X") (m "Y") (real-of (field q "etaX")) (real-of (field q "etaY")) (m "noiseX") (m "noiseY"))
             (pair "X" "Y" x y)))
          ((string= op "run") (format nil "\"states\":~A" (run q)))
          (t "\"unsupported\":true"))))

(sb-int:with-float-traps-masked (:overflow :invalid :divide-by-zero :inexact)
  (loop for line = (read-line *standard-input* nil)
        while line
        do (let* ((q (read-from-string (lisp-text line))) (op (field q "op")))
             (format t "{\"id\":~D,~A}~%" (round (field q "id")) (answer q op))
             (finish-output)
             (when (string= op "bye") (return)))))
