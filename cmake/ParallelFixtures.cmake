#[=======================================================================[.rst:
ParallelFixtures
----------------

Tests that share an expensive set-up: a fixture is set up once, its tasks run in parallel, and each has a result of its own.

Load it with ``find_package(ParallelFixtures)``, FetchContent or ``add_subdirectory``.

A *fixture* is something that stands while tasks run: a command sets it up and another tears it down, a service runs
meanwhile, or it is C++ state in a test program. Fixtures nest. A *group* is a set of tasks on one fixture. A *task* is one
command, or one case of a test program. ``ctest`` runs each task as a test; ``parallel-fixtures run <build-dir>`` runs
everything at once.

.. command:: add_parallel_fixture

  Declares a fixture::

    add_parallel_fixture(<name>
                         [PARENT <fixture>]
                         [SETUP <command> [<arg>...]] [TEARDOWN <command> [<arg>...]]
                         [SERVICE <command> [<arg>...]
                           [READY_PORT <port>|AUTO] [READY_LOG <regex>]
                           [READY_COMMAND <command> [<arg>...]] [READY_NOTIFY]
                           [STOP_SIGNAL <signal>] [STOP_TIMEOUT <seconds>]]
                         [SCOPE RUN|WORKER|TASK]
                         [SETUP_TIMEOUT <seconds>] [TEARDOWN_TIMEOUT <seconds>]
                         [SKIP_RETURN_CODE <code>] [SKIP_REGULAR_EXPRESSION <regex>...]
                         [LINGER <seconds>]
                         [ENVIRONMENT <name>=<value>...]
                         [WORKING_DIRECTORY <directory>])

  ``SETUP`` and ``TEARDOWN`` exclude ``SERVICE``, which the ``READY_`` and ``STOP_`` keywords need.

  ``PARENT``
    The fixture that this one is set up on. It is declared first.
  ``SETUP``, ``TEARDOWN``
    The commands. TEARDOWN runs once for each SETUP, also after one that failed.
  ``SERVICE``
    A command that runs until it is stopped. It is ready when all of its READY_ conditions hold; with none, at once.
  ``READY_PORT``
    Ready when this port of the loopback interface accepts. AUTO picks a free one. ``@PORT@`` in the commands is the port,
    and ``<NAME>_PORT`` holds it for tasks and nested fixtures.
  ``READY_LOG``
    Ready when a line of its output matches. Named groups become variables.
  ``READY_COMMAND``
    Ready when this command succeeds. It is tried again until then.
  ``READY_NOTIFY``
    Ready when it says ``READY=1`` as sd_notify does.
  ``STOP_SIGNAL``, ``STOP_TIMEOUT``
    How a service is asked to end (SIGTERM), and the seconds until it is killed (10).
  ``SCOPE``
    How often it is set up: ``RUN`` once (the default), ``WORKER`` once in each worker, ``TASK`` anew for every task. Never
    wider than its parent's.
  ``SETUP_TIMEOUT``, ``TEARDOWN_TIMEOUT``
    Seconds; 0 for no limit. The defaults are 300 and 60. For a service, SETUP_TIMEOUT is the time to get ready in.
  ``SKIP_RETURN_CODE``, ``SKIP_REGULAR_EXPRESSION``
    A set-up that ends with this code, or prints a match, is not available here: its tasks are skipped.
  ``LINGER``
    Stay up for so many seconds after the last run that used it, for the next: an IDE that runs one test after another then
    sets up once. Only with SCOPE RUN; what it stands on stays too. It is set up anew when its commands, the programs and
    files that they name, or the environment have changed. ``parallel-fixtures stop`` tears it down at once, and with
    ``PARALLEL_FIXTURES_LINGER=OFF`` in the environment, as in CI, nothing lingers.
  ``ENVIRONMENT``
    For its commands, for what is nested in it, and for its tasks.
  ``WORKING_DIRECTORY``
    For its commands. A relative one is below the current binary directory, which is the default.

