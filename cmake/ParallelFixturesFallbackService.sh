#!/bin/sh
# ParallelFixturesFallbackService.sh <verb> <state directory> ...: a service where there is no helper. The verbs are
#   start <command>...          starts it in a process group of its own, which ctest does not wait for
#   runs                        succeeds if it is running
#   listens <port>              succeeds if something accepts connections on this port of the loopback interface
#   said <regex>                succeeds if a line of its output matches; prints the named groups as KEY=VALUE
#   stop <signal> <seconds>     ends it, and kills it if it is still running then
# The script needs perl, which macOS and the usual distributions of Linux have.
verb=$1 state=$2
shift 2

# A process that has ended and that nobody has waited for is not running.
runs() {
    if how=$(ps -o stat= -p "$1" 2>/dev/null); then
        case $how in Z*) return 1 ;; esac
    else
        kill -0 "$1" 2>/dev/null
    fi
}

case $verb in
    start)
        # A shell lets what it starts in the background ignore SIGINT and SIGQUIT.
        perl -MPOSIX -e 'POSIX::setsid(); $SIG{INT} = $SIG{QUIT} = "DEFAULT"; exec { $ARGV[0] } @ARGV; die "$ARGV[0]: $!\n"' -- \
            "$@" >"$state/log" 2>&1 </dev/null &
        echo $! >"$state/service"
        ;;
    runs)
        runs "$(cat "$state/service")"
        ;;
    listens)
        perl -MIO::Socket::INET -e 'exit !IO::Socket::INET->new(PeerAddr => "127.0.0.1", PeerPort => shift, Timeout => 1)' "$1"
        ;;
    said)
        perl -ne 'BEGIN { $pattern = shift }
            if (/$pattern/) { print "$_=$+{$_}\n" for sort keys %+; $found = 1; last }
            END { $? = $found ? 0 : 1 }' "$1" "$state/log"
        ;;
    stop)
        process=$(cat "$state/service")
        kill "-$1" "$process" 2>/dev/null
        left=$((${2%%.*} * 20))
        while [ $left -gt 0 ] && runs "$process"; do
            sleep 0.05
            left=$((left - 1))
        done
        kill -KILL "-$process" 2>/dev/null
        rm -f "$state/service"
        ;;
esac
