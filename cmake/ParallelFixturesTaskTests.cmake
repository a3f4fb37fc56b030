# The CTest tests of tasks (docs/design/sessions.md). ParallelFixtures.cmake includes this file; projects do not.

# A WORKING_DIRECTORY as the plan has it.
function(__pf_test_directory out directory)
  if(NOT directory MATCHES "\\$<")
    cmake_path(ABSOLUTE_PATH directory BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  endif()
  set(${out} "${directory}" PARENT_SCOPE)
endfunction()

# One item of a list that CTest reads, as it is.
function(__pf_item out text)
  __pf_literal(text "${text}")
  string(REPLACE ";" "\\;" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `token` to that of the marks that a test may print (runtime/task_client.h): random, and of this test alone.
function(__pf_token test)
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  string(MD5 token "${stamp}${test}")
  set(token "${token}" PARENT_SCOPE)
endfunction()

# Sets `out` to the file that a test requires because its command begins with the word `program`: an item of REQUIRED_FILES
# after a semicolon, or "". If the file is missing, CTest names it in place of the client, which it starts.
function(__pf_program_file out program)
  set(file "")
  if(program MATCHES "^\\$<TARGET_FILE:[^<>]*>$")
    set(file ";${program}")
  elseif(program MATCHES "^[A-Za-z0-9_.+:-]+$")
    set(type "$<TARGET_PROPERTY:${program},TYPE>")
    set(file ";$<$<TARGET_EXISTS:${program}>:$<$<STREQUAL:${type},EXECUTABLE>:$<TARGET_FILE:${program}>>>")
  elseif(program MATCHES "^/" AND NOT program MATCHES "\\$<")
    __pf_item(program "${program}")
    set(file ";${program}")
  endif()
  set(${out} "${file}" PARENT_SCOPE)
endfunction()

# Sets `limits` to the properties that limit the time of a task's test, and `limited` to the words that tell the client of it.
# `number` is that of the group, `token` that of the test. runtime/time_limits.h says which limit strikes first, and why.
function(__pf_limit_task number token)
  set(limited "" PARENT_SCOPE)
  set(limits "" PARENT_SCOPE)
  if(arg_TIMEOUT STREQUAL "none")
    set(limits TIMEOUT 10000000 PARENT_SCOPE)  # The test of a generator lasts as long as the tasks that it makes.
    return()
  elseif(arg_TIMEOUT MATCHES "^[0.]+$")
    set(limits TIMEOUT 0 PARENT_SCOPE)
    return()
  endif()
  __pf_whole_seconds(seconds "${arg_TIMEOUT}")
  if(seconds STREQUAL "none" OR NOT arg_RETRIES MATCHES "^[0-9]+$")
    return()  # CTest's own default limit applies, or only generation knows the limit.
  endif()
  math(EXPR seconds "(${seconds} + 1) * (${arg_RETRIES} + 1) + 1")
  get_property(fixture GLOBAL PROPERTY __pf_group_${number}_fixture)
  get_property(may_wait GLOBAL PROPERTY __pf_group_${number}_may_wait SET)
  get_property(scope GLOBAL PROPERTY __pf_fixture_${fixture}_scope)
  if(NOT may_wait AND "${scope}" MATCHES "^(RUN)?$")
    set(limits TIMEOUT ${seconds} PARENT_SCOPE)
    set(limited --ends-after ${seconds} PARENT_SCOPE)
    return()
  endif()
  __pf_chain_seconds(before "${fixture}")
  set(all 10000000)
  if(NOT may_wait AND NOT before STREQUAL "none")
    math(EXPR all "${seconds} + 2 * ${before} + 60")
  endif()
  set(limits TIMEOUT ${all} TIMEOUT_AFTER_MATCH "0.05\;PARALLEL_FIXTURES_TIMED_OUT[(]${token}[)]" PARENT_SCOPE)
endfunction()

# Sets the properties of a task's test that CTest decides by or shows.
function(__pf_set_task_properties test group number)
  foreach(keyword IN ITEMS COST WILL_FAIL PROCESSORS SKIP_RETURN_CODE DISABLED PASS_REGULAR_EXPRESSION
          FAIL_REGULAR_EXPRESSION)
    if(keyword IN_LIST given AND NOT arg_${keyword} STREQUAL "")
      string(REGEX REPLACE "^;" "" value "${arg_${keyword}}")
      set_property(TEST "${test}" PROPERTY ${keyword} "${value}")
    endif()
  endforeach()
  foreach(property IN ITEMS labels locks run_serial required cwd directory environment)
    get_property(${property} GLOBAL PROPERTY __pf_group_${number}_${property})
  endforeach()
  __pf_item(label "${group}")
  __pf_program_file(program "${arg_COMMAND}")
  string(REGEX REPLACE "^;" "" locks "${locks}${arg_RESOURCE_LOCK}")
  string(REGEX REPLACE "^;" "" files "${arg_REQUIRED_FILES}${program}")
  string(REGEX REPLACE "^;" "" environment "${environment}${arg_ENVIRONMENT}")
  if(NOT environment STREQUAL "")
    set_property(TEST "${test}" PROPERTY ENVIRONMENT "${environment}")
  endif()
  if(NOT arg_RUN_SERIAL STREQUAL "")
    set(run_serial "${arg_RUN_SERIAL}")
  endif()
  if(NOT arg_WORKING_DIRECTORY STREQUAL "")
    __pf_test_directory(directory "${arg_WORKING_DIRECTORY}")
  elseif(NOT "${cwd}" STREQUAL "")
    set(directory "${cwd}")
  endif()
  set_tests_properties("${test}" PROPERTIES
    LABELS "parallel;${label}${labels}${arg_LABELS}"
    SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED[(]${token}[)]${arg_SKIP_REGULAR_EXPRESSION}"
    REQUIRED_FILES "${files}"
    RESOURCE_LOCK "${locks}"
    RUN_SERIAL "${run_serial}"
    WORKING_DIRECTORY "${directory}"
    FIXTURES_REQUIRED "${required}")
endfunction()

# Adds the test of a task whose words were parsed. `number` is that of its group; with a key the task becomes a model.
function(__pf_add_task_test group name number key)
  __pf_surround_group("${group}" ${number})
  set(test "${group}.${name}")
  __pf_token("${test}")
  __pf_limit_task(${number} ${token})
  __pf_find_helper()
  __pf_plan_directory(directory)
  __pf_literal(id "${test}")
  add_test(NAME "${test}" COMMAND ${client} "${directory}" "${id}" --token ${token} ${limited} --)
  if(limits)
    set_tests_properties("${test}" PROPERTIES ${limits})
  endif()
  __pf_set_task_properties("${test}" "${group}" ${number})
  __pf_remember_test("${test}" ${number})
  if(NOT key STREQUAL "")
    __pf_keep_model("${key}" "${group}" ${number} "${test}" ${batch} ${client} "${directory}" ${limited})
  endif()
  __pf_set_user_properties(${number} "${test}")
endfunction()
