# The CTest tests of tasks (docs/design/sessions.md). ParallelFixtures.cmake includes this file; projects do not.

# Sets `out` to a WORKING_DIRECTORY as the plan has it.
function(__pf_test_directory out directory)
  if(NOT directory MATCHES "\\$<")
    cmake_path(ABSOLUTE_PATH directory BASE_DIRECTORY "${CMAKE_CURRENT_BINARY_DIR}" NORMALIZE)
  endif()
  set(${out} "${directory}" PARENT_SCOPE)
endfunction()

# Sets `out` to a text as an item of a list that CTest reads.
function(__pf_item out text)
  __pf_literal(text "${text}")
  string(REPLACE ";" "\\;" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `token` to the token of the marks that a test may print (runtime/task_client.h). It is random, and each test has its own.
function(__pf_token test)
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  string(MD5 token "${stamp}${test}")
  set(token "${token}" PARENT_SCOPE)
endfunction()

# Sets `out` to a semicolon and the file of `program`, the first word of a command, for REQUIRED_FILES; to "" if the file is not
# known. If the file is missing, CTest names it; CTest itself starts only the client.
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

# Sets `out` to the words of add_test that name the targets which commands (their entries) need, so that the targets test_prep/<test>
# of CMake 4.4 and later build them; to "" before. Only targets that are declared already are known.
function(__pf_build_depends out entries)
  set(targets "")
  if(CMAKE_VERSION VERSION_GREATER_EQUAL 4.4)
    set(first "(^|_next${us}ON${end})[a-z_]+${us}[A-Za-z0-9_.+:-]+${end}")
    string(REGEX MATCHALL "${first}|\\$<TARGET_FILE[A-Z_]*:[A-Za-z0-9_.+:-]+" words "${entries}")
    foreach(word IN LISTS words)
      string(REGEX REPLACE "^.*(${us}|TARGET_FILE[A-Z_]*:)([A-Za-z0-9_.+:-]+)(${end})?$" "\\2" word "${word}")
      if(TARGET "${word}" AND NOT word IN_LIST targets)
        list(APPEND targets "${word}")
      endif()
    endforeach()
    list(PREPEND targets BUILD_DEPENDS)
  endif()
  if(targets STREQUAL "BUILD_DEPENDS")
    set(targets "")
  endif()
  set(${out} "${targets}" PARENT_SCOPE)
endfunction()

# Sets the properties of a task's test, except its time limits.
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
  # CTest's defaults are left out, because each property of each test takes time.
  if(run_serial)
    set_property(TEST "${test}" PROPERTY RUN_SERIAL "${run_serial}")
  endif()
  if(NOT directory STREQUAL CMAKE_CURRENT_BINARY_DIR)
    set_property(TEST "${test}" PROPERTY WORKING_DIRECTORY "${directory}")
  endif()
  set_tests_properties("${test}" PROPERTIES
    LABELS "parallel;${label}${labels}${arg_LABELS}"
    SKIP_REGULAR_EXPRESSION "PARALLEL_FIXTURES_SKIPPED[(]${token}[)]${arg_SKIP_REGULAR_EXPRESSION}"
    REQUIRED_FILES "${files}"
    RESOURCE_LOCK "${locks}"
    FIXTURES_REQUIRED "${required}")
endfunction()

# Sets what add_parallel_fixture_task() adds a task's test with: `test`, `client`, `directory`, `id`, `token`, `client_words`; and
# for __pf_complete_task_test() `limits` and `batch`. `number` is that of the task's group.
function(__pf_prepare_task_test group name number)
  __pf_surround_group("${group}" ${number})
  set(test "${group}.${name}")
  __pf_token("${test}")
  __pf_limit_task(${number} ${token})
  __pf_find_helper()
  __pf_plan_directory(directory)
  __pf_literal(id "${test}")
  foreach(variable IN ITEMS test client directory id token client_words limits batch)
    set(${variable} "${${variable}}" PARENT_SCOPE)
  endforeach()
endfunction()

# Completes the test that __pf_prepare_task_test() prepared and add_parallel_fixture_task() added. With a key the task becomes a
# model.
function(__pf_complete_task_test group number key)
  if(limits)
    set_tests_properties("${test}" PROPERTIES ${limits})
  endif()
  __pf_set_task_properties("${test}" "${group}" ${number})
  __pf_remember_test("${test}" ${number})
  if(NOT key STREQUAL "")
    __pf_keep_model("${key}" "${group}" ${number} "${test}" ${batch} ${client} "${directory}" ${client_words})
  endif()
  __pf_set_user_properties(${number} "${test}")
endfunction()
