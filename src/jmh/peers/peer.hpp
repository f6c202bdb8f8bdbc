// SPDX-License-Identifier: Apache-2.0
//
// What the peers in C++ share: the problem as it is read from a file, and the conversation over standard input
// and output (README.md beside this file). Numbers of the file are integers over 2^bits.
#pragma once
#include <time.h>

#include <cstdio>
#include <cstdlib>
#include <cmath>
#include <fstream>
#include <functional>
#include <iostream>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

namespace peer {

struct Problem {
  int d1, d2, r, bits, slots;
  std::string eta;
  std::vector<std::string> m, x, y;
  std::vector<std::vector<std::string>> noise_x, noise_y;

  explicit Problem(const std::string& file) {
    std::ifstream in(file);
    if (!(in >> d1 >> d2 >> r >> bits >> slots >> eta)) throw std::runtime_error("cannot read " + file);
    auto some = [&](size_t n) {
      std::vector<std::string> all(n);
      for (auto& one : all)
        if (!(in >> one)) throw std::runtime_error("too few numbers in " + file);
      return all;
    };
    m = some(size_t(d1) * d2);
    x = some(size_t(d1) * r);
    y = some(size_t(d2) * r);
    for (int k = 0; k < slots; k++) {
      noise_x.push_back(some(x.size()));
      noise_y.push_back(some(y.size()));
    }
  }

  double number(const std::string& hex) const { return ldexp(double(strtoll(hex.c_str(), nullptr, 16)), -bits); }

  std::vector<double> numbers(const std::vector<std::string>& hex) const {
    std::vector<double> all;
    for (const auto& one : hex) all.push_back(number(one));
    return all;
  }
};

// An implementation at work.
struct Session {
  virtual ~Session() = default;
  virtual int replicates() const { return 1; }
  virtual void run(long steps) = 0;
  virtual void iterate(int replicate) = 0;  // prints X, then Y, each row by row, a blank after each number
};

using Opener = std::function<std::unique_ptr<Session>(const std::string& variant, const Problem&)>;
inline long nanos(clockid_t clock) {
  timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1000000000L + t.tv_nsec;
}

inline int converse(const std::string& version, const Opener& opener) {
  std::unique_ptr<Session> session;
  std::string line;
  while (std::getline(std::cin, line)) {
    std::istringstream words(line);
    std::string command, variant, file;
    words >> command;
    try {
      if (command == "version") {
        printf("%s\n", version.c_str());
      } else if (command == "open") {
        words >> variant >> file;
        session = opener(variant, Problem(file));
        printf("ok %d\n", session->replicates());
      } else if (command == "run" && session) {
        long steps;
        words >> steps;
        long begun = nanos(CLOCK_THREAD_CPUTIME_ID);
        session->run(steps);
        printf("%ld\n", nanos(CLOCK_THREAD_CPUTIME_ID) - begun);
      } else if (command == "iterate" && session) {
        int replicate;
        words >> replicate;
        session->iterate(replicate);
        printf("\n");
      } else if (command == "bye") {
        return 0;
      } else {
        printf("no unknown command %s\n", command.c_str());
      }
    } catch (const std::exception& e) {
      printf("no %s\n", e.what());
    }
    fflush(stdout);
  }
  return 0;
}

}  // namespace peer
