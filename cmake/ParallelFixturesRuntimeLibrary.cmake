# The sources of the runtime, and how a library is made of them.

# Keeps a target of ParallelFixtures in a user's project from the warnings and the linters of that project.
function(__pf_without_warnings target)
  target_compile_options(${target} PRIVATE -w)
  set_target_properties(${target} PROPERTIES COMPILE_WARNING_AS_ERROR OFF CXX_CLANG_TIDY "" CXX_CPPCHECK "" CXX_CPPLINT ""
    CXX_INCLUDE_WHAT_YOU_USE "")
endfunction()

# Adds the static library `name` from the sources below `root`.
function(__pf_add_runtime_library name root)
  # In a unity build test_process.cc comes first: it declares __dso_handle, and otherwise a static object would do that implicitly.
  set(sources
    test_process abi descriptor directory end_by_signal environment exit_checks fixture_registry foreground_terminal
    gmock_leaks hosted_fixtures linked_fixture linked_message mailbox message platform_linux platform_linux_fork
    platform_linux_process platform_linux_self private_directory process_tree program_client report run_alone run_test serve
    session_connection session_endpoint session_message signals spawn supervisor supervisor_next supervisor_signals
    supervisor_start task_client wrapper)
  # The object of each of these is linked only into programs that use it. serve.cc may be replaced by a program.
  set(alone fixture_registry gmock_leaks serve)
  list(TRANSFORM sources PREPEND "${root}/runtime/")
  list(TRANSFORM sources APPEND ".cc")
  list(TRANSFORM alone PREPEND "${root}/runtime/")
  list(TRANSFORM alone APPEND ".cc")
  add_library(${name} STATIC ${sources})
  set_source_files_properties(${alone} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  target_include_directories(${name} PUBLIC "${root}" "${root}/include")
  target_compile_features(${name} PUBLIC cxx_std_17)
  # Without stubs for calls of other libraries a fresh process touches one page less. A project may compile without exceptions
  # or without RTTI.
  target_compile_options(${name} PRIVATE "$<$<CXX_COMPILER_ID:GNU,Clang>:-fno-plt;-fexceptions;-frtti>")
  set_target_properties(${name} PROPERTIES CXX_EXTENSIONS OFF POSITION_INDEPENDENT_CODE ON)
endfunction()
