// SPDX-License-Identifier: Apache-2.0
//
// Eigen. Variants: natural (the residual is formed, sizes found at run time, as users write it), fixed (the same with
// sizes fixed when compiled for 20 x 30 with rank 1, 2, 5, 10 and 20), gram (no residual; sizes fixed alike), batched
// (rank 1: 64 replicates as columns of a matrix product). Flags: -O3 -march=native.
#include <Eigen/Dense>

#include "peer.hpp"

using Eigen::Dynamic;
using Eigen::MatrixXd;
using RowMajor = Eigen::Matrix<double, Dynamic, Dynamic, Eigen::RowMajor>;

static MatrixXd matrix(const peer::Problem& p, const std::vector<std::string>& hex, int columns) {
  std::vector<double> values = p.numbers(hex);
  return Eigen::Map<RowMajor>(values.data(), values.size() / columns, columns);
}

template <class A>
static void print(const A& a) {
  for (int i = 0; i < a.rows(); i++)
    for (int k = 0; k < a.cols(); k++) printf("%a ", a(i, k));
}

template <int D1, int D2, int R, bool GRAM>
struct Steps : peer::Session {
  Eigen::Matrix<double, D1, D2> M, Res;
  Eigen::Matrix<double, D1, R> X, Xt, A;
  Eigen::Matrix<double, D2, R> Y, Yt, B;
  std::vector<Eigen::Matrix<double, D1, R>> Zx;
  std::vector<Eigen::Matrix<double, D2, R>> Zy;
  double eta;
  long t = 0;

  explicit Steps(const peer::Problem& p)
      : M(matrix(p, p.m, p.d2)), X(matrix(p, p.x, p.r)), Y(matrix(p, p.y, p.r)), eta(p.number(p.eta)) {
    for (int k = 0; k < p.slots; k++) {
      Zx.push_back(matrix(p, p.noise_x[k], p.r));
      Zy.push_back(matrix(p, p.noise_y[k], p.r));
    }
  }

  void descend() {
    if constexpr (GRAM) {
      A.noalias() = Xt * (Yt.transpose() * Yt).eval();
      A.noalias() -= M * Yt;
      B.noalias() = Yt * (Xt.transpose() * Xt).eval();
      B.noalias() -= M.transpose() * Xt;
      X -= eta * A;
      Y -= eta * B;
    } else {
      Res = Xt * Yt.transpose() - M;
      X -= eta * (Res * Yt);
      Y -= eta * (Res.transpose() * Xt);
    }
  }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      Xt = X + Zx[slot];
      Yt = Y + Zy[slot];
      descend();
    }
  }

  void iterate(int) override {
    print(X);
    print(Y);
  }
};

// Rank 1, 64 replicates: X is d1 x 64, and M Yt one matrix product for all of them.
struct Batched : peer::Session {
  static constexpr int B = 64;
  MatrixXd M, X, Y, Xt, Yt, Ax, Ay;
  Eigen::RowVectorXd gram;
  std::vector<MatrixXd> Zx, Zy;
  double eta;
  long t = 0;

  explicit Batched(const peer::Problem& p)
      : M(matrix(p, p.m, p.d2)), X(matrix(p, p.x, 1).replicate(1, B)), Y(matrix(p, p.y, 1).replicate(1, B)),
        Xt(X), Yt(Y), eta(p.number(p.eta)) {
    for (int k = 0; k < p.slots; k++) {  // replicate b uses slot (t + b) mod slots
      MatrixXd zx(p.d1, B), zy(p.d2, B);
      for (int b = 0; b < B; b++) {
        zx.col(b) = matrix(p, p.noise_x[(k + b) % p.slots], 1);
        zy.col(b) = matrix(p, p.noise_y[(k + b) % p.slots], 1);
      }
      Zx.push_back(zx);
      Zy.push_back(zy);
    }
  }

  int replicates() const override { return B; }

  void run(long steps) override {
    for (long n = 0; n < steps; n++, t++) {
      int slot = t % Zx.size();
      Xt = X + Zx[slot];
      Yt = Y + Zy[slot];
      gram = Yt.colwise().squaredNorm();
      Ax = Xt.array().rowwise() * gram.array();
      Ax.noalias() -= M * Yt;
      gram = Xt.colwise().squaredNorm();
      Ay = Yt.array().rowwise() * gram.array();
      Ay.noalias() -= M.transpose() * Xt;
      X -= eta * Ax;
      Y -= eta * Ay;
    }
  }

  void iterate(int b) override {
    print(X.col(b).eval());
    print(Y.col(b).eval());
  }
};

template <bool GRAM>
static std::unique_ptr<peer::Session> fixed(const peer::Problem& p) {
  if (p.d1 == 20 && p.d2 == 30) {
    if (p.r == 1) return std::make_unique<Steps<20, 30, 1, GRAM>>(p);
    if (p.r == 2) return std::make_unique<Steps<20, 30, 2, GRAM>>(p);
    if (p.r == 5) return std::make_unique<Steps<20, 30, 5, GRAM>>(p);
    if (p.r == 10) return std::make_unique<Steps<20, 30, 10, GRAM>>(p);
    if (p.r == 20) return std::make_unique<Steps<20, 30, 20, GRAM>>(p);
  }
  return std::make_unique<Steps<Dynamic, Dynamic, Dynamic, GRAM>>(p);
}

static std::unique_ptr<peer::Session> opened(const std::string& variant, const peer::Problem& p) {
  if (variant == "natural") return std::make_unique<Steps<Dynamic, Dynamic, Dynamic, false>>(p);
  if (variant == "fixed") return fixed<false>(p);
  if (variant == "gram") return fixed<true>(p);
  if (variant == "batched" && p.r == 1) return std::make_unique<Batched>(p);
  throw std::runtime_error("no variant " + variant + " of this problem");
}

int main() {
  std::string version = "Eigen " + std::to_string(EIGEN_WORLD_VERSION) + "." + std::to_string(EIGEN_MAJOR_VERSION) +
                        "." + std::to_string(EIGEN_MINOR_VERSION) + ", g++ " __VERSION__ ", -O3 -march=native";
  return peer::converse(version, opened);
}
