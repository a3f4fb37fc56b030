#include "../../programs/suite.h"
