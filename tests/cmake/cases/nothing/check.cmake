# Declarations appear and disappear from one configuration to the next.
configure(-D DECLARE=ON)
compare("" "${source}/expected-declared.json")
configure(-D DECLARE=OFF)
compare("" "${source}/expected.json")
