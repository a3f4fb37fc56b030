# Tasks that are declared like an earlier one. ParallelFixtures.cmake includes this file; projects do not.
#
# Two tasks are alike if they are of one group, directory and file and have the same keywords with the same values; their names
# and the words of their commands differ. The first two are declared word by word. The second is the *model*: what it adds to the
# plan and the properties of its test are kept for the others. Only tasks of plain words can be alike: printable ASCII
# without `;[]\$`, which neither lists nor generator expressions change.
#   "__pf_model <key>"              the arguments of __pf_declare_alike for tasks with this key (see add_parallel_fixture_task), or
#                                   0 if one was declared
#   __pf_models                     the models whose tasks are in the open part, as numbers
#   __pf_group_<n>_models           the models of a group
#   __pf_model_<n>_tasks            a character for each task that is like it
#   __pf_model_<n>_timeout, _retries   its TIMEOUT and its RETRIES, or those of its group
#   __pf_model_<n>_group            its group, as a number
#   __pf_model_<n>_properties       the properties of its test but REQUIRED_FILES, with @TOKEN@ in place of its token
#   __pf_model_<n>_required_files   its REQUIRED_FILES, as the parser has them
#   "__pf_model_<n> <program>"      the number of the batch of the tests whose commands begin with this word
#   "__pf_model_<n>_test <program>"   the properties of these tests

# Declares a task that is like a model (its number). `command` is its command as a list, `program` the first word of this. The
# record of the task in the plan is <head><name><middle><command><tail>, with `separator` between the words of the command. Its
# test runs `client` with `directory`, its token and the words ARGN; `client` is NONE where the tests are those of groups.
function(__pf_declare_alike test name program command model stamp client directory head middle separator tail)
  set_property(GLOBAL PROPERTY "__pf_task ${test}" 1)
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_model_${model}_tasks .)
  get_property(batch GLOBAL PROPERTY "__pf_model_${model} ${program}")
  if(NOT batch)
    __pf_separators()
    __pf_begin_program(${model} "${program}")
  endif()
  string(REPLACE ";" "${separator}" command "${command}")
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_text "${head}${name}${middle}${command}${tail}")
  if(client STREQUAL "NONE")
    return()
  endif()
  get_property(properties GLOBAL PROPERTY "__pf_model_${model}_test ${program}")
  string(MD5 token "${stamp}${test}")
  string(REPLACE "@TOKEN@" "${token}" properties "${properties}")
  add_test(NAME "${test}" COMMAND "${client}" "${directory}" "${test}" --token ${token} ${ARGN} --)
  set_tests_properties("${test}" PROPERTIES ${properties})
  if(batch)
    set_property(GLOBAL APPEND PROPERTY __pf_batch_${batch}_tests "${test}")
  else()
    get_property(group GLOBAL PROPERTY __pf_model_${model}_group)
    __pf_remember_test("${test}" ${group})
    set_property(GLOBAL PROPERTY "__pf_model_${model} ${program}" ${batch})
  endif()
endfunction()

# Prepares for tasks that are like a model (its number) and whose commands begin with the word `program`.
function(__pf_begin_program model program)
  __pf_program("${program}")
  __pf_program_file(file "${program}")
  get_property(properties GLOBAL PROPERTY __pf_model_${model}_properties)
  get_property(files GLOBAL PROPERTY __pf_model_${model}_required_files)
  string(REGEX REPLACE "^;" "" files "${files}${file}")
  if(NOT files STREQUAL "")
    string(REPLACE ";" "\\;" files "${files}")
    string(APPEND properties "REQUIRED_FILES;${files}")
  endif()
  set_property(GLOBAL PROPERTY "__pf_model_${model}_test ${program}" "${properties}")
  set_property(GLOBAL PROPERTY "__pf_model_${model} ${program}" NONE)
endfunction()

# Sets `out` to the properties of a test, names and values as set_tests_properties takes them, without REQUIRED_FILES and with
# @TOKEN@ in place of the token. Sets it to "" if a value could not stand in such a list.
function(__pf_model_properties out test)
  set(${out} "" PARENT_SCOPE)
  set(text "")
  __pf_token("${test}")
  get_property(names GLOBAL PROPERTY __pf_read_properties)
  list(REMOVE_ITEM names REQUIRED_FILES)
  foreach(name IN LISTS names ITEMS TIMEOUT_AFTER_MATCH)
    get_property(value TEST "${test}" PROPERTY ${name})
    string(REGEX REPLACE "\\[[()]\\]" "" bare "${value}")
    if("${value}" STREQUAL "")
      continue()
    elseif(bare MATCHES "[][\\\\]|@TOKEN@")
      return()
    endif()
    string(REPLACE ";" "\\;" value "${value}")
    string(REPLACE "${token}" "@TOKEN@" value "${value}")
    string(APPEND text "${name};${value};")
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Makes a task of `group` (its number), which was declared word by word, the model of those with the same key. `test` is its
# CTest test and `batch` the batch of this; ARGN are the client, the directory and the further words of its command. Where the
# tests are those of groups, `test` is empty, `batch` and the client are NONE, and the directory is something.
function(__pf_keep_model key group_name group test batch)
  set(entries "")
  foreach(keyword IN LISTS given)
    if(NOT keyword STREQUAL "COMMAND")
      string(APPEND entries "${entries_${keyword}}")
    endif()
  endforeach()
  set(properties "")
  get_property(others GLOBAL PROPERTY __pf_group_${group}_properties)
  if(NOT test STREQUAL "")
    __pf_model_properties(properties "${test}")
  endif()
  # The key takes a word of capitals for a keyword. In a command it is an argument, which alike tasks would lose.
  if(entries_COMMAND MATCHES "${us}[A-Z_]+${end}")
    return()
  endif()
  if(CMAKE_BINARY_DIR MATCHES "[][;\\\\]" OR entries MATCHES "[][\\\\]" OR
     (NOT test STREQUAL "" AND (others OR properties STREQUAL "")))
    return()
  endif()
  if(entries STREQUAL "")
    set(record "plain${us}${group_name}\\;" "\\;COMMAND\\;" "\\;" "\n${end}")
  else()
    string(REPLACE ";" "\\;" entries "${entries}")
    set(arg "${end}arg${us}")
    set(record "task${us}${group_name}${end}name${us}" "${arg}" "${arg}" "${end}${entries}")
  endif()
  set(required_files "${arg_REQUIRED_FILES}")
  set(timeout "${arg_TIMEOUT}")
  set(retries "${arg_RETRIES}")
  __pf_new_record(model group required_files properties timeout retries)
  __pf_begin_program(${model} "${arg_COMMAND}")
  get_property(stamp GLOBAL PROPERTY __pf_stamp)
  list(POP_FRONT ARGN client directory)
  set_property(GLOBAL PROPERTY "__pf_model ${key}" "${model};${stamp};${client};${directory};${record};${ARGN}")
  set_property(GLOBAL PROPERTY "__pf_model_${model} ${arg_COMMAND}" ${batch})
  set_property(GLOBAL APPEND PROPERTY __pf_models ${model})
  set_property(GLOBAL APPEND PROPERTY __pf_group_${group}_models ${model})
endfunction()
