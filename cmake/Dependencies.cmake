# The libraries of the helper: those of the system if they are found, else fetched ones. Projects that use ParallelFixtures do
# not need them.
include(FetchContent)

# Fetches a library that find_package does not find. Its tests and install rules stay off.
macro(pf_dependency name repository tag)
  find_package(${name} QUIET)
  if(NOT ${name}_FOUND)
    message(STATUS "ParallelFixtures: ${name} is not installed, fetching ${tag}")
    FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM)
    FetchContent_MakeAvailable(${name})
  endif()
endmacro()

pf_dependency(fmt https://github.com/fmtlib/fmt.git 9.1.0)
pf_dependency(tinyxml2 https://github.com/leethomason/tinyxml2.git 9.0.0)
pf_dependency(CLI11 https://github.com/CLIUtils/CLI11.git v2.3.2)
pf_dependency(nlohmann_json https://github.com/nlohmann/json.git v3.11.2)

# Distributions have no CMake package of PCRE2, so this looks for the library itself.
find_path(PARALLEL_FIXTURES_PCRE2_INCLUDE pcre2.h)
find_library(PARALLEL_FIXTURES_PCRE2_LIBRARY pcre2-8)
mark_as_advanced(PARALLEL_FIXTURES_PCRE2_INCLUDE PARALLEL_FIXTURES_PCRE2_LIBRARY)
if(PARALLEL_FIXTURES_PCRE2_INCLUDE AND PARALLEL_FIXTURES_PCRE2_LIBRARY)
  add_library(pf_pcre2 INTERFACE)
  target_include_directories(pf_pcre2 SYSTEM INTERFACE "${PARALLEL_FIXTURES_PCRE2_INCLUDE}")
  target_link_libraries(pf_pcre2 INTERFACE "${PARALLEL_FIXTURES_PCRE2_LIBRARY}")
else()
  message(STATUS "ParallelFixtures: PCRE2 is not installed, fetching pcre2-10.42")
  FetchContent_Declare(pcre2 GIT_REPOSITORY https://github.com/PCRE2Project/pcre2.git GIT_TAG pcre2-10.42
    GIT_SHALLOW ON SYSTEM)
  FetchContent_MakeAvailable(pcre2)
  add_library(pf_pcre2 INTERFACE)
  target_link_libraries(pf_pcre2 INTERFACE pcre2-8)
endif()
target_compile_definitions(pf_pcre2 INTERFACE PCRE2_CODE_UNIT_WIDTH=8)
