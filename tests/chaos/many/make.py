"""Prints the tasks for a generator."""
import json
import os

COMMANDS = {0: ["sh", "-c", "kill -SEGV $$"], 1: ["sleep", "1000"], 2: ["sh", "-c", "setsid sleep 1000 >/dev/null 2>&1 &"]}

for number in range(int(os.environ["MANY"])):
    task = {"name": f"t{number}", "command": COMMANDS.get(number % 100, ["true"])}
    if number % 100 == 1:
        task["timeout"] = 0.1
    print(json.dumps(task))
