#!/usr/bin/perl
# pulls.pl [COUNT [SECONDS]]: an emulated Raspberry Pi whose root is read-only has its plug pulled at COUNT (60) instants
# drawn by SEED (1), or as many as SECONDS (3,600) allow. Prints TAP. `make check-pulls` calls it.
#
# The store is on a partition of its own: of the card in half of the starts, on a USB stick with a write cache in the others.
# At the pull the machine is killed, and with it what its kernel had not written yet. The stick loses whatever was not
# flushed, sector by sector, in any order (plug.pl). The card has no write cache that its driver could flush, and what it said
# was written is written. Not modelled: a card that loses that all the same, that tears a sector of 512 bytes, or that damages
# what it was not asked to write.
#
# Each start tells what it finds (pulled.sh), which must hold all that was acknowledged before, and works on until the pull:
# at a sector drawn from the first of the start (the file system's own recovery) on, or when some of it is acknowledged.
# Nobody does anything by hand in between.
#
# MEDIA (stick card memory hour) says what is tried: the two, a store in memory, and what SHOW (3,600) seconds of show write.
# LIES=1: the stick's flush is a lie, and what is lost must be found.
use strict;
use warnings;
use Cwd 'abs_path';
use File::Basename;
use File::Path qw(make_path remove_tree);
use Fcntl;
use IO::Select;
use JSON::PP;
use POSIX 'mkfifo';
use Time::Local;
use Time::HiRes qw(sleep time);

