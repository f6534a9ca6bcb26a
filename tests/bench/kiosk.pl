#!/usr/bin/perl
# kiosk.pl MOTOGRAPH: what a wall that nobody looks after costs. How long a restart keeps it dark with 8,000 snippets, by the
# service manager's messages: from SIGTERM, at which the panel goes dark, till the next process has shown its first picture;
# and what an idle ticker needs of the processor, by the kernel's count.
use strict;
use warnings;
use File::Temp qw(tempdir);
use Socket;
use Time::HiRes qw(time sleep);

my $SNIPPETS = 8000;
my $RESTARTS = 11;
my $IDLE_S = 60;
my $program = shift // die "usage: kiosk.pl MOTOGRAPH\n";
my $folder = tempdir(CLEANUP => 1);
my @store = ("--set", "store.path=$folder/news.db", "--set", "control.socket=$folder/sock");

my $manager;
socket($manager, AF_UNIX, SOCK_DGRAM, 0) && bind($manager, pack_sockaddr_un("$folder/notify")) or die "$!";
$ENV{NOTIFY_SOCKET} = "$folder/notify";
$ENV{XDG_RUNTIME_DIR} = $folder;

sub start {
    my $pid = fork() // die "$!";
    return $pid if $pid;
    open STDOUT, ">", "/dev/null";
    open STDERR, ">>", "$folder/err";
    exec $program, "run", "--output", "null", @_ or die "$!";
}
# ready PID: when it said that its first picture is shown.
sub ready {
    local $SIG{ALRM} = sub { die "no READY=1 within 60 s: $folder/err\n" };
    alarm 60;
    while (defined recv($manager, my $message, 4096, 0)) { last if $message =~ /^READY=1/m }
    alarm 0;
    return time;
}
sub median { my @sorted = sort { $a <=> $b } @_; return $sorted[@sorted / 2] }
sub stop { kill TERM => $_[0]; waitpid $_[0], 0; die "it ended with $?\n" if $? }

# The processor's time of a process (proc_pid_stat(5), 14 and 15, in ticks), and how often it was woken.
sub used {
    my ($pid) = @_;
    my ($ns, $woken) = (0, 0);
    for my $task (glob "/proc/$pid/task/*") {
        open my $schedstat, "<", "$task/schedstat" or next;
        $ns += (split " ", <$schedstat>)[0];
        open my $status, "<", "$task/status" or next;
        /^voluntary_ctxt_switches:\s+(\d+)/ and $woken += $1 while <$status>;
    }
    return ($ns, $woken);
}

open my $lines, ">", "$folder/lines.txt" or die "$!";
print $lines "The mill number $_ opens on the river after the winter, says the council\n" for 1 .. $SNIPPETS;
close $lines or die "$!";
system("$program import $folder/lines.txt @store >/dev/null") == 0 or die "import failed\n";

my $pid = start(@store);
ready();
sleep 2; # the store is read through, and its first backup made
my (@ends, @starts, @work);
for (1 .. $RESTARTS) {
    my $asked = time;
    stop($pid);
    my $ended = time;
    $pid = start(@store);
    push @starts, ready() - $ended;
    push @ends, $ended - $asked;
    push @work, (used($pid))[0] / 1e9;
    sleep 1;
}
stop($pid);
open my $load, "<", "/proc/loadavg";
printf "a restart with %d snippets, median (most) of %d, at load %s:\n", $SNIPPETS, $RESTARTS, (split " ", <$load>)[0];
printf "  %-44s %5.0f (%.0f) ms\n", @$_ for
    ["from SIGTERM till it is gone", 1e3 * median(@ends), 1e3 * (sort { $b <=> $a } @ends)[0]],
    ["from then till the first picture", 1e3 * median(@starts), 1e3 * (sort { $b <=> $a } @starts)[0]],
    ["of that the processor's own work", 1e3 * median(@work), 1e3 * (sort { $b <=> $a } @work)[0]],
    ["both: how long it is dark (asked: 300)", 1e3 * median(map { $ends[$_] + $starts[$_] } 0 .. $#ends),
        1e3 * (sort { $b <=> $a } map { $ends[$_] + $starts[$_] } 0 .. $#ends)[0]];

$pid = start("--set", "store.path=$folder/empty.db", "--set", "control.socket=$folder/sock2", "--set", "rota.idle=dark", @ARGV);
ready();
sleep 5;
my ($ns, $woken) = used($pid);
sleep $IDLE_S;
my ($ns_then, $woken_then) = used($pid);
stop($pid);
printf "an idle ticker (nothing may air), %d s:\n", $IDLE_S;
printf "  %-44s %5.3f %%\n", "of a core (asked: 0.05)", ($ns_then - $ns) / 1e7 / $IDLE_S;
printf "  %-44s %5.2f a second\n", "woken (asked: 2)", ($woken_then - $woken) / $IDLE_S;
