# The libraries that test programs link:
#   ParallelFixtures::runtime                                        the neutral interface, parallel_fixtures/program.h
#   ParallelFixtures::catch2, ::doctest, ::gtest                     the adapter of a framework, for programs with a main
#   ParallelFixtures::catch2_main, ::doctest_main, ::gtest_main      the adapter and a main
#   ParallelFixtures::boost_test                                     the adapter of Boost.Test, for programs with any main
# The runtime is installed as a library, which is used where the compiler and the flags of the project fit. Elsewhere it is built
# once in the project. The adapter of a framework is built once in the project as soon as a program uses the framework's target;
# the adapter of a framework without a target is compiled in each program.
# A project without C++ has none of these libraries, because commands as tests do not need them.
get_property(__pf_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
if(TARGET parallel_fixtures_runtime OR NOT "CXX" IN_LIST __pf_languages)
  unset(__pf_languages)
  return()
endif()
unset(__pf_languages)

include("${CMAKE_CURRENT_LIST_DIR}/ParallelFixturesRuntimeLibrary.cmake")

# Sets `out` to whether a program that is compiled with the flags of this directory can be linked with the installed runtime.
# The answer is kept in the cache until one of the flags or the installed library changes.
function(__pf_installed_runtime_fits out library)
  set(${out} NO PARENT_SCOPE)
  if(NOT EXISTS "${library}")
    return()
  endif()
  get_directory_property(definitions COMPILE_DEFINITIONS)
  get_directory_property(options COMPILE_OPTIONS)
  # CMake checks expressions only when it generates. A flag of which it says nothing now is taken as given.
  string(GENEX_STRIP "${options}" options)
  string(GENEX_STRIP "${definitions}" definitions)
  list(TRANSFORM definitions PREPEND -D)
  file(TIMESTAMP "${library}" built)
  set(asked "${library} ${built} ${CMAKE_CXX_COMPILER} ${CMAKE_CXX_FLAGS} ${CMAKE_BUILD_TYPE} ${options} ${definitions}")
  if(NOT asked STREQUAL "${__PF_RUNTIME_ASKED}")
    set(CMAKE_TRY_COMPILE_TARGET_TYPE EXECUTABLE)
    set(CMAKE_CXX_STANDARD 17)
    try_compile(fits "${CMAKE_BINARY_DIR}/CMakeFiles/parallel_fixtures_runtime"
      SOURCES "${__pf_runtime_root}/runtime/adapters/abi_probe.cc"
      CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${__pf_runtime_root};${__pf_runtime_root}/include"
      COMPILE_DEFINITIONS ${definitions} ${options} -w
      LINK_OPTIONS ${options}
      LINK_LIBRARIES "${library}" ${CMAKE_DL_LIBS}
      NO_CACHE)
    set(__PF_RUNTIME_FITS "${fits}" CACHE INTERNAL "Whether the installed runtime of ParallelFixtures fits")
    set(__PF_RUNTIME_ASKED "${asked}" CACHE INTERNAL "What that depends on")
  endif()
  set(${out} "${__PF_RUNTIME_FITS}" PARENT_SCOPE)
endfunction()

# Sets `out` to the library of the runtime for the programs of this build: that of ParallelFixtures' own build, the installed
# one, or one that is built in the project.
function(__pf_runtime_library out)
  if(TARGET pf_runtime)
    set(${out} pf_runtime PARENT_SCOPE)
    return()
  endif()
  __pf_installed_runtime_fits(fits "${PARALLEL_FIXTURES_INSTALLED_RUNTIME}")
  if(fits)
    set(${out} "${PARALLEL_FIXTURES_INSTALLED_RUNTIME}" PARENT_SCOPE)
    return()
  endif()
  __pf_add_runtime_library(parallel_fixtures_runtime_library "${__pf_runtime_root}")
  __pf_without_warnings(parallel_fixtures_runtime_library)
  set_target_properties(parallel_fixtures_runtime_library PROPERTIES EXCLUDE_FROM_ALL ON UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 0)
  set(${out} parallel_fixtures_runtime_library PARENT_SCOPE)
endfunction()

# An installed copy has the sources in a folder beside this file.
set(__pf_runtime_root "${CMAKE_CURRENT_LIST_DIR}/sources")
if(NOT EXISTS "${__pf_runtime_root}/runtime")
  cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH __pf_runtime_root)
endif()
set_property(GLOBAL PROPERTY __pf_runtime_root "${__pf_runtime_root}")
__pf_runtime_library(__pf_library)

