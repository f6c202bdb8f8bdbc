// SPDX-License-Identifier: Apache-2.0
// Starter kit, C++17 with Eigen 3: a candidate for ./verify.sh candidate -- ./candidate_cpp
//
//     c++ -std=c++17 -O2 -I/usr/include/eigen3 -o candidate_cpp candidate.cpp
//
// Speaks protocol version 1 (JSON Lines on standard input and output). Put your own code into the
// functions under THE MATHEMATICS; the rest can stay as it is. For another precision compile with
// -DREAL=float -DARITHMETIC='"binary32"'.

#include <Eigen/Dense>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#ifndef REAL
#define REAL double
#endif
#ifndef ARITHMETIC
#define ARITHMETIC "binary64"
#endif
using Real = REAL;

// ---------------------------------------------------------------------------------------------------
// THE MATHEMATICS. X is d1 x r, Y is d2 x r, M is d1 x d2.
// ---------------------------------------------------------------------------------------------------

using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Pair = std::pair<Matrix, Matrix>;

static Real loss(const Matrix& M, const Matrix& X, const Matrix& Y) {
  return Real(0.5) * (X * Y.transpose() - M).squaredNorm();
}

static Pair gradient(const Matrix& M, const Matrix& X, const Matrix& Y) {
  const Matrix R = X * Y.transpose() - M;
  return {R * Y, R.transpose() * X};
}

// Variables in the order X row by row, then Y row by row.
static Matrix hessian(const Matrix& M, const Matrix& X, const Matrix& Y) {
  const Eigen::Index d1 = X.rows(), d2 = Y.rows(), r = X.cols(), at = d1 * r;
  const Matrix R = X * Y.transpose() - M, XX = X.transpose() * X, YY = Y.transpose() * Y;
  Matrix H = Matrix::Zero((d1 + d2) * r, (d1 + d2) * r);
  for (Eigen::Index i = 0; i < d1; i++) H.block(i * r, i * r, r, r) = YY;
  for (Eigen::Index j = 0; j < d2; j++) H.block(at + j * r, at + j * r, r, r) = XX;
  for (Eigen::Index i = 0; i < d1; i++)
    for (Eigen::Index j = 0; j < d2; j++) {
      // row k, column l: X_il Y_jk, and the residual where k = l
      Matrix cross = Y.row(j).transpose() * X.row(i);
      cross.diagonal().array() += R(i, j);
      H.block(i * r, at + j * r, r, r) = cross;
      H.block(at + j * r, i * r, r, r) = cross.transpose();
    }
  return H;
}

static Pair hvp(const Matrix& M, const Matrix& X, const Matrix& Y, const Matrix& dX, const Matrix& dY) {
  const Matrix R = X * Y.transpose() - M, dR = dX * Y.transpose() + X * dY.transpose();
  return {dR * Y + R * dY, dR.transpose() * X + R.transpose() * dX};
}

// E F(X+Z1, Y+Z2); s1 and s2 are standard deviations.
static Real smoothed_loss(const Matrix& M, const Matrix& X, const Matrix& Y, Real s1, Real s2) {
  const Real c1 = Real(X.rows()) * (s1 * s1), c2 = Real(Y.rows()) * (s2 * s2);
  return loss(M, X, Y) + Real(0.5) * (c2 * X.squaredNorm() + c1 * Y.squaredNorm() + Real(X.cols()) * c1 * c2);
}

static Pair smoothed_gradient(const Matrix& M, const Matrix& X, const Matrix& Y, Real s1, Real s2) {
  Pair g = gradient(M, X, Y);
  g.first += Real(Y.rows()) * (s2 * s2) * X;
  g.second += Real(X.rows()) * (s1 * s1) * Y;
  return g;
}

static Matrix smoothed_hessian(const Matrix& M, const Matrix& X, const Matrix& Y, Real s1, Real s2) {
  Matrix H = hessian(M, X, Y);
  H.diagonal().head(X.size()).array() += Real(Y.rows()) * (s2 * s2);
  H.diagonal().tail(Y.size()).array() += Real(X.rows()) * (s1 * s1);
  return H;
}

static Pair step(const Matrix& M, const Matrix& X, const Matrix& Y, Real etaX, Real etaY, const Matrix& noiseX,
                 const Matrix& noiseY) {
  const Pair g = gradient(M, X + noiseX, Y + noiseY);
  return {X - etaX * g.first, Y - etaY * g.second};
}

static Matrix gaussian(std::mt19937_64& words, Eigen::Index rows, Eigen::Index columns, Real sigma) {
  std::normal_distribution<double> normal;
  return Matrix::NullaryExpr(rows, columns, [&] { return sigma * Real(normal(words)); });
}

// ---------------------------------------------------------------------------------------------------
// READING. A JSON value is a number, a string, an array or an object; the rest is taken for a zero.
// ---------------------------------------------------------------------------------------------------

struct Json {
  std::string text;  // a string's or a number's
  std::vector<Json> items;
  std::map<std::string, Json> fields;

  Real real() const { return Real(std::strtod(text.c_str(), nullptr)); }
  unsigned long long whole() const { return std::strtoull(text.c_str(), nullptr, 10); }
  const Json& operator[](const std::string& name) const { return fields.at(name); }
  Matrix matrix() const {
    Matrix a(items.size(), items.at(0).items.size());
    for (Eigen::Index i = 0; i < a.rows(); i++)
      for (Eigen::Index k = 0; k < a.cols(); k++) a(i, k) = items[i].items.at(k).real();
    return a;
  }
};

