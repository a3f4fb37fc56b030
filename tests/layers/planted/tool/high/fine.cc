#include <unistd.h>

#include "runtime/linux.h"
#include "tool/low/own.h"
