# The libraries that test programs link. They are built in the project of the program, with its compiler and flags:
#   ParallelFixtures::runtime                                        the neutral interface, parallel_fixtures/program.h
#   ParallelFixtures::catch2, ::doctest, ::gtest                     the adapter of a framework, for programs with a main
#   ParallelFixtures::catch2_main, ::doctest_main, ::gtest_main      the adapter and a main
# Adapters are compiled as sources of the target that links them, because they must see the framework as that target does.
# A project without C++ has none of these libraries, because commands as tests do not need them.
get_property(__pf_languages GLOBAL PROPERTY ENABLED_LANGUAGES)
if(TARGET parallel_fixtures_runtime OR NOT "CXX" IN_LIST __pf_languages)
  unset(__pf_languages)
  return()
endif()
unset(__pf_languages)

set(__pf_runtime_sources
  runtime/adapters/fixture_registry.cc
  runtime/descriptor.cc
  runtime/directory.cc
  runtime/end_by_signal.cc
  runtime/environment.cc
  runtime/exit_checks.cc
  runtime/foreground_terminal.cc
  runtime/hosted_fixtures.cc
  runtime/linked_fixture.cc
  runtime/linked_message.cc
  runtime/mailbox.cc
  runtime/message.cc
  runtime/platform_linux.cc
  runtime/platform_linux_fork.cc
  runtime/platform_linux_process.cc
  runtime/platform_linux_self.cc
  runtime/private_directory.cc
  runtime/process_tree.cc
  runtime/program_client.cc
  runtime/report.cc
  runtime/run_alone.cc
  runtime/run_test.cc
  runtime/serve.cc
  runtime/session_connection.cc
  runtime/session_endpoint.cc
  runtime/session_message.cc
  runtime/signals.cc
  runtime/spawn.cc
  runtime/supervisor.cc
  runtime/supervisor_start.cc
  runtime/task_client.cc
  runtime/test_process.cc
  runtime/wrapper.cc)

# An installed copy has the sources in a folder beside this file.
set(__pf_runtime_root "${CMAKE_CURRENT_LIST_DIR}/sources")
if(NOT EXISTS "${__pf_runtime_root}/runtime")
  cmake_path(GET CMAKE_CURRENT_LIST_DIR PARENT_PATH __pf_runtime_root)
endif()

list(TRANSFORM __pf_runtime_sources PREPEND "${__pf_runtime_root}/")
add_library(parallel_fixtures_runtime STATIC EXCLUDE_FROM_ALL ${__pf_runtime_sources})
add_library(ParallelFixtures::runtime ALIAS parallel_fixtures_runtime)
target_include_directories(parallel_fixtures_runtime PUBLIC "${__pf_runtime_root}/include" "${__pf_runtime_root}")
target_compile_features(parallel_fixtures_runtime PUBLIC cxx_std_17)
# Without stubs for calls of other libraries a fresh process touches one page less.
target_compile_options(parallel_fixtures_runtime PRIVATE "$<$<CXX_COMPILER_ID:GNU,Clang>:-fno-plt>")
# In a unity build a program would link all of the archive, not only the objects that it needs.
set_target_properties(parallel_fixtures_runtime PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON UNITY_BUILD OFF)
# Symbols are bound at program start. With lazy binding the process of each test would look them up again.
target_link_options(parallel_fixtures_runtime INTERFACE "$<$<PLATFORM_ID:Linux>:LINKER:-z,now>")
# The program compiles these sources itself: coverage.cc must be compiled for coverage if the program is.
target_sources(parallel_fixtures_runtime INTERFACE "${__pf_runtime_root}/runtime/adapters/coverage.cc"
  "$<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${__pf_runtime_root}/runtime/adapters/client_entry.cc>")
file(GLOB __pf_adapters "${__pf_runtime_root}/runtime/adapters/*.cc")
set_property(GLOBAL PROPERTY __pf_adapters "${__pf_adapters}")
unset(__pf_adapters)

foreach(__pf_pair IN ITEMS "catch2;Catch2::Catch2" "doctest;doctest::doctest" "gtest;GTest::gtest")
  list(GET __pf_pair 0 __pf_framework)
  list(GET __pf_pair 1 __pf_library)
  set(__pf_adapter parallel_fixtures_${__pf_framework})
  add_library(${__pf_adapter} INTERFACE)
  add_library(ParallelFixtures::${__pf_framework} ALIAS ${__pf_adapter})
  target_sources(${__pf_adapter} INTERFACE "${__pf_runtime_root}/runtime/adapters/${__pf_framework}_adapter.cc")
  # Links the framework, if this directory knows its target. __pf_link_frameworks links it for a program in a directory that has
  # found the framework for itself.
  target_link_libraries(${__pf_adapter} INTERFACE parallel_fixtures_runtime $<TARGET_NAME_IF_EXISTS:${__pf_library}>)

  add_library(${__pf_adapter}_main INTERFACE)
  add_library(ParallelFixtures::${__pf_framework}_main ALIAS ${__pf_adapter}_main)
  target_sources(${__pf_adapter}_main INTERFACE "${__pf_runtime_root}/runtime/adapters/${__pf_framework}_main.cc")
  target_link_libraries(${__pf_adapter}_main INTERFACE ${__pf_adapter})
endforeach()

# GoogleMock reports leaked mock objects when a program ends. gmock_leaks.cc lets the process of each test report them.
target_sources(parallel_fixtures_gtest INTERFACE "${__pf_runtime_root}/runtime/adapters/gmock_leaks.cc")
target_link_options(parallel_fixtures_gtest INTERFACE "LINKER:--wrap=__cxa_atexit")
target_link_libraries(parallel_fixtures_gtest INTERFACE ${CMAKE_DL_LIBS})

unset(__pf_adapter)
unset(__pf_framework)
unset(__pf_library)
unset(__pf_pair)
unset(__pf_runtime_root)
unset(__pf_runtime_sources)