add_library(parallel_fixtures_runtime INTERFACE)
add_library(ParallelFixtures::runtime ALIAS parallel_fixtures_runtime)
target_include_directories(parallel_fixtures_runtime SYSTEM INTERFACE "${__pf_runtime_root}/include" "${__pf_runtime_root}")
# Symbols are bound at program start. With lazy binding the process of each test would look them up again.
target_link_options(parallel_fixtures_runtime INTERFACE "$<$<PLATFORM_ID:Linux>:LINKER:-z,now>")
target_link_libraries(parallel_fixtures_runtime INTERFACE "$<LINK_ONLY:${__pf_library}>" ${CMAKE_DL_LIBS})
# Each program compiles one of these sources itself, with its own flags.
set(__pf_is_executable "$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>")
set(__pf_entry "${__pf_runtime_root}/runtime/adapters/entry_of")
target_sources(parallel_fixtures_runtime INTERFACE
  "$<IF:${__pf_is_executable},${__pf_entry}_executable.cc,${__pf_entry}_library.cc>")
file(GLOB __pf_adapters "${__pf_runtime_root}/runtime/adapters/*.cc")
set_property(GLOBAL PROPERTY __pf_adapters "${__pf_adapters}")

# A program links the adapter that __pf_build_adapter has added to the build, or compiles the adapter if there is none.
foreach(__pf_pair IN ITEMS "catch2;Catch2::Catch2" "doctest;doctest::doctest" "gtest;GTest::gtest")
  list(GET __pf_pair 0 __pf_framework)
  list(GET __pf_pair 1 __pf_library)
  set(__pf_adapter parallel_fixtures_${__pf_framework})
  set(__pf_own "$<BOOL:$<TARGET_PROPERTY:PARALLEL_FIXTURES_OWN_ADAPTER>>")
  set(__pf_built "$<AND:$<TARGET_EXISTS:${__pf_adapter}_adapter>,$<NOT:${__pf_own}>>")
  set(__pf_compiled "$<NOT:$<OR:$<TARGET_EXISTS:${__pf_adapter}_adapter>,${__pf_own}>>")
  add_library(${__pf_adapter} INTERFACE)
  add_library(ParallelFixtures::${__pf_framework} ALIAS ${__pf_adapter})
  target_sources(${__pf_adapter} INTERFACE
    "$<${__pf_compiled}:${__pf_runtime_root}/runtime/adapters/${__pf_framework}_adapter.cc>")
  # Links the framework, if this directory knows its target. __pf_link_frameworks links it for a program in a directory that has
  # found the framework for itself.
  target_link_libraries(${__pf_adapter} INTERFACE "$<${__pf_built}:${__pf_adapter}_adapter>" parallel_fixtures_runtime
    $<TARGET_NAME_IF_EXISTS:${__pf_library}>)

  add_library(${__pf_adapter}_main INTERFACE)
  add_library(ParallelFixtures::${__pf_framework}_main ALIAS ${__pf_adapter}_main)
  # main is linked as an object, so that it comes before the main of any library.
  target_sources(${__pf_adapter}_main INTERFACE
    "$<${__pf_built}:$<TARGET_OBJECTS:${__pf_adapter}_adapter_main>>"
    "$<${__pf_compiled}:${__pf_runtime_root}/runtime/adapters/${__pf_framework}_main.cc>")
  target_link_libraries(${__pf_adapter}_main INTERFACE ${__pf_adapter})
endforeach()

# Boost.Test has no target that every program links, so each program compiles the adapter. It needs no main.
add_library(parallel_fixtures_boost_test INTERFACE)
add_library(ParallelFixtures::boost_test ALIAS parallel_fixtures_boost_test)
target_sources(parallel_fixtures_boost_test INTERFACE "${__pf_runtime_root}/runtime/adapters/boost_test_adapter.cc")
target_link_libraries(parallel_fixtures_boost_test INTERFACE parallel_fixtures_runtime)

# GoogleMock reports leaked mock objects when a program ends. gmock_leaks.cc lets the process of each test report them.
target_link_options(parallel_fixtures_gtest INTERFACE "LINKER:--wrap=__cxa_atexit")

unset(__pf_adapter)
unset(__pf_adapters)
unset(__pf_built)
unset(__pf_compiled)
unset(__pf_entry)
unset(__pf_framework)
unset(__pf_is_executable)
unset(__pf_library)
unset(__pf_own)
unset(__pf_pair)
unset(__pf_runtime_root)
