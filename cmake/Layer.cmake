# Each folder of tool/ is a layer and a static library. It may include only the layers that it links; tests/layers checks this.

# Lets several sources of a library be compiled at a time, which takes a quarter of the steps. With the tests each source is
# compiled by itself, so that none relies on the includes of another one. GCC limits how much inlining may make a source longer;
# with its limit for one source the helper would need 13 % more instructions for a test.
function(pf_compile_together target)
  set(together ON)
  if(PARALLEL_FIXTURES_TESTS)
    set(together OFF)
  endif()
  set_target_properties(${target} PROPERTIES UNITY_BUILD ${together} UNITY_BUILD_BATCH_SIZE 0)
  if(together)
    target_compile_options(${target} PRIVATE $<$<CXX_COMPILER_ID:GNU>:--param=inline-unit-growth=100>)
  endif()
endfunction()

# pf_add_layer(<name> SOURCES <file>... [USES <layer or library>...]): adds the library pf_<name> from all sources of this
# folder.
function(pf_add_layer name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "" "SOURCES;USES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "pf_add_layer(${name}): unknown words ${arg_UNPARSED_ARGUMENTS}; use SOURCES and USES")
  endif()
  file(GLOB present RELATIVE "${CMAKE_CURRENT_SOURCE_DIR}" CONFIGURE_DEPENDS *.cc)
  list(REMOVE_ITEM present ${arg_SOURCES})
  if(present)
    message(FATAL_ERROR "pf_add_layer(${name}): SOURCES has not all files of ${CMAKE_CURRENT_SOURCE_DIR}; add ${present}")
  endif()
  add_library(pf_${name} STATIC ${arg_SOURCES})
  target_include_directories(pf_${name} PUBLIC "${PROJECT_SOURCE_DIR}")
  target_compile_features(pf_${name} PUBLIC cxx_std_20)
  set_target_properties(pf_${name} PROPERTIES CXX_EXTENSIONS OFF)
  pf_compile_together(pf_${name})
  target_link_libraries(pf_${name} PUBLIC ${arg_USES})
endfunction()
