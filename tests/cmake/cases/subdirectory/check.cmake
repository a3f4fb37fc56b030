file(READ "${build}/CTestTestfile.cmake" tests)
if(NOT tests MATCHES "add_test\\(\\[=\\[g\\]=\\] \"${build}/below/parallel-fixtures/tool/parallel-fixtures\" \"run\"")
  message(FATAL_ERROR "not the helper of the tree:\n${tests}")
endif()
