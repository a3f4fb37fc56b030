# Every destination is relative, and the package finds its files relative to itself, so that an install tree may be moved.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

set(PARALLEL_FIXTURES_PACKAGE_DIR "${CMAKE_INSTALL_LIBDIR}/cmake/ParallelFixtures")

install(TARGETS parallel-fixtures parallel-fixtures-task EXPORT ParallelFixturesTargets RUNTIME DESTINATION "${CMAKE_INSTALL_BINDIR}")
install(EXPORT ParallelFixturesTargets NAMESPACE ParallelFixtures:: DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}")

configure_package_config_file(cmake/ParallelFixturesConfig.cmake.in
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfig.cmake"
  INSTALL_DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}")
# The package has programs and sources only, so that it suits every architecture that users build for.
write_basic_package_version_file("${PROJECT_BINARY_DIR}/package/ParallelFixturesConfigVersion.cmake"
  COMPATIBILITY SameMajorVersion ARCH_INDEPENDENT)
install(FILES
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfig.cmake"
  "${PROJECT_BINARY_DIR}/package/ParallelFixturesConfigVersion.cmake"
  DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}")
install(DIRECTORY cmake/ DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}" FILES_MATCHING PATTERN "ParallelFixtures*.cmake")

# The runtime is installed as source, because it is built in the user's project.
install(DIRECTORY include DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}/sources")
install(DIRECTORY runtime DESTINATION "${PARALLEL_FIXTURES_PACKAGE_DIR}/sources"
  FILES_MATCHING PATTERN "*.h" PATTERN "*.cc")

install(DIRECTORY docs/ DESTINATION "${CMAKE_INSTALL_DOCDIR}" FILES_MATCHING PATTERN "*.md" PATTERN "*.png" PATTERN "*.svg")
install(FILES LICENSE DESTINATION "${CMAKE_INSTALL_DOCDIR}")
