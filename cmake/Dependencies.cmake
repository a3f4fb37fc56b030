# The libraries of the helper. Each is taken from the system if it is installed and fetched from its repository otherwise.
# A project that uses ParallelFixtures sees none of them.
include(FetchContent)

set(pf_missing "")   # The libraries that are neither installed nor may be fetched, a line each.
set(pf_packages "")  # Debian's packages of these.
set(pf_wanted "")    # The libraries that FetchContent finds or fetches.
if(PARALLEL_FIXTURES_STATIC)
  set(pf_static "static library of ")
  set(pf_static_component COMPONENTS static)
endif()

# Notes that a library is not installed. `package` is Debian's name of it, and `label` has the name and the version for people.
# FetchContent needs no network for sources that the user or an earlier configuration has put in place.
function(pf_note_missing name label package)
  string(TOUPPER "${name}" upper)
  string(TOLOWER "${name}" lower)
  set(here NO)
  if(FETCHCONTENT_SOURCE_DIR_${upper} OR (FETCHCONTENT_FULLY_DISCONNECTED AND EXISTS "${FETCHCONTENT_BASE_DIR}/${lower}-src"))
    set(here YES)
  endif()
  if(here OR (PARALLEL_FIXTURES_FETCH AND NOT FETCHCONTENT_FULLY_DISCONNECTED))
    message(STATUS "ParallelFixtures: ${label} is not installed (Debian: ${package}), so its sources are used")
  else()
    set(pf_missing "${pf_missing}  ${label}\n" PARENT_SCOPE)
    set(pf_packages "${pf_packages} ${package}" PARENT_SCOPE)
  endif()
endfunction()

# Declares a library that has a CMake package. The further arguments are those of find_package.
macro(pf_dependency name label repository tag package)
  FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM
    FIND_PACKAGE_ARGS ${ARGN} QUIET)
  list(APPEND pf_wanted ${name})
  find_package(${name} ${ARGN} QUIET)
  if(NOT ${name}_FOUND)
    pf_note_missing(${name} "${label}" ${package})
  endif()
endmacro()

# Sets `out` to the version that two macros of a header say, and to "" if there is no such header.
function(pf_header_version out header major minor)
  set(version "")
  if(EXISTS "${header}")
    foreach(macro IN ITEMS ${major} ${minor})
      file(STRINGS "${header}" line REGEX "^#[ \t]*define[ \t]+${macro}[ \t]" LIMIT_COUNT 1)
      string(REGEX REPLACE ".*${macro}[ \t]+([0-9]+).*" ".\\1" number "${line}")
      string(APPEND version "${number}")
    endforeach()
    string(REGEX REPLACE "^[.]" "" version "${version}")
  endif()
  set(${out} "${version}" PARENT_SCOPE)
endfunction()

# Declares a library that distributions ship without a CMake package: the target pf_<name> has its header and, unless `library` is
# NONE, its library file. `version` is the lowest one, which the macros <prefix>MAJOR and <prefix>MINOR of the header say.
# A static file is preferred, because loading a shared one takes time at each start. `target` is that of the library's own build.
macro(pf_plain_dependency name header library prefix version target repository tag package)
  string(TOUPPER PARALLEL_FIXTURES_${name} pf_variable)
  find_path(${pf_variable}_INCLUDE ${header})
  mark_as_advanced(${pf_variable}_INCLUDE ${pf_variable}_LIBRARY)
  set(pf_files "${${pf_variable}_INCLUDE}")
  if(NOT ${library} STREQUAL "NONE")
    set(pf_names ${CMAKE_STATIC_LIBRARY_PREFIX}${library}${CMAKE_STATIC_LIBRARY_SUFFIX})
    if(NOT PARALLEL_FIXTURES_STATIC)
      list(APPEND pf_names ${library})
    endif()
    find_library(${pf_variable}_LIBRARY NAMES ${pf_names})
    set(pf_files "${${pf_variable}_LIBRARY}")
  endif()
  set(pf_found "")
  if(${pf_variable}_INCLUDE AND pf_files)
    pf_header_version(pf_found "${${pf_variable}_INCLUDE}/${header}" ${prefix}MAJOR ${prefix}MINOR)
  endif()
  add_library(pf_${name} INTERFACE)
  if(NOT pf_found STREQUAL "" AND pf_found VERSION_GREATER_EQUAL ${version})
    target_include_directories(pf_${name} SYSTEM INTERFACE "${${pf_variable}_INCLUDE}")
    if(NOT ${library} STREQUAL "NONE")
      target_link_libraries(pf_${name} INTERFACE "${${pf_variable}_LIBRARY}")
    endif()
  else()
    FetchContent_Declare(${name} GIT_REPOSITORY ${repository} GIT_TAG ${tag} GIT_SHALLOW ON SYSTEM)
    list(APPEND pf_wanted ${name})
    pf_note_missing(${name} "${pf_static}${name} ${version}" ${package})
    target_link_libraries(pf_${name} INTERFACE ${target})
  endif()