.. command:: add_parallel_fixture_tests

  Declares a group::

    add_parallel_fixture_tests(<group>
                               [TARGET <executable> [FRAMEWORK AUTO|CATCH2|GTEST|DOCTEST] [TEST_FILTER <filter>]
                                 [EXTRA_ARGS <arg>...] [REUSE_WORKERS <n>] [RESTART_PER_TASK ON|OFF]
                                 [ALLOW_THREADS] [HUGE_PAGES ON|OFF] [DISCOVERY_TIMEOUT <seconds>]]
                               [FIXTURE <fixture>]
                               [<what add_parallel_fixture takes, but no parent>...]
                               [WORKERS <n>] [TIMEOUT <seconds>] [RETRIES <n>]
                               [DISPATCH TASKS|UNIT] [RUN_SERIAL] [RESOURCE_LOCK <name>...]
                               [GRANULARITY TASK|GROUP] [RUN_AHEAD ON|OFF]
                               [LABELS <label>...] [ENVIRONMENT <name>=<value>...] [WORKING_DIRECTORY <directory>]
                               [PROPERTIES <property> <value>...])

  ``TARGET``
    An executable target, which may be declared later: a GoogleTest, Catch2 or doctest program, or any that is linked with
    ``ParallelFixtures::runtime``. Each of its cases is a task with the name of the case. Such a group has no other tasks.
    A script that is appended to the directory property ``TEST_INCLUDE_FILES`` after this call may set properties of the
    tests of the cases.
    One that links ``ParallelFixtures::gtest_main``, ``::catch2_main`` or ``::doctest_main`` is set up once, and its cases are
    forked from that state.
  ``FRAMEWORK``
    Which of them it is, where ``AUTO``, the default, cannot tell.
  ``TEST_FILTER``
    Which cases; as ``--gtest_filter`` has it, as Catch2's test specification, or as doctest's ``--test-case``.
  ``EXTRA_ARGS``
    Further arguments of the program. Everything to the next keyword.
  ``REUSE_WORKERS``
    How many cases one process may run, 0 for any number; 1 is the default. Only a program that is linked with
    ParallelFixtures can run more than one.
  ``RESTART_PER_TASK``
    ``OFF`` is ``REUSE_WORKERS 0``.
  ``ALLOW_THREADS``
    A linked program may have threads when its set-up has ended.
  ``HUGE_PAGES``
    ``OFF``: a linked program's heap is not asked to be of huge pages.
  ``DISCOVERY_TIMEOUT``
    Within which the program must have said which cases it has; 60 is the default, 0 is no limit.
  ``FIXTURE``
    The fixture of its tasks. Together with SETUP, TEARDOWN or SERVICE, which give the group a fixture of its own with the
    group's name, it is that fixture's parent; the keywords of add_parallel_fixture are then understood here too.
  ``WORKERS``
    How many tasks run at a time. The default is as many as ``-j`` says.
  ``TIMEOUT``, ``RETRIES``
    For each task that does not say its own. ``RETRIES n`` is n further attempts.
  ``RUN_SERIAL``, ``RESOURCE_LOCK``
    For each task.
  ``DISPATCH``
    ``TASKS``: every task goes to any worker. ``UNIT``: all of them, in order, to one.
  ``GRANULARITY``
    ``TASK``, the default: one CTest test for each task, ``<group>.<name>``, and ``<fixture>.setup`` and
    ``<fixture>.teardown`` for each fixture of scope RUN below it; with DISPATCH UNIT one for the group on these. ``GROUP``:
    one for the group, with its name. The same for all groups on one fixture.
  ``RUN_AHEAD``
    ``OFF``: no task runs before ctest asks for it. Otherwise, where ctest has -L and no -j, as ``ctest -L parallel``, tasks
    that ctest will certainly come to, and whose tests have no property that excludes other tests, run in parallel all the
    same.
  ``LABELS``, ``ENVIRONMENT``, ``WORKING_DIRECTORY``
    For each task. Every task also has the labels ``parallel`` and ``<group>``.
  ``PROPERTIES``
    Properties of the CTest tests. Everything to the end of the call is names and values. FIXTURES_REQUIRED and other lists
    are added to what the module sets. With a TARGET, ``PASS_``, ``FAIL_`` and ``SKIP_REGULAR_EXPRESSION``,
    ``SKIP_RETURN_CODE``, ``WILL_FAIL``, ``REQUIRED_FILES``, ``ENVIRONMENT_MODIFICATION``, ``PROCESSORS``, ``COST`` and
    ``DISABLED`` apply to each case.

