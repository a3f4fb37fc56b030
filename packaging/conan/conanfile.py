"""Conan 2 recipe: conan create packaging/conan --build=missing. It packages the checkout that it is part of."""

import os

from conan import ConanFile
from conan.errors import ConanInvalidConfiguration
from conan.tools.build import check_min_cppstd
from conan.tools.cmake import CMake, CMakeDeps, CMakeToolchain, cmake_layout
from conan.tools.files import copy, load


class ParallelFixtures(ConanFile):
    name = "parallel-fixtures"
    description = "Tests of CTest share an expensive fixture: set up once, run in parallel in fresh processes"
    license = "MIT"
    topics = ("testing", "ctest", "fixtures")
    package_type = "application"
    settings = "os", "arch", "compiler", "build_type"

    def set_version(self):
        """The version is that of CMakeLists.txt."""
        text = load(self, os.path.join(self.recipe_folder, "..", "..", "CMakeLists.txt"))
        self.version = text.split("project(ParallelFixtures VERSION ")[1].split()[0]

    def export_sources(self):
        root = os.path.join(self.recipe_folder, "..", "..")
        for pattern in ("CMakeLists.txt", "LICENSE", "cmake/*", "docs/*", "include/*", "runtime/*", "tool/*"):
            copy(self, pattern, src=root, dst=self.export_sources_folder)

    def requirements(self):
        self.requires("cli11/[>=2.1 <3]")
        self.requires("fmt/[>=9 <12]")
        self.requires("nlohmann_json/[>=3.11 <4]")
        self.requires("pcre2/[>=10.40 <11]")
        self.requires("tinyxml2/[>=9]")
        self.requires("tomlplusplus/[>=3.3 <4]")
        self.requires("utf8proc/[>=2.6 <3]")

    def validate(self):
        if self.settings.os != "Linux":
            raise ConanInvalidConfiguration("ParallelFixtures runs on Linux")
        if self.settings.get_safe("compiler.cppstd"):
            check_min_cppstd(self, 17)

    def layout(self):
        cmake_layout(self)

    def generate(self):
        CMakeDeps(self).generate()
        toolchain = CMakeToolchain(self)
        toolchain.cache_variables["PARALLEL_FIXTURES_FETCH"] = False
        toolchain.cache_variables["PARALLEL_FIXTURES_TESTS"] = False
        toolchain.cache_variables["CMAKE_INSTALL_LIBDIR"] = "lib"
        toolchain.generate()

    def build(self):
        cmake = CMake(self)
        cmake.configure()
        cmake.build()

    def package(self):
        CMake(self).install()
        copy(self, "LICENSE", src=self.source_folder, dst=os.path.join(self.package_folder, "licenses"))

    def package_info(self):
        # find_package finds the files that the build has installed, and not files that Conan writes.
        self.cpp_info.set_property("cmake_find_mode", "none")
        self.cpp_info.builddirs = [os.path.join("share", "cmake", "ParallelFixtures")]
        self.cpp_info.includedirs = []
        self.cpp_info.libdirs = []
        self.cpp_info.bindirs = ["bin"]
