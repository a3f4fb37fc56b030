#include "runtime/linux.h"
