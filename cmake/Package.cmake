# `cpack` in the build tree makes a .deb and a .tar.gz. The .tar.gz works wherever it is unpacked; configure with
# PARALLEL_FIXTURES_STATIC if it shall work on other distributions.
set(CPACK_PACKAGE_NAME parallel-fixtures)
set(CPACK_PACKAGE_VENDOR "ParallelFixtures")
set(CPACK_PACKAGE_CONTACT "ParallelFixtures maintainers <parallel-fixtures@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_RESOURCE_FILE_LICENSE "${PROJECT_SOURCE_DIR}/LICENSE")
set(CPACK_GENERATOR "DEB;TGZ")
set(CPACK_INSTALL_CMAKE_PROJECTS "${PROJECT_BINARY_DIR};${PROJECT_NAME};ParallelFixtures;/")
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PACKAGE_FILE_NAME "parallel-fixtures-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR}")

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_RECOMMENDS "cmake (>= 3.25)")
set(CPACK_DEBIAN_PACKAGE_SUGGESTS "elfutils, gdb, ninja-build")
string(CONCAT CPACK_DEBIAN_PACKAGE_DESCRIPTION "Tests of CTest share an expensive fixture: it is set up once, its tests\n"
  "run in parallel in fresh processes, and every test has its own result.")
include(CPack)
