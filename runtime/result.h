// Errors as values, for the helper and for the runtime in users' programs.
#ifndef PARALLEL_FIXTURES_RUNTIME_RESULT_H
#define PARALLEL_FIXTURES_RUNTIME_RESULT_H

#include <string>
#include <utility>
#include <variant>

namespace pf {

// A message for the user, in lower case and without a full stop: "<what> <where>: <why>; <what to do>".
struct Error {
    std::string message;
};

// Holds either a T or the Error that prevented it.
template <typename T>
class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool ok() const { return state_.index() == 0; }
    explicit operator bool() const { return ok(); }

    // REQUIRES: ok().
    T& value() & { return std::get<0>(state_); }
    const T& value() const& { return std::get<0>(state_); }
    T&& value() && { return std::get<0>(std::move(state_)); }
    T& operator*() & { return value(); }
    const T& operator*() const& { return value(); }
    T* operator->() { return &value(); }
    const T* operator->() const { return &value(); }

    // REQUIRES: !ok().
    [[nodiscard]] const Error& error() const { return std::get<1>(state_); }

private:
    std::variant<T, Error> state_;
};

// The result of a function that returns no value.
using Status = Result<std::monostate>;
inline Status ok_status() { return Status(std::monostate{}); }

}  // namespace pf

#endif
