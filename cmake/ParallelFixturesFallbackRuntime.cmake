# The libraries that test programs link, where there is no helper: the names are those of ParallelFixturesRuntime.cmake, which includes
# this file. A program runs its tests as its framework does. Fixtures that are types are set up when a test needs them, in the
# process of that test.
get_property(__pf_root GLOBAL PROPERTY __pf_runtime_root)
set(__pf_adapters "${__pf_root}/runtime/adapters")
set_property(GLOBAL PROPERTY __pf_adapters
  "${__pf_root}/runtime/fallback/gtest_adapter.cc" "${__pf_adapters}/gtest_main.cc"
  "${__pf_adapters}/catch2_adapter.cc" "${__pf_adapters}/catch2_main.cc"
  "${__pf_adapters}/doctest_adapter.cc" "${__pf_adapters}/doctest_main.cc")

add_library(parallel_fixtures_fallback_library STATIC EXCLUDE_FROM_ALL "${__pf_root}/runtime/fallback/program.cc"
  "${__pf_root}/runtime/fixture_registry.cc" "${__pf_root}/runtime/report.cc")
target_include_directories(parallel_fixtures_fallback_library PRIVATE "${__pf_root}" "${__pf_root}/include")
target_compile_features(parallel_fixtures_fallback_library PRIVATE cxx_std_17)
set_target_properties(parallel_fixtures_fallback_library PROPERTIES POSITION_INDEPENDENT_CODE ON UNITY_BUILD OFF)
__pf_without_warnings(parallel_fixtures_fallback_library)

add_library(parallel_fixtures_runtime INTERFACE)
add_library(ParallelFixtures::runtime ALIAS parallel_fixtures_runtime)
target_include_directories(parallel_fixtures_runtime SYSTEM INTERFACE "${__pf_root}/include" "${__pf_root}")
target_link_libraries(parallel_fixtures_runtime INTERFACE "$<LINK_ONLY:parallel_fixtures_fallback_library>")

# Each program compiles the adapter of its framework, unless Link.cmake has added one with the header of the project.
foreach(__pf_pair IN ITEMS "catch2;Catch2::Catch2" "doctest;doctest::doctest" "gtest;GTest::gtest")
  list(GET __pf_pair 0 __pf_framework)
  list(GET __pf_pair 1 __pf_library)
  set(__pf_adapter "${__pf_adapters}/${__pf_framework}_adapter.cc")
  if(__pf_framework STREQUAL "gtest")
    set(__pf_adapter "${__pf_root}/runtime/fallback/gtest_adapter.cc")
  endif()
  set(__pf_compiled "$<NOT:$<BOOL:$<TARGET_PROPERTY:PARALLEL_FIXTURES_OWN_ADAPTER>>>")
  add_library(parallel_fixtures_${__pf_framework} INTERFACE)
  add_library(ParallelFixtures::${__pf_framework} ALIAS parallel_fixtures_${__pf_framework})
  target_sources(parallel_fixtures_${__pf_framework} INTERFACE "$<${__pf_compiled}:${__pf_adapter}>")
  target_link_libraries(parallel_fixtures_${__pf_framework} INTERFACE parallel_fixtures_runtime
    $<TARGET_NAME_IF_EXISTS:${__pf_library}>)
  add_library(parallel_fixtures_${__pf_framework}_main INTERFACE)
  add_library(ParallelFixtures::${__pf_framework}_main ALIAS parallel_fixtures_${__pf_framework}_main)
  target_sources(parallel_fixtures_${__pf_framework}_main INTERFACE
    "$<${__pf_compiled}:${__pf_adapters}/${__pf_framework}_main.cc>")
  target_link_libraries(parallel_fixtures_${__pf_framework}_main INTERFACE parallel_fixtures_${__pf_framework})
endforeach()

# A program of Boost.Test needs nothing.
if(NOT TARGET parallel_fixtures_boost_test)
  add_library(parallel_fixtures_boost_test INTERFACE)
  add_library(ParallelFixtures::boost_test ALIAS parallel_fixtures_boost_test)
endif()

foreach(__pf_name IN ITEMS root adapters pair framework library adapter compiled)
  unset(__pf_${__pf_name})
endforeach()
unset(__pf_name)
