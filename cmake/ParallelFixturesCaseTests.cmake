# The CTest tests of the cases of a program (docs/design/sessions.md). ParallelFixtures.cmake includes this file; projects do
# not.

# Adds the tests that set up and tear down what the cases of a program require. The program itself is a fixture with the name of
# the group, unless the group has another fixture of this name, or its fixture has a narrower scope than RUN. Only its list of
# cases tells whether it sets anything up, so the helper declares the tests of this fixture with those of the cases.
function(__pf_surround_program group number)
  get_property(fixtures GLOBAL PROPERTY __pf_group_${number}_fixtures)
  __pf_narrower_than_run(narrower "${fixtures}")
  set(declared "${group}")
  if(NOT shared STREQUAL "")
    set(declared "${shared}")
  endif()
  if(own_fixture OR narrower)
    __pf_surround_group("${declared}" ${number})
    return()
  endif()
  __pf_add_fixture_tests("${fixtures}")
  __pf_required(required "${fixtures}")
  set_property(GLOBAL PROPERTY __pf_group_${number}_required "${required}")
  __pf_ctest_fixture(own "${group}")
  __pf_write("tests_fixture${us}${own}${end}")
  if(group MATCHES "^[A-Za-z0-9_.+:/ -]+$")
    __pf_write("tests_fixture${us}${group}${end}")
  endif()
  __pf_declaration_line("${CMAKE_CURRENT_LIST_FILE}" "${declared}")
  if(NOT line STREQUAL "")
    __pf_literal(line "${line}")
    __pf_write("tests_declared${us}${line}${end}")
  endif()
endfunction()

# Adds the tests of a program's cases. They are in a script that the helper writes as soon as it knows the cases; the record of
# the group has the properties for them.
function(__pf_add_case_tests group number)
  __pf_surround_program("${group}" ${number})
  __pf_plan_directory(directory)
  __pf_literal(script "${directory}")
  string(REPLACE "$$<1:<>CONFIG>" "$<CONFIG>" script "${script}")
  __pf_write("tests${us}${script}/tests-${number}.cmake${end}")
  __pf_append_include(${number})
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 3.30)
    __pf_write("tests_lines${us}ON${end}")
  endif()
  get_property(required GLOBAL PROPERTY __pf_group_${number}_required)
  foreach(name IN LISTS required)
    __pf_write("tests_require${us}${name}${end}")
  endforeach()
  get_property(fixtures GLOBAL PROPERTY __pf_group_${number}_fixtures)
  __pf_chain_seconds(before "${fixtures}")
  if(fixtures AND NOT before STREQUAL "none")
    __pf_write("tests_before${us}${before}${end}")
  endif()
  get_property(count GLOBAL PROPERTY __pf_group_${number}_properties)
  foreach(i RANGE ${count})
    foreach(part IN ITEMS property value)
      get_property(${part}_${i} GLOBAL PROPERTY __pf_group_${number}_${part}_${i})
    endforeach()
  endforeach()
  __pf_property_entries(tests_property)
  __pf_write("${property_entries}")
endfunction()

# Sets `property_entries` to the entries, with this key, for the `count` properties property_<n> and values value_<n>.
function(__pf_property_entries key)
  set(property_entries "")
  set(i 0)
  while(i LESS count)
    foreach(part IN ITEMS property value)
      __pf_property_value(value "${${part}_${i}}")
      string(APPEND property_entries "${key}${us}${value}${end}")
    endforeach()
    math(EXPR i "${i} + 1")
  endwhile()
  set(property_entries "${property_entries}" PARENT_SCOPE)
endfunction()

# Sets `out` to a name or a value of PROPERTIES as the plan has it.
function(__pf_property_value out word)
  if(word MATCHES "${forbidden}")
    __pf_fail("PROPERTIES: \"${word}\" holds the control character 0x1E or 0x1F, which the plan cannot hold.")
  endif()
  __pf_expressions(value "${word}")
  set(${out} "${value}" PARENT_SCOPE)
endfunction()

# Writes the script by which ctest includes the tests of a group's cases (its number). It runs the helper again if the program
# or the plan is newer than the tests. If the helper fails, one test says so and ctest can go on. Runs at the end of the
# directory, when the target of the group is known.
function(__pf_include_case_tests number)
  get_property(name GLOBAL PROPERTY __pf_group_${number}_name)
  get_property(target GLOBAL PROPERTY __pf_group_${number}_target)
  get_property(list GLOBAL PROPERTY __pf_group_${number}_list)
  __pf_find_helper()
  __pf_plan_directory(directory)
  __pf_literal(literal "${name}")
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  set(config_words "")
  if(multi)
    set(config_words " -C [====[$<CONFIG>]====]")
  endif()
  string(CONCAT text
    "cmake_policy(PUSH)\n"
    "cmake_policy(VERSION 3.25)\n"
    "set(__pf_script [====[${directory}/tests-${number}.cmake]====])\n"
    "set(__pf_program [====[$<TARGET_FILE:${target}>]====])\n"
    "set(__pf_helper [====[${helper}]====])\n"
    "set(__pf_result 0)\n"
    "if(NOT EXISTS \"\${__pf_script}\" OR \"\${__pf_program}\" IS_NEWER_THAN \"\${__pf_script}\" OR\n"
    "   [====[${directory}/plan]====] IS_NEWER_THAN \"\${__pf_script}\")\n"
    "  execute_process(COMMAND \"\${__pf_helper}\" list --test-dir [====[${build}]====]${config_words}\n"
    "    --refresh \"\${__pf_program}\" --for-ctest RESULT_VARIABLE __pf_result OUTPUT_QUIET ERROR_QUIET)\n"
    "endif()\n"
    "if(__pf_result STREQUAL \"0\")\n"
    "  include(\"\${__pf_script}\" OPTIONAL RESULT_VARIABLE __pf_found)\n"
    "endif()\n"
    "if(NOT __pf_found)\n"
    "  add_test([====[${literal}.DISCOVERY_FAILED]====] \${__pf_not_available} \"\${__pf_helper}\" task [====[${build}]====]${config_words}\n"
    "    --id [====[${literal}.DISCOVERY_FAILED]====] --)\n"
    "  set_tests_properties([====[${literal}.DISCOVERY_FAILED]====] PROPERTIES LABELS parallel TIMEOUT 300\n"
    "    REQUIRED_FILES \"\${__pf_program}\")\n"
    "endif()\n"
    "set(__pf_list [====[${list}]====])\n"
    "if(NOT \"\${__pf_tests}\" STREQUAL \"\")\n"
    "  if(NOT \"\${\${__pf_list}}\" STREQUAL \"\")\n"
    "    string(PREPEND __pf_tests \"\${\${__pf_list}};\")\n"
    "  endif()\n"
    "  set(\"\${__pf_list}\" \"\${__pf_tests}\")\n"
    "endif()\n"
    "foreach(__pf_name IN ITEMS script program helper result found tests list)\n"
    "  unset(__pf_\${__pf_name})\n"
    "endforeach()\n"
    "cmake_policy(POP)\n")
  file(GENERATE OUTPUT "${directory}/include-${number}.cmake" CONTENT "${text}")