static Json parse(const std::string& s, size_t& at) {
  const auto blank = [&] { at = s.find_first_not_of(" \t\r\n,:", at); };
  Json value;
  blank();
  if (at >= s.size()) throw std::runtime_error("unfinished JSON");
  if (s[at] == '"') {
    for (at++; at < s.size() && s[at] != '"'; at++) {
      if (s[at] == '\\') at++;
      value.text += s[at];
    }
    at++;
  } else if (s[at] == '[' || s[at] == '{') {
    const bool array = s[at++] == '[';
    for (blank(); at < s.size() && s[at] != ']' && s[at] != '}'; blank()) {
      if (array) {
        value.items.push_back(parse(s, at));
      } else {
        const std::string name = parse(s, at).text;
        value.fields[name] = parse(s, at);
      }
    }
    at++;
  } else {
    const size_t end = std::min(s.find_first_of(",]} \t\r\n", at), s.size());
    value.text = s.substr(at, end - at);
    at = end;
  }
  return value;
}

// ---------------------------------------------------------------------------------------------------
// WRITING, and THE CONVERSATION.
// ---------------------------------------------------------------------------------------------------

static std::string json(Real x) {
  char text[64];
  std::snprintf(text, sizeof text, "%.17g", double(x));
  const std::string s = text;
  if (s.find('n') == std::string::npos) return s;
  return s.find('a') != std::string::npos ? "\"NaN\"" : s[0] == '-' ? "\"-Infinity\"" : "\"Infinity\"";
}

static std::string json(const Matrix& a) {
  std::string s = "[";
  for (Eigen::Index i = 0; i < a.rows(); i++) {
    s += i ? ",[" : "[";
    for (Eigen::Index k = 0; k < a.cols(); k++) s += (k ? "," : "") + json(a(i, k));
    s += "]";
  }
  return s + "]";
}

static std::string json(const char* nameX, const char* nameY, const Pair& pair) {
  return std::string("\"") + nameX + "\":" + json(pair.first) + ",\"" + nameY + "\":" + json(pair.second);
}

static std::string answer(const Json& q) {
  const std::string op = q["op"].text;
  if (op == "hello")
    return "\"name\":\"starter kit, C++ with Eigen\",\"language\":\"C++\",\"arithmetic\":\"" + std::string(ARITHMETIC) +
           "\",\"ops\":[\"loss\",\"gradient\",\"hessian\",\"hvp\",\"smoothed_loss\",\"smoothed_gradient\","
           "\"smoothed_hessian\",\"step\",\"run\",\"sample\"]";
  if (!q.fields.count("M")) return op == "bye" ? "\"bye\":true" : "\"unsupported\":true";
  const Matrix M = q["M"].matrix();
  Matrix X = q["X"].matrix(), Y = q["Y"].matrix();
  if (op == "loss") return "\"loss\":" + json(loss(M, X, Y));
  if (op == "gradient") return json("gradX", "gradY", gradient(M, X, Y));
  if (op == "hessian") return "\"hessian\":" + json(hessian(M, X, Y));
  if (op == "hvp") return json("hvpX", "hvpY", hvp(M, X, Y, q["dX"].matrix(), q["dY"].matrix()));
  const bool smooth = q.fields.count("sigma1") && q.fields.count("sigma2");
  const Real s1 = smooth ? q["sigma1"].real() : 0, s2 = smooth ? q["sigma2"].real() : 0;
  if (op == "smoothed_loss") return "\"loss\":" + json(smoothed_loss(M, X, Y, s1, s2));
  if (op == "smoothed_gradient") return json("gradX", "gradY", smoothed_gradient(M, X, Y, s1, s2));
  if (op == "smoothed_hessian") return "\"hessian\":" + json(smoothed_hessian(M, X, Y, s1, s2));
  if (op != "step" && op != "run" && op != "sample") return "\"unsupported\":true";
  const Real etaX = q["etaX"].real(), etaY = q["etaY"].real();
  if (op == "step")
    return json("X", "Y", step(M, X, Y, etaX, etaY, q["noiseX"].matrix(), q["noiseY"].matrix()));
  if (op == "run") {
    const auto &noiseX = q["noiseX"].items, &noiseY = q["noiseY"].items, &record = q["record"].items;
    std::string states;
    for (size_t t = 0, next = 0; t <= noiseX.size(); t++) {
      if (next < record.size() && record[next].whole() == t) {
        states += (next++ ? ",{\"t\":" : "{\"t\":") + std::to_string(t) + "," + json("X", "Y", {X, Y}) + "}";
      }
      if (t < noiseX.size()) std::tie(X, Y) = step(M, X, Y, etaX, etaY, noiseX[t].matrix(), noiseY[t].matrix());
    }
    return "\"states\":[" + states + "]";
  }
  std::mt19937_64 words(q["seed"].whole());
  std::string imagesX, imagesY;
  for (unsigned long long c = 0; c < q["count"].whole(); c++) {
    const Matrix noiseX = gaussian(words, X.rows(), X.cols(), s1), noiseY = gaussian(words, Y.rows(), Y.cols(), s2);
    const Pair image = step(M, X, Y, etaX, etaY, noiseX, noiseY);
    imagesX += (c ? "," : "") + json(image.first);
    imagesY += (c ? "," : "") + json(image.second);
  }
  return "\"X\":[" + imagesX + "],\"Y\":[" + imagesY + "]";
}

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    size_t at = 0;
    const Json q = parse(line, at);
    std::string reply;
    try {
      reply = answer(q);
    } catch (const std::exception& problem) {  // told to the harness, which calls it a failed case
      reply = std::string("\"error\":\"") + problem.what() + "\"";
    }
    std::cout << "{\"id\":" << q["id"].text << "," << reply << "}" << std::endl;
    if (q["op"].text == "bye") break;
  }
}
