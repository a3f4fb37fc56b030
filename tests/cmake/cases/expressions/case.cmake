set(options -G "Ninja Multi-Config")
set(configs Debug Release)