endfunction()

# Adds that script to TEST_INCLUDE_FILES. Runs in the call that declares the group (its number), so that a script which the
# project adds after the call finds the tests, as after gtest_discover_tests.
function(__pf_append_include number)
  __pf_plan_directory(directory)
  set(include "${directory}/include-${number}.cmake")
  get_property(multi GLOBAL PROPERTY GENERATOR_IS_MULTI_CONFIG)
  if(multi)
    __pf_include_by_configuration(include ${number})
  endif()
  set_property(DIRECTORY APPEND PROPERTY TEST_INCLUDE_FILES "${include}")
endfunction()

# Sets `out` to a script of the project in TEST_INCLUDE_FILES of `directory` or of one below it, or to "". Such a script may set
# properties of the tests of tasks, and only ctest knows their values then. The scripts of gtest_discover_tests,
# catch_discover_tests and doctest_discover_tests are left out, because they set properties of their own tests only.
function(__pf_find_own_scripts out directory)
  set(${out} "" PARENT_SCOPE)
  get_property(scripts DIRECTORY "${directory}" PROPERTY TEST_INCLUDE_FILES)
  get_property(script DIRECTORY "${directory}" PROPERTY TEST_INCLUDE_FILE)
  foreach(script IN LISTS scripts script)
    string(FIND "${script}" "${CMAKE_BINARY_DIR}/ParallelFixtures/" at)
    if(NOT script STREQUAL "" AND NOT at EQUAL 0 AND
       NOT script MATCHES "(\\[[0-9]+\\]_include|-[0-9a-f]+_include|_include-[0-9a-f]+)[.]cmake$")
      set(${out} "${script}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
  get_property(below DIRECTORY "${directory}" PROPERTY SUBDIRECTORIES)
  foreach(directory IN LISTS below)
    __pf_find_own_scripts(found "${directory}")
    if(found)
      set(${out} "${found}" PARENT_SCOPE)
      return()
    endif()
  endforeach()
endfunction()

# Writes the script of a group (its number), if it has tests of cases.
function(__pf_finish_cases number)
  get_property(target GLOBAL PROPERTY __pf_group_${number}_target)
  get_property(granularity GLOBAL PROPERTY __pf_group_${number}_granularity)
  if(granularity STREQUAL "TASK" AND NOT "${target}" STREQUAL "")
    __pf_include_case_tests(${number})
  endif()
endfunction()

# Writes a script that includes the one of the configuration given to ctest by -C, and sets `out` to it. Without -C, or with
# another configuration, the script lists the tests of the first that exists, and ctest calls them not available.
function(__pf_include_by_configuration out number)
  set(include "${CMAKE_BINARY_DIR}/ParallelFixtures/include-${number}.cmake")
  string(REPLACE ";" " " configurations "${CMAKE_CONFIGURATION_TYPES}")
  file(WRITE "${include}.new"
    "set(__pf_not_available NOT_AVAILABLE)\n"
    "set(__pf_chosen \"\")\n"
    "string(TOLOWER \"\${CTEST_CONFIGURATION_TYPE}\" __pf_wanted)\n"
    "foreach(__pf_configuration ${configurations})\n"
    "  string(TOLOWER \"\${__pf_configuration}\" __pf_name)\n"
    "  set(__pf_file \"\${CMAKE_CURRENT_LIST_DIR}/\${__pf_configuration}/include-${number}.cmake\")\n"
    "  if(__pf_name STREQUAL __pf_wanted AND EXISTS \"\${__pf_file}\")\n"
    "    set(__pf_not_available \"\")\n"
    "    set(__pf_chosen \"\${__pf_file}\")\n"
    "  elseif(__pf_chosen STREQUAL \"\" AND EXISTS \"\${__pf_file}\")\n"
    "    set(__pf_chosen \"\${__pf_file}\")\n"
    "  endif()\n"
    "endforeach()\n"
    "include(\"\${__pf_chosen}\" OPTIONAL)\n"
    "foreach(__pf_variable not_available chosen wanted configuration name file)\n"
    "  unset(__pf_\${__pf_variable})\n"
    "endforeach()\n")
  file(RENAME "${include}.new" "${include}")
  set(${out} "${include}" PARENT_SCOPE)
endfunction()
