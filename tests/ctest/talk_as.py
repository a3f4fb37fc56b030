"""talk_as.py <user> <socket>: how far another user gets with a session. Says one word and asserts nothing."""
import os
import socket
import struct
import sys

user, path = int(sys.argv[1]), sys.argv[2]
os.setgroups([])
os.setresgid(user, user, user)
os.setresuid(user, user, user)
link = socket.socket(socket.AF_UNIX)
link.settimeout(15)
try:
    link.connect(path)
except PermissionError:
    print("unreachable")
    sys.exit()
try:
    # What no session is asked: one that listened would say so.
    link.sendall(struct.pack("<I", 4) + b"\xff" * 4)
    print(f"answered {link.recv(65536)!r}" if link.recv(1, socket.MSG_PEEK) else "turned away")
except (BrokenPipeError, ConnectionResetError):
    print("turned away")
