# cmake -D ROOT=<repository> -D WORK=<directory> -D HELPER=<helper> -P run_programs.cmake
# Configures and builds project/, lists and runs its test programs, and compares every outcome with expected.txt.
cmake_minimum_required(VERSION 3.25)

include("${CMAKE_CURRENT_LIST_DIR}/programs.cmake")

file(REMOVE_RECURSE "${WORK}")
run(0 "${CMAKE_COMMAND}" -S "${CMAKE_CURRENT_LIST_DIR}/project" -B "${build}" -D "PARALLEL_FIXTURES_ROOT=${ROOT}"
  -D "HELPER=${HELPER}")
# Variables for frameworks in the environment may not change anything.
set(ENV{GTEST_FILTER} "*Fails")
set(ENV{GTEST_TOTAL_SHARDS} 7)
set(ENV{GTEST_SHARD_INDEX} 3)
set(ENV{TESTBRIDGE_TEST_ONLY} "nothing")
run(0 "${CMAKE_COMMAND}" --build "${build}")

# The build has listed the programs that can be listed, and printed nothing about the others.
foreach(number RANGE 3)
  if(NOT EXISTS "${build}/ParallelFixtures/default/listing-${number}.json")
    message(FATAL_ERROR "the build left no listing-${number}.json:\n${output}")
  endif()
endforeach()
if(EXISTS "${build}/ParallelFixtures/default/listing-4.json")
  message(FATAL_ERROR "there is a listing of a program that crashes")
endif()

# Listed cases have the place in their source.
run(0 "${HELPER}" list "${build}" --group g --json)
expect("list --json" "${output}" "/gtest.cc:7\"")
run(0 "${HELPER}" list "${build}" --group c --json)
expect("list --json" "${output}" "/catch2.cc:13\"")
run(0 "${HELPER}" list "${build}" --group d --json)
expect("list --json" "${output}" "/doctest.cc:9\"")

run(1 "${HELPER}" run "${build}")
read_summary(found)
compare("${found}" "${expected}")
expect("a crash while listing" "${reason_crashes.DISCOVERY_FAILED}"
  "crashes: was ended by signal 6 when asked.*this is what crashes says")
expect("a hang while listing" "${reason_hangs.DISCOVERY_FAILED}" "did not end within 1 s when asked.*DISCOVERY_TIMEOUT.*this is what hangs says")
expect("garbage" "${reason_garbage.DISCOVERY_FAILED}" "not GoogleTest's JSON.*this is what garbage says")
expect("one name twice" "${reason_twice.S.a}" "cannot run it without the other \"S.a\"")
expect("no framework" "${reason_plain.DISCOVERY_FAILED}" "name the framework with FRAMEWORK")
expect("not built" "${reason_absent.DISCOVERY_FAILED}" "/absent: does not exist. build it")
expect("a skip" "${reason_g.Suite.Skips}" "^not here$")
expect("an early exit" "${reason_g.Suite.Exits}" "before GoogleTest had said how")

# They are selected as other tasks are.
run(1 "${HELPER}" run "${build}" --group g --rerun-failed)
read_summary(found)
string(REGEX MATCHALL "[a-z]+ [a-z]+ g.Suite.Fails\n" fails "${found}")
if(fails STREQUAL "" OR found MATCHES "g.Suite.Passes")
  message(FATAL_ERROR "--rerun-failed took:\n${found}")
endif()
run(0 "${HELPER}" run "${build}" --group g -R "Suite.(Passes|Fixture)$")
run(0 "${HELPER}" list "${build}" --group g -L "^slow$")
expect("-L" "${output}" "Total Tasks: 1\n")

# A program that was built again is listed again, and --rerun-failed runs all of one that can now be listed.
file(COPY_FILE "${build}/g" "${build}/absent")
run(0 "${HELPER}" list "${build}" --group absent)
expect("a program that was not there" "${output}" "absent.Suite.Passes")
file(COPY_FILE "${build}/c" "${build}/absent")
run(0 "${HELPER}" list "${build}" --group absent)
expect("a program of another framework" "${output}" "absent.no assertion")
