# Tasks that are declared like an earlier one. ParallelFixtures.cmake includes this file; projects do not.
#
# Two tasks are alike if they are of one group, directory and file and have the same keywords with the same values; their names
# and the words of their commands differ. The first two are declared word by word. The second is the *model*: a function is made
# of it that declares the others, with all that they share written out. Only tasks of plain words can be alike: printable ASCII
# without `;[]\$@`, which neither lists nor generator expressions change.
#   "__pf_model <key>"              the model of tasks with this key (see add_parallel_fixture_task), as a number, or 0 if one
#                                   task was declared
#   __pf_models                     the models whose tasks are in the open part, as numbers
#   __pf_group_<n>_models           the models of a group
#   __pf_model_<n>_tasks            the ids of the tasks that are like it
#   __pf_model_<n>_timeout, _retries   its TIMEOUT and its RETRIES, or those of its group
#   __pf_model_<n>_client, _words   the first two and the last words of the tests' commands; not set where the tests are of groups
#   __pf_model_<n>_required_files   its REQUIRED_FILES, as the parser has them
#   "__pf_model_<n> <program>"      the REQUIRED_FILES of tests whose commands begin with this word

# Prepares for tasks that are like a model (its number) and whose commands begin with the word `program`. Sets `files` to the
# REQUIRED_FILES of their tests.
function(__pf_begin_program model program)
  __pf_separators()
  __pf_program("${program}")
  __pf_program_file(file "${program}")
  get_property(files GLOBAL PROPERTY __pf_model_${model}_required_files)
  string(REGEX REPLACE "^;" "" files "${files}${file}")
  set_property(GLOBAL PROPERTY "__pf_model_${model} ${program}" "${files}")
  set(files "${files}" PARENT_SCOPE)
endfunction()

# Sets `out` to a text as it is written between quotes.
function(__pf_quoted out text)
  string(REGEX REPLACE "([\\\\\"$])" "\\\\\\1" text "${text}")
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Sets `out` to the properties of a test as set_tests_properties takes them, without REQUIRED_FILES and with ${token} in place of
# the token.
function(__pf_model_properties out test)
  set(text "")
  __pf_token("${test}")
  foreach(name IN ITEMS WORKING_DIRECTORY ENVIRONMENT TIMEOUT SKIP_RETURN_CODE SKIP_REGULAR_EXPRESSION PASS_REGULAR_EXPRESSION
          FAIL_REGULAR_EXPRESSION WILL_FAIL DISABLED RESOURCE_LOCK RUN_SERIAL PROCESSORS COST LABELS FIXTURES_REQUIRED
          TIMEOUT_AFTER_MATCH)
    get_property(value TEST "${test}" PROPERTY ${name})
    if(NOT "${value}" STREQUAL "")
      __pf_quoted(value "${value}")
      string(REPLACE "${token}" "\${token}" value "${value}")
      string(APPEND text " ${name} \"${value}\"")
    endif()
  endforeach()
  set(${out} "${text}" PARENT_SCOPE)
endfunction()

# Defines the function __pf_alike_<model>(<name> <program> <command>), which declares a task like the model. `command` is its
# command as a list, and `program` the first word of it. The record of the task in the plan is <head><name><middle><command><tail>,
# with `separator` between the words of the command. `complete` is the code that sets the properties of the test, which
# add_parallel_fixture_task() has added with ${token}, or "" where the task has no test.
function(__pf_define_alike model group_name head middle separator tail complete)
  foreach(text IN ITEMS group_name head middle separator tail)
    __pf_quoted(${text} "${${text}}")
  endforeach()
  set(join "")
  if(NOT separator STREQUAL ";")
    set(join "  string(REPLACE \";\" \"${separator}\" command \"\${command}\")\n")
  endif()
  cmake_language(EVAL CODE "
function(__pf_alike_${model} name program command)
  get_property(files GLOBAL PROPERTY \"__pf_model_${model} \${program}\")
  if(\"\${files}\" STREQUAL \"\")
    __pf_begin_program(${model} \"\${program}\")
  endif()
${join}  set_property(GLOBAL PROPERTY \"__pf_task ${group_name}.\${name}\" 1)
  set_property(GLOBAL APPEND_STRING PROPERTY __pf_text \"${head}\${name}${middle}\${command}${tail}\")
  set_property(GLOBAL APPEND PROPERTY __pf_model_${model}_tasks \"${group_name}.\${name}\")
${complete}endfunction()
")
endfunction()

# Makes a task of `group` (its number), which was declared word by word, the model of those with the same key. `test` is its
# CTest test and `batch` the batch of this; ARGN are the client, the directory and the further words of its command. Where the
# tests are those of groups, `test` is empty, and so is ARGN.
function(__pf_keep_model key group_name group test batch)
  set(entries "")
  foreach(keyword IN LISTS given)
    if(NOT keyword STREQUAL "COMMAND")
      string(APPEND entries "${entries_${keyword}}")
    endif()
  endforeach()
  get_property(others GLOBAL PROPERTY __pf_group_${group}_properties)
  # The key takes a word of capitals for a keyword. In a command it is an argument, which alike tasks would lose.
  if(entries_COMMAND MATCHES "${us}[A-Z_]+${end}" OR (NOT test STREQUAL "" AND others))
    return()
  endif()
  set(required_files "${arg_REQUIRED_FILES}")
  set(timeout "${arg_TIMEOUT}")
  set(retries "${arg_RETRIES}")
  __pf_new_record(model required_files timeout retries)
  set(complete "")
  if(NOT test STREQUAL "")
    set_property(GLOBAL PROPERTY __pf_batch_${batch}_model ${model})
    list(POP_FRONT ARGN client directory)
    set_property(GLOBAL PROPERTY __pf_model_${model}_client "${client};${directory}")
    set_property(GLOBAL PROPERTY __pf_model_${model}_words "${ARGN}")
    __pf_model_properties(properties "${test}")
    set(complete
      "  set_tests_properties(\"${group_name}.\${name}\" PROPERTIES REQUIRED_FILES \"\${files}\"${properties})\n")
  endif()
  set(arg "${end}arg${us}")
  if(entries STREQUAL "")
    __pf_define_alike(${model} "${group_name}" "plain${us}${group_name};" ";COMMAND;" ";" "\n${end}" "${complete}")
  else()
    __pf_define_alike(${model} "${group_name}" "task${us}${group_name}${end}name${us}" "${arg}" "${arg}" "${end}${entries}"
      "${complete}")
  endif()
  set_property(GLOBAL PROPERTY "__pf_model ${key}" ${model})
  set_property(GLOBAL APPEND PROPERTY __pf_models ${model})
  set_property(GLOBAL APPEND PROPERTY __pf_group_${group}_models ${model})
endfunction()
