// pf_test_child: what the acceptance tests run as tasks, set-ups and services. Its command line is a program: words
// with a fixed number of arguments, done in order, exit 0 at the end. Nothing here goes through a shell, and output is
// written unbuffered, so that a test says exactly which bytes and which processes exist.
//
// An argument `env:NAME` or `env:NAME/...` begins with the value of that variable (empty when unset).
//
//   exit N | segv | abort | kill-self SIG | kill-parent SIG | kill-pid FILE SIG (pid in FILE's first line)
//   print TEXT | print-line TEXT | err TEXT | print-bytes N | print-hex HEX | close-stdout
//   env K ("K=V" or "K unset") | cwd | signals | fds | stdin
//   read-line TEXT (from stdin, expected) | expect-foreground (it has the terminal that stdin is)
//   touch F | append F TEXT (a line) | remove F | pids F (append own pid) | write-env K V (to $PARALLEL_FIXTURES_ENV)
//   wait-file F S | wait-gone F S | barrier DIR N S | exclusive F S (alone with F for S seconds)
//   expect-file F | expect-no-file F | expect-text F TEXT (somewhere in F) | expect-env K V
//   fail-times F N (exit 1 the first N times; F counts)
//   sleep S | ignore-term | hold-signal SIG (blocks it) | await-signal SIG (until it comes) | stop-self
//   spawn ... end (the words in a background child) | daemon ... end (double fork, setsid, stdio closed)
//   spawn-tree N (N generations, each waiting for ever)
//   listen PORT | serve (answers for ever) | connect PORT S | notify TEXT (to $NOTIFY_SOCKET)
//
// Exit codes of its own: 90 a deadline passed, 91 an expected failed, 96 misused, 98 the port is taken.
#ifndef PARALLEL_FIXTURES_TESTS_ACCEPTANCE_CHILD_CHILD_H
#define PARALLEL_FIXTURES_TESTS_ACCEPTANCE_CHILD_CHILD_H

#include <functional>
#include <span>
#include <string>
#include <string_view>

namespace pf::child {

using Args = std::span<const std::string>;

struct Word {
    std::string_view name;
    std::size_t arity;
    void (*run)(Args args);
};

inline constexpr int kDeadline = 90;
inline constexpr int kExpectation = 91;
inline constexpr int kMisuse = 96;
inline constexpr int kPortTaken = 98;

std::span<const Word> output_words();
std::span<const Word> file_words();
std::span<const Word> process_words();
std::span<const Word> network_words();

// Does the words in order; ends the process on any failure.
void run_words(Args words);

// The two words whose arguments are words: in a background child, and in a daemon that is under way when this returns.
void run_in_background(Args words);
void run_as_daemon(Args words);

// Says why on stderr and exits.
[[noreturn]] void fail(int code, const std::string& message);

int to_int(const std::string& text);
double to_seconds(const std::string& text);
void sleep_for(double seconds);

// Polls until `done`; exits with kDeadline, naming `what`, when `seconds` have passed.
void wait_for(const std::string& what, double seconds, const std::function<bool()>& done);

// All of it, whatever the kernel takes at a time. False when the other side is gone.
bool write_all(int fd, std::string_view bytes);

}  // namespace pf::child

#endif