endmacro()

set(THREADS_PREFER_PTHREAD_FLAG ON)
find_package(Threads REQUIRED)
pf_dependency(fmt "fmt 9.0" https://github.com/fmtlib/fmt.git 9.1.0 libfmt-dev 9.0)
# Its package accepts only its own major version, and any version does.
pf_dependency(tinyxml2 "${pf_static}tinyxml2" https://github.com/leethomason/tinyxml2.git 9.0.0 libtinyxml2-dev
  ${pf_static_component})
pf_dependency(CLI11 "CLI11 2.1" https://github.com/CLIUtils/CLI11.git v2.3.2 libcli11-dev 2.1)
pf_dependency(nlohmann_json "nlohmann_json 3.11" https://github.com/nlohmann/json.git v3.11.2 nlohmann-json3-dev 3.11)

# Of this library only the header is used, because Debian has no static file of it.
pf_plain_dependency(tomlplusplus toml++/impl/version.h NONE TOML_LIB_ 3.3 tomlplusplus::tomlplusplus
  https://github.com/marzer/tomlplusplus.git v3.3.0 libtomlplusplus-dev)
target_compile_definitions(pf_tomlplusplus INTERFACE TOML_HEADER_ONLY=1 TOML_EXCEPTIONS=1)

pf_plain_dependency(pcre2 pcre2.h pcre2-8 PCRE2_ 10.40 pcre2-8 https://github.com/PCRE2Project/pcre2.git pcre2-10.42 libpcre2-dev)
target_compile_definitions(pf_pcre2 INTERFACE PCRE2_CODE_UNIT_WIDTH=8)

pf_plain_dependency(utf8proc utf8proc.h utf8proc UTF8PROC_VERSION_ 2.6 utf8proc
  https://github.com/JuliaStrings/utf8proc.git v2.8.0 libutf8proc-dev)

if(pf_missing)
  string(CONCAT pf_message "ParallelFixtures: these libraries are not installed, and must not be fetched "
    "(PARALLEL_FIXTURES_FETCH=${PARALLEL_FIXTURES_FETCH}, FETCHCONTENT_FULLY_DISCONNECTED=${FETCHCONTENT_FULLY_DISCONNECTED}):\n"
    "${pf_missing}On Debian and its relatives, install them with\n  apt-get install${pf_packages}\n"
    "Elsewhere install them, too, or put their sources into a folder and name it in FETCHCONTENT_SOURCE_DIR_<NAME>.")
  message(FATAL_ERROR "${pf_message}")
endif()

# Tests and install rules of libraries that are fetched stay off.
block()
  set(CMAKE_POLICY_DEFAULT_CMP0077 NEW)  # An option() does not override a variable that is set here.
  set(BUILD_SHARED_LIBS OFF)
  set(BUILD_TESTING OFF)
  set(PCRE2_BUILD_TESTS OFF)
  set(PCRE2_BUILD_PCRE2GREP OFF)
  set(UTF8PROC_INSTALL OFF)
  foreach(name IN LISTS pf_wanted)
    FetchContent_MakeAvailable(${name})
    string(TOLOWER "${name}" lower)
    if(${lower}_POPULATED)
      set_property(DIRECTORY "${${lower}_SOURCE_DIR}" PROPERTY EXCLUDE_FROM_ALL ON)
    endif()
  endforeach()
endblock()

# Some packages have only one of these two targets. Whichever it is, it serves for both.
if(NOT TARGET fmt::fmt-header-only)
  add_library(fmt::fmt-header-only ALIAS fmt::fmt)
elseif(NOT TARGET fmt::fmt)
  add_library(fmt::fmt ALIAS fmt::fmt-header-only)
endif()
