// Errors as values, for the helper and for the runtime in users' programs.
//
// THREADS: values; nothing is shared.
#ifndef PARALLEL_FIXTURES_RUNTIME_RESULT_H
#define PARALLEL_FIXTURES_RUNTIME_RESULT_H

#include <string>
#include <utility>
#include <variant>

namespace pf {

// What went wrong, as a sentence for a person: what, where, what to do. Lower case, no full stop.
struct Error {
    std::string message;
};

// Either a T or the Error that prevented it.
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

// A result without a value.
using Status = Result<std::monostate>;
inline Status ok_status() { return Status(std::monostate{}); }

}  // namespace pf

#endif