.. command:: add_parallel_fixture_task

  Adds a task to a group of this directory or of one above it::

    add_parallel_fixture_task(<group> <name> [GENERATOR]
                              COMMAND <command> [<arg>...]
                              [TIMEOUT <seconds>] [COST <n>] [RETRIES <n>]
                              [RUN_SERIAL] [RESOURCE_LOCK <name>...] [PROCESSORS <n>]
                              [WILL_FAIL] [PASS_REGULAR_EXPRESSION <regex>...] [FAIL_REGULAR_EXPRESSION <regex>...]
                              [SKIP_REGULAR_EXPRESSION <regex>...] [SKIP_RETURN_CODE <code>]
                              [REQUIRED_FILES <file>...] [LABELS <label>...]
                              [ENVIRONMENT <name>=<value>...] [ENVIRONMENT_MODIFICATION <name>=<operation>:<value>...]
                              [WORKING_DIRECTORY <directory>] [DISABLED])

  Its id is ``<group>.<name>``. ``GENERATOR`` says that it prints further tasks of the group, a JSON object a line. Every
  other keyword means what the CTest property of that name means.

.. command:: set_parallel_fixture_tests_properties

  Sets properties of the cases of a program that match::

    set_parallel_fixture_tests_properties(<group> MATCHING <regex>
                                          [TIMEOUT <seconds>] [COST <n>] [RETRIES <n>]
                                          [RUN_SERIAL] [RESOURCE_LOCK <name>...] [PROCESSORS <n>] [LABELS <label>...]
                                          [WILL_FAIL] [PASS_REGULAR_EXPRESSION <regex>...]
                                          [FAIL_REGULAR_EXPRESSION <regex>...] [SKIP_REGULAR_EXPRESSION <regex>...]
                                          [SKIP_RETURN_CODE <code>] [REQUIRED_FILES <file>...]
                                          [ENVIRONMENT <name>=<value>...]
                                          [ENVIRONMENT_MODIFICATION <name>=<operation>:<value>...] [DISABLED]
                                          [PROPERTIES <property> <value>...])

  ``MATCHING`` is held against the names of the cases, without the group. Of several calls whose expression matches, the
  later wins; lists add up. ``PROPERTIES`` are further properties of the CTest tests, to the end of the call.

Properties set afterwards
^^^^^^^^^^^^^^^^^^^^^^^^^

The tests of tasks are tests of CTest: ``set_tests_properties(<group>.<name> PROPERTIES ...)`` and ``set_property(TEST ...)``
change them. What decides how a task runs and what its end means is read at the end of the directory and applies to
``parallel-fixtures run`` as well: ``WORKING_DIRECTORY``, ``ENVIRONMENT``, ``ENVIRONMENT_MODIFICATION``, ``TIMEOUT``,
``TIMEOUT_SIGNAL_NAME``, ``TIMEOUT_SIGNAL_GRACE_PERIOD``, ``SKIP_RETURN_CODE``, ``PASS_``, ``FAIL_`` and
``SKIP_REGULAR_EXPRESSION``, ``WILL_FAIL``, ``DISABLED``, ``REQUIRED_FILES``, ``RESOURCE_LOCK``, ``RUN_SERIAL``,
``PROCESSORS``, ``COST`` and ``LABELS``. ``FIXTURES_REQUIRED`` and ``SKIP_REGULAR_EXPRESSION`` keep what the module has put
there.

Plain tests on a fixture
^^^^^^^^^^^^^^^^^^^^^^^^

A fixture of scope RUN is a CTest fixture of the same name, unless the name has other characters than letters, digits, blanks
and ``_.+:/-``. Any test may require it, and sees its variables if the helper starts the command::

  add_test(NAME old COMMAND ParallelFixtures::parallel-fixtures exec --test-dir "${CMAKE_BINARY_DIR}" --fixture db
    -- $<TARGET_FILE:old_test> <arg>...)
  set_tests_properties(old PROPERTIES FIXTURES_REQUIRED db)

Regular expressions
^^^^^^^^^^^^^^^^^^^

