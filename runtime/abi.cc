#include "runtime/abi.h"

const char PARALLEL_FIXTURES_ABI = 0;
