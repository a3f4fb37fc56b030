# Every destination is relative, and the package finds its files relative to itself, so that an install tree may be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# A package holds this component alone: libraries that were fetched may have install rules of their own.
set(CMAKE_INSTALL_DEFAULT_COMPONENT_NAME ParallelFixtures)

# CMake looks below share/ whatever the languages of a project and the name of the directory for libraries are.
set(PARALLEL_FIXTURES_PACKAGE_DIR "${CMAKE_INSTALL_DATADIR}/cmake/ParallelFixtures" CACHE STRING "The CMake package")
mark_as_advanced(PARALLEL_FIXTURES_PACKAGE_DIR)
# Unless somebody chooses another folder for the docs, it has the name of the package.
set(pf_docs "${CMAKE_INSTALL_DOCDIR}")
if(pf_docs STREQUAL "${CMAKE_INSTALL_DATAROOTDIR}/doc/${PROJECT_NAME}")
  set(pf_docs "${CMAKE_INSTALL_DATAROOTDIR}/doc/parallel-fixtures")
endif()
set(PARALLEL_FIXTURES_LIBRARY_DIR "${CMAKE_INSTALL_LIBDIR}/parallel-fixtures")

if(TARGET parallel-fixtures)
  install(TARGETS parallel-fixtures parallel-fixtures-task EXPORT ParallelFixturesTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
  install(EXPORT ParallelFixturesTargets NAMESPACE ParallelFixtures:: DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}")
endif()

configure_package_config_file(cmake/ParallelFixturesConfig.cmake.in
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfig.cmake"
  INSTALL_DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}" PATH_VARS PARALLEL_FIXTURES_LIBRARY_DIR)
# A project that the installed runtime does not fit compiles it, so that the package suits every architecture that users build for.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/ParallelFixturesConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfig.cmake"
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfigVersion.cmake"
  DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}")
install(DIRECTORY cmake/ DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}" FILES_MATCHING PATTERN "ParallelFixtures*.cmake"
  PATTERN "ParallelFixtures*.sh")

# The runtime is installed as a library, and as source for projects that the library does not fit.
if(TARGET pf_runtime)
  install(FILES "$<TARGET_FILE:pf_runtime>" DESTINATION "${PARALLEL_FIXTURES_LIBRARY_DIR}"
    RENAME "${CMAKE_STATIC_LIBRARY_PREFIX}parallel_fixtures_runtime${CMAKE_STATIC_LIBRARY_SUFFIX}")
endif()
install(DIRECTORY include DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}/sources")
install(DIRECTORY runtime DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}/sources"
  FILES_MATCHING PATTERN "*.h" PATTERN "*.cc")

install(DIRECTORY docs/ DESTINATION "${pf_docs}" FILES_MATCHING PATTERN "*.md" PATTERN "*.png" PATTERN "*.svg")
install(FILES LICENSE DESTINATION "${pf_docs}")

include(cmake/Documents.cmake)
include(cmake/Package.cmake)