``PASS_REGULAR_EXPRESSION``, ``FAIL_REGULAR_EXPRESSION`` and ``SKIP_REGULAR_EXPRESSION`` are CMake's, as in CTest, and
everything holds them against the same text: the output of the last attempt with a newline at its end. ``READY_LOG`` and
``MATCHING`` are PCRE2's.

Words
^^^^^

Commands take everything up to the next keyword, empty words too. The first word may be the name of an executable target.
Generator expressions are evaluated wherever add_test does, in the directory of the call; names are taken as they are.
Each word is one value and is not split at semicolons. A keyword given twice is an error; a value that equals a keyword is
written as ``$<1:TIMEOUT>``.
#]=======================================================================]

cmake_policy(PUSH)
cmake_policy(VERSION 3.25)

# Two copies may meet in one build when a project brings its own. They must write the same plan: the format is in this name.
if(COMMAND add_parallel_fixture)
  if(NOT COMMAND __pf_plan_format_1)
    message(FATAL_ERROR "ParallelFixtures: another version than ${CMAKE_CURRENT_LIST_DIR} is already in this build.\n"
      "  Use one copy for the whole build.")
  endif()
  cmake_policy(POP)
  return()
endif()
function(__pf_plan_format_1)
endfunction()

foreach(__pf_module IN ITEMS Keywords Parse Regex Names Fixtures Groups Tasks Alike Plan Programs Tests FixtureTests TaskTests
        CaseTests ReadBack)
  include("${CMAKE_CURRENT_LIST_DIR}/ParallelFixtures${__pf_module}.cmake")
endforeach()
unset(__pf_module)

function(add_parallel_fixture name)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture(${name})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(fixture 1 ${last})
  __pf_declare_fixture("${name}" PARENT)
endfunction()

function(add_parallel_fixture_tests group)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture_tests(${group})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(tests 1 ${last})
  __pf_declare_group("${group}")
endfunction()

function(set_parallel_fixture_tests_properties group)
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "set_parallel_fixture_tests_properties(${group})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_parse(matching 1 ${last})
  __pf_write_matching("${group}")
endfunction()

# Of thousands of tasks most differ from an earlier one only in their names and in the words of their commands: they are
# declared as that one was (ParallelFixturesAlike.cmake), in a fraction of the time. A task of plain words has a `key`, which
# such tasks have in common. If the list ARGV has as many items as there are arguments, none of them holds a semicolon. A word
# of capitals only may be a keyword.
function(add_parallel_fixture_task group name)
  list(LENGTH ARGV count)
  set(argument "[^;]*[^A-Z_;][^;]*")
  if(NOT "${ARGV}" MATCHES "[^ -#%-Z^-~]" AND NOT ".${name}" MATCHES "[.](setup|teardown|DISCOVERY_FAILED)$" AND "${count} ${ARGV}"
     MATCHES "^${ARGC} [^;]+;[^;]+((;[^;]+)*);COMMAND;(${argument})((;${argument})*)((;[A-Z_]+(;[^;]+)*)?)$")
    get_property(run GLOBAL PROPERTY __pf_run)
    set(key "${run} ${CMAKE_CURRENT_BINARY_DIR} ${CMAKE_CURRENT_LIST_FILE} ${group}${CMAKE_MATCH_1};COMMAND${CMAKE_MATCH_6}")
    get_property(model GLOBAL PROPERTY "__pf_model ${key}")
    get_property(taken GLOBAL PROPERTY "__pf_task ${group}.${name}" SET)
    if(model AND NOT taken)
      __pf_declare_alike("${group}.${name}" "${name}" "${CMAKE_MATCH_3}" "${CMAKE_MATCH_3}${CMAKE_MATCH_4}" ${model})
      return()
    endif()
  else()
    set(key "")
  endif()
  foreach(i RANGE ${ARGC})
    set(word_${i} "${ARGV${i}}")
  endforeach()
  set(call "add_parallel_fixture_task(${group} ${name})")
  __pf_separators()
  __pf_begin()
  math(EXPR last "${ARGC} - 1")
  __pf_declare_task("${group}" "${name}" ${last} "${key}")
endfunction()

__pf_define_keywords()
__pf_initialize()
cmake_policy(POP)
