// The base class of interfaces.
#ifndef PARALLEL_FIXTURES_TOOL_SUPPORT_INTERFACE_H
#define PARALLEL_FIXTURES_TOOL_SUPPORT_INTERFACE_H

namespace pf {

// An object that is deleted through a pointer to its base class and not copied.
class Interface {
public:
    Interface() = default;
    Interface(const Interface&) = delete;
    Interface& operator=(const Interface&) = delete;
    virtual ~Interface() = default;
};

}  // namespace pf

#endif
