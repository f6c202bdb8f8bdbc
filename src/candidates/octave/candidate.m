% SPDX-License-Identifier: Apache-2.0
% Starter kit, Octave: a candidate for ./verify.sh candidate -- octave-cli --quiet --no-init-file candidate.m
%
% Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
% functions under THE MATHEMATICS; the rest can stay as it is. The fields are read by a pattern and sscanf,
% not by jsondecode: Octave 9's is one unit in the last place off for about one double in five.
1;

% ---------------------------------------------------------------------------------------------------
% THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2.
% ---------------------------------------------------------------------------------------------------

function f = loss(M, X, Y)
  R = X * Y' - M;
  f = 0.5 * sum(R(:) .^ 2);
end

function [gX, gY] = gradient_of(M, X, Y)
  R = X * Y' - M;
  gX = R * Y;
  gY = R' * X;
end

% Variables in the order X row by row, then Y row by row: kron(I, .) for the diagonal blocks.
function H = hessian(M, X, Y)
  [d1, r] = size(X);
  d2 = rows(Y);
  R = X * Y' - M;
  C = zeros(d1 * r, d2 * r);
  for i = 1:d1
    for j = 1:d2
      % row k, column l: X_il Y_jk, and the residual where k = l
      C((i-1)*r+1:i*r, (j-1)*r+1:j*r) = Y(j,:)' * X(i,:) + R(i,j) * eye(r);
    end
  end
  H = [kron(eye(d1), Y' * Y), C; C', kron(eye(d2), X' * X)];
end

function [hX, hY] = hvp(M, X, Y, dX, dY)
  R = X * Y' - M;
  dR = dX * Y' + X * dY';
  hX = dR * Y + R * dY;
  hY = dR' * X + R' * dX;
end

% E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
function f = smoothed_loss(M, X, Y, s1, s2)
  c1 = rows(X) * s1^2;
  c2 = rows(Y) * s2^2;
  f = loss(M, X, Y) + 0.5 * (c2 * sum(X(:) .^ 2) + c1 * sum(Y(:) .^ 2) + columns(X) * c1 * c2);
end

function [gX, gY] = smoothed_gradient(M, X, Y, s1, s2)
  [gX, gY] = gradient_of(M, X, Y);
  gX += rows(Y) * s2^2 * X;
  gY += rows(X) * s1^2 * Y;
end

function H = smoothed_hessian(M, X, Y, s1, s2)
  H = hessian(M, X, Y) + diag([rows(Y) * s2^2 * ones(numel(X), 1); rows(X) * s1^2 * ones(numel(Y), 1)]);
end

function [Xn, Yn] = perturbed_step(M, X, Y, etaX, etaY, noiseX, noiseY)
  [gX, gY] = gradient_of(M, X + noiseX, Y + noiseY);
  Xn = X - etaX * gX;
  Yn = Y - etaY * gY;
end

% count images as d x r x count arrays
function [A, B] = sample(M, X, Y, etaX, etaY, s1, s2, count, seed)
  randn("twister", seed);
  A = zeros([size(X), count]);
  B = zeros([size(Y), count]);
  for c = 1:count
    noiseX = s1 * randn(size(X));
    noiseY = s2 * randn(size(Y));
    [A(:,:,c), B(:,:,c)] = perturbed_step(M, X, Y, etaX, etaY, noiseX, noiseY);
  end
end

% ---------------------------------------------------------------------------------------------------
% READING AND WRITING.
% ---------------------------------------------------------------------------------------------------

% The numbers of a field in the order of the text, and how many [ it has.
function [v, brackets] = numbers(line, name)
  found = regexp(line, ['"' name '"\s*:\s*([-+\[\]\d.,eE\s]+)'], "tokens", "once");
  if isempty(found)
    error("no field %s", name);
  end
  text = found{1};
  brackets = sum(text == "[");
  text(text == "[" | text == "]" | text == ",") = " ";
  v = sscanf(text, "%f");
end

function a = matrix(line, name)
  [v, brackets] = numbers(line, name);
  a = reshape(v, [], brackets - 1)';
end

% T matrices of d rows and r columns, as a d x r x T array
function a = matrices(line, name, d, r)
  a = permute(reshape(numbers(line, name), r, d, []), [2, 1, 3]);
end

function s = json(a)
  if isscalar(a)
    s = sprintf("[[%.17g]]", a);
  else
    row = ["[" repmat("%.17g,", 1, columns(a))(1:end-1) "],"];
    s = ["[" sprintf(row, a.')(1:end-1) "]"];
  end
  s = strrep(s, "Inf", "Infinity");
end

function s = json_list(a)  % of the matrices a(:,:,c), all in one sprintf
  row = ["[" repmat("%.17g,", 1, columns(a))(1:end-1) "],"];
  one = ["[" repmat(row, 1, rows(a))(1:end-1) "],"];
  s = ["[" sprintf(one, permute(a, [2, 1, 3]))(1:end-1) "]"];
  s = strrep(s, "Inf", "Infinity");
end

function s = json_number(x)
  s = json(x)(3:end-2);
end

% ---------------------------------------------------------------------------------------------------
% THE CONVERSATION.
% ---------------------------------------------------------------------------------------------------

function s = answer(line, op)
  switch op
    case "hello"
      s = ['"name":"starter kit, Octave","language":"Octave","arithmetic":"binary64","ops":["loss","gradient",' ...
           '"hessian","hvp","smoothed_loss","smoothed_gradient","smoothed_hessian","step","run","sample"]'];
      return;
    case "bye"
      s = '"bye":true';
      return;
    case {"loss", "gradient", "hessian", "hvp", "smoothed_loss", "smoothed_gradient", "smoothed_hessian", ...
          "step", "run", "sample"}
      M = matrix(line, "M");
      X = matrix(line, "X");
      Y = matrix(line, "Y");
    otherwise
      s = '"unsupported":true';
      return;
  end
  if any(strcmp(op, {"step", "run", "sample"}))
    etaX = numbers(line, "etaX");
    etaY = numbers(line, "etaY");
  end
  if strcmp(op, "sample") || strncmp(op, "smoothed", 8)
    s1 = numbers(line, "sigma1");
    s2 = numbers(line, "sigma2");
  end
  switch op
    case "loss"
      s = ['"loss":' json_number(loss(M, X, Y))];
    case "gradient"
      [a, b] = gradient_of(M, X, Y);
      s = ['"gradX":' json(a) ',"gradY":' json(b)];
    case "hessian"
      s = ['"hessian":' json(hessian(M, X, Y))];
    case "hvp"
      [a, b] = hvp(M, X, Y, matrix(line, "dX"), matrix(line, "dY"));
      s = ['"hvpX":' json(a) ',"hvpY":' json(b)];
    case "smoothed_loss"
      s = ['"loss":' json_number(smoothed_loss(M, X, Y, s1, s2))];
    case "smoothed_gradient"
      [a, b] = smoothed_gradient(M, X, Y, s1, s2);
      s = ['"gradX":' json(a) ',"gradY":' json(b)];
    case "smoothed_hessian"
      s = ['"hessian":' json(smoothed_hessian(M, X, Y, s1, s2))];
    case "step"
      [a, b] = perturbed_step(M, X, Y, etaX, etaY, matrix(line, "noiseX"), matrix(line, "noiseY"));
      s = ['"X":' json(a) ',"Y":' json(b)];
    case "run"
      r = columns(X);
      NX = matrices(line, "noiseX", rows(X), r);
      NY = matrices(line, "noiseY", rows(Y), r);
      record = numbers(line, "record");
      T = numel(NX) / numel(X);
      parts = {};
      for t = 0:T
        if any(record == t)
          parts{end+1} = sprintf('{"t":%d,"X":%s,"Y":%s}', t, json(X), json(Y));
        end
        if t < T
          [X, Y] = perturbed_step(M, X, Y, etaX, etaY, NX(:,:,t+1), NY(:,:,t+1));
        end
      end
      s = ['"states":[' strjoin(parts, ",") ']'];
    case "sample"
      [A, B] = sample(M, X, Y, etaX, etaY, s1, s2, numbers(line, "count"), numbers(line, "seed"));
      s = ['"X":' json_list(A) ',"Y":' json_list(B)];
  end
end

sigterm_dumps_octave_core(false);  % ended by the harness, it leaves no file behind
% input(), because fgetl(stdin) looks at the character after the line's end, and so waits for the next request
while true
  try
    line = input("", "s");
  catch
    break;  % end of file
  end
  id = regexp(line, '"id"\s*:\s*(-?\d+)', "tokens", "once"){1};
  op = regexp(line, '"op"\s*:\s*"(\w+)"', "tokens", "once"){1};
  try
    reply = answer(line, op);
  catch problem  % told to the harness, which calls it a failed case
    reply = ['"error":"' regexprep(problem.message, '["\\\n]', " ") '"'];
  end
  puts(['{"id":' id ',' reply "}\n"]);
  fflush(stdout);
  if strcmp(op, "bye")
    break;
  end
end