my ($count, $seconds) = ($ARGV[0] // 60, $ARGV[1] // 3600);
my $seed = $ENV{SEED} // 1;
my $here = abs_path(dirname($0));
my $folder = abs_path("$here/../../build/pi");
my $work = "$folder/pulls";
my $mib = 1024 * 1024;
my $first_start = int time;
my $store_from = (1 + 16 + 96) * $mib; # where card.sh begins the store's partition
my $boot_limit_s = $ENV{PI_TIMEOUT} // 900;
my $show_s = $ENV{SHOW} // 3600;
my $pull_limit_s = 120; # of work, where the sector that was drawn does not come
my $end = time + $seconds;
my ($number, $failed) = (0, 0);
$| = 1;

sub report {
    my ($good, $sentence, @notes) = @_;
    $number++;
    $failed ||= !$good;
    print $good ? 'ok' : 'not ok', " $number - $sentence\n", map { "# $_\n" } @notes;
    return $good;
}

sub slurp {
    my ($path) = @_;
    open my $file, '<', $path or return '';
    local $/;
    return scalar <$file> // '';
}

# spawn OUT COMMAND...: its process; OUT is a file, or undef for a pipe that is returned, too.
sub spawn {
    my ($out, $in, @command) = @_;
    pipe my $read, my $write or die $!;
    my $pid = fork // die $!;
    if (!$pid) {
        chdir $in or die "$in: $!";
        open STDIN, '<', '/dev/null';
        open STDOUT, '>&', $write unless defined $out;
        open STDOUT, '>', $out if defined $out;
        open STDERR, '>&', \*STDOUT;
        exec @command or die "$command[0]: $!";
    }
    close $write;
    return ($pid, $read);
}

# A lane is one medium with its own card and stick, and what is known of the store on it.
sub lane {
    my ($medium, $name, $append) = @_;
    my $place = "$work/" . ($name // $medium);
    make_path($place);
    system('cp', '--sparse=always', "$work/$_.img", "$place/$_.img") == 0 or die 'no room for the images' for qw(card stick);
    return {medium => $medium, place => $place, append => $append // ($medium eq 'stick' ? 'stick=yes' : ''), round => 0, known => {}, maybe => {}, imports => {}, boots => [], wrong => [],
            light => [], acknowledged => 0, pulls => 0, tries => 0, unflushed => 0, lost => 0, verified => 0, elsewhere => 0, writes => [], mended => 0};
}

sub wrong {
    my ($lane, $what) = @_;
    push @{$lane->{wrong}}, "$lane->{medium}, start $lane->{round}: $what";
}

# The stick, served by plug.pl.
sub plug {
    my ($lane, $pull) = @_;
    my $place = $lane->{place};
    unlink "$place/socket", "$place/plug";
    my ($pid) = spawn("$place/nbdkit.log", $place, 'nbdkit', '-f', '-U', "$place/socket", 'perl', "$here/plug.pl", "disk=$place/stick.img",
        "seed=" . ($seed * 1000 + $lane->{round}), "qemu=$place/qemu.pid", "pull=" . ($pull // 0), "lies=" . ($ENV{LIES} // 0), "told=$place/plug");
    my $until = time + 30;
    sleep 0.05 until -S "$place/socket" || time > $until;
    return $pid;
}

# The emulated Raspberry Pi; its console, and what it writes to its card.
sub machine {
    my ($lane, @more) = @_;
    my $place = $lane->{place};
    my ($kernel) = glob "$folder/kernel/boot/vmlinuz-*";
    my ($tree) = glob "$folder/kernel/usr/lib/linux-image-*/broadcom/bcm2837-rpi-3-b.dtb";
    my @stick = $lane->{medium} ne 'stick' ? ()
        : ('-drive', "if=none,id=stick,format=raw,cache=writeback,file=nbd+unix:///?socket=$place/socket", '-device', 'usb-storage,drive=stick');
    unlink "$place/writes";
    mkfifo("$place/writes", 0600) or die "$place/writes: $!";
    sysopen my $writes, "$place/writes", O_RDWR or die "$place/writes: $!"; # so that nobody waits for the other
    my ($pid, $console) = spawn(undef, $place, 'qemu-system-aarch64', '-M', 'raspi3b', '-kernel', $kernel, '-dtb', $tree, '-initrd',
        "$work/card.img.initrd", '-append', "console=ttyS1,115200 panic=-1 quiet loglevel=3 rdinit=/init iomem=relaxed $lane->{append}",
        '-display', 'none', '-no-reboot', '-monitor', 'none', '-serial', 'null', '-serial', 'stdio',
        '-pidfile', "$place/qemu.pid", '-semihosting-config', 'enable=on,userspace=on,target=native',
        '-drive', "if=sd,format=raw,cache=writeback,file=$place/card.img", @stick, '-trace', 'blk_co_pwritev', '-D', "$place/writes", @more);
    return ($pid, $console, $writes);
}

my @one_thread = ('-accel', 'tcg,thread=single');

# The words that the guest waits for. The time goes on by twenty minutes a start, whatever the machine's own speed: more than
# a start takes, and in all of them less than the day after which news expires.
sub words {
    my ($lane, %more) = @_;
    $lane->{start} = $first_start + 1200 * $lane->{round};
    my $store = {card => '/dev/mmcblk0p3', stick => '/dev/sda', memory => 'memory'}->{$lane->{medium}};
    my %words = (store => $store, start => $lane->{start}, seed => $seed * 1000 + $lane->{round}, round => $lane->{round}, %more);
    open my $file, '>', "$lane->{place}/words" or die $!;
    print $file join(' ', map { "$_=$words{$_}" } sort keys %words), "\n";
}

# What was tried and not acknowledged may hold or not.
sub unsettled {
    my ($lane, $kind, $id, $words) = @_;
    if ($kind eq 'import') { $lane->{imports}{$words} //= 'maybe' }
    elsif ($kind eq 'kill') { $lane->{maybe}{$id}{killed} = 1 }
    elsif ($kind eq 'edit') { $lane->{maybe}{$id}{"live $words"} = 1 }
}

sub settled {
    my ($lane, $kind, $id, $words, $said) = @_;
    $lane->{acknowledged}++;
    if ($kind eq 'import') { $lane->{imports}{$words} = 'done' }
    elsif ($kind eq 'kill') { $lane->{known}{$id} = 'killed'; delete $lane->{maybe}{$id} }
    elsif ($kind eq 'edit') { $lane->{known}{$id} = "live $words"; delete $lane->{maybe}{$id} }
    elsif ($said =~ /^\d+$/) { $lane->{known}{$said} = "live $words" }
    else { wrong($lane, "an addition was acknowledged without its number: $words") }
}

# All that was acknowledged must be there; what was not is known from now on.
sub judge_items {
    my ($lane) = @_;
    my (%found, %of);
    for (split /\n/, slurp("$lane->{place}/found")) {
        my $row = decode_json($_);
        $found{$row->{id}} = $row->{state} eq 'live' ? "live $row->{text}" : $row->{state};
        $of{$1}++ if $row->{text} =~ /[Pp]ier (\d+\.\d+)\.(?:one|two) /;
    }
    for my $id (sort { $a <=> $b } keys %{$lane->{known}}) {
        my $is = $found{$id} // 'nothing';
        next if $is eq $lane->{known}{$id} || $lane->{maybe}{$id}{$is};
        wrong($lane, "$id is \"$is\", not \"$lane->{known}{$id}\"");
    }
    $lane->{known}{$_} = $found{$_} // 'nothing' for keys %{$lane->{known}};
    $lane->{maybe} = {};
    for my $tag (keys %{$lane->{imports}}) { # two articles of a headline and a quotation
        my $is = $of{$tag} // 0;
        next if $is == 4 || $is == 0 && $lane->{imports}{$tag} eq 'maybe';
        wrong($lane, "of the four items of the import $tag there are $is");
        delete $lane->{imports}{$tag};
    }
}

# The log of what was shown: a row for each airing of before, but for the last three of each boot. The last is on the wall; the
# one before leaves it while the last comes, and is not over; and the one before that is durable when this is over. Which
# boot a row is of is told by its time. Rows stand as the airings ended, which is not as they began where one was cut.
sub judge_log {
    my ($lane) = @_;
    my ($said, @rows) = split /\n/, slurp("$lane->{place}/log");
    $_->{at} = $_->{start} =~ /^(\d+)-(\d+)-(\d+)T(\d+):(\d+):(\d+)Z/ ? timegm($6, $5, $4, $3, $2 - 1, $1) : 0 for
        @rows = grep { $_->{snippet} } map { decode_json($_) } grep { /^\{/ } @rows;
    my @boots = @{$lane->{boots}};
    for my $i (0 .. $#boots - 1) {
        my @of = map { $_->{snippet} } grep { $_->{at} >= $boots[$i]{start} && $_->{at} < $boots[$i + 1]{start} } @rows;
        my @aired = @{$boots[$i]{aired}};
        my %left;
        $left{$_}++ for @aired;
        my @never = grep { --$left{$_} < 0 } @of;
        my %last;
        $last{$_}++ for @aired[(@aired > 3 ? -3 : -@aired) .. -1];
        my @lost = grep { $left{$_} > ($last{$_} // 0) } keys %left;
        wrong($lane, "start $boots[$i]{round} aired " . @aired . ' times, of which the log has ' . @of . ", and not @lost") if @lost;
        wrong($lane, "the log has of start $boots[$i]{round} what was not said to air: @never") if @never > 1;
    }
    $lane->{rows} = @rows;
}

# hear LANE BOOT LINE: what the guest says.
sub hear {
    my ($lane, $boot, $line) = @_;
    $line =~ s/^.*?@ // or return;
    if ($line =~ /^MOUNTED ([\d.]+)/) {
        $boot->{mounted} = $1;
    } elsif ($line =~ /^LIGHT ([\d.]+)/) {
        $boot->{light} = time;
        push @{$lane->{light}}, sprintf '%.1f', $1 - $boot->{mounted};
    } elsif ($line =~ /^TOLD/) {
        $boot->{told} = time;
        $lane->{verified}++;
        judge_items($lane) if $lane->{medium} ne 'memory';
        judge_log($lane) if $lane->{medium} ne 'memory';
    } elsif ($line =~ /^RUN \{.*"id": ?(-?\d+)/) {
        push @{$boot->{aired}}, $1 if $1;
    } elsif ($line =~ /^MENDED/) {
        $lane->{mended}++;
    } elsif ($line =~ /^TRY (\d+) (\w+) (\d+) (.*)/) {
        $boot->{trying} = [$2, $3, $4];
        $lane->{tries}++;
    } elsif ($line =~ /^DONE \d+ ?(.*)/) {
        settled($lane, @{$boot->{trying}}, $1);
        $boot->{trying} = undef;
        $boot->{done}++;
    } elsif ($line =~ /^REFUSED \d+ (.*)/) {
        $boot->{refused} = $1; # as the last word it is the pull's
    } elsif ($line =~ /^(FAIL .*|ENDED.*)/) {
        $boot->{failed} = $1;
    } elsif ($line =~ /^WRITTEN ([\d ]+)/) {
        $boot->{written} = [split ' ', $1];
    }
    wrong($lane, "refused: $boot->{refused}") if $boot->{refused} && $line =~ /^(TRY|TOLD)/;
}

# Sectors that the card got, from QEMU's trace.
sub count_writes {
    my ($lane, $boot, $text) = @_;
    while ($$text =~ s/^(.*)\n//) {
        my ($at, $bytes) = $1 =~ /offset (\d+) bytes (\d+)/ or next;
        if ($lane->{medium} eq 'card' && $at >= $store_from) { $boot->{sectors} += $bytes / 512 }
        elsif ($at >= 0 && $lane->{medium} ne 'stick') { $lane->{elsewhere}++ }
    }
}

# A start until the pull: `pull`: at that sector; `done`: when so much is acknowledged; `told`: as soon as it has
# told what it finds; else it ends by itself.
sub boot {
    my ($lane, %how) = @_;
    my $place = $lane->{place};
    $lane->{round}++;
    unlink map { "$place/$_" } qw(found log qemu.pid);
    words($lane, %{$how{words} // {}});
    my $plug = $lane->{medium} eq 'stick' ? plug($lane, $how{pull}) : undef;
    my ($qemu, $console, $writes) = machine($lane, @{$how{machine} // \@one_thread});
    my $boot = {round => $lane->{round}, start => $lane->{start}, aired => [], sectors => 0};
    push @{$lane->{boots}}, $boot;
    open my $kept, '>', "$place/console." . $lane->{round} or die "$place: $!";
    $kept->autoflush(1);
    my ($select, $begun, $rest, $trace) = (IO::Select->new($console, $writes), time, '', '');
    READING: for (;;) {
        for my $ready ($select->can_read(0.2)) {
            if ($ready == $writes) {
                sysread $writes, $trace, 65536, length $trace;
                count_writes($lane, $boot, \$trace);
                next;
            }
            sysread($console, $rest, 65536, length $rest) or last READING;
            while ($rest =~ s/^(.*?)\r?\n//) {
                print $kept "$1\n";
                hear($lane, $boot, $1);
            }
        }
        my $late = time - ($boot->{light} // time);
        kill 'KILL', $qemu if $how{done} && ($boot->{done} // 0) >= $how{done} || $how{told} && $boot->{told}
            || $how{pull} && $boot->{sectors} >= $how{pull} || !$how{words}{show} && $late > $pull_limit_s;
        if ($boot->{failed} || time - $begun > $boot_limit_s + ($how{words}{show} // 0)) {
            wrong($lane, $boot->{failed} // 'it took too long');
            kill 'KILL', $qemu;
        }
    }
    waitpid $qemu, 0;
    unsettled($lane, @{$boot->{trying}}) if $boot->{trying};
    if ($plug) { $boot->{sectors} = unplug($lane, $plug) }
    push @{$lane->{writes}}, $boot->{sectors};
    return $boot;
}

sub unplug {
    my ($lane, $plug) = @_;
    my $until = time + 30;
    sleep 0.05 until -e "$lane->{place}/plug" || time > $until;
    my %told = slurp("$lane->{place}/plug") =~ /(\w+)=(\d+)/g;
    kill 'TERM', $plug;
    waitpid $plug, 0;
    wrong($lane, 'the disk said nothing at its end') unless %told;
    $lane->{$_} += $told{$_} // 0 for qw(unflushed lost);
    return $told{written} // 0;
}

# The instant of a pull: in the boot itself, in the midst of the work, or between two writes.
sub instant {
    my $draw = rand;
    return (pull => 1 + int rand 100) if $draw < 0.2; # the file system's recovery, and the store's
    return (pull => 100 + int rand 1500) if $draw < 0.7;
    return (done => 1 + int rand 15);
}

sub pulls {
    my ($lane, $pulls) = @_;
    srand($seed * 100 + ($lane->{medium} eq 'card'));
    for (1 .. $pulls) {
        last if time > $end || @{$lane->{wrong}} > 5;
        my %how = $_ == 1 ? (done => 10) : instant();
        boot($lane, %how);
        $lane->{pulls}++;
        print "# $lane->{medium}, pull $_ of $pulls (@{[%how]}): $lane->{acknowledged} acknowledged, ", scalar @{$lane->{wrong}}, " wrong\n";
    }
    boot($lane, told => 1);
}

sub median {
    my @sorted = sort { $a <=> $b } @_;
    return $sorted[@sorted / 2] // 0;
}

sub outcome {
    my ($lane) = @_;
    my $medium = $lane->{medium};
    my $of = "$lane->{pulls} pulls, $lane->{acknowledged} acknowledged";
    report(!@{$lane->{wrong}} && $lane->{acknowledged} && $lane->{pulls} && $lane->{verified} > 1,
        "The store on a partition of the $medium: $of, none lost; the log is whole, and the show comes by itself",
        @{$lane->{wrong}},
        "$lane->{verified} starts told what they found; $lane->{rows} rows of the log",
        "sectors written to the store's disk until the pull: " . join(' ', sort { $a <=> $b } @{$lane->{writes}}),
        "after $lane->{mended} pulls the file system's check at the start had something to mend, as it has where fstab's last column is 2",
        "$lane->{unflushed} sectors were not flushed at the pulls, of which $lane->{lost} lost their newest bytes",
        'from the store\'s mount to the show: ' . median(@{$lane->{light}}) . ' s of the machine (median)');
    report(!$lane->{elsewhere}, "... and nothing else of the card is written") if $medium eq 'card';
}

# A store in memory: what the card's folder brings is there after each start, what editors wrote is not.
sub memory {
    my $lane = lane('memory');
    boot($lane, done => 5);
    my $acknowledged = $lane->{acknowledged};
    boot($lane, told => 1);
    my $found = slurp("$lane->{place}/found");
    my $articles = () = $found =~ /"kind":"headline"/g;
    my $lines = () = $found =~ /"text":"Round /g;
    report(!@{$lane->{wrong}} && $acknowledged && $articles && !$lines && !$lane->{elsewhere},
        'A store in memory: the card\'s articles are there after each start, what editors wrote goes, and nothing is written to the card',
        @{$lane->{wrong}}, "$articles articles; $acknowledged acknowledged before the pull, of which $lines are there");
}

my @virtual_time = ('-icount', 'shift=0,sleep=off'); # one instruction, one nanosecond; what is idle passes at once

# What an hour of show writes; the root is the card's.
sub hour {
    my $lane = lane('card', 'hour', 'root=card');
    my $boot = boot($lane, words => {show => $show_s}, machine => \@virtual_time);
    my @was = @{$boot->{written} // [(0) x 6]};
    my ($first, $root, $store) = map { $was[$_ + 3] - $was[$_] } 0 .. 2;
    report(!@{$lane->{wrong}} && $store > 0 && !$first && !$root && !$lane->{elsewhere}, 'A day of show writes to the store\'s partition alone',
        @{$lane->{wrong}}, sprintf '%.1f MB a day, as the card gets it (%d s of show, %d airings, two articles each ten minutes)',
            $store * 512 / 1e6 * 86400 / $show_s, $show_s, scalar @{$boot->{aired}});
}

remove_tree($work);
make_path($work);
my $made = `bash $here/card.sh $folder $work/card.img $work/stick.img 2>$work/card.log`;
chomp $made;
if (!report($? == 0, 'A card with a read-only root is made', "installed: $made", split /\n/, slurp("$work/card.log"))) {
    print "1..$number\n";
    exit 1;
}
for my $medium (split ' ', $ENV{MEDIA} // 'stick card memory hour') {
    my $other = {memory => \&memory, hour => \&hour}->{$medium};
    if ($other) { $other->(); next }
    my $lane = lane($medium);
    pulls($lane, int($count / 2 + 0.5));
    outcome($lane);
}
print "1..$number\n";
exit $failed;
