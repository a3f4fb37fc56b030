# The keywords of the public functions. ParallelFixtures.cmake includes this file; projects do not.

# __pf_keywords(<command> "<KEYWORD> <kind> <key>"...): declares the keywords of a command, the kind of their values and their
# keys in the plan; "-" is no key. Keeps by keyword the kind, the key, and whether the keyword takes "one" value or "many".
function(__pf_keywords command)
  foreach(line IN LISTS ARGN)
    string(REGEX MATCH "^([A-Z_]+) ([^ ]+) ([a-z_-]+)$" line "${line}")
    set(keyword ${CMAKE_MATCH_1})
    set(kind ${CMAKE_MATCH_2})
    set(key ${CMAKE_MATCH_3})
    set(room one)
    if(kind MATCHES "^(command|arguments|texts|assignments|modifications|fixtures)$")
      set(room many)
    endif()
    set_property(GLOBAL PROPERTY "__pf_keyword ${command} ${keyword}" "${kind};${key};${room}")
    set_property(GLOBAL APPEND PROPERTY "__pf_keywords ${command}" ${keyword})
  endforeach()
endfunction()

# Declares the keywords of fixtures and groups.
function(__pf_define_group_keywords)
  set(shared
    "ENVIRONMENT assignments env"
    "WORKING_DIRECTORY directory cwd")
  set(own_fixture
    "SETUP command setup"
    "TEARDOWN command teardown"
    "SERVICE command service"
    "READY_PORT port ready_port"
    "READY_LOG text ready_log"
    "READY_COMMAND command ready_command"
    "READY_NOTIFY switch ready_notify"
    "STOP_SIGNAL word:SIGTERM,SIGINT,SIGQUIT,SIGHUP,SIGABRT,SIGKILL,SIGUSR1,SIGUSR2,SIGWINCH stop_signal"
    "STOP_TIMEOUT seconds stop_timeout"
    "SCOPE word:RUN,WORKER,TASK scope"
    "SETUP_TIMEOUT seconds setup_timeout"
    "TEARDOWN_TIMEOUT seconds teardown_timeout"
    "SKIP_RETURN_CODE code skip_return_code"
    "SKIP_REGULAR_EXPRESSION texts skip_regex"
    "LINGER seconds linger")
  # These keywords, other than TARGETS, need a TARGET or TARGETS.
  set(program
    "TARGET name -"
    "TARGETS texts -"
    "FRAMEWORK word:AUTO,CATCH2,GTEST,DOCTEST,BOOST_TEST,QT_TEST framework"
    "TEST_FILTER text filter")
  set(any_program
    "TEST_PREFIX affix name_prefix"
    "TEST_SUFFIX affix name_suffix"
    "EXTRA_ARGS arguments program"
    "RESTART_PER_TASK switch restart"
    "REUSE_WORKERS count reuse"
    "ALLOW_THREADS switch allow_threads"
    "HUGE_PAGES switch huge_pages"
    "DISCOVERY_TIMEOUT seconds discovery_timeout")
  foreach(line IN LISTS program any_program)
    string(REGEX MATCH "^[A-Z_]+" keyword "${line}")
    set_property(GLOBAL PROPERTY "__pf_program_keyword ${keyword}" 1)
  endforeach()
  __pf_keywords(fixture "PARENT fixtures parent" ${own_fixture} ${shared})
  set(group
    "FIXTURE fixtures on"
    "WORKERS positive workers"
    "TIMEOUT seconds timeout"
    "RETRIES count retries"
    "DISPATCH word:TASKS,UNIT dispatch"
    "RUN_SERIAL switch run_serial"
    "RESOURCE_LOCK texts lock"
    "LABELS texts label"
    "LAUNCHER command launcher"
    "PRIVATE_TMPDIR switch private_tmpdir"
    "GRANULARITY word:GROUP,TASK -"
    "RUN_AHEAD switch run_ahead"
    "PROPERTIES pairs -")
  set(all ${own_fixture} ${shared} ${group} ${any_program})
  __pf_keywords(tests ${all} ${program})
  __pf_define_discovery_keywords(${all})
endfunction()

# Declares the keywords of commands that follow a run.
function(__pf_define_finish_keywords)
  __pf_keywords(finish
    "COMMAND command arg"
    "TIMEOUT seconds timeout"
    "REQUIRED switch required"
    "ENVIRONMENT assignments env"
    "WORKING_DIRECTORY directory cwd")
endfunction()

# Declares the keywords of tasks and of cases that match. Most mean the same for both.
function(__pf_define_task_keywords)
  set(task
    "TIMEOUT seconds timeout"
    "COST cost cost"
    "RETRIES count retries"
    "RUN_SERIAL switch run_serial"
    "RESOURCE_LOCK texts lock"
    "PROCESSORS positive processors"
    "WILL_FAIL switch will_fail"
    "PASS_REGULAR_EXPRESSION texts pass_regex"
    "FAIL_REGULAR_EXPRESSION texts fail_regex"
    "SKIP_REGULAR_EXPRESSION texts skip_regex"
    "SKIP_RETURN_CODE code skip_return_code"
    "REQUIRED_FILES texts required_file"
    "LABELS texts label"
    "ENVIRONMENT assignments env"
    "ENVIRONMENT_MODIFICATION modifications env_mod"
    "DISABLED switch disabled")
  __pf_keywords(task ${task} "WORKING_DIRECTORY directory cwd" "GENERATOR switch generator" "LAUNCHER command launcher"
    "COMMAND command arg")
  __pf_keywords(matching ${task} "MATCHING text pattern" "PROPERTIES pairs -")
endfunction()
