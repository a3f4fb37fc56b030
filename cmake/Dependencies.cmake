# The libraries of the helper. Each is taken from the system if it is installed and fetched from its repository otherwise.
# A project that uses ParallelFixtures sees none of them.
include(FetchContent)

# Fetches a library. The variables below keep its tests and its install rules off, as far as it has options for them.
macro(pf_fetch name repository tag package)
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # Its option() does not override a variable that is set here.
  message(STATUS "ParallelFixtures: ${name} is not installed, fetching ${tag}; or install it (Debian: ${package})")
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM)
  FetchContent_MakeAvailable(${name})
  unset(CMAKE_POLICY_DEFAULT_CMP0077)
endmacro()

macro(pf_dependency name repository tag package)
  find_package(${name} QUIET)
  if(NOT ${name}_FOUND)
    pf_fetch(${name} ${repository} ${tag} ${package})
  endif()
endmacro()

# For a library that distributions ship without a CMake package: makes the target pf_<name> of its header and its library
# file. A static file is preferred, because loading a shared one takes time at each start. A fetched library has a target
# of the library's name.
macro(pf_plain_dependency name header library repository tag package)
  string(TOUPPER PARALLEL_FIXTURES_${name} pf_prefix)
  find_path(${pf_prefix}_INCLUDE ${header})
  find_library(${pf_prefix}_LIBRARY
    NAMES ${CMAKE_STATIC_LIBRARY_PREFIX}${library}${CMAKE_STATIC_LIBRARY_SUFFIX} ${library})
  mark_as_advanced(${pf_prefix}_INCLUDE ${pf_prefix}_LIBRARY)
  add_library(pf_${name} INTERFACE)
  if(${pf_prefix}_INCLUDE AND ${pf_prefix}_LIBRARY)
    target_include_directories(pf_${name} SYSTEM INTERFACE "${${pf_prefix}_INCLUDE}")
    target_link_libraries(pf_${name} INTERFACE "${${pf_prefix}_LIBRARY}")
  else()
    pf_fetch(${name} ${repository} ${tag} ${package})
    target_link_libraries(pf_${name} INTERFACE ${library})
  endif()
endmacro()

pf_dependency(fmt https://github.com/fmtlib/fmt.git 9.1.0 libfmt-dev)
pf_dependency(tinyxml2 https://github.com/leethomason/tinyxml2.git 9.0.0 libtinyxml2-dev)
pf_dependency(CLI11 https://github.com/CLIUtils/CLI11.git v2.3.2 libcli11-dev)
pf_dependency(nlohmann_json https://github.com/nlohmann/json.git v3.11.2 nlohmann-json3-dev)

# Of this library only the header is used, because Debian has no static file of it.
find_path(PARALLEL_FIXTURES_TOMLPLUSPLUS_INCLUDE toml++/toml.h)
mark_as_advanced(PARALLEL_FIXTURES_TOMLPLUSPLUS_INCLUDE)
add_library(pf_tomlplusplus INTERFACE)
if(PARALLEL_FIXTURES_TOMLPLUSPLUS_INCLUDE)
  target_include_directories(pf_tomlplusplus SYSTEM INTERFACE "${PARALLEL_FIXTURES_TOMLPLUSPLUS_INCLUDE}")
else()
  pf_fetch(tomlplusplus https://github.com/marzer/tomlplusplus.git v3.3.0 libtomlplusplus-dev)
  target_link_libraries(pf_tomlplusplus INTERFACE tomlplusplus::tomlplusplus)
endif()
target_compile_definitions(pf_tomlplusplus INTERFACE TOML_HEADER_ONLY=1 TOML_EXCEPTIONS=1)

set(PCRE2_BUILD_TESTS OFF)
set(PCRE2_BUILD_PCRE2GREP OFF)
pf_plain_dependency(pcre2 pcre2.h pcre2-8 https://github.com/PCRE2Project/pcre2.git pcre2-10.42 libpcre2-dev)
target_compile_definitions(pf_pcre2 INTERFACE PCRE2_CODE_UNIT_WIDTH=8)

set(UTF8PROC_INSTALL OFF)
pf_plain_dependency(utf8proc utf8proc.h utf8proc https://github.com/JuliaStrings/utf8proc.git v2.8.0 libutf8proc-dev)
