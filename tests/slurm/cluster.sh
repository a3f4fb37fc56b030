# A real Slurm on this machine: several nodes on the loopback interface, with a munge key of its own. Source it, and call
# cluster_start; cluster_stop ends everything that it started. Needs root, because slurmd starts tasks as their users.

# cluster_problem: prints why there can be no cluster; nothing: there can.
cluster_problem () {
    for program in slurmctld slurmd srun sbatch scancel squeue munged; do
        command -v $program >/dev/null || { echo "$program is not installed (scripts/setup.sh slurm)"; return; }
    done
    [ "$(id -u)" = 0 ] || { echo "slurmd needs root"; return; }
    getent hosts "$(hostname)" >/dev/null || echo "the name of this machine has no address"
}

# cluster_start <directory> <nodes> <CPUs of each> [<line of slurm.conf>...]
cluster_start () {
    cluster=$1 cluster_nodes=$2 cluster_cpus=$3
    shift 3
    mkdir -p "$cluster/run" "$cluster/log" "$cluster/spool" "$cluster/state" "$cluster/munge"
    chmod 700 "$cluster/munge" "$cluster/log"
    chmod 755 "$cluster/run"
    dd if=/dev/urandom of="$cluster/munge/key" bs=128 count=1 2>/dev/null
    chmod 600 "$cluster/munge/key"
    # Ports of this process, so that clusters do not meet, below those that the kernel gives to connections.
    cluster_port=$((10000 + $$ % 1000 * 20))
    {
        cat <<END
ClusterName=pf
SlurmctldHost=$(hostname)(127.0.0.1)
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
AuthInfo=socket=$cluster/run/munge.socket
CommunicationParameters=NoCtldInAddrAny,NoInAddrAny
SlurmctldPort=$cluster_port
SlurmctldPidFile=$cluster/run/slurmctld.pid
SlurmdPidFile=$cluster/run/slurmd-%n.pid
SlurmctldLogFile=$cluster/log/slurmctld.log
SlurmdLogFile=$cluster/log/slurmd-%n.log
SlurmdSpoolDir=$cluster/spool/%n
StateSaveLocation=$cluster/state
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/backfill
SchedulerParameters=sched_interval=1,batch_sched_delay=0,bf_interval=1,default_queue_depth=100
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
ReturnToService=2
SlurmctldTimeout=30
SlurmdTimeout=${slurmd_timeout:-300}
TCPTimeout=1
MessageTimeout=5
KillWait=3
MaxArraySize=10001
SlurmdParameters=config_overrides
END
        for line; do echo "$line"; done
        number=1
        while [ $number -le "$cluster_nodes" ]; do
            echo "NodeName=n$number NodeHostname=$(hostname) NodeAddr=127.0.0.1 Port=$((cluster_port + number)) CPUs=$cluster_cpus"
            number=$((number + 1))
        done
        echo "PartitionName=test Nodes=ALL Default=YES MaxTime=01:00:00 State=UP"
    } >"$cluster/slurm.conf"
    export SLURM_CONF="$cluster/slurm.conf"
    munged --force --key-file="$cluster/munge/key" --socket="$cluster/run/munge.socket" \
        --pid-file="$cluster/munge/pid" --log-file="$cluster/munge/log" --seed-file="$cluster/munge/seed"
    slurmctld -f "$SLURM_CONF"
    number=1
    while [ $number -le "$cluster_nodes" ]; do
        node_start n$number
        number=$((number + 1))
    done
    cluster_wait "$cluster_nodes"
}

# node_start <node> [<word>...]: the words are put before the command of its daemon.
node_start () {
    name=$1
    shift
    mkdir -p "$cluster/spool/$name"
    "$@" slurmd -f "$SLURM_CONF" -N "$name"
}

# cluster_wait <number>: until so many nodes are idle.
cluster_wait () {
    deadline=$(($(date +%s) + 20))
    until [ "$(sinfo --noheader --Node --states=idle 2>/dev/null | wc -l)" = "$1" ]; do
        [ "$(date +%s)" -lt $deadline ] || { sinfo; tail -n 5 "$cluster/log/"*; echo "FAILED: there are no $1 idle nodes"; return 1; }
        sleep 0.05
    done
}

# node_processes <node>: what its daemons have started there.
node_processes () {
    grep -lzx "SLURMD_NODENAME=$1" /proc/[0-9]*/environ 2>/dev/null | cut -d/ -f3
}

# node_kill <node>: as if its power failed. Slurm is told so at once, unless slurmd_timeout is set.
node_kill () {
    doomed=$(cat "$cluster/run/slurmd-$1.pid" 2>/dev/null) || true  # It may never have begun.
    pids=$(node_processes "$1")
    for pid in $pids; do
        parent=$(sed -n 's/^PPid:[^0-9]*//p' "/proc/$pid/status" 2>/dev/null) || continue
        [ "$(cat "/proc/$parent/comm" 2>/dev/null)" != slurmstepd ] || doomed="$doomed $parent"
    done
    # All of them stop before the first one is killed, so that none sees another one end.
    kill -STOP $doomed $pids 2>/dev/null || true
    kill -KILL $doomed $pids $(node_processes "$1") 2>/dev/null || true
    [ -n "${slurmd_timeout:-}" ] || scontrol update "NodeName=$1" State=DOWN Reason=killed
}

cluster_stop () {
    [ -n "${cluster:-}" ] || return 0
    slurmd_timeout=1
    number=1
    while [ $number -le "$cluster_nodes" ]; do
        node_kill n$number
        number=$((number + 1))
    done
    kill "$(cat "$cluster/run/slurmctld.pid" 2>/dev/null)" 2>/dev/null || true
    munged --stop --socket="$cluster/run/munge.socket" --pid-file="$cluster/munge/pid" 2>/dev/null || true
    cluster=
}
