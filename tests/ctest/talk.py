"""talk.py <socket> <what>: says to a session what no test of ours would, and checks the answer."""
import fcntl
import socket
import struct
import sys
import termios
import time

path, what = sys.argv[1:3]
link = socket.socket(socket.AF_UNIX)
link.settimeout(15)
link.connect(path)


def text(value):
    value = value.encode()
    return struct.pack("<I", len(value)) + value


PROTOCOL = 8  # kSessionProtocol.


def request(protocol, asked, name):
    body = bytes([0]) + struct.pack("<I", protocol) + bytes([asked]) + text(name)
    body += struct.pack("<III", 0, 0, 0) + text("") + text("")  # Environment, arguments, wrapper; state, fixture daemon.
    return struct.pack("<I", len(body)) + body


def answer():
    """All that is said until the session, or how a task ended, which is confirmed, ends it."""
    got = bytearray()
    while True:
        more = link.recv(65536)
        if not more:
            return got
        got += more
        if over(got):
            link.sendall(b"E")
            return got


def over(got):
    at = 0
    while at + 5 <= len(got) and at + 4 + struct.unpack_from("<I", got, at)[0] <= len(got):
        if got[at + 4] == 2:  # TaskOver.
            return True
        at += 4 + struct.unpack_from("<I", got, at)[0]
    return False


def refused(because):
    got = answer()
    assert len(got) > 5 and got[4] == 0, f"not refused: {got!r}"
    assert because.encode() in got, f"refused for something else: {got!r}"


if what == "garbage":
    link.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 10)
    refused("not a request of this protocol")
elif what == "huge":
    link.sendall(struct.pack("<I", 0xFFFFFFFF) + b"x" * 100)
    refused("not a request of this protocol")
elif what == "version":
    link.sendall(request(1, 0, "db"))
    refused("of another version")
elif what == "unknown":
    link.sendall(request(PROTOCOL, 3, "no.such.task"))
    refused("no task")
elif what == "twice":
    link.sendall(request(PROTOCOL, 3, "g.hangs"))
    refused("already running for another test")
elif what == "slow":
    # Reads nothing until nothing more comes, then everything: argv[3] bytes of output, and exit code 0.
    link.sendall(request(PROTOCOL, 3, "talk.much"))
    seen, still = -1, 0
    while still < 20:
        waiting = struct.unpack("i", fcntl.ioctl(link, termios.FIONREAD, bytes(4)))[0]
        still = still + 1 if waiting == seen and waiting > 0 else 0
        seen = waiting
        time.sleep(0.02)
    got = answer()
    output, at = 0, 0
    while at < len(got):
        size = struct.unpack_from("<I", got, at)[0]
        kind = got[at + 4]
        output += size - 5 if kind == 1 else 0  # TaskPrinted.
        last = (kind, struct.unpack_from("<i", got, at + 5)[0] if kind == 2 else None)  # TaskOver.
        at += 4 + size
    assert output == int(sys.argv[3]), f"{output} bytes of output"
    assert last == (2, 0), f"the last word is {last}"
elif what == "half":
    link.sendall(request(4, 0, "db")[:9])
elif what == "stall":
    answer()
