# An overlay port: vcpkg install parallel-fixtures --overlay-ports=packaging/vcpkg. It builds the checkout that it is part of. A
# port in a registry takes the sources of a release with vcpkg_from_github instead.
get_filename_component(SOURCE_PATH "${CMAKE_CURRENT_LIST_DIR}/../../.." ABSOLUTE)

# A tool has no debug build.
set(VCPKG_BUILD_TYPE release)
set(VCPKG_POLICY_EMPTY_INCLUDE_FOLDER enabled)
set(VCPKG_POLICY_ALLOW_EXES_IN_BIN enabled)

vcpkg_cmake_configure(
  SOURCE_PATH "${SOURCE_PATH}"
  OPTIONS
    -DPARALLEL_FIXTURES_TESTS=OFF
    -DPARALLEL_FIXTURES_FETCH=OFF
    -DCMAKE_INSTALL_LIBDIR=lib
    -DPARALLEL_FIXTURES_PACKAGE_DIR=share/parallelfixtures
)
vcpkg_cmake_install()
file(REMOVE_RECURSE "${CURRENT_PACKAGES_DIR}/share/doc" "${CURRENT_PACKAGES_DIR}/share/man")
vcpkg_install_copyright(FILE_LIST "${SOURCE_PATH}/LICENSE")
file(INSTALL "${CMAKE_CURRENT_LIST_DIR}/usage" DESTINATION "${CURRENT_PACKAGES_DIR}/share/${PORT}")
