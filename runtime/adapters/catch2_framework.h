// Includes Catch2 2 or 3, as a package or as a copy of the project, which the source that includes this header may have
// included already.
#ifndef PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_FRAMEWORK_H
#define PARALLEL_FIXTURES_RUNTIME_ADAPTERS_CATCH2_FRAMEWORK_H

#if defined(CATCH_AMALGAMATED_HPP_INCLUDED)
// The project has a copy of its own.
#elif !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_config.hpp>
#include <catch2/catch_message.hpp>
#include <catch2/catch_test_case_info.hpp>
#include <catch2/catch_version_macros.hpp>
#include <catch2/interfaces/catch_interfaces_test_invoker.hpp>
#include <catch2/internal/catch_assertion_handler.hpp>
#include <catch2/internal/catch_test_case_registry_impl.hpp>
#include <catch2/reporters/catch_reporter_event_listener.hpp>
#include <catch2/reporters/catch_reporter_registrars.hpp>
#else
#if defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED) && !defined(CATCH_CONFIG_EXTERNAL_INTERFACES)
#error "catch.hpp is precompiled without its interfaces: #define CATCH_CONFIG_ALL_PARTS before it in that header"
#endif
#if !defined(TWOBLUECUBES_SINGLE_INCLUDE_CATCH_HPP_INCLUDED)  // Otherwise the project has a copy of its own.
#if !defined(CATCH_CONFIG_EXTERNAL_INTERFACES)
#define CATCH_CONFIG_EXTERNAL_INTERFACES
#endif
#include <catch2/catch.hpp>
#endif
#endif

#define PF_CATCH2_VERSION (CATCH_VERSION_MAJOR * 100 + CATCH_VERSION_MINOR)

#endif
