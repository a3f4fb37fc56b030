// What the rest of the tool takes for granted of every plan.
#ifndef PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_PLAN_RULES_H
#define PARALLEL_FIXTURES_TESTS_FUZZ_SUPPORT_PLAN_RULES_H

#include "tool/plan/plan.h"

namespace pf::fuzz {

void hold_plan(Plan& plan);

}  // namespace pf::fuzz

#endif
