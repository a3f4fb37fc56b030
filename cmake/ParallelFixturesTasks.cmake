# The declaration of a task. ParallelFixtures.cmake includes this file; projects do not.

# Sets `number` to that of the group of a new task. Fails if the task cannot have this name, or the group no task here.
function(__pf_check_task group name)
  __pf_check_name(task "${name}")
  get_property(taken GLOBAL PROPERTY "__pf_task ${group}.${name}" SET)
  if(taken)
    __pf_fail("there is a task \"${group}.${name}\" already." "Choose another name, because ids are unique in the whole build.")
  elseif(".${name}" MATCHES "[.](setup|teardown|DISCOVERY_FAILED)$")
    __pf_fail_reserved("${group}.${name}")
  endif()
  __pf_find_open_group("${group}")
  get_property(target GLOBAL PROPERTY __pf_group_${number}_target)
  if(NOT "${target}" STREQUAL "")
    __pf_fail("the tasks of the group are the cases of its TARGET \"${target}\"."
      "Declare a second group for commands. Two groups can have the same FIXTURE.")
  endif()
  set(number ${number} PARENT_SCOPE)
endfunction()

# Writes the record of a task from the keywords of a call.
function(__pf_write_task group name)
  set(entries "")
  foreach(keyword IN LISTS given)
    string(APPEND entries "${entries_${keyword}}")
  endforeach()
  __pf_literal(group "${group}")
  __pf_literal(name "${name}")
  __pf_write_record("task${us}${group}${end}name${us}${name}${end}${entries}")
endfunction()

# Declares a task of a group (its number) from the keywords of a call. Sets `granularity` to that of the group, and the arguments
# that the following functions use to "" or to the group's if the call has none.
function(__pf_declare_task group name number)
  if(NOT "COMMAND" IN_LIST given)
    __pf_fail("COMMAND is missing." "Add COMMAND and the words of the task's command.")
  endif()
  foreach(keyword IN ITEMS LABELS RESOURCE_LOCK REQUIRED_FILES SKIP_REGULAR_EXPRESSION RUN_SERIAL WORKING_DIRECTORY
          ENVIRONMENT)
    if(NOT keyword IN_LIST given)
      set(arg_${keyword} "" PARENT_SCOPE)  # The project may have a variable of this name.
    endif()
  endforeach()
  set_property(GLOBAL PROPERTY "__pf_task ${group}.${name}" 1)
  __pf_write_task("${group}" "${name}")
  __pf_take_limits_of_group(${number})
  set(arg_TIMEOUT "${arg_TIMEOUT}" PARENT_SCOPE)
  set(arg_RETRIES "${arg_RETRIES}" PARENT_SCOPE)
  get_property(granularity GLOBAL PROPERTY __pf_group_${number}_granularity)
  set(granularity "${granularity}" PARENT_SCOPE)
endfunction()

# Adds a task that was just declared to the test of its group. With a key the task becomes the model of tasks with this key
# (ParallelFixturesAlike.cmake).
function(__pf_join_group_test group number key)
  __pf_add_task_seconds(${number} "${arg_TIMEOUT}" "${arg_RETRIES}" 1)
  if("RESOURCE_LOCK" IN_LIST given)
    set_property(GLOBAL APPEND_STRING PROPERTY __pf_group_${number}_locks "${arg_RESOURCE_LOCK}")
  endif()
  set_property(GLOBAL PROPERTY __pf_group_${number}_tasks 1)
  get_property(directory GLOBAL PROPERTY __pf_group_${number}_directory)
  if(directory STREQUAL CMAKE_CURRENT_BINARY_DIR)
    __pf_add_test(${number})  # Added by this call, the test leads an IDE to a line of the project.
  endif()
  if(NOT key STREQUAL "")
    __pf_keep_model("${key}" "${group}" ${number} "" NONE)
  endif()
  set(test "" PARENT_SCOPE)
endfunction()
