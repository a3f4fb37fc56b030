// The name of the symbol by which a program and the compiled runtime find out whether they fit together. The runtime
// exchanges standard containers with the adapters, so both must use the same standard library in the same mode. The
// runtime defines the symbol for its mode (abi.cc) and each program refers to the symbol for its own mode
// (entry_of_library.cc), so that a program that does not fit cannot be linked.
#ifndef PARALLEL_FIXTURES_RUNTIME_ABI_H
#define PARALLEL_FIXTURES_RUNTIME_ABI_H

#include <cstddef>  // Any header of the standard library defines the macros below.

#if defined(_LIBCPP_VERSION)
#define PARALLEL_FIXTURES_ABI parallel_fixtures_runtime_compiled_for_libcxx
#elif defined(_GLIBCXX_DEBUG)
#define PARALLEL_FIXTURES_ABI parallel_fixtures_runtime_compiled_with_GLIBCXX_DEBUG
#elif defined(_GLIBCXX_USE_CXX11_ABI) && !_GLIBCXX_USE_CXX11_ABI
#define PARALLEL_FIXTURES_ABI parallel_fixtures_runtime_compiled_with_GLIBCXX_USE_CXX11_ABI_0
#else
#define PARALLEL_FIXTURES_ABI parallel_fixtures_runtime_compiled_for_libstdcxx
#endif

extern "C" const char PARALLEL_FIXTURES_ABI;

#endif
